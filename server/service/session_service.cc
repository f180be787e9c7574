#include "server/service/session_service.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "absl/cleanup/cleanup.h"
#include "google/protobuf/util/time_util.h"
#include "server/base/errors.h"
#include "server/base/id.h"
#include "server/base/limits.h"
#include "server/base/password.h"
#include "server/base/resource_name.h"
#include "server/domain/fields.h"
#include "server/domain/member/member_rules.h"
#include "server/service/lookup.h"
#include "server/service/recovery.h"
#include "server/service/tell.h"
#include "server/service/waiting.h"
#include "server/store/agency_store.h"

namespace minga::service {
namespace {

using google::protobuf::util::TimeUtil;
using store::OneUseToken;
using store::Person;

google::protobuf::Timestamp ToTimestamp(absl::Time time) { return TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(time)); }

// What signs in has no scope, and what a person has goes across agencies: the doors of this file.
template <typename Answer>
absl::StatusOr<Answer> ReadPeople(store::Store& store, absl::FunctionRef<absl::StatusOr<Answer>(store::PersonStore&)> read) {
  absl::StatusOr<Answer> answer = Answer();
  const absl::Status status = store.Read(Scope::System(), [&](store::Transaction& transaction) {
    answer = read(transaction.people());
    return answer.status();
  });
  if (!status.ok()) return status;
  return answer;
}

absl::Status WritePeople(store::Store& store, absl::FunctionRef<absl::Status(store::PersonStore&)> write) {
  return store.Write(Scope::System(), [&](store::Transaction& transaction) { return write(transaction.people()); });
}

absl::StatusOr<OneUseToken> FindToken(store::PersonStore& people, const Call& call, const std::string& hash, OneUseToken::Kind kind) {
  absl::StatusOr<std::optional<OneUseToken>> token = people.FindToken(hash, kind, call.now);
  if (!token.ok()) return token.status();
  if (!token->has_value()) return errors::TokenInvalid();
  return **std::move(token);
}

// Whom an invitation is for.
struct Invited {
  OneUseToken token;
  Person person;
  v1::Member member;
};

absl::StatusOr<Invited> FindInvited(store::PersonStore& people, const Call& call, const std::string& hash) {
  absl::StatusOr<OneUseToken> token = FindToken(people, call, hash, OneUseToken::Kind::kInvitation);
  if (!token.ok()) return token.status();
  auto member = people.GetMember(token->tenant, token->subject);
  if (!member.ok()) return member.status();
  const auto id = people.PersonOf(token->tenant, token->subject);
  if (!id.ok()) return id.status();
  if (!member->has_value() || !id->has_value()) return errors::TokenInvalid();
  auto person = people.GetPerson(**id);
  if (!person.ok()) return person.status();
  if (!person->has_value()) return errors::TokenInvalid();
  return Invited{*std::move(token), **std::move(person), **std::move(member)};
}

// The membership to sign in for: the named one, or the only one.
absl::StatusOr<store::Membership> Choose(const std::vector<store::Membership>& memberships, const std::string& tenant) {
  std::vector<store::Membership> active;
  std::vector<std::string> names;
  for (const store::Membership& each : memberships) {
    if (each.state != v1::MEMBER_STATE_ACTIVE) continue;
    if (!tenant.empty() && names::Tenant(each.tenant) != tenant) continue;
    active.push_back(each);
    names.push_back(names::Tenant(each.tenant));
  }
  if (active.empty()) return errors::SignInFailed();
  if (active.size() > 1) return errors::TenantRequired(fmt::format("{}", fmt::join(names, ", ")));
  return active.front();
}

// A password is checked outside the writer's turn, as it takes long; whoever recovered theirs meanwhile has ended what the one before could
// do.
absl::Status StillHas(store::PersonStore& people, const Person& person) {
  const auto now = people.GetPerson(person.id);
  if (!now.ok()) return now.status();
  return now->has_value() && (*now)->password == person.password ? absl::OkStatus() : errors::SignInFailed();
}

}  // namespace

