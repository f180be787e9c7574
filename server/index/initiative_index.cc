#include "server/index/initiative_index.h"

#include <algorithm>
#include <utility>

#include "server/store/change_feed.h"
#include "server/store/confirmation.h"
#include "server/store/initiative_store.h"
#include "server/store/round_store.h"

namespace minga::index {
namespace {

constexpr int kChangesAtOnce = 1'000;
constexpr std::string_view kRounds = "rounds/";

}  // namespace

bool Reaches(const Scope& scope, const domain::InitiativeFacts& facts) {
  switch (scope.kind) {
    case Scope::Kind::kSystem:
    case Scope::Kind::kSecretariat:
      return true;
    case Scope::Kind::kAgency:
      return std::find(facts.agencies.begin(), facts.agencies.end(), scope.agency) != facts.agencies.end() ||
             (facts.decision == v1::DECISION_ADMITTED &&
              (facts.visibility == v1::VISIBILITY_NETWORK || facts.visibility == v1::VISIBILITY_PUBLIC));
    case Scope::Kind::kNone:
      return false;
  }
  return false;
}

absl::Status InitiativeIndex::CatchUp() {
  std::lock_guard following(following_);
  while (true) {
    std::vector<domain::InitiativeFacts> changed;
    int64_t reached = followed_;
    size_t read = 0;
    const absl::Status status = store_.Read(Scope::System(), [&](store::Transaction& transaction) {
      const auto changes = transaction.changes().After(followed_, kChangesAtOnce);
      if (!changes.ok()) return changes.status();
      read = changes->size();
      if (changes->empty()) return absl::OkStatus();
      reached = changes->back().sequence;
      std::vector<std::string> ids;
      ids.reserve(changes->size());
      for (const store::Change& change : *changes) ids.push_back(change.initiative);
      const auto initiatives = transaction.initiatives().GetMany(ids);
      if (!initiatives.ok()) return initiatives.status();
      for (const v1::Initiative& initiative : *initiatives) {
        auto [period, fresh] = periods_.try_emplace(initiative.round());
        if (fresh && initiative.round().starts_with(kRounds)) {
          const auto round = transaction.rounds().Get(initiative.round().substr(kRounds.size()));
          if (!round.ok()) return round.status();
          if (round->has_value() && (*round)->has_period()) period->second = (*round)->period();
        }
        changed.push_back(domain::FactsOf(initiative, period->second));
      }
      return absl::OkStatus();
    });
    if (!status.ok()) return status;
    if (!changed.empty()) {
      std::unique_lock lock(mutex_);
      for (domain::InitiativeFacts& facts : changed) {
        // Neither the id nor the time of submission of an initiative ever changes.
        Position position{facts.create_micros, facts.id};
        facts_.insert_or_assign(std::move(position), std::move(facts));
      }
    }
    followed_ = reached;
    if (read < kChangesAtOnce) return absl::OkStatus();
  }
}

void InitiativeIndex::Each(const Scope& scope, absl::FunctionRef<void(const domain::InitiativeFacts&)> fn) const {
  std::shared_lock lock(mutex_);
  for (const auto& [position, facts] : facts_) {
    if (Reaches(scope, facts)) fn(facts);
  }
}

std::vector<Position> InitiativeIndex::FindWhere(absl::FunctionRef<bool(const domain::InitiativeFacts&)> wanted, const Position& after,
                                                 int limit) const {
  std::vector<Position> found;
  std::shared_lock lock(mutex_);
  for (auto at = facts_.upper_bound(after); at != facts_.end() && found.size() < static_cast<size_t>(limit); ++at) {
    if (wanted(at->second)) found.push_back(at->first);
  }
  return found;
}

std::vector<Position> InitiativeIndex::Find(const Scope& scope, const domain::Filter& filter, const Position& after, int limit) const {
  return FindWhere([&](const domain::InitiativeFacts& facts) { return Reaches(scope, facts) && domain::Matches(filter, facts); }, after,
                   limit);
}

std::vector<Position> InitiativeIndex::FindAsked(const Scope& scope, domain::CountryNumber country, const Position& after,
                                                 int limit) const {
  const auto asked = [&](const domain::InitiativeFacts& facts) {
    if (facts.confirmation == 0 || !store::AsksToConfirm(static_cast<v1::Decision>(facts.decision))) return false;
    if (scope.kind != Scope::Kind::kAgency) return true;
    return facts.Names(country) && std::find(facts.agencies.begin(), facts.agencies.end(), scope.agency) == facts.agencies.end();
  };
  return FindWhere(asked, after, limit);
}

}  // namespace minga::index
