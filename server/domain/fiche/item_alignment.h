// What became of the items of a list that have no ids: told from their words.
#pragma once

#include <string_view>
#include <vector>

namespace minga::domain {

struct ItemAlignment {
  // For each item of `before`: the item of `after` that it is now, unchanged or rewritten; -1 when it was taken out. Rises.
  std::vector<int> now;
  // The items of `after` that were put in, for each gap: before the first item of `before`, before the second, ..., at the end.
  std::vector<std::vector<int>> added;
};

// Whether one may be the other rewritten: what they have in common at their beginning and end is half of the shorter one.
bool AreAlike(std::string_view a, std::string_view b);

// Keeps as many items as can be kept unchanged in order. What stands between two of those now was rewritten from what stood there:
// alike items first, then in order, whatever their words. The rest was taken out or put in.
ItemAlignment AlignItems(const std::vector<std::string_view>& before, const std::vector<std::string_view>& after);

}  // namespace minga::domain
