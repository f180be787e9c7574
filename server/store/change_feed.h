#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace minga::store {

// A record that changed. Names and kinds, never content.
struct Change {
  // Rises with every change, in the order of commits.
  int64_t sequence = 0;
  // Id of the initiative.
  std::string initiative;
};

// What changed in the registered initiatives, in the order of commits; one change per initiative is kept, its latest. For
// Scope::System() only.
class ChangeFeed {
 public:
  virtual ~ChangeFeed() = default;

  // Changes after `sequence`, oldest first.
  virtual absl::StatusOr<std::vector<Change>> After(int64_t sequence, int limit) = 0;
};

}  // namespace minga::store
