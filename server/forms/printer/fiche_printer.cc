#include "server/forms/fiche_printer.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "embedded/form_templates.h"
#include "server/base/resource_name.h"
#include "server/base/text.h"
#include "server/forms/answers/actor_categories.h"
#include "server/forms/printer/form_text.h"
#include "server/forms/printer/markup.h"
#include "server/forms/writer/controls.h"
#include "server/forms/writer/form_words.h"

namespace minga::forms {
namespace {

// Answers up to this many bytes stay on one page.
constexpr size_t kShort = 1'200;
// Of the form.
constexpr int kBlocks = 3;
constexpr int kListItems = 3;

// How much room a pen needs.
int LinesFor(std::string_view field) {
  if (field == "institution" || field == "focal_point" || field == "title" || field == "partner_country_codes") return 2;
  return field == "actors" || field == "justification" ? 8 : 5;
}

bool IsList(std::string_view field) { return field == "strengths" || field == "challenges" || field == "results"; }

class Printer {
 public:
  Printer(const v1::Fiche& fiche, const WriteOptions& options, const FormText& form)
      : fiche_(fiche), options_(options), form_(form), words_(ReadersWordsIn(options.language)) {}

  std::string Print() const {
    std::string body = Element("h1", Escaped(form_.title));
    if (options_.blank) body += Introduction();
    body += Facts();
    body += Section(form_.institution, Escaped(form_.institution.heading), [&](const AskedQuestion& question) { return Answer(question); });
    const int blocks = options_.blank ? kBlocks : fiche_.initiatives_size();
    for (int i = 0; i < blocks; ++i) body += Initiative(i);
    if (blocks == 0) body += Element("p", Escaped(NoInitiatives()), "class=\"none\"");
    body += Signature();
    const std::string head =
        "<meta charset=\"utf-8\"/>"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"/>" +
        Element("title", Escaped(fmt::format("{} - {}", T("title"), fiche_.institution()))) + Element("style", Style());
    return fmt::format("<!DOCTYPE html>\n<html lang=\"{}\"><head>{}</head>\n<body>{}</body></html>\n", texts::Code(options_.language), head,
                       body);
  }

 private:
  std::string T(std::string_view key, const texts::Args& args = {}) const {
    return texts::Render(fmt::format("print.{}", key), options_.language, args);
  }

  std::string Style() const {
    constexpr std::string_view kFooter = "$FOOTER";
    std::string style(embedded::form_templates("print.css"));
    const size_t at = style.find(kFooter);
    if (at != std::string::npos)
      style.replace(at, kFooter.size(), InStyle(Joined({fiche_.name(), options_.blank ? std::string() : fiche_.etag()}, " - ")));
    return style;
  }

  std::string Introduction() const {
    std::string paragraphs;
    for (const std::string& text : form_.introduction) paragraphs += Element("p", Escaped(text));
    return Element("div", paragraphs, "class=\"introduction\"");
  }

  // A name, and the id that commands take.
  static std::string Called(const std::string& display_name, const std::string& id) {
    if (display_name.empty() || id.empty() || display_name == id) return id;
    return fmt::format("{} ({})", display_name, id);
  }

  // What tells this paper from another.
  std::string Facts() const {
    std::string agency, id, round;
    names::ParseFiche(fiche_.name(), &agency, &id);
    names::ParseRound(fiche_.round(), &round);
    std::string facts;
    const auto add = [&](std::string_view key, const std::string& value) {
      if (!value.empty()) facts += Element("div", Element("dt", Escaped(T(key))) + " " + Element("dd", Escaped(value)));
    };
    add("agency", Called(options_.agency_display_name, agency));
    add("round", Called(options_.round_display_name, round));
    add("form_version", options_.form_version);
    add("fiche", id);
    if (!options_.blank) {
      add("version", fiche_.etag());
      if (fiche_.state() != v1::FICHE_STATE_UNSPECIFIED && v1::FicheState_IsValid(fiche_.state())) {
        add("state", texts::Render(fmt::format("cli.code.{}", v1::FicheState_Name(fiche_.state())), options_.language));
      }
    }
    return facts.empty() ? facts : Element("dl", facts, "class=\"facts\"");
  }

