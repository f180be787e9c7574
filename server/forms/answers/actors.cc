#include "server/forms/answers/actors.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "server/base/limits.h"
#include "server/base/text.h"
#include "server/forms/answers/actor_categories.h"
#include "server/forms/answers/countries.h"
#include "server/forms/answers/kinds_in_brackets.h"
#include "server/forms/answers/name_lists.h"
#include "server/forms/model_builder.h"
#include "server/forms/words.h"

namespace minga::forms {
namespace {

constexpr std::array<std::string_view, 3> kDashes = {"\xE2\x80\x93", "\xE2\x80\x94", "-"};

class Reader {
 public:
  Reader(const Answer& answer, v1::InitiativeContent& content, Findings& findings)
      : answer_(answer), content_(content), findings_(findings) {}

  void Read() {
    if (ReadTwoColumns() || ReadAlternateLines()) return;
    ReportColumns();
    const bool tabular = std::any_of(answer_.lines.begin(), answer_.lines.end(), [](const Line& line) { return !line.cells.empty(); });
    for (const Line& line : answer_.lines) {
      location_ = line.location;
      if (country_of_line_) country_.clear();
      if (!line.cells.empty()) {
        ReadCells(line);
        continue;
      }
      std::string_view text = std::string_view(line.text).substr(ItemMark(line.text));
      if (IsNoAnswer(text) || IsNone(text)) {
        // Below its heading, a kind of which nobody takes part.
        group_used_ = group_used_ || group_.has_value();
        continue;
      }
      // The title of a table of actors.
      if (tabular && IsColumnHead(line)) continue;
      if (RefersElsewhere(text)) {
        Report(answer_.field, text, v1::CERTAINTY_DOUBTFUL, "ANSWER_ELSEWHERE");
        continue;
      }
      // "☒ Sector público: ...", and "☐ Sector privado", which takes no part.
      const std::string ticks = NormalizeTicks(text.substr(0, 12));
      if (ticks.starts_with(kUnticked) && ReadCategory(text).is_category) continue;
      // "Sector privado ( )"
      if (const size_t bracket = text.find_last_of("(["); bracket != std::string_view::npos && bracket > 0 &&
                                                          NormalizeTicks(text.substr(bracket)) == kUnticked &&
                                                          ReadCategory(text.substr(0, bracket)).is_category)
        continue;
      const bool letter = (text[0] | 0x20) == 'x';
      if (letter ? text.size() > 1 && text[1] == ' ' && ticks.starts_with(kTicked) &&
                       ReadCategory(text.substr(1, text.find(':') - 1)).is_category
                 : ticks.starts_with(kTicked) || ticks.starts_with(kUnticked)) {
        const auto words = Words(text, 2);
        const size_t skip = words.size() > 1 && words[0].folded == "x" ? 1 : 0;
        if (skip < words.size()) text = text.substr(words[skip].begin);
      }
      // Tabs make columns.
      if (const auto columns = SplitLines(text, '\t');
          columns.size() > 1 &&
          std::any_of(columns.begin(), columns.end(), [](std::string_view column) { return ReadCategory(column).is_category; })) {
        Line row = line;
        row.cells.assign(columns.begin(), columns.end());
        ReadCells(row);
        continue;
      }
      inline_group_ = false;
      // "1. ..., sector público y 2. ..., academia"
      const std::vector<size_t> items = InlineItemMarks(line.text);
      if (items.size() > 1) {
        for (size_t i = 0; i < items.size(); ++i) {
          std::string_view item =
              std::string_view(line.text).substr(items[i], i + 1 < items.size() ? items[i + 1] - items[i] : std::string::npos);
          item = Trim(item.substr(ItemMark(item)));
          for (const std::string_view link : {" y", " e"}) {
            if (i + 1 < items.size() && item.ends_with(link)) item.remove_suffix(link.size());
          }
          ReadText(TrimMarks(item, ",;"));
        }
      } else {
        ReadText(text);
      }
      if (inline_group_) group_is_inline_ = true;
    }
    CloseGroup();
  }

 private:
  // A line, or an item of it.
  void ReadText(std::string_view line) {
    // "Sector público: • A • B"
    std::string text(line);
    for (const std::string_view bullet : {"\xE2\x80\xA2", "\xE2\x96\xAA", "\xE2\x97\x8F", "\xEF\x82\xB7"}) {
      for (size_t at = text.find(bullet); at != std::string::npos; at = text.find(bullet, at)) text.replace(at, bullet.size(), ";");
    }
    // A sentence is read whole: what its semicolons part are not the items of a list.
    const std::vector<std::string> pieces = SplitOutsideBrackets(text, ";\t");
    const bool sentence = pieces.size() > 1 && IsProse(text, 0) &&
                          std::none_of(pieces.begin(), pieces.end(), [](const std::string& piece) { return SaysKind(piece); });
    if (sentence) {
      ReadPiece(text, answer_.lines.size());
      return;
    }
    for (const std::string& piece : pieces) {
      for (const std::string& group : SplitGroups(piece, group_.has_value())) ReadPiece(group, answer_.lines.size());
    }
  }

  void Report(std::string field, std::string_view text, v1::Certainty certainty, std::string_view reason, const texts::Args& args = {}) {
    findings_.Add(std::move(field), text, certainty, location_, reason, args);
  }

