#include "minga/v1/fiche_service.grpc.pb.h"
#include "server/transport/grpc/rpcs.h"
#include "server/transport/grpc/unary.h"

namespace minga::transport {
namespace {

using grpc::ByteBuffer;
using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;
using Rules = service::FicheService;
using Proto = v1::FicheService;

// Every method raw.
using WithReadFicheDocument = Proto::WithRawCallbackMethod_ReadFicheDocument<Proto::Service>;
using WithImportFiche = Proto::WithRawCallbackMethod_ImportFiche<WithReadFicheDocument>;
using WithCreateFiche = Proto::WithRawCallbackMethod_CreateFiche<WithImportFiche>;
using WithGetFiche = Proto::WithRawCallbackMethod_GetFiche<WithCreateFiche>;
using WithExportFiche = Proto::WithRawCallbackMethod_ExportFiche<WithGetFiche>;
using WithListFiches = Proto::WithRawCallbackMethod_ListFiches<WithExportFiche>;
using WithUpdateFiche = Proto::WithRawCallbackMethod_UpdateFiche<WithListFiches>;
using WithDeleteFiche = Proto::WithRawCallbackMethod_DeleteFiche<WithUpdateFiche>;
using WithSubmitFiche = Proto::WithRawCallbackMethod_SubmitFiche<WithDeleteFiche>;
using WithReturnFiche = Proto::WithRawCallbackMethod_ReturnFiche<WithSubmitFiche>;
using Raw = Proto::WithRawCallbackMethod_DecideInitiative<WithReturnFiche>;

class FicheRpcs final : public Raw {
 public:
  FicheRpcs(Gate& gate, Rules& rules) : unary_(gate, *v1::ReadFicheDocumentRequest::descriptor()->file()->service(0)), rules_(rules) {}

  ServerUnaryReactor* ReadFicheDocument(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::ReadFicheDocument);
  }
  ServerUnaryReactor* ImportFiche(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::ImportFiche);
  }
  ServerUnaryReactor* CreateFiche(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::CreateFiche);
  }
  ServerUnaryReactor* GetFiche(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::GetFiche);
  }
  ServerUnaryReactor* ExportFiche(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::ExportFiche);
  }
  ServerUnaryReactor* ListFiches(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::ListFiches);
  }
  ServerUnaryReactor* UpdateFiche(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::UpdateFiche);
  }
  ServerUnaryReactor* DeleteFiche(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::DeleteFiche);
  }
  ServerUnaryReactor* SubmitFiche(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::SubmitFiche);
  }
  ServerUnaryReactor* ReturnFiche(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::ReturnFiche);
  }
  ServerUnaryReactor* DecideInitiative(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::DecideInitiative);
  }

 private:
  Unary unary_;
  Rules& rules_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeFicheRpcs(Gate& gate, Rules& rules) { return std::make_unique<FicheRpcs>(gate, rules); }

}  // namespace minga::transport
