// Who calls, beside what the caller reaches (scope.h).
#pragma once

#include <cstdint>
#include <string>

#include "absl/time/time.h"

namespace minga {

// A set of v1::Role, a bit for each by its number.
using Roles = uint32_t;
constexpr Roles RoleBit(int role) { return Roles{1} << role; }

// Who did something, as records keep it: ids, never names.
struct Principal {
  enum class Kind { kNone, kPerson, kProgram, kLink };
  Kind kind = Kind::kNone;
  // Id of the agency, or "secretariat".
  std::string tenant;
  // Id of the member or the key; empty for a link.
  std::string id;
};

struct Identity {
  Principal principal;
  Roles roles = 0;
  // Id of the person; empty for a program.
  std::string person;
  // Id of the credential, for the log and the audit. Never the credential.
  std::string credential;
  // When the credential ends of itself.
  absl::Time expire_time = absl::InfiniteFuture();

  bool Has(int role) const { return (roles & RoleBit(role)) != 0; }
};

}  // namespace minga
