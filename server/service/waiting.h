// What waits for the validators of an agency outside it.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "server/index/initiative_index.h"
#include "server/store/store.h"

namespace minga::service {

// Ids of initiatives that may ask the tenant's country to confirm them, at most limits::kWaitingTold; none for the secretariat. They
// are looked for before the transaction in which whoever tells of them looks again (TellWhatWaits).
absl::StatusOr<std::vector<std::string>> WaitingInitiatives(store::Store& store, index::InitiativeIndex& index, const std::string& tenant);

}  // namespace minga::service
