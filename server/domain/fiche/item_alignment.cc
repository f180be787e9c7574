#include "server/domain/fiche/item_alignment.h"

#include <algorithm>
#include <cstdint>

namespace minga::domain {
namespace {

using Items = std::vector<std::string_view>;

// Part of two lists.
struct Span {
  size_t from, to;
  size_t size() const { return to - from; }
};

// Pairs items of two spans in order so that the sum of `worth` is the largest; a pair worth 0 is never made.
template <typename Worth>
void PairBest(Span before, Span after, Worth worth, std::vector<int>* now) {
  const size_t width = after.size() + 1;
  std::vector<int64_t> best((before.size() + 1) * width, 0);
  const auto at = [&](size_t i, size_t j) -> int64_t& { return best[i * width + j]; };
  const auto pair = [&](size_t i, size_t j) { return worth(before.from + i, after.from + j); };
  for (size_t i = before.size(); i-- > 0;) {
    for (size_t j = after.size(); j-- > 0;) {
      at(i, j) = std::max({at(i + 1, j), at(i, j + 1), at(i + 1, j + 1) + pair(i, j)});
    }
  }
  for (size_t i = 0, j = 0; i < before.size() && j < after.size();) {
    const int64_t gain = pair(i, j);
    if (gain > 0 && at(i, j) == at(i + 1, j + 1) + gain) {
      (*now)[before.from + i++] = static_cast<int>(after.from + j++);
    } else if (at(i, j) == at(i + 1, j)) {
      ++i;
    } else {
      ++j;
    }
  }
}

// Bytes that two texts have in common at their beginning and end.
size_t InCommon(std::string_view a, std::string_view b) {
  const size_t shorter = std::min(a.size(), b.size());
  size_t same = 0;
  while (same < shorter && a[same] == b[same]) ++same;
  for (size_t end = 1; same < shorter && a[a.size() - end] == b[b.size() - end]; ++end) ++same;
  return same;
}

// An alike pair outweighs any number of others; those count alike, so that chance does not tell which stand in whose place.
int64_t WorthOf(std::string_view a, std::string_view b) {
  constexpr size_t kAlike = 1'000'000;
  if (!AreAlike(a, b)) return 1;
  return static_cast<int64_t>(kAlike + kAlike * InCommon(a, b) / std::max<size_t>({a.size(), b.size(), 1}));
}

void PairRewritten(const Items& before, const Items& after, Span left, Span right, std::vector<int>* now) {
  if (left.size() == 0 || right.size() == 0) return;
  PairBest(
      left, right, [&](size_t i, size_t j) { return WorthOf(before[i], after[j]); }, now);
}

}  // namespace

bool AreAlike(std::string_view a, std::string_view b) { return 2 * InCommon(a, b) >= std::min(a.size(), b.size()); }

ItemAlignment AlignItems(const Items& before, const Items& after) {
  ItemAlignment alignment;
  alignment.now.assign(before.size(), -1);
  std::vector<int> kept(before.size(), -1);
  PairBest(
      {0, before.size()}, {0, after.size()}, [&](size_t i, size_t j) -> int64_t { return before[i] == after[j] ? 1 : 0; }, &kept);

  Span left{0, 0}, right{0, 0};
  for (; left.to <= before.size(); ++left.to) {
    if (left.to < before.size() && kept[left.to] < 0) continue;
    right.to = left.to < before.size() ? static_cast<size_t>(kept[left.to]) : after.size();
    PairRewritten(before, after, left, right, &alignment.now);
    if (left.to < before.size()) alignment.now[left.to] = kept[left.to];
    left.from = left.to + 1;
    right.from = right.to + 1;
  }

  alignment.added.resize(before.size() + 1);
  size_t next = 0;
  for (size_t gap = 0; gap <= before.size(); ++gap) {
    if (gap < before.size() && alignment.now[gap] < 0) continue;
    const size_t end = gap < before.size() ? static_cast<size_t>(alignment.now[gap]) : after.size();
    for (; next < end; ++next) alignment.added[gap].push_back(static_cast<int>(next));
    next = end + 1;
  }
  return alignment;
}

}  // namespace minga::domain
