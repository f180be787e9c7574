#include "server/store/sql/person_store.h"

#include <algorithm>
#include <tuple>

#include "server/base/errors.h"
#include "server/base/resource_name.h"
#include "server/store/sql/columns.h"
#include "server/store/sql/notice_store.h"
#include "server/store/sql/reach.h"

namespace minga::store {
namespace sql {
namespace {

const Text kFindPerson("SELECT id, email, password FROM person WHERE email = $1");
const Text kGetPerson("SELECT id, email, password FROM person WHERE id = $1");
const Text kInsertPerson("INSERT INTO person (id, email, create_time) VALUES ($1, $2, $3)");
const Text kSetPassword("UPDATE person SET password = $2 WHERE id = $1");
const Text kMemberships("SELECT tenant, id, state, language FROM member WHERE person = $1 AND state IN (1, 2) ORDER BY tenant");
const Text kSetLanguage(
    "UPDATE member SET language = $2, revision = revision + 1 WHERE person = $1 AND state IN (1, 2) AND language <> $2");

constexpr int kEnded = 3;
const Text kGetMember(
    "SELECT member.tenant, member.id, person.email, member.display_name, member.roles, member.language, member.state, member.revision,"
    " member.create_time FROM member JOIN person ON person.id = member.person"
    " WHERE member.tenant = $1 AND member.id = $2 AND member.state IN (1, 2)");
const Text kListMembers(
    "SELECT member.tenant, member.id, person.email, member.display_name, member.roles, member.language, member.state, member.revision,"
    " member.create_time FROM member JOIN person ON person.id = member.person"
    " WHERE member.tenant = $1 AND member.id > $2 AND member.state IN (1, 2) ORDER BY member.id LIMIT $3");
const Text kPersonOf("SELECT person FROM member WHERE tenant = $1 AND id = $2");
const Text kMemberOf("SELECT id, state FROM member WHERE person = $1 AND tenant = $2");
const Text kInsertMember(
    "INSERT INTO member (tenant, id, person, display_name, language, roles, state, revision, create_time)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, 1, $8)");
const Text kUpdateMember(
    "UPDATE member SET display_name = $3, language = $4, roles = $5, state = $6, revision = revision + 1 WHERE tenant = $1 AND id = $2");
const Text kCountMembers("SELECT COUNT(*) FROM member WHERE tenant = $1 AND state = 2 AND roles & $2 <> 0");
const Text kPeopleOfCountry(
    "SELECT member.person, member.tenant FROM agency JOIN member ON member.tenant = agency.id"
    " WHERE agency.country = $1 AND member.state = 2 AND member.roles & $2 <> 0");
const Text kPeopleWith("SELECT person FROM member WHERE tenant = $1 AND state = 2 AND roles & $2 <> 0 ORDER BY id");
const Text kMemberName("SELECT display_name FROM member WHERE tenant = $1 AND id = $2");
const Text kKeyName("SELECT display_name FROM api_key WHERE tenant = $1 AND id = $2");

const Text kInsertSession(
    "INSERT INTO session (id, hash, tenant, member, person, client, create_time, expire_time, last_use_time)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $7)");
const Text kListSessions(
    "SELECT id, tenant, client, create_time, expire_time, last_use_time FROM session WHERE person = $1 AND expire_time > $2"
    " ORDER BY create_time DESC, id DESC LIMIT $3");
const Text kEndSession("DELETE FROM session WHERE id = $2 AND person = $1");
const Text kEndSessions("DELETE FROM session WHERE person = $1 AND id <> $2");
const Text kEndSessionsOfMember("DELETE FROM session WHERE tenant = $1 AND member = $2");
const Text kForgetSessions("DELETE FROM session WHERE expire_time <= $1");
const Text kUseSession("UPDATE session SET last_use_time = $2 WHERE hash = $1");
const Text kUseKey("UPDATE api_key SET last_use_time = $2 WHERE hash = $1");

const Text kInsertToken(
    "INSERT INTO one_use_token (kind, tenant, subject, hash, note, expire_time) VALUES ($1, $2, $3, $4, $5, $6)"
    " ON CONFLICT (kind, tenant, subject) DO UPDATE SET hash = excluded.hash, note = excluded.note, expire_time = excluded.expire_time");
const Text kFindToken("SELECT tenant, subject, note, expire_time FROM one_use_token WHERE hash = $1 AND kind = $2 AND expire_time > $3");
const Text kNoteOfToken("SELECT note FROM one_use_token WHERE subject = $2 AND kind = $1");
const Text kDeleteTokens("DELETE FROM one_use_token WHERE kind = $1 AND tenant = $2 AND subject = $3");
const Text kForgetTokens("DELETE FROM one_use_token WHERE expire_time <= $1");

absl::StatusOr<std::optional<Person>> One(Query& row) {
  if (row.Next()) return Person{row.String(0), row.String(1), row.IsNull(2) ? std::string() : row.String(2)};
  if (!row.status().ok()) return row.status();
  return std::nullopt;
}

v1::Member Assemble(Query& row) {
  v1::Member member;
  member.set_name(names::Member(row.Bytes(0), row.Bytes(1)));
  member.set_email(row.String(2));
  member.set_display_name(row.String(3));
  for (int role = v1::Role_MIN; role <= v1::Role_MAX; ++role) {
    if ((row.Integer(4) & RoleBit(role)) != 0) member.add_roles(static_cast<v1::Role>(role));
  }
  member.set_language(row.String(5));
  member.set_state(static_cast<v1::MemberState>(row.Integer(6)));
  member.set_etag(std::to_string(row.Integer(7)));
  *member.mutable_create_time() = FromMicros(row.Integer(8));
  return member;
}

int64_t RoleBits(const v1::Member& member) {
  int64_t bits = 0;
  for (const int role : member.roles()) bits |= RoleBit(role);
  return bits;
}

absl::Status NoSuchMember(std::string_view tenant, std::string_view member) { return errors::NotFound(names::Member(tenant, member)); }

constexpr std::string_view kLink = "link-";

}  // namespace
}  // namespace sql

std::string LinkReader(std::string_view fiche) { return std::string(sql::kLink) + std::string(fiche); }

bool ParseLinkReader(std::string_view person, std::string* fiche) {
  if (!person.starts_with(sql::kLink)) return false;
  *fiche = std::string(person.substr(sql::kLink.size()));
  return true;
}

const Membership* WrittenToAs(const std::vector<Membership>& memberships) {
  const auto active =
      std::find_if(memberships.begin(), memberships.end(), [](const Membership& each) { return each.state == v1::MEMBER_STATE_ACTIVE; });
  if (active != memberships.end()) return &*active;
  return memberships.empty() ? nullptr : &memberships.front();
}

namespace sql {

absl::Status SqlPersonStore::SystemOnly() const {
  return scope_.kind == Scope::Kind::kSystem ? absl::OkStatus() : errors::Internal("people are for the system's scope");
}

absl::Status SqlPersonStore::Governs(std::string_view tenant) const {
  return SeesMembersOf(scope_, tenant) ? absl::OkStatus() : errors::NotFound(names::Tenant(tenant));
}

absl::StatusOr<std::optional<Person>> SqlPersonStore::FindPerson(std::string_view email) {
  if (const absl::Status status = SystemOnly(); !status.ok()) return status;
  Query row(connection_, kFindPerson, {email});
  return One(row);
}

absl::StatusOr<std::optional<Person>> SqlPersonStore::GetPerson(std::string_view person) {
  if (const absl::Status status = SystemOnly(); !status.ok()) return status;
  Query row(connection_, kGetPerson, {person});
  return One(row);
}

absl::Status SqlPersonStore::SetPassword(std::string_view person, std::string_view password) {
  if (const absl::Status status = SystemOnly(); !status.ok()) return status;
  return Execute(connection_, kSetPassword, {person, password}).status();
}

absl::StatusOr<std::vector<Membership>> SqlPersonStore::MembershipsOf(std::string_view person) {
  if (const absl::Status status = SystemOnly(); !status.ok()) return status;
  std::vector<Membership> memberships;
  Query rows(connection_, kMemberships, {person});
  while (rows.Next())
    memberships.push_back({rows.String(0), rows.String(1), static_cast<v1::MemberState>(rows.Integer(2)), rows.String(3)});
  if (!rows.status().ok()) return rows.status();
  return memberships;
}

absl::Status SqlPersonStore::SetLanguage(std::string_view person, std::string_view language) {
  if (const absl::Status status = SystemOnly(); !status.ok()) return status;
  connection_.Touch(kAgencies);
  return Execute(connection_, kSetLanguage, {person, language}).status();
}

absl::StatusOr<std::optional<v1::Member>> SqlPersonStore::GetMember(std::string_view tenant, std::string_view member) {
  if (!SeesMembersOf(scope_, tenant)) return std::nullopt;
  Query row(connection_, kGetMember, {tenant, member});
  if (row.Next()) return Assemble(row);
  if (!row.status().ok()) return row.status();
  return std::nullopt;
}

absl::StatusOr<std::optional<std::string>> SqlPersonStore::PersonOf(std::string_view tenant, std::string_view member) {
  if (const absl::Status status = Governs(tenant); !status.ok()) return status;
  Query row(connection_, kPersonOf, {tenant, member});
  if (row.Next()) return row.String(0);
  if (!row.status().ok()) return row.status();
  return std::nullopt;
}

absl::StatusOr<std::vector<v1::Member>> SqlPersonStore::ListMembers(std::string_view tenant, std::string_view after, int limit) {
  std::vector<v1::Member> members;
  if (!SeesMembersOf(scope_, tenant)) return members;
  Query rows(connection_, kListMembers, {tenant, after, limit});
  while (rows.Next()) members.push_back(Assemble(rows));
  if (!rows.status().ok()) return rows.status();
  return members;
}

absl::StatusOr<std::string> SqlPersonStore::InsertMember(const v1::Member& member, std::string_view new_person, absl::Time now) {
  std::string tenant, id;
  if (!names::ParseMember(member.name(), &tenant, &id)) return errors::Internal("a member without a name");
  if (const absl::Status status = Governs(tenant); !status.ok()) return status;
  std::string person;
  {
    Query row(connection_, kFindPerson, {member.email()});
    if (row.Next()) person = row.String(0);
    if (!row.status().ok()) return row.status();
  }
  std::string kept;
  if (person.empty()) {
    person = std::string(new_person);
    const absl::Status status = Execute(connection_, kInsertPerson, {person, member.email(), ToMicros(now)}).status();
    if (!status.ok()) return status;
  } else {
    Query row(connection_, kMemberOf, {person, tenant});
    if (row.Next()) {
      if (row.Integer(1) != kEnded) return errors::MemberExists(names::Member(tenant, row.Bytes(0)));
      kept = row.String(0);
    }
    if (!row.status().ok()) return row.status();
  }
  connection_.Touch(kAgencies);
  const int state = static_cast<int>(member.state());
  const absl::StatusOr<int64_t> written =
      kept.empty() ? Execute(connection_, kInsertMember,
                             {tenant, id, person, member.display_name(), member.language(), RoleBits(member), state, ToMicros(now)})
                   : Execute(connection_, kUpdateMember, {tenant, kept, member.display_name(), member.language(), RoleBits(member), state});
  if (!written.ok()) return written.status();
  return kept.empty() ? id : kept;
}

absl::Status SqlPersonStore::UpdateMember(const v1::Member& member) {
  std::string tenant, id;
  if (!names::ParseMember(member.name(), &tenant, &id)) return errors::Internal("a member without a name");
  if (const absl::Status status = Governs(tenant); !status.ok()) return status;
  connection_.Touch(kAgencies);
  const absl::StatusOr<int64_t> updated =
      Execute(connection_, kUpdateMember,
              {tenant, id, member.display_name(), member.language(), RoleBits(member), static_cast<int>(member.state())});
  if (!updated.ok()) return updated.status();
  return *updated == 0 ? NoSuchMember(tenant, id) : absl::OkStatus();
}

absl::Status SqlPersonStore::EndMember(std::string_view tenant, std::string_view member) {
  const absl::StatusOr<std::optional<v1::Member>> found = GetMember(tenant, member);
  if (!found.ok()) return found.status();
  if (!found->has_value()) return NoSuchMember(tenant, member);
  v1::Member ended = **found;
  ended.set_state(static_cast<v1::MemberState>(kEnded));
  absl::Status status = UpdateMember(ended);
  if (status.ok()) status = Execute(connection_, kEndSessionsOfMember, {tenant, member}).status();
  if (!status.ok()) return status;
  const absl::StatusOr<std::optional<std::string>> person = PersonOf(tenant, member);
  if (!person.ok()) return person.status();
  status = EndReader(connection_, person->value(), tenant);
  return status.ok() ? DeleteTokens(OneUseToken::Kind::kInvitation, tenant, member) : status;
}

absl::StatusOr<std::vector<std::string>> SqlPersonStore::PeopleWith(std::string_view tenant, v1::Role role) {
  if (!MayTell(scope_)) return errors::PermissionDenied();
  std::vector<std::string> people;
  Query rows(connection_, kPeopleWith, {tenant, static_cast<int64_t>(RoleBit(role))});
  while (rows.Next()) people.push_back(rows.String(0));
  if (!rows.status().ok()) return rows.status();
  return people;
}

absl::StatusOr<std::vector<Reader>> SqlPersonStore::PeopleOfCountry(std::string_view country_code, v1::Role role) {
  if (!MayTell(scope_)) return errors::PermissionDenied();
  std::vector<Reader> people;
  Query rows(connection_, kPeopleOfCountry, {country_code, static_cast<int64_t>(RoleBit(role))});
  while (rows.Next()) people.push_back({rows.String(0), rows.String(1)});
  if (!rows.status().ok()) return rows.status();
  const auto key = [](const Reader& each) { return std::tie(each.person, each.tenant); };
  std::sort(people.begin(), people.end(), [&](const Reader& a, const Reader& b) { return key(a) < key(b); });
  people.erase(std::unique(people.begin(), people.end(), [](const Reader& a, const Reader& b) { return a.person == b.person; }),
               people.end());
  return people;
}

absl::StatusOr<int64_t> SqlPersonStore::CountMembers(std::string_view tenant, v1::Role role) {
  if (const absl::Status status = Governs(tenant); !status.ok()) return status;
  Query row(connection_, kCountMembers, {tenant, static_cast<int64_t>(RoleBit(role))});
  if (row.Next()) return row.Integer(0);
  return row.status();
}

absl::StatusOr<std::string> SqlPersonStore::DisplayNameOf(const Principal& principal) {
  if (!SeesMembersOf(scope_, principal.tenant)) return std::string();
  if (principal.kind != Principal::Kind::kPerson && principal.kind != Principal::Kind::kProgram) return std::string();
  Query row(connection_, principal.kind == Principal::Kind::kPerson ? kMemberName : kKeyName, {principal.tenant, principal.id});
  if (row.Next()) return row.String(0);
  if (!row.status().ok()) return row.status();
  return std::string();
}

absl::Status SqlPersonStore::InsertSession(const NewSession& session, absl::Time now) {
  if (const absl::Status status = SystemOnly(); !status.ok()) return status;
  if (const absl::Status status = Execute(connection_, kForgetSessions, {ToMicros(now)}).status(); !status.ok()) return status;
  return Execute(connection_, kInsertSession,
                 {session.id, Blob(session.hash), session.tenant, session.member, session.person, session.client, ToMicros(now),
                  ToMicros(session.expire_time)})
      .status();
}

absl::StatusOr<std::vector<v1::Session>> SqlPersonStore::ListSessions(std::string_view person, absl::Time now, int limit) {
  if (const absl::Status status = SystemOnly(); !status.ok()) return status;
  std::vector<v1::Session> sessions;
  Query rows(connection_, kListSessions, {person, ToMicros(now), limit});
  while (rows.Next()) {
    v1::Session& session = sessions.emplace_back();
    session.set_name(names::Session(rows.Bytes(0)));
    session.set_tenant(names::Tenant(rows.Bytes(1)));
    session.set_client(rows.String(2));
    *session.mutable_create_time() = FromMicros(rows.Integer(3));
    *session.mutable_expire_time() = FromMicros(rows.Integer(4));
    *session.mutable_last_use_time() = FromMicros(rows.Integer(5));
  }
  if (!rows.status().ok()) return rows.status();
  return sessions;
}

absl::StatusOr<bool> SqlPersonStore::EndSession(std::string_view person, std::string_view session) {
  if (const absl::Status status = SystemOnly(); !status.ok()) return status;
  connection_.Touch(kAgencies);
  const absl::StatusOr<int64_t> ended = Execute(connection_, kEndSession, {person, session});
  if (!ended.ok()) return ended.status();
  return *ended > 0;
}

absl::Status SqlPersonStore::EndSessions(std::string_view person, std::string_view except) {
  if (const absl::Status status = SystemOnly(); !status.ok()) return status;
  connection_.Touch(kAgencies);
  return Execute(connection_, kEndSessions, {person, except}).status();
}

absl::Status SqlPersonStore::NoteUse(std::string_view hash, absl::Time now) {
  if (const absl::Status status = SystemOnly(); !status.ok()) return status;
  const absl::StatusOr<int64_t> used = Execute(connection_, kUseSession, {Blob(hash), ToMicros(now)});
  if (!used.ok()) return used.status();
  return *used > 0 ? absl::OkStatus() : Execute(connection_, kUseKey, {Blob(hash), ToMicros(now)}).status();
}

absl::Status SqlPersonStore::InsertToken(std::string_view hash, const OneUseToken& token, absl::Time now) {
  if (const absl::Status status = Governs(token.tenant); !status.ok()) return status;
  if (const absl::Status status = Execute(connection_, kForgetTokens, {ToMicros(now)}).status(); !status.ok()) return status;
  if (const absl::Status status = EndMailsOf(token.kind, token.tenant, token.subject); !status.ok()) return status;
  return Execute(connection_, kInsertToken,
                 {static_cast<int>(token.kind), token.tenant, token.subject, Blob(hash), Blob(token.note), ToMicros(token.expire_time)})
      .status();
}

absl::StatusOr<std::optional<OneUseToken>> SqlPersonStore::FindToken(std::string_view hash, OneUseToken::Kind kind, absl::Time now) {
  Query row(connection_, kFindToken, {Blob(hash), static_cast<int>(kind), ToMicros(now)});
  if (row.Next() && SeesMembersOf(scope_, row.Bytes(0)))
    return OneUseToken{kind, row.String(0), row.String(1), row.String(2), absl::FromUnixMicros(row.Integer(3))};
  if (!row.status().ok()) return row.status();
  return std::nullopt;
}

absl::StatusOr<std::optional<std::string>> SqlPersonStore::NoteOfToken(OneUseToken::Kind kind, std::string_view subject) {
  if (const absl::Status status = SystemOnly(); !status.ok()) return status;
  Query row(connection_, kNoteOfToken, {static_cast<int>(kind), subject});
  if (row.Next()) return row.String(0);
  if (!row.status().ok()) return row.status();
  return std::nullopt;
}

absl::Status SqlPersonStore::DeleteTokens(OneUseToken::Kind kind, std::string_view tenant, std::string_view subject) {
  if (const absl::Status status = Governs(tenant); !status.ok()) return status;
  if (const absl::Status status = EndMailsOf(kind, tenant, subject); !status.ok()) return status;
  return Execute(connection_, kDeleteTokens, {static_cast<int>(kind), tenant, subject}).status();
}

absl::Status SqlPersonStore::EndMailsOf(OneUseToken::Kind kind, std::string_view tenant, std::string_view subject) {
  switch (kind) {
    case OneUseToken::Kind::kRecovery:
      return EndMailsWithLink(connection_, subject, v1::NOTICE_KIND_RECOVERY, tenant);
    case OneUseToken::Kind::kValidation:
      return EndMailsWithLink(connection_, LinkReader(subject), v1::NOTICE_KIND_TASK_WAITING, tenant);
    case OneUseToken::Kind::kInvitation:
      break;
  }
  const absl::StatusOr<std::optional<std::string>> person = PersonOf(tenant, subject);
  if (!person.ok() || !person->has_value()) return person.status();
  return EndMailsWithLink(connection_, **person, v1::NOTICE_KIND_INVITED, tenant);
}

}  // namespace sql
}  // namespace minga::store
