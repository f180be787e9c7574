#pragma once

#include <string_view>

#include "server/base/scope.h"
#include "server/store/notice_store.h"
#include "server/store/sql/connection.h"

namespace minga::store::sql {

// Gives up the mails that wait for the person as a member of the tenant, who is one no more. What asks the country is the person's still
// who validates in another agency of it: they were told once for all of them.
absl::Status EndReader(Connection& connection, std::string_view person, std::string_view tenant);

// Gives up the mails that wait with a link of this kind, which does not work any more.
absl::Status EndMailsWithLink(Connection& connection, std::string_view person, v1::NoticeKind kind, std::string_view tenant);

class SqlNoticeStore final : public NoticeStore {
 public:
  SqlNoticeStore(Connection& connection, const Scope& scope) : connection_(connection), scope_(scope) {}

  absl::Status Insert(const NewNotice& notice, absl::Time now) override;
  absl::StatusOr<std::optional<v1::Notice>> Get(std::string_view person, std::string_view notice) override;
  absl::StatusOr<std::vector<v1::Notice>> List(std::string_view person, const NoticeFilter& filter, int limit) override;
  absl::StatusOr<int64_t> CountUnread(std::string_view person) override;
  absl::StatusOr<std::vector<v1::NoticeKind>> UnwantedMails(std::string_view person) override;
  absl::Status WantMails(std::string_view person, v1::NoticeKind kind, bool wanted) override;
  absl::Status MarkRead(std::string_view person, std::string_view notice, absl::Time now) override;
  absl::Status ErasePerson(std::string_view person) override;
  absl::StatusOr<std::vector<WaitingMail>> DueMails(absl::Time now, int limit) override;
  absl::StatusOr<std::optional<absl::Time>> NextMail() override;
  absl::StatusOr<MailState> StateOfMail(std::string_view notice) override;
  absl::Status MarkMailSent(std::string_view notice) override;
  absl::Status MarkMailDeferred(std::string_view notice, absl::Time next_attempt) override;
  absl::Status MarkMailGivenUp(std::string_view notice) override;

 private:
  absl::StatusOr<bool> IsUnwanted(std::string_view person, v1::NoticeKind kind);
  absl::Status EndMail(std::string_view notice, MailState state);

  Connection& connection_;
  const Scope& scope_;
};

}  // namespace minga::store::sql
