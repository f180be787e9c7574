// What two versions of a fiche differ in.
#pragma once

#include <vector>

#include "minga/v1/fiche.pb.h"
#include "minga/v1/fiche_change.pb.h"

namespace minga::domain {

// The differences in the order of `after`; what was taken out stands among them behind what it followed. Entries and actors are told by
// their ids, items of lists as AlignItems does, and one that stands elsewhere word for word has MOVED. As few as possible
// have MOVED. A set whose members only stand in another order has not changed.
std::vector<v1::FicheChange> Changes(const v1::Fiche& before, const v1::Fiche& after);

}  // namespace minga::domain
