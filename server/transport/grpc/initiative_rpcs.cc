#include "minga/v1/initiative_service.grpc.pb.h"
#include "server/transport/grpc/rpcs.h"
#include "server/transport/grpc/unary.h"

namespace minga::transport {
namespace {

using grpc::ByteBuffer;
using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;
using Rules = service::InitiativeService;
using Proto = v1::InitiativeService;

// Every method raw.
using WithGetInitiative = Proto::WithRawCallbackMethod_GetInitiative<Proto::Service>;
using WithListInitiatives = Proto::WithRawCallbackMethod_ListInitiatives<WithGetInitiative>;
using Raw = Proto::WithRawCallbackMethod_AnswerDecision<WithListInitiatives>;

class InitiativeRpcs final : public Raw {
 public:
  InitiativeRpcs(Gate& gate, Rules& rules) : unary_(gate, *v1::GetInitiativeRequest::descriptor()->file()->service(0)), rules_(rules) {}

  ServerUnaryReactor* GetInitiative(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::GetInitiative, &Rules::GetKeptInitiative);
  }
  ServerUnaryReactor* ListInitiatives(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::ListInitiatives);
  }
  ServerUnaryReactor* AnswerDecision(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::AnswerDecision);
  }

 private:
  Unary unary_;
  Rules& rules_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeInitiativeRpcs(Gate& gate, Rules& rules) { return std::make_unique<InitiativeRpcs>(gate, rules); }

}  // namespace minga::transport
