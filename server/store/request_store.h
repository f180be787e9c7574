#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace minga::store {

// What a repeatable call did the first time. Keeps a hash and a name, never an answer.
struct DoneRequest {
  // minga::Hash of method and request.
  std::string hash;
  // The resource that it made or changed.
  std::string resource;
};

// Repeatable calls (AIP-155) of the transaction's tenant.
class RequestStore {
 public:
  virtual ~RequestStore() = default;

  virtual absl::StatusOr<std::optional<DoneRequest>> Find(std::string_view request_id) = 0;
  virtual absl::Status Remember(std::string_view request_id, const DoneRequest& done, absl::Time now) = 0;
  // Forgets what is older; for Scope::System() only.
  virtual absl::Status Forget(absl::Time before) = 0;
};

}  // namespace minga::store
