#include "server/forms/answers/choices.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "server/base/limits.h"
#include "server/base/text.h"
#include "server/forms/model_builder.h"
#include "server/forms/words.h"

namespace minga::forms {
namespace {

// Options and ticks of a text in the order in which they stand.
struct Mark {
  enum class Kind { kOption, kTicked, kUnticked };
  Kind kind = Kind::kOption;
  int option = 0;
  size_t begin = 0;
  size_t end = 0;
};

// Which option a word names; 0 for none.
using OptionOf = int (*)(const Word& word, std::string_view text);

std::vector<Mark> Marks(std::string_view text, OptionOf option_of) {
  std::vector<Mark> marks;
  for (size_t at = 0; at < text.size();) {
    if (text.compare(at, kTicked.size(), kTicked) == 0) {
      marks.push_back({Mark::Kind::kTicked, 0, at, at + kTicked.size()});
      at += kTicked.size();
    } else if (text.compare(at, kUnticked.size(), kUnticked) == 0) {
      marks.push_back({Mark::Kind::kUnticked, 0, at, at + kUnticked.size()});
      at += kUnticked.size();
    } else {
      ++at;
    }
  }
  for (const Word& word : Words(text)) {
    if (const int option = option_of(word, text); option != 0) marks.push_back({Mark::Kind::kOption, option, word.begin, word.end});
  }
  std::sort(marks.begin(), marks.end(), [](const Mark& a, const Mark& b) { return a.begin < b.begin; });
  // "2 - Proyecto" names its option twice.
  std::vector<Mark> merged;
  for (const Mark& mark : marks) {
    const bool same = !merged.empty() && mark.kind == Mark::Kind::kOption && merged.back().kind == Mark::Kind::kOption &&
                      merged.back().option == mark.option;
    if (same) {
      merged.back().end = mark.end;
    } else {
      merged.push_back(mark);
    }
  }
  return merged;
}

// The options that are ticked. A tick belongs to the option after it when the line begins with a box, else to the one before.
std::set<int> Ticked(const std::vector<Mark>& marks) {
  std::set<int> ticked;
  if (marks.empty()) return ticked;
  const bool box_first = marks.front().kind != Mark::Kind::kOption;
  for (size_t i = 0; i < marks.size(); ++i) {
    if (marks[i].kind != Mark::Kind::kTicked) continue;
    const size_t neighbour = box_first ? i + 1 : i - 1;
    if (neighbour < marks.size() && marks[neighbour].kind == Mark::Kind::kOption) ticked.insert(marks[neighbour].option);
  }
  return ticked;
}

bool HasTicks(const std::vector<Mark>& marks) {
  return std::any_of(marks.begin(), marks.end(), [](const Mark& mark) { return mark.kind != Mark::Kind::kOption; });
}

bool IsEmphasised(const Line& line, size_t begin, size_t end) {
  return std::any_of(line.emphasis.begin(), line.emphasis.end(), [&](const Emphasis& e) { return e.begin <= begin && e.end >= end; });
}

constexpr int kYes = 1;
constexpr int kNo = 2;

int YesOrNo(const Word& word, std::string_view) {
  if (word.folded == "si" || word.folded == "sim" || word.folded == "yes") return kYes;
  return word.folded == "no" || word.folded == "nao" || word.folded == "not" ? kNo : 0;
}

// The options whose words are set off while the other's are not.
std::set<int> EmphasisedOptions(const std::vector<Line>& lines, OptionOf option_of) {
  std::set<int> set_off;
  std::set<int> plain;
  for (const Line& line : lines) {
    for (const Word& word : Words(line.text)) {
      const int option = option_of(word, line.text);
      if (option != 0) (IsEmphasised(line, word.begin, word.end) ? set_off : plain).insert(option);
    }
  }
  return plain.empty() ? std::set<int>() : set_off;
}

std::vector<Line> AnswerOrBeside(const Entry& entry, const Answer& answer) {
  return answer.lines.empty() ? entry.beside_label : answer.lines;
}

}  // namespace

void ReadWillingToShare(const Entry& entry, const Answer& answer, v1::Fiche& fiche, Findings& findings) {
  const std::vector<Line> lines = AnswerOrBeside(entry, answer);
  std::string text;
  for (const Line& line : lines) text += (text.empty() ? "" : "\n") + line.text;
  bool removed = false;
  bool doubtful = false;
  text = WithoutHints(text, &removed, &doubtful);
  // "Si/No: Sí": the hint stands, and the answer after it.
  if (const auto words = Words(text, 3); words.size() == 3 && YesOrNo(words[0], {}) == kYes && YesOrNo(words[1], {}) == kNo &&
                                         Trim(std::string_view(text).substr(words[0].end, words[1].begin - words[0].end)) == "/") {
    const std::string_view rest = TrimMarks(std::string_view(text).substr(words[1].end), ".:=");
    if (!HasTicks(Marks(NormalizeTicks(text), YesOrNo))) text = std::string(rest);
  }
  const Location& at = lines.empty() ? entry.location : lines.front().location;
  const auto report = [&](v1::Certainty certainty, std::string_view reason) { findings.Add(answer.field, text, certainty, at, reason); };
  // A tick, and nothing that it ticks.
  if (Trim(NormalizeTicks(text)) == kTicked) return report(v1::CERTAINTY_DOUBTFUL, "CHOICE_UNCLEAR");
  if (IsNoAnswer(text)) text.clear();
  const std::string ticks = NormalizeTicks(text);
  const auto marks = Marks(ticks, YesOrNo);
  std::set<int> options;
  for (const Mark& mark : marks) {
    if (mark.kind == Mark::Kind::kOption) options.insert(mark.option);
  }
  if (HasTicks(marks) && !options.empty()) {
    std::set<int> ticked = Ticked(marks);
    // "Sí X", with the other option taken out.
    if (ticked.empty() && marks.size() == 2 && marks[0].kind == Mark::Kind::kTicked) ticked = options;
    if (ticked.size() > 1) return report(v1::CERTAINTY_DOUBTFUL, "CHOICE_BOTH");
    if (ticked.size() == 1) {
      fiche.set_willing_to_share(*ticked.begin() == kYes);
      // "Si/No: X": one mark behind both.
      const bool behind_both = marks.size() == 3 && marks[0].kind == Mark::Kind::kOption && marks[1].kind == Mark::Kind::kOption &&
                               Trim(std::string_view(ticks).substr(marks[0].end, marks[1].begin - marks[0].end)) == "/";
      if (behind_both) report(v1::CERTAINTY_DOUBTFUL, "CHOICE_UNCLEAR");
      return;
    }
    const bool any = std::any_of(marks.begin(), marks.end(), [](const Mark& mark) { return mark.kind == Mark::Kind::kTicked; });
    if (any) report(v1::CERTAINTY_DOUBTFUL, "CHOICE_UNCLEAR");
    return;
  }
  const auto words = Words(text);
  if (words.empty()) return;
  const bool only_options = std::all_of(words.begin(), words.end(), [](const Word& word) {
    return YesOrNo(word, {}) != 0 || word.folded == "o" || word.folded == "ou" || word.folded == "or" || word.folded == "y" ||
           word.folded == "e";
  });
  if (only_options && options.size() == 2) {
    const auto emphasised = EmphasisedOptions(lines, YesOrNo);
    if (emphasised.size() == 1) {
      fiche.set_willing_to_share(*emphasised.begin() == kYes);
      return report(v1::CERTAINTY_LIKELY, "CHOICE_BY_EMPHASIS");
    }
    // "Sí – No: Sí": more than the two that the form prints.
    if (std::count_if(words.begin(), words.end(), [](const Word& word) { return YesOrNo(word, {}) != 0; }) > 2)
      report(v1::CERTAINTY_DOUBTFUL, "CHOICE_UNCLEAR");
    return;
  }
  if (only_options && options.size() == 1) return fiche.set_willing_to_share(*options.begin() == kYes);
  const int first = YesOrNo(words[0], {});
  const bool more = words.size() > 1;
  // "Si" without its accent, and nothing between it and what follows, may be "if".
  const std::string_view after = std::string_view(text).substr(words[0].end);
  const bool separated = !after.empty() && !Trim(after.substr(0, 2)).empty() && after[0] != ' ';
  const bool accent = text.compare(words[0].begin, words[0].end - words[0].begin, "si") != 0 &&
                      text.compare(words[0].begin, words[0].end - words[0].begin, "Si") != 0 &&
                      text.compare(words[0].begin, words[0].end - words[0].begin, "SI") != 0;
  static constexpr std::array<std::string_view, 24> kConditions = {
      "siempre", "condicion", "condiciones", "depende", "dependiendo", "salvo", "excepto", "pero",
      "aunque",  "sujeto",    "mas",         "porem",   "desde",       "caso",  "parcial", "parcialmente",
      "solo",    "solamente", "unicamente",  "somente", "apenas",      "luego", "despues", "depois"};
  const bool conditional = std::any_of(words.begin(), words.end(), [&](const Word& word) {
    return std::find(kConditions.begin(), kConditions.end(), word.folded) != kConditions.end();
  });
  const auto repeated =
      std::count_if(words.begin(), words.end(), [](const Word& word) { return word.folded == "si" || word.folded == "se"; });
  if (first == kYes) {
    if (more && !separated && !accent) return report(v1::CERTAINTY_DOUBTFUL, "CHOICE_CONDITIONAL");
    fiche.set_willing_to_share(true);
    if (conditional || options.size() == 2 || repeated > 1) report(v1::CERTAINTY_LIKELY, "CHOICE_CONDITIONAL");
    return;
  }
  if (first == kNo) {
    // "No tenemos inconveniente" means yes.
    if (more && !separated) return report(v1::CERTAINTY_DOUBTFUL, "CHOICE_UNCLEAR");
    fiche.set_willing_to_share(false);
    if (conditional || options.size() == 2) report(v1::CERTAINTY_LIKELY, "CHOICE_CONDITIONAL");
    return;
  }
  report(v1::CERTAINTY_DOUBTFUL, "CHOICE_UNCLEAR");
}

namespace {

constexpr int kOther = 4;

int TypeName(std::string_view folded) {
  if (folded == "accion" || folded == "acao" || folded == "action") return 1;
  if (folded == "proyecto" || folded == "projeto" || folded == "project") return 2;
  if (folded == "espacio" || folded == "espaco" || folded == "space") return 3;
  if (folded == "otro" || folded == "otros" || folded == "otra" || folded == "outro" || folded == "outros" || folded == "outra" ||
      folded == "other")
    return kOther;
  return 0;
}

int TypeNumber(std::string_view folded) { return folded.size() == 1 && folded[0] >= '1' && folded[0] <= '4' ? folded[0] - '0' : 0; }

// A number standing alone, or the name of a type.
int TypeOption(const Word& word, std::string_view) {
  const int number = TypeNumber(word.folded);
  return number != 0 ? number : TypeName(word.folded);
}

std::string WithoutDescriptions(std::string_view text) {
  bool removed = false;
  bool doubtful = false;
  return WithoutHints(text, &removed, &doubtful);
}

// "1 Acción 2 Proyecto 3 Espacio": the options run into one line as they are printed, from the first on. What is counted
// in an answer ("4. Programa de 2 proyectos") is in no such order.
bool ListsOptions(const std::vector<Mark>& marks) {
  int last = 0;
  for (const Mark& mark : marks) {
    if (mark.kind != Mark::Kind::kOption || mark.option == last) continue;
    if (mark.option != last + 1) return false;
    last = mark.option;
  }
  return last >= 3;
}

// Whether a line of the printed list is set off: most of it, or just the number or the name that chooses it.
bool IsSetOff(const Line& line, const std::vector<Mark>& marks, size_t bare_size) {
  size_t covered = 0;
  for (const Emphasis& emphasis : line.emphasis) covered += emphasis.end - emphasis.begin;
  if (covered * 2 > bare_size) return true;
  return std::any_of(marks.begin(), marks.end(), [&](const Mark& mark) {
    return mark.kind == Mark::Kind::kOption && std::any_of(line.emphasis.begin(), line.emphasis.end(),
                                                           [&](const Emphasis& e) { return e.begin <= mark.begin && e.end > mark.begin; });
  });
}

// The option that a line of the printed list shows; 0 for other lines.
int PrintedOption(std::string_view line) {
  const std::string bare = WithoutDescriptions(line);
  const auto words = Words(NormalizeTicks(bare), 8);
  int option = 0;
  size_t names = 0;
  for (const Word& word : words) {
    const int here = TypeOption(word, {});
    if (here == 0) {
      static constexpr std::array<std::string_view, 6> kRest = {
          "de", "articulacion", "articulacao", "interinstitucional", "institucional", "inter"};
      if (std::find(kRest.begin(), kRest.end(), word.folded) == kRest.end()) return 0;
      continue;
    }
    if (option != 0 && here != option) return 0;
    option = here;
    ++names;
  }
  return names > 0 ? option : 0;
}

v1::InitiativeType TypeOf(int option) { return static_cast<v1::InitiativeType>(option); }

// Whether an arrow or a star points at a line of the printed list.
bool IsPointedAt(std::string_view line) {
  static constexpr std::array<std::string_view, 9> kPointers = {
      "\xE2\x86\x92", "\xE2\x87\x92", "\xE2\x9E\x94", "\xE2\x9E\x9C", "\xE2\x96\xBA", "\xE2\x96\xB6", "=>", "->", ">>"};
  const std::string_view text = Trim(line);
  return std::any_of(kPointers.begin(), kPointers.end(), [&](std::string_view pointer) { return text.starts_with(pointer); }) ||
         text.ends_with("\xE2\x86\x90") || text.ends_with("<=") || text.ends_with("<-") || text.ends_with("<--");
}

struct Choice {
  std::set<int> ticked;
  std::set<int> emphasised;
  // The printed options that are still there, and those that are not.
  std::set<int> printed;
  // Lines that are no part of the printed list.
  std::vector<Line> rest;
};

// Takes the printed list of options, wherever it stands, apart from what was written.
Choice ReadOptions(const std::vector<Line>& lines) {
  Choice choice;
  std::vector<int> options;
  for (const Line& line : lines) options.push_back(PrintedOption(line.text));
  std::set<int> distinct(options.begin(), options.end());
  distinct.erase(0);
  const bool list = distinct.size() >= 3;
  std::set<int> set_off;
  std::set<int> plain;
  for (size_t i = 0; i < lines.size(); ++i) {
    const std::string bare = WithoutDescriptions(lines[i].text);
    // A number set off in the explanation: "la opción deseada: 1, _2_, 3 o 4".
    if (bare.size() < lines[i].text.size() && !lines[i].emphasis.empty()) {
      std::set<int> marked;
      std::set<int> others;
      for (const Word& word : Words(lines[i].text)) {
        const int number = TypeNumber(word.folded);
        if (number != 0) (IsEmphasised(lines[i], word.begin, word.end) ? marked : others).insert(number);
      }
      if (marked.size() == 1 && others.size() >= 2) {
        set_off.insert(marked.begin(), marked.end());
        plain.insert(others.begin(), others.end());
      }
    }
    const std::string ticks = NormalizeTicks(bare);
    const auto marks = Marks(ticks, TypeOption);
    std::set<int> here;
    for (const Mark& mark : marks) {
      if (mark.kind == Mark::Kind::kOption) here.insert(mark.option);
    }
    if (HasTicks(marks) && !here.empty()) {
      const auto ticked = Ticked(marks);
      choice.ticked.insert(ticked.begin(), ticked.end());
      choice.printed.insert(here.begin(), here.end());
      // What was written after "other".
      const bool other = ticked.contains(kOther);
      if (other && marks.back().end < ticks.size() && !TrimMarks(std::string_view(ticks).substr(marks.back().end), ".,:;()").empty()) {
        Line written = lines[i];
        written.text = fmt::format("4 {}", ticks.substr(marks.back().end));
        choice.rest.push_back(std::move(written));
      }
      continue;
    }
    // An option that was listed before is chosen now.
    const bool again = options[i] != 0 && choice.printed.contains(options[i]);
    if (ListsOptions(marks) || (list && options[i] != 0 && !again)) {
      choice.printed.insert(here.begin(), here.end());
      if (options[i] != 0 && !lines[i].emphasis.empty()) {
        (IsSetOff(lines[i], Marks(lines[i].text, TypeOption), bare.size()) ? set_off : plain).insert(options[i]);
      } else if (options[i] != 0 && IsPointedAt(bare)) {
        set_off.insert(options[i]);
      } else {
        plain.insert(here.begin(), here.end());
      }
      continue;
    }
    if (!TrimMarks(bare, ".,:;()").empty()) {
      Line written = lines[i];
      written.text = bare;
      choice.rest.push_back(std::move(written));
    }
  }
  if (!plain.empty()) choice.emphasised = set_off;
  return choice;
}

std::string Unwrapped(std::string_view text) {
  text = TrimMarks(text, ".,:;/");
  static constexpr std::array<std::string_view, 8> kAsk = {"especifique", "especificar", "indique",  "cual",
                                                           "qual",        "descreva",    "describa", "especifique cual"};
  for (bool again = true; again;) {
    again = false;
    if (text.size() > 2 && text.front() == '(') {
      const size_t close = text.find(')');
      if (close == text.size() - 1) {
        text = TrimMarks(text.substr(1, text.size() - 2), ".,:;/");
        again = true;
      } else if (close != std::string_view::npos) {
        const std::string inner = Folded(text.substr(1, close - 1));
        if (std::find(kAsk.begin(), kAsk.end(), inner) != kAsk.end()) {
          text = TrimMarks(text.substr(close + 1), ".,:;/");
          again = true;
        }
      }
    }
  }
  return text::Collapse(text);
}

}  // namespace

namespace {

// Circled digits as plain ones.
std::vector<Line> WithPlainDigits(std::vector<Line> lines) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kCircled = {{{"\xE2\x91\xA0", "1"},
                                                                                             {"\xE2\x91\xA1", "2"},
                                                                                             {"\xE2\x91\xA2", "3"},
                                                                                             {"\xE2\x91\xA3", "4"},
                                                                                             {"\xE2\x9D\xB6", "1"},
                                                                                             {"\xE2\x9D\xB7", "2"},
                                                                                             {"\xE2\x9D\xB8", "3"},
                                                                                             {"\xE2\x9D\xB9", "4"}}};
  for (Line& line : lines) {
    for (const auto& [circled, plain] : kCircled) {
      const size_t at = line.text.find(circled);
      if (at == std::string::npos) continue;
      line.text.replace(at, circled.size(), plain);
      line.emphasis.clear();
    }
  }
  return lines;
}

}  // namespace

