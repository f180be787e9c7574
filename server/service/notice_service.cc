#include "server/service/notice_service.h"

#include "google/protobuf/util/time_util.h"
#include "server/base/errors.h"
#include "server/base/resource_name.h"
#include "server/service/lookup.h"
#include "server/service/page.h"
#include "server/store/notice_store.h"

namespace minga::service {
namespace {

using google::protobuf::util::TimeUtil;

}  // namespace

absl::StatusOr<v1::ListNoticesResponse> NoticeService::ListNotices(const Call& call, const v1::ListNoticesRequest& request) {
  Violations violations;
  const Page page = PageOf(request, call, store_.secret(), violations);
  if (!violations.empty()) return violations.ToStatus();
  TimePosition from = ParseTimeCursor(page.cursor);
  const store::NoticeFilter filter{request.unread_only(), from.micros, std::move(from.id)};
  v1::ListNoticesResponse response;
  // An inbox is a person's, whatever agency the person acts for just now.
  const absl::Status status = store_.Read(Scope::System(), [&](store::Transaction& transaction) {
    auto notices = transaction.notices().List(call.identity.person, filter, page.size + 1);
    if (!notices.ok()) return notices.status();
    FillPage(*notices, page.size, response.mutable_notices(), [&](const v1::Notice& last) {
      std::string person, id;
      names::ParseNotice(last.name(), &person, &id);
      response.set_next_page_token(
          NextToken(request, call, store_.secret(), TimeCursor(TimeUtil::TimestampToMicroseconds(last.create_time()), id)));
    });
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return response;
}

absl::StatusOr<v1::Notice> NoticeService::ReadNotice(const Call& call, const v1::ReadNoticeRequest& request) {
  std::string person, id;
  if (!names::ParseNotice(request.name(), &person, &id) || person != call.identity.person) return errors::NotFound(request.name());
  v1::Notice notice;
  const absl::Status status = store_.Write(Scope::System(), [&](store::Transaction& transaction) {
    if (const absl::Status read = transaction.notices().MarkRead(person, id, call.now); !read.ok()) return read;
    const auto found = transaction.notices().Get(person, id);
    if (!found.ok()) return found.status();
    if (!found->has_value()) return errors::NotFound(request.name());
    notice = **found;
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return notice;
}

}  // namespace minga::service
