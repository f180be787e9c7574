#include "server/forms/document_walk.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

namespace minga::forms {
namespace {

// Lines of a paragraph, with the emphasis that falls on each.
std::vector<Line> LinesOf(const Paragraph& paragraph, size_t from = 0) {
  std::vector<Line> lines;
  const std::string_view text = paragraph.text;
  auto quote = paragraph.quotes.begin();
  bool opens = true;
  while (from < text.size()) {
    const size_t stop = std::min(text.find('\n', from), text.size());
    const std::string_view trimmed = Trim(text.substr(from, stop - from));
    if (!trimmed.empty()) {
      Line line;
      line.text = std::string(trimmed);
      const auto begin = static_cast<size_t>(trimmed.data() - text.data());
      for (const Emphasis& emphasis : paragraph.emphasis) {
        const size_t first = std::max(emphasis.begin, begin);
        const size_t last = std::min(emphasis.end, begin + trimmed.size());
        if (first < last) line.emphasis.push_back({first - begin, last - begin});
      }
      for (size_t at = trimmed.find(kQuoted); at != std::string_view::npos; at = trimmed.find(kQuoted, at + kQuoted.size())) {
        if (quote != paragraph.quotes.end()) line.quotes.push_back(*quote++);
      }
      line.list_item = paragraph.list_item;
      line.list_level = paragraph.list_level;
      line.opens_paragraph = opens;
      line.location = paragraph.location;
      lines.push_back(std::move(line));
      opens = false;
    }
    from = stop + 1;
  }
  return lines;
}

// "Atentamente,", "Firma: ____", "Montevideo, 3 de mayo de 2022".
bool IsClosing(std::string_view text) {
  text = Trim(text);
  if (text.empty() || text.size() > 90) return false;
  if (text.find_first_not_of("_ ") == std::string_view::npos && text.size() > 5) return true;
  static constexpr std::array<std::string_view, 14> kFormulas = {
      "atentamente",    "cordialmente",    "atenciosamente",     "saludos", "saludos cordiales", "cordiales saludos", "un cordial saludo",
      "cordial saludo", "muy atentamente", "saluda atentamente", "firma",   "firma y sello",     "assinatura",        "firma y aclaracion"};
  const auto words = Words(text, 9);
  if (words.empty()) return false;
  std::string folded;
  for (const Word& word : words) folded += (folded.empty() ? "" : " ") + word.folded;
  if (std::find(kFormulas.begin(), kFormulas.end(), folded) != kFormulas.end()) return true;
  if (text.find("___") != std::string_view::npos && words[0].folded == "firma") return true;
  static constexpr std::array<std::string_view, 24> kMonths = {"enero",     "febrero",  "marzo",      "abril",     "mayo",     "junio",
                                                               "julio",     "agosto",   "septiembre", "setiembre", "octubre",  "noviembre",
                                                               "diciembre", "janeiro",  "fevereiro",  "marco",     "maio",     "junho",
                                                               "julho",     "setembro", "outubro",    "novembro",  "dezembro", "agosto"};
  const size_t n = words.size();
  const auto number = [](const std::string& word, size_t least) {
    return word.size() >= least && word.find_first_not_of("0123456789") == std::string::npos;
  };
  // "City, 3 de mayo de 2022" and nothing else.
  if (n < 5 || n > 8 || !number(words[n - 1].folded, 4)) return false;
  const size_t month = words[n - 2].folded == "de" || words[n - 2].folded == "del" ? n - 3 : n - 2;
  return month >= 2 && std::find(kMonths.begin(), kMonths.end(), words[month].folded) != kMonths.end() && words[month - 1].folded == "de" &&
         month >= 3 && number(words[month - 2].folded, 1) && text.find(',') != std::string_view::npos &&
         text.find(',') < words[month - 2].begin;
}

const Paragraph* FirstText(const Cell& cell) {
  for (const Block& block : cell.blocks) {
    const auto* const paragraph = std::get_if<Paragraph>(&block);
    if (paragraph == nullptr) return nullptr;
    if (!Trim(paragraph->text).empty()) return paragraph;
  }
  return nullptr;
}

bool IsEmpty(const Cell& cell) {
  return std::all_of(cell.blocks.begin(), cell.blocks.end(), [](const Block& block) {
    const auto* const paragraph = std::get_if<Paragraph>(&block);
    return paragraph != nullptr && Trim(paragraph->text).empty() && paragraph->struck.empty() && paragraph->hidden.empty();
  });
}

bool HoldsNestedTable(const Cell& cell) {
  return std::any_of(cell.blocks.begin(), cell.blocks.end(), [](const Block& block) { return std::holds_alternative<Table>(block); });
}

std::string TextOf(const Cell& cell) {
  std::string text;
  for (const Block& block : cell.blocks) {
    if (const auto* const paragraph = std::get_if<Paragraph>(&block)) {
      const std::string plain = Unquoted(paragraph->text, paragraph->quotes);
      if (Trim(plain).empty()) continue;
      if (!text.empty()) text.push_back('\n');
      text += Trim(plain);
    } else {
      for (const Row& row : std::get<Table>(block).rows) {
        for (const Cell& inner : row.cells) text += (text.empty() ? "" : "\n") + TextOf(inner);
      }
    }
  }
  return text;
}

bool IsRest(std::string_view text, size_t end) {
  bool removed = false;
  bool doubtful = false;
  return Trim(text.substr(std::min(end, text.size()))).empty() || Trim(WithoutHints(text.substr(end), &removed, &doubtful)).empty();
}

// A question that stands alone in its paragraph.
std::optional<LabelMatch> WholeLabel(const Paragraph& paragraph) {
  if (paragraph.text.size() > 400) return std::nullopt;
  auto match = MatchLabel(paragraph.text);
  if (!match || match->run_on || !IsRest(paragraph.text, match->end)) return std::nullopt;
  return match;
}

// A question told from the answer on its own line by being set off.
std::optional<LabelMatch> SetOffLabel(const Paragraph& paragraph) {
  if (paragraph.emphasis.empty() || paragraph.emphasis.front().begin != 0) return std::nullopt;
  const size_t end = paragraph.emphasis.front().end;
  if (end >= paragraph.text.size() || end > 300) return std::nullopt;
  const std::string_view head = std::string_view(paragraph.text).substr(0, end);
  auto match = MatchLabel(head);
  if (!match || match->run_on || !Trim(head.substr(match->end)).empty()) return std::nullopt;
  match->end = std::max(end, match->end);
  return match;
}

bool HoldsQuestions(const Table& table) {
  for (const Row& row : table.rows) {
    for (const Cell& cell : row.cells) {
      for (const Block& block : cell.blocks) {
        if (const auto* const inner = std::get_if<Table>(&block)) {
          if (HoldsQuestions(*inner)) return true;
        } else if (const auto match = WholeLabel(std::get<Paragraph>(block)); match && match->strong) {
          return true;
        }
      }
    }
  }
  return false;
}

class Walker {
 public:
  std::vector<Met> Walk(const Document& document) {
    // Closing words close only behind the last question.
    size_t last = document.blocks.size();
    while (last > 0 && !AsksOrHeads(document.blocks[last - 1])) --last;
    for (size_t i = 0; i < document.blocks.size(); ++i) {
      const Block& block = document.blocks[i];
      may_close_ = i >= last;
      if (const auto* const paragraph = std::get_if<Paragraph>(&block)) {
        Flow(*paragraph);
      } else {
        ReadTable(std::get<Table>(block));
      }
    }
    return std::move(met_);
  }