  template <typename Answers>
  std::string Section(const FormSection& section, const std::string& heading, Answers answers) const {
    std::string rows;
    for (const AskedQuestion& question : section.questions) {
      std::string label;
      for (const AskedParagraph& paragraph : question.label) {
        label += Element("p", Escaped(paragraph.text), paragraph.is_hint ? "class=\"hint\"" : "");
      }
      const std::string answer = answers(question);
      const bool is_short = options_.blank || answer.size() <= kShort;
      rows +=
          Element("tr", Element("td", label, "class=\"label\"") + Element("td", answer, "dir=\"auto\""), is_short ? "class=\"short\"" : "");
    }
    return Element("table", "<colgroup><col class=\"question\"/><col/></colgroup>" +
                                Element("thead", Element("tr", Element("th", heading, "colspan=\"2\" scope=\"colgroup\""))) +
                                Element("tbody", rows)) +
           "\n";
  }

  std::string Initiative(int index) const {
    const bool there = !options_.blank && index < fiche_.initiatives_size();
    const v1::InitiativeContent& content = there ? fiche_.initiatives(index).content() : v1::InitiativeContent::default_instance();
    std::string sections;
    for (const FormSection& section : form_.initiative) {
      std::string heading = Escaped(fmt::format("{} {}", section.heading, index + 1));
      if (!content.title().empty()) heading += " \xC2\xB7 " + Element("span", Escaped(Shortened(content.title())), "class=\"of\"");
      sections += Section(section, heading, [&](const AskedQuestion& question) { return Answer(question, content); });
    }
    return Element("section", sections, "class=\"initiative\"");
  }

  // Heads stand on each page; the row of the name has it whole.
  static std::string Shortened(const std::string& title) {
    constexpr int kLength = 160;
    const std::string valid = Writable(title);
    const std::string_view head = text::Prefix(valid, kLength);
    return head.size() == valid.size() ? valid : std::string(head) + "\xE2\x80\xA6";
  }

  // Of the institutional part.
  std::string Answer(const AskedQuestion& question) const {
    const std::string_view field = question.field;
    if (field == "institution") return Or(question, Text(Joined({CountryOf(fiche_.country_code()), fiche_.institution()})));
    if (field == "focal_point") return Or(question, Person(fiche_.focal_point()));
    if (options_.blank) return Room(question);
    if (field == "institutional_strengths") return Or(question, Text(fiche_.institutional_strengths()));
    if (field == "institutional_weaknesses") return Or(question, Text(fiche_.institutional_weaknesses()));
    if (!fiche_.has_willing_to_share()) return Or(question, {});
    return Text(std::string(fiche_.willing_to_share() ? words_.yes : words_.no));
  }

  std::string Answer(const AskedQuestion& question, const v1::InitiativeContent& content) const {
    const std::string_view field = question.field;
    if (field == "type") return Or(question, Type(content));
    if (field == "title") return Or(question, Text(content.title()));
    if (field == "objectives") return Or(question, Text(content.objectives()));
    if (field == "actors") return Or(question, Actors(content));
    if (field == "partner_country_codes") return Or(question, Countries(content));
    if (field == "focal_point") return Or(question, Person(content.focal_point()));
    if (field == "justification") return Or(question, Text(content.justification()));
    if (field == "strengths") return Or(question, List(content.strengths()));
    if (field == "challenges") return Or(question, List(content.challenges()));
    return Or(question, List(content.results()));
  }

  std::string Or(const AskedQuestion& question, std::string answer) const {
    if (!answer.empty()) return answer;
    return options_.blank ? Room(question) : Element("span", Escaped(T("no_answer")), "class=\"empty\"");
  }

