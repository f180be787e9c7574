// Which entries and actors of a fiche that came back in a document are those of the revision it was made from.
#pragma once

#include <vector>

#include "minga/v1/fiche.pb.h"

namespace minga::domain {

// Gives each entry and actor of `read` the id that it has in `base`, the revision of which the document is a copy; what is new,
// or uncertain, has none: to take one initiative for another is worse than to take it for a new one. Ids that `read` brings are
// claims, as the tags of content controls tell them; none is kept that `base` does not have, or that another has too.
//
// An entry is the one that it claims, unless its name is another's or it says nothing of what that said (somebody wrote over
// it); else the only one with its name (but for case, accents and signs); else the one that it resembles most, as long as each
// is the other's best; else, where as many are left on both sides and resemble each other, the one in its place. An actor of
// such an entry is the one that it claims, unless its name is another's; else the next with its name; else, in lists of the same
// length, the one in its place.
void MatchIds(const v1::Fiche& base, v1::Fiche* read);

// Gives new entries and actors of `read`, after MatchIds, the ids of those that `known` has beside `base` and that say the same: the draft
// may hold what the copy brings since it was brought together before, and two copies the same addition.
void TakeIdsOfTheSame(const v1::Fiche& base, const v1::Fiche& known, v1::Fiche* read);

// What the form does not ask, and so no document tells, is in each entry what it is in the one of `before` with its id: who may see it,
// and what the secretariat adds.
void KeepUnasked(const v1::Fiche& before, v1::Fiche* read);

// Makes `read` nobody's copy: without ids, and without the entries that nothing but their ids tell of.
void ForgetIds(v1::Fiche* read);
// For each entry of `read` its place after ForgetIds, -1 for those that go.
std::vector<int> PlacesWithoutIds(const v1::Fiche& read);

}  // namespace minga::domain
