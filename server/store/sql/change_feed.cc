#include "server/store/sql/change_feed.h"

#include "server/base/errors.h"

namespace minga::store::sql {
namespace {

const Text kAfter("SELECT sequence, initiative FROM change WHERE sequence > $1 ORDER BY sequence LIMIT $2");
const Text kAdvance("UPDATE sequencer SET value = value + 1 WHERE name = 'change'");
const Text kLatest("SELECT value FROM sequencer WHERE name = 'change'");
const Text kRecord("INSERT INTO change (sequence, initiative) VALUES ($1, $2)");
const Text kForget("DELETE FROM change WHERE sequence = (SELECT change FROM initiative WHERE id = $1)");

}  // namespace

absl::StatusOr<std::vector<Change>> SqlChangeFeed::After(int64_t sequence, int limit) {
  if (scope_.kind != Scope::Kind::kSystem) return errors::PermissionDenied();
  std::vector<Change> changes;
  Query rows(connection_, kAfter, {sequence, limit});
  while (rows.Next()) changes.push_back({rows.Integer(0), rows.String(1)});
  if (!rows.status().ok()) return rows.status();
  return changes;
}

absl::StatusOr<int64_t> RecordChange(Connection& connection, std::string_view initiative) {
  connection.Touch(kInitiatives);
  absl::Status status = Execute(connection, kAdvance, {}).status();
  if (!status.ok()) return status;
  int64_t sequence = 0;
  {
    Query latest(connection, kLatest, {});
    if (latest.Next()) sequence = latest.Integer(0);
    if (!latest.status().ok()) return latest.status();
  }
  status = Execute(connection, kRecord, {sequence, initiative}).status();
  if (!status.ok()) return status;
  return sequence;
}

absl::Status ForgetChange(Connection& connection, std::string_view initiative) {
  return Execute(connection, kForget, {initiative}).status();
}

}  // namespace minga::store::sql
