#include "minga/v1/round_service.grpc.pb.h"
#include "server/transport/grpc/rpcs.h"
#include "server/transport/grpc/unary.h"

namespace minga::transport {
namespace {

using grpc::ByteBuffer;
using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;
using Rules = service::RoundService;
using Proto = v1::RoundService;

// Every method raw.
using WithCreateRound = Proto::WithRawCallbackMethod_CreateRound<Proto::Service>;
using WithGetRound = Proto::WithRawCallbackMethod_GetRound<WithCreateRound>;
using WithListRounds = Proto::WithRawCallbackMethod_ListRounds<WithGetRound>;
using WithUpdateRound = Proto::WithRawCallbackMethod_UpdateRound<WithListRounds>;
using WithCloseRound = Proto::WithRawCallbackMethod_CloseRound<WithUpdateRound>;
using WithSetRoundExtension = Proto::WithRawCallbackMethod_SetRoundExtension<WithCloseRound>;
using WithListRoundResponses = Proto::WithRawCallbackMethod_ListRoundResponses<WithSetRoundExtension>;
using Raw = Proto::WithRawCallbackMethod_RemindRound<WithListRoundResponses>;

class RoundRpcs final : public Raw {
 public:
  RoundRpcs(Gate& gate, Rules& rules) : unary_(gate, *v1::CreateRoundRequest::descriptor()->file()->service(0)), rules_(rules) {}

  ServerUnaryReactor* CreateRound(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::CreateRound);
  }
  ServerUnaryReactor* GetRound(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::GetRound);
  }
  ServerUnaryReactor* ListRounds(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::ListRounds);
  }
  ServerUnaryReactor* CloseRound(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::CloseRound);
  }
  ServerUnaryReactor* UpdateRound(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::UpdateRound);
  }
  ServerUnaryReactor* SetRoundExtension(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::SetRoundExtension);
  }
  ServerUnaryReactor* ListRoundResponses(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::ListRoundResponses);
  }
  ServerUnaryReactor* RemindRound(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::RemindRound);
  }

 private:
  Unary unary_;
  Rules& rules_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeRoundRpcs(Gate& gate, Rules& rules) { return std::make_unique<RoundRpcs>(gate, rules); }

}  // namespace minga::transport
