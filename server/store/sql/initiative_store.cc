#include "server/store/sql/initiative_store.h"

#include <fmt/format.h>

#include <algorithm>

#include "server/base/errors.h"
#include "server/base/limits.h"
#include "server/base/resource_name.h"
#include "server/store/confirmation.h"
#include "server/store/sql/change_feed.h"
#include "server/store/sql/columns.h"
#include "server/store/sql/contact_table.h"
#include "server/store/sql/reach.h"

namespace minga::store::sql {
namespace {

constexpr char kSelect[] =
    "SELECT initiative.agency, initiative.country, initiative.fiche, initiative.round, initiative.decision,"
    " initiative.exclusion_reasons, initiative.visibility, initiative.revision, initiative.create_time, initiative.update_time,"
    " initiative.content, initiative.answers FROM initiative WHERE initiative.id = $3 AND {}";
const Text kGet(fmt::format(kSelect, InitiativeReached()));
const Text kGetAsked(fmt::format(kSelect, InitiativeAsked()));
const Text kConfirm(fmt::format(
    "UPDATE initiative SET answers = $4, revision = revision + 1, update_time = $5, change = $6 WHERE initiative.id = $3 AND {}",
    InitiativeAsked()));
const Text kCountry("SELECT country FROM agency WHERE id = $1");
const Text kVersion(
    fmt::format("SELECT initiative.agency, initiative.revision, round.revision FROM initiative JOIN round ON round.id = initiative.round"
                " WHERE initiative.id = $3 AND {}",
                InitiativeReached()));
const Text kOfFiche(fmt::format("SELECT initiative.id FROM initiative WHERE initiative.agency = $3 AND initiative.fiche = $4 AND {}",
                                InitiativeReached()));
const Text kInsert(
    "INSERT INTO initiative (id, agency, country, fiche, round, decision, exclusion_reasons, visibility, revision, create_time, "
    "update_time,"
    " content, change) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9, $9, $10, $11) ON CONFLICT (id) DO NOTHING");
const Text kUpdate(fmt::format(
    "UPDATE initiative SET decision = $6, exclusion_reasons = $7, visibility = $8, revision = revision + 1, update_time = $9,"
    " content = $10, change = $11, answers = $12 WHERE initiative.id = $3 AND initiative.agency = $4 AND initiative.fiche = $5 AND {}",
    InitiativeWritable()));

constexpr char kFocalPoint[] = "content.focal_point";

// One bit for each reason, by its number.
int64_t ReasonBits(const v1::Initiative& initiative) {
  int64_t bits = 0;
  for (const int reason : initiative.exclusion_reasons()) bits |= int64_t{1} << reason;
  return bits;
}

// The bytes of what was answered; nothing when nothing was.
Value AnswersOf(const v1::Initiative& initiative, std::string* bytes) {
  if (!initiative.has_decision_answer() && initiative.confirmation_answers().empty()) return {};
  v1::Initiative answers;
  if (initiative.has_decision_answer()) *answers.mutable_decision_answer() = initiative.decision_answer();
  *answers.mutable_confirmation_answers() = initiative.confirmation_answers();
  *bytes = answers.SerializeAsString();
  return Blob(*bytes);
}

// What the columns of kSelect say, but for contacts.
absl::Status Assemble(Query& row, std::string_view id, v1::Initiative* initiative) {
  const absl::Status status = ParseContent(row.Bytes(10), "initiative", initiative->mutable_content());
  if (!status.ok()) return status;
  const std::string agency = row.String(0);
  initiative->set_name(names::Initiative(id));
  initiative->add_reporting_agencies(names::Agency(agency));
  initiative->add_reporting_country_codes(row.String(1));
  initiative->set_fiche(names::Fiche(agency, row.Bytes(2)));
  initiative->set_round(names::Round(row.Bytes(3)));
  initiative->set_decision(static_cast<v1::Decision>(row.Integer(4)));
  for (int64_t bits = row.Integer(5), reason = 0; bits != 0; bits >>= 1, ++reason) {
    if (bits & 1) initiative->add_exclusion_reasons(static_cast<v1::ExclusionReason>(reason));
  }
  initiative->set_visibility(static_cast<v1::Visibility>(row.Integer(6)));
  initiative->set_etag(std::to_string(row.Integer(7)));
  *initiative->mutable_create_time() = FromMicros(row.Integer(8));
  *initiative->mutable_update_time() = FromMicros(row.Integer(9));
  if (!row.IsNull(11)) {
    v1::Initiative answers;
    const absl::Status parsed = ParseContent(row.Bytes(11), "initiative", &answers);
    if (!parsed.ok()) return parsed;
    if (answers.has_decision_answer()) initiative->mutable_decision_answer()->Swap(answers.mutable_decision_answer());
    initiative->mutable_confirmation_answers()->Swap(answers.mutable_confirmation_answers());
  }
  initiative->set_confirmation(ConfirmationOf(*initiative));
  return absl::OkStatus();
}

// The kept bytes of an initiative, what is kept apart from them, and whose they are. The contacts are out of the message as
// long as this is.
class Row {
 public:
  explicit Row(v1::Initiative& initiative) : content_message_(*initiative.mutable_content()) {
    if (!content_message_.has_focal_point()) return;
    contacts[kFocalPoint].Swap(content_message_.mutable_focal_point());
    content_message_.clear_focal_point();
  }
  ~Row() {
    for (auto& [path, contact] : contacts) content_message_.mutable_focal_point()->Swap(&contact);
  }
  Row(const Row&) = delete;
  Row& operator=(const Row&) = delete;

