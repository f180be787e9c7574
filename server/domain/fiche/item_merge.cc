#include "server/domain/fiche/item_merge.h"

#include <algorithm>
#include <optional>
#include <set>

#include "server/domain/fiche/item_alignment.h"

namespace minga::domain {
namespace {

bool Has(const Items& items, std::string_view item) { return std::find(items.begin(), items.end(), item) != items.end(); }

// The version that has an item as it becomes; empty when they made different things of it. `now` is its place in each.
std::optional<size_t> WinnerOf(std::string_view item, const std::vector<Items>& versions, const std::vector<int>& now) {
  const auto words = [&](size_t k) { return versions[k][static_cast<size_t>(now[k])]; };
  std::optional<size_t> winner;
  for (size_t k = 0; k < versions.size(); ++k) {
    const bool is_out = now[k] < 0;
    if (!is_out && words(k) == item) continue;
    if (!winner) winner = k;
    const bool was_out = now[*winner] < 0;
    if (is_out ? was_out : !was_out && words(k) == words(*winner)) continue;
    if (is_out == was_out || AreAlike(item, words(is_out ? *winner : k))) return std::nullopt;
    if (was_out) winner = k;
  }
  return winner.value_or(0);
}

}  // namespace

std::vector<ItemPick> MergeSets(const Items& base, const std::vector<Items>& versions) {
  std::vector<ItemPick> picks;
  for (size_t k = 0; k < versions.size(); ++k) {
    const auto end = versions.begin() + static_cast<ptrdiff_t>(k);
    for (size_t place = 0; place < versions[k].size(); ++place) {
      const auto has = [&](const Items& set) { return Has(set, versions[k][place]); };
      const bool stays =
          has(base) ? k == 0 && std::all_of(versions.begin(), versions.end(), has) : std::none_of(versions.begin(), end, has);
      if (stays) picks.push_back({k, static_cast<int>(place)});
    }
  }
  return picks;
}

std::vector<ItemPick> MergeLists(const Items& base, const std::vector<Items>& versions,
                                 absl::FunctionRef<size_t(int place, const std::vector<int>& now)> settle) {
  std::vector<ItemAlignment> alignments;
  std::vector<std::set<std::string_view>> put_in(versions.size());
  for (size_t k = 0; k < versions.size(); ++k) {
    alignments.push_back(AlignItems(base, versions[k]));
    for (const std::vector<int>& gap : alignments[k].added) {
      for (const int place : gap) put_in[k].insert(versions[k][static_cast<size_t>(place)]);
    }
  }

  std::vector<ItemPick> picks;
  std::vector<int> now(versions.size());
  for (size_t gap = 0; gap <= base.size(); ++gap) {
    for (size_t k = 0; k < versions.size(); ++k) {
      const auto end = put_in.begin() + static_cast<ptrdiff_t>(k);
      for (const int place : alignments[k].added[gap]) {
        const auto has = [&](const std::set<std::string_view>& earlier) {
          return earlier.contains(versions[k][static_cast<size_t>(place)]);
        };
        if (std::none_of(put_in.begin(), end, has)) picks.push_back({k, place});
      }
    }
    if (gap == base.size()) break;
    for (size_t k = 0; k < versions.size(); ++k) now[k] = alignments[k].now[gap];
    const std::optional<size_t> winner = WinnerOf(base[gap], versions, now);
    const size_t k = winner ? *winner : settle(static_cast<int>(gap), now);
    if (now[k] >= 0) picks.push_back({k, now[k]});
  }
  return picks;
}

}  // namespace minga::domain
