// The one way in which rules of use change records: a transaction that runs once for a request_id (AIP-155) and can be
// tried without effect (AIP-163).
#pragma once

#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "google/protobuf/message.h"
#include "server/service/call.h"
#include "server/store/store.h"

namespace minga::service {

// A request as the registry of repeatable calls knows it.
struct Repeatable {
  // Empty: the call is not repeatable.
  std::string request_id;
  // Hash of the request without its request_id.
  std::string hash;
};
// `request` has a field `request_id`.
Repeatable RepeatableOf(const google::protobuf::Message& request);

// How one body of a write ended.
template <typename Response>
struct Written {
  Response response;
  // Name of the resource that was made or changed.
  std::string resource;
};

namespace internal {
// `again` runs for a request that was done before, `change` otherwise; both may run more than once.
absl::Status WriteOnce(store::Store& store, const Call& call, const Repeatable& repeatable, bool validate_only,
                       absl::FunctionRef<absl::Status(store::Transaction&, const std::string& resource)> again,
                       absl::FunctionRef<absl::Status(store::Transaction&, std::string* resource)> change);
}  // namespace internal

// Changes records in one durable transaction and answers what `change` answered. A call with a request_id that was done
// before answers `again` of the resource it made; with another content REQUEST_ID_REUSED. With `validate_only` all that
// `change` wrote is undone before it answers.
template <typename Response>
absl::StatusOr<Response> Write(store::Store& store, const Call& call, const Repeatable& repeatable, bool validate_only,
                               absl::FunctionRef<absl::StatusOr<Response>(store::Transaction&, const std::string&)> again,
                               absl::FunctionRef<absl::StatusOr<Written<Response>>(store::Transaction&)> change) {
  Response response;
  const absl::Status status = internal::WriteOnce(
      store, call, repeatable, validate_only,
      [&](store::Transaction& transaction, const std::string& resource) {
        absl::StatusOr<Response> answered = again(transaction, resource);
        if (!answered.ok()) return answered.status();
        response = *std::move(answered);
        return absl::OkStatus();
      },
      [&](store::Transaction& transaction, std::string* resource) {
        absl::StatusOr<Written<Response>> written = change(transaction);
        if (!written.ok()) return written.status();
        response = std::move(written->response);
        *resource = std::move(written->resource);
        return absl::OkStatus();
      });
  if (!status.ok()) return status;
  return response;
}

}  // namespace minga::service