absl::Status SessionService::CheckPassword(const Call& call, const std::string& email, const std::optional<Person>& person,
                                           const std::string& password) {
  // Whoever has no credential at all can ask for it, and it takes long: a flood must leave workers to the others.
  const absl::Cleanup done = [this] { --checking_; };
  if (++checking_ > limits::kPasswordsWaiting) return errors::Overloaded();
  const absl::Duration wait = throttle_.Begin(email, call.now);
  if (wait > absl::ZeroDuration()) return errors::TooManyAttempts(std::max<int64_t>(1, absl::ToInt64Minutes(wait + absl::Seconds(59))));
  const bool right = password.size() <= limits::kPasswordLongest * 4 && IsPassword(person.has_value() ? person->password : "", password);
  if (!right) return errors::SignInFailed();
  throttle_.Succeeded(email);
  return absl::OkStatus();
}

absl::StatusOr<Person> SessionService::PersonOf(const Call& call) {
  auto person =
      ReadPeople<std::optional<Person>>(store_, [&](store::PersonStore& people) { return people.GetPerson(call.identity.person); });
  if (!person.ok()) return person.status();
  if (!person->has_value()) return errors::Unauthenticated();
  return **std::move(person);
}

absl::StatusOr<v1::SignInResponse> SessionService::SignIn(const Call& call, const v1::SignInRequest& request) {
  Violations violations;
  domain::CheckRequiredText(request.email(), limits::kEmail, "email", violations);
  domain::CheckLine(request.client(), limits::kSessionClient, "client", violations);
  std::string tenant;
  if (!request.tenant().empty() && !names::ParseTenant(request.tenant(), &tenant)) {
    violations.Add("tenant", "INVALID_NAME", {{"form", "agencies/{agency}"}});
  }
  if (!violations.empty()) return violations.ToStatus();

  const std::string email = domain::FoldEmail(request.email());
  const auto person = ReadPeople<std::optional<Person>>(store_, [&](store::PersonStore& people) { return people.FindPerson(email); });
  if (!person.ok()) return person.status();
  if (const absl::Status right = CheckPassword(call, email, *person, request.password()); !right.ok()) return right;

  const std::string token = NewSessionToken();
  store::NewSession session;
  session.id = NewId();
  session.hash = Hash(token);
  session.person = (*person)->id;
  session.client = request.client();
  session.expire_time = call.now + absl::Hours(limits::kSessionHours);
  const absl::Status status = WritePeople(store_, [&](store::PersonStore& people) {
    if (const absl::Status same = StillHas(people, **person); !same.ok()) return same;
    const auto memberships = people.MembershipsOf(session.person);
    if (!memberships.ok()) return memberships.status();
    const absl::StatusOr<store::Membership> chosen = Choose(*memberships, request.tenant());
    if (!chosen.ok()) return chosen.status();
    session.tenant = chosen->tenant;
    session.member = chosen->member;
    return people.InsertSession(session, call.now);
  });
  if (!status.ok()) return status;
  v1::SignInResponse response;
  response.set_token(token);
  v1::Session& made = *response.mutable_session();
  made.set_name(names::Session(session.id));
  made.set_tenant(names::Tenant(session.tenant));
  made.set_client(session.client);
  *made.mutable_create_time() = ToTimestamp(call.now);
  *made.mutable_last_use_time() = ToTimestamp(call.now);
  *made.mutable_expire_time() = ToTimestamp(session.expire_time);
  return response;
}

absl::StatusOr<v1::SignOutResponse> SessionService::SignOut(const Call& call, const v1::SignOutRequest&) {
  const absl::Status status = WritePeople(
      store_, [&](store::PersonStore& people) { return people.EndSession(call.identity.person, call.identity.credential).status(); });
  if (!status.ok()) return status;
  return v1::SignOutResponse();
}

