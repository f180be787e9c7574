#include "server/store/sql/notice_store.h"

#include <fmt/format.h>

#include "minga/v1/member.pb.h"
#include "server/base/errors.h"
#include "server/base/identity.h"
#include "server/base/limits.h"
#include "server/base/resource_name.h"
#include "server/store/sql/columns.h"
#include "server/store/sql/reach.h"

namespace minga::store::sql {
namespace {

constexpr char kColumns[] =
    "notice.person, notice.id, notice.kind, notice.record, notice.author_display_name, notice.create_time, "
    "notice.read_time, notice.content";
constexpr int kColumnCount = 8;

constexpr int kActive = static_cast<int>(v1::MEMBER_STATE_ACTIVE);
// Of what is told to members of a tenant: that the reader is one.
const std::string& StillReads() {
  static const std::string condition = fmt::format(
      " AND (notice.reader_tenant = '' OR EXISTS (SELECT 1 FROM member WHERE member.person = notice.person"
      " AND member.tenant = notice.reader_tenant AND member.state = {}))",
      kActive);
  return condition;
}

const Text kInsert(
    "INSERT INTO notice (id, person, tenant, kind, record, author, author_display_name, create_time, content, reader_tenant)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)");
const Text kInsertMail(
    fmt::format("INSERT INTO mail (notice, state, attempts, next_attempt_time, give_up_time, link_path) VALUES ($1, {}, 0, $2, $3, $4)",
                static_cast<int>(MailState::kWaiting)));
const Text kGet(fmt::format("SELECT {} FROM notice WHERE person = $1 AND id = $2{}", kColumns, StillReads()));

std::string ListOf(std::string_view condition) {
  return fmt::format(
      "SELECT {} FROM notice WHERE person = $1 AND (create_time, id) < ($2, $3){}{} ORDER BY create_time DESC, id DESC LIMIT $4", kColumns,
      condition, StillReads());
}
const Text kList(ListOf(""));
const Text kListUnread(ListOf(" AND read_time IS NULL"));
const Text kCountUnread("SELECT COUNT(*) FROM notice WHERE person = $1 AND read_time IS NULL" + StillReads());
const Text kUnwanted("SELECT kind FROM unwanted_mail WHERE person = $1 ORDER BY kind");
const Text kIsUnwanted("SELECT 1 FROM unwanted_mail WHERE person = $1 AND kind = $2");
const Text kRefuse("INSERT INTO unwanted_mail (person, kind) VALUES ($1, $2) ON CONFLICT (person, kind) DO NOTHING");
const Text kWant("DELETE FROM unwanted_mail WHERE person = $1 AND kind = $2");
const Text kEraseUnwanted("DELETE FROM unwanted_mail WHERE person = $1");
const Text kMarkRead("UPDATE notice SET read_time = COALESCE(read_time, $3) WHERE person = $1 AND id = $2" + StillReads());
const Text kErase("DELETE FROM notice WHERE person = $1");
const Text kEraseAuthor("UPDATE notice SET author = '', author_display_name = '' WHERE author = $1");
const Text kDueMails(fmt::format(
    "SELECT {}, mail.link_path, mail.give_up_time, mail.attempts, notice.reader_tenant FROM mail JOIN notice ON notice.id = mail.notice"
    " WHERE mail.next_attempt_time <= $1 ORDER BY mail.next_attempt_time, mail.notice LIMIT $2",
    kColumns));
const Text kNextMail("SELECT next_attempt_time FROM mail WHERE next_attempt_time IS NOT NULL ORDER BY next_attempt_time, notice LIMIT 1");
const Text kStateOfMail("SELECT state FROM mail WHERE notice = $1");
const Text kEndMail(
    "UPDATE mail SET state = $2, attempts = attempts + 1, next_attempt_time = NULL, link_path = ''"
    " WHERE notice = $1 AND next_attempt_time IS NOT NULL");
const Text kDeferMail(
    "UPDATE mail SET attempts = attempts + 1, next_attempt_time = $2 WHERE notice = $1 AND next_attempt_time IS NOT NULL");

const std::string kGiveUpThose =
    fmt::format("UPDATE mail SET state = {}, next_attempt_time = NULL, link_path = '' WHERE next_attempt_time IS NOT NULL AND notice IN ",
                static_cast<int>(MailState::kGivenUp));
const Text kEndMailsOfReader(fmt::format("{}(SELECT id FROM notice WHERE person = $1 AND reader_tenant = $2)", kGiveUpThose));
const Text kKeepAsked(fmt::format(
    "UPDATE notice SET reader_tenant = COALESCE((SELECT member.tenant FROM member JOIN agency AS other ON other.id = member.tenant"
    " JOIN agency AS own ON own.id = $2 WHERE member.person = $1 AND member.tenant <> $2 AND member.state = {}"
    " AND member.roles & {} <> 0 AND other.country = own.country LIMIT 1), reader_tenant)"
    " WHERE person = $1 AND reader_tenant = $2 AND kind = {}",
    kActive, RoleBit(v1::ROLE_VALIDATOR), static_cast<int>(v1::NOTICE_KIND_CONFIRMATION_ASKED)));
// Notices with a link have the tenant that it lets into, if any.
const Text kEndMailsWithLink(fmt::format("{}(SELECT id FROM notice WHERE person = $1 AND kind = $2 AND tenant = $3) AND link_path <> ''",
                                         kGiveUpThose));

absl::Status Assemble(Query& row, v1::Notice* notice) {
  const absl::Status status = ParseContent(row.Bytes(7), "notice", notice);
  if (!status.ok()) return status;
  notice->set_name(names::Notice(row.Bytes(0), row.Bytes(1)));
  notice->set_kind(static_cast<v1::NoticeKind>(row.Integer(2)));
  notice->set_record(row.String(3));
  notice->set_author_display_name(row.String(4));
  *notice->mutable_create_time() = FromMicros(row.Integer(5));
  if (!row.IsNull(6)) *notice->mutable_read_time() = FromMicros(row.Integer(6));
  return absl::OkStatus();
}

}  // namespace

absl::Status EndReader(Connection& connection, std::string_view person, std::string_view tenant) {
  if (const absl::Status kept = Execute(connection, kKeepAsked, {person, tenant}).status(); !kept.ok()) return kept;
  return Execute(connection, kEndMailsOfReader, {person, tenant}).status();
}

absl::Status EndMailsWithLink(Connection& connection, std::string_view person, v1::NoticeKind kind, std::string_view tenant) {
  return Execute(connection, kEndMailsWithLink, {person, static_cast<int>(kind), tenant}).status();
}

absl::Status SqlNoticeStore::Insert(const NewNotice& notice, absl::Time now) {
  if (!MayTell(scope_)) return errors::PermissionDenied();
  std::string person, id;
  if (!names::ParseNotice(notice.notice.name(), &person, &id)) return errors::Internal("a notice without a name");
  if (notice.notice.kind() == v1::NOTICE_KIND_UNSPECIFIED) return errors::Internal("a notice without a kind");
  v1::Notice content = notice.notice;
  content.clear_name();
  content.clear_kind();
  content.clear_record();
  content.clear_author_display_name();
  content.clear_create_time();
  content.clear_read_time();
  const std::string bytes = content.SerializeAsString();
  const absl::Status status =
      Execute(connection_, kInsert,
              {id, person, notice.tenant, static_cast<int>(notice.notice.kind()), notice.notice.record(), notice.author,
               notice.notice.author_display_name(), ToMicros(now), Blob(bytes), notice.reader_tenant})
          .status();
  if (!status.ok() || !notice.mail) return status;
  const absl::StatusOr<bool> unwanted = IsUnwanted(person, notice.notice.kind());
  if (!unwanted.ok() || *unwanted) return unwanted.status();
  connection_.Touch(kMails);
  return Execute(connection_, kInsertMail, {id, ToMicros(now), ToMicros(notice.mail->give_up_time), notice.mail->link_path}).status();
}

absl::StatusOr<std::optional<v1::Notice>> SqlNoticeStore::Get(std::string_view person, std::string_view notice) {
  if (!KeepsInboxes(scope_)) return errors::PermissionDenied();
  Query row(connection_, kGet, {person, notice});
  if (!row.Next()) {
    if (!row.status().ok()) return row.status();
    return std::nullopt;
  }
  v1::Notice found;
  const absl::Status status = Assemble(row, &found);
  if (!status.ok()) return status;
  return found;
}

absl::StatusOr<std::vector<v1::Notice>> SqlNoticeStore::List(std::string_view person, const NoticeFilter& filter, int limit) {
  if (!KeepsInboxes(scope_)) return errors::PermissionDenied();
  std::vector<v1::Notice> notices;
  Query rows(connection_, filter.unread_only ? kListUnread : kList, {person, Before(filter.before_micros), filter.before_id, limit});
  for (size_t bytes = 0; bytes < limits::kPageBytes && rows.Next();) {
    if (!notices.empty()) bytes += notices.back().ByteSizeLong();
    const absl::Status status = Assemble(rows, &notices.emplace_back());
    if (!status.ok()) return status;
  }
  if (!rows.status().ok()) return rows.status();
  return notices;
}

absl::StatusOr<int64_t> SqlNoticeStore::CountUnread(std::string_view person) {
  if (!KeepsInboxes(scope_)) return errors::PermissionDenied();
  Query row(connection_, kCountUnread, {person});
  if (row.Next()) return row.Integer(0);
  return row.status();
}

absl::StatusOr<bool> SqlNoticeStore::IsUnwanted(std::string_view person, v1::NoticeKind kind) {
  Query row(connection_, kIsUnwanted, {person, static_cast<int>(kind)});
  if (row.Next()) return true;
  if (!row.status().ok()) return row.status();
  return false;
}

absl::StatusOr<std::vector<v1::NoticeKind>> SqlNoticeStore::UnwantedMails(std::string_view person) {
  if (!KeepsInboxes(scope_)) return errors::PermissionDenied();
  std::vector<v1::NoticeKind> kinds;
  Query rows(connection_, kUnwanted, {person});
  while (rows.Next()) kinds.push_back(static_cast<v1::NoticeKind>(rows.Integer(0)));
  if (!rows.status().ok()) return rows.status();
  return kinds;
}

absl::Status SqlNoticeStore::WantMails(std::string_view person, v1::NoticeKind kind, bool wanted) {
  if (!KeepsInboxes(scope_)) return errors::PermissionDenied();
  return Execute(connection_, wanted ? kWant : kRefuse, {person, static_cast<int>(kind)}).status();
}

absl::Status SqlNoticeStore::MarkRead(std::string_view person, std::string_view notice, absl::Time now) {
  if (!KeepsInboxes(scope_)) return errors::PermissionDenied();
  const absl::StatusOr<int64_t> found = Execute(connection_, kMarkRead, {person, notice, ToMicros(now)});
  if (!found.ok()) return found.status();
  return *found == 0 ? errors::NotFound(names::Notice(person, notice)) : absl::OkStatus();
}

absl::Status SqlNoticeStore::ErasePerson(std::string_view person) {
  if (!KeepsInboxes(scope_)) return errors::PermissionDenied();
  absl::Status status = Execute(connection_, kErase, {person}).status();
  if (status.ok()) status = Execute(connection_, kEraseUnwanted, {person}).status();
  if (!status.ok()) return status;
  return Execute(connection_, kEraseAuthor, {person}).status();
}

absl::StatusOr<std::vector<WaitingMail>> SqlNoticeStore::DueMails(absl::Time now, int limit) {
  if (!KeepsInboxes(scope_)) return errors::PermissionDenied();
  std::vector<WaitingMail> mails;
  Query rows(connection_, kDueMails, {ToMicros(now), limit});
  while (rows.Next()) {
    WaitingMail& mail = mails.emplace_back();
    const absl::Status status = Assemble(rows, &mail.notice);
    if (!status.ok()) return status;
    mail.person = rows.String(0);
    mail.id = rows.String(1);
    mail.wanted.link_path = rows.String(kColumnCount);
    mail.wanted.give_up_time = absl::FromUnixMicros(rows.Integer(kColumnCount + 1));
    mail.attempts = static_cast<int>(rows.Integer(kColumnCount + 2));
    mail.reader_tenant = rows.String(kColumnCount + 3);
  }
  if (!rows.status().ok()) return rows.status();
  return mails;
}

absl::StatusOr<std::optional<absl::Time>> SqlNoticeStore::NextMail() {
  if (!KeepsInboxes(scope_)) return errors::PermissionDenied();
  Query row(connection_, kNextMail, {});
  if (row.Next()) return absl::FromUnixMicros(row.Integer(0));
  if (!row.status().ok()) return row.status();
  return std::nullopt;
}

absl::StatusOr<MailState> SqlNoticeStore::StateOfMail(std::string_view notice) {
  if (!KeepsInboxes(scope_)) return errors::PermissionDenied();
  Query row(connection_, kStateOfMail, {notice});
  if (row.Next()) return static_cast<MailState>(row.Integer(0));
  if (!row.status().ok()) return row.status();
  return MailState::kNone;
}

absl::Status SqlNoticeStore::EndMail(std::string_view notice, MailState state) {
  if (!KeepsInboxes(scope_)) return errors::PermissionDenied();
  return Execute(connection_, kEndMail, {notice, static_cast<int>(state)}).status();
}

absl::Status SqlNoticeStore::MarkMailSent(std::string_view notice) { return EndMail(notice, MailState::kSent); }

absl::Status SqlNoticeStore::MarkMailGivenUp(std::string_view notice) { return EndMail(notice, MailState::kGivenUp); }

absl::Status SqlNoticeStore::MarkMailDeferred(std::string_view notice, absl::Time next_attempt) {
  if (!KeepsInboxes(scope_)) return errors::PermissionDenied();
  return Execute(connection_, kDeferMail, {notice, ToMicros(next_attempt)}).status();
}

}  // namespace minga::store::sql
