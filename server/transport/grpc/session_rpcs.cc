#include "minga/v1/session_service.grpc.pb.h"
#include "server/transport/grpc/rpcs.h"
#include "server/transport/grpc/unary.h"

namespace minga::transport {
namespace {

using grpc::ByteBuffer;
using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;
using Rules = service::SessionService;
using Proto = v1::SessionService;

// Every method raw.
using WithSignIn = Proto::WithRawCallbackMethod_SignIn<Proto::Service>;
using WithSignOut = Proto::WithRawCallbackMethod_SignOut<WithSignIn>;
using WithGetIdentity = Proto::WithRawCallbackMethod_GetIdentity<WithSignOut>;
using WithListSessions = Proto::WithRawCallbackMethod_ListSessions<WithGetIdentity>;
using WithEndSession = Proto::WithRawCallbackMethod_EndSession<WithListSessions>;
using WithChangePassword = Proto::WithRawCallbackMethod_ChangePassword<WithEndSession>;
using WithAcceptInvitation = Proto::WithRawCallbackMethod_AcceptInvitation<WithChangePassword>;
using WithRequestRecovery = Proto::WithRawCallbackMethod_RequestRecovery<WithAcceptInvitation>;
using Raw = Proto::WithRawCallbackMethod_RecoverPassword<WithRequestRecovery>;

class SessionRpcs final : public Raw {
 public:
  SessionRpcs(Gate& gate, Rules& rules) : unary_(gate, *v1::SignInRequest::descriptor()->file()->service(0)), rules_(rules) {}

  ServerUnaryReactor* SignIn(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::SignIn);
  }
  ServerUnaryReactor* SignOut(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::SignOut);
  }
  ServerUnaryReactor* GetIdentity(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::GetIdentity);
  }
  ServerUnaryReactor* ListSessions(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::ListSessions);
  }
  ServerUnaryReactor* EndSession(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::EndSession);
  }
  ServerUnaryReactor* ChangePassword(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::ChangePassword);
  }
  ServerUnaryReactor* AcceptInvitation(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::AcceptInvitation);
  }
  ServerUnaryReactor* RequestRecovery(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::RequestRecovery);
  }
  ServerUnaryReactor* RecoverPassword(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::RecoverPassword);
  }

 private:
  Unary unary_;
  Rules& rules_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeSessionRpcs(Gate& gate, Rules& rules) { return std::make_unique<SessionRpcs>(gate, rules); }

}  // namespace minga::transport