absl::StatusOr<v1::Identity> SessionService::GetIdentity(const Call& call, const v1::GetIdentityRequest&) {
  return ReadOne<v1::Identity>(store_, call, [&](store::Transaction& transaction) -> absl::StatusOr<v1::Identity> {
    const Principal& principal = call.identity.principal;
    v1::Identity identity;
    identity.set_tenant(names::Tenant(principal.tenant));
    domain::SetRoles(call.identity.roles, identity.mutable_roles());
    if (call.identity.expire_time != absl::InfiniteFuture()) *identity.mutable_expire_time() = ToTimestamp(call.identity.expire_time);
    if (principal.kind == Principal::Kind::kPerson) {
      auto member = transaction.people().GetMember(principal.tenant, principal.id);
      if (!member.ok()) return member.status();
      if (!member->has_value()) return errors::Unauthenticated();
      identity.set_member((*member)->name());
      identity.set_display_name((*member)->display_name());
      identity.set_email((*member)->email());
      return identity;
    }
    auto key = transaction.agencies().GetKey(principal.tenant, principal.id);
    if (!key.ok()) return key.status();
    if (!key->has_value()) return errors::Unauthenticated();
    identity.set_api_key((*key)->name());
    identity.set_display_name((*key)->display_name());
    return identity;
  });
}

absl::StatusOr<v1::ListSessionsResponse> SessionService::ListSessions(const Call& call, const v1::ListSessionsRequest&) {
  auto sessions = ReadPeople<std::vector<v1::Session>>(
      store_, [&](store::PersonStore& people) { return people.ListSessions(call.identity.person, call.now, limits::kSessionsListed); });
  if (!sessions.ok()) return sessions.status();
  v1::ListSessionsResponse response;
  for (v1::Session& session : *sessions) {
    session.set_current(session.name() == names::Session(call.identity.credential));
    *response.add_sessions() = std::move(session);
  }
  return response;
}

absl::StatusOr<v1::EndSessionResponse> SessionService::EndSession(const Call& call, const v1::EndSessionRequest& request) {
  std::string session;
  if (!names::ParseSession(request.name(), &session)) return errors::NotFound(request.name());
  const absl::Status status = WritePeople(store_, [&](store::PersonStore& people) {
    const absl::StatusOr<bool> ended = people.EndSession(call.identity.person, session);
    if (!ended.ok()) return ended.status();
    return *ended ? absl::OkStatus() : errors::NotFound(request.name());
  });
  if (!status.ok()) return status;
  return v1::EndSessionResponse();
}

absl::StatusOr<v1::ChangePasswordResponse> SessionService::ChangePassword(const Call& call, const v1::ChangePasswordRequest& request) {
  Violations violations;
  domain::CheckPassword(request.new_password(), "new_password", violations);
  if (!violations.empty()) return violations.ToStatus();
  const absl::StatusOr<Person> person = PersonOf(call);
  if (!person.ok()) return person.status();
  if (const absl::Status right = CheckPassword(call, person->email, *person, request.current_password()); !right.ok()) return right;
  const std::string kept = HashPassword(request.new_password());
  if (kept.empty()) return errors::Overloaded();
  const absl::Status status = WritePeople(store_, [&](store::PersonStore& people) {
    if (const absl::Status same = StillHas(people, *person); !same.ok()) return same;
    const absl::Status set = people.SetPassword(person->id, kept);
    return set.ok() ? people.EndSessions(person->id, call.identity.credential) : set;
  });
  if (!status.ok()) return status;
  return v1::ChangePasswordResponse();
}

