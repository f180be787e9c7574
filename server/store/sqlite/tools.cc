#include "server/store/sqlite/tools.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <memory>

#include "minga/v1/agency.pb.h"
#include "minga/v1/fiche.pb.h"
#include "minga/v1/initiative.pb.h"
#include "minga/v1/notice.pb.h"
#include "minga/v1/round.pb.h"
#include "server/base/errors.h"
#include "server/base/id.h"
#include "server/store/sqlite/connection.h"
#include "server/store/sqlite/file_lock.h"
#include "server/store/sqlite/files.h"
#include "server/store/sqlite/migrations.h"

namespace minga::store::sqlite {
namespace {

namespace fs = std::filesystem;

absl::Status EngineError(std::string_view what, const std::string& path, const Connection& connection) {
  return absl::UnavailableError(fmt::format("cannot {} {}: {}", what, path, connection.fault_cause()));
}

// Existence as far as it can be seen; a folder that cannot be read shows when the file is opened.
bool Exists(const std::string& path) {
  std::error_code ignored;
  return fs::exists(path, ignored);
}

// A database beside `path` that is removed unless it was renamed.
class Part {
 public:
  explicit Part(const std::string& path) : path_(fmt::format("{}.{}.part", path, NewItemId())) {}
  ~Part() {
    for (const char* suffix : {"", "-wal", "-shm", "-journal"}) unlink((path_ + suffix).c_str());
  }
  Part(const Part&) = delete;
  Part& operator=(const Part&) = delete;

  const std::string& path() const { return path_; }
  absl::Status Make() { return MakeFile(path_, /*must_be_new=*/true); }
  // Never over a file that has appeared in the meantime, unless `replace`.
  absl::Status RenameTo(const std::string& path, bool replace) {
    if (replace ? rename(path_.c_str(), path.c_str()) == 0
                : renameat2(AT_FDCWD, path_.c_str(), AT_FDCWD, path.c_str(), RENAME_NOREPLACE) == 0) {
      return SyncFolderOf(path);
    }
    if (errno == EEXIST) return absl::AlreadyExistsError(fmt::format("{} is there already", path));
    return SystemError("make", path);
  }

 private:
  const std::string path_;
};

// Whether every row of the table that has a message in the column can be read back into it.
template <typename Message>
void CheckContent(Connection& connection, const std::string& table, CheckReport* report, const std::string& column = "content") {
  sqlite3_stmt* statement = nullptr;
  const std::string sql = fmt::format("SELECT {0} FROM {1} WHERE {0} IS NOT NULL", column, table);
  if (sqlite3_prepare_v2(connection.handle(), sql.c_str(), -1, &statement, nullptr) != SQLITE_OK) {
    report->findings.push_back(fmt::format("table {} cannot be read: {}", table, sqlite3_errmsg(connection.handle())));
    return;
  }
  int64_t unreadable = 0;
  int code;
  while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
    Message message;
    const void* bytes = sqlite3_column_blob(statement, 0);
    if (!message.ParseFromArray(bytes, sqlite3_column_bytes(statement, 0))) ++unreadable;
  }
  if (code != SQLITE_DONE)
    report->findings.push_back(fmt::format("table {} cannot be read: {}", table, sqlite3_errmsg(connection.handle())));
  if (unreadable > 0) report->findings.push_back(fmt::format("table {}: the {} of {} rows cannot be read", table, column, unreadable));
  sqlite3_finalize(statement);
}

void CheckColumn(Connection& connection, const std::string& sql, std::string_view what, CheckReport* report) {
  connection.ClearFault();
  const absl::StatusOr<std::vector<std::string>> lines = connection.Column(sql);
  if (!lines.ok()) report->findings.push_back(fmt::format("{}: {}", what, connection.fault_cause()));
  if (!lines.ok()) return;
  for (const std::string& line : *lines) {
    if (line != "ok") report->findings.push_back(fmt::format("{}: {}", what, line));
  }
}

absl::Status DataLoss(const std::string& path, const CheckReport& report) {
  return absl::DataLossError(fmt::format("{} is not sound: {}", path, fmt::join(report.findings, "; ")));
}

// What the database at `path` holds at one moment, its log included, as one new and verified file for `destination`.
absl::Status Copy(const std::string& path, const std::string& destination, Part& part) {
  absl::Status status = part.Make();
  if (!status.ok()) return status;
  {
    absl::StatusOr<std::unique_ptr<Connection>> opened = Connection::Open({.path = path});
    if (!opened.ok()) return absl::UnavailableError(fmt::format("cannot open {}: {}", path, errors::CauseOf(opened.status())));
    Connection& connection = **opened;
    status = CheckMigrations(connection, Migrations());
    if (!status.ok()) return status;
    // The file itself is opened for reading only; this would hinder writing the copy.
    status = connection.Run("PRAGMA query_only = OFF");
    if (!status.ok()) return EngineError("read", path, connection);
    const std::unique_ptr<char, void (*)(void*)> sql(sqlite3_mprintf("VACUUM INTO %Q", part.path().c_str()), sqlite3_free);
    status = connection.Run(sql.get());
    if (absl::IsResourceExhausted(status)) return absl::ResourceExhaustedError(fmt::format("no space for {}", destination));
    if (!status.ok()) return EngineError("copy", path, connection);
  }
  const absl::StatusOr<CheckReport> report = Check(part.path());
  if (!report.ok()) return report.status();
  if (!report->sound()) return DataLoss("the copy", *report);
  return SyncFile(part.path());
}

}  // namespace

