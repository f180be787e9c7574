#include "server/store/sqlite/connection.h"

#include <fmt/format.h>

#include "server/base/errors.h"
#include "server/store/sqlite/log_vfs.h"

namespace minga::store::sqlite {
namespace {

// SQLite's cache of one connection; what it does not hold comes from the system's page cache. A reader's is void with every
// commit, the writer's stays.
constexpr int kReaderCacheKibibytes = 8 * 1024;
constexpr int kWriterCacheKibibytes = 64 * 1024;
// A log that grew in a rush is cut back to this when it begins anew.
constexpr int kLogBytesKept = 64 << 20;

}  // namespace

class Connection::PreparedStatement final : public sql::Statement {
 public:
  PreparedStatement(Connection& connection, sqlite3_stmt* statement) : connection_(connection), statement_(statement) {
    // SQLite takes $1 for a name and numbers names as they appear.
    const int count = sqlite3_bind_parameter_count(statement_);
    for (int index = 1; index <= count; ++index) {
      const char* name = sqlite3_bind_parameter_name(statement_, index);
      parameters_.push_back(name == nullptr ? 0 : static_cast<size_t>(std::atoi(name + 1)));
    }
  }
  ~PreparedStatement() override { sqlite3_finalize(statement_); }
  PreparedStatement(const PreparedStatement&) = delete;
  PreparedStatement& operator=(const PreparedStatement&) = delete;

  absl::Status Bind(sql::Values values, bool copy) override {
    if (used_) return errors::Internal("a statement is used while it is in use");
    used_ = true;
    for (size_t i = 0; i < parameters_.size(); ++i) {
      if (parameters_[i] < 1 || parameters_[i] > values.size()) return errors::Internal("a statement lacks a parameter");
      const int code = BindOne(static_cast<int>(i) + 1, values[parameters_[i] - 1], copy ? SQLITE_TRANSIENT : SQLITE_STATIC);
      if (code != SQLITE_OK) return connection_.ToStatus(code);
    }
    return absl::OkStatus();
  }

  absl::StatusOr<bool> Step() override {
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    return connection_.ToStatus(code);
  }

  bool IsNull(int column) override { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }
  int64_t Integer(int column) override { return sqlite3_column_int64(statement_, column); }
  std::string_view Bytes(int column) override {
    const void* bytes = sqlite3_column_blob(statement_, column);
    return {static_cast<const char*>(bytes), static_cast<size_t>(sqlite3_column_bytes(statement_, column))};
  }

  void Reset() override {
    sqlite3_reset(statement_);
    sqlite3_clear_bindings(statement_);
    used_ = false;
  }

  int64_t Changed() override { return sqlite3_changes64(connection_.handle()); }

 private:
  int BindOne(int index, const sql::Value& value, sqlite3_destructor_type lifetime) {
    // An empty view may have no address, which SQLite would take for NULL.
    const char* bytes = value.bytes.data() == nullptr ? "" : value.bytes.data();
    switch (value.type) {
      case sql::Value::Type::kInteger:
        return sqlite3_bind_int64(statement_, index, value.integer);
      case sql::Value::Type::kText:
        return sqlite3_bind_text64(statement_, index, bytes, value.bytes.size(), lifetime, SQLITE_UTF8);
      case sql::Value::Type::kBlob:
        return sqlite3_bind_blob64(statement_, index, bytes, value.bytes.size(), lifetime);
      case sql::Value::Type::kNull:
        break;
    }
    return sqlite3_bind_null(statement_, index);
  }

