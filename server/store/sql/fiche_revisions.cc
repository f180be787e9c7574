#include "server/store/sql/fiche_revisions.h"

#include <fmt/format.h>

#include "server/store/sql/columns.h"
#include "server/store/sql/contact_table.h"
#include "server/store/sql/reach.h"

namespace minga::store::sql {
namespace {

constexpr char kRecordStep[] =
    "INSERT INTO fiche_revision (agency, fiche, revision, verb, state, validation, time, principal_kind, principal_tenant, principal, "
    "comment, initiative, decision, agrees, late, content)"
    " SELECT agency, id, revision, $3, state, $4, update_time, $5, $6, $7, $8, $9, $10, $11, $12, {} FROM fiche WHERE agency = $1 AND id = "
    "$2";
const Text kRecord(fmt::format(kRecordStep, "NULL"));
const Text kRecordWithContent(fmt::format(kRecordStep, "content"));
const Text kRecordContacts(
    "INSERT INTO contact (kind, record, path, display_name, email)"
    " SELECT 3, contact.record || '/' || fiche.revision, contact.path, contact.display_name, contact.email"
    " FROM fiche JOIN contact ON contact.kind = 1 AND contact.record = fiche.id WHERE fiche.agency = $1 AND fiche.id = $2");
// Not a path of the content: who had the link.
constexpr char kLinkPath[] = "principal";
const Text kRecordLink(
    "INSERT INTO contact (kind, record, path, display_name, email)"
    " SELECT 3, id || '/' || revision, $3, $4, $5 FROM fiche WHERE agency = $1 AND id = $2");
// '0' follows '/'.
const Text kDeleteContacts("DELETE FROM contact WHERE kind = 3 AND record > $1 || '/' AND record < $1 || '0'");

const Text kSteps(
    fmt::format("SELECT fiche_revision.revision, fiche_revision.verb, fiche_revision.state, fiche_revision.validation, fiche_revision.time,"
                " fiche_revision.principal_kind, fiche_revision.principal_tenant, fiche_revision.principal, fiche_revision.comment,"
                " fiche_revision.content IS NOT NULL, fiche_revision.initiative, fiche_revision.decision,"
                " fiche_revision.agrees, fiche_revision.late FROM fiche_revision"
                " WHERE fiche_revision.agency = $3 AND fiche_revision.fiche = $4 AND fiche_revision.revision < $5 AND {}"
                " ORDER BY fiche_revision.revision DESC LIMIT $6",
                FicheStepReached()));
const Text kHasStep(
    fmt::format("SELECT 1 FROM fiche_revision WHERE fiche_revision.agency = $3 AND fiche_revision.fiche = $4 AND fiche_revision.verb = $5"
                " AND fiche_revision.comment = $6 AND {} LIMIT 1",
                FicheStepReached()));
const Text kStep(
    fmt::format("SELECT fiche_revision.state, fiche_revision.time FROM fiche_revision"
                " WHERE fiche_revision.agency = $3 AND fiche_revision.fiche = $4 AND fiche_revision.revision = $5 AND {}",
                FicheStepReached()));
const Text kContent(
    "SELECT revision, content FROM fiche_revision WHERE agency = $1 AND fiche = $2 AND revision <= $3 AND content IS NOT NULL"
    " ORDER BY revision DESC LIMIT 1");

Value Agrees(const FicheStep& step) { return step.agrees.has_value() ? Value(*step.agrees ? 1 : 0) : Value(); }

}  // namespace

absl::Status RecordStep(Connection& connection, std::string_view agency, std::string_view fiche, const FicheStep& step,
                        bool content_changed) {
  const absl::Status status = Execute(connection, content_changed ? kRecordWithContent : kRecord,
                                      {agency, fiche, static_cast<int>(step.verb), static_cast<int>(step.validation),
                                       static_cast<int>(step.principal.kind), step.principal.tenant, step.principal.id, step.comment,
                                       step.initiative, static_cast<int>(step.decision), Agrees(step), step.late ? 1 : 0})
                                  .status();
  if (!status.ok()) return status;
  if (step.principal.kind == Principal::Kind::kLink) {
    return Execute(connection, kRecordLink, {agency, fiche, kLinkPath, step.by_link.display_name(), step.by_link.email()}).status();
  }
  return content_changed ? Execute(connection, kRecordContacts, {agency, fiche}).status() : absl::OkStatus();
}

absl::Status DeleteRevisionContacts(Connection& connection, std::string_view fiche) {
  return Execute(connection, kDeleteContacts, {fiche}).status();
}

absl::StatusOr<std::vector<KeptStep>> ReadSteps(Connection& connection, const Scope& scope, std::string_view agency, std::string_view fiche,
                                                int64_t before, int limit) {
  std::vector<KeptStep> steps;
  Query rows(connection, kSteps, {KindOf(scope), AgencyOf(scope), agency, fiche, Before(before), limit});
  while (rows.Next()) {
    KeptStep& kept = steps.emplace_back();
    kept.revision = rows.Integer(0);
    kept.step.verb = static_cast<v1::FicheVerb>(rows.Integer(1));
    kept.state = static_cast<v1::FicheState>(rows.Integer(2));
    kept.step.validation = static_cast<v1::ValidationMode>(rows.Integer(3));
    kept.time = absl::FromUnixMicros(rows.Integer(4));
    kept.step.principal = {static_cast<Principal::Kind>(rows.Integer(5)), rows.String(6), rows.String(7)};
    kept.step.comment = rows.String(8);
    kept.content_changed = rows.Integer(9) != 0;
    kept.step.initiative = rows.String(10);
    kept.step.decision = static_cast<v1::Decision>(rows.Integer(11));
    if (!rows.IsNull(12)) kept.step.agrees = rows.Integer(12) != 0;
    kept.step.late = rows.Integer(13) != 0;
  }
  if (!rows.status().ok()) return rows.status();
  if (!scope.SeesContactsOf(std::string(agency))) return steps;
  for (KeptStep& kept : steps) {
    if (kept.step.principal.kind != Principal::Kind::kLink) continue;
    const absl::StatusOr<Contacts> contacts =
        ReadContacts(connection, ContactKind::kFicheRevision, fmt::format("{}/{}", fiche, kept.revision));
    if (!contacts.ok()) return contacts.status();
    if (const auto found = contacts->find(kLinkPath); found != contacts->end()) kept.step.by_link = found->second;
  }
  return steps;
}

absl::StatusOr<bool> HasRecordedStep(Connection& connection, const Scope& scope, std::string_view agency, std::string_view fiche,
                                     v1::FicheVerb verb, std::string_view comment) {
  Query row(connection, kHasStep, {KindOf(scope), AgencyOf(scope), agency, fiche, static_cast<int>(verb), comment});
  if (row.Next()) return true;
  if (!row.status().ok()) return row.status();
  return false;
}

absl::StatusOr<std::optional<RevisionContent>> ReadRevision(Connection& connection, const Scope& scope, std::string_view agency,
                                                            std::string_view fiche, int64_t revision) {
  RevisionContent read;
  {
    Query row(connection, kStep, {KindOf(scope), AgencyOf(scope), agency, fiche, revision});
    if (!row.Next()) {
      if (!row.status().ok()) return row.status();
      return std::nullopt;
    }
    read.state = static_cast<v1::FicheState>(row.Integer(0));
    read.time = absl::FromUnixMicros(row.Integer(1));
  }
  Query row(connection, kContent, {agency, fiche, revision});
  if (!row.Next()) {
    if (!row.status().ok()) return row.status();
    return std::nullopt;
  }
  read.revision = row.Integer(0);
  if (const absl::Status status = ParseContent(row.Bytes(1), "fiche_revision", &read.content); !status.ok()) return status;
  return read;
}

}  // namespace minga::store::sql
