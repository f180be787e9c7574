#include "server/domain/fiche/fiche_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "server/base/limits.h"
#include "server/base/resource_name.h"
#include "server/domain/fiche/fiche_fields.h"
#include "server/domain/fiche/fiche_match.h"
#include "server/domain/fields.h"
#include "server/domain/initiative/initiative_rules.h"

namespace minga::domain {
namespace {

using google::protobuf::FieldDescriptor;

// Null for a name that is no changeable field.
const FieldDescriptor* Changeable(const std::string& name) {
  const WrittenField* const field = FindWrittenField(v1::Fiche::descriptor(), name);
  return field == nullptr ? nullptr : field->field;
}

std::string EntryPath(const std::string& path, int at) { return fmt::format("{}.initiatives[{}]", path, at); }

bool IsDecided(v1::Decision decision) { return decision != v1::DECISION_UNSPECIFIED && decision != v1::DECISION_PENDING; }

}  // namespace

void CheckFiche(const v1::Fiche& fiche, const std::string& path, std::string_view agency_country, Violations& violations) {
  std::string round;
  if (!fiche.round().empty() && !names::ParseRound(fiche.round(), &round)) {
    violations.Add(path + ".round", "INVALID_NAME", {{"form", "rounds/{round}"}});
  }
  if (!fiche.country_code().empty() && fiche.country_code() != agency_country) {
    violations.Add(path + ".country_code", "WRONG_COUNTRY", {{"expected", std::string(agency_country)}});
  }
  CheckText(fiche.institution(), limits::kInstitution, path + ".institution", violations);
  CheckFocalPoint(fiche.focal_point(), path + ".focal_point", violations);
  CheckText(fiche.institutional_strengths(), limits::kLongText, path + ".institutional_strengths", violations);
  CheckText(fiche.institutional_weaknesses(), limits::kLongText, path + ".institutional_weaknesses", violations);

  CheckCount(fiche.initiatives_size(), limits::kInitiativesPerFiche, path + ".initiatives", violations);
  std::set<std::string_view> ids;
  for (int at = 0; at < std::min(fiche.initiatives_size(), limits::kInitiativesPerFiche); ++at) {
    const v1::FicheInitiative& entry = fiche.initiatives(at);
    const std::string where = EntryPath(path, at);
    CheckItemId(entry.id(), where + ".id", violations);
    if (!entry.id().empty() && !ids.insert(entry.id()).second) violations.Add(where + ".id", "DUPLICATE");
    CheckEnum(entry.visibility(), where + ".visibility", violations);
    CheckContent(entry.content(), where + ".content", agency_country, violations);
  }
  if (fiche.nothing_to_report() && fiche.initiatives_size() > 0) violations.Add(path + ".nothing_to_report", "NOTHING_AND_SOMETHING");
}

void CheckReadyToSubmit(const v1::Fiche& fiche, const std::string& path, Violations& violations) {
  CheckRequiredText(fiche.institution(), limits::kInstitution, path + ".institution", violations);
  if (fiche.initiatives().empty() && !fiche.nothing_to_report()) violations.Add(path + ".initiatives", "NOTHING_SAID");
  for (int at = 0; at < fiche.initiatives_size(); ++at) {
    const v1::InitiativeContent& content = fiche.initiatives(at).content();
    const std::string where = EntryPath(path, at) + ".content";
    CheckRequiredText(content.title(), limits::kTitle, where + ".title", violations);
    if (content.type() == v1::INITIATIVE_TYPE_UNSPECIFIED) violations.Add(where + ".type", "REQUIRED");
    if (content.actors().empty()) violations.Add(where + ".actors", "TOO_FEW");
  }
}

void NormalizeFiche(v1::Fiche* fiche) {
  Trim(fiche->mutable_institution());
  Trim(fiche->mutable_institutional_strengths());
  Trim(fiche->mutable_institutional_weaknesses());
  if (fiche->has_focal_point()) NormalizeFocalPoint(fiche->mutable_focal_point());
  for (v1::FicheInitiative& entry : *fiche->mutable_initiatives()) {
    if (entry.has_content()) NormalizeContent(entry.mutable_content());
  }
}

void GiveIds(v1::Fiche* fiche, absl::FunctionRef<std::string()> new_entry_id, absl::FunctionRef<std::string()> new_item_id) {
  std::set<std::string> taken;
  for (const v1::FicheInitiative& entry : fiche->initiatives()) taken.insert(entry.id());
  for (v1::FicheInitiative& entry : *fiche->mutable_initiatives()) {
    while (entry.id().empty()) {
      std::string id = new_entry_id();
      if (taken.insert(id).second) entry.set_id(std::move(id));
    }
    GiveItemIds(entry.mutable_content(), new_item_id);
  }
}

void KeepIds(const v1::Fiche& stored, v1::Fiche* read) {
  v1::Fiche matched = *read;
  MatchIds(stored, &matched);
  for (int i = 0; i < read->initiatives_size(); ++i) {
    v1::FicheInitiative& entry = *read->mutable_initiatives(i);
    const v1::FicheInitiative& same = matched.initiatives(i);
    if (same.id().empty()) continue;
    entry.set_id(same.id());
    for (int k = 0; k < same.content().actors_size(); ++k) {
      const std::string& id = same.content().actors(k).id();
      if (!id.empty()) entry.mutable_content()->mutable_actors(k)->set_id(id);
    }
  }
}

void CheckUpdateMask(const google::protobuf::FieldMask& mask, const std::string& path, Violations& violations) {
  for (const std::string& name : mask.paths()) {
    if (Changeable(name) == nullptr) violations.Add(path, "UNKNOWN_FIELD", {{"value", Quoted(name)}});
  }
}

void ApplyUpdate(const v1::Fiche& from, const google::protobuf::FieldMask& mask, v1::Fiche* to) {
  std::set<int> named;
  for (const std::string& name : mask.paths()) {
    if (const FieldDescriptor* const field = Changeable(name)) named.insert(field->number());
  }
  if (mask.paths().empty()) {
    for (const WrittenField& each : WrittenFields(v1::Fiche::descriptor())) named.insert(each.field->number());
  }

  v1::Fiche given = from;
  for (v1::FicheInitiative& entry : *given.mutable_initiatives()) {
    entry.clear_decision();
    for (const v1::FicheInitiative& before : to->initiatives()) {
      if (!entry.id().empty() && before.id() == entry.id()) entry.set_decision(before.decision());
    }
  }
  const auto* const reflection = given.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(given, &fields);
  for (const FieldDescriptor* field : fields) {
    if (named.count(field->number()) == 0) reflection->ClearField(&given, field);
  }
  for (const int number : named) reflection->ClearField(to, v1::Fiche::descriptor()->FindFieldByNumber(number));
  to->MergeFrom(given);
}

std::optional<v1::FicheState> After(v1::FicheState state, v1::FicheVerb verb, const Side& side) {
  enum class By { kAgency, kSecretariat };
  struct Step {
    v1::FicheState from;
    v1::FicheVerb verb;
    By by;
    v1::FicheState to;
  };
  static constexpr Step kLife[] = {
      {v1::FICHE_STATE_DRAFT, v1::FICHE_VERB_EDIT, By::kAgency, v1::FICHE_STATE_DRAFT},
      {v1::FICHE_STATE_DRAFT, v1::FICHE_VERB_IMPORT, By::kAgency, v1::FICHE_STATE_DRAFT},
      {v1::FICHE_STATE_DRAFT, v1::FICHE_VERB_REQUEST_REVIEW, By::kAgency, v1::FICHE_STATE_IN_REVIEW},
      {v1::FICHE_STATE_DRAFT, v1::FICHE_VERB_SUBMIT, By::kAgency, v1::FICHE_STATE_SUBMITTED},
      {v1::FICHE_STATE_DRAFT, v1::FICHE_VERB_DELETE, By::kAgency, v1::FICHE_STATE_UNSPECIFIED},
      {v1::FICHE_STATE_IN_REVIEW, v1::FICHE_VERB_VALIDATE, By::kAgency, v1::FICHE_STATE_VALIDATED},
      {v1::FICHE_STATE_IN_REVIEW, v1::FICHE_VERB_RETURN, By::kAgency, v1::FICHE_STATE_DRAFT},
      {v1::FICHE_STATE_IN_REVIEW, v1::FICHE_VERB_RECALL, By::kAgency, v1::FICHE_STATE_DRAFT},
      {v1::FICHE_STATE_VALIDATED, v1::FICHE_VERB_SUBMIT, By::kAgency, v1::FICHE_STATE_SUBMITTED},
      {v1::FICHE_STATE_VALIDATED, v1::FICHE_VERB_RETURN, By::kAgency, v1::FICHE_STATE_DRAFT},
      {v1::FICHE_STATE_VALIDATED, v1::FICHE_VERB_RECALL, By::kAgency, v1::FICHE_STATE_DRAFT},
      {v1::FICHE_STATE_SUBMITTED, v1::FICHE_VERB_RECALL, By::kAgency, v1::FICHE_STATE_DRAFT},
      {v1::FICHE_STATE_SUBMITTED, v1::FICHE_VERB_RETURN, By::kSecretariat, v1::FICHE_STATE_DRAFT},
      {v1::FICHE_STATE_SUBMITTED, v1::FICHE_VERB_DECIDE, By::kSecretariat, v1::FICHE_STATE_SUBMITTED},
      {v1::FICHE_STATE_SUBMITTED, v1::FICHE_VERB_ANSWER, By::kAgency, v1::FICHE_STATE_SUBMITTED},
      {v1::FICHE_STATE_REVIEWED, v1::FICHE_VERB_ANSWER, By::kAgency, v1::FICHE_STATE_REVIEWED},
      {v1::FICHE_STATE_REVIEWED, v1::FICHE_VERB_RECALL, By::kAgency, v1::FICHE_STATE_DRAFT},
      {v1::FICHE_STATE_REVIEWED, v1::FICHE_VERB_RETURN, By::kSecretariat, v1::FICHE_STATE_DRAFT},
      {v1::FICHE_STATE_REVIEWED, v1::FICHE_VERB_DECIDE, By::kSecretariat, v1::FICHE_STATE_REVIEWED},
  };
  const bool unvalidated = state == v1::FICHE_STATE_DRAFT && verb == v1::FICHE_VERB_SUBMIT;
  if (unvalidated && side.validation != v1::VALIDATION_MODE_NONE) return std::nullopt;
  for (const Step& step : kLife) {
    if (step.from == state && step.verb == verb && (step.by == By::kSecretariat) == side.secretariat) return step.to;
  }
  return std::nullopt;
}

bool IsWithSecretariat(v1::FicheState state) { return state == v1::FICHE_STATE_SUBMITTED || state == v1::FICHE_STATE_REVIEWED; }

bool AnyDecided(const v1::Fiche& fiche) {
  return std::any_of(fiche.initiatives().begin(), fiche.initiatives().end(),
                     [](const v1::FicheInitiative& entry) { return IsDecided(entry.decision()); });
}

bool AllDecided(const v1::Fiche& fiche) {
  return std::all_of(fiche.initiatives().begin(), fiche.initiatives().end(),
                     [](const v1::FicheInitiative& entry) { return IsDecided(entry.decision()); });
}

}  // namespace minga::domain
