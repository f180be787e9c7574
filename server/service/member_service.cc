#include "server/service/member_service.h"

#include <algorithm>

#include "server/base/errors.h"
#include "server/base/id.h"
#include "server/base/limits.h"
#include "server/base/resource_name.h"
#include "server/domain/fields.h"
#include "server/domain/member/member_rules.h"
#include "server/service/fiche_steps.h"
#include "server/service/lookup.h"
#include "server/service/page.h"
#include "server/service/tell.h"
#include "server/service/waiting.h"
#include "server/service/write.h"
#include "server/store/person_store.h"

namespace minga::service {
namespace {

using store::OneUseToken;

constexpr absl::Duration kInvitationIsGood = absl::Hours(limits::kInvitationHours);

// Whether the tenant's members are the caller's to see: its own, or everybody's for the secretariat's administrators.
bool Sees(const Call& call, const std::string& tenant) {
  if (names::Tenant(tenant) == names::Tenant(call.identity.principal.tenant)) return true;
  return call.scope.IsSecretariat() && call.identity.Has(v1::ROLE_ADMINISTRATOR);
}

absl::StatusOr<v1::Member> FindMember(store::Transaction& transaction, const Call& call, const std::string& name) {
  std::string tenant, id;
  if (!names::ParseMember(name, &tenant, &id) || !Sees(call, tenant)) return errors::NotFound(name);
  absl::StatusOr<std::optional<v1::Member>> member = transaction.people().GetMember(tenant, id);
  if (!member.ok()) return member.status();
  if (!member->has_value()) return errors::NotFound(name);
  return **std::move(member);
}

// The id of a tenant that is there.
absl::StatusOr<std::string> FindTenant(store::Transaction& transaction, const Call& call, const std::string& name) {
  std::string tenant;
  if (!names::ParseTenant(name, &tenant) || !Sees(call, tenant)) return errors::NotFound(name);
  if (names::Tenant(tenant) == tenant) return tenant;
  const absl::StatusOr<v1::Agency> agency = FindAgency(transaction, name);
  if (!agency.ok()) return agency.status();
  return tenant;
}

absl::Status Invite(store::Transaction& transaction, const Call& call, const std::string& tenant, const std::string& member,
                    const std::string& token, bool by_mail) {
  const absl::Time good_until = call.now + kInvitationIsGood;
  const absl::Status kept =
      transaction.people().InsertToken(Hash(token), {OneUseToken::Kind::kInvitation, tenant, member, {}, good_until}, call.now);
  if (!kept.ok() || !by_mail) return kept;
  const absl::StatusOr<std::optional<std::string>> person = transaction.people().PersonOf(tenant, member);
  if (!person.ok()) return person.status();
  return SendToken(transaction, call, v1::NOTICE_KIND_INVITED, person->value(), tenant, token, good_until);
}

// An agency that would be left without an administrator could only be helped by the secretariat.
absl::Status KeepsAdministrator(store::Transaction& transaction, const Call& call, const v1::Member& member) {
  std::string tenant, id;
  names::ParseMember(member.name(), &tenant, &id);
  const bool administrates = std::find(member.roles().begin(), member.roles().end(), v1::ROLE_ADMINISTRATOR) != member.roles().end();
  if (!call.scope.IsAgency(tenant) || !administrates || member.state() != v1::MEMBER_STATE_ACTIVE) return absl::OkStatus();
  const absl::StatusOr<int64_t> administrators = transaction.people().CountMembers(tenant, v1::ROLE_ADMINISTRATOR);
  if (!administrators.ok()) return administrators.status();
  return *administrators > 1 ? absl::OkStatus() : errors::LastAdministrator(member.name());
}

}  // namespace

absl::StatusOr<v1::CreateMemberResponse> MemberService::CreateMember(const Call& call, const v1::CreateMemberRequest& request) {
  const std::string token = NewLinkToken();
  const std::string id = NewId();
  const std::string person = NewId();
  return Write<v1::CreateMemberResponse>(
      store_, call, RepeatableOf(request), false,
      [&](store::Transaction& transaction, const std::string& name) -> absl::StatusOr<v1::CreateMemberResponse> {
        absl::StatusOr<v1::Member> found = FindMember(transaction, call, name);
        if (!found.ok()) return found.status();
        v1::CreateMemberResponse response;
        *response.mutable_member() = *std::move(found);
        return response;
      },
      [&](store::Transaction& transaction) -> absl::StatusOr<Written<v1::CreateMemberResponse>> {
        const absl::StatusOr<std::string> tenant = FindTenant(transaction, call, request.parent());
        if (!tenant.ok()) return tenant.status();
        Violations violations;
        domain::CheckMember(request.member(), /*with_email=*/true, *tenant, "member", violations);
        domain::CheckRequestId(request.request_id(), "request_id", violations);
        if (!violations.empty()) return violations.ToStatus();
        v1::Member member;
        member.set_name(names::Member(*tenant, id));
        member.set_email(domain::FoldEmail(request.member().email()));
        member.set_language(std::string(texts::Code(call.language)));
        domain::ApplyMember(request.member(), {}, &member);
        member.set_state(v1::MEMBER_STATE_INVITED);
        const absl::StatusOr<std::string> made = transaction.people().InsertMember(member, person, call.now);
        if (!made.ok()) return made.status();
        if (const absl::Status invited = Invite(transaction, call, *tenant, *made, token, sends_mail_); !invited.ok()) return invited;
        Written<v1::CreateMemberResponse> written;
        written.resource = names::Member(*tenant, *made);
        absl::StatusOr<v1::Member> found = FindMember(transaction, call, written.resource);
        if (!found.ok()) return found.status();
        *written.response.mutable_member() = *std::move(found);
        if (!sends_mail_) written.response.set_invitation_token(token);
        return written;
      });
}

absl::StatusOr<v1::Member> MemberService::GetMember(const Call& call, const v1::GetMemberRequest& request) {
  return ReadOne<v1::Member>(store_, call, [&](store::Transaction& transaction) { return FindMember(transaction, call, request.name()); });
}

absl::StatusOr<v1::ListMembersResponse> MemberService::ListMembers(const Call& call, const v1::ListMembersRequest& request) {
  Violations violations;
  const Page page = PageOf(request, call, store_.secret(), violations);
  if (!violations.empty()) return violations.ToStatus();
  v1::ListMembersResponse response;
  const absl::Status status = store_.Read(call.scope, [&](store::Transaction& transaction) {
    const absl::StatusOr<std::string> tenant = FindTenant(transaction, call, request.parent());
    if (!tenant.ok()) return tenant.status();
    auto members = transaction.people().ListMembers(*tenant, page.cursor, page.size + 1);
    if (!members.ok()) return members.status();
    FillPage(*members, page.size, response.mutable_members(), [&](const v1::Member& last) {
      std::string owner, id;
      names::ParseMember(last.name(), &owner, &id);
      response.set_next_page_token(NextToken(request, call, store_.secret(), id));
    });
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return response;
}

absl::StatusOr<v1::Member> MemberService::UpdateMember(const Call& call, const v1::UpdateMemberRequest& request) {
  std::vector<std::string> asked;
  std::string tenant_before, member_before;
  if (names::ParseMember(request.member().name(), &tenant_before, &member_before) && Sees(call, tenant_before) &&
      (domain::RolesOf(request.member()) & RoleBit(v1::ROLE_VALIDATOR)) != 0) {
    absl::StatusOr<std::vector<std::string>> waiting = WaitingInitiatives(store_, index_, tenant_before);
    // No such agency, which is answered below.
    if (!waiting.ok() && !absl::IsNotFound(waiting.status())) return waiting.status();
    if (waiting.ok()) asked = *std::move(waiting);
  }
  return Write<v1::Member>(
      store_, call, RepeatableOf(request), false,
      [&](store::Transaction& transaction, const std::string& name) { return FindMember(transaction, call, name); },
      [&](store::Transaction& transaction) -> absl::StatusOr<Written<v1::Member>> {
        const absl::StatusOr<v1::Member> before = FindMember(transaction, call, request.member().name());
        if (!before.ok()) return before.status();
        std::string tenant, id;
        names::ParseMember(before->name(), &tenant, &id);
        v1::Member member = *before;
        Violations violations;
        domain::CheckRequestId(request.request_id(), "request_id", violations);
        domain::CheckMemberMask(request.update_mask(), "update_mask", violations);
        domain::ApplyMember(request.member(), request.update_mask(), &member);
        v1::Member given = member;
        // As they were given: what was applied has no unknown ones left to be named.
        if (domain::Names(request.update_mask(), "roles")) *given.mutable_roles() = request.member().roles();
        domain::CheckMember(given, /*with_email=*/false, tenant, "member", violations);
        if (!violations.empty()) return violations.ToStatus();
        if (const absl::Status same = CheckEtag(request.etag(), before->name(), before->etag()); !same.ok()) return same;
        if ((domain::RolesOf(member) & RoleBit(v1::ROLE_ADMINISTRATOR)) == 0) {
          if (const absl::Status keeps = KeepsAdministrator(transaction, call, *before); !keeps.ok()) return keeps;
        }
        if (const absl::Status told = TellWhatWaits(transaction, call, *before, member, asked); !told.ok()) return told;
        if (const absl::Status updated = transaction.people().UpdateMember(member); !updated.ok()) return updated;
        absl::StatusOr<v1::Member> after = FindMember(transaction, call, member.name());
        if (!after.ok()) return after.status();
        return Written<v1::Member>{*std::move(after), member.name()};
      });
}

absl::StatusOr<v1::InviteMemberResponse> MemberService::InviteMember(const Call& call, const v1::InviteMemberRequest& request) {
  const std::string token = NewLinkToken();
  return Write<v1::InviteMemberResponse>(
      store_, call, RepeatableOf(request), false, [](store::Transaction&, const std::string&) { return v1::InviteMemberResponse(); },
      [&](store::Transaction& transaction) -> absl::StatusOr<Written<v1::InviteMemberResponse>> {
        const absl::StatusOr<v1::Member> member = FindMember(transaction, call, request.name());
        if (!member.ok()) return member.status();
        Violations violations;
        domain::CheckRequestId(request.request_id(), "request_id", violations);
        if (!violations.empty()) return violations.ToStatus();
        if (member->state() == v1::MEMBER_STATE_ACTIVE) return errors::MemberIsActive(member->name());
        std::string tenant, id;
        names::ParseMember(member->name(), &tenant, &id);
        if (const absl::Status invited = Invite(transaction, call, tenant, id, token, sends_mail_); !invited.ok()) return invited;
        Written<v1::InviteMemberResponse> written;
        written.resource = member->name();
        if (!sends_mail_) written.response.set_invitation_token(token);
        return written;
      });
}

absl::StatusOr<v1::DeleteMemberResponse> MemberService::DeleteMember(const Call& call, const v1::DeleteMemberRequest& request) {
  return Write<v1::DeleteMemberResponse>(
      store_, call, {}, false, [](store::Transaction&, const std::string&) { return v1::DeleteMemberResponse(); },
      [&](store::Transaction& transaction) -> absl::StatusOr<Written<v1::DeleteMemberResponse>> {
        const absl::StatusOr<v1::Member> member = FindMember(transaction, call, request.name());
        if (!member.ok()) return member.status();
        if (const absl::Status keeps = KeepsAdministrator(transaction, call, *member); !keeps.ok()) return keeps;
        std::string tenant, id;
        names::ParseMember(member->name(), &tenant, &id);
        if (const absl::Status ended = transaction.people().EndMember(tenant, id); !ended.ok()) return ended;
        return Written<v1::DeleteMemberResponse>{{}, member->name()};
      });
}

}  // namespace minga::service
