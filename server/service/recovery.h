// The way back in of who has forgotten the password.
#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/store/person_store.h"

namespace minga::service {

// What RecoverPassword takes; it replaces the person's earlier ones.
struct Recovery {
  std::string person;
  std::string token;
  absl::Time good_until;
};

// Empty when nobody with that e-mail has a password: whoever has none yet has an invitation.
absl::StatusOr<std::optional<Recovery>> BeginRecovery(store::PersonStore& people, const std::string& email, absl::Time now);

}  // namespace minga::service
