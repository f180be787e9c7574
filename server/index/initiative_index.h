// The coded facts of every registered initiative, in memory: what lists are filtered by and statistics counted over.
// Derived from the change feed; it can be dropped and built again at any time.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "server/base/scope.h"
#include "server/domain/statistics/facts.h"
#include "server/domain/statistics/question.h"
#include "server/store/store.h"

namespace minga::index {

// Where an initiative stands in the order of submission.
struct Position {
  int64_t create_micros = 0;
  std::string id;
  // clang-tidy 14 takes the 0 inside it for a pointer.
  friend auto operator<=>(const Position&, const Position&) = default;  // NOLINT(modernize-use-nullptr)
};

// Thread-safe: readers share, CatchUp waits for them.
class InitiativeIndex {
 public:
  explicit InitiativeIndex(store::Store& store) : store_(store) {}

  // Follows the change feed to its end: what was committed before the call is counted after it.
  absl::Status CatchUp();

  // Calls `fn` for every initiative that the scope reaches, in the order of submission.
  void Each(const Scope& scope, absl::FunctionRef<void(const domain::InitiativeFacts&)> fn) const;

  // The first `limit` initiatives after `after` that the scope reaches and the filter lets through.
  std::vector<Position> Find(const Scope& scope, const domain::Filter& filter, const Position& after, int limit) const;

  // The first `limit` after `after` that ask to be confirmed: those that name a country, or, for the scope of an agency, the given
  // one, and are another agency's. Whether their fiches are with the secretariat the store knows.
  std::vector<Position> FindAsked(const Scope& scope, domain::CountryNumber country, const Position& after, int limit) const;

 private:
  // The first `limit` after `after` that `wanted` lets through.
  std::vector<Position> FindWhere(absl::FunctionRef<bool(const domain::InitiativeFacts&)> wanted, const Position& after, int limit) const;

  store::Store& store_;
  // Held while following the feed, so that one caller does it at a time.
  std::mutex following_;
  int64_t followed_ = 0;
  // Periods of rounds, which never change, by resource name.
  std::unordered_map<std::string, std::optional<v1::Period>> periods_;
  mutable std::shared_mutex mutex_;
  std::map<Position, domain::InitiativeFacts> facts_;
};

// Whether a scope reaches an initiative: the same rule as the store's InitiativeStore, for facts.
bool Reaches(const Scope& scope, const domain::InitiativeFacts& facts);

}  // namespace minga::index