 private:
  // Where words without a question of their own go.
  enum class Open {
    // Nowhere.
    kNothing,
    // To the current question, in its own cell or below it.
    kBelow,
    // The current question has its place for an answer beside it.
    kBeside,
  };

  Entry* current() { return current_ < 0 ? nullptr : &met_[static_cast<size_t>(current_)].entry; }

  void Close() {
    current_ = -1;
    open_ = Open::kNothing;
  }

  void AddStray(const Paragraph& paragraph, size_t from = 0) {
    if (IsIntroduction(paragraph.text)) return;
    for (Line& line : LinesOf(paragraph, from)) {
      Met met;
      met.stray = std::move(line);
      met_.push_back(std::move(met));
    }
  }

  void AddHeading(const HeadingMatch& heading) {
    Met met;
    met.kind = Met::Kind::kHeading;
    met.heading = heading;
    met_.push_back(std::move(met));
    Close();
  }

  void Begin(Question question, const Paragraph& paragraph, std::string_view label, bool strong, bool guessed) {
    Met met;
    met.kind = Met::Kind::kEntry;
    met.entry.question = question;
    met.entry.label = std::string(Trim(label));
    met.entry.strong = strong;
    met.entry.label_guessed = guessed;
    met.entry.location = paragraph.location;
    current_ = static_cast<int>(met_.size());
    open_ = Open::kBelow;
    met_.push_back(std::move(met));
  }

