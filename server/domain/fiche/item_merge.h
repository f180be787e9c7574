// Merging the items of lists and sets that several versions made out of those of one base.
#pragma once

#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"

namespace minga::domain {

using Items = std::vector<std::string_view>;

// An item of what is merged: where it stands in one of the versions.
struct ItemPick {
  size_t version;
  int place;
};

// Without what any version took out; what a version put in stands behind what those before it have.
std::vector<ItemPick> MergeSets(const Items& base, const std::vector<Items>& versions);

// Item by item of the base, as AlignItems tells what became of each. What versions put in at one place stands in their order, equal
// ones once. When versions made different things of an item, `settle` answers the version whose item stands; it gets the item's
// place in the base and, of each version, in that version (-1: taken out). One version that took it out and others that all put
// the same words in its place, not alike, are of one mind: the words stay.
std::vector<ItemPick> MergeLists(const Items& base, const std::vector<Items>& versions,
                                 absl::FunctionRef<size_t(int place, const std::vector<int>& now)> settle);

}  // namespace minga::domain