  std::string FieldOfLast(std::string_view name) const { return fmt::format("{}[{}].{}", answer_.field, content_.actors_size() - 1, name); }

  // "Coordinación: Ministerio ...": what goes before a name and is none, without its colon.
  static std::string_view HeadingOf(std::string_view name) {
    const size_t colon = name.find(": ");
    if (colon == std::string_view::npos) return {};
    const std::string_view head = name.substr(0, colon);
    const bool heads = Words(head, 6).size() < 6 && FindOrganization(head) == std::string_view::npos &&
                       FindOrganization(Trim(name.substr(colon + 1))) == 0;
    return heads ? head : std::string_view();
  }

  // "Actor 1"
  static bool IsNumberedActor(std::string_view head) {
    const auto words = Words(head, 3);
    return words.size() == 2 && (words[0].folded == "actor" || words[0].folded == "ator") &&
           words[1].folded.find_first_not_of("0123456789") == std::string::npos;
  }

  // False when the name holds nothing, or the list is full.
  bool Add(std::string_view raw, const CategoryWords* category) {
    raw = Trim(raw);
    raw = raw.substr(ItemMark(raw));
    // "..., y Fundación Vida", at the end of a list of lines
    for (const std::string_view link : {"y ", "e "}) {
      if (raw.starts_with(link)) raw = Trim(raw.substr(link.size()));
    }
    raw = WithoutAnnouncements(raw);
    const std::string_view heading = HeadingOf(raw);
    if (!heading.empty()) raw = Trim(raw.substr(heading.size() + 1));
    std::string name = CleanName(WithoutAnnouncements(raw));
    const std::string folded = Folded(name);
    if (category != nullptr && RefersElsewhere(name)) {
      Report(answer_.field, fmt::format("{} {}", category->text, name), v1::CERTAINTY_DOUBTFUL, "ACTOR_NAMES_MISSING");
      return false;
    }
    if (folded == "etc" || folded == "etcetera") return false;
    // "Sector público | Sí" says that it takes part, not who.
    if (category != nullptr && (folded == "si" || folded == "sim" || folded == "yes" || folded == "participa")) {
      Report(answer_.field, fmt::format("{} {}", category->text, name), v1::CERTAINTY_DOUBTFUL, "ACTOR_NAMES_MISSING");
      return false;
    }
    // A number is no name.
    if (std::none_of(name.begin(), name.end(), [](char c) { return (static_cast<unsigned char>(c) | 0x20) >= 'a'; })) {
      if (category != nullptr)
        Report(answer_.field, fmt::format("{} {}", category->text, name), v1::CERTAINTY_DOUBTFUL, "ACTOR_NAMES_MISSING");
      return false;
    }
    if (content_.actors_size() == limits::kActors) {
      if (!full_) Report(answer_.field, name, v1::CERTAINTY_DOUBTFUL, "LIST_TOO_LONG", {{"limit", std::to_string(limits::kActors)}});
      full_ = true;
      return false;
    }
    v1::Actor& actor = *content_.add_actors();
    actor.set_display_name(Within(std::move(name), limits::kActorName, FieldOfLast("display_name"), location_, findings_));
    if (!country_.empty()) actor.set_country_code(country_);
    if (!heading.empty() && !IsNumberedActor(heading))
      Report(fmt::format("{}[{}]", answer_.field, content_.actors_size() - 1), heading, v1::CERTAINTY_LIKELY, "UNPLACED_TEXT");
    if (category == nullptr) {
      Report(FieldOfLast("category"), actor.display_name(), v1::CERTAINTY_DOUBTFUL, "ACTOR_CATEGORY_MISSING");
      return true;
    }
    actor.set_category_text(
        Within(text::Collapse(category->text), limits::kCategoryText, FieldOfLast("category_text"), location_, findings_));
    actor.set_category(category->category);
    if (IsAbbreviated(category->text)) {
      Report(FieldOfLast("category"), fmt::format("{} ({})", actor.display_name(), category->text), v1::CERTAINTY_LIKELY,
             "ACTOR_CATEGORY_UNCERTAIN", {{"words", category->text}});
    }
    if (category->category == v1::ACTOR_CATEGORY_UNSPECIFIED) {
      Report(FieldOfLast("category"), fmt::format("{} ({})", actor.display_name(), category->text), v1::CERTAINTY_DOUBTFUL,
             "ACTOR_CATEGORY_UNCERTAIN", {{"words", category->text}});
    }
    return true;
  }

  static bool IsOneCountry(std::string_view text) {
    const auto countries = FindCountries(text);
    return countries.size() == 1 && countries[0].begin == 0 && countries[0].end == text.size() && !countries[0].ambiguous;
  }

  // Names in one column, kinds in the next, line by line.
  bool ReadTwoColumns() {
    std::vector<const Line*> left;
    std::vector<const Line*> right;
    for (const Line& line : answer_.lines) {
      if (!line.cells.empty() || line.column > 1) return false;
      (line.column == 0 ? left : right).push_back(&line);
    }
    if (left.empty() || left.size() != right.size()) return false;
    if (!std::all_of(right.begin(), right.end(),
                     [](const Line* line) { return ReadCategory(line->text.substr(ItemMark(line->text))).is_category; }))
      return false;
    for (size_t i = 0; i < left.size(); ++i) {
      location_ = left[i]->location;
      const CategoryWords category = ReadCategory(right[i]->text.substr(ItemMark(right[i]->text)));
      Add(std::string_view(left[i]->text).substr(ItemMark(left[i]->text)), &category);
    }
    return true;
  }