  static void Keep(Entry& entry, const Paragraph& paragraph) {
    if (!Trim(paragraph.struck).empty()) entry.struck.push_back(paragraph.struck);
    if (!Trim(paragraph.hidden).empty()) entry.hidden.push_back(paragraph.hidden);
    entry.mail_links.insert(entry.mail_links.end(), paragraph.mail_links.begin(), paragraph.mail_links.end());
    KeepMarks(entry, paragraph);
  }

  static void KeepMarks(Entry& entry, const Paragraph& paragraph) {
    entry.tagged.insert(entry.tagged.end(), paragraph.tagged.begin(), paragraph.tagged.end());
    entry.comments.insert(entry.comments.end(), paragraph.comments.begin(), paragraph.comments.end());
  }

  // A paragraph outside tables, or in a cell that holds questions and answers one below the other.
  void Flow(const Paragraph& paragraph) {
    if (Trim(paragraph.text).empty()) {
      if (current() != nullptr) Keep(*current(), paragraph);
      return;
    }
    size_t from = 0;
    if (const auto heading = MatchHeading(paragraph.text)) {
      AddHeading(*heading);
      if (heading->end >= paragraph.text.size()) return;
      from = heading->end;
    }
    const std::string_view text = std::string_view(paragraph.text).substr(from);
    // The number of a page in a table of contents.
    if (from > 0 && text.find_first_not_of("0123456789. \t\n") == std::string_view::npos) return;
    // A letter's end, its date and its signature belong to no question.
    if (!in_cell_ && may_close_ && (signing_ || IsClosing(paragraph.text))) {
      signing_ = true;
      Close();
      AddStray(paragraph);
      return;
    }
    auto match = from == 0 ? SetOffLabel(paragraph) : std::nullopt;
    if (!match) match = MatchLabel(text);
    // Words that go straight on are a sentence of an answer, unless the whole printed question stands there.
    if (match && match->run_on && (match->score < 1 || !match->strong)) match.reset();
    if (match && match->score < 1 && !match->strong && !IsRest(text, match->end)) match.reset();
    if (!match) {
      if (open_ == Open::kBelow && current() != nullptr) {
        Keep(*current(), paragraph);
        for (Line& line : LinesOf(paragraph, from)) current()->beside_label.push_back(std::move(line));
      } else {
        AddStray(paragraph, from);
      }
      return;
    }
    Begin(match->question, paragraph, text.substr(0, match->end), match->strong, match->score < 0.8);
    current()->run_on = match->run_on;
    Keep(*current(), paragraph);
    // An answer on the label's own line is told from its paragraph's marks by the caller of beside_label.
    for (Line& line : LinesOf(paragraph, from + match->end)) current()->beside_label.push_back(std::move(line));
  }

  void FlowCell(const Cell& cell) {
    const bool outer = std::exchange(in_cell_, true);
    FlowBlocks(cell);
    in_cell_ = outer;
  }

  void FlowBlocks(const Cell& cell) {
    const std::vector<const Paragraph*> head = SplitLabel(cell);
    for (size_t i = 0; i < cell.blocks.size(); ++i) {
      if (const auto* const table = std::get_if<Table>(&cell.blocks[i])) {
        ReadTable(*table);
      } else if (!head.empty() && &std::get<Paragraph>(cell.blocks[i]) == head[0]) {
        Paragraph joined = *head[0];
        joined.text += " " + head[1]->text;
        Flow(joined);
      } else if (head.empty() || &std::get<Paragraph>(cell.blocks[i]) != head[1]) {
        Flow(std::get<Paragraph>(cell.blocks[i]));
      }
    }
  }

  // The two paragraphs over which a label was broken; empty when it was not.
  static std::vector<const Paragraph*> SplitLabel(const Cell& cell) {
    std::vector<const Paragraph*> head;
    for (const Block& block : cell.blocks) {
      const auto* const paragraph = std::get_if<Paragraph>(&block);
      if (paragraph == nullptr) break;
      if (!Trim(paragraph->text).empty()) head.push_back(paragraph);
      if (head.size() == 2) break;
    }
    if (head.size() < 2 || head[0]->text.size() + head[1]->text.size() > 300 || MatchLabel(head[0]->text) || MatchHeading(head[0]->text))
      return {};
    const auto match = MatchLabel(head[0]->text + " " + head[1]->text);
    if (!match || match->score < 0.9 || !match->strong || match->end <= head[0]->text.size()) return {};
    return head;
  }

