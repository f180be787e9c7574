#include "server/forms/fiche_assembly.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
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
#include "server/forms/comments.h"
#include "server/forms/findings.h"
#include "server/forms/form_outline.h"
#include "server/forms/origin.h"
#include "server/forms/words.h"

namespace minga::forms {
namespace {

// A document with this many of the form's questions is the form; short labels alone ("Objetivos", "Resultados") are met
// in any project's profile, so more of them are asked for.
constexpr int kStrongQuestions = 3;
constexpr int kQuestions = 6;

// Initiatives beyond the three of the form are kept, as far as that can be a person's doing.
constexpr int kInitiatives = 30;

// Of the fiche, or of an initiative's content.
std::string_view FieldOf(Question question) {
  static constexpr std::array<std::string_view, 16> kFields = {"",
                                                               "institution",
                                                               "focal_point",
                                                               "institutional_strengths",
                                                               "institutional_weaknesses",
                                                               "willing_to_share",
                                                               "type",
                                                               "title",
                                                               "objectives",
                                                               "actors",
                                                               "partner_country_codes",
                                                               "focal_point",
                                                               "justification",
                                                               "strengths",
                                                               "challenges",
                                                               "results"};
  return kFields.at(static_cast<size_t>(question));
}

// The id that the tags of most of its answers tell: one may have come with an answer copied from another block.
std::string TaggedEntry(const Outline::Initiative& initiative) {
  std::map<std::string_view, int> answers;
  for (const Entry& entry : initiative.entries) {
    std::set<std::string_view> told;
    for (const TaggedWords& control : entry.tagged) {
      if (const auto path = ReadTag(control.tag); path && path->field == FieldOf(entry.question)) told.insert(path->entry);
    }
    for (const std::string_view id : told) ++answers[id];
  }
  std::string most;
  int times = 0;
  for (const auto& [id, count] : answers) {
    if (count == times) most.clear();
    if (count > times) most = id;
    times = std::max(times, count);
  }
  return most;
}

// An actor is the one whose control holds its name.
void TakeActorIds(const Outline::Initiative& initiative, std::string_view entry_id, v1::InitiativeContent& content) {
  std::vector<std::string> names;
  for (const v1::Actor& actor : content.actors()) names.push_back(text::FoldWords(actor.display_name()));
  // The controls behind the first hold the actor's kind and country.
  std::set<std::string_view> seen;
  for (const Entry& entry : initiative.entries) {
    if (entry.question != Question::kActors) continue;
    for (const TaggedWords& control : entry.tagged) {
      const auto path = ReadTag(control.tag);
      if (!path || path->actor.empty() || path->entry != entry_id || !seen.insert(path->actor).second) continue;
      const std::string name = text::FoldWords(control.words);
      for (int i = 0; i < content.actors_size() && !name.empty(); ++i) {
        v1::Actor& actor = *content.mutable_actors(i);
        if (!actor.id().empty() || names[static_cast<size_t>(i)] != name) continue;
        actor.set_id(std::string(path->actor));
        break;
      }
    }
  }
}

class Assembler {
 public:
  explicit Assembler(texts::Language language) : findings_(language) {}

