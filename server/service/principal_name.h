// Who did something, as it is answered: people and programs are named inside their own tenant only, others see the tenant.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "minga/v1/fiche_revision.pb.h"
#include "server/base/identity.h"
#include "server/service/call.h"
#include "server/store/store.h"

namespace minga::service {

// Whether the caller is of that tenant, an agency's id or "secretariat".
bool IsOwnTenant(const Call& call, const std::string& tenant);

// Who had a one-use link is not known here.
absl::Status NamePrincipal(store::Transaction& transaction, const Call& call, const Principal& principal, v1::Principal* to);

}  // namespace minga::service
