#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "minga/v1/round.pb.h"

namespace minga::store {

// The rounds. All scopes see them; the secretariat and the system write them. `state` is derived from the times and not kept: it is left
// unspecified here.
class RoundStore {
 public:
  virtual ~RoundStore() = default;

  virtual absl::StatusOr<std::optional<v1::Round>> Get(std::string_view round) = 0;
  // Newest first, those before (`before_micros` of create_time, `before_round`); 0 begins.
  virtual absl::StatusOr<std::vector<v1::Round>> List(int64_t before_micros, std::string_view before_round, int limit) = 0;
  // `round.name` names it. False when the id is taken.
  virtual absl::StatusOr<bool> Insert(const v1::Round& round, absl::Time now) = 0;
  // Writes everything but name and create_time and raises the etag.
  virtual absl::Status Update(const v1::Round& round) = 0;
};

}  // namespace minga::store