void ReadType(const Entry& entry, const Answer& answer, v1::InitiativeContent& content, Findings& findings) {
  const Choice beside = ReadOptions(WithPlainDigits(entry.beside_label));
  Choice given = ReadOptions(WithPlainDigits(answer.lines));
  Location at = answer.location;
  std::string whole;
  for (const Line& line : given.rest) whole += (whole.empty() ? "" : " ") + line.text;
  const auto report = [&](v1::Certainty certainty, std::string_view reason, std::string_view text) {
    findings.Add(answer.field, text, certainty, at, reason);
  };
  std::set<int> ticked = beside.ticked;
  ticked.insert(given.ticked.begin(), given.ticked.end());
  // An answer written in the label's own cell, with no cell of its own.
  std::vector<Line> rest = given.rest;
  if (rest.empty() && ticked.empty()) {
    rest = beside.rest;
    for (const Line& line : rest) whole += (whole.empty() ? "" : " ") + line.text;
    if (!rest.empty()) at = rest.front().location;
  }
  std::string text = text::Collapse(whole);
  // A tick in a box of its own, beside no option.
  const bool lone_tick = ticked.empty() && Trim(NormalizeTicks(text)) == kTicked;
  if (IsNoAnswer(text)) text.clear();
  const auto words = Words(text);
  std::set<int> numbers;
  size_t number_end = 0;
  for (const Word& word : words) {
    const int number = TypeNumber(word.folded);
    if (number == 0) continue;
    // A number inside a sentence is no choice.
    static constexpr std::array<std::string_view, 14> kBefore = {"opcion", "opcao", "tipo", "n",  "no",     "nro", "numero",
                                                                 "y",      "e",     "o",    "ou", "option", "la",  "a"};
    const auto index = static_cast<size_t>(&word - words.data());
    bool choice = index == 0;
    if (index > 0) {
      const std::string& before = words[index - 1].folded;
      choice = TypeNumber(before) != 0 || std::find(kBefore.begin(), kBefore.end(), before) != kBefore.end() || TypeName(before) == number;
      choice = choice && (index < 4);
    }
    // "Opción elegida: 2"
    choice =
        choice || (index + 1 == words.size() && words.size() <= 5 && text.find(':') < word.begin && text.find(':') >= words[index - 1].end);
    if (!choice) continue;
    numbers.insert(number);
    number_end = std::max(number_end, word.end);
  }
  if (words.size() == 1 && numbers.empty()) {
    static constexpr std::array<std::pair<std::string_view, int>, 14> kNumerals = {{{"uno", 1},
                                                                                    {"un", 1},
                                                                                    {"um", 1},
                                                                                    {"dos", 2},
                                                                                    {"dois", 2},
                                                                                    {"tres", 3},
                                                                                    {"cuatro", 4},
                                                                                    {"quatro", 4},
                                                                                    {"i", 1},
                                                                                    {"ii", 2},
                                                                                    {"iii", 3},
                                                                                    {"iv", 4},
                                                                                    {"one", 1},
                                                                                    {"two", 2}}};
    for (const auto& [numeral, value] : kNumerals) {
      if (words[0].folded == numeral) numbers.insert(value), number_end = words[0].end;
    }
  }
  // The name of a type counts where it opens the answer, after its number if there is one.
  std::set<int> names;
  size_t name_end = number_end;
  const bool after_number = numbers.empty();
  for (size_t i = 0; i < words.size(); ++i) {
    if (words[i].begin < number_end) {
      if (const int name = TypeName(words[i].folded); name != 0 && i < 4) names.insert(name);
      continue;
    }
    const int name = TypeName(words[i].folded);
    if (name == 0) {
      if (!after_number && words[i].folded != "de" && words[i].folded != "un" && words[i].folded != "um") break;
      if (words[i].folded == "un" || words[i].folded == "um" || words[i].folded == "es" || words[i].folded == "opcion" ||
          words[i].folded == "tipo")
        continue;
      break;
    }
    names.insert(name);
    name_end = words[i].end;
    // "Proyecto y acción" chooses twice; "Espacio de articulación" goes on.
    if (i + 2 < words.size() &&
        (words[i + 1].folded == "y" || words[i + 1].folded == "e" || words[i + 1].folded == "o" || words[i + 1].folded == "ou") &&
        TypeName(words[i + 2].folded) != 0) {
      names.insert(TypeName(words[i + 2].folded));
    } else if (i + 1 < words.size() && TypeName(words[i + 1].folded) != 0 && TypeName(words[i + 1].folded) != name) {
      names.insert(TypeName(words[i + 1].folded));
    }
    break;
  }
  std::set<int> chosen = ticked;
  chosen.insert(numbers.begin(), numbers.end());
  if (numbers.size() > 1 || ticked.size() > 1) return report(v1::CERTAINTY_DOUBTFUL, "TYPE_SEVERAL", text.empty() ? answer.Text() : text);
  // "1. Acción 2. Proyecto": each name with its own number.
  for (size_t i = 1; i < words.size() && !chosen.empty(); ++i) {
    const int name = TypeName(words[i].folded);
    if (name != 0 && name == TypeNumber(words[i - 1].folded) && !chosen.contains(name)) {
      return report(v1::CERTAINTY_DOUBTFUL, "TYPE_SEVERAL", text);
    }
  }
  // "4 - Otros: proyecto piloto" names another type only inside its own words.
  if (chosen.size() == 1 && *chosen.begin() == kOther && names.contains(kOther)) names = {kOther};
  if (chosen.size() == 1 && *chosen.begin() == kOther && !names.contains(kOther)) names.clear();
  std::set<int> all = chosen;
  all.insert(names.begin(), names.end());
  if (all.size() > 1)
    return report(v1::CERTAINTY_DOUBTFUL, chosen.empty() ? "TYPE_SEVERAL" : "TYPE_CONTRADICTORY", text.empty() ? answer.Text() : text);
  if (all.empty()) {
    std::set<int> emphasised = beside.emphasised;
    emphasised.insert(given.emphasised.begin(), given.emphasised.end());
    if (text.empty() && emphasised.size() == 1) {
      content.set_type(TypeOf(*emphasised.begin()));
      return report(v1::CERTAINTY_LIKELY, "CHOICE_BY_EMPHASIS", entry.beside_label.empty() ? answer.Text() : entry.label);
    }
    if (text.empty() && emphasised.size() > 1) return report(v1::CERTAINTY_DOUBTFUL, "TYPE_SEVERAL", entry.label);
    // All options but one were crossed out or deleted.
    if (text.empty() && !entry.struck.empty() && beside.printed.size() == 1) {
      content.set_type(TypeOf(*beside.printed.begin()));
      return report(v1::CERTAINTY_LIKELY, "CHOICE_BY_EMPHASIS", entry.label);
    }
    if (!text.empty() || lone_tick) report(v1::CERTAINTY_DOUBTFUL, "TYPE_NOT_RECOGNIZED", whole);
    return;
  }
  const int type = *all.begin();
  content.set_type(TypeOf(type));
  const std::string_view tail = TrimMarks(std::string_view(text).substr(std::min(std::max(name_end, number_end), text.size())), ".,:;/");
  if (type == kOther) {
    std::string other = Unwrapped(tail);
    if (other.empty()) return report(v1::CERTAINTY_DOUBTFUL, "TYPE_OTHER_MISSING", text);
    content.set_type_other(Within(std::move(other), limits::kTypeOther, answer.field + "_other", at, findings));
    return;
  }
  static constexpr std::array<std::string_view, 8> kSpace = {"de articulacion interinstitucional",
                                                             "de articulacao interinstitucional",
                                                             "interinstitucional",
                                                             "de articulacion",
                                                             "de articulacao",
                                                             "articulacion interinstitucional",
                                                             "de coordinacion interinstitucional",
                                                             "de articulacion inter institucional"};
  const std::string more = Folded(tail);
  const bool is_name = more.empty() || (type == 3 && std::find(kSpace.begin(), kSpace.end(), more) != kSpace.end());
  if (!is_name) report(v1::CERTAINTY_LIKELY, numbers.empty() && ticked.empty() ? "TYPE_FROM_WORDS" : "TYPE_EXTRA_WORDS", text);
}

}  // namespace minga::forms
