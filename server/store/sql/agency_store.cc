#include "server/store/sql/agency_store.h"

#include "server/base/errors.h"
#include "server/base/resource_name.h"
#include "server/store/sql/columns.h"
#include "server/store/sql/reach.h"

namespace minga::store::sql {
namespace {

const Text kGet("SELECT id, revision, create_time, content FROM agency WHERE id = $1");
const Text kList("SELECT id, revision, create_time, content FROM agency WHERE id > $1 ORDER BY id LIMIT $2");
const Text kInsertTenant("INSERT INTO tenant (id) VALUES ($1) ON CONFLICT DO NOTHING");
const Text kInsert("INSERT INTO agency (id, revision, create_time, content) VALUES ($1, 1, $2, $3)");
const Text kFindTenant("SELECT 1 FROM tenant WHERE id = $1");
const Text kInsertKey("INSERT INTO api_key (tenant, id, hash, display_name, create_time) VALUES ($1, $2, $3, $4, $5)");
const Text kGetKey("SELECT id, display_name, create_time, revoke_time FROM api_key WHERE tenant = $1 AND id = $2");
const Text kListKeys(
    "SELECT id, display_name, create_time, revoke_time FROM api_key WHERE tenant = $1 AND (create_time, id) < ($2, $3)"
    " ORDER BY create_time DESC, id DESC LIMIT $4");
const Text kRevokeKey("UPDATE api_key SET revoke_time = COALESCE(revoke_time, $3) WHERE tenant = $1 AND id = $2");
const Text kRevokeAllKeys("UPDATE api_key SET revoke_time = $2 WHERE tenant = $1 AND revoke_time IS NULL");
const Text kFindPrincipal("SELECT tenant, id FROM api_key WHERE hash = $1 AND revoke_time IS NULL");

absl::Status Assemble(Query& row, v1::Agency* agency) {
  const absl::Status status = ParseContent(row.Bytes(3), "agency", agency);
  if (!status.ok()) return status;
  agency->set_name(names::Agency(row.Bytes(0)));
  agency->set_etag(std::to_string(row.Integer(1)));
  *agency->mutable_create_time() = FromMicros(row.Integer(2));
  return absl::OkStatus();
}

v1::ApiKey AssembleKey(std::string_view tenant, Query& row) {
  v1::ApiKey key;
  key.set_name(names::ApiKey(tenant, row.Bytes(0)));
  key.set_display_name(row.String(1));
  *key.mutable_create_time() = FromMicros(row.Integer(2));
  if (!row.IsNull(3)) *key.mutable_revoke_time() = FromMicros(row.Integer(3));
  return key;
}

}  // namespace

absl::StatusOr<std::optional<v1::Agency>> SqlAgencyStore::Get(std::string_view agency) {
  if (!SeesDirectory(scope_)) return std::nullopt;
  Query row(connection_, kGet, {agency});
  if (!row.Next()) {
    if (!row.status().ok()) return row.status();
    return std::nullopt;
  }
  v1::Agency found;
  const absl::Status status = Assemble(row, &found);
  if (!status.ok()) return status;
  return found;
}

absl::StatusOr<std::vector<v1::Agency>> SqlAgencyStore::List(std::string_view after, int limit) {
  std::vector<v1::Agency> agencies;
  if (!SeesDirectory(scope_)) return agencies;
  Query rows(connection_, kList, {after, limit});
  while (rows.Next()) {
    const absl::Status status = Assemble(rows, &agencies.emplace_back());
    if (!status.ok()) return status;
  }
  if (!rows.status().ok()) return rows.status();
  return agencies;
}

absl::StatusOr<bool> SqlAgencyStore::Insert(const v1::Agency& agency, absl::Time now) {
  connection_.Touch(kAgencies);
  if (!GovernsDirectory(scope_)) return errors::PermissionDenied();
  std::string id;
  if (!names::ParseAgency(agency.name(), &id)) return errors::Internal("an agency without a name");
  const absl::StatusOr<int64_t> inserted = Execute(connection_, kInsertTenant, {id});
  if (!inserted.ok()) return inserted.status();
  if (*inserted == 0) return false;
  v1::Agency content = agency;
  content.clear_name();
  content.clear_etag();
  content.clear_create_time();
  const std::string bytes = content.SerializeAsString();
  const absl::Status status = Execute(connection_, kInsert, {id, ToMicros(now), Blob(bytes)}).status();
  if (!status.ok()) return status;
  return true;
}

absl::Status SqlAgencyStore::FindTenant(std::string_view tenant) {
  if (GovernsDirectory(scope_)) {
    Query row(connection_, kFindTenant, {tenant});
    if (row.Next()) return absl::OkStatus();
    if (!row.status().ok()) return row.status();
  }
  return errors::NotFound(names::Agency(tenant));
}

absl::Status SqlAgencyStore::InsertKey(std::string_view tenant, std::string_view key, std::string_view display_name, std::string_view hash,
                                       absl::Time now) {
  connection_.Touch(kAgencies);
  const absl::Status status = FindTenant(tenant);
  if (!status.ok()) return status;
  return Execute(connection_, kInsertKey, {tenant, key, Blob(hash), display_name, ToMicros(now)}).status();
}

absl::StatusOr<std::optional<v1::ApiKey>> SqlAgencyStore::GetKey(std::string_view tenant, std::string_view key) {
  if (!GovernsDirectory(scope_)) return std::nullopt;
  Query row(connection_, kGetKey, {tenant, key});
  if (row.Next()) return AssembleKey(tenant, row);
  if (!row.status().ok()) return row.status();
  return std::nullopt;
}

absl::StatusOr<std::vector<v1::ApiKey>> SqlAgencyStore::ListKeys(std::string_view tenant, int64_t before_micros,
                                                                 std::string_view before_key, int limit) {
  std::vector<v1::ApiKey> keys;
  if (!GovernsDirectory(scope_)) return keys;
  Query rows(connection_, kListKeys, {tenant, Before(before_micros), before_key, limit});
  while (rows.Next()) keys.push_back(AssembleKey(tenant, rows));
  if (!rows.status().ok()) return rows.status();
  return keys;
}

absl::Status SqlAgencyStore::RevokeKey(std::string_view tenant, std::string_view key, absl::Time now) {
  connection_.Touch(kAgencies);
  if (!GovernsDirectory(scope_)) return errors::NotFound(names::ApiKey(tenant, key));
  const absl::StatusOr<int64_t> found = Execute(connection_, kRevokeKey, {tenant, key, ToMicros(now)});
  if (!found.ok()) return found.status();
  return *found == 0 ? errors::NotFound(names::ApiKey(tenant, key)) : absl::OkStatus();
}

absl::Status SqlAgencyStore::RevokeAllKeys(std::string_view tenant, absl::Time now) {
  connection_.Touch(kAgencies);
  const absl::Status status = FindTenant(tenant);
  if (!status.ok()) return status;
  return Execute(connection_, kRevokeAllKeys, {tenant, ToMicros(now)}).status();
}

absl::StatusOr<std::optional<Principal>> SqlAgencyStore::FindPrincipal(std::string_view hash) {
  if (scope_.kind != Scope::Kind::kSystem) return errors::PermissionDenied();
  Query row(connection_, kFindPrincipal, {Blob(hash)});
  if (row.Next()) return Principal{row.String(0), row.String(1)};
  if (!row.status().ok()) return row.status();
  return std::nullopt;
}

}  // namespace minga::store::sql
