#include "server/store/sql/fiche_store.h"

#include <fmt/format.h>

#include <array>
#include <memory>

#include "server/base/errors.h"
#include "server/base/id.h"
#include "server/base/limits.h"
#include "server/base/resource_name.h"
#include "server/store/sql/columns.h"
#include "server/store/sql/contact_table.h"
#include "server/store/sql/fiche_revisions.h"
#include "server/store/sql/reach.h"

namespace minga::store::sql {
namespace {

constexpr char kColumns[] =
    "fiche.agency, fiche.id, fiche.round, fiche.state, fiche.revision, fiche.create_time, fiche.update_time, fiche.submit_time, "
    "fiche.return_comment, fiche.content, fiche.late";

const Text kGet(fmt::format("SELECT {} FROM fiche WHERE fiche.agency = $3 AND fiche.id = $4 AND {}", kColumns, FicheReached()));
const Text kFindByRound(fmt::format("SELECT {} FROM fiche WHERE fiche.agency = $3 AND fiche.round = $4 AND {}", kColumns, FicheReached()));
const Text kDecisions("SELECT id, decision FROM initiative WHERE agency = $1 AND fiche = $2");
const Text kInsert(
    "INSERT INTO fiche (agency, id, round, state, revision, create_time, update_time, submit_time, return_comment, content)"
    " VALUES ($1, $2, $3, $4, 1, $5, $5, $6, $7, $8) ON CONFLICT (agency, round) DO NOTHING");
const Text kUpdate(
    fmt::format("UPDATE fiche SET state = $5, revision = revision + 1, update_time = $6, submit_time = $7, return_comment = $8,"
                " late = $9, content = $10 WHERE fiche.agency = $3 AND fiche.id = $4 AND {}",
                FicheReached()));
const Text kUpdateState(
    fmt::format("UPDATE fiche SET state = $5, revision = revision + 1, update_time = $6, submit_time = $7, return_comment = $8,"
                " late = $9 WHERE fiche.agency = $3 AND fiche.id = $4 AND {}",
                FicheReached()));
const Text kDelete(fmt::format("DELETE FROM fiche WHERE fiche.agency = $3 AND fiche.id = $4 AND {}", FicheReached()));
const Text kReaches(fmt::format("SELECT 1 FROM fiche WHERE fiche.agency = $3 AND fiche.id = $4 AND {}", FicheReached()));
// Nothing happens to a fiche in review: its last step is the one that asked for it.
const Text kInReview(
    fmt::format("SELECT fiche.id, fiche.round, step.principal_kind, step.principal_tenant, step.principal, step.comment FROM fiche"
                " JOIN fiche_revision AS step ON step.agency = fiche.agency AND step.fiche = fiche.id AND step.revision = fiche.revision"
                " WHERE fiche.agency = $1 AND fiche.state = {} ORDER BY fiche.create_time DESC, fiche.id DESC LIMIT $2",
                static_cast<int>(v1::FICHE_STATE_IN_REVIEW)));
const Text kFindOwned(fmt::format("SELECT 1 FROM fiche WHERE fiche.agency = $3 AND fiche.id = $4 AND {}", FicheOwned()));
const Text kAttach(
    "INSERT INTO attachment (agency, fiche, id, file_name, media_type, hash, create_time, imported, bytes)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)");
const Text kDetach(
    fmt::format("DELETE FROM attachment WHERE attachment.agency = $3 AND attachment.fiche = $4 AND attachment.id = $5"
                " AND EXISTS (SELECT 1 FROM fiche WHERE fiche.agency = $3 AND fiche.id = $4 AND {})",
                FicheOwned()));
constexpr char kImported[] =
    "EXISTS (SELECT 1 FROM attachment AS same WHERE same.agency = attachment.agency AND same.fiche = attachment.fiche"
    " AND same.hash = attachment.hash AND same.imported = 1)";
const Text kFindAttachment(
    fmt::format("SELECT attachment.id, attachment.file_name, attachment.media_type, {} FROM attachment JOIN fiche ON fiche.agency = "
                "attachment.agency AND fiche.id = attachment.fiche"
                " WHERE attachment.agency = $3 AND attachment.fiche = $4 AND attachment.id = $5 AND {}",
                kImported, FicheOwned()));
const Text kListAttachments(
    fmt::format("SELECT attachment.id, attachment.file_name, attachment.media_type, LENGTH(attachment.bytes), attachment.hash,"
                " attachment.create_time FROM attachment JOIN fiche ON fiche.agency = attachment.agency AND fiche.id = attachment.fiche"
                " WHERE attachment.agency = $3 AND attachment.fiche = $4 AND {} ORDER BY attachment.id LIMIT $5",
                FicheOwned()));
const Text kAttachmentBytes(
    fmt::format("SELECT attachment.bytes FROM attachment JOIN fiche ON fiche.agency = attachment.agency AND fiche.id = attachment.fiche"
                " WHERE attachment.agency = $3 AND attachment.fiche = $4 AND attachment.id = $5 AND {}",
                FicheOwned()));
const Text kAttachments(
    fmt::format("SELECT attachment.id, attachment.file_name, attachment.media_type, attachment.bytes, {} FROM attachment"
                " JOIN fiche ON fiche.agency = attachment.agency AND fiche.id = attachment.fiche"
                " WHERE attachment.agency = $3 AND attachment.fiche = $4 AND {} ORDER BY attachment.id",
                kImported, FicheOwned()));

// A text for each set of given filters, so that each finds its own index: a condition "empty or equal" would find none.
constexpr unsigned kByAgency = 1, kByRound = 2, kByState = 4;

const std::array<std::unique_ptr<Text>, 8>& Lists() {
  static const std::array<std::unique_ptr<Text>, 8> lists = [] {
    std::array<std::unique_ptr<Text>, 8> texts;
    for (unsigned given = 0; given < texts.size(); ++given) {
      int parameter = 6;
      std::string conditions;
      if (given & kByAgency) conditions += fmt::format(" AND fiche.agency = ${}", parameter++);
      if (given & kByRound) conditions += fmt::format(" AND fiche.round = ${}", parameter++);
      if (given & kByState) conditions += fmt::format(" AND fiche.state = ${}", parameter++);
      texts[given] =
          std::make_unique<Text>(fmt::format("SELECT {} FROM fiche WHERE (fiche.create_time, fiche.id) < ($3, $4){} AND {}"
                                             " ORDER BY fiche.create_time DESC, fiche.id DESC LIMIT $5",
                                             kColumns, conditions, FicheReached()));
    }
    return texts;
  }();
  return lists;
}
// Registers them at start-up like the others.
[[maybe_unused]] const auto& kLists = Lists();

constexpr char kFocalPoint[] = "focal_point";

std::string EntryFocalPoint(std::string_view entry) { return fmt::format("initiatives[{}].focal_point", entry); }

// The fiche's kept bytes and what is kept apart from them.
struct Parts {
  std::string content;
  Contacts contacts;
};

Parts TakeApart(v1::Fiche fiche) {
  Parts parts;
  fiche.clear_name();
  fiche.clear_round();
  fiche.clear_state();
  fiche.clear_etag();
  fiche.clear_create_time();
  fiche.clear_update_time();
  fiche.clear_submit_time();
  fiche.clear_return_comment();
  fiche.clear_late();
  if (fiche.has_focal_point()) {
    parts.contacts[kFocalPoint].Swap(fiche.mutable_focal_point());
    fiche.clear_focal_point();
  }
  for (v1::FicheInitiative& entry : *fiche.mutable_initiatives()) {
    entry.clear_decision();
    if (!entry.content().has_focal_point()) continue;
    parts.contacts[EntryFocalPoint(entry.id())].Swap(entry.mutable_content()->mutable_focal_point());
    entry.mutable_content()->clear_focal_point();
  }
  parts.content = fiche.SerializeAsString();
  return parts;
}

Value Late(const v1::Fiche& fiche) { return fiche.late() ? 1 : 0; }
Value SubmitTime(const v1::Fiche& fiche) { return fiche.has_submit_time() ? Value(ToMicros(fiche.submit_time())) : Value(); }

}  // namespace

absl::Status SqlFicheStore::Assemble(Query& row, v1::Fiche* fiche) {
  absl::Status status = ParseContent(row.Bytes(9), "fiche", fiche);
  if (!status.ok()) return status;
  const std::string agency = row.String(0);
  const std::string id = row.String(1);
  fiche->set_name(names::Fiche(agency, id));
  fiche->set_round(names::Round(row.Bytes(2)));
  fiche->set_state(static_cast<v1::FicheState>(row.Integer(3)));
  fiche->set_etag(std::to_string(row.Integer(4)));
  *fiche->mutable_create_time() = FromMicros(row.Integer(5));
  *fiche->mutable_update_time() = FromMicros(row.Integer(6));
  if (!row.IsNull(7)) *fiche->mutable_submit_time() = FromMicros(row.Integer(7));
  fiche->set_return_comment(row.String(8));
  fiche->set_late(row.Integer(10) != 0);

  // Before it is submitted nothing in it is registered, so nothing is decided.
  if (fiche->initiatives_size() > 0 && fiche->has_submit_time()) {
    Query decisions(connection_, kDecisions, {agency, id});
    while (decisions.Next()) {
      for (v1::FicheInitiative& entry : *fiche->mutable_initiatives()) {
        if (entry.id() == decisions.Bytes(0)) entry.set_decision(static_cast<v1::Decision>(decisions.Integer(1)));
      }
    }
    if (!decisions.status().ok()) return decisions.status();
  }

  return JoinContacts(ContactKind::kFiche, agency, id, fiche);
}

absl::Status SqlFicheStore::JoinContacts(ContactKind kind, std::string_view agency, std::string_view record, v1::Fiche* fiche) {
  if (!scope_.SeesContactsOf(std::string(agency))) return absl::OkStatus();
  absl::StatusOr<Contacts> contacts = ReadContacts(connection_, kind, record);
  if (!contacts.ok()) return contacts.status();
  if (contacts->empty()) return absl::OkStatus();
  if (const auto found = contacts->find(kFocalPoint); found != contacts->end()) fiche->mutable_focal_point()->Swap(&found->second);
  for (v1::FicheInitiative& entry : *fiche->mutable_initiatives()) {
    const auto found = contacts->find(EntryFocalPoint(entry.id()));
    if (found != contacts->end()) entry.mutable_content()->mutable_focal_point()->Swap(&found->second);
  }
  return absl::OkStatus();
}

absl::StatusOr<std::optional<v1::Fiche>> SqlFicheStore::One(Query& row) {
  if (!row.Next()) {
    if (!row.status().ok()) return row.status();
    return std::nullopt;
  }
  v1::Fiche fiche;
  const absl::Status status = Assemble(row, &fiche);
  if (!status.ok()) return status;
  return fiche;
}

absl::StatusOr<std::optional<v1::Fiche>> SqlFicheStore::Get(std::string_view agency, std::string_view fiche) {
  Query row(connection_, kGet, {KindOf(scope_), AgencyOf(scope_), agency, fiche});
  return One(row);
}

absl::StatusOr<std::optional<v1::Fiche>> SqlFicheStore::FindByRound(std::string_view agency, std::string_view round) {
  Query row(connection_, kFindByRound, {KindOf(scope_), AgencyOf(scope_), agency, round});
  return One(row);
}

absl::StatusOr<std::vector<v1::Fiche>> SqlFicheStore::List(const FicheFilter& filter, int limit) {
  // Named, an agency's own index serves its unfiltered list too; the scope decides as before what it reaches.
  const std::string& agency = filter.agency.empty() && scope_.kind == Scope::Kind::kAgency ? scope_.agency : filter.agency;
  std::vector<Value> values = {KindOf(scope_), AgencyOf(scope_), Before(filter.before_micros), filter.before_id, limit};
  unsigned given = 0;
  if (!agency.empty()) given |= kByAgency, values.push_back(agency);
  if (!filter.round.empty()) given |= kByRound, values.push_back(filter.round);
  if (filter.state != v1::FICHE_STATE_UNSPECIFIED) given |= kByState, values.push_back(static_cast<int>(filter.state));
  std::vector<v1::Fiche> fiches;
  Query rows(connection_, *Lists()[given], values);
  for (size_t bytes = 0; bytes < limits::kPageBytes && rows.Next();) {
    if (!fiches.empty()) bytes += fiches.back().ByteSizeLong();
    const absl::Status status = Assemble(rows, &fiches.emplace_back());
    if (!status.ok()) return status;
  }
  if (!rows.status().ok()) return rows.status();
  return fiches;
}

absl::StatusOr<bool> SqlFicheStore::Insert(const v1::Fiche& fiche, const FicheStep& step, absl::Time now) {
  std::string agency, id, round;
  if (!names::ParseFiche(fiche.name(), &agency, &id)) return errors::Internal("a fiche without a name");
  if (!names::ParseRound(fiche.round(), &round)) return errors::Internal("a fiche without a round");
  if (!MayInsertFicheOf(scope_, agency)) return errors::NotFound(names::Agency(agency));
  const Parts parts = TakeApart(fiche);
  const absl::StatusOr<int64_t> inserted = Execute(
      connection_, kInsert,
      {agency, id, round, static_cast<int>(fiche.state()), ToMicros(now), SubmitTime(fiche), fiche.return_comment(), Blob(parts.content)});
  if (!inserted.ok()) return inserted.status();
  if (*inserted == 0) return false;
  absl::Status status = InsertContacts(connection_, ContactKind::kFiche, id, parts.contacts);
  if (status.ok()) status = RecordStep(connection_, agency, id, step, /*content_changed=*/true);
  if (!status.ok()) return status;
  return true;
}

absl::Status SqlFicheStore::Update(const v1::Fiche& fiche, const FicheStep& step, absl::Time now) {
  std::string agency, id;
  if (!names::ParseFiche(fiche.name(), &agency, &id)) return errors::Internal("a fiche without a name");
  const Parts parts = TakeApart(fiche);
  const absl::StatusOr<int64_t> updated =
      Execute(connection_, kUpdate,
              {KindOf(scope_), AgencyOf(scope_), agency, id, static_cast<int>(fiche.state()), ToMicros(now), SubmitTime(fiche),
               fiche.return_comment(), Late(fiche), Blob(parts.content)});
  if (!updated.ok()) return updated.status();
  if (*updated == 0) return errors::NotFound(fiche.name());
  // Who does not see the contacts does not carry them in the message either: they stay.
  if (scope_.SeesContactsOf(agency)) {
    const absl::Status replaced = ReplaceContacts(connection_, ContactKind::kFiche, id, parts.contacts);
    if (!replaced.ok()) return replaced;
  }
  return RecordStep(connection_, agency, id, step, /*content_changed=*/true);
}

absl::Status SqlFicheStore::UpdateState(const v1::Fiche& fiche, const FicheStep& step, absl::Time now) {
  std::string agency, id;
  if (!names::ParseFiche(fiche.name(), &agency, &id)) return errors::Internal("a fiche without a name");
  const absl::StatusOr<int64_t> updated = Execute(connection_, kUpdateState,
                                                  {KindOf(scope_), AgencyOf(scope_), agency, id, static_cast<int>(fiche.state()),
                                                   ToMicros(now), SubmitTime(fiche), fiche.return_comment(), Late(fiche)});
  if (!updated.ok()) return updated.status();
  if (*updated == 0) return errors::NotFound(fiche.name());
  return RecordStep(connection_, agency, id, step, /*content_changed=*/false);
}

absl::Status SqlFicheStore::Delete(std::string_view agency, std::string_view fiche) {
  const absl::StatusOr<int64_t> deleted = Execute(connection_, kDelete, {KindOf(scope_), AgencyOf(scope_), agency, fiche});
  if (!deleted.ok()) return deleted.status();
  if (*deleted == 0) return errors::NotFound(names::Fiche(agency, fiche));
  const absl::Status forgotten = DeleteRevisionContacts(connection_, fiche);
  return forgotten.ok() ? ReplaceContacts(connection_, ContactKind::kFiche, fiche, {}) : forgotten;
}

absl::StatusOr<bool> SqlFicheStore::Reaches(std::string_view agency, std::string_view fiche) {
  Query row(connection_, kReaches, {KindOf(scope_), AgencyOf(scope_), agency, fiche});
  if (row.Next()) return true;
  if (!row.status().ok()) return row.status();
  return false;
}

absl::StatusOr<std::vector<KeptStep>> SqlFicheStore::Steps(std::string_view agency, std::string_view fiche, int64_t before, int limit) {
  const absl::StatusOr<bool> reached = Reaches(agency, fiche);
  if (!reached.ok()) return reached.status();
  if (!*reached) return std::vector<KeptStep>();
  return ReadSteps(connection_, scope_, agency, fiche, before, limit);
}

absl::StatusOr<std::vector<WaitingFiche>> SqlFicheStore::InReview(std::string_view agency, int limit) {
  std::vector<WaitingFiche> waiting;
  if (!MayTell(scope_)) return waiting;
  Query rows(connection_, kInReview, {agency, limit});
  while (rows.Next()) {
    waiting.push_back(
        {rows.String(0), rows.String(1), {static_cast<Principal::Kind>(rows.Integer(2)), rows.String(3), rows.String(4)}, rows.String(5)});
  }
  if (!rows.status().ok()) return rows.status();
  return waiting;
}

absl::StatusOr<bool> SqlFicheStore::HasStep(std::string_view agency, std::string_view fiche, v1::FicheVerb verb, std::string_view comment) {
  return HasRecordedStep(connection_, scope_, agency, fiche, verb, comment);
}

absl::StatusOr<std::optional<v1::Fiche>> SqlFicheStore::Revision(std::string_view agency, std::string_view fiche, int64_t revision) {
  const absl::StatusOr<std::optional<v1::Fiche>> now = Get(agency, fiche);
  if (!now.ok() || !now->has_value()) return now;
  absl::StatusOr<std::optional<RevisionContent>> read = ReadRevision(connection_, scope_, agency, fiche, revision);
  if (!read.ok()) return read.status();
  if (!read->has_value()) return std::nullopt;
  v1::Fiche then = std::move((*read)->content);
  then.set_name((*now)->name());
  then.set_round((*now)->round());
  then.set_state((*read)->state);
  then.set_etag(std::to_string(revision));
  *then.mutable_create_time() = (*now)->create_time();
  *then.mutable_update_time() = FromMicros(absl::ToUnixMicros((*read)->time));
  const absl::Status joined = JoinContacts(ContactKind::kFicheRevision, agency, fmt::format("{}/{}", fiche, (*read)->revision), &then);
  if (!joined.ok()) return joined;
  return then;
}

absl::Status SqlFicheStore::Attach(std::string_view agency, std::string_view fiche, const Attachment& attachment, absl::Time now) {
  {
    Query owned(connection_, kFindOwned, {KindOf(scope_), AgencyOf(scope_), agency, fiche});
    if (!owned.Next()) return owned.status().ok() ? errors::NotFound(names::Fiche(agency, fiche)) : owned.status();
  }
  const std::string hash = attachment.hash.empty() ? Hash(attachment.bytes) : attachment.hash;
  return Execute(connection_, kAttach,
                 {agency, fiche, attachment.id, attachment.file_name, attachment.media_type, Blob(hash), ToMicros(now),
                  attachment.imported ? 1 : 0, Blob(attachment.bytes)})
      .status();
}

absl::Status SqlFicheStore::Detach(std::string_view agency, std::string_view fiche, std::string_view attachment) {
  const absl::StatusOr<int64_t> deleted = Execute(connection_, kDetach, {KindOf(scope_), AgencyOf(scope_), agency, fiche, attachment});
  if (!deleted.ok()) return deleted.status();
  return *deleted == 0 ? errors::NotFound(names::Attachment(agency, fiche, attachment)) : absl::OkStatus();
}

absl::StatusOr<std::optional<Attachment>> SqlFicheStore::FindAttachment(std::string_view agency, std::string_view fiche,
                                                                        std::string_view attachment) {
  Query row(connection_, kFindAttachment, {KindOf(scope_), AgencyOf(scope_), agency, fiche, attachment});
  if (row.Next()) return Attachment{row.String(0), row.String(1), row.String(2), {}, row.Integer(3) != 0};
  if (!row.status().ok()) return row.status();
  return std::nullopt;
}

absl::StatusOr<std::vector<v1::Attachment>> SqlFicheStore::ListAttachments(std::string_view agency, std::string_view fiche, int limit) {
  std::vector<v1::Attachment> attachments;
  Query rows(connection_, kListAttachments, {KindOf(scope_), AgencyOf(scope_), agency, fiche, limit});
  while (rows.Next()) {
    v1::Attachment& attachment = attachments.emplace_back();
    attachment.set_name(names::Attachment(agency, fiche, rows.Bytes(0)));
    attachment.set_file_name(rows.String(1));
    attachment.set_media_type(rows.String(2));
    attachment.set_size_bytes(rows.Integer(3));
    attachment.set_hash(ToHex(rows.Bytes(4)));
    *attachment.mutable_create_time() = FromMicros(rows.Integer(5));
  }
  if (!rows.status().ok()) return rows.status();
  return attachments;
}

absl::StatusOr<std::optional<std::string>> SqlFicheStore::AttachmentBytes(std::string_view agency, std::string_view fiche,
                                                                          std::string_view attachment) {
  Query row(connection_, kAttachmentBytes, {KindOf(scope_), AgencyOf(scope_), agency, fiche, attachment});
  if (row.Next()) return row.String(0);
  if (!row.status().ok()) return row.status();
  return std::nullopt;
}

absl::StatusOr<std::vector<Attachment>> SqlFicheStore::Attachments(std::string_view agency, std::string_view fiche) {
  std::vector<Attachment> attachments;
  Query rows(connection_, kAttachments, {KindOf(scope_), AgencyOf(scope_), agency, fiche});
  while (rows.Next()) attachments.push_back({rows.String(0), rows.String(1), rows.String(2), rows.String(3), rows.Integer(4) != 0});
  if (!rows.status().ok()) return rows.status();
  return attachments;
}

}  // namespace minga::store::sql
