#include "server/store/sqlite/migrations.h"

#include <fmt/format.h>

#include "embedded/migration_files.h"
#include "server/base/id.h"
#include "server/store/sql/columns.h"

namespace minga::store::sqlite {
namespace {

constexpr char kCreateTable[] =
    "CREATE TABLE IF NOT EXISTS migration (number INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL,"
    " apply_time INTEGER NOT NULL) STRICT";

const sql::Text kRecord("INSERT INTO migration (number, name, checksum, apply_time) VALUES ($1, $2, $3, $4)");

std::string Checksum(std::string_view sql) { return ToHex(Hash(sql)); }

// How many steps are recorded, when all of them are ours.
absl::StatusOr<size_t> Recorded(Connection& connection, const std::vector<Migration>& migrations) {
  const absl::StatusOr<int64_t> application = connection.Number("PRAGMA application_id");
  if (!application.ok()) return application.status();
  const absl::StatusOr<int64_t> tables = connection.Number("SELECT COUNT(*) FROM sqlite_schema");
  if (!tables.ok()) return tables.status();
  if (*application == 0 && *tables == 0) return 0;
  if (*application != kApplicationId) return absl::FailedPreconditionError("the file is not a Minga database");
  // Number and checksum come in the same order.
  const absl::StatusOr<std::vector<std::string>> numbers = connection.Column("SELECT number FROM migration ORDER BY number");
  if (!numbers.ok()) return numbers.status();
  const absl::StatusOr<std::vector<std::string>> checksums = connection.Column("SELECT checksum FROM migration ORDER BY number");
  if (!checksums.ok()) return checksums.status();
  if (numbers->size() > migrations.size()) {
    return absl::FailedPreconditionError(
        fmt::format("the database was made by a newer version of Minga: it is at migration {}, this program knows {}; use that version",
                    numbers->size(), migrations.size()));
  }
  for (size_t i = 0; i < numbers->size(); ++i) {
    const Migration& migration = migrations[i];
    if ((*numbers)[i] != std::to_string(migration.number) || (*checksums)[i] != Checksum(migration.sql)) {
      return absl::FailedPreconditionError(
          fmt::format("migration {} of the database is not the one that this program knows as {}: the versions do not belong together",
                      (*numbers)[i], migration.name));
    }
  }
  return numbers->size();
}

absl::Status Apply(Connection& connection, const Migration& migration, absl::Time now) {
  absl::Status status = connection.Run("BEGIN IMMEDIATE");
  if (!status.ok()) return status;
  if (migration.number == 1) {
    status = connection.Run(fmt::format("PRAGMA application_id = {}; {}", kApplicationId, kCreateTable));
  }
  if (status.ok()) status = connection.Run(std::string(migration.sql));
  if (status.ok()) {
    status = sql::Execute(connection, kRecord, {migration.number, migration.name, Checksum(migration.sql), sql::ToMicros(now)}).status();
  }
  if (status.ok()) status = connection.Run("COMMIT");
  if (!status.ok() && connection.InTransaction()) connection.Run("ROLLBACK").IgnoreError();
  return status;
}

}  // namespace

const std::vector<Migration>& Migrations() {
  static const std::vector<Migration> migrations = {
      {1, "0001_registry", embedded::migration_files("0001_registry.sql")},
      {2, "0002_changes_in_order", embedded::migration_files("0002_changes_in_order.sql")},
      {3, "0003_people", embedded::migration_files("0003_people.sql")},
      {4, "0004_notices", embedded::migration_files("0004_notices.sql")},
      {5, "0005_confirmations", embedded::migration_files("0005_confirmations.sql")},
      {6, "0006_comments", embedded::migration_files("0006_comments.sql")},
      {7, "0007_rounds", embedded::migration_files("0007_rounds.sql")},
      {8, "0008_steps", embedded::migration_files("0008_steps.sql")},
      {9, "0009_round_ends", embedded::migration_files("0009_round_ends.sql")},
      {10, "0010_readers_of_notices", embedded::migration_files("0010_readers_of_notices.sql")},
  };
  return migrations;
}

absl::Status Migrate(Connection& connection, const std::vector<Migration>& migrations, absl::Time now) {
  const absl::StatusOr<size_t> recorded = Recorded(connection, migrations);
  if (!recorded.ok()) return recorded.status();
  for (size_t i = *recorded; i < migrations.size(); ++i) {
    const absl::Status status = Apply(connection, migrations[i], now);
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status CheckMigrations(Connection& connection, const std::vector<Migration>& migrations) {
  const absl::StatusOr<size_t> recorded = Recorded(connection, migrations);
  if (!recorded.ok()) return recorded.status();
  if (*recorded == 0) return absl::FailedPreconditionError("the file is not a Minga database");
  if (*recorded < migrations.size()) {
    return absl::FailedPreconditionError(
        fmt::format("the database is at migration {} of {}: start the server once to bring it up to date", *recorded, migrations.size()));
  }
  return absl::OkStatus();
}

}  // namespace minga::store::sqlite
