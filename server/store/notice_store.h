#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "minga/v1/notice.pb.h"

namespace minga::store {

// Where a list of notices goes on.
struct NoticeFilter {
  bool unread_only = false;
  // Newest first: those before (create_time in microseconds, id); 0 begins.
  int64_t before_micros = 0;
  std::string before_id;
};

// That a notice is also sent as a mail.
struct WantedMail {
  // Where the mail's link leads, behind the setting `mail_link_base` and a slash; empty: the name of the record. It may
  // hold a one-use token: it is never answered with the notice, and erased once the mail is sent or given up.
  std::string link_path;
  // The mail is not tried any more after this; limits::kMailDays from now, or when its link stops working.
  absl::Time give_up_time;
};

// What is kept with a notice and not part of it.
struct NewNotice {
  // The person it is for and its id are those of `notice.name`; `kind` is set. Times are ignored.
  v1::Notice notice;
  // The tenant it comes from: an agency's id or "secretariat"; empty for the registry itself.
  std::string tenant;
  // The tenant as whose member the person is told; empty for what concerns the person alone. The notice is there for who is an
  // active member of it, and only as long.
  std::string reader_tenant;
  // Id of the person whose name is `notice.author_display_name`; empty when it is nobody's.
  std::string author;
  // Empty: it goes to the inbox only.
  std::optional<WantedMail> mail;
};

// A mail that waits to be sent.
struct WaitingMail {
  std::string person;
  // As NewNotice.reader_tenant.
  std::string reader_tenant;
  // Id of the notice; `notice` is it.
  std::string id;
  v1::Notice notice;
  WantedMail wanted;
  // How often it was tried.
  int attempts = 0;
};

enum class MailState { kNone = 0, kWaiting = 1, kSent = 2, kGivenUp = 3 };

// People's inboxes and the mails that wait. People are named by id; whether there is such a person is not looked at.
//
// Every scope but Scope()'s inserts, as what one tenant does is told to people of another. All else is for Scope::System()
// only: the caller of these methods makes sure that the person is the one who asks.
class NoticeStore {
 public:
  virtual ~NoticeStore() = default;

  // Commits that want a mail change the topic kMails. A mail that the person does not want is none.
  virtual absl::Status Insert(const NewNotice& notice, absl::Time now) = 0;
  virtual absl::StatusOr<std::optional<v1::Notice>> Get(std::string_view person, std::string_view notice) = 0;
  // Newest first, at most `limit`, and no more after the one with which they hold limits::kPageBytes and another.
  virtual absl::StatusOr<std::vector<v1::Notice>> List(std::string_view person, const NoticeFilter& filter, int limit) = 0;
  virtual absl::StatusOr<int64_t> CountUnread(std::string_view person) = 0;
  // Sets read_time unless it is set. NOT_FOUND when the person has no such notice.
  virtual absl::Status MarkRead(std::string_view person, std::string_view notice, absl::Time now) = 0;
  // The kinds of which the person wants no mail, in their order; and whether mails of a kind are wanted, as they are at first.
  virtual absl::StatusOr<std::vector<v1::NoticeKind>> UnwantedMails(std::string_view person) = 0;
  virtual absl::Status WantMails(std::string_view person, v1::NoticeKind kind, bool wanted) = 0;
  // Erases the person's notices with their mails and what mails they want, and the person's name from those of others.
  virtual absl::Status ErasePerson(std::string_view person) = 0;

  // Mails that wait and whose time has come, those first that came first; also of tenants that their readers have left.
  virtual absl::StatusOr<std::vector<WaitingMail>> DueMails(absl::Time now, int limit) = 0;
  // When the next mail that waits is due; empty when none waits.
  virtual absl::StatusOr<std::optional<absl::Time>> NextMail() = 0;
  virtual absl::StatusOr<MailState> StateOfMail(std::string_view notice) = 0;
  // These three count an attempt; they change nothing when no mail of the notice waits, which may be erased or done already.
  virtual absl::Status MarkMailSent(std::string_view notice) = 0;
  virtual absl::Status MarkMailDeferred(std::string_view notice, absl::Time next_attempt) = 0;
  virtual absl::Status MarkMailGivenUp(std::string_view notice) = 0;
};

}  // namespace minga::store
