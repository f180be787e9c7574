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

// Keeps as many items as can be kept unchanged in order. Between those, as many as possible are taken as rewritten: in order when
// equally many stand there now, otherwise those that have most of their beginning and end in common.
ItemAlignment AlignItems(const std::vector<std::string_view>& before, const std::vector<std::string_view>& after);

}  // namespace minga::domain
