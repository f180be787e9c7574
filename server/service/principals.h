// Who did something, as callers are told: people and programs are named inside their own tenant only, others see the tenant.
#pragma once

#include "absl/status/status.h"
#include "minga/v1/initiative.pb.h"
#include "minga/v1/principal.pb.h"
#include "server/base/identity.h"
#include "server/service/call.h"
#include "server/store/store.h"

namespace minga::service {

// Kind, tenant and name, to be kept with what was done.
v1::Principal KeptPrincipal(const Principal& principal);

// Takes the name out of a kept principal of another tenant.
void HideForeign(const Call& call, v1::Principal* principal);

// The same in every answer that an initiative holds.
void HideForeign(const Call& call, v1::Initiative* initiative);

// KeptPrincipal as the caller is told it, with the display name.
absl::Status NamePrincipal(store::Transaction& transaction, const Call& call, const Principal& principal, v1::Principal* to);

}  // namespace minga::service