  static std::optional<LabelMatch> LabelOf(const Cell& cell, bool loose = false) {
    const Paragraph* const first = FirstText(cell);
    if (first == nullptr) return std::nullopt;
    if (const auto set_off = SetOffLabel(*first)) return set_off;
    size_t from = 0;
    if (const auto heading = MatchHeading(first->text)) from = heading->end;
    if (from < first->text.size()) {
      auto match = MatchLabel(std::string_view(first->text).substr(from), loose);
      if (match && !(match->run_on && (match->score < 1 || !match->strong))) return match;
    }
    if (!SplitLabel(cell).empty()) return LabelMatch{.strong = true};
    // A heading, and below it the question.
    if (from > 0) {
      for (const Block& block : cell.blocks) {
        const auto* const paragraph = std::get_if<Paragraph>(&block);
        if (paragraph == nullptr || paragraph == first) continue;
        if (const auto match = WholeLabel(*paragraph)) return match;
      }
    }
    return std::nullopt;
  }

  static bool IsRowNumber(const Cell& cell) {
    const std::string text = TextOf(cell);
    return text.size() <= 5 && std::all_of(text.begin(), text.end(),
                                           [](char c) { return (c >= '0' && c <= '9') || c == '.' || c == ')' || c == '-' || c == ' '; });
  }

  void ReadTable(const Table& table) {
    const bool body_question = open_ == Open::kBelow && current() != nullptr;
    if (body_question && !HoldsQuestions(table)) {
      AddRows(*current(), table, 0);
      return;
    }
    if (AnswersComeFirst(table)) {
      Table turned = table;
      for (Row& row : turned.rows) {
        if (row.cells.size() == 2) std::swap(row.cells[0], row.cells[1]);
      }
      ReadTable(turned);
      return;
    }
    if (ReadSideBySide(table)) return;
    for (size_t i = 0; i < table.rows.size(); ++i) {
      const bool columns = i + 1 < table.rows.size() && AreColumnHeads(table.rows[i], table.rows[i + 1]);
      if (columns) {
        i = ReadColumns(table, i);
      } else {
        ReadRow(table.rows[i]);
      }
    }
    Close();
  }

  // Answers in the first column and the questions in the second, all the way down.
  static bool AnswersComeFirst(const Table& table) {
    int questions = 0;
    int strong = 0;
    int numbers = 0;
    for (const Row& row : table.rows) {
      if (row.cells.size() != 2 || row.cells[0].continues) continue;
      const Paragraph* const second = FirstText(row.cells[1]);
      const auto label = second == nullptr ? std::nullopt : WholeLabel(*second);
      const bool answered = !IsEmpty(row.cells[0]);
      if (!answered && !label) continue;
      // One may be the number of the type; more are those of the rows.
      if (answered && IsRowNumber(row.cells[0])) ++numbers;
      if (!label || LabelOf(row.cells[0]) || MatchHeadingOf(row.cells[0]) || numbers > 1) return false;
      ++questions;
      if (label->strong) ++strong;
    }
    return questions > 2 && strong > 1;
  }

  // The initiatives that head columns: their grid columns; empty when the row heads none.
  static std::vector<int> InitiativeColumns(const Row& row) {
    std::vector<int> columns;
    for (const Cell& cell : row.cells) {
      const Paragraph* const first = FirstText(cell);
      const auto heading = first == nullptr ? std::nullopt : MatchHeading(first->text);
      // "Iniciativa 1: Quesería artesanal" too.
      const auto words = first == nullptr ? std::vector<Word>() : Words(first->text, 2);
      const bool named = words.size() == 2 && words[0].folded == "iniciativa" && words[0].begin == 0 && words[1].folded.size() == 1 &&
                         words[1].folded[0] >= '1' && words[1].folded[0] <= '9' && first->text.size() < 200;
      if (named || (heading && heading->heading == Heading::kInitiative && heading->number > 0 && heading->end >= first->text.size())) {
        columns.push_back(cell.column);
      } else if (!columns.empty() && first != nullptr) {
        return {};
      }
    }
    return columns.size() > 1 && columns.size() < 10 && columns[0] > 0 ? columns : std::vector<int>();
  }