  // Two lists of names side by side may be those of two initiatives.
  void ReportColumns() {
    const auto in = [&](bool first) {
      return std::any_of(answer_.lines.begin(), answer_.lines.end(),
                         [&](const Line& line) { return line.cells.empty() && (line.column == 0) == first; });
    };
    if (!in(true) || !in(false)) return;
    location_ = answer_.lines.front().location;
    Report(answer_.field, answer_.Text(), v1::CERTAINTY_DOUBTFUL, "ANSWER_IN_SEVERAL_CELLS");
  }

  // A name, below it its kind, and so on: read as headings, every kind would go to the name after it.
  bool ReadAlternateLines() {
    const std::vector<Line>& lines = answer_.lines;
    if (lines.size() < 2 || lines.size() % 2 != 0) return false;
    for (size_t i = 0; i < lines.size(); ++i) {
      const std::string_view text = std::string_view(lines[i].text).substr(ItemMark(lines[i].text));
      const CategoryWords kind = ReadCategory(text);
      if (!lines[i].cells.empty() || text.ends_with(':') || NormalizeTicks(text.substr(0, 12)).starts_with(kUnticked) ||
          kind.is_form_wording != (i % 2 == 1))
        return false;
    }
    for (size_t i = 0; i < lines.size(); i += 2) {
      location_ = lines[i].location;
      const CategoryWords category = ReadCategory(lines[i + 1].text.substr(ItemMark(lines[i + 1].text)));
      if (Add(std::string_view(lines[i].text).substr(ItemMark(lines[i].text)), &category)) {
        Report(FieldOfLast("category"), lines[i + 1].text, v1::CERTAINTY_LIKELY, "ACTOR_CATEGORY_BELOW");
      }
    }
    return true;
  }

  static bool IsColumnHead(const Line& line) {
    static constexpr std::array<std::string_view, 33> kHeads = {
        "actor", "actores",     "ator",          "atores",       "nombre",      "nome",    "tipo",
        "tipos", "categoria",   "sector",        "setor",        "pais",        "n",       "no",
        "nro",   "institucion", "instituicao",   "organizacion", "organizacao", "de",      "del",
        "do",    "entidad",     "rol",           "la",           "iniciativa",  "listado", "lista",
        "y",     "e",           "participantes", "involucrados", "envolvidos"};
    const auto words = Words(line.text);
    return words.size() <= 10 && std::all_of(words.begin(), words.end(), [](const Word& word) {
             return std::find(kHeads.begin(), kHeads.end(), word.folded) != kHeads.end();
           });
  }

  // A table whose columns are kinds: names stand below their kind, or ticks beside a name. True when the row was one of it.
  bool ReadKindColumns(const Line& line) {
    std::vector<CategoryWords> kinds;
    size_t known = 0;
    size_t filled = 0;
    for (const std::string& cell : line.cells) {
      kinds.push_back(ReadCategory(cell));
      if (!Trim(cell).empty()) ++filled;
      if (kinds.back().is_category && FindBrackets(cell).empty()) ++known;
    }
    if (known > 1 && known + 1 >= filled) {
      Line rest;
      for (size_t i = 0; i < kinds.size(); ++i) {
        if (!kinds[i].is_category) rest.text += line.cells[i] + " ";
      }
      if (IsColumnHead(rest)) {
        columns_ = std::move(kinds);
        return true;
      }
    }
    if (columns_.empty() || columns_.size() != line.cells.size()) return false;
    const auto ticked = [](std::string_view cell) { return NormalizeTicks(Trim(cell)) == kTicked; };
    std::string name;
    std::optional<CategoryWords> kind;
    for (size_t i = 0; i < columns_.size(); ++i) {
      const std::string_view cell = Trim(line.cells[i]);
      if (!columns_[i].is_category) {
        if (!cell.empty() && name.empty()) name = std::string(cell);
      } else if (ticked(cell) && kind) {
        *kind = {true, false, v1::ACTOR_CATEGORY_UNSPECIFIED, kind->text + " / " + columns_[i].text};
      } else if (ticked(cell)) {
        kind = columns_[i];
      }
    }
    if (kind) {
      Add(name, &*kind);
      return true;
    }
    for (size_t i = 0; i < columns_.size(); ++i) {
      if (!columns_[i].is_category) {
        if (!Words(line.cells[i], 1).empty()) ReadPiece(line.cells[i], answer_.lines.size());
        continue;
      }
      for (const std::string_view names : SplitLines(line.cells[i])) {
        if (!SaysNobody(names) && NormalizeTicks(names) != kUnticked) AddNames(names.substr(ItemMark(names)), columns_[i], false);
      }
    }
    return true;
  }

