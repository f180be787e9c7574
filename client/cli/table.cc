#include "client/cli/table.h"

#include <sys/ioctl.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

namespace minga::cli {
namespace {

constexpr int kGap = 2;
constexpr int kNarrowest = 8;

// Calls `use(code point, bytes)` for each character; broken bytes are U+FFFD.
template <typename Use>
void EachCharacter(std::string_view text, Use use) {
  const int32_t length = static_cast<int32_t>(text.size());
  for (int32_t at = 0; at < length;) {
    const int32_t start = at;
    UChar32 c = 0;
    U8_NEXT_OR_FFFD(reinterpret_cast<const uint8_t*>(text.data()), at, length, c);
    use(c, text.substr(start, at - start));
  }
}

int WidthOf(UChar32 c) {
  const int8_t type = u_charType(c);
  if (type == U_NON_SPACING_MARK || type == U_ENCLOSING_MARK || (type == U_FORMAT_CHAR && c != 0xAD)) return 0;
  const int east_asian = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
  return east_asian == U_EA_WIDE || east_asian == U_EA_FULLWIDTH ? 2 : 1;
}

// Cuts a word that is longer than a line.
void Split(std::string_view word, int width, std::vector<std::string>& lines) {
  std::string piece;
  int used = 0;
  EachCharacter(word, [&](UChar32 c, std::string_view bytes) {
    if (used + WidthOf(c) > width && !piece.empty()) {
      lines.push_back(std::move(piece));
      piece.clear();
      used = 0;
    }
    piece += bytes;
    used += WidthOf(c);
  });
  lines.push_back(std::move(piece));
}

}  // namespace

int DisplayWidth(std::string_view text) {
  int width = 0;
  EachCharacter(text, [&](UChar32 c, std::string_view) { width += WidthOf(c); });
  return width;
}

std::string Printable(std::string_view text) {
  std::string clean;
  EachCharacter(text, [&](UChar32 c, std::string_view bytes) {
    // Characters that turn the direction of writing can make a line read as another one.
    const bool turns = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    if (c == 0xFFFD) {
      clean += "\xEF\xBF\xBD";
    } else if (u_charType(c) == U_CONTROL_CHAR || turns) {
      clean += ' ';
    } else {
      clean += bytes;
    }
  });
  return clean;
}

std::string PrintableLines(std::string_view text) {
  std::string printable;
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find('\n', at), text.size());
    printable += Printable(text.substr(at, end - at)) + "\n";
    at = end + 1;
  }
  return printable;
}

std::vector<std::string> Wrap(std::string_view text, int width) {
  const std::string clean = Printable(text);
  std::vector<std::string> lines;
  std::string line;
  int used = 0;
  for (size_t at = 0; at < clean.size();) {
    const size_t start = clean.find_first_not_of(' ', at);
    if (start == std::string::npos) break;
    const size_t end = std::min(clean.find(' ', start), clean.size());
    const std::string_view word = std::string_view(clean).substr(start, end - start);
    const int length = DisplayWidth(word);
    at = end;
    if (!line.empty() && (width == 0 || used + 1 + length <= width)) {
      line += ' ';
      line += word;
      used += 1 + length;
      continue;
    }
    if (!line.empty()) lines.push_back(std::move(line));
    if (width > 0 && length > width) {
      Split(word, width, lines);
      line = std::move(lines.back());
      lines.pop_back();
    } else {
      line = word;
    }
    used = DisplayWidth(line);
  }
  if (!line.empty() || lines.empty()) lines.push_back(std::move(line));
  return lines;
}

int TerminalWidth() {
  winsize size{};
  if (isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  const char* columns = std::getenv("COLUMNS");
  return columns == nullptr ? 0 : std::clamp(std::atoi(columns), 0, 10'000);
}

namespace {

// An initiative's id and the country that is asked.
constexpr int kLongestWhole = 29;

int LongestWord(const std::string& text) {
  int longest = 0;
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find_first_of(" \n", at), text.size());
    longest = std::max(longest, DisplayWidth(text.substr(at, end - at)));
    at = end + 1;
  }
  return longest;
}

}  // namespace

