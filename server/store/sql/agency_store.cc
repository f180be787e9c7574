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
const Text kInsert("INSERT INTO agency (id, revision, create_time, content, country) VALUES ($1, 1, $2, $3, $4)");
const Text kUpdate("UPDATE agency SET revision = revision + 1, content = $2 WHERE id = $1");
const Text kFindTenant("SELECT 1 FROM tenant WHERE id = $1");
const Text kInsertKey(
    "INSERT INTO api_key (tenant, id, hash, display_name, create_time, roles, expire_time) VALUES ($1, $2, $3, $4, $5, $6, $7)");
const Text kGetKey(
    "SELECT id, display_name, create_time, revoke_time, roles, expire_time, last_use_time FROM api_key WHERE tenant = $1 AND id = $2");
const Text kListKeys(
    "SELECT id, display_name, create_time, revoke_time, roles, expire_time, last_use_time FROM api_key"
    " WHERE tenant = $1 AND (create_time, id) < ($2, $3)"
    " ORDER BY create_time DESC, id DESC LIMIT $4");
const Text kRevokeKey("UPDATE api_key SET revoke_time = COALESCE(revoke_time, $3) WHERE tenant = $1 AND id = $2");
const Text kRevokeAllKeys("UPDATE api_key SET revoke_time = $2 WHERE tenant = $1 AND revoke_time IS NULL");
const Text kFindKey(
    "SELECT tenant, id, roles, expire_time, last_use_time FROM api_key"
    " WHERE hash = $1 AND revoke_time IS NULL AND (expire_time IS NULL OR expire_time > $2)");
const Text kFindSession(
    "SELECT session.tenant, session.member, member.roles, session.expire_time, session.last_use_time, session.person, session.id"
    " FROM session JOIN member ON member.tenant = session.tenant AND member.id = session.member"
    " WHERE session.hash = $1 AND session.expire_time > $2 AND member.state = 2");

std::string ContentOf(v1::Agency agency) {
  agency.clear_name();
  agency.clear_etag();
  agency.clear_create_time();
  return agency.SerializeAsString();
}

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
  for (int role = v1::Role_MIN; role <= v1::Role_MAX; ++role) {
    if ((row.Integer(4) & RoleBit(role)) != 0) key.set_role(static_cast<v1::Role>(role));
  }
  if (!row.IsNull(5)) *key.mutable_expire_time() = FromMicros(row.Integer(5));
  if (!row.IsNull(6)) *key.mutable_last_use_time() = FromMicros(row.Integer(6));
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
  const std::string bytes = ContentOf(agency);
  const absl::Status status = Execute(connection_, kInsert, {id, ToMicros(now), Blob(bytes), agency.country_code()}).status();
  if (!status.ok()) return status;
  return true;
}

absl::Status SqlAgencyStore::Update(const v1::Agency& agency) {
  connection_.Touch(kAgencies);
  std::string id;
  if (!names::ParseAgency(agency.name(), &id)) return errors::Internal("an agency without a name");
  if (!SeesMembersOf(scope_, id)) return errors::NotFound(agency.name());
  const std::string bytes = ContentOf(agency);
  const absl::StatusOr<int64_t> updated = Execute(connection_, kUpdate, {id, Blob(bytes)});
  if (!updated.ok()) return updated.status();
  return *updated == 0 ? errors::NotFound(agency.name()) : absl::OkStatus();
}

absl::Status SqlAgencyStore::FindTenant(std::string_view tenant) {
  if (SeesMembersOf(scope_, tenant)) {
    Query row(connection_, kFindTenant, {tenant});
    if (row.Next()) return absl::OkStatus();
    if (!row.status().ok()) return row.status();
  }
  return errors::NotFound(names::Agency(tenant));
}

absl::Status SqlAgencyStore::InsertKey(std::string_view tenant, std::string_view id, const v1::ApiKey& key, std::string_view hash,
                                       absl::Time now) {
  connection_.Touch(kAgencies);
  const absl::Status status = FindTenant(tenant);
  if (!status.ok()) return status;
  const Value expires = key.has_expire_time() ? Value(ToMicros(key.expire_time())) : Value();
  return Execute(connection_, kInsertKey,
                 {tenant, id, Blob(hash), key.display_name(), ToMicros(now), static_cast<int64_t>(RoleBit(key.role())), expires})
      .status();
}

absl::StatusOr<std::optional<v1::ApiKey>> SqlAgencyStore::GetKey(std::string_view tenant, std::string_view key) {
  if (!SeesMembersOf(scope_, tenant)) return std::nullopt;
  Query row(connection_, kGetKey, {tenant, key});
  if (row.Next()) return AssembleKey(tenant, row);
  if (!row.status().ok()) return row.status();
  return std::nullopt;
}

absl::StatusOr<std::vector<v1::ApiKey>> SqlAgencyStore::ListKeys(std::string_view tenant, int64_t before_micros,
                                                                 std::string_view before_key, int limit) {
  std::vector<v1::ApiKey> keys;
  if (!SeesMembersOf(scope_, tenant)) return keys;
  Query rows(connection_, kListKeys, {tenant, Before(before_micros), before_key, limit});
  while (rows.Next()) keys.push_back(AssembleKey(tenant, rows));
  if (!rows.status().ok()) return rows.status();
  return keys;
}

absl::Status SqlAgencyStore::RevokeKey(std::string_view tenant, std::string_view key, absl::Time now) {
  connection_.Touch(kAgencies);
  if (!SeesMembersOf(scope_, tenant)) return errors::NotFound(names::ApiKey(tenant, key));
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

absl::StatusOr<std::optional<Credential>> SqlAgencyStore::FindCredential(std::string_view hash, absl::Time now) {
  if (scope_.kind != Scope::Kind::kSystem) return errors::PermissionDenied();
  const auto read = [](Query& row, Principal::Kind kind) {
    Credential principal;
    principal.identity = {{kind, row.String(0), row.String(1)}, static_cast<Roles>(row.Integer(2)), {}, row.String(1)};
    if (!row.IsNull(3)) principal.identity.expire_time = absl::FromUnixMicros(row.Integer(3));
    if (!row.IsNull(4)) principal.last_use_time = absl::FromUnixMicros(row.Integer(4));
    return principal;
  };
  {
    Query row(connection_, kFindKey, {Blob(hash), ToMicros(now)});
    if (row.Next()) return read(row, Principal::Kind::kProgram);
    if (!row.status().ok()) return row.status();
  }
  Query row(connection_, kFindSession, {Blob(hash), ToMicros(now)});
  if (row.Next()) {
    Credential principal = read(row, Principal::Kind::kPerson);
    principal.identity.person = row.String(5);
    principal.identity.credential = row.String(6);
    return principal;
  }
  if (!row.status().ok()) return row.status();
  return std::nullopt;
}

}  // namespace minga::store::sql
