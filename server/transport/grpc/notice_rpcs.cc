#include "minga/v1/notice_service.grpc.pb.h"
#include "server/transport/grpc/rpcs.h"
#include "server/transport/grpc/unary.h"

namespace minga::transport {
namespace {

using grpc::ByteBuffer;
using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;
using Rules = service::NoticeService;
using Proto = v1::NoticeService;

// Every method raw.
using WithListNotices = Proto::WithRawCallbackMethod_ListNotices<Proto::Service>;
using WithReadNotice = Proto::WithRawCallbackMethod_ReadNotice<WithListNotices>;
using WithGetNoticePreferences = Proto::WithRawCallbackMethod_GetNoticePreferences<WithReadNotice>;
using Raw = Proto::WithRawCallbackMethod_UpdateNoticePreferences<WithGetNoticePreferences>;

class NoticeRpcs final : public Raw {
 public:
  NoticeRpcs(Gate& gate, Rules& rules) : unary_(gate, *v1::ListNoticesRequest::descriptor()->file()->service(0)), rules_(rules) {}

  ServerUnaryReactor* ListNotices(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::ListNotices);
  }
  ServerUnaryReactor* ReadNotice(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::ReadNotice);
  }
  ServerUnaryReactor* GetNoticePreferences(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::GetNoticePreferences);
  }
  ServerUnaryReactor* UpdateNoticePreferences(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
    return unary_.Serve(context, in, out, rules_, &Rules::UpdateNoticePreferences);
  }

 private:
  Unary unary_;
  Rules& rules_;
};

}  // namespace

std::unique_ptr<grpc::Service> MakeNoticeRpcs(Gate& gate, Rules& rules) { return std::make_unique<NoticeRpcs>(gate, rules); }

}  // namespace minga::transport