  absl::Status Fill(const v1::Initiative& initiative) {
    std::string fiche_agency;
    if (!names::ParseInitiative(initiative.name(), &id)) return errors::Internal("an initiative without a name");
    if (initiative.reporting_agencies_size() != 1 || initiative.reporting_country_codes_size() != 1 ||
        !names::ParseAgency(initiative.reporting_agencies(0), &agency) || !names::ParseFiche(initiative.fiche(), &fiche_agency, &fiche) ||
        fiche_agency != agency || !names::ParseRound(initiative.round(), &round)) {
      return errors::Internal("an initiative without its agency, country, fiche or round");
    }
    content = content_message_.SerializeAsString();
    return absl::OkStatus();
  }

  std::string id, agency, fiche, round;
  std::string content;
  Contacts contacts;

 private:
  v1::InitiativeContent& content_message_;
};

}  // namespace

absl::StatusOr<std::optional<v1::Initiative>> SqlInitiativeStore::Get(std::string_view id) {
  Query row(connection_, kGet, {KindOf(scope_), AgencyOf(scope_), id});
  if (!row.Next()) {
    if (!row.status().ok()) return row.status();
    return std::nullopt;
  }
  v1::Initiative initiative;
  if (const absl::Status status = Assemble(row, id, &initiative); !status.ok()) return status;
  const std::string agency = row.String(0);
  if (!SeesFicheOf(scope_, agency)) {
    initiative.clear_fiche();
    initiative.clear_decision_answer();
    initiative.clear_confirmation_answers();
  }
  if (!scope_.SeesContactsOf(agency)) return initiative;
  absl::StatusOr<Contacts> contacts = ReadContacts(connection_, ContactKind::kInitiative, id);
  if (!contacts.ok()) return contacts.status();
  if (const auto found = contacts->find(kFocalPoint); found != contacts->end()) {
    initiative.mutable_content()->mutable_focal_point()->Swap(&found->second);
  }
  return initiative;
}

absl::StatusOr<std::optional<std::string>> SqlInitiativeStore::Version(std::string_view id) {
  Query row(connection_, kVersion, {KindOf(scope_), AgencyOf(scope_), id});
  if (!row.Next()) {
    if (!row.status().ok()) return row.status();
    return std::nullopt;
  }
  const std::string agency = row.String(0);
  return fmt::format("{}.{}.{:d}{:d}", row.Integer(1), row.Integer(2), SeesFicheOf(scope_, agency), scope_.SeesContactsOf(agency));
}

absl::StatusOr<std::vector<v1::Initiative>> SqlInitiativeStore::GetMany(const std::vector<std::string>& ids) {
  std::vector<v1::Initiative> initiatives;
  initiatives.reserve(ids.size());
  for (const std::string& id : ids) {
    absl::StatusOr<std::optional<v1::Initiative>> initiative = Get(id);
    if (!initiative.ok()) return initiative.status();
    if (initiative->has_value()) initiatives.push_back(std::move(**initiative));
  }
  return initiatives;
}

absl::StatusOr<std::vector<v1::Initiative>> SqlInitiativeStore::OfFiche(std::string_view agency, std::string_view fiche) {
  std::vector<std::string> ids;
  {
    Query row(connection_, kOfFiche, {KindOf(scope_), AgencyOf(scope_), agency, fiche});
    while (row.Next()) ids.push_back(row.String(0));
    if (!row.status().ok()) return row.status();
  }
  return GetMany(ids);
}

absl::Status SqlInitiativeStore::Insert(v1::Initiative* initiative, absl::Time now) {
  Row row(*initiative);
  if (const absl::Status filled = row.Fill(*initiative); !filled.ok()) return filled;
  if (!MayPutInitiativeOf(scope_, row.agency)) return errors::NotFound(initiative->name());
  const absl::StatusOr<int64_t> change = RecordChange(connection_, row.id);
  if (!change.ok()) return change.status();
  const absl::StatusOr<int64_t> inserted =
      Execute(connection_, kInsert,
              {row.id, row.agency, initiative->reporting_country_codes(0), row.fiche, row.round, static_cast<int>(initiative->decision()),
               ReasonBits(*initiative), static_cast<int>(initiative->visibility()), ToMicros(now), Blob(row.content), *change});
  if (!inserted.ok()) return inserted.status();
  if (*inserted == 0) return errors::NotFound(initiative->name());
  return InsertContacts(connection_, ContactKind::kInitiative, row.id, row.contacts);
}

absl::Status SqlInitiativeStore::Update(v1::Initiative* initiative, absl::Time now) {
  Row row(*initiative);
  if (const absl::Status filled = row.Fill(*initiative); !filled.ok()) return filled;
  if (const absl::Status forgotten = ForgetChange(connection_, row.id); !forgotten.ok()) return forgotten;
  const absl::StatusOr<int64_t> change = RecordChange(connection_, row.id);
  if (!change.ok()) return change.status();
  std::string answers;
  const absl::StatusOr<int64_t> updated = Execute(
      connection_, kUpdate,
      {KindOf(scope_), AgencyOf(scope_), row.id, row.agency, row.fiche, static_cast<int>(initiative->decision()), ReasonBits(*initiative),
       static_cast<int>(initiative->visibility()), ToMicros(now), Blob(row.content), *change, AnswersOf(*initiative, &answers)});
  if (!updated.ok()) return updated.status();
  if (*updated == 0) return errors::NotFound(initiative->name());
  // Who does not see the contacts does not carry them in the message either: they stay.
  if (!scope_.SeesContactsOf(row.agency)) return absl::OkStatus();
  return ReplaceContacts(connection_, ContactKind::kInitiative, row.id, row.contacts);
}

absl::StatusOr<std::string> SqlInitiativeStore::Country() {
  if (scope_.kind != Scope::Kind::kAgency) return std::string();
  if (country_.has_value()) return *country_;
  Query row(connection_, kCountry, {scope_.agency});
  const bool found = row.Next();
  if (!row.status().ok()) return row.status();
  country_ = found ? row.String(0) : std::string();
  return *country_;
}

absl::StatusOr<std::optional<v1::Initiative>> SqlInitiativeStore::GetAsked(std::string_view id) {
  const absl::StatusOr<std::string> country = Country();
  if (!country.ok()) return country.status();
  Query row(connection_, kGetAsked, {KindOf(scope_), AgencyOf(scope_), id});
  if (!row.Next()) {
    if (!row.status().ok()) return row.status();
    return std::nullopt;
  }
  v1::Initiative initiative;
  if (const absl::Status status = Assemble(row, id, &initiative); !status.ok()) return status;
  const std::vector<std::string> named = NamedCountries(initiative);
  if (SeesFicheOf(scope_, row.String(0))) return named.empty() ? std::nullopt : std::optional(std::move(initiative));
  if (std::find(named.begin(), named.end(), *country) == named.end()) return std::nullopt;
  initiative.clear_fiche();
  initiative.clear_decision_answer();
  auto& answers = *initiative.mutable_confirmation_answers();
  answers.erase(std::remove_if(answers.begin(), answers.end(),
                               [&](const v1::ConfirmationAnswer& answer) { return answer.country_code() != *country; }),
                answers.end());
  return initiative;
}

absl::Status SqlInitiativeStore::Confirm(std::string_view id, const v1::ConfirmationAnswer& answer, absl::Time now) {
  const absl::StatusOr<std::optional<v1::Initiative>> asked = GetAsked(id);
  if (!asked.ok()) return asked.status();
  const absl::StatusOr<std::string> country = Country();
  if (!country.ok()) return country.status();
  if (!asked->has_value() || answer.country_code() != *country) return errors::NotFound(names::Initiative(id));
  // As it is kept, with the answers of all countries.
  v1::Initiative kept;
  {
    Query row(connection_, kGetAsked, {KindOf(scope_), AgencyOf(scope_), id});
    if (!row.Next()) return row.status().ok() ? errors::NotFound(names::Initiative(id)) : row.status();
    if (const absl::Status status = Assemble(row, id, &kept); !status.ok()) return status;
  }
  auto& answers = *kept.mutable_confirmation_answers();
  const auto own = [&](const v1::ConfirmationAnswer& each) { return each.country_code() == *country; };
  for (v1::ConfirmationAnswer& earlier : answers) {
    if (own(earlier)) earlier.set_outdated(true);
  }
  // One country does not push out what another said.
  if (std::count_if(answers.begin(), answers.end(), own) >= limits::kConfirmationAnswers) {
    answers.erase(std::find_if(answers.begin(), answers.end(), own));
  }
  *answers.Add() = answer;
  if (const absl::Status forgotten = ForgetChange(connection_, id); !forgotten.ok()) return forgotten;
  const absl::StatusOr<int64_t> change = RecordChange(connection_, id);
  if (!change.ok()) return change.status();
  std::string bytes;
  return Execute(connection_, kConfirm, {KindOf(scope_), AgencyOf(scope_), id, AnswersOf(kept, &bytes), ToMicros(now), *change}).status();
}

}  // namespace minga::store::sql
