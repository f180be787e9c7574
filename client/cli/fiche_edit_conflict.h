// What is done when somebody else has meanwhile changed a place that this person changed too.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "client/cli/app.h"
#include "minga/v1/fiche.pb.h"

namespace minga::cli {

// The version that is current now, and on it all that the person changed elsewhere.
struct Rebased {
  v1::Fiche current;
  v1::Fiche merged;
  // The places that both changed; there the merged one says what the current one says.
  std::vector<std::string> paths;
};

// `mine` was made of `base` and refused with FICHE_EDIT_CONFLICT at `paths`. Changes nothing. Errors: those of GetFiche and
// UpdateFiche; ABORTED when the fiche does not come to rest.
absl::StatusOr<Rebased> Rebase(const App& app, const Client& client, const v1::Fiche& base, const v1::Fiche& mine,
                               std::vector<std::string> paths);

// Each place in words with both texts, for people.
std::string ConflictText(const App& app, const Rebased& rebased, const v1::Fiche& mine);

}  // namespace minga::cli
