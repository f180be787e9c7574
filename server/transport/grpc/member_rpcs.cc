#include "minga/v1/member_service.grpc.pb.h"
#include "server/transport/grpc/rpcs.h"
#include "server/transport/grpc/unary.h"

namespace minga::transport {
namespace {

using grpc::ByteBuffer;
using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;
using Rules = service::MemberService;
using Proto = v1::MemberService;

// Every method raw.
using WithCreateMember = Proto::WithRawCallbackMethod_CreateMember<Proto::Service>;
using WithGetMember = Proto::WithRawCallbackMethod_GetMember<WithCreateMember>;
using WithListMembers = Proto::WithRawCallbackMethod_ListMembers<WithGetMember>;
using WithUpdateMember = Proto::WithRawCallbackMethod_UpdateMember<WithListMembers>;
using WithInviteMember = Proto::WithRawCallbackMethod_InviteMember<WithUpdateMember>;
using Raw = Proto::WithRawCallbackMethod_DeleteMember<WithInviteMember>;

class MemberRpcs final : public Raw {
 public:
  MemberRpcs(Gate& gate, Rules& rules) : unary_(gate, *v1::CreateMemberRequest::descriptor()->file()->service(0)), rules_(rules) {}

  ServerUnaryReactor* CreateMember(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::CreateMember);
  }
  ServerUnaryReactor* GetMember(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::GetMember);
  }
  ServerUnaryReactor* ListMembers(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::ListMembers);
  }
  ServerUnaryReactor* UpdateMember(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::UpdateMember);
  }
  ServerUnaryReactor* InviteMember(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::InviteMember);
  }
  ServerUnaryReactor* DeleteMember(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::DeleteMember);
  }

 private:
  Unary unary_;
  Rules& rules_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeMemberRpcs(Gate& gate, Rules& rules) { return std::make_unique<MemberRpcs>(gate, rules); }

}  // namespace minga::transport