  FicheDocument Assemble(const Document& read, const Outline& outline) {
    for (const Entry& entry : outline.institution) ReadInstitutional(entry);
    for (const Outline::Initiative& initiative : outline.initiatives) ReadInitiative(initiative);
    for (const Entry& entry : outline.repeated) ReportRepeated(entry);
    for (const Line& line : outline.stray) ReadStray(line);
    if (outline.has_embedded_parts) findings_.Add("", "", v1::CERTAINTY_DOUBTFUL, {}, "EMBEDDED_DOCUMENT");
    ConcludeNothingToReport();
    ForgetIdsToldTwice();
    FicheDocument document;
    document.origin = ReadOrigin(read, findings_);
    if (read.has_more_comments) {
      findings_.Add("", "", v1::CERTAINTY_CERTAIN, {}, "COMMENTS_LEFT_OUT", {{"limit", std::to_string(limits::kDocumentComments)}});
    }
    document.comments = ArrangeComments(read.comments, comment_paths_);
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

  void KeepComments(const Entry& entry, const std::string& path) {
    for (const std::string& id : entry.comments) comment_paths_.emplace(id, path);
  }

  void ReadInstitutional(const Entry& entry) {
    KeepComments(entry, std::string(FieldOf(entry.question)));
    if (TakeQuoted(entry, fiche_, nullptr)) return;
    const auto read = [&] { return ReadAnswer(entry, std::string(FieldOf(entry.question)), findings_); };
    switch (entry.question) {
      case Question::kInstitution:
        ReadInstitution(read(), fiche_, findings_);
        break;
      case Question::kContact: {
        v1::FocalPoint focal_point;
        ReadFocalPoint(read(), focal_point, findings_);
        if (focal_point.ByteSizeLong() > 0) *fiche_.mutable_focal_point() = std::move(focal_point);
        break;
      }
      case Question::kInstitutionalStrengths:
        fiche_.set_institutional_strengths(ReadText(read(), limits::kLongText));
        break;
      case Question::kInstitutionalWeaknesses:
        fiche_.set_institutional_weaknesses(ReadText(read(), limits::kLongText));
        break;
      case Question::kWillingToShare:
        ReadWillingToShare(entry, read(), fiche_, findings_);
        break;
      default:
        break;
    }
  }

  void ReportRepeated(const Entry& entry) {
    Findings ignored(texts::Language::kSpanish);
    const Answer answer = ReadAnswer(entry, std::string(FieldOf(entry.question)), ignored);
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
    said_none_ = true;
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
    said_none_ = said_none_ || none;
    return none;
  }

  // A name that denies any initiative, and nothing else: there is none. With other answers it may be a name all the same.
  static bool DeniesInitiative(const v1::InitiativeContent& content) {
    if (!SaysNoInitiative(content.title())) return false;
    v1::InitiativeContent rest = content;
    rest.clear_title();
    return rest.ByteSizeLong() == 0;
  }

  void ReadInitiative(const Outline::Initiative& initiative) {
    const int index = fiche_.initiatives_size();
    if (index == kInitiatives) return;
    const size_t findings_before = findings_.size();
    const std::string path = fmt::format("initiatives[{}]", index);
    const std::string id = TaggedEntry(initiative);
    v1::InitiativeContent content;
    Location first;
    said_none_ = false;
    for (const Entry& entry : initiative.entries) {
      ReadEntry(entry, path, content);
      if (first.order == 0) first = entry.location;
    }
    const bool denied = DeniesInitiative(content);
    if (denied) {
      nothing_text_ = content.title();
      nothing_location_ = first;
    }
    const bool answered = !denied && (content.ByteSizeLong() > 0 || findings_.size() > findings_before);
    // A block that was written from an entry is that entry, even without an answer.
    const bool there = answered || (!denied && !said_none_ && !id.empty());
    for (const Entry& entry : initiative.entries) {
      KeepComments(entry, there ? fmt::format("{}.{}", path, FieldOf(entry.question)) : std::string("initiatives"));
    }
    if (!there) return;
    has_answered_ = has_answered_ || answered;
    TakeActorIds(initiative, id, content);
    v1::FicheInitiative& made = *fiche_.add_initiatives();
    made.set_id(id);
    *made.mutable_content() = std::move(content);
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
    const auto read = [&] { return ReadAnswer(entry, fmt::format("{}.{}", path, FieldOf(entry.question)), findings_); };
    const auto list_into = [&](auto* target) {
      for (std::string& item : ReadList(read(), findings_)) *target->Add() = std::move(item);
    };
    if (TakeQuoted(entry, fiche_, &content)) return;
    switch (entry.question) {
      case Question::kType:
        ReadType(entry, read(), content, findings_);
        break;
      case Question::kTitle: {
        const Answer answer = read();
        if (SaysNoneForTitle(entry, answer)) break;
        content.set_title(ReadText(answer, limits::kTitle));
        // Two names in one place are two initiatives in one block.
        const auto items = std::count_if(answer.lines.begin(), answer.lines.end(),
                                         [](const Line& line) { return line.list_item || ItemMark(line.text) > 0; });
        if (items > 1) findings_.Add(answer.field, answer.Text(), v1::CERTAINTY_DOUBTFUL, answer.location, "LIST_MAY_BE_SEVERAL");
        break;
      }
      case Question::kObjectives: {
        const Answer answer = read();
        if (content.title().empty() && TakeAsNothing(answer)) break;
        content.set_objectives(ReadText(answer, limits::kLongText));
        break;
      }
      case Question::kActors:
        ReadActors(read(), content, findings_);
        break;
      case Question::kCountries:
        ReadPartnerCountries(read(), fiche_.country_code(), content, findings_);
        break;
      case Question::kInitiativeContact: {
        v1::FocalPoint focal_point;
        ReadFocalPoint(read(), focal_point, findings_);
        if (focal_point.ByteSizeLong() > 0) *content.mutable_focal_point() = std::move(focal_point);
        break;
      }
      case Question::kJustification: {
        const Answer answer = read();
        if (content.title().empty() && TakeAsNothing(answer)) break;
        content.set_justification(ReadText(answer, limits::kLongText));
        break;
      }
      case Question::kStrengths:
        list_into(content.mutable_strengths());
        break;
      case Question::kChallenges:
        list_into(content.mutable_challenges());
        break;
      case Question::kResults:
        list_into(content.mutable_results());
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
    if (nothing_text_.empty() && !has_answered_) nothing_text_ = none_text_;
    if (nothing_text_.empty()) return;
    if (has_answered_) {
      if (SaysNoMoreInitiatives(nothing_text_)) return;
      findings_.Add("nothing_to_report", nothing_text_, v1::CERTAINTY_DOUBTFUL, nothing_location_, "NOTHING_TO_REPORT_CONTRADICTED");
    } else {
      fiche_.clear_initiatives();
      for (auto& [id, path] : comment_paths_) {
        if (path.starts_with("initiatives[")) path = "initiatives";
      }
      fiche_.set_nothing_to_report(true);
      findings_.Add("nothing_to_report", nothing_text_, v1::CERTAINTY_LIKELY, nothing_location_, "NOTHING_TO_REPORT_READ");
    }
  }

  // A block that was copied with its controls is another initiative; which of the two, nobody knows here.
  void ForgetIdsToldTwice() {
    std::map<std::string, int> times;
    for (const v1::FicheInitiative& entry : fiche_.initiatives()) ++times[entry.id()];
    for (v1::FicheInitiative& entry : *fiche_.mutable_initiatives()) {
      if (times[entry.id()] == 1) continue;
      entry.clear_id();
      for (v1::Actor& actor : *entry.mutable_content()->mutable_actors()) actor.clear_id();
    }
  }

  Findings findings_;
  // By the comment's id.
  std::map<std::string, std::string> comment_paths_;
  // The block being read says that it has no initiative.
  bool said_none_ = false;
  // Any block had words for an answer.
  bool has_answered_ = false;
  v1::Fiche fiche_;
  std::string nothing_text_;
  std::string none_text_;
  Location nothing_location_;
};

}  // namespace

absl::StatusOr<FicheDocument> AssembleFiche(const Document& document, texts::Language language) {
  const Outline outline = FindForm(document);
  if (outline.strong_questions < kStrongQuestions && outline.questions < kQuestions) return errors::DocumentNotTheForm();
  return Assembler(language).Assemble(document, outline);
}

}  // namespace minga::forms
