#pragma once

#include "server/base/scope.h"
#include "server/store/request_store.h"
#include "server/store/sql/connection.h"

namespace minga::store::sql {

class SqlRequestStore final : public RequestStore {
 public:
  SqlRequestStore(Connection& connection, const Scope& scope) : connection_(connection), scope_(scope) {}

  absl::StatusOr<std::optional<DoneRequest>> Find(std::string_view request_id) override;
  absl::Status Remember(std::string_view request_id, const DoneRequest& done, absl::Time now) override;
  absl::Status Forget(absl::Time before) override;

 private:
  Connection& connection_;
  const Scope& scope_;
};

}  // namespace minga::store::sql
