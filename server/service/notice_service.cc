#include "server/service/notice_service.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "google/protobuf/util/time_util.h"
#include "server/base/errors.h"
#include "server/base/resource_name.h"
#include "server/domain/fields.h"
#include "server/domain/member/member_rules.h"
#include "server/service/lookup.h"
#include "server/service/page.h"
#include "server/store/notice_store.h"
#include "server/store/person_store.h"

namespace minga::service {
namespace {

using google::protobuf::util::TimeUtil;

// Who cannot get in yet reads no inbox.
bool IsAlwaysMailed(v1::NoticeKind kind) { return kind == v1::NOTICE_KIND_INVITED || kind == v1::NOTICE_KIND_RECOVERY; }

absl::StatusOr<v1::NoticePreferences> PreferencesOf(store::Transaction& transaction, const std::string& person) {
  const absl::StatusOr<std::vector<v1::NoticeKind>> unwanted = transaction.notices().UnwantedMails(person);
  if (!unwanted.ok()) return unwanted.status();
  v1::NoticePreferences preferences;
  for (int kind = v1::NoticeKind_MIN + 1; kind <= v1::NoticeKind_MAX; ++kind) {
    v1::NoticePreference& each = *preferences.add_preferences();
    each.set_kind(static_cast<v1::NoticeKind>(kind));
    each.set_required(IsAlwaysMailed(each.kind()));
    each.set_mail(std::find(unwanted->begin(), unwanted->end(), each.kind()) == unwanted->end());
  }
  const auto memberships = transaction.people().MembershipsOf(person);
  if (!memberships.ok()) return memberships.status();
  if (const store::Membership* const known = store::WrittenToAs(*memberships)) preferences.set_language(known->language);
  return preferences;
}

void CheckPreferences(const v1::UpdateNoticePreferencesRequest& request, Violations& violations) {
  std::set<int> seen;
  for (int i = 0; i < request.preferences_size(); ++i) {
    const v1::NoticePreference& each = request.preferences(i);
    const std::string path = fmt::format("preferences[{}]", i);
    domain::CheckEnum(each.kind(), path + ".kind", violations);
    if (each.kind() == v1::NOTICE_KIND_UNSPECIFIED) violations.Add(path + ".kind", "REQUIRED");
    if (!seen.insert(each.kind()).second) violations.Add(path + ".kind", "DUPLICATE");
    if (IsAlwaysMailed(each.kind()) && !each.mail()) violations.Add(path + ".mail", "ALWAYS_MAILED");
  }
  domain::CheckLanguage(request.language(), "language", violations);
}

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
    const absl::StatusOr<int64_t> unread = transaction.notices().CountUnread(call.identity.person);
    if (!unread.ok()) return unread.status();
    response.set_unread_count(static_cast<int32_t>(*unread));
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
  if (!names::ParseNotice(request.name(), &person, &id)) return errors::NotFound(request.name());
  if (person == "-") person = call.identity.person;
  if (person != call.identity.person) return errors::NotFound(request.name());
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

absl::StatusOr<v1::NoticePreferences> NoticeService::GetNoticePreferences(const Call& call, const v1::GetNoticePreferencesRequest&) {
  v1::NoticePreferences preferences;
  const absl::Status status = store_.Read(Scope::System(), [&](store::Transaction& transaction) {
    absl::StatusOr<v1::NoticePreferences> found = PreferencesOf(transaction, call.identity.person);
    if (found.ok()) preferences = *std::move(found);
    return found.status();
  });
  if (!status.ok()) return status;
  return preferences;
}

absl::StatusOr<v1::NoticePreferences> NoticeService::UpdateNoticePreferences(const Call& call,
                                                                             const v1::UpdateNoticePreferencesRequest& request) {
  Violations violations;
  CheckPreferences(request, violations);
  if (!violations.empty()) return violations.ToStatus();
  const std::string& person = call.identity.person;
  v1::NoticePreferences preferences;
  const absl::Status status = store_.Write(Scope::System(), [&](store::Transaction& transaction) {
    absl::Status changed;
    for (const v1::NoticePreference& each : request.preferences()) {
      if (changed.ok()) changed = transaction.notices().WantMails(person, each.kind(), each.mail());
    }
    if (changed.ok() && !request.language().empty()) changed = transaction.people().SetLanguage(person, request.language());
    if (!changed.ok()) return changed;
    absl::StatusOr<v1::NoticePreferences> found = PreferencesOf(transaction, person);
    if (found.ok()) preferences = *std::move(found);
    return found.status();
  });
  if (!status.ok()) return status;
  return preferences;
}

}  // namespace minga::service
