#pragma once

#include "absl/status/statusor.h"
#include "minga/v1/notice_service.pb.h"
#include "server/service/call.h"
#include "server/store/store.h"

namespace minga::service {

// The rules of use of minga.v1.NoticeService; what each call does and its errors are said in the proto.
class NoticeService {
 public:
  explicit NoticeService(store::Store& store) : store_(store) {}

  absl::StatusOr<v1::ListNoticesResponse> ListNotices(const Call& call, const v1::ListNoticesRequest& request);
  absl::StatusOr<v1::Notice> ReadNotice(const Call& call, const v1::ReadNoticeRequest& request);
  absl::StatusOr<v1::NoticePreferences> GetNoticePreferences(const Call& call, const v1::GetNoticePreferencesRequest& request);
  absl::StatusOr<v1::NoticePreferences> UpdateNoticePreferences(const Call& call, const v1::UpdateNoticePreferencesRequest& request);

 private:
  store::Store& store_;
};

}  // namespace minga::service
