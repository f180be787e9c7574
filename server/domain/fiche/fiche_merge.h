// Three-way merge of fiches, place by place (fiche_paths.h): what several people changed in versions of one base.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "minga/v1/fiche.pb.h"
#include "server/domain/fiche/fiche_paths.h"

namespace minga::domain {

// A place that was changed differently.
struct MergeConflict {
  // The finest that holds the difference: a unit; an entry or actor that was taken out on one side and changed on the other; the
  // list of entries or actors whose order was changed differently, or `initiatives` when together they are too many; `type` for
  // type and which other, unless only `type_other` differs. An item of a list is counted in the base.
  std::string path;
  // Its text, as TextOf says it, in the base, in the current version and in each other; empty where it was taken out. What stands
  // at a focal point is personal data.
  std::string base, current;
  std::vector<std::string> others;
  // There are more than limits::kInitiativesPerFiche entries.
  bool too_many = false;
};

// Whose words stand at a path that was changed differently: 0 for the current version's, k for those of the k-th of the others.
// Paths that are in no conflict are not looked at.
using MergeChoices = std::map<std::string, int>;

// Brings what `others` changed since `base` into `current`, which is a later version of the base or a copy of it. Only what an
// agency writes is read and changed; entries that stay keep their decision, new ones have none.
//
// * A unit that one version changed is as it made it; so is one that several changed equally. A set gets and loses what any
//   version added and took out.
// * An item of a list is the base's in the same place, as AlignItems tells, and each may be changed by another version. Items that
//   were put in are all kept, at one place in the order of the versions, equal ones once. Who took an item out and who put words
//   into its place that are not alike are of one mind: it is gone, and the words stay.
// * Entries and actors are known by their ids; those that any version put in are kept, those that any took out are gone. Their
//   order is that of the version that changed it.
// * "Nothing to report" in one version and an entry put in by another is a conflict on `nothing_to_report`. Who loses, loses what it
//   did to the entries too.
// * More than limits::kInitiativesPerFiche entries are a conflict on `initiatives`; of those put in, the choice keeps its version's,
//   and if they are still too many, of all others too.
//
// Answers the conflicts that no choice settles; if there are any, `current` is left as it was. Beyond that the rules (CheckFiche)
// are not looked at: a merged list may have become too long. Every entry and actor has an id (GiveIds), and texts are as
// NormalizeFiche leaves them. `current` is none of the others nor the base.
std::vector<MergeConflict> Merge(const v1::Fiche& base, const std::vector<const v1::Fiche*>& others, const MergeChoices& choices,
                                 v1::Fiche* current);

// The paths at which there is or was something to choose: those in conflict, and those that come into conflict once these choices
// are made of the others. A path that is not among them stands in no answer of Merge.
std::set<std::string> PlacesToChoose(const v1::Fiche& base, const std::vector<const v1::Fiche*>& others, const MergeChoices& choices,
                                     const v1::Fiche& current);

// Makes `version` say at a path what `base` says there, as if it had not been changed. Only for a whole field of the fiche, of an entry or
// of an actor that both have, and not for lists of entries or actors; everything else stays.
void TakeBack(const v1::Fiche& base, const std::string& path, v1::Fiche* version);

// `path` is a place of `version` that its reader could not make out: what `base` says there is no longer said by nothing, but stays. Of a
// set what `base` has in it stays.
void KeepUnread(const v1::Fiche& base, FichePath path, v1::Fiche* version);

// Of one other version, without choices.
std::vector<MergeConflict> Merge(const v1::Fiche& base, const v1::Fiche& mine, v1::Fiche* current);

}  // namespace minga::domain