absl::StatusOr<v1::Member> SessionService::AcceptInvitation(const Call& call, const v1::AcceptInvitationRequest& request) {
  const std::string hash = Hash(request.token());
  const auto before = ReadPeople<std::optional<Invited>>(store_, [&](store::PersonStore& people) -> absl::StatusOr<std::optional<Invited>> {
    absl::StatusOr<Invited> found = FindInvited(people, call, hash);
    if (!found.ok()) return found.status();
    return std::optional<Invited>(*std::move(found));
  });
  if (!before.ok()) return before.status();
  const Person& person = (*before)->person;
  std::string kept;
  if (person.password.empty()) {
    Violations violations;
    domain::CheckPassword(request.password(), "password", violations);
    if (!violations.empty()) return violations.ToStatus();
    kept = HashPassword(request.password());
    if (kept.empty()) return errors::Overloaded();
  } else if (const absl::Status right = CheckPassword(call, person.email, person, request.password()); !right.ok()) {
    return right;
  }
  std::vector<std::string> asked;
  if ((domain::RolesOf((*before)->member) & RoleBit(v1::ROLE_VALIDATOR)) != 0) {
    absl::StatusOr<std::vector<std::string>> waiting = WaitingInitiatives(store_, index_, (*before)->token.tenant);
    if (!waiting.ok()) return waiting.status();
    asked = *std::move(waiting);
  }
  v1::Member member;
  const absl::Status status = store_.Write(Scope::System(), [&](store::Transaction& transaction) -> absl::Status {
    store::PersonStore& people = transaction.people();
    absl::StatusOr<Invited> now = FindInvited(people, call, hash);
    if (!now.ok()) return now.status();
    // Two invitations of one person, accepted at the same time: the second gives the password of the first.
    if (now->person.password != person.password) return errors::SignInFailed();
    if (!kept.empty()) {
      if (const absl::Status set = people.SetPassword(person.id, kept); !set.ok()) return set;
    }
    const v1::Member invited = now->member;
    now->member.set_state(v1::MEMBER_STATE_ACTIVE);
    if (const absl::Status told = TellWhatWaits(transaction, call, invited, now->member, asked); !told.ok()) return told;
    if (const absl::Status updated = people.UpdateMember(now->member); !updated.ok()) return updated;
    const OneUseToken& token = now->token;
    if (const absl::Status spent = people.DeleteTokens(token.kind, token.tenant, token.subject); !spent.ok()) return spent;
    const auto after = people.GetMember(token.tenant, token.subject);
    if (!after.ok()) return after.status();
    member = **after;
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return member;
}

absl::StatusOr<v1::RequestRecoveryResponse> SessionService::RequestRecovery(const Call& call, const v1::RequestRecoveryRequest& request) {
  Violations violations;
  domain::CheckRequiredText(request.email(), limits::kEmail, "email", violations);
  if (!violations.empty()) return violations.ToStatus();
  if (!sends_mail_) return errors::NoMail();
  const std::string email = domain::FoldEmail(request.email());
  // Answered as ever, so that nobody learns anything from it, and nobody's mailbox is filled.
  if (recoveries_.Begin(email, call.now) > absl::ZeroDuration()) return v1::RequestRecoveryResponse();
  const absl::Status status = store_.Write(Scope::System(), [&](store::Transaction& transaction) -> absl::Status {
    const auto begun = BeginRecovery(transaction.people(), email, call.now);
    if (!begun.ok() || !begun->has_value()) return begun.status();
    const Recovery& recovery = **begun;
    return SendToken(transaction, call, v1::NOTICE_KIND_RECOVERY, recovery.person, {}, recovery.token, recovery.good_until);
  });
  if (!status.ok()) return status;
  return v1::RequestRecoveryResponse();
}

absl::StatusOr<v1::RecoverPasswordResponse> SessionService::RecoverPassword(const Call& call, const v1::RecoverPasswordRequest& request) {
  const std::string hash = Hash(request.token());
  const auto found = ReadPeople<std::optional<OneUseToken>>(
      store_, [&](store::PersonStore& people) { return people.FindToken(hash, OneUseToken::Kind::kRecovery, call.now); });
  if (!found.ok()) return found.status();
  if (!found->has_value()) return errors::TokenInvalid();
  Violations violations;
  domain::CheckPassword(request.password(), "password", violations);
  if (!violations.empty()) return violations.ToStatus();
  const std::string kept = HashPassword(request.password());
  if (kept.empty()) return errors::Overloaded();
  std::string email;
  const absl::Status status = WritePeople(store_, [&](store::PersonStore& people) {
    const absl::StatusOr<OneUseToken> token = FindToken(people, call, hash, OneUseToken::Kind::kRecovery);
    if (!token.ok()) return token.status();
    const auto person = people.GetPerson(token->subject);
    if (!person.ok()) return person.status();
    if (!person->has_value()) return errors::TokenInvalid();
    email = (*person)->email;
    if (const absl::Status spent = people.DeleteTokens(token->kind, token->tenant, token->subject); !spent.ok()) return spent;
    const absl::Status set = people.SetPassword(token->subject, kept);
    return set.ok() ? people.EndSessions(token->subject, {}) : set;
  });
  if (!status.ok()) return status;
  // The mailbox is the person's: what failed before was forgetting.
  throttle_.Succeeded(email);
  recoveries_.Succeeded(email);
  return v1::RecoverPasswordResponse();
}

}  // namespace minga::service
