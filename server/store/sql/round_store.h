#pragma once

#include "server/base/scope.h"
#include "server/store/round_store.h"
#include "server/store/sql/connection.h"

namespace minga::store::sql {

class SqlRoundStore final : public RoundStore {
 public:
  SqlRoundStore(Connection& connection, const Scope& scope) : connection_(connection), scope_(scope) {}

  absl::StatusOr<std::optional<v1::Round>> Get(std::string_view round) override;
  absl::StatusOr<std::vector<v1::Round>> List(int64_t before_micros, std::string_view before_round, int limit) override;
  absl::StatusOr<bool> Insert(const v1::Round& round, absl::Time now) override;
  absl::Status Update(const v1::Round& round) override;

 private:
  Connection& connection_;
  const Scope& scope_;
};

}  // namespace minga::store::sql
