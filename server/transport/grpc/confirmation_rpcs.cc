#include "minga/v1/confirmation_service.grpc.pb.h"
#include "server/transport/grpc/rpcs.h"
#include "server/transport/grpc/unary.h"

namespace minga::transport {
namespace {

using grpc::ByteBuffer;
using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;
using Rules = service::ConfirmationService;
using Proto = v1::ConfirmationService;

// Every method raw.
using WithListConfirmations = Proto::WithRawCallbackMethod_ListConfirmations<Proto::Service>;
using WithGetConfirmation = Proto::WithRawCallbackMethod_GetConfirmation<WithListConfirmations>;
using Raw = Proto::WithRawCallbackMethod_AnswerConfirmation<WithGetConfirmation>;

class ConfirmationRpcs final : public Raw {
 public:
  ConfirmationRpcs(Gate& gate, Rules& rules)
      : unary_(gate, *v1::ListConfirmationsRequest::descriptor()->file()->service(0)), rules_(rules) {}

  ServerUnaryReactor* ListConfirmations(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::ListConfirmations);
  }
  ServerUnaryReactor* GetConfirmation(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::GetConfirmation);
  }
  ServerUnaryReactor* AnswerConfirmation(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::AnswerConfirmation);
  }

 private:
  Unary unary_;
  Rules& rules_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeConfirmationRpcs(Gate& gate, Rules& rules) { return std::make_unique<ConfirmationRpcs>(gate, rules); }

}  // namespace minga::transport
