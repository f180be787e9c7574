#pragma once

#include <optional>
#include <string>

#include "server/base/scope.h"
#include "server/store/initiative_store.h"
#include "server/store/sql/connection.h"

namespace minga::store::sql {

class SqlInitiativeStore final : public InitiativeStore {
 public:
  SqlInitiativeStore(Connection& connection, const Scope& scope) : connection_(connection), scope_(scope) {}

  absl::StatusOr<std::optional<v1::Initiative>> Get(std::string_view initiative) override;
  absl::StatusOr<std::optional<std::string>> Version(std::string_view initiative) override;
  absl::StatusOr<std::vector<v1::Initiative>> GetMany(const std::vector<std::string>& initiatives) override;
  absl::StatusOr<std::vector<v1::Initiative>> OfFiche(std::string_view agency, std::string_view fiche) override;
  absl::Status Insert(v1::Initiative* initiative, absl::Time now) override;
  absl::Status Update(v1::Initiative* initiative, absl::Time now) override;
  absl::StatusOr<std::optional<v1::Initiative>> GetAsked(std::string_view initiative) override;
  absl::Status Confirm(std::string_view initiative, const v1::ConfirmationAnswer& answer, absl::Time now) override;

 private:
  // Of the scope's agency, which does not change in its own transaction; empty for other scopes.
  absl::StatusOr<std::string> Country();

  Connection& connection_;
  const Scope& scope_;
  std::optional<std::string> country_;
};

}  // namespace minga::store::sql
