// Who was let in not long ago, so that most calls read no credential.
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/time/time.h"
#include "server/base/identity.h"
#include "server/base/scope.h"

namespace minga::transport {

// Whose a credential is.
struct Caller {
  Scope scope;
  Identity identity;
  // When its use was last noted.
  absl::Time noted = absl::InfinitePast();
};

// Thread-safe. Forgets all when the epoch of store::kAgencies changes: a revoked key, an ended session and a role that was
// taken away are not known for a moment longer.
class KnownCallers {
 public:
  // One whose credential has not ended at `now`.
  std::optional<Caller> Find(const std::string& hash, std::optional<uint64_t> epoch, absl::Time now);
  // In the place of what was known of it.
  void Keep(const std::string& hash, std::optional<uint64_t> epoch, const Caller& caller);

 private:
  // What is kept holds at `epoch`; the caller holds mutex_.
  void MoveTo(uint64_t epoch);

  std::mutex mutex_;
  // Guarded by mutex_.
  uint64_t epoch_ = 0;
  absl::flat_hash_map<std::string, Caller> by_hash_;
};

}  // namespace minga::transport
