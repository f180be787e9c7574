#include "server/forms/writer/answer_writer.h"

#include <fmt/format.h>

#include <cstring>
#include <utility>

#include "server/forms/answers/actor_categories.h"
#include "server/forms/writer/form_words.h"

namespace minga::forms {
namespace {

using pugi::xml_node;

// Word's limit.
constexpr size_t kTagLength = 64;

// `path[id]`, or `path[#0]` for what has no id or one that makes the tag too long.
std::string ItemPath(std::string_view path, const std::string& id, int index) {
  std::string named = fmt::format("{}[{}]", path, id);
  return id.empty() || named.size() > kTagLength ? fmt::format("{}[#{}]", path, index) : named;
}

// One answer in the making: paragraphs in a cell, before the place that they replace.
class Place {
 public:
  Place(xml_node place, std::string path, ControlWriter& controls, texts::Language language)
      : place_(place), path_(std::move(path)), controls_(controls), language_(language), words_(WordsIn(language)) {}

  // Shows the hint where nothing was written.
  void Finish(const Choices& choices = {}) {
    if (!paragraph_) controls_.AddPlaceholder(Begin(), path_, place_.text().get(), choices);
    place_.parent().remove_child(place_);
  }

  void Text(const std::string& text) {
    if (!text.empty()) controls_.AddQuote(Begin(), path_, {QuoteKind::kText, {}, text});
  }

  void Institution(const v1::Fiche& fiche) {
    if (!fiche.country_code().empty()) AddCountry("country_code", fiche.country_code());
    if (fiche.institution().empty()) return;
    Separate(", ");
    controls_.AddQuote(paragraph_, "institution", {QuoteKind::kText, {}, fiche.institution()});
  }

  void FocalPoint(const v1::FocalPoint& person) {
    if (!person.display_name().empty()) controls_.AddQuote(Begin(), path_ + ".display_name", {QuoteKind::kText, {}, person.display_name()});
    if (person.email().empty()) return;
    Separate(", ");
    controls_.AddQuote(paragraph_, path_ + ".email", {QuoteKind::kEmail, {}, person.email()});
  }

  void WillingToShare(const v1::Fiche& fiche) {
    if (!fiche.has_willing_to_share()) return;
    const bool yes = fiche.willing_to_share();
    controls_.AddQuote(Begin(), path_, {QuoteKind::kYesNo, yes ? "1" : "0", std::string(yes ? words_.yes : words_.no)}, YesOrNo());
  }

  Choices YesOrNo() const { return {{std::string(words_.yes), "1"}, {std::string(words_.no), "0"}}; }

  void Type(const v1::InitiativeContent& content) {
    const int type = content.type();
    if (type < 1 || type > static_cast<int>(words_.types.size())) return;
    controls_.AddQuote(Begin(), path_, {QuoteKind::kType, std::to_string(type), std::string(words_.types[static_cast<size_t>(type - 1)])},
                       Types());
    if (content.type() != v1::INITIATIVE_TYPE_OTHER || content.type_other().empty()) return;
    Separate(": ");
    controls_.AddQuote(paragraph_, path_ + "_other", {QuoteKind::kTypeOther, {}, content.type_other()});
  }

  Choices Types() const {
    Choices choices;
    for (const std::string_view type : words_.types) choices.emplace_back(type, type.substr(0, 1));
    return choices;
  }

  void NothingToReport() {
    controls_.AddQuote(Begin(), "nothing_to_report", {QuoteKind::kNothing, {}, std::string(words_.nothing_to_report)});
  }

  void Actors(const v1::InitiativeContent& content) {
    for (int i = 0; i < content.actors_size(); ++i) {
      const v1::Actor& actor = content.actors(i);
      if (actor.display_name().empty()) continue;
      BeginItem();
      const std::string tag = ItemPath(path_, actor.id(), i);
      controls_.AddQuote(paragraph_, tag, {QuoteKind::kActor, {}, actor.display_name()});
      AddNature(actor, tag);
    }
  }

  void Countries(const v1::InitiativeContent& content) {
    for (const std::string& country : content.partner_country_codes()) {
      Separate(", ");
      AddCountry(path_, country);
    }
  }

  void List(const google::protobuf::RepeatedPtrField<std::string>& items) {
    for (int i = 0; i < items.size(); ++i) {
      BeginItem();
      AddWords(paragraph_, fmt::format("{}. ", i + 1));
      controls_.AddQuote(paragraph_, ItemPath(path_, "", i), {QuoteKind::kText, {}, items[i]});
    }
  }

