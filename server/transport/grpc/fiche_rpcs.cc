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
using WithMergeFicheCopies = Proto::WithRawCallbackMethod_MergeFicheCopies<WithImportFiche>;
using WithCreateFiche = Proto::WithRawCallbackMethod_CreateFiche<WithMergeFicheCopies>;
using WithGetFiche = Proto::WithRawCallbackMethod_GetFiche<WithCreateFiche>;
using WithExportFiche = Proto::WithRawCallbackMethod_ExportFiche<WithGetFiche>;
using WithListFiches = Proto::WithRawCallbackMethod_ListFiches<WithExportFiche>;
using WithUpdateFiche = Proto::WithRawCallbackMethod_UpdateFiche<WithListFiches>;
using WithDeleteFiche = Proto::WithRawCallbackMethod_DeleteFiche<WithUpdateFiche>;
using WithRequestFicheReview = Proto::WithRawCallbackMethod_RequestFicheReview<WithDeleteFiche>;
using WithValidateFiche = Proto::WithRawCallbackMethod_ValidateFiche<WithRequestFicheReview>;
using WithCreateValidationLink = Proto::WithRawCallbackMethod_CreateValidationLink<WithValidateFiche>;
using WithGetLinkedFiche = Proto::WithRawCallbackMethod_GetLinkedFiche<WithCreateValidationLink>;
using WithAnswerValidationLink = Proto::WithRawCallbackMethod_AnswerValidationLink<WithGetLinkedFiche>;
using WithSubmitFiche = Proto::WithRawCallbackMethod_SubmitFiche<WithAnswerValidationLink>;
using WithRecallFiche = Proto::WithRawCallbackMethod_RecallFiche<WithSubmitFiche>;
using WithReturnFiche = Proto::WithRawCallbackMethod_ReturnFiche<WithRecallFiche>;
using WithListFicheRevisions = Proto::WithRawCallbackMethod_ListFicheRevisions<WithReturnFiche>;
using WithGetFicheRevision = Proto::WithRawCallbackMethod_GetFicheRevision<WithListFicheRevisions>;
using WithDiffFicheRevisions = Proto::WithRawCallbackMethod_DiffFicheRevisions<WithGetFicheRevision>;
using WithAddFicheAttachment = Proto::WithRawCallbackMethod_AddFicheAttachment<WithDiffFicheRevisions>;
using WithListFicheAttachments = Proto::WithRawCallbackMethod_ListFicheAttachments<WithAddFicheAttachment>;
using WithGetFicheAttachment = Proto::WithRawCallbackMethod_GetFicheAttachment<WithListFicheAttachments>;
using WithDeleteFicheAttachment = Proto::WithRawCallbackMethod_DeleteFicheAttachment<WithGetFicheAttachment>;
using Raw = Proto::WithRawCallbackMethod_DecideInitiative<WithDeleteFicheAttachment>;

class FicheRpcs final : public Raw {
 public:
  FicheRpcs(Gate& gate, Rules& rules) : unary_(gate, *v1::ReadFicheDocumentRequest::descriptor()->file()->service(0)), rules_(rules) {}

  ServerUnaryReactor* ReadFicheDocument(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::ReadFicheDocument);
  }
  ServerUnaryReactor* ImportFiche(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::ImportFiche);
  }
  ServerUnaryReactor* MergeFicheCopies(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::MergeFicheCopies);
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
  ServerUnaryReactor* RequestFicheReview(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::RequestFicheReview);
  }
  ServerUnaryReactor* ValidateFiche(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::ValidateFiche);
  }
  ServerUnaryReactor* CreateValidationLink(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::CreateValidationLink);
  }
  ServerUnaryReactor* GetLinkedFiche(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::GetLinkedFiche);
  }
  ServerUnaryReactor* AnswerValidationLink(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::AnswerValidationLink);
  }
  ServerUnaryReactor* SubmitFiche(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::SubmitFiche);
  }
  ServerUnaryReactor* RecallFiche(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::RecallFiche);
  }
  ServerUnaryReactor* ReturnFiche(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::ReturnFiche);
  }
  ServerUnaryReactor* ListFicheRevisions(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::ListFicheRevisions);
  }
  ServerUnaryReactor* GetFicheRevision(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::GetFicheRevision);
  }
  ServerUnaryReactor* DiffFicheRevisions(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::DiffFicheRevisions);
  }
  ServerUnaryReactor* AddFicheAttachment(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::AddFicheAttachment);
  }
  ServerUnaryReactor* ListFicheAttachments(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::ListFicheAttachments);
  }
  ServerUnaryReactor* GetFicheAttachment(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::GetFicheAttachment);
  }
  ServerUnaryReactor* DeleteFicheAttachment(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::DeleteFicheAttachment);
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
