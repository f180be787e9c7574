// One step in the life of a fiche.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "minga/v1/fiche.pb.h"
#include "server/domain/fiche/fiche_rules.h"

namespace minga::service {

// OK when the caller wants any etag or the current one.
absl::Status CheckEtag(const std::string& wanted, const std::string& name, const std::string& current);

// Moves the fiche to the state after `verb`, for a caller who knows it as `etag` (empty: as it is). ETAG_MISMATCH or
// FICHE_STATE_CONFLICT otherwise.
absl::Status TakeStep(domain::FicheVerb verb, const std::string& etag, v1::Fiche* fiche);

}  // namespace minga::service
