#pragma once

#include "server/base/scope.h"
#include "server/store/agency_store.h"
#include "server/store/sql/connection.h"

namespace minga::store::sql {

class SqlAgencyStore final : public AgencyStore {
 public:
  SqlAgencyStore(Connection& connection, const Scope& scope) : connection_(connection), scope_(scope) {}

  absl::StatusOr<std::optional<v1::Agency>> Get(std::string_view agency) override;
  absl::StatusOr<std::vector<v1::Agency>> List(std::string_view after, int limit) override;
  absl::StatusOr<bool> Insert(const v1::Agency& agency, absl::Time now) override;
  absl::Status Update(const v1::Agency& agency) override;
  absl::Status InsertKey(std::string_view tenant, std::string_view id, const v1::ApiKey& key, std::string_view hash,
                         absl::Time now) override;
  absl::StatusOr<std::optional<v1::ApiKey>> GetKey(std::string_view tenant, std::string_view key) override;
  absl::StatusOr<std::vector<v1::ApiKey>> ListKeys(std::string_view tenant, int64_t before_micros, std::string_view before_key,
                                                   int limit) override;
  absl::Status RevokeKey(std::string_view tenant, std::string_view key, absl::Time now) override;
  absl::Status RevokeAllKeys(std::string_view tenant, absl::Time now) override;
  absl::StatusOr<std::optional<Credential>> FindCredential(std::string_view hash, absl::Time now) override;

 private:
  // OK when the tenant is there for this scope, otherwise NOT_FOUND.
  absl::Status FindTenant(std::string_view tenant);

  Connection& connection_;
  const Scope& scope_;
};

}  // namespace minga::store::sql
