// What a submission and a decision do to the registered initiatives.
#pragma once

#include "absl/status/status.h"
#include "minga/v1/fiche_service.pb.h"
#include "minga/v1/round.pb.h"
#include "server/base/errors.h"
#include "server/service/call.h"
#include "server/store/fiche_store.h"
#include "server/store/store.h"

namespace minga::service {

// Registers the entries of a fiche that was just advanced by `step` to SUBMITTED, as PENDING initiatives with the entries' ids,
// and saves the fiche. Of an entry that was submitted before, what the secretariat added stays; one that is gone since is
// WITHDRAWN. `fiche` becomes what is answered.
absl::Status RegisterEntries(store::Transaction& transaction, const Call& call, const v1::Round& round, const store::FicheStep& step,
                             v1::Fiche* fiche);

// What is wrong with a decision about an initiative of `type`.
void CheckDecision(const v1::DecideInitiativeRequest& request, v1::InitiativeType type, Violations& violations);

}  // namespace minga::service