  // A row of a table of actors.
  void ReadCells(const Line& line) {
    if (IsColumnHead(line) || ReadKindColumns(line)) return;
    std::string names;
    std::optional<CategoryWords> category;
    std::string country;
    std::vector<std::string> more;
    bool category_first = false;
    for (const std::string& cell : line.cells) {
      const std::string_view text = Trim(cell);
      if (text.empty() || Words(text, 1).empty()) continue;
      if (text.find_first_not_of("0123456789.)-º° ") == std::string_view::npos) continue;
      const CategoryWords kind = ReadCategory(text);
      const bool is_country = IsOneCountry(text);
      if (!category && kind.is_category) {
        category = kind;
        category_first = names.empty();
      } else if (is_country && !names.empty() && country.empty()) {
        country = FindCountries(text)[0].alpha2;
      } else if (names.empty()) {
        names = std::string(text);
      } else {
        more.emplace_back(text);
      }
    }
    if (names.empty()) {
      const bool nobody =
          std::any_of(line.cells.begin(), line.cells.end(), [](const std::string& cell) { return !cell.empty() && IsNoAnswer(cell); });
      if (category && !nobody) ReadPiece(line.text, answer_.lines.size());
      return;
    }
    if (category && SaysNobody(names)) return;
    const bool carried = !category && last_cell_category_ && line.cells.size() > 1;
    if (carried) category = last_cell_category_;
    last_cell_category_ = category;
    const int before = content_.actors_size();
    // One cell may list several names of its kind, one to a line.
    for (const std::string_view piece : SplitLines(names)) {
      const std::string_view name = piece.substr(ItemMark(piece));
      if (category && (category_first || SplitLines(names).size() > 1)) {
        AddNames(name, *category, false);
      } else if (category) {
        Add(name, &*category);
      } else {
        ReadPiece(name, answer_.lines.size());
      }
    }
    if (carried) {
      for (int i = before; i < content_.actors_size(); ++i) {
        Report(fmt::format("{}[{}].category", answer_.field, i), line.text, v1::CERTAINTY_LIKELY, "ACTOR_CATEGORY_CARRIED");
      }
    }
    if (!country.empty() && content_.actors_size() == before + 1) content_.mutable_actors(before)->set_country_code(country);
    for (const std::string& words : more)
      Report(fmt::format("{}[{}]", answer_.field, std::max(0, content_.actors_size() - 1)), words, v1::CERTAINTY_LIKELY, "UNPLACED_TEXT");
  }

  void OpenGroup(CategoryWords category, std::string_view text) {
    CloseGroup();
    group_ = std::move(category);
    group_text_ = std::string(text);
    group_used_ = false;
    group_is_inline_ = false;
  }

  void CloseGroup() {
    if (group_ && !group_used_) Report(answer_.field, group_text_, v1::CERTAINTY_DOUBTFUL, "ACTOR_NAMES_MISSING");
    group_.reset();
  }

  void AddNames(std::string_view text, const CategoryWords& category, bool doubtful) {
    for (const NamePiece& piece : SplitNames(text)) {
      // "Academia: UTEC, sindicatos, etc."
      if (ReadCategory(piece.text).is_form_wording) {
        Report(answer_.field, piece.text, v1::CERTAINTY_DOUBTFUL, "ACTOR_NAMES_MISSING");
        continue;
      }
      if (const std::string folded = Folded(piece.text); folded == "etc" || folded == "etcetera") continue;
      const int before = content_.actors_size();
      if (!Add(piece.text, &category)) continue;
      const std::string field = fmt::format("{}[{}]", answer_.field, before);
      if (piece.may_be_several || NamesSeveral(piece.text))
        Report(field + ".display_name", piece.text, v1::CERTAINTY_DOUBTFUL, "ACTOR_MAY_BE_SEVERAL");
      if (doubtful) Report(field + ".category", piece.text, v1::CERTAINTY_LIKELY, "ACTOR_CATEGORY_CARRIED");
    }
  }

  // "Sector público (2)", "Academia (X)": without the count or the tick.
  static std::string_view WithoutCount(std::string_view head) {
    const auto brackets = FindBrackets(head);
    if (brackets.empty() || !Trim(head.substr(brackets.back().end)).empty()) return head;
    const std::string_view inner = Trim(brackets.back().inner);
    const bool count = !inner.empty() && inner.find_first_not_of("0123456789") == std::string_view::npos;
    const bool tick = NormalizeTicks(head.substr(brackets.back().begin, brackets.back().end - brackets.back().begin)) == kTicked;
    return count || tick ? Trim(head.substr(0, brackets.back().begin)) : head;
  }

  // The form's own words, or a kind that no name begins with: "Público – Ministerio ...", but not "Universidad – Facultad ...".
  static bool OpensGroup(std::string_view head) {
    head = WithoutCount(head);
    const CategoryWords kind = ReadCategory(head);
    if (kind.is_form_wording) return true;
    const auto words = Words(head, 1);
    return kind.category != v1::ACTOR_CATEGORY_UNSPECIFIED && !words.empty() && !OpensOrganization(words[0].folded);
  }

