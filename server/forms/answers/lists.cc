#include "server/forms/answers/lists.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>
#include <utility>

#include "server/base/limits.h"
#include "server/base/text.h"
#include "server/forms/model_builder.h"
#include "server/forms/words.h"

namespace minga::forms {
namespace {

constexpr size_t kAsked = 3;

struct Item {
  std::string text;
  Location location;
  bool marked = false;
};

// "Fortaleza 1:", "Desafío 2 -" announce an item like its number.
size_t NamedMark(std::string_view text) {
  static constexpr std::array<std::string_view, 10> kNames = {"fortaleza", "desafio",     "resultado", "reto",  "logro",
                                                              "leccion",   "ponto forte", "ponto",     "licao", "punto"};
  const auto words = Words(text, 3);
  if (words.size() < 2) return 0;
  size_t number = words[0].folded == "ponto" && words[1].folded == "forte" ? 2 : 1;
  if (number >= words.size() || std::find(kNames.begin(), kNames.end(), words[0].folded) == kNames.end()) return 0;
  const std::string& digits = words[number].folded;
  if (digits.size() > 2 || digits.find_first_not_of("0123456789") != std::string::npos) return 0;
  size_t end = words[number].end;
  const std::string_view rest = TrimMarks(text.substr(end), ":.)");
  if (rest.empty() || rest.data() == text.data() + end) return 0;
  return static_cast<size_t>(rest.data() - text.data());
}

// A box for a bullet.
size_t BoxMark(std::string_view text) {
  for (const std::string_view box : {kTicked, kUnticked, std::string_view("\xE2\x98\x91"), std::string_view("\xE2\x9C\x85")}) {
    if (text.starts_with(box)) return text.size() - Trim(text.substr(box.size())).size();
  }
  return 0;
}

size_t Mark(std::string_view text) {
  const size_t mark = std::max(ItemMark(text), BoxMark(text));
  return mark > 0 ? mark : NamedMark(text);
}

// Where items begin that were run into one line: "1) ... 2) ... 3) ..." or "• ... • ...".
std::vector<size_t> InlineMarks(std::string_view text) {
  // "Resultado 1: ... Resultado 2: ..."
  if (NamedMark(text) > 0) {
    std::vector<size_t> begins;
    const auto words = Words(text);
    begins.push_back(0);
    for (size_t i = 1; i + 1 < words.size(); ++i) {
      if (words[i].folded == words[0].folded && words[i + 1].folded == std::to_string(begins.size() + 1) &&
          NamedMark(text.substr(words[i].begin)) > 0) {
        begins.push_back(words[i].begin);
      }
    }
    return begins;
  }
  return InlineItemMarks(text);
}

// "2", "2." or "Fortaleza 2" and nothing else, in its turn.
bool AnnouncesItem(std::string_view text, size_t turn) {
  const auto words = Words(text, 4);
  if (words.empty() || words.size() > 3 || words.back().folded != std::to_string(turn)) return false;
  return words.size() == 1 || NamedMark(std::string(text) + " x") > 0;
}

// Lines that count in words: "Uno. ...", "Dos: ...", each in its turn. The length of a line's word, 0 when it is none.
size_t CountedWord(std::string_view text, size_t turn) {
  static constexpr std::array<std::array<std::string_view, 5>, 5> kCounts = {{{"uno", "primero", "primera", "um", "i"},
                                                                              {"dos", "segundo", "segunda", "dois", "ii"},
                                                                              {"tres", "tercero", "tercera", "terceiro", "iii"},
                                                                              {"cuatro", "cuarto", "cuarta", "quatro", "iv"},
                                                                              {"cinco", "quinto", "quinta", "cinco", "v"}}};
  const auto words = Words(text, 2);
  const bool hash = text.starts_with("#");
  if (turn >= kCounts.size() || words.size() < 2 || words[0].begin != (hash ? 1 : 0)) return 0;
  const std::string& first = words[0].folded;
  const std::string number = std::to_string(turn + 1);
  const char sign = text[words[0].end];
  // "#1 ...", "1/ ...", "F1: ...", "A. ..."
  if (first == number && (sign == '/' || (hash && sign == ' '))) return words[1].begin;
  // "1 Los productores ..."
  if (first == number && sign == ' ' && StartsUpper(text.substr(words[0].end))) return words[1].begin;
  // "1ra. ...", "2do: ..."
  static constexpr std::array<std::string_view, 9> kOrdinals = {"ra", "er", "ro", "era", "da", "do", "ta", "to", "era"};
  if (first.starts_with(number) && (sign == '.' || sign == ':' || sign == ')') &&
      std::find(kOrdinals.begin(), kOrdinals.end(), first.substr(number.size())) != kOrdinals.end())
    return words[1].begin;
  if (first.size() == 2 && first.substr(1) == number && (sign == ':' || sign == '.' || sign == ')')) return words[1].begin;
  if (first.size() == 1 && first[0] == static_cast<char>('a' + turn) && sign == '.') return words[1].begin;
  // The round bullet of word processors, pasted as a letter.
  if (first == "o" && sign == ' ' && StartsUpper(text.substr(words[0].end))) return words[1].begin;
  if (std::find(kCounts[turn].begin(), kCounts[turn].end(), words[0].folded) == kCounts[turn].end()) return 0;
  const size_t end = words[0].end;
  if (text[end] != '.' && text[end] != ':' && text[end] != ')' && text[end] != '-') return 0;
  return words[1].begin;
}

bool CountsInWords(const std::vector<Line>& lines) {
  if (lines.size() < 2) return false;
  bool bare = false;
  bool article = false;
  for (size_t i = 0; i < lines.size(); ++i) {
    if (CountedWord(lines[i].text, i) == 0) return false;
    const auto words = Words(lines[i].text, 2);
    if (words[0].folded != std::to_string(i + 1) || lines[i].text[words[0].end] != ' ' || words[0].begin > 0) continue;
    bare = true;
    // A number before an article counts nothing but the lines: "2 La universidad", not "2 Talleres".
    static constexpr std::array<std::string_view, 10> kArticles = {"el", "la", "los", "las", "se", "un", "una", "o", "os", "as"};
    article = article || std::find(kArticles.begin(), kArticles.end(), words[1].folded) != kArticles.end();
  }
  return article || !bare;
}

// "En primer lugar, ... En segundo lugar, ..."; "1/ ... 2/ ...": it counts, in words or in signs of its own.
bool CountsInside(std::string_view text) {
  const auto words = Words(text);
  bool first = false;
  for (size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i].folded;
    if (word == "primer" || word == "primero" || word == "primera" || word == "primeiro" || word == "primeira") first = true;
    if (first && (word == "segundo" || word == "segunda") && i > 0) return true;
    if (word != "2" || i == 0 || words[0].folded != "1") continue;
    const std::string_view sign = text.substr(words[i].end, 1);
    if (sign == "/" || sign == "." || sign == ")" || sign == "-" || sign == ":") return true;
  }
  return false;
}

// "-a. -b": a dash glued to a word after the end of another.
bool HasGluedDashes(std::string_view text) {
  for (size_t at = text.find(" -"); at != std::string_view::npos; at = text.find(" -", at + 1)) {
    const bool ended = at > 0 && (text[at - 1] == '.' || text[at - 1] == ';' || text[at - 1] == ',');
    if (ended && StartsUpper(text.substr(at + 2, 4))) return true;
  }
  return false;
}

// One paragraph that may be a list all the same: "a; b", "- a - b", "a / b / c", "Uno. Dos. Tres."
bool MayBeSeveral(std::string_view text, bool dashed) {
  if (text.find(';') != std::string_view::npos || CountsInside(text) || HasGluedDashes(text)) return true;
  const auto count = [&](std::string_view separator) {
    size_t times = 0;
    for (size_t at = text.find(separator); at != std::string_view::npos; at = text.find(separator, at + separator.size())) ++times;
    return times;
  };
  if (count(" / ") > 1) return true;
  if (dashed && count(" - ") + count(" \xE2\x80\x93 ") > 0) return true;
  size_t sentences = 0;
  size_t longest = 0;
  for (size_t at = 0; at < text.size();) {
    const size_t stop = std::min(text.find(". ", at), text.size());
    const size_t words = Words(text.substr(at, stop - at), 12).size();
    if (words > 0) ++sentences;
    longest = std::max(longest, words);
    at = stop + 2;
  }
  return sentences > 2 && longest < 5;
}

bool EndsSentence(std::string_view text) {
  return !text.empty() && (text.back() == '.' || text.back() == '!' || text.back() == '?' || text.back() == ';');
}

bool IsIntroductionLine(std::string_view text, bool items_follow) { return items_follow && text.ends_with(':'); }

}  // namespace