  // Questions in the first column, each initiative in a column of its own.
  bool ReadSideBySide(const Table& table) {
    size_t head = 0;
    std::vector<int> columns;
    while (head < table.rows.size() && (columns = InitiativeColumns(table.rows[head])).empty()) ++head;
    if (columns.empty()) return false;
    for (size_t i = 0; i < head; ++i) ReadRow(table.rows[i]);
    // A name that stands with the number.
    for (const Cell& cell : table.rows[head].cells) {
      const Paragraph* const first = FirstText(cell);
      if (first != nullptr && cell.column >= columns[0] && !MatchHeading(first->text)) StrayCell(cell);
    }
    for (size_t k = 0; k < columns.size(); ++k) {
      AddHeading({Heading::kInitiative, static_cast<int>(k) + 1, 0});
      for (size_t i = head + 1; i < table.rows.size(); ++i) {
        // The row as it would stand for this initiative alone.
        Row row;
        for (const Cell& cell : table.rows[i].cells) {
          const bool own = cell.column >= columns[k] && (k + 1 == columns.size() || cell.column < columns[k + 1]);
          if (cell.column < columns[0] || own) row.cells.push_back(cell);
        }
        // What stands once for all is read once.
        const bool shared = table.rows[i].cells.size() == 1;
        if (shared && k > 0) continue;
        ReadRow(row);
      }
    }
    Close();
    return true;
  }

  static std::vector<const Cell*> Filled(const Row& row) {
    std::vector<const Cell*> cells;
    for (const Cell& cell : row.cells) {
      if (!cell.continues && !IsEmpty(cell)) cells.push_back(&cell);
    }
    return cells;
  }

  // "N°", above the numbers of the rows.
  static bool IsNumberHead(const Cell& cell) {
    const std::string folded = Folded(TextOf(cell));
    return folded == "n" || folded == "no" || folded == "nro" || folded == "num" || folded == "numero" || TextOf(cell) == "#";
  }

  // Questions side by side, answers in the rows below.
  static bool AreColumnHeads(const Row& row, const Row& next) {
    const auto cells = Filled(row);
    if (cells.size() < 2 || next.cells.size() != row.cells.size()) return false;
    for (const Cell* cell : cells) {
      const Paragraph* const first = FirstText(*cell);
      const bool counts = cell == cells[0] && cells.size() > 2 && IsNumberHead(*cell);
      if (!counts && (first == nullptr || !WholeLabel(*first))) return false;
    }
    return std::none_of(next.cells.begin(), next.cells.end(), [](const Cell& cell) {
      const Paragraph* const first = FirstText(cell);
      return first != nullptr && WholeLabel(*first);
    });
  }

  size_t ReadColumns(const Table& table, size_t head) {
    size_t end = head + 1;
    while (end < table.rows.size() && table.rows[end].cells.size() == table.rows[head].cells.size() &&
           std::none_of(table.rows[end].cells.begin(), table.rows[end].cells.end(),
                        [](const Cell& cell) { return LabelOf(cell).has_value(); })) {
      ++end;
    }
    // A row that names an initiative begins it; what stands without a name goes on with the one above.
    const size_t named = TitleColumn(table.rows[head]);
    std::vector<size_t> begins = {head + 1};
    for (size_t row = head + 2; named < table.rows[head].cells.size() && row < end; ++row) {
      if (!IsEmpty(table.rows[row].cells[named])) begins.push_back(row);
    }
    for (size_t i = 0; i < begins.size(); ++i) {
      if (begins.size() > 1) AddHeading({Heading::kInitiative, static_cast<int>(i) + 1, 0});
      ReadColumnRows(table, head, begins[i], i + 1 < begins.size() ? begins[i + 1] : end);
    }
    Close();
    return end - 1;
  }

  void ReadColumnRows(const Table& table, size_t head, size_t from, size_t to) {
    for (size_t column = 0; column < table.rows[head].cells.size(); ++column) {
      if (IsEmpty(table.rows[head].cells[column]) || IsNumberHead(table.rows[head].cells[column])) continue;
      FlowCell(table.rows[head].cells[column]);
      if (current() == nullptr) continue;
      for (size_t row = from; row < to; ++row) AddCell(*current(), table.rows[row].cells[column], 0);
    }
  }