  // "Sector público: a. Academia: b", "sector público: a, academia: b", "Público - a / Privado - b": each group on its own.
  static std::vector<std::string> SplitGroups(const std::string& piece, bool inside_group) {
    const auto opens = [](std::string_view text) {
      text = text.substr(0, 48);
      for (const std::string_view sign : {":", " - ", " \xE2\x80\x93 "}) {
        const size_t at = text.find(sign);
        if (at < 40 && OpensGroup(text.substr(0, at))) return true;
      }
      return false;
    };
    if (!inside_group && !opens(piece) && !OpensCountry(piece)) return {piece};
    std::vector<std::string> groups;
    size_t begin = 0;
    int depth = 0;
    for (size_t at = 0; at + 1 < piece.size(); ++at) {
      if (piece[at] == '(') ++depth;
      if (piece[at] == ')') depth = std::max(0, depth - 1);
      if (depth > 0 || (piece[at] != '.' && piece[at] != ',' && piece[at] != '/') || piece[at + 1] != ' ') continue;
      const std::string_view rest = Trim(std::string_view(piece).substr(at + 1));
      if (!opens(rest) && !OpensCountry(rest)) continue;
      groups.emplace_back(Trim(std::string_view(piece).substr(begin, at - begin)));
      begin = at + 1;
    }
    groups.emplace_back(Trim(std::string_view(piece).substr(begin)));
    return groups;
  }

  // "Uruguay", "Por parte de Uruguay"; empty for anything else.
  static std::string CountryOf(std::string_view head) {
    const auto countries = FindCountries(head);
    if (countries.size() != 1 || countries[0].ambiguous || countries[0].end != head.size()) return {};
    static constexpr std::array<std::string_view, 14> kLead = {"por", "parte", "de", "del",  "da",   "do",      "en",
                                                               "no",  "na",    "el", "lado", "pela", "actores", "desde"};
    const auto words = Words(head.substr(0, countries[0].begin), 6);
    const bool leads = std::all_of(words.begin(), words.end(),
                                   [](const Word& word) { return std::find(kLead.begin(), kLead.end(), word.folded) != kLead.end(); });
    return leads ? countries[0].alpha2 : std::string();
  }

  // "Uruguay: Ministerio ..."
  static bool OpensCountry(std::string_view piece) {
    const size_t colon = piece.find(':');
    return colon < 40 && !CountryOf(Trim(piece.substr(0, colon))).empty() && FindOrganization(Trim(piece.substr(colon + 1))) == 0;
  }

  // "Uruguay: ..." says whose the actors after it are. Takes it off.
  std::string_view TakeCountry(std::string_view piece) {
    const size_t colon = piece.find(':');
    if (colon > 40) return piece;
    const std::string country = CountryOf(Trim(piece.substr(0, colon)));
    if (country.empty()) return piece;
    const std::string_view rest = Trim(piece.substr(colon + 1));
    // "Chile: País Digital" is a name.
    if (!rest.empty() && FindOrganization(rest) != 0) return piece;
    country_ = country;
    country_of_line_ = !rest.empty();
    CloseGroup();
    return rest;
  }

  // "Los actores involucrados son:"
  static bool IsIntroduction(std::string_view piece) {
    static constexpr std::array<std::string_view, 8> kWords = {"actor",      "actores",   "ator",          "atores",
                                                               "siguientes", "seguintes", "participantes", "involucrados"};
    if (!piece.ends_with(':')) return false;
    const auto words = Words(piece, 12);
    return words.size() < 12 && std::any_of(words.begin(), words.end(), [](const Word& word) {
             return std::find(kWords.begin(), kWords.end(), word.folded) != kWords.end();
           });
  }

  // "pub.", "gob. local": what it stands for is plain enough to take, not to be certain of.
  static bool IsAbbreviated(std::string_view kind) {
    static constexpr std::array<std::string_view, 14> kShort = {"pub", "priv", "univ", "acad", "gob", "gobs", "gov",
                                                                "soc", "civ",  "sec",  "sect", "s",   "loc",  "priva"};
    const auto words = Words(kind, 8);
    return std::any_of(words.begin(), words.end(),
                       [](const Word& word) { return std::find(kShort.begin(), kShort.end(), word.folded) != kShort.end(); });
  }

  static bool SaysNobody(std::string_view text) {
    const std::string folded = Folded(text.substr(0, 60));
    return IsNoAnswer(text) || IsNone(text) || folded.starts_with("no particip") || folded.starts_with("nao particip") ||
           folded.starts_with("sin participacion") || folded.starts_with("sem participacao") || folded.starts_with("no se involucr") ||
           folded.starts_with("no hay actor") || folded.starts_with("no hubo") || folded.starts_with("no intervien");
  }

  // "Actor: Ministerio. Tipo" is the name between two announcements.
  static std::string_view WithoutAnnouncements(std::string_view name) {
    static constexpr std::array<std::string_view, 14> kBefore = {
        "actores", "atores",           "participantes", "actores involucrados", "actor",       "ator",         "nombre",
        "nome",    "nombre del actor", "nome do ator",  "institucion",          "instituicao", "organizacion", "entidad"};
    static constexpr std::array<std::string_view, 6> kAfter = {"tipo", "tipo de actor", "tipo de ator", "categoria", "sector", "setor"};
    if (const size_t colon = name.find(':');
        colon < 24 && std::find(kBefore.begin(), kBefore.end(), Folded(name.substr(0, colon))) != kBefore.end())
      name = Trim(name.substr(colon + 1));
    const size_t last = name.find_last_of(".;,-");
    if (last != std::string_view::npos && last > 0 &&
        std::find(kAfter.begin(), kAfter.end(), Folded(name.substr(last + 1))) != kAfter.end())
      name = Trim(name.substr(0, last));
    return name;
  }