std::vector<std::string> ReadList(const Answer& answer, Findings& findings) {
  std::vector<Item> items;
  const auto report = [&](std::string_view text, v1::Certainty certainty, const Location& at, std::string_view reason,
                          const texts::Args& args = {}) { findings.Add(answer.field, text, certainty, at, reason, args); };
  const bool any_marks =
      std::any_of(answer.lines.begin(), answer.lines.end(), [](const Line& line) { return line.list_item || Mark(line.text) > 0; });
  const bool counted = CountsInWords(answer.lines);
  for (size_t i = 0; i < answer.lines.size(); ++i) {
    const Line& line = answer.lines[i];
    // A row of a table: a number in a cell of its own is the item's.
    std::string of_cells;
    for (const std::string& cell : line.cells) {
      if (cell.find_first_not_of("0123456789.)- ") == std::string::npos) continue;
      of_cells += (of_cells.empty() ? "" : " ") + cell;
    }
    std::string_view text = line.cells.empty() ? std::string_view(line.text) : std::string_view(of_cells);
    if (IsNoAnswer(text)) continue;
    // The number, or "Fortaleza 1", stands on a line of its own above its item.
    if (i + 1 < answer.lines.size() && AnnouncesItem(text, items.size() + 1)) continue;
    if (counted) {
      items.push_back({std::string(text.substr(CountedWord(text, i))), line.location, true});
      continue;
    }
    // "Se destaca: 1) ... 2) ..."
    if (const size_t colon = text.find(": 1");
        items.empty() && colon != std::string_view::npos && ItemMark(text) == 0 && InlineMarks(text.substr(colon + 2)).size() > 1) {
      report(text.substr(0, colon + 1), v1::CERTAINTY_CERTAIN, line.location, "LIST_INTRODUCTION");
      text = text.substr(colon + 2);
    }
    const std::vector<size_t> inline_marks = InlineMarks(text);
    // A number inside an item is no new item when the next line goes on counting from this one.
    int next_number = 0;
    if (i + 1 < answer.lines.size()) ItemMark(answer.lines[i + 1].text, &next_number);
    if (inline_marks.size() > 1 && (next_number == 0 || next_number > static_cast<int>(inline_marks.size()))) {
      for (size_t k = 0; k < inline_marks.size(); ++k) {
        const size_t end = k + 1 < inline_marks.size() ? inline_marks[k + 1] : text.size();
        const std::string_view piece = Trim(text.substr(inline_marks[k], end - inline_marks[k]));
        std::string_view item = piece.substr(Mark(piece));
        // "1) a, 2) b y 3) c"
        if (k + 1 < inline_marks.size()) {
          for (const std::string_view link : {" y", " e"}) {
            if (item.ends_with(link)) item.remove_suffix(link.size());
          }
          item = Trim(item);
          if (item.ends_with(',')) item.remove_suffix(1);
        }
        items.push_back({std::string(item), line.location, true});
      }
      continue;
    }
    const size_t mark = Mark(text);
    const bool marked = mark > 0 || (line.list_item && line.opens_paragraph);
    const bool nested = line.list_item && line.list_level > 0 && !items.empty() && items.back().marked;
    text = Trim(text.substr(mark));
    if (text.empty()) continue;
    if (items.empty() && !marked && IsIntroductionLine(text, any_marks || i + 1 < answer.lines.size())) {
      report(text, v1::CERTAINTY_CERTAIN, line.location, "LIST_INTRODUCTION");
      continue;
    }
    const bool after_item = !items.empty() && any_marks && items.back().marked && !marked;
    const bool after_break = !items.empty() && !any_marks && StartsLower(text) && !EndsSentence(items.back().text);
    if (nested || after_item || after_break) {
      items.back().text += " " + std::string(text);
      if (nested || !StartsLower(text)) report(text, v1::CERTAINTY_LIKELY, line.location, "LIST_LINES_JOINED");
      continue;
    }
    items.push_back({std::string(text), line.location, marked});
  }
  std::vector<std::string> list;
  bool full = false;
  for (Item& item : items) {
    std::string text = text::Collapse(item.text);
    if (text.ends_with(';')) text = std::string(Trim(std::string_view(text).substr(0, text.size() - 1)));
    if (text.empty() || IsNoAnswer(text)) continue;
    if (IsNone(text)) {
      report(text, v1::CERTAINTY_CERTAIN, item.location, "NONE_READ_AS_EMPTY");
      continue;
    }
    if (list.size() == static_cast<size_t>(limits::kListItems)) {
      if (!full) report(text, v1::CERTAINTY_DOUBTFUL, item.location, "LIST_TOO_LONG", {{"limit", std::to_string(limits::kListItems)}});
      full = true;
      continue;
    }
    list.push_back(Within(std::move(text), limits::kListItem, answer.field, item.location, findings));
  }
  if (list.size() == 1) {
    const std::string_view opening = Trim(answer.lines[0].text);
    const bool dashed = any_marks && (opening.starts_with("-") || opening.starts_with("\xE2\x80\x93 "));
    if ((!any_marks || dashed) && MayBeSeveral(list[0], dashed))
      report(list[0], v1::CERTAINTY_LIKELY, answer.location, "LIST_MAY_BE_SEVERAL");
  }
  if (list.size() > kAsked)
    report(answer.Text(), v1::CERTAINTY_CERTAIN, answer.location, "LIST_LONGER_THAN_ASKED", {{"count", std::to_string(list.size())}});
  return list;
}

}  // namespace minga::forms
