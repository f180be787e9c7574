// Initiatives with their qualification, which is always computed and always explained.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "minga/v1/initiative.pb.h"
#include "server/service/call.h"
#include "server/store/store.h"

namespace minga::service {

// The initiative that `name` names, explained in the caller's language.
absl::StatusOr<v1::Initiative> ExplainedInitiative(store::Transaction& transaction, const Call& call, const std::string& name);

// Adds the qualification to an initiative, and takes out who answered for another tenant: what leaves the registry is explained.
absl::Status Explain(store::Transaction& transaction, const Call& call, v1::Initiative* initiative);

}  // namespace minga::service
