#include "server/store/sql/connection.h"

#include <mutex>

namespace minga::store::sql {
namespace {

struct Registry {
  std::mutex mutex;
  size_t next = 0;
  std::vector<const Text*> texts;
};

// Never destroyed: texts of other files are destroyed in no certain order.
Registry& AllTexts() {
  static Registry* registry = new Registry;
  return *registry;
}

}  // namespace

Text::Text(std::string sql) : sql_(std::move(sql)) {
  Registry& registry = AllTexts();
  const std::lock_guard lock(registry.mutex);
  id_ = registry.next++;
  registry.texts.push_back(this);
}

Text::~Text() {
  Registry& registry = AllTexts();
  const std::lock_guard lock(registry.mutex);
  std::erase(registry.texts, this);
}

std::vector<const Text*> Text::All() {
  Registry& registry = AllTexts();
  const std::lock_guard lock(registry.mutex);
  return registry.texts;
}

Value Blob(std::string_view bytes) {
  Value value(bytes);
  value.type = Value::Type::kBlob;
  return value;
}

Query::Query(Connection& connection, const Text& text, Values values) {
  absl::StatusOr<Statement*> statement = connection.Prepared(text);
  if (!statement.ok()) {
    status_ = statement.status();
    return;
  }
  statement_ = *statement;
  // The values may be temporaries that end before the rows are read.
  status_ = statement_->Bind(values, /*copy=*/true);
}

Query::~Query() {
  if (statement_ != nullptr) statement_->Reset();
}

bool Query::Next() {
  if (!status_.ok()) return false;
  const absl::StatusOr<bool> row = statement_->Step();
  if (!row.ok()) {
    status_ = row.status();
    return false;
  }
  return *row;
}

absl::StatusOr<int64_t> Execute(Connection& connection, const Text& text, Values values) {
  const absl::StatusOr<Statement*> prepared = connection.Prepared(text);
  if (!prepared.ok()) return prepared.status();
  Statement& statement = **prepared;
  absl::Status status = statement.Bind(values, /*copy=*/false);
  if (status.ok()) status = statement.Step().status();
  const int64_t changed = status.ok() ? statement.Changed() : 0;
  statement.Reset();
  if (!status.ok()) return status;
  return changed;
}

}  // namespace minga::store::sql