  // The column that asks for the name of the initiative; beyond the last when none does.
  static size_t TitleColumn(const Row& head) {
    for (size_t column = 0; column < head.cells.size(); ++column) {
      const Paragraph* const first = FirstText(head.cells[column]);
      const auto label = first == nullptr ? std::nullopt : WholeLabel(*first);
      if (label && label->question == Question::kTitle) return column;
    }
    return head.cells.size();
  }

  void ReadRow(const Row& row) {
    const auto cells = Filled(row);
    if (cells.empty()) {
      if (!row.cells.empty() && open_ == Open::kBelow && current() != nullptr && row.cells.size() > 1) open_ = Open::kBelow;
      return;
    }
    size_t at = 0;
    if (cells.size() > 1 && IsRowNumber(*cells[0]) && (LabelOf(*cells[1]) || current() == nullptr)) ++at;
    // The name of the section, merged down beside its questions.
    if (cells.size() > at + 1 && MatchHeadingOf(*cells[at]) && IsWholeHeading(*cells[at]) && LabelOf(*cells[at + 1])) {
      AddHeading(*MatchHeading(FirstText(*cells[at])->text));
      ++at;
    }
    if (const auto next = cells.size() > at + 2 && !LabelOf(*cells[at]) ? LabelOf(*cells[at + 1]) : std::nullopt;
        next && next->strong && next->score == 1) {
      StrayCell(*cells[at]);
      ++at;
    }
    const auto label = LabelOf(*cells[at]);
    if (label || (cells.size() == at + 1 && MatchHeadingOf(*cells[at]))) {
      ReadQuestions(row, cells, at);
      return;
    }
    const bool first_column_empty = !row.cells.empty() && (row.cells[0].continues || IsEmpty(row.cells[0])) && row.cells.size() > 1;
    if (current() != nullptr && (open_ == Open::kBelow || first_column_empty || (cells.size() == 1 && HasNoAnswer(*current())))) {
      AddRow(*current(), row, first_column_empty);
      return;
    }
    if (cells.size() - at == 1) {
      // Layout tables hold the whole form in one cell.
      if (HoldsNestedTable(*cells[at]) || row.cells.size() == 1) {
        Close();
        FlowCell(*cells[at]);
        return;
      }
    }
    ReadUnknown(cells, at);
  }

  static bool MatchHeadingOf(const Cell& cell) {
    const Paragraph* const first = FirstText(cell);
    return first != nullptr && MatchHeading(first->text).has_value();
  }

  static bool IsWholeHeading(const Cell& cell) {
    const auto heading = MatchHeading(TextOf(cell));
    return heading && heading->end >= TextOf(cell).size();
  }

  static bool HasNoAnswer(const Entry& entry) { return entry.lines.empty() && entry.beside_label.empty(); }

  void ReadQuestions(const Row& row, const std::vector<const Cell*>& cells, size_t at) {
    Close();
    FlowCell(*cells[at]);
    const bool alone = row.cells.size() == at + 1;
    if (current() == nullptr) {
      for (size_t i = at + 1; i < cells.size(); ++i) StrayCell(*cells[i]);
      return;
    }
    // Which initiative an answer was asked of, an empty one tells too.
    for (const Cell& cell : row.cells) {
      if (!IsEmpty(cell)) continue;
      for (const Block& block : cell.blocks) KeepMarks(*current(), std::get<Paragraph>(block));
    }
    if (current()->question == Question::kActors && IsRowOfShortCells(cells, at + 1)) {
      Row rest;
      for (size_t i = at + 1; i < cells.size(); ++i) rest.cells.push_back(*cells[i]);
      AddRow(*current(), rest, false);
      open_ = Open::kBeside;
      return;
    }
    int column = 0;
    for (size_t i = at + 1; i < cells.size(); ++i) {
      const Paragraph* const first = FirstText(*cells[i]);
      const auto next = first == nullptr ? std::nullopt : WholeLabel(*first);
      const bool in_label = next && (next->strong || i + 1 < cells.size()) && (next->strong || next->score == 1);
      const auto filled_in = first == nullptr || next ? std::nullopt : LabelOf(*cells[i]);
      const bool answered_in_cell = filled_in && filled_in->strong && filled_in->score == 1 && !current()->beside_label.empty();
      if (in_label || answered_in_cell) {
        FlowCell(*cells[i]);
        column = 0;
      } else {
        AddCell(*current(), *cells[i], column++);
      }
    }
    open_ = alone ? Open::kBelow : Open::kBeside;
  }