  Connection& connection_;
  sqlite3_stmt* const statement_;
  // For each of SQLite's indexes, the number in the text.
  std::vector<size_t> parameters_;
  bool used_ = false;
};

absl::StatusOr<std::unique_ptr<Connection>> Connection::Open(const Options& options) {
  // Otherwise every allocation takes one mutex of the whole process, for statistics that nobody asks for. Refused, without
  // harm, when SQLite was in use before.
  static const int configured = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
  static_cast<void>(configured);
  sqlite3* handle = nullptr;
  const int flags =
      SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | (options.writer ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY);
  const std::string vfs = options.writer && options.sync ? LogVfs(options.vfs) : options.vfs;
  const int code = sqlite3_open_v2(options.path.c_str(), &handle, flags, vfs.empty() ? nullptr : vfs.c_str());
  if (handle == nullptr) return errors::StorageUnavailable();
  // From here on the destructor closes it.
  std::unique_ptr<Connection> connection(new Connection(handle));
  if (code != SQLITE_OK) return connection->ToStatus(code);
  absl::Status status = connection->Configure(options);
  if (!status.ok()) return status;
  return connection;
}

Connection::~Connection() {
  prepared_.clear();
  sqlite3_close_v2(handle_);
}

absl::Status Connection::Configure(const Options& options) {
  sqlite3_busy_timeout(handle_, kBusyMilliseconds);
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(handle_, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  if (!options.writer) sqlite3_db_config(handle_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
  absl::Status status =
      Run(fmt::format("PRAGMA wal_autocheckpoint = 0; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY;"
                      "PRAGMA cache_size = -{}; PRAGMA synchronous = {};",
                      options.writer ? kWriterCacheKibibytes : kReaderCacheKibibytes, options.sync ? "FULL" : "OFF"));
  if (!status.ok()) return status;
  if (!options.writer) return Run("PRAGMA query_only = ON");
  const absl::StatusOr<std::vector<std::string>> mode = Column("PRAGMA journal_mode = WAL");
  if (!mode.ok()) return mode.status();
  if (mode->empty() || mode->front() != "wal") return errors::Internal("the database cannot keep a write-ahead log");
  return Run(fmt::format("PRAGMA journal_size_limit = {}", kLogBytesKept));
}

absl::StatusOr<sql::Statement*> Connection::Prepared(const sql::Text& text) {
  if (prepared_.size() <= text.id()) prepared_.resize(text.id() + 1);
  std::unique_ptr<sql::Statement>& kept = prepared_[text.id()];
  if (kept == nullptr) {
    sqlite3_stmt* statement = nullptr;
    const int code =
        sqlite3_prepare_v3(handle_, text.sql().data(), static_cast<int>(text.sql().size()), SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    if (code != SQLITE_OK) return ToStatus(code);
    kept = std::make_unique<PreparedStatement>(*this, statement);
  }
  return kept.get();
}

absl::Status Connection::Run(const std::string& sql) {
  const int code = sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr);
  return code == SQLITE_OK ? absl::OkStatus() : ToStatus(code);
}

absl::StatusOr<std::vector<std::string>> Connection::Column(const std::string& sql) {
  std::vector<std::string> values;
  sqlite3_stmt* statement = nullptr;
  int code = sqlite3_prepare_v2(handle_, sql.data(), static_cast<int>(sql.size()), &statement, nullptr);
  if (code != SQLITE_OK) return ToStatus(code);
  while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement, 0));
    values.emplace_back(bytes == nullptr ? "" : bytes, static_cast<size_t>(sqlite3_column_bytes(statement, 0)));
  }
  absl::Status status = code == SQLITE_DONE ? absl::OkStatus() : ToStatus(code);
  sqlite3_finalize(statement);
  if (!status.ok()) return status;
  return values;
}

absl::StatusOr<int64_t> Connection::Number(const std::string& sql) {
  const absl::StatusOr<std::vector<std::string>> values = Column(sql);
  if (!values.ok()) return values.status();
  return values->empty() ? 0 : std::atoll(values->front().c_str());
}

bool Connection::InTransaction() const { return sqlite3_get_autocommit(handle_) == 0; }

absl::Status Connection::ToStatus(int code) {
  const std::string cause = fmt::format("SQLite {}: {}", sqlite3_extended_errcode(handle_), sqlite3_errmsg(handle_));
  absl::Status status;
  switch (code & 0xff) {
    case SQLITE_FULL:
      status = errors::StorageFull();
      break;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_NOMEM:
    case SQLITE_PERM:
    case SQLITE_PROTOCOL:
      status = errors::StorageUnavailable();
      break;
    case SQLITE_CONSTRAINT:
      return errors::Internal(cause);
    default:
      status = errors::Internal(cause);
  }
  if (fault_.ok()) {
    fault_ = status;
    fault_cause_ = cause;
  }
  return status;
}

}  // namespace minga::store::sqlite
