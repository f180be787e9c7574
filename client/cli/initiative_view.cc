#include "client/cli/initiative_view.h"

#include <fmt/format.h>

#include <vector>

#include "client/cli/codes.h"
#include "client/cli/dates.h"

namespace minga::cli {
namespace {

std::vector<std::string> Copy(const google::protobuf::RepeatedPtrField<std::string>& texts) { return {texts.begin(), texts.end()}; }

std::string Joined(const std::vector<std::string>& texts, std::string_view separator = ", ") {
  return fmt::format("{}", fmt::join(texts, separator));
}

std::string ActorLine(const App& app, const v1::Actor& actor) {
  const std::string& line = actor.display_name();
  std::vector<std::string> notes;
  if (actor.category() != v1::ACTOR_CATEGORY_UNSPECIFIED) {
    notes.push_back(Label(actor.category(), app.language));
  } else if (!actor.category_text().empty()) {
    notes.push_back("«" + actor.category_text() + "»?");
  }
  if (!actor.country_code().empty()) notes.push_back(CountryName(actor.country_code(), app.language));
  return notes.empty() ? line : line + " (" + Joined(notes) + ")";
}

std::string PartyLine(const App& app, const v1::Party& party) {
  const std::string who = party.has_organization() ? party.organization() : CountryName(party.country_code(), app.language);
  return who + ": " + Label(party.role(), app.language);
}

std::string AmountLine(const v1::Amount& amount) {
  std::string line = amount.amount().currency_code() + " " + std::to_string(amount.amount().units());
  if (amount.amount().nanos() != 0) line += fmt::format(".{:02}", amount.amount().nanos() / 10'000'000);
  return amount.contributor().empty() ? line : line + " (" + amount.contributor() + ")";
}

void ShowAdditions(const App& app, const v1::InitiativeContent& content, Fields& fields) {
  fields.Field(app.T("label.modality"), Label(content.modality(), app.language));
  std::vector<std::string> lines;
  for (const auto& party : content.parties()) lines.push_back(PartyLine(app, party));
  fields.List(app.T("label.parties"), lines);
  if (content.has_enables_multi_actor_cooperation()) {
    fields.Field(app.T("label.enables"), app.T(content.enables_multi_actor_cooperation() ? "yes" : "no"));
  }
  lines.clear();
  for (const auto& sector : content.sectors()) lines.push_back(SectorName(sector, app.language));
  fields.Field(app.T("label.sectors"), Joined(lines));
  lines.clear();
  for (int sdg : content.sdgs()) lines.push_back(std::to_string(sdg));
  fields.Field(app.T("label.sdgs"), Joined(lines));
  fields.Field(app.T("label.period"), FormatPeriod(content.period()));
  fields.Field(app.T("label.status"), Label(content.status(), app.language));
  lines.clear();
  for (const auto& amount : content.amounts()) lines.push_back(AmountLine(amount));
  fields.List(app.T("label.amounts"), lines);
  lines.clear();
  for (const auto& external : content.external_ids()) lines.push_back(external.system() + ": " + external.id());
  fields.List(app.T("label.external_ids"), lines);
}

void ShowFacts(const App& app, std::string_view label, const google::protobuf::RepeatedPtrField<v1::QualificationFact>& facts,
               Fields& fields) {
  std::vector<std::string> lines;
  for (const auto& fact : facts) lines.push_back(fact.text().empty() ? fact.reason() : fact.text());
  fields.List(app.T(label), lines);
}

void ShowQualification(const App& app, const v1::Qualification& qualification, Fields& fields) {
  if (qualification.results_size() == 0) return;
  fields.Gap();
  fields.Heading(app.T("label.qualification", {{"version", qualification.definition_version()}}));
  fields.Deeper();
  for (const v1::TestResult& result : qualification.results()) {
    fields.Field(Label(result.test(), app.language), Label(result.result(), app.language));
    fields.Deeper();
    ShowFacts(app, "label.facts", result.facts(), fields);
    ShowFacts(app, "label.missing", result.missing(), fields);
    fields.Back();
  }
  std::vector<std::string> elements;
  for (const v1::ElementResult& element : qualification.elements()) {
    elements.push_back(Label(element.element(), app.language) + ": " + app.T(element.recorded() ? "recorded" : "not_recorded"));
  }
  fields.List(app.T("label.elements"), elements);
  fields.Back();
}

std::string Said(const std::string& what, const std::string& comment) { return comment.empty() ? what : what + ": " + comment; }

void ShowConfirmation(const App& app, const v1::Initiative& initiative, Fields& fields) {
  fields.Field(app.T("label.confirmation"), Label(initiative.confirmation(), app.language));
  std::vector<std::string> lines;
  for (const v1::ConfirmationAnswer& answer : initiative.confirmation_answers()) {
    if (answer.outdated()) continue;
    lines.push_back(Said(CountryName(answer.country_code(), app.language) + ", " + Label(answer.state(), app.language), answer.comment()));
  }
  fields.List(app.T("label.confirmation_answers"), lines);
}

}  // namespace

std::string CountryNames(const App& app, const google::protobuf::RepeatedPtrField<std::string>& codes) {
  std::vector<std::string> names;
  for (const std::string& code : codes) names.push_back(CountryName(code, app.language));
  return Joined(names);
}

std::string DecisionWithReasons(const App& app, v1::Decision decision, const google::protobuf::RepeatedField<int>& reasons) {
  std::vector<std::string> words;
  for (int reason : reasons) words.push_back(Label(*v1::ExclusionReason_descriptor(), reason, app.language));
  const std::string text = Label(decision, app.language);
  return words.empty() ? text : text + " (" + Joined(words, "; ") + ")";
}

void ShowFocalPoint(const App& app, const v1::FocalPoint& focal_point, Fields& fields) {
  std::string text = focal_point.display_name();
  if (!focal_point.email().empty()) text += (text.empty() ? "" : ", ") + focal_point.email();
  fields.Field(app.T("label.focal_point"), text);
}

void ShowContent(const App& app, const v1::InitiativeContent& content, bool complete, Fields& fields) {
  std::string type = Label(content.type(), app.language);
  if (!content.type_other().empty()) type += (type.empty() ? "" : ": ") + content.type_other();
  fields.Field(app.T("label.type"), type);
  if (complete) fields.Field(app.T("label.objectives"), content.objectives());
  std::vector<std::string> actors;
  for (const v1::Actor& actor : content.actors()) actors.push_back(ActorLine(app, actor));
  fields.List(app.T("label.actors"), actors);
  fields.Field(app.T("label.partners"), CountryNames(app, content.partner_country_codes()));
  ShowFocalPoint(app, content.focal_point(), fields);
  if (complete) {
    fields.Field(app.T("label.justification"), content.justification());
    fields.List(app.T("label.strengths"), Copy(content.strengths()));
    fields.List(app.T("label.challenges"), Copy(content.challenges()));
    fields.List(app.T("label.results"), Copy(content.results()));
  }
  ShowAdditions(app, content, fields);
}

void ShowInitiative(const App& app, const v1::Initiative& initiative, Fields& fields) {
  fields.Heading(initiative.content().title().empty() ? app.T("untitled") : initiative.content().title());
  fields.Field(app.T("label.name"), initiative.name());
  fields.Field(app.T("label.reported_by"),
               CountryNames(app, initiative.reporting_country_codes()) + " (" + Joined(Copy(initiative.reporting_agencies())) + ")");
  fields.Field(app.T("label.round"), initiative.round());
  fields.Field(app.T("label.fiche"), initiative.fiche());
  fields.Field(app.T("label.decision"), DecisionWithReasons(app, initiative.decision(), initiative.exclusion_reasons()));
  if (initiative.has_decision_answer()) {
    const v1::DecisionAnswer& answer = initiative.decision_answer();
    fields.Field(app.T("label.decision_answer"), Said(app.T(answer.agrees() ? "agrees" : "disagrees"), answer.comment()));
  }
  fields.Field(app.T("label.visibility"), Label(initiative.visibility(), app.language));
  fields.Field(app.T("label.version"), initiative.etag());
  ShowConfirmation(app, initiative, fields);
  fields.Gap();
  ShowContent(app, initiative.content(), true, fields);
  ShowQualification(app, initiative.qualification(), fields);
}

std::string Summary(const App& app, const v1::Qualification& qualification) {
  std::vector<std::string> parts;
  for (const v1::TestResult& result : qualification.results()) {
    parts.push_back(Label(result.test(), app.language) + ": " + Label(result.result(), app.language));
  }
  return Joined(parts, "; ");
}

}  // namespace minga::cli
