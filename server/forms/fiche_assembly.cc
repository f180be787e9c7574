#include "server/forms/fiche_assembly.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "server/base/errors.h"
#include "server/base/limits.h"
#include "server/base/text.h"
#include "server/forms/answers/actors.h"
#include "server/forms/answers/answer.h"
#include "server/forms/answers/choices.h"
#include "server/forms/answers/contacts.h"
#include "server/forms/answers/countries.h"
#include "server/forms/answers/lists.h"
#include "server/forms/answers/quoted.h"
#include "server/forms/findings.h"
#include "server/forms/form_outline.h"
#include "server/forms/words.h"

namespace minga::forms {
namespace {

// A document with this many of the form's questions is the form; short labels alone ("Objetivos", "Resultados") are met
// in any project's profile, so more of them are asked for.
constexpr int kStrongQuestions = 3;
constexpr int kQuestions = 6;

// Initiatives beyond the three of the form are kept, as far as that can be a person's doing.
constexpr int kInitiatives = 30;

class Assembler {
 public:
  explicit Assembler(texts::Language language) : findings_(language) {}

  FicheDocument Assemble(const Outline& outline) {
    for (const Entry& entry : outline.institution) ReadInstitutional(entry);
    for (const Outline::Initiative& initiative : outline.initiatives) ReadInitiative(initiative);
    for (const Entry& entry : outline.repeated) ReportRepeated(entry);
    for (const Line& line : outline.stray) ReadStray(line);
    if (outline.has_embedded_parts) findings_.Add("", "", v1::CERTAINTY_DOUBTFUL, {}, "EMBEDDED_DOCUMENT");
    ConcludeNothingToReport();
    FicheDocument document;
    document.fiche = std::move(fiche_);
    document.findings = findings_.Take();
    return document;
  }

 private:
  std::string ReadText(const Answer& answer, int limit) {
    std::string text = answer.Joined();
    // A bullet before a single line is no word of it; numbers may be.
    if (int number = 0; answer.lines.size() == 1) {
      const size_t mark = ItemMark(text, &number);
      const auto words = Words(text, 1);
      if (mark > 0 && !words.empty() && words[0].begin >= mark) text = text.substr(mark);
    }
    return Within(std::move(text), limit, answer.field, answer.location, findings_);
  }

  void ReadInstitutional(const Entry& entry) {
    if (TakeQuoted(entry, fiche_, nullptr)) return;
    switch (entry.question) {
      case Question::kInstitution:
        ReadInstitution(ReadAnswer(entry, "institution", findings_), fiche_, findings_);
        break;
      case Question::kContact: {
        v1::FocalPoint focal_point;
        ReadFocalPoint(ReadAnswer(entry, "focal_point", findings_), focal_point, findings_);
        if (focal_point.ByteSizeLong() > 0) *fiche_.mutable_focal_point() = std::move(focal_point);
        break;
      }
      case Question::kInstitutionalStrengths:
        fiche_.set_institutional_strengths(ReadText(ReadAnswer(entry, "institutional_strengths", findings_), limits::kLongText));
        break;
      case Question::kInstitutionalWeaknesses:
        fiche_.set_institutional_weaknesses(ReadText(ReadAnswer(entry, "institutional_weaknesses", findings_), limits::kLongText));
        break;
      case Question::kWillingToShare:
        ReadWillingToShare(entry, ReadAnswer(entry, "willing_to_share", findings_), fiche_, findings_);
        break;
      default:
        break;
    }
  }

  void ReportRepeated(const Entry& entry) {
    static constexpr std::array<std::string_view, 5> kFields = {"institution", "focal_point", "institutional_strengths",
                                                                "institutional_weaknesses", "willing_to_share"};
    const auto index = static_cast<size_t>(entry.question) - static_cast<size_t>(Question::kInstitution);
    Findings ignored(texts::Language::kSpanish);
    const Answer answer = ReadAnswer(entry, std::string(kFields.at(index)), ignored);
    if (answer.lines.empty()) return;
    findings_.Add(answer.field, answer.Text(), v1::CERTAINTY_DOUBTFUL, answer.location, "ANSWER_REPEATED");
    if (entry.question != Question::kInstitution) return;
    // Whose fiche it is then, and whose are the initiatives, is not for the reader to say.
    findings_.Add("country_code", answer.Text(), v1::CERTAINTY_DOUBTFUL, answer.location, "ANSWER_REPEATED");
    findings_.Add("initiatives", answer.Text(), v1::CERTAINTY_DOUBTFUL, answer.location, "ANSWER_REPEATED");
  }

  // Texts that say there is nothing are no initiative.
  bool TakeAsNothing(const Answer& answer) {
    if (answer.lines.empty() || !SaysNothingToReport(answer.Joined())) return false;
    nothing_text_ = answer.Joined();
    nothing_location_ = answer.location;
    return true;
  }

  // Instead of the name of an initiative: that there is none.
  bool SaysNoneForTitle(const Entry& entry, const Answer& answer) {
    if (TakeAsNothing(answer)) return true;
    // "Ninguna", "No aplica": with an initiative beside it, only this one is missing.
    std::string written = answer.Joined();
    if (answer.lines.empty()) {
      for (const Line& line : entry.lines) written += line.text + " ";
    }
    const bool none = IsNone(written) || (answer.lines.empty() && IsNoAnswer(written) && Words(written, 1).size() == 1);
    if (none && none_text_.empty() && Folded(written).size() > 1) {
      none_text_ = written;
      nothing_location_ = entry.location;
    }
    return none;
  }