  // "Sector público (Ministerio A, Ministerio B) y academia (Universidad C)": the brackets hold the names.
  bool ReadNamesInBrackets(std::string_view piece, const std::vector<Brackets>& brackets) {
    if (brackets.empty() || !TrimMarks(piece.substr(brackets.back().end), ".").empty()) return false;
    std::vector<CategoryWords> kinds;
    size_t from = 0;
    for (const Brackets& pair : brackets) {
      std::string_view head = TrimMarks(piece.substr(from, pair.begin - from), ",;:.");
      for (const std::string_view link : {"y ", "e "}) {
        if (from > 0 && head.starts_with(link)) head.remove_prefix(link.size());
      }
      kinds.push_back(ReadCategory(head));
      if (!kinds.back().is_form_wording || KindIn(pair.inner)) return false;
      from = pair.end;
    }
    for (size_t i = 0; i < brackets.size(); ++i) {
      OpenGroup(kinds[i], piece);
      group_used_ = true;
      inline_group_ = true;
      for (const std::string& names : SplitOutsideBrackets(brackets[i].inner, ";")) AddNames(names, *group_, false);
    }
    return true;
  }

  // "Kind: a, b", or a kind alone as a heading. True when the piece was one.
  bool ReadGroup(std::string_view piece) {
    const CategoryWords whole = ReadCategory(piece);
    if (whole.is_category && (whole.is_form_wording || piece.ends_with(':'))) {
      OpenGroup(whole, piece);
      // "Sindicatos: -"
      const size_t colon = piece.find(':');
      group_used_ = colon != std::string_view::npos && !Trim(piece.substr(colon + 1)).empty();
      return true;
    }
    const auto brackets = FindBrackets(piece);
    if (ReadNamesInBrackets(piece, brackets)) return true;
    // "Instituciones nacionales (sector público):" heads the lines below.
    if (brackets.size() == 1 && Trim(piece.substr(brackets[0].end)) == ":") {
      const auto kind = KindIn(brackets[0].inner);
      const auto words = Words(piece, 1);
      if (kind && kind->words.is_form_wording && words[0].folded.ends_with('s')) {
        OpenGroup(kind->words, piece);
        return true;
      }
    }
    const auto marks = std::count_if(brackets.begin(), brackets.end(), [](const Brackets& b) { return KindIn(b.inner).has_value(); });
    const auto inside = [&](size_t at) {
      return std::any_of(brackets.begin(), brackets.end(), [&](const Brackets& b) { return at > b.begin && at < b.end; });
    };
    size_t stop = piece.find(':');
    while (stop != std::string_view::npos && inside(stop)) stop = piece.find(':', stop + 1);
    size_t length = 1;
    if (stop == std::string_view::npos) {
      for (const std::string_view dash : kDashes) {
        const std::string spaced = fmt::format(" {} ", dash);
        const size_t at = piece.find(spaced);
        if (at < stop && !inside(at)) stop = at, length = spaced.size();
      }
      // "Sector público – Ministerio – ..." opens a group only with the form's own words.
      if (stop != std::string_view::npos && !OpensGroup(piece.substr(0, stop))) return false;
    }
    // "Sector público, Ministerio de Salud"
    if (const size_t comma = piece.find(','); stop == std::string_view::npos && comma != std::string_view::npos && !inside(comma) &&
                                              ReadCategory(piece.substr(0, comma)).is_form_wording && marks == 0) {
      const auto after = Words(piece.substr(comma + 1), 1);
      if (!after.empty() && OpensOrganization(after[0].folded)) stop = comma;
    }
    if (stop == std::string_view::npos) return false;
    const std::string_view head = WithoutCount(piece.substr(0, stop));
    const CategoryWords category = ReadCategory(head);
    if (!category.is_category) return false;
    const std::string_view names = Trim(piece.substr(stop + length));
    if (ReadCategory(names).is_category && !category.is_form_wording) return false;
    OpenGroup(category, piece);
    if (Words(names, 1).empty()) {
      // "Sindicatos: -"
      group_used_ = !names.empty();
      return true;
    }
    group_used_ = true;
    inline_group_ = true;
    if (SaysNobody(names)) return true;
    // The names may say their kind themselves.
    const int before = content_.actors_size();
    if (!ReadMarked(names)) {
      AddNames(names, category, false);
      return true;
    }
    // One of another kind than its group is not to be taken for certain.
    for (int i = before; i < content_.actors_size(); ++i) {
      if (content_.actors(i).category() == category.category || content_.actors(i).category_text().empty()) continue;
      Report(fmt::format("{}[{}].category", answer_.field, i), piece, v1::CERTAINTY_DOUBTFUL, "ACTOR_CATEGORY_UNCERTAIN",
             {{"words", content_.actors(i).category_text()}});
    }
    return true;
  }

