// What tests of the API do with every call.
#pragma once

#include <stdexcept>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "minga/error_details.h"

namespace minga {

// The answer of what must succeed. By value: what is taken out of it in the same expression goes with it.
template <typename T>
T Must(absl::StatusOr<T> answer) {
  if (!answer.ok()) throw std::runtime_error(answer.status().ToString());
  return *std::move(answer);
}

// The registry's reason, or "OK".
inline std::string Reason(const absl::Status& status) { return status.ok() ? "OK" : DetailsOf(status).reason; }

// A request about one record.
template <typename Request>
Request Named(const std::string& name) {
  Request request;
  request.set_name(name);
  return request;
}

}  // namespace minga
