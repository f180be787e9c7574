// What the verbs of a fiche share.
#pragma once

#include <optional>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "minga/v1/fiche.pb.h"
#include "minga/v1/round.pb.h"
#include "server/domain/fiche/fiche_rules.h"
#include "server/service/call.h"
#include "server/store/fiche_store.h"
#include "server/store/store.h"

namespace minga::service {

// ETAG_MISMATCH unless a given etag is the current one.
absl::Status CheckEtag(const std::string& wanted, const std::string& name, const std::string& current);

// On which side the caller stands, with the way in which the fiche's agency validates.
absl::StatusOr<domain::Side> SideOf(store::Transaction& transaction, const Call& call, const v1::Fiche& fiche);

// Gives the fiche the state that it has after the verb, ETAG_MISMATCH and FICHE_STATE_CONFLICT where that cannot be.
absl::Status TakeStep(v1::FicheVerb verb, const domain::Side& side, const std::string& etag, v1::Fiche* fiche);

// The newest step of the fiche's history that is the one looked for: `is` gets each step and the state before it, UNSPECIFIED for the
// first. Empty when there is none.
absl::StatusOr<std::optional<store::KeptStep>> NewestStep(store::Transaction& transaction, const v1::Fiche& fiche,
                                                          absl::FunctionRef<bool(const store::KeptStep&, v1::FicheState)> is);

// The step as it is kept.
store::FicheStep StepOf(const Call& call, v1::FicheVerb verb, std::string comment = {});

// Refuses an agency that cannot begin a fiche in the round now, or send one for the first time: AGENCY_NOT_ASKED, ROUND_NOT_OPEN,
// ROUND_CLOSED. Answers whether it is late. `round` has the agency's extension.
absl::StatusOr<bool> CheckAnswering(const v1::Round& round, const v1::Fiche& fiche, absl::Time now);

// Keeps state, submit_time, return_comment and late, and gives the message the etag and time that it has afterwards.
absl::Status KeepState(store::Transaction& transaction, const Call& call, const store::FicheStep& step, v1::Fiche* fiche);

}  // namespace minga::service