  // Names each followed by its kind. True when there was one.
  bool ReadMarked(std::string_view piece) {
    struct Marked {
      Brackets brackets;
      BracketedKind kind;
    };
    std::vector<Marked> marked;
    for (const Brackets& brackets : FindBrackets(piece)) {
      if (auto kind = KindIn(brackets.inner)) marked.push_back({brackets, std::move(*kind)});
    }
    if (marked.empty()) return ReadTrailingKinds(piece);
    // "(sector público) Ministerio ..., (academia) Universidad ...": the kinds go before.
    if (Trim(piece.substr(0, marked[0].brackets.begin)).empty()) {
      for (size_t i = 0; i < marked.size(); ++i) {
        const size_t begin = marked[i].brackets.end;
        const size_t end = i + 1 < marked.size() ? marked[i + 1].brackets.begin : piece.size();
        const int before = content_.actors_size();
        AddNames(Trim(TrimMarks(piece.substr(begin, end - begin), ",;:")), marked[i].kind.words, false);
        if (content_.actors_size() == before) Report(answer_.field, piece, v1::CERTAINTY_DOUBTFUL, "ACTOR_NAMES_MISSING");
      }
      return true;
    }
    size_t from = 0;
    const bool prose = IsProse(piece, marked.size());
    for (const Marked& each : marked) {
      std::string name(piece.substr(from, each.brackets.begin - from));
      if (from > 0 || prose) name = WithoutLead(name);
      if (!each.kind.kept.empty()) name = fmt::format("{} ({})", TrimSeparators(name), Trim(each.kind.kept));
      const int before = content_.actors_size();
      if (Add(name, &each.kind.words)) {
        if (!each.kind.country.empty()) content_.mutable_actors(before)->set_country_code(each.kind.country);
        if (!each.kind.more.empty())
          Report(fmt::format("{}[{}]", answer_.field, before), each.kind.more, v1::CERTAINTY_LIKELY, "UNPLACED_TEXT");
        if (NamesSeveral(name)) {
          Report(fmt::format("{}[{}].display_name", answer_.field, before), name, v1::CERTAINTY_DOUBTFUL, "ACTOR_MAY_BE_SEVERAL");
        }
      }
      from = each.brackets.end;
    }
    if (prose) ReportProse(piece);
    const std::string_view tail = TrimMarks(piece.substr(from), ".,;:");
    if (Words(tail, 1).empty() || Folded(tail) == "etc" || Folded(tail) == "etcetera") return true;
    if (IsOneCountry(tail) && content_.actors_size() > 0) {
      content_.mutable_actors(content_.actors_size() - 1)->set_country_code(FindCountries(tail)[0].alpha2);
      return true;
    }
    const std::string rest = WithoutLead(tail);
    const auto words = Words(rest, 1);
    if (!words.empty() && (OpensOrganization(words[0].folded) || StartsUpper(rest)) && !prose) {
      Add(rest, nullptr);
    } else if (!words.empty() && prose && FindOrganization(rest) != std::string::npos) {
      for (const std::string& name : NamesInProse(rest)) Add(name, nullptr);
    } else {
      Report(answer_.field, tail, v1::CERTAINTY_LIKELY, "UNPLACED_TEXT");
    }
    return true;
  }

  // "Name – kind", "Name, kind", "Name: kind"; several in one piece when commas part them.
  bool ReadTrailingKinds(std::string_view piece) {
    // The longest end that says a kind: "sector público / academia" is one kind, not a name and a kind.
    const auto kind_after = [](std::string_view text) -> std::optional<std::pair<size_t, CategoryWords>> {
      std::optional<std::pair<size_t, CategoryWords>> found;
      const auto consider = [&](std::string_view separator, bool certain_only) {
        for (size_t at = text.find(separator); at != std::string_view::npos; at = text.find(separator, at + 1)) {
          if (at == 0 || (found && at >= found->first)) continue;
          CategoryWords kind = ReadCategory(text.substr(at + separator.size()));
          if (kind.is_category && (!certain_only || kind.is_form_wording)) found.emplace(at, std::move(kind));
        }
      };
      for (const std::string_view dash : kDashes) {
        consider(fmt::format(" {} ", dash), false);
        if (!found) consider(dash, true);
      }
      for (const std::string_view separator : {":", " \xE2\x86\x92 ", " / ", "=", "|"}) consider(separator, false);
      return found;
    };
    const auto parts = SplitOutsideBrackets(piece, ",");
    std::string pending;
    bool any = false;
    const std::vector<std::string> pieces(parts.begin(), parts.end());
    struct Found {
      std::string name;
      CategoryWords kind;
    };
    std::vector<Found> found;
    for (const std::string& part : pieces) {
      const CategoryWords alone = ReadCategory(part);
      if (!pending.empty() && alone.is_category && alone.category != v1::ACTOR_CATEGORY_UNSPECIFIED) {
        found.push_back({std::exchange(pending, ""), alone});
        any = true;
        continue;
      }
      std::string text = pending;
      if (!text.empty()) text += ", ";
      text += part;
      // No name and kind are longer together.
      if (const auto kind = text.size() > limits::kActorName * 4 ? std::nullopt : kind_after(text)) {
        found.push_back({text.substr(0, kind->first), kind->second});
        pending.clear();
        any = true;
        continue;
      }
      pending = text;
    }
    if (!any) return false;
    for (size_t i = 0; i < found.size(); ++i) {
      const std::string name = i > 0 ? WithoutLead(found[i].name) : found[i].name;
      // "SP: sector público", where others have "(SP)": a legend, nobody.
      if (whole_.empty()) whole_ = answer_.Text();
      if (whole_.find(fmt::format("({})", Trim(name))) != std::string::npos) {
        Report(answer_.field, piece, v1::CERTAINTY_LIKELY, "UNPLACED_TEXT");
        continue;
      }
      const int before = content_.actors_size();
      if (Add(name, &found[i].kind) && NamesSeveral(name)) {
        Report(fmt::format("{}[{}].display_name", answer_.field, before), name, v1::CERTAINTY_DOUBTFUL, "ACTOR_MAY_BE_SEVERAL");
      }
    }
    if (IsOneCountry(pending) && content_.actors_size() > 0) {
      content_.mutable_actors(content_.actors_size() - 1)->set_country_code(FindCountries(pending)[0].alpha2);
    } else if (!pending.empty()) {
      Add(WithoutLead(pending), nullptr);
    }
    return true;
  }

