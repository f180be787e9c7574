#include "server/forms/answers/answer.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "server/base/text.h"
#include "server/forms/words.h"

namespace minga::forms {
namespace {

bool KeepsHints(Question question) { return question == Question::kType || question == Question::kWillingToShare; }

// The lines without hints; emphasis is only of use where nothing was taken out.
std::vector<Line> Clean(const std::vector<Line>& lines, bool* doubtful) {
  std::vector<Line> clean;
  for (const Line& line : lines) {
    bool removed = false;
    bool resembles = false;
    std::string text = WithoutHints(line.text, &removed, &resembles);
    *doubtful = *doubtful || resembles;
    if (removed && TrimMarks(text, ".,;:()?!\"").empty()) continue;
    Line kept = line;
    if (removed) {
      kept.text = std::move(text);
      kept.emphasis.clear();
    }
    clean.push_back(std::move(kept));
  }
  return clean;
}

// Answers that are taken apart word by word; longer than this they are no answers to such questions, only a way to keep
// the server busy. 200 actors with long names take some 20,000 bytes.
constexpr size_t kShortAnswerBytes = 30'000;

bool IsShort(Question question) {
  return question == Question::kInstitution || question == Question::kContact || question == Question::kInitiativeContact ||
         question == Question::kWillingToShare || question == Question::kType || question == Question::kActors ||
         question == Question::kCountries;
}

void Shorten(Answer& answer, Findings& findings) {
  size_t bytes = 0;
  for (size_t i = 0; i < answer.lines.size(); ++i) {
    bytes += answer.lines[i].text.size() + 1;
    if (bytes <= kShortAnswerBytes) continue;
    findings.Add(answer.field, answer.lines[i].text, v1::CERTAINTY_DOUBTFUL, answer.lines[i].location, "TEXT_CUT",
                 {{"limit", std::to_string(kShortAnswerBytes)}});
    answer.lines.resize(i);
  }
}

// Takes the beginning off the first line, and the line where nothing is left of it.
void CutFront(std::vector<Line>& lines, size_t from) {
  Line& line = lines.front();
  const std::string_view rest = Trim(std::string_view(line.text).substr(from));
  const size_t cut = rest.empty() ? line.text.size() : static_cast<size_t>(rest.data() - line.text.data());
  std::vector<Emphasis> kept;
  for (const Emphasis& emphasis : line.emphasis) {
    if (emphasis.end > cut) kept.push_back({std::max(emphasis.begin, cut) - cut, emphasis.end - cut});
  }
  line.emphasis = std::move(kept);
  line.text.erase(0, cut);
  if (line.text.empty()) lines.erase(lines.begin());
}

// Some write the question again where they answer it: "Nombre de la iniciativa: ...".
void WithoutOwnLabel(std::vector<Line>& lines, std::string_view label) {
  if (lines.empty() || !lines.front().cells.empty()) return;
  const std::string& text = lines.front().text;
  // The list in brackets is often left out.
  const std::string asked = Folded(label.substr(0, label.find('(')));
  size_t end = std::min(text.find_first_of(":?"), text.size());
  const std::string repeated = Folded(std::string_view(text).substr(0, end));
  // "Nombre: ..." to "Nombre de la iniciativa"; more words than one may part the answer ("Objetivo general: ...").
  const bool shortened =
      end < text.size() && !repeated.empty() && repeated.find(' ') == std::string::npos && asked.starts_with(repeated + " ");
  if (asked.empty() || (repeated != asked && repeated != Folded(label) && !shortened)) return;
  while (end < text.size() && (text[end] == ':' || text[end] == '?' || text[end] == ' ')) ++end;
  CutFront(lines, end);
}

// "Respuesta: ..."
void WithoutAnnouncement(std::vector<Line>& lines) {
  if (lines.empty() || !lines.front().cells.empty()) return;
  const Line& line = lines.front();
  const size_t colon = line.text.find(':');
  // A text without a colon too: npos is beyond all.
  if (colon > 12) return;
  const std::string announced = Folded(std::string_view(line.text).substr(0, colon));
  static constexpr std::string_view kAnnouncements[] = {"respuesta", "resposta", "rta", "r", "answer"};
  if (std::find(std::begin(kAnnouncements), std::end(kAnnouncements), announced) == std::end(kAnnouncements)) return;
  CutFront(lines, colon + 1);
}

// Quotes are words like all others here: quoted.h reads answers that are nothing else.
std::vector<Line> Plain(const std::vector<Line>& lines) {
  std::vector<Line> plain;
  for (const Line& line : lines) {
    if (line.quotes.empty()) {
      plain.push_back(line);
      continue;
    }
    const std::string text = Unquoted(line.text, line.quotes);
    bool opens = line.opens_paragraph;
    for (const std::string_view each : SplitLines(text)) {
      Line& made = plain.emplace_back(line);
      made.quotes.clear();
      made.text = std::string(each);
      made.opens_paragraph = std::exchange(opens, false);
    }
  }
  return plain;
}

bool IsNote(const std::vector<Line>& lines) {
  if (lines.size() != 1) return false;
  const std::string_view text = Trim(lines[0].text);
  return text.size() > 2 && text.front() == '(' && text.back() == ')';
}

}  // namespace

std::string Answer::Joined() const { return text::Collapse(Text()); }

std::string Answer::Text() const {
  std::string text;
  for (const Line& line : lines) text += (text.empty() ? "" : "\n") + line.text;
  return text;
}

Answer ReadAnswer(const Entry& entry, std::string field, Findings& findings) {
  Answer answer;
  answer.field = std::move(field);
  answer.mail_links = entry.mail_links;
  answer.location = entry.location;
  bool doubtful = false;
  bool guessed = entry.label_guessed;
  if (KeepsHints(entry.question)) {
    answer.lines = Plain(entry.lines);
    WithoutOwnLabel(answer.lines, entry.label);
  } else {
    // Before the hints go: the question's own list in brackets is one.
    answer.lines = Plain(entry.lines);
    WithoutOwnLabel(answer.lines, entry.label);
    answer.lines = Clean(answer.lines, &doubtful);
    std::vector<Line> beside = Clean(Plain(entry.beside_label), &doubtful);
    if (answer.lines.empty() && !IsNote(beside)) {
      guessed = guessed || (entry.run_on && !beside.empty());
      answer.lines = std::move(beside);
    } else {
      if (entry.run_on && !beside.empty()) beside.erase(beside.begin());
      for (const Line& line : beside) findings.Add(answer.field, line.text, v1::CERTAINTY_LIKELY, line.location, "WORDS_BESIDE_LABEL");
    }
    WithoutAnnouncement(answer.lines);
    if (IsNoAnswer(answer.Text())) answer.lines.clear();
  }
  if (KeepsHints(entry.question)) WithoutAnnouncement(answer.lines);
  const bool contact = entry.question == Question::kContact || entry.question == Question::kInitiativeContact;
  // Where the answer is, or that it is to come, is no answer; contacts tell their own.
  if (!contact && !KeepsHints(entry.question) && RefersElsewhere(answer.Text())) {
    findings.Add(answer.field, answer.Text(), v1::CERTAINTY_DOUBTFUL, answer.lines.front().location, "ANSWER_ELSEWHERE");
    answer.lines.clear();
  }
  if (IsShort(entry.question)) Shorten(answer, findings);
  if (!answer.lines.empty()) answer.location = answer.lines.front().location;
  const std::string text = answer.Text();
  // Two initiatives side by side look like one answer in two cells.
  bool ignored = false;
  const std::vector<Line> written = KeepsHints(entry.question) ? Clean(answer.lines, &ignored) : answer.lines;
  const bool several_cells = entry.question != Question::kActors &&
                             std::any_of(written.begin(), written.end(), [](const Line& line) { return line.column > 0; }) &&
                             std::any_of(written.begin(), written.end(), [](const Line& line) { return line.column == 0; });
  if (several_cells) findings.Add(answer.field, text, v1::CERTAINTY_DOUBTFUL, answer.location, "ANSWER_IN_SEVERAL_CELLS");
  if (doubtful && !answer.lines.empty()) findings.Add(answer.field, text, v1::CERTAINTY_DOUBTFUL, answer.location, "HINT_EDITED");
  if (!answer.lines.empty() && entry.label_from_position) {
    findings.Add(answer.field, fmt::format("{}: {}", entry.label, text), v1::CERTAINTY_DOUBTFUL, entry.location, "LABEL_FROM_POSITION",
                 {{"label", entry.label}});
  } else if (!answer.lines.empty() && guessed) {
    findings.Add(answer.field, fmt::format("{}: {}", entry.label, text), v1::CERTAINTY_LIKELY, entry.location, "LABEL_GUESSED",
                 {{"label", entry.label}});
  }
  if (!KeepsHints(entry.question)) {
    for (const std::string& struck : entry.struck) findings.Add(answer.field, struck, v1::CERTAINTY_LIKELY, answer.location, "STRUCK_TEXT");
  }
  for (const std::string& hidden : entry.hidden) findings.Add(answer.field, hidden, v1::CERTAINTY_DOUBTFUL, answer.location, "HIDDEN_TEXT");
  return answer;
}

std::string Within(std::string value, int limit, const std::string& field, const Location& location, Findings& findings) {
  if (text::Length(value) <= limit) return value;
  findings.Add(field, value, v1::CERTAINTY_DOUBTFUL, location, "TEXT_CUT", {{"limit", std::to_string(limit)}});
  return std::string(text::Prefix(value, limit));
}

}  // namespace minga::forms
