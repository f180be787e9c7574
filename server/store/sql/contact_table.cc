#include "server/store/sql/contact_table.h"

#include <algorithm>

namespace minga::store::sql {
namespace {

const Text kRead("SELECT path, display_name, email FROM contact WHERE kind = $1 AND record = $2");
const Text kDelete("DELETE FROM contact WHERE kind = $1 AND record = $2");
const Text kInsert("INSERT INTO contact (kind, record, path, display_name, email) VALUES ($1, $2, $3, $4, $5)");

}  // namespace

absl::StatusOr<Contacts> ReadContacts(Connection& connection, ContactKind kind, std::string_view record) {
  Contacts contacts;
  Query query(connection, kRead, {static_cast<int>(kind), record});
  while (query.Next()) {
    v1::FocalPoint& contact = contacts[query.String(0)];
    contact.set_display_name(query.String(1));
    contact.set_email(query.String(2));
  }
  if (!query.status().ok()) return query.status();
  return contacts;
}

absl::Status InsertContacts(Connection& connection, ContactKind kind, std::string_view record, const Contacts& contacts) {
  for (const auto& [path, contact] : contacts) {
    const absl::Status status =
        Execute(connection, kInsert, {static_cast<int>(kind), record, path, contact.display_name(), contact.email()}).status();
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status ReplaceContacts(Connection& connection, ContactKind kind, std::string_view record, const Contacts& contacts) {
  // Most changes of a record leave its contacts alone, and looking is cheaper than writing them again.
  const absl::StatusOr<Contacts> kept = ReadContacts(connection, kind, record);
  if (!kept.ok()) return kept.status();
  const bool same = std::equal(kept->begin(), kept->end(), contacts.begin(), contacts.end(), [](const auto& one, const auto& other) {
    return one.first == other.first && one.second.display_name() == other.second.display_name() &&
           one.second.email() == other.second.email();
  });
  if (same) return absl::OkStatus();
  const absl::Status status = Execute(connection, kDelete, {static_cast<int>(kind), record}).status();
  return status.ok() ? InsertContacts(connection, kind, record, contacts) : status;
}

}  // namespace minga::store::sql
