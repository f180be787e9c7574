#include "minga/v1/agency_service.grpc.pb.h"
#include "server/transport/grpc/rpcs.h"
#include "server/transport/grpc/unary.h"

namespace minga::transport {
namespace {

using grpc::ByteBuffer;
using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;
using Rules = service::AgencyService;
using Proto = v1::AgencyService;

// Every method raw.
using WithCreateAgency = Proto::WithRawCallbackMethod_CreateAgency<Proto::Service>;
using WithGetAgency = Proto::WithRawCallbackMethod_GetAgency<WithCreateAgency>;
using WithListAgencies = Proto::WithRawCallbackMethod_ListAgencies<WithGetAgency>;
using WithUpdateAgency = Proto::WithRawCallbackMethod_UpdateAgency<WithListAgencies>;
using WithCreateApiKey = Proto::WithRawCallbackMethod_CreateApiKey<WithUpdateAgency>;
using WithListApiKeys = Proto::WithRawCallbackMethod_ListApiKeys<WithCreateApiKey>;
using Raw = Proto::WithRawCallbackMethod_RevokeApiKey<WithListApiKeys>;

class AgencyRpcs final : public Raw {
 public:
  AgencyRpcs(Gate& gate, Rules& rules) : unary_(gate, *v1::CreateAgencyRequest::descriptor()->file()->service(0)), rules_(rules) {}

  ServerUnaryReactor* CreateAgency(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::CreateAgency);
  }
  ServerUnaryReactor* GetAgency(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::GetAgency);
  }
  ServerUnaryReactor* ListAgencies(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::ListAgencies);
  }
  ServerUnaryReactor* UpdateAgency(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::UpdateAgency);
  }
  ServerUnaryReactor* CreateApiKey(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::CreateApiKey);
  }
  ServerUnaryReactor* ListApiKeys(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::ListApiKeys);
  }
  ServerUnaryReactor* RevokeApiKey(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::RevokeApiKey);
  }

 private:
  Unary unary_;
  Rules& rules_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeAgencyRpcs(Gate& gate, Rules& rules) { return std::make_unique<AgencyRpcs>(gate, rules); }

}  // namespace minga::transport
