#include "server/store/sqlite/sqlite_store.h"

#include <exception>
#include <typeinfo>

#include "absl/time/clock.h"
#include "server/base/errors.h"
#include "server/base/id.h"
#include "server/store/sql/transaction.h"
#include "server/store/sqlite/connection.h"
#include "server/store/sqlite/file_lock.h"
#include "server/store/sqlite/files.h"
#include "server/store/sqlite/migrations.h"
#include "server/store/sqlite/reader_pool.h"
#include "server/store/sqlite/writer.h"

namespace minga::store::sqlite {
namespace {

const sql::Text kBegin("BEGIN");
const sql::Text kEnd("ROLLBACK");
const sql::Text kInsertSecret("INSERT INTO setting (name, value) VALUES ('secret', $1) ON CONFLICT DO NOTHING");
const sql::Text kSecret("SELECT value FROM setting WHERE name = 'secret'");

absl::StatusOr<std::string> Secret(Connection& connection) {
  const absl::Status status = sql::Execute(connection, kInsertSecret, {sql::Blob(NewSecret())}).status();
  if (!status.ok()) return status;
  sql::Query row(connection, kSecret, {});
  if (row.Next()) return row.String(0);
  return row.status().ok() ? errors::Internal("the database has no secret") : row.status();
}

class SqliteStore final : public Store {
 public:
  SqliteStore(std::unique_ptr<FileLock> lock, std::unique_ptr<Writer> writer, std::unique_ptr<ReaderPool> readers, std::string secret,
              std::function<void(std::string_view)> report)
      : lock_(std::move(lock)),
        writer_(std::move(writer)),
        readers_(std::move(readers)),
        secret_(std::move(secret)),
        report_(std::move(report)) {}

  absl::Status Read(const Scope& scope, Body body) override {
    ReaderPool::Lease connection(*readers_);
    connection->ClearFault();
    absl::Status status = sql::Execute(*connection, kBegin, {}).status();
    if (status.ok()) {
      sql::SqlTransaction transaction(*connection, scope);
      try {
        status = body(transaction);
      } catch (const std::exception& exception) {
        status = errors::Internal(std::string("a read threw ") + typeid(exception).name());
      } catch (...) {
        status = errors::Internal("a read threw");
      }
    }
    if (connection->InTransaction()) sql::Execute(*connection, kEnd, {}).IgnoreError();
    if (!connection->fault().ok()) {
      if (report_) report_(connection->fault_cause());
      if (status.ok()) return connection->fault();
    }
    return status;
  }

  absl::Status Write(const Scope& scope, Body body) override { return writer_->Write(scope, body); }

  std::optional<uint64_t> Epoch(Topics topics) const override { return writer_->Epoch(topics); }

  std::unique_ptr<Watching> Watch(Topics topics, std::function<void()> changed) override {
    return writer_->Watch(topics, std::move(changed));
  }

  const std::string& secret() const override { return secret_; }

 private:
  // In this order, so that readers close first, then the writer, which checkpoints, and the lock is held to the end.
  const std::unique_ptr<FileLock> lock_;
  const std::unique_ptr<Writer> writer_;
  const std::unique_ptr<ReaderPool> readers_;
  const std::string secret_;
  const std::function<void(std::string_view)> report_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Store>> Open(const Options& options) {
  absl::StatusOr<std::unique_ptr<FileLock>> lock = FileLock::Take(options.path);
  if (!lock.ok()) return lock.status();
  // SQLite would make it readable for all; its log takes the mode from it.
  absl::Status status = MakeFile(options.path, /*must_be_new=*/false);
  if (!status.ok()) return status;
  absl::StatusOr<std::unique_ptr<Connection>> writer =
      Connection::Open({.path = options.path, .vfs = options.vfs, .writer = true, .sync = options.sync});
  if (!writer.ok()) return writer.status();
  status = Migrate(**writer, Migrations(), absl::Now());
  if (!status.ok()) return status;
  // A new file was first written with a rollback journal, whose removal SQLite leaves unsynced: were it back after a power
  // cut, it would undo the database under its log.
  status = SyncFolderOf(options.path);
  if (!status.ok()) return status;
  absl::StatusOr<std::string> secret = Secret(**writer);
  if (!secret.ok()) return secret.status();
  absl::StatusOr<std::unique_ptr<ReaderPool>> readers = ReaderPool::Open({.path = options.path, .vfs = options.vfs}, options.readers);
  if (!readers.ok()) return readers.status();
  auto writing = std::make_unique<Writer>(*std::move(writer), Writer::Options{.writes_per_commit = options.writes_per_commit,
                                                                              .checkpoint_pages = options.checkpoint_pages,
                                                                              .report = options.report});
  return std::make_unique<SqliteStore>(*std::move(lock), std::move(writing), *std::move(readers), *std::move(secret), options.report);
}

}  // namespace minga::store::sqlite