 private:
  xml_node Begin() { return paragraph_ = place_.parent().insert_child_before("w:p", place_); }

  // Items stand closer to each other than to the end of the cell.
  void BeginItem() {
    if (paragraph_) {
      xml_node properties = paragraph_.child("w:pPr");
      if (!properties) properties = paragraph_.prepend_child("w:pPr");
      properties.append_child("w:spacing").append_attribute("w:after").set_value(60);
    }
    Begin();
  }

  // Goes on in the paragraph, or begins it.
  void Separate(std::string_view separator) {
    if (paragraph_) {
      AddWords(paragraph_, separator);
    } else {
      Begin();
    }
  }

  void AddCountry(const std::string& tag, const std::string& country) {
    if (!paragraph_) Begin();
    controls_.AddQuote(paragraph_, tag, {QuoteKind::kCountry, country, CountryName(country, language_)});
  }

  // " (sector público, Perú)"
  void AddNature(const v1::Actor& actor, const std::string& tag) {
    std::string_view before = " (";
    const auto add = [&](Quote quote, const Choices& choices) {
      AddWords(paragraph_, before);
      controls_.AddQuote(paragraph_, tag, std::move(quote), choices);
      before = ", ";
    };
    const bool worded = !actor.category_text().empty();
    if (worded) {
      add({QuoteKind::kCategoryText, {}, actor.category_text()}, {});
      before = ": ";
    }
    const v1::ActorCategory said = worded ? ReadCategory(Writable(actor.category_text())).category : v1::ACTOR_CATEGORY_UNSPECIFIED;
    if (said != actor.category()) {
      add({QuoteKind::kCategory, std::to_string(actor.category()), CategoryName(actor.category(), language_)}, Categories());
    }
    if (!actor.country_code().empty()) {
      if (worded) before = ", ";
      add({QuoteKind::kCountry, actor.country_code(), CountryName(actor.country_code(), language_)}, {});
    }
    if (before != " (") AddWords(paragraph_, ")");
  }

  Choices Categories() const {
    Choices choices;
    for (int number = v1::ActorCategory_MIN + 1; number <= v1::ActorCategory_MAX; ++number) {
      choices.emplace_back(CategoryName(static_cast<v1::ActorCategory>(number), language_), std::to_string(number));
    }
    return choices;
  }

  xml_node place_;
  const std::string path_;
  ControlWriter& controls_;
  const texts::Language language_;
  const FormWords& words_;
  // The last one begun.
  xml_node paragraph_;
};

std::string FieldOf(xml_node place) { return place.attribute("field").value(); }

}  // namespace

void AnswerWriter::WriteInstitutional(xml_node node) {
  const std::string field = FieldOf(node);
  Place place(node, field, controls_, language_);
  if (field == "institution") place.Institution(fiche_);
  if (field == "focal_point") place.FocalPoint(fiche_.focal_point());
  if (field == "institutional_strengths") place.Text(fiche_.institutional_strengths());
  if (field == "institutional_weaknesses") place.Text(fiche_.institutional_weaknesses());
  if (field == "willing_to_share") place.WillingToShare(fiche_);
  place.Finish(field == "willing_to_share" ? place.YesOrNo() : Choices());
}

void AnswerWriter::WriteInitiative(xml_node node, int index) {
  const bool there = index < fiche_.initiatives_size();
  const v1::FicheInitiative& entry = there ? fiche_.initiatives(index) : v1::FicheInitiative::default_instance();
  const v1::InitiativeContent& content = entry.content();
  const std::string field = FieldOf(node);
  Place place(node, fmt::format("{}.{}", ItemPath("initiatives", entry.id(), index), field), controls_, language_);
  if (field == "type") place.Type(content);
  if (field == "title") {
    place.Text(content.title());
    if (index == 0 && fiche_.nothing_to_report() && content.title().empty()) place.NothingToReport();
  }
  if (field == "objectives") place.Text(content.objectives());
  if (field == "actors") place.Actors(content);
  if (field == "partner_country_codes") place.Countries(content);
  if (field == "focal_point") place.FocalPoint(content.focal_point());
  if (field == "justification") place.Text(content.justification());
  if (field == "strengths") place.List(content.strengths());
  if (field == "challenges") place.List(content.challenges());
  if (field == "results") place.List(content.results());
  place.Finish(field == "type" ? place.Types() : Choices());
}

}  // namespace minga::forms