std::string RenderTable(const std::vector<Column>& columns, const std::vector<std::vector<std::string>>& rows, int width) {
  std::vector<int> widths;
  for (const Column& column : columns) widths.push_back(DisplayWidth(column.heading));
  for (const auto& row : rows) {
    for (size_t i = 0; i < columns.size(); ++i) widths[i] = std::max(widths[i], DisplayWidth(Wrap(row[i], 0)[0]));
  }
  int total = kGap * (static_cast<int>(columns.size()) - 1);
  for (int each : widths) total += each;
  // Ids are to be copied: a column keeps its longest word whole as long as others can give way.
  std::vector<int> whole;
  for (size_t i = 0; i < columns.size(); ++i) {
    int longest = 0;
    for (const auto& row : rows) longest = std::max(longest, LongestWord(row[i]));
    whole.push_back(longest <= kLongestWhole ? longest : 0);
  }
  while (width > 0 && total > width) {
    auto widest = widths.end();
    for (const bool breaks : {false, true}) {
      for (auto at = widths.begin(); at != widths.end(); ++at) {
        const int least = breaks ? kNarrowest : std::max(kNarrowest, whole[static_cast<size_t>(at - widths.begin())]);
        if (*at > least && (widest == widths.end() || *at > *widest)) widest = at;
      }
      if (widest != widths.end()) break;
    }
    if (widest == widths.end()) break;
    --*widest;
    --total;
  }

  std::string text;
  const auto add_row = [&](const std::vector<std::string>& cells) {
    std::vector<std::vector<std::string>> wrapped;
    size_t height = 1;
    for (size_t i = 0; i < columns.size(); ++i) {
      wrapped.push_back(Wrap(cells[i], widths[i]));
      height = std::max(height, wrapped.back().size());
    }
    for (size_t line = 0; line < height; ++line) {
      std::string out;
      for (size_t i = 0; i < columns.size(); ++i) {
        const std::string& cell = line < wrapped[i].size() ? wrapped[i][line] : std::string();
        const std::string space(std::max(0, widths[i] - DisplayWidth(cell)), ' ');
        if (i > 0) out.append(kGap, ' ');
        out += columns[i].right ? space + cell : cell + space;
      }
      out.erase(out.find_last_not_of(' ') + 1);
      text += out + "\n";
    }
  };
  std::vector<std::string> headings;
  for (const Column& column : columns) headings.push_back(column.heading);
  add_row(headings);
  for (size_t i = 0; i < columns.size(); ++i) {
    if (i > 0) text.append(kGap, ' ');
    for (int n = 0; n < widths[i]; ++n) text += "─";
  }
  text += "\n";
  for (const auto& row : rows) add_row(row);
  return text;
}

void Fields::Wrapped(std::string_view lead, std::string_view value, int indent) {
  const int room = width_ == 0 ? 0 : std::max(kNarrowest, width_ - indent - indent_);
  const std::vector<std::string> lines = Wrap(std::string(lead) + std::string(value), room);
  for (size_t i = 0; i < lines.size(); ++i) {
    text_.append(indent_ + (i == 0 ? 0 : indent), ' ');
    text_ += lines[i] + "\n";
  }
}

void Fields::Heading(std::string_view text) { Wrapped("", text, 0); }

void Fields::Field(std::string_view label, std::string_view value) {
  if (!value.empty()) Wrapped(std::string(label) + ": ", value, 2);
}

void Fields::List(std::string_view label, const std::vector<std::string>& values) {
  if (values.empty()) return;
  Wrapped(label, ":", 0);
  Deeper();
  for (const std::string& value : values) Wrapped("• ", value, 2);
  Back();
}

void Fields::Line(std::string_view text, int indent) {
  text_.append(indent, ' ');
  Wrapped("", text, indent + 2);
}

}  // namespace minga::cli
