// One connection to SQLite.
#pragma once

#include <sqlite3.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/store/sql/connection.h"

namespace minga::store::sqlite {

// Not thread-safe, but may move from thread to thread between calls.
class Connection final : public sql::Connection {
 public:
  struct Options {
    // A name in the file system, never a URI.
    std::string path;
    // Empty: the system's.
    std::string vfs;
    // A reader cannot write, and it never checkpoints, not even when it is the last to close: SQLite 3.40.1 can lose what
    // was written when two connections do.
    bool writer = false;
    // Off only to prove that tests notice.
    bool sync = true;
  };

  // How long an operation waits for another connection's lock.
  static constexpr int kBusyMilliseconds = 10'000;

  // Errors: STORAGE_FULL, STORAGE_UNAVAILABLE, INTERNAL.
  static absl::StatusOr<std::unique_ptr<Connection>> Open(const Options& options);
  ~Connection() override;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  absl::StatusOr<sql::Statement*> Prepared(const sql::Text& text) override;

  // Runs statements that answer no rows, such as migrations and pragmas.
  absl::Status Run(const std::string& sql);
  // The first column of the rows of a statement that is used once.
  absl::StatusOr<std::vector<std::string>> Column(const std::string& sql);
  absl::StatusOr<int64_t> Number(const std::string& sql);

  // Whether a transaction is open; some failures end it of themselves.
  bool InTransaction() const;
  // The first failure of the engine since ClearFault, refused rows (constraints) not counted.
  const absl::Status& fault() const { return fault_; }
  void ClearFault() { fault_ = absl::OkStatus(); }
  // What the engine said of it, for the log; carries no content of records.
  const std::string& fault_cause() const { return fault_cause_; }

  sqlite3* handle() { return handle_; }
  // The status of the engine's result `code`; keeps it as the fault.
  absl::Status ToStatus(int code);

 private:
  class PreparedStatement;

  explicit Connection(sqlite3* handle) : handle_(handle) {}
  absl::Status Configure(const Options& options);

  sqlite3* const handle_;
  absl::Status fault_;
  std::string fault_cause_;
  // By the id of the text.
  std::vector<std::unique_ptr<sql::Statement>> prepared_;
};

}  // namespace minga::store::sqlite