  void ReadInitiative(const Outline::Initiative& initiative) {
    const int index = fiche_.initiatives_size();
    if (index == kInitiatives) return;
    const size_t findings_before = findings_.size();
    const std::string path = fmt::format("initiatives[{}]", index);
    v1::InitiativeContent content;
    Location first;
    for (const Entry& entry : initiative.entries) {
      ReadEntry(entry, path, content);
      if (first.order == 0) first = entry.location;
    }
    // A name that denies any initiative, and nothing else: there is none. With other answers it may be a name all the same.
    if (SaysNoInitiative(content.title())) {
      v1::InitiativeContent rest = content;
      rest.clear_title();
      if (rest.ByteSizeLong() == 0) {
        nothing_text_ = content.title();
        nothing_location_ = first;
        return;
      }
    }
    if (content.ByteSizeLong() == 0 && findings_.size() == findings_before) return;
    *fiche_.add_initiatives()->mutable_content() = std::move(content);
    if (initiative.description_paired && !initiative.entries.empty()) {
      for (const Entry& entry : initiative.entries) {
        if (!IsDescription(entry.question)) continue;
        findings_.Add(path + ".justification", fiche_.initiatives(index).content().justification(), v1::CERTAINTY_LIKELY, entry.location,
                      "DESCRIPTION_PAIRED");
        break;
      }
    }
    if (index >= limits::kInitiativesPerFiche) {
      findings_.Add(path, fiche_.initiatives(index).content().title(), v1::CERTAINTY_CERTAIN, first, "TOO_MANY_INITIATIVES",
                    {{"limit", std::to_string(limits::kInitiativesPerFiche)}});
    }
  }

  void ReadEntry(const Entry& entry, const std::string& path, v1::InitiativeContent& content) {
    const auto answer_for = [&](const char* field) { return ReadAnswer(entry, path + "." + field, findings_); };
    const auto list_into = [&](const char* field, auto* target) {
      for (std::string& item : ReadList(answer_for(field), findings_)) *target->Add() = std::move(item);
    };
    if (TakeQuoted(entry, fiche_, &content)) return;
    switch (entry.question) {
      case Question::kType:
        ReadType(entry, answer_for("type"), content, findings_);
        break;
      case Question::kTitle: {
        const Answer answer = answer_for("title");
        if (SaysNoneForTitle(entry, answer)) break;
        content.set_title(ReadText(answer, limits::kTitle));
        // Two names in one place are two initiatives in one block.
        const auto items = std::count_if(answer.lines.begin(), answer.lines.end(),
                                         [](const Line& line) { return line.list_item || ItemMark(line.text) > 0; });
        if (items > 1) findings_.Add(answer.field, answer.Text(), v1::CERTAINTY_DOUBTFUL, answer.location, "LIST_MAY_BE_SEVERAL");
        break;
      }
      case Question::kObjectives: {
        const Answer answer = answer_for("objectives");
        if (content.title().empty() && TakeAsNothing(answer)) break;
        content.set_objectives(ReadText(answer, limits::kLongText));
        break;
      }
      case Question::kActors:
        ReadActors(answer_for("actors"), content, findings_);
        break;
      case Question::kCountries:
        ReadPartnerCountries(answer_for("partner_country_codes"), fiche_.country_code(), content, findings_);
        break;
      case Question::kInitiativeContact: {
        v1::FocalPoint focal_point;
        ReadFocalPoint(answer_for("focal_point"), focal_point, findings_);
        if (focal_point.ByteSizeLong() > 0) *content.mutable_focal_point() = std::move(focal_point);
        break;
      }
      case Question::kJustification: {
        const Answer answer = answer_for("justification");
        if (content.title().empty() && TakeAsNothing(answer)) break;
        content.set_justification(ReadText(answer, limits::kLongText));
        break;
      }
      case Question::kStrengths:
        list_into("strengths", content.mutable_strengths());
        break;
      case Question::kChallenges:
        list_into("challenges", content.mutable_challenges());
        break;
      case Question::kResults:
        list_into("results", content.mutable_results());
        break;
      default:
        break;
    }
  }

  void ReadStray(const Line& line) {
    bool removed = false;
    bool doubtful = false;
    const std::string text = WithoutHints(Unquoted(line.text, line.quotes), &removed, &doubtful);
    if (TrimMarks(text, ".,;:()_*").empty() || Words(text, 1).empty()) return;
    if (SaysNothingToReport(text)) {
      nothing_text_ = text;
      nothing_location_ = line.location;
      return;
    }
    findings_.Add("", text, v1::CERTAINTY_CERTAIN, line.location, "UNPLACED_TEXT");
  }

  void ConcludeNothingToReport() {
    if (nothing_text_.empty() && fiche_.initiatives_size() == 0) nothing_text_ = none_text_;
    if (nothing_text_.empty()) return;
    if (fiche_.initiatives_size() > 0) {
      if (SaysNoMoreInitiatives(nothing_text_)) return;
      findings_.Add("nothing_to_report", nothing_text_, v1::CERTAINTY_DOUBTFUL, nothing_location_, "NOTHING_TO_REPORT_CONTRADICTED");
    } else {
      fiche_.set_nothing_to_report(true);
      findings_.Add("nothing_to_report", nothing_text_, v1::CERTAINTY_LIKELY, nothing_location_, "NOTHING_TO_REPORT_READ");
    }
  }

  Findings findings_;
  v1::Fiche fiche_;
  std::string nothing_text_;
  std::string none_text_;
  Location nothing_location_;
};

}  // namespace

absl::StatusOr<FicheDocument> AssembleFiche(const Document& document, texts::Language language) {
  const Outline outline = FindForm(document);
  if (outline.strong_questions < kStrongQuestions && outline.questions < kQuestions) return errors::DocumentNotTheForm();
  return Assembler(language).Assemble(outline);
}

}  // namespace minga::forms
