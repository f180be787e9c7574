#include "server/transport/gate/known_callers.h"

#include "server/base/limits.h"

namespace minga::transport {

void KnownCallers::MoveTo(uint64_t epoch) {
  if (epoch == epoch_) return;
  by_hash_.clear();
  epoch_ = epoch;
}

std::optional<Caller> KnownCallers::Find(const std::string& hash, std::optional<uint64_t> epoch, absl::Time now) {
  if (!epoch.has_value()) return std::nullopt;
  const std::lock_guard lock(mutex_);
  // A call that began before the last change must not bring back what it replaced.
  if (*epoch < epoch_) return std::nullopt;
  MoveTo(*epoch);
  const auto found = by_hash_.find(hash);
  if (found == by_hash_.end() || found->second.identity.expire_time <= now) return std::nullopt;
  return found->second;
}

void KnownCallers::Keep(const std::string& hash, std::optional<uint64_t> epoch, const Caller& caller) {
  if (!epoch.has_value()) return;
  const std::lock_guard lock(mutex_);
  if (*epoch < epoch_) return;
  MoveTo(*epoch);
  if (by_hash_.size() >= limits::kKnownCallers) by_hash_.clear();
  by_hash_.insert_or_assign(hash, caller);
}

}  // namespace minga::transport
