#include "minga/v1/comment_service.grpc.pb.h"
#include "server/transport/grpc/rpcs.h"
#include "server/transport/grpc/unary.h"

namespace minga::transport {
namespace {

using grpc::ByteBuffer;
using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;
using Rules = service::CommentService;
using Proto = v1::CommentService;

// Every method raw.
using WithCreateComment = Proto::WithRawCallbackMethod_CreateComment<Proto::Service>;
using WithGetComment = Proto::WithRawCallbackMethod_GetComment<WithCreateComment>;
using WithListComments = Proto::WithRawCallbackMethod_ListComments<WithGetComment>;
using WithUpdateComment = Proto::WithRawCallbackMethod_UpdateComment<WithListComments>;
using WithResolveComment = Proto::WithRawCallbackMethod_ResolveComment<WithUpdateComment>;
using WithReopenComment = Proto::WithRawCallbackMethod_ReopenComment<WithResolveComment>;
using Raw = Proto::WithRawCallbackMethod_DeleteComment<WithReopenComment>;

class CommentRpcs final : public Raw {
 public:
  CommentRpcs(Gate& gate, Rules& rules) : unary_(gate, *v1::CreateCommentRequest::descriptor()->file()->service(0)), rules_(rules) {}

  ServerUnaryReactor* CreateComment(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::CreateComment);
  }
  ServerUnaryReactor* GetComment(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::GetComment);
  }
  ServerUnaryReactor* ListComments(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::ListComments);
  }
  ServerUnaryReactor* UpdateComment(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::UpdateComment);
  }
  ServerUnaryReactor* ResolveComment(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::ResolveComment);
  }
  ServerUnaryReactor* ReopenComment(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::ReopenComment);
  }
  ServerUnaryReactor* DeleteComment(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::DeleteComment);
  }

 private:
  Unary unary_;
  Rules& rules_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeCommentRpcs(Gate& gate, Rules& rules) { return std::make_unique<CommentRpcs>(gate, rules); }

}  // namespace minga::transport
