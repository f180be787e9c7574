#pragma once

#include "absl/status/statusor.h"
#include "minga/v1/member_service.pb.h"
#include "server/index/initiative_index.h"
#include "server/service/call.h"
#include "server/store/store.h"

namespace minga::service {

// The rules of use of minga.v1.MemberService; what each call does and its errors are said in the proto.
class MemberService {
 public:
  // `sends_mail`: invitations reach people by mail, and are not answered to whoever invites.
  MemberService(store::Store& store, index::InitiativeIndex& index, bool sends_mail)
      : store_(store), index_(index), sends_mail_(sends_mail) {}

  absl::StatusOr<v1::CreateMemberResponse> CreateMember(const Call& call, const v1::CreateMemberRequest& request);
  absl::StatusOr<v1::Member> GetMember(const Call& call, const v1::GetMemberRequest& request);
  absl::StatusOr<v1::ListMembersResponse> ListMembers(const Call& call, const v1::ListMembersRequest& request);
  absl::StatusOr<v1::Member> UpdateMember(const Call& call, const v1::UpdateMemberRequest& request);
  absl::StatusOr<v1::InviteMemberResponse> InviteMember(const Call& call, const v1::InviteMemberRequest& request);
  absl::StatusOr<v1::DeleteMemberResponse> DeleteMember(const Call& call, const v1::DeleteMemberRequest& request);

 private:
  store::Store& store_;
  index::InitiativeIndex& index_;
  const bool sends_mail_;
};

}  // namespace minga::service