  void ReportProse(std::string_view piece) {
    if (prose_reported_) return;
    prose_reported_ = true;
    Report(answer_.field, answer_.lines.size() == 1 ? answer_.Text() : std::string(piece), v1::CERTAINTY_DOUBTFUL, "ACTORS_FROM_PROSE");
  }

  // "Sector público, sociedad civil y academia": kinds, and nobody named.
  static bool OnlyKinds(std::string_view piece) {
    bool all = true;
    size_t kinds = 0;
    for (const std::string& part : SplitOutsideBrackets(piece, ",/")) {
      std::string_view rest = part;
      while (all && !rest.empty()) {
        size_t cut = std::min(rest.find(" y "), rest.find(" e "));
        all = ReadCategory(rest.substr(0, cut)).is_category;
        rest = cut == std::string_view::npos ? std::string_view() : rest.substr(cut + 3);
        ++kinds;
      }
    }
    return all && kinds > 1;
  }

  void ReadPiece(std::string_view raw, size_t lines) {
    std::string_view piece = Trim(raw);
    piece = TakeCountry(Trim(piece.substr(ItemMark(piece))));
    // "I. SECTOR PÚBLICO"
    if (piece.size() > 3 && piece[1] == '.' && piece[2] == ' ' && std::string_view("IVX").find(piece[0]) != std::string_view::npos &&
        ReadCategory(piece.substr(3)).is_category)
      piece = piece.substr(3);
    // "Chile", and below it who takes part there.
    if (lines > 1 && IsOneCountry(piece)) {
      CloseGroup();
      country_ = FindCountries(piece)[0].alpha2;
      country_of_line_ = false;
      Report(answer_.field, piece, v1::CERTAINTY_LIKELY, "UNPLACED_TEXT");
      return;
    }
    if (lines > 1 && IsIntroduction(piece)) {
      Report(answer_.field, piece, v1::CERTAINTY_CERTAIN, "LIST_INTRODUCTION");
      return;
    }
    if (Words(piece, 1).empty() || IsNoAnswer(piece)) return;
    if (SaysNobody(piece)) {
      Report(answer_.field, piece, v1::CERTAINTY_LIKELY, "NONE_READ_AS_EMPTY");
      return;
    }
    if (ReadGroup(piece)) return;
    const bool grouped = group_.has_value();
    if (ReadMarked(piece)) return;
    if (grouped) {
      const bool doubtful = group_is_inline_ && lines > 1;
      group_used_ = true;
      AddNames(piece, *group_, doubtful);
      return;
    }
    if (OnlyKinds(piece)) {
      Report(answer_.field, piece, v1::CERTAINTY_DOUBTFUL, "ACTOR_NAMES_MISSING");
      return;
    }
    if (IsProse(piece, 0)) {
      ReportProse(piece);
      const std::vector<std::string> names = NamesInProse(piece);
      for (const std::string& name : names) Add(name, nullptr);
      return;
    }
    const std::vector<NamePiece> names = SplitNames(piece);
    if (names.size() > 1 && NamesSeveral(piece)) {
      Report(answer_.field, piece, v1::CERTAINTY_DOUBTFUL, "ACTORS_SPLIT");
      for (const NamePiece& name : names) Add(name.text, nullptr);
      return;
    }
    if (Add(piece, nullptr)) {
      if (names.size() > 1 || (!names.empty() && names[0].may_be_several) || NamesSeveral(piece)) {
        Report(FieldOfLast("display_name"), piece, v1::CERTAINTY_DOUBTFUL, "ACTOR_MAY_BE_SEVERAL");
      }
    }
  }

  const Answer& answer_;
  v1::InitiativeContent& content_;
  Findings& findings_;
  Location location_;
  std::optional<CategoryWords> group_;
  std::string group_text_;
  bool group_used_ = false;
  // The group was opened by "Kind: names" rather than by a heading; lines after it may belong to it or not.
  bool group_is_inline_ = false;
  bool inline_group_ = false;
  bool prose_reported_ = false;
  bool full_ = false;
  std::optional<CategoryWords> last_cell_category_;
  // The kinds at the head of a table's columns.
  std::vector<CategoryWords> columns_;
  // The answer's text, once it was needed.
  std::string whole_;
  // The country that the lines stand under.
  std::string country_;
  // It was said in the line of its actors, not above them.
  bool country_of_line_ = false;
};

}  // namespace

void ReadActors(const Answer& answer, v1::InitiativeContent& content, Findings& findings) { Reader(answer, content, findings).Read(); }

}  // namespace minga::forms
