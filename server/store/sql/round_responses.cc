// Answers to rounds, extensions and reminders.
#include <fmt/format.h>

#include <functional>
#include <map>

#include "minga/v1/fiche_revision.pb.h"
#include "minga/v1/initiative.pb.h"
#include "server/base/errors.h"
#include "server/base/resource_name.h"
#include "server/store/sql/columns.h"
#include "server/store/sql/reach.h"
#include "server/store/sql/round_store.h"

namespace minga::store::sql {
namespace {

// Whether the last thing that concerned the secretariat was that it gave the fiche back.
std::string Returned() {
  return fmt::format(
      "CASE WHEN EXISTS (SELECT 1 FROM fiche_revision AS back WHERE back.agency = fiche.agency AND back.fiche = fiche.id"
      " AND back.verb = {} AND back.principal_tenant = '{}' AND NOT EXISTS (SELECT 1 FROM fiche_revision AS sent"
      " WHERE sent.agency = back.agency AND sent.fiche = back.fiche AND sent.verb = {} AND sent.revision > back.revision))"
      " THEN 1 ELSE 0 END",
      static_cast<int>(v1::FICHE_VERB_RETURN), kSecretariatTenant, static_cast<int>(v1::FICHE_VERB_SUBMIT));
}

const Text kResponses(
    fmt::format("SELECT agency.id, agency.content, extension.close_time, extension.comment, extension.create_time, fiche.id, fiche.state,"
                " fiche.submit_time, fiche.late, {}, (SELECT MAX(reminder.time) FROM round_reminder AS reminder WHERE reminder.round = $3"
                " AND reminder.agency = agency.id AND reminder.time < $5 AND reminder.people > 0) FROM agency"
                " LEFT JOIN round_extension AS extension ON extension.round = $3 AND extension.agency = agency.id"
                " LEFT JOIN fiche ON fiche.agency = agency.id AND fiche.round = $3"
                " WHERE agency.id > '' AND ($4 = '' OR agency.id = $4) AND {} ORDER BY agency.id",
                Returned(), ResponseReached()));
// Of the fiches of a round; the rows of one fiche need not follow each other.
const Text kDecisions(
    fmt::format("SELECT agency.id, initiative.decision FROM fiche JOIN agency ON agency.id = fiche.agency"
                " JOIN initiative ON initiative.agency = fiche.agency AND initiative.fiche = fiche.id"
                " WHERE fiche.round = $3 AND ($4 = '' OR fiche.agency = $4) AND {}",
                ResponseReached()));
const Text kSetExtension(
    "INSERT INTO round_extension (round, agency, close_time, comment, create_time) VALUES ($1, $2, $3, $4, $5)"
    " ON CONFLICT (round, agency) DO UPDATE SET close_time = excluded.close_time, comment = excluded.comment,"
    " create_time = excluded.create_time");
const Text kDeleteExtension("DELETE FROM round_extension WHERE round = $1 AND agency = $2");
const Text kEndExtensions("DELETE FROM round_extension WHERE round = $1 AND close_time > $2");
const Text kNoteReminder("INSERT INTO round_reminder (round, agency, time, people) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING");
const Text kRemindedAt("SELECT agency FROM round_reminder WHERE round = $1 AND time = $2 ORDER BY agency");
const Text kWasRemindedOf("SELECT 1 FROM deadline_reminder WHERE round = $1 AND agency = $2 AND deadline = $3 AND days_before = $4");
const Text kNoteRemindedOf(
    "INSERT INTO deadline_reminder (round, agency, deadline, days_before) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING");

absl::Status Assemble(Query& row, KeptResponse* response) {
  const absl::Status status = ParseContent(row.Bytes(1), "agency", &response->agency);
  if (!status.ok()) return status;
  response->agency.set_name(names::Agency(row.Bytes(0)));
  if (!row.IsNull(2)) ReadExtension(row, 2, &response->extension.emplace());
  if (!row.IsNull(10)) response->last_reminder_time = absl::FromUnixMicros(row.Integer(10));
  if (row.IsNull(5)) return absl::OkStatus();
  response->fiche = row.String(5);
  response->state = static_cast<v1::FicheState>(row.Integer(6));
  if (!row.IsNull(7)) response->submit_time = absl::FromUnixMicros(row.Integer(7));
  response->late = row.Integer(8) != 0;
  response->returned = row.Integer(9) != 0;
  return absl::OkStatus();
}

void Count(v1::Decision decision, KeptResponse* response) {
  if (decision == v1::DECISION_ADMITTED) ++response->admitted;
  if (decision == v1::DECISION_EXCLUDED) ++response->excluded;
  if (decision == v1::DECISION_PENDING) ++response->pending;
}

}  // namespace

absl::StatusOr<std::vector<KeptResponse>> SqlRoundStore::Responses(std::string_view round, const ResponseFilter& filter) {
  std::vector<KeptResponse> responses;
  Query rows(connection_, kResponses, {KindOf(scope_), AgencyOf(scope_), round, filter.agency, ToMicros(filter.reminded_before)});
  while (rows.Next()) {
    const absl::Status status = Assemble(rows, &responses.emplace_back());
    if (!status.ok()) return status;
  }
  if (!rows.status().ok()) return rows.status();
  if (!filter.decisions) return responses;
  std::map<std::string, KeptResponse*, std::less<>> of_agency;
  for (KeptResponse& each : responses) of_agency.emplace(each.agency.name(), &each);
  Query decisions(connection_, kDecisions, {KindOf(scope_), AgencyOf(scope_), round, filter.agency});
  while (decisions.Next()) {
    const auto found = of_agency.find(names::Agency(decisions.Bytes(0)));
    if (found != of_agency.end()) Count(static_cast<v1::Decision>(decisions.Integer(1)), found->second);
  }
  if (!decisions.status().ok()) return decisions.status();
  return responses;
}

absl::Status SqlRoundStore::SetExtension(std::string_view round, std::string_view agency, const v1::RoundExtension& extension,
                                         absl::Time now) {
  connection_.Touch(kRounds);
  if (!GovernsDirectory(scope_)) return errors::PermissionDenied();
  return Execute(connection_, kSetExtension, {round, agency, ToMicros(extension.close_time()), extension.comment(), ToMicros(now)})
      .status();
}

absl::Status SqlRoundStore::DeleteExtension(std::string_view round, std::string_view agency) {
  connection_.Touch(kRounds);
  if (!GovernsDirectory(scope_)) return errors::PermissionDenied();
  return Execute(connection_, kDeleteExtension, {round, agency}).status();
}

absl::StatusOr<int64_t> SqlRoundStore::EndExtensions(std::string_view round, absl::Time now) {
  connection_.Touch(kRounds);
  if (!GovernsDirectory(scope_)) return errors::PermissionDenied();
  return Execute(connection_, kEndExtensions, {round, ToMicros(now)});
}

absl::Status SqlRoundStore::NoteReminder(std::string_view round, std::string_view agency, absl::Time time, int people) {
  if (!GovernsDirectory(scope_)) return errors::PermissionDenied();
  return Execute(connection_, kNoteReminder, {round, agency, ToMicros(time), people}).status();
}

absl::StatusOr<std::vector<std::string>> SqlRoundStore::RemindedAt(std::string_view round, absl::Time time) {
  if (!GovernsDirectory(scope_)) return errors::PermissionDenied();
  std::vector<std::string> agencies;
  Query rows(connection_, kRemindedAt, {round, ToMicros(time)});
  while (rows.Next()) agencies.push_back(rows.String(0));
  if (!rows.status().ok()) return rows.status();
  return agencies;
}

absl::StatusOr<bool> SqlRoundStore::WasRemindedOf(std::string_view round, std::string_view agency, absl::Time deadline, int days_before) {
  if (!GovernsDirectory(scope_)) return errors::PermissionDenied();
  Query row(connection_, kWasRemindedOf, {round, agency, ToMicros(deadline), days_before});
  if (row.Next()) return true;
  if (!row.status().ok()) return row.status();
  return false;
}

absl::Status SqlRoundStore::NoteRemindedOf(std::string_view round, std::string_view agency, absl::Time deadline, int days_before) {
  if (!GovernsDirectory(scope_)) return errors::PermissionDenied();
  return Execute(connection_, kNoteRemindedOf, {round, agency, ToMicros(deadline), days_before}).status();
}

}  // namespace minga::store::sql