absl::StatusOr<CheckReport> Check(const std::string& path) {
  if (!Exists(path)) return absl::NotFoundError(fmt::format("there is no database at {}", path));
  CheckReport report;
  const absl::StatusOr<std::unique_ptr<Connection>> opened = Connection::Open({.path = path});
  if (!opened.ok()) {
    report.findings.push_back(fmt::format("the file cannot be opened: {}", errors::CauseOf(opened.status())));
    return report;
  }
  Connection& connection = **opened;
  // One snapshot for all that follows.
  absl::Status status = connection.Run("BEGIN");
  if (!status.ok()) return EngineError("read", path, connection);
  status = CheckMigrations(connection, Migrations());
  if (!status.ok()) {
    const std::string cause = connection.fault_cause();
    report.findings.push_back(cause.empty() ? std::string(status.message()) : fmt::format("the file cannot be read: {}", cause));
    // A file of somebody else has none of what is looked at below; one that is damaged may have.
    if (cause.empty()) return report;
  }
  CheckColumn(connection, "PRAGMA integrity_check", "structure", &report);
  CheckColumn(connection,
              "SELECT \"table\" || ' row ' || COALESCE(rowid, 0) || ' refers to nothing in ' || parent FROM pragma_foreign_key_check",
              "references", &report);
  CheckColumn(connection,
              "SELECT 'of a record that is not there (kind ' || kind || ')' FROM contact WHERE NOT EXISTS (SELECT 1 FROM fiche WHERE"
              " kind = 1 AND fiche.id = record) AND NOT EXISTS (SELECT 1 FROM initiative WHERE kind = 2 AND initiative.id = record)"
              " AND NOT EXISTS (SELECT 1 FROM fiche WHERE kind = 3 AND fiche.id = SUBSTR(record, 1, INSTR(record, '/') - 1))",
              "contacts", &report);
  CheckContent<v1::Agency>(connection, "agency", &report);
  CheckContent<v1::Round>(connection, "round", &report);
  CheckContent<v1::Fiche>(connection, "fiche", &report);
  CheckContent<v1::Fiche>(connection, "fiche_revision", &report);
  CheckContent<v1::InitiativeContent>(connection, "initiative", &report);
  CheckContent<v1::Initiative>(connection, "initiative", &report, "answers");
  CheckContent<v1::Notice>(connection, "notice", &report);
  for (const char* table :
       {"agency", "api_key", "person", "member", "round", "fiche", "fiche_revision", "attachment", "initiative", "contact", "request",
        "change", "notice", "mail", "comment", "unwanted_mail", "round_extension", "round_reminder", "deadline_reminder"}) {
    const absl::StatusOr<int64_t> rows = connection.Number(fmt::format("SELECT COUNT(*) FROM {}", table));
    if (rows.ok()) report.counts.emplace_back(table, *rows);
  }
  return report;
}

absl::Status Backup(const std::string& path, const std::string& destination) {
  if (!Exists(path)) return absl::NotFoundError(fmt::format("there is no database at {}", path));
  if (Exists(destination)) return absl::AlreadyExistsError(fmt::format("{} is there already", destination));
  Part part(destination);
  const absl::Status status = Copy(path, destination, part);
  if (!status.ok()) return status;
  return part.RenameTo(destination, /*replace=*/false);
}

absl::Status Restore(const std::string& source, const std::string& path, bool replace) {
  const absl::StatusOr<CheckReport> report = Check(source);
  if (!report.ok()) return report.status();
  if (!report->sound()) return DataLoss(source, *report);
  // A machine that takes over has no data directory yet.
  const fs::path folder = fs::path(path).parent_path();
  if (!folder.empty() && mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) return SystemError("make", folder);
  const absl::StatusOr<std::unique_ptr<FileLock>> lock = FileLock::Take(path);
  if (!lock.ok()) return lock.status();
  if (Exists(path) && !replace) return absl::AlreadyExistsError(fmt::format("there is a database at {} already", path));
  Part part(path);
  absl::Status status = Copy(source, path, part);
  if (!status.ok()) return status;
  // Before the new file takes the place: the old one's log would be read into it.
  for (const char* suffix : {"-wal", "-shm", "-journal"}) {
    if (unlink((path + suffix).c_str()) != 0 && errno != ENOENT) return SystemError("remove", path + suffix);
  }
  status = SyncFolderOf(path);
  if (!status.ok()) return status;
  return part.RenameTo(path, replace);
}

}  // namespace minga::store::sqlite
