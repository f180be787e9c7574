#pragma once

#include <atomic>

#include "absl/status/statusor.h"
#include "minga/v1/session_service.pb.h"
#include "server/index/initiative_index.h"
#include "server/service/call.h"
#include "server/service/sign_in_throttle.h"
#include "server/store/person_store.h"
#include "server/store/store.h"

namespace minga::service {

// The rules of use of minga.v1.SessionService; what each call does and its errors are said in the proto.
class SessionService {
 public:
  // Without mail nobody recovers a password by themselves.
  SessionService(store::Store& store, index::InitiativeIndex& index, bool sends_mail)
      : store_(store), index_(index), sends_mail_(sends_mail) {}

  absl::StatusOr<v1::SignInResponse> SignIn(const Call& call, const v1::SignInRequest& request);
  absl::StatusOr<v1::SignOutResponse> SignOut(const Call& call, const v1::SignOutRequest& request);
  absl::StatusOr<v1::Identity> GetIdentity(const Call& call, const v1::GetIdentityRequest& request);
  absl::StatusOr<v1::ListSessionsResponse> ListSessions(const Call& call, const v1::ListSessionsRequest& request);
  absl::StatusOr<v1::EndSessionResponse> EndSession(const Call& call, const v1::EndSessionRequest& request);
  absl::StatusOr<v1::ChangePasswordResponse> ChangePassword(const Call& call, const v1::ChangePasswordRequest& request);
  absl::StatusOr<v1::Member> AcceptInvitation(const Call& call, const v1::AcceptInvitationRequest& request);
  absl::StatusOr<v1::RequestRecoveryResponse> RequestRecovery(const Call& call, const v1::RequestRecoveryRequest& request);
  absl::StatusOr<v1::RecoverPasswordResponse> RecoverPassword(const Call& call, const v1::RecoverPasswordRequest& request);

 private:
  // SIGN_IN_FAILED, TOO_MANY_ATTEMPTS or OVERLOADED unless it is the person's password; nobody has none.
  absl::Status CheckPassword(const Call& call, const std::string& email, const std::optional<store::Person>& person,
                             const std::string& password);
  absl::StatusOr<store::Person> PersonOf(const Call& call);

  store::Store& store_;
  index::InitiativeIndex& index_;
  const bool sends_mail_;
  SignInThrottle throttle_;
  // Of requests for a recovery, each of which sends a mail.
  SignInThrottle recoveries_;
  // Calls in CheckPassword.
  std::atomic<int> checking_ = 0;
};

}  // namespace minga::service
