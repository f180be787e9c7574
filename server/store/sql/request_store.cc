#include "server/store/sql/request_store.h"

#include "server/base/errors.h"
#include "server/store/sql/columns.h"
#include "server/store/sql/reach.h"

namespace minga::store::sql {
namespace {

const Text kFind("SELECT hash, resource FROM request WHERE tenant = $1 AND id = $2");
const Text kRemember("INSERT INTO request (tenant, id, hash, resource, create_time) VALUES ($1, $2, $3, $4, $5)");
const Text kForget("DELETE FROM request WHERE create_time < $1");

}  // namespace

absl::StatusOr<std::optional<DoneRequest>> SqlRequestStore::Find(std::string_view request_id) {
  const std::string_view tenant = TenantOf(scope_);
  if (tenant.empty()) return errors::PermissionDenied();
  Query row(connection_, kFind, {tenant, request_id});
  if (row.Next()) return DoneRequest{row.String(0), row.String(1)};
  if (!row.status().ok()) return row.status();
  return std::nullopt;
}

absl::Status SqlRequestStore::Remember(std::string_view request_id, const DoneRequest& done, absl::Time now) {
  const std::string_view tenant = TenantOf(scope_);
  if (tenant.empty()) return errors::PermissionDenied();
  return Execute(connection_, kRemember, {tenant, request_id, Blob(done.hash), done.resource, ToMicros(now)}).status();
}

absl::Status SqlRequestStore::Forget(absl::Time before) {
  if (scope_.kind != Scope::Kind::kSystem) return errors::PermissionDenied();
  return Execute(connection_, kForget, {ToMicros(before)}).status();
}

}  // namespace minga::store::sql