  // Two or more answers of a line each, none of them a question: a row of a table of its own, like the rows below it.
  static bool IsRowOfShortCells(const std::vector<const Cell*>& cells, size_t from) {
    if (cells.size() < from + 2) return false;
    return std::all_of(cells.begin() + static_cast<std::ptrdiff_t>(from), cells.end(), [](const Cell* cell) {
      const std::string text = TextOf(*cell);
      return text.find('\n') == std::string::npos && !HoldsNestedTable(*cell) && !LabelOf(*cell);
    });
  }

  void AddCell(Entry& entry, const Cell& cell, int column) {
    for (const Block& block : cell.blocks) {
      if (const auto* const paragraph = std::get_if<Paragraph>(&block)) {
        Keep(entry, *paragraph);
        for (Line& line : LinesOf(*paragraph)) {
          line.column = column;
          entry.lines.push_back(std::move(line));
        }
      } else {
        AddRows(entry, std::get<Table>(block), column);
      }
    }
  }

  void AddRows(Entry& entry, const Table& table, int column) {
    for (const Row& row : table.rows) {
      const size_t before = entry.lines.size();
      AddRow(entry, row, false);
      for (size_t i = before; i < entry.lines.size(); ++i) entry.lines[i].column = column;
    }
  }

  // A row as one line when it has several cells, as the lines of its cell when it has one.
  void AddRow(Entry& entry, const Row& row, bool skip_first) {
    std::vector<const Cell*> cells;
    for (size_t i = skip_first ? 1 : 0; i < row.cells.size(); ++i) cells.push_back(&row.cells[i]);
    const auto filled = std::count_if(cells.begin(), cells.end(), [](const Cell* cell) { return !IsEmpty(*cell); });
    // A merged kind beside it counts for this row too.
    const bool tabular =
        entry.question == Question::kActors && filled == 1 && cells.size() > 1 && !entry.lines.empty() && !entry.lines.back().cells.empty();
    if (filled <= 1 && !tabular) {
      for (const Cell* cell : cells) AddCell(entry, *cell, 0);
      return;
    }
    Line line;
    for (const Cell* cell : cells) {
      const std::string text = TextOf(*cell);
      line.cells.push_back(text);
      if (text.empty()) continue;
      line.text += (line.text.empty() ? "" : " ") + text;
      const Paragraph* const first = FirstText(*cell);
      if (first != nullptr && line.location.order == 0) line.location = first->location;
      for (const Block& block : cell->blocks) {
        if (const auto* const paragraph = std::get_if<Paragraph>(&block)) Keep(entry, *paragraph);
      }
    }
    std::replace(line.text.begin(), line.text.end(), '\n', ' ');
    entry.lines.push_back(std::move(line));
  }

  void StrayCell(const Cell& cell) {
    for (const Block& block : cell.blocks) {
      if (const auto* const paragraph = std::get_if<Paragraph>(&block)) AddStray(*paragraph);
    }
  }

  // A row whose first cell is no question of the form as far as its words go.
  void ReadUnknown(const std::vector<const Cell*>& cells, size_t at) {
    Close();
    const Paragraph* const first = FirstText(*cells[at]);
    if (first == nullptr || cells.size() - at < 2) {
      for (size_t i = at; i < cells.size(); ++i) StrayCell(*cells[i]);
      return;
    }
    const auto loose = first->text.size() > 300 ? std::nullopt : MatchLabel(first->text, true);
    Begin(loose ? loose->question : Question::kNone, *first, TextOf(*cells[at]), false, true);
    for (size_t i = at + 1; i < cells.size(); ++i) AddCell(*current(), *cells[i], static_cast<int>(i - at - 1));
    open_ = Open::kBeside;
  }

  std::vector<Met> met_;
  int current_ = -1;
  Open open_ = Open::kNothing;
  static bool AsksOrHeads(const Block& block) {
    const auto* const paragraph = std::get_if<Paragraph>(&block);
    return paragraph == nullptr || MatchLabel(paragraph->text) || MatchHeading(paragraph->text);
  }

  bool in_cell_ = false;
  bool may_close_ = false;
  // After a closing formula.
  bool signing_ = false;
};

}  // namespace

std::vector<Met> Walk(const Document& document) { return Walker().Walk(document); }

}  // namespace minga::forms
