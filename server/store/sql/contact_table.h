// People's contacts, apart from the records that name them: one row for each place in a record where a person stands.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "minga/v1/initiative.pb.h"
#include "server/store/sql/connection.h"

namespace minga::store::sql {

enum class ContactKind { kFiche = 1, kInitiative = 2, kFicheRevision = 3 };

// By path in the record, for example "focal_point" or "initiatives[k3f…].focal_point".
using Contacts = std::map<std::string, v1::FocalPoint, std::less<>>;

absl::StatusOr<Contacts> ReadContacts(Connection& connection, ContactKind kind, std::string_view record);
// Adds the contacts of a record that is new.
absl::Status InsertContacts(Connection& connection, ContactKind kind, std::string_view record, const Contacts& contacts);
// Makes `contacts` the contacts of the record, in place of those it had.
absl::Status ReplaceContacts(Connection& connection, ContactKind kind, std::string_view record, const Contacts& contacts);

}  // namespace minga::store::sql
