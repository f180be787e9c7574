// What the shared SQL needs of a database engine: one connection with statements that are prepared once. Engines
// implement Connection and Statement; the stores use Query and Execute.
//
// Statements use the parameters $1, $2, …, which PostgreSQL numbers and SQLite names; both take one twice.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "server/store/store.h"

namespace minga::store::sql {

// The text of a statement, made once for the life of the program; its identity is the key of a connection's cache.
class Text {
 public:
  explicit Text(std::string sql);
  ~Text();
  Text(const Text&) = delete;
  Text& operator=(const Text&) = delete;

  const std::string& sql() const { return sql_; }
  // Small and dense: 0, 1, 2, …
  size_t id() const { return id_; }
  // Every statement of the program, for checks of all of them.
  static std::vector<const Text*> All();

 private:
  const std::string sql_;
  size_t id_;
};

// A parameter's value. Does not own its bytes.
struct Value {
  enum class Type { kNull, kInteger, kText, kBlob };

  Value() = default;
  Value(int value) : type(Type::kInteger), integer(value) {}
  Value(int64_t value) : type(Type::kInteger), integer(value) {}
  Value(std::string_view value) : type(Type::kText), bytes(value) {}
  Value(const std::string& value) : type(Type::kText), bytes(value) {}
  Value(const char* value) : type(Type::kText), bytes(value) {}

  Type type = Type::kNull;
  int64_t integer = 0;
  std::string_view bytes;
};
Value Blob(std::string_view bytes);
using Values = absl::Span<const Value>;

// A prepared statement of a connection.
class Statement {
 public:
  virtual ~Statement() = default;
  // Binds all parameters. Without `copy` their bytes stay with the caller until Reset.
  virtual absl::Status Bind(Values values, bool copy) = 0;
  // True with a row, false at the end.
  virtual absl::StatusOr<bool> Step() = 0;
  // Of the row; bytes are valid until the next step.
  virtual bool IsNull(int column) = 0;
  virtual int64_t Integer(int column) = 0;
  virtual std::string_view Bytes(int column) = 0;
  // Ends its use and forgets the parameters.
  virtual void Reset() = 0;
  // Rows that the statement changed.
  virtual int64_t Changed() = 0;
};

// Not thread-safe.
class Connection {
 public:
  virtual ~Connection() = default;
  // The statement of this connection, prepared at its first use.
  virtual absl::StatusOr<Statement*> Prepared(const Text& text) = 0;

  // Notes what the transaction changes, for Store::Epoch.
  void Touch(Topics topics) { touched_ |= topics; }
  // What was noted since the last time.
  Topics TakeTouched() { return std::exchange(touched_, 0); }

 private:
  Topics touched_ = 0;
};

// Rows of a statement:
//   Query query(connection, kGet, {id});
//   while (query.Next()) … query.Integer(0) …
//   if (!query.status().ok()) return query.status();
class Query {
 public:
  Query(Connection& connection, const Text& text, Values values);
  ~Query();
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  // False at the end and when it failed.
  bool Next();
  const absl::Status& status() const { return status_; }

  bool IsNull(int column) { return statement_->IsNull(column); }
  int64_t Integer(int column) { return statement_->Integer(column); }
  std::string_view Bytes(int column) { return statement_->Bytes(column); }
  std::string String(int column) { return std::string(Bytes(column)); }

 private:
  Statement* statement_ = nullptr;
  absl::Status status_;
};

// Runs a statement that answers no rows; how many it changed.
absl::StatusOr<int64_t> Execute(Connection& connection, const Text& text, Values values);

}  // namespace minga::store::sql