  std::string Room(const AskedQuestion& question) const {
    constexpr std::string_view kLine = "<div class=\"line\"></div>";
    constexpr std::string_view kBox = "<span class=\"box\"></span>";
    std::string room;
    const auto offer = [&](std::string_view choice) { room += Element("span", std::string(kBox) + Escaped(choice), "class=\"choice\""); };
    if (question.field == "willing_to_share") {
      offer(words_.yes);
      offer(words_.no);
      return room;
    }
    if (question.field == "type") {
      for (const std::string_view type : words_.types) offer(type);
      return Element("div", room, "class=\"choices\"") + std::string(kLine);
    }
    if (!question.hint.empty()) room += Element("p", Escaped(question.hint), "class=\"hint\"");
    if (IsList(question.field)) {
      for (int i = 1; i <= kListItems; ++i) room += fmt::format("<div class=\"line\">{}.</div>{}", i, kLine);
      return Element("div", room, "class=\"numbered\"");
    }
    for (int i = 0; i < LinesFor(question.field); ++i) room += kLine;
    return room;
  }

  static std::string Text(const std::string& text) { return text.empty() ? text : Element("div", Escaped(text), "class=\"written\""); }

  static std::string Joined(const std::vector<std::string>& parts, std::string_view separator = ", ") {
    std::string joined;
    for (const std::string& part : parts) {
      if (!part.empty()) joined.append(joined.empty() ? "" : separator).append(part);
    }
    return joined;
  }

  std::string CountryOf(const std::string& alpha2) const { return alpha2.empty() ? alpha2 : CountryName(alpha2, options_.language); }

  static std::string Person(const v1::FocalPoint& person) { return Text(Joined({person.display_name(), person.email()}, "\n")); }

  std::string Type(const v1::InitiativeContent& content) const {
    const int type = content.type();
    if (type < 1 || type > static_cast<int>(words_.types.size())) return {};
    return Text(Joined({std::string(words_.types[static_cast<size_t>(type - 1)]), content.type_other()}, ": "));
  }

  std::string Actors(const v1::InitiativeContent& content) const {
    std::string items;
    for (const v1::Actor& actor : content.actors()) {
      const bool said = !actor.category_text().empty() && ReadCategory(actor.category_text()).category == actor.category();
      const std::string category =
          said || actor.category() == v1::ACTOR_CATEGORY_UNSPECIFIED ? std::string() : CategoryName(actor.category(), options_.language);
      const std::string nature = Joined({Joined({actor.category_text(), category}, ": "), CountryOf(actor.country_code())}, " \xC2\xB7 ");
      std::string item = Escaped(actor.display_name());
      if (!nature.empty()) item += "<br/>" + Element("span", Escaped(nature), "class=\"nature\"");
      items += Element("li", item);
    }
    return items.empty() ? items : Element("ul", items);
  }

  std::string Countries(const v1::InitiativeContent& content) const {
    std::vector<std::string> names;
    for (const std::string& country : content.partner_country_codes()) names.push_back(CountryOf(country));
    return Text(Joined(names));
  }

  static std::string List(const google::protobuf::RepeatedPtrField<std::string>& list) {
    std::string items;
    for (const std::string& item : list) items += Element("li", Escaped(item), "class=\"written\"");
    return items.empty() ? items : Element("ol", items);
  }

  std::string NoInitiatives() const {
    return fiche_.nothing_to_report() ? std::string(words_.nothing_to_report) + "." : T("no_initiatives");
  }

  std::string Signature() const {
    std::string fields;
    for (const char* key : {"signed_by", "signature", "date"}) fields += Element("div", Escaped(T(key)));
    return Element("div", fields, "class=\"sign\"");
  }

  const v1::Fiche& fiche_;
  const WriteOptions& options_;
  const FormText& form_;
  const FormWords& words_;
};

}  // namespace

absl::StatusOr<std::string> PrintFiche(const v1::Fiche& fiche, const WriteOptions& options) {
  const absl::StatusOr<FormText> form = ReadFormText(options.language);
  if (!form.ok()) return form.status();
  return Printer(fiche, options, *form).Print();
}

}  // namespace minga::forms
