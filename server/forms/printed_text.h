// What the form itself says, in Spanish and Portuguese, as printed and as people retype it: its questions, headings,
// hints and introduction. Knowledge only; which answer belongs to which question is form_outline's business.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "server/forms/words.h"

namespace minga::forms {

enum class Question {
  kNone,
  // Institutional part, in order.
  kInstitution,
  kContact,
  kInstitutionalStrengths,
  kInstitutionalWeaknesses,
  kWillingToShare,
  // Each initiative, in order. A contact or strengths are told apart by where they stand.
  kType,
  kTitle,
  kObjectives,
  kActors,
  kCountries,
  kInitiativeContact,
  kJustification,
  kStrengths,
  kChallenges,
  kResults,
};

constexpr bool IsInstitutional(Question question) { return question >= Question::kInstitution && question <= Question::kWillingToShare; }
constexpr bool IsInitiative(Question question) { return question >= Question::kType; }
constexpr bool IsDescription(Question question) { return question >= Question::kJustification; }

struct PrintedQuestion {
  Question question;
  // Of the printed words among the texts, `form.question.PATH`; an explanation that is printed below it is `form.hint.PATH`.
  std::string_view key;
};
std::span<const PrintedQuestion> PrintedQuestions();

enum class Heading { kNone, kInstitutional, kInitiative, kDescription };

struct LabelMatch {
  Question question = Question::kNone;
  // Byte where the label ends, its closing punctuation and a list in brackets after it included.
  size_t end = 0;
  // 1 for the known words, less when they were retyped.
  double score = 0;
  // Whether it is long enough to be nothing else.
  bool strong = false;
  // Whether anything but a separator or the end follows directly.
  bool run_on = false;
  // Score of the next best question.
  double runner_up = 0;
};

// The question that a text opens with. `text` is one line or paragraph. `loose`: also what resembles a question less,
// for places where one is expected.
std::optional<LabelMatch> MatchLabel(std::string_view text, bool loose = false);

struct HeadingMatch {
  Heading heading = Heading::kNone;
  // Number printed with it, 0 when none.
  int number = 0;
  // Byte where it ends.
  size_t end = 0;
};
std::optional<HeadingMatch> MatchHeading(std::string_view text);

// The text without the form's own hints, wherever in it they stand and slightly edited ones too. `*removed` tells whether
// anything went, `*doubtful` whether what stays resembles a hint.
std::string WithoutHints(std::string_view text, bool* removed, bool* doubtful);

// Whether a text is part of the form's introduction or closing formula.
bool IsIntroduction(std::string_view text);

// Whether a text says that there are no further initiatives than those before it.
bool SaysNoMoreInitiatives(std::string_view text);

// Whether a text says that there is nothing to report.
bool SaysNothingToReport(std::string_view text);
// Whether what stands for the name of an initiative says, with any verb, that there is none.
bool SaysNoInitiative(std::string_view text);

}  // namespace minga::forms
