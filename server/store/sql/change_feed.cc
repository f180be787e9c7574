#include "server/store/sql/change_feed.h"

#include "server/base/errors.h"

namespace minga::store::sql {
namespace {

const Text kAfter("SELECT sequence, initiative FROM change WHERE sequence > $1 ORDER BY sequence LIMIT $2");
const Text kAdvance("UPDATE sequencer SET value = value + 1 WHERE name = 'change'");
const Text kRecord(
    "INSERT INTO change (initiative, sequence) VALUES ($1, (SELECT value FROM sequencer WHERE name = 'change'))"
    " ON CONFLICT (initiative) DO UPDATE SET sequence = excluded.sequence");

}  // namespace

absl::StatusOr<std::vector<Change>> SqlChangeFeed::After(int64_t sequence, int limit) {
  if (scope_.kind != Scope::Kind::kSystem) return errors::PermissionDenied();
  std::vector<Change> changes;
  Query rows(connection_, kAfter, {sequence, limit});
  while (rows.Next()) changes.push_back({rows.Integer(0), rows.String(1)});
  if (!rows.status().ok()) return rows.status();
  return changes;
}

absl::Status RecordChange(Connection& connection, std::string_view initiative) {
  connection.Touch(kInitiatives);
  const absl::Status status = Execute(connection, kAdvance, {}).status();
  if (!status.ok()) return status;
  return Execute(connection, kRecord, {initiative}).status();
}

}  // namespace minga::store::sql
