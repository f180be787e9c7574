#include "client/cli/yaml_text.h"

#include <fmt/format.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "client/cli/table.h"

namespace minga::cli {
namespace {

constexpr int kWidth = 100;

std::vector<std::string_view> Lines(std::string_view text) {
  std::vector<std::string_view> lines;
  for (size_t at = 0; at <= text.size();) {
    const size_t end = std::min(text.find('\n', at), text.size());
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

bool IsBlank(char c) { return c == ' ' || c == '\t'; }

// What would be lost, hide, or make a line read as another one, when it stands as it is: controls, the line ends of Unicode, what
// turns the direction of writing, what has no width at all.
bool MustEscape(UChar32 c) {
  return (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7f && c < 0xa0) || (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) ||
         c == 0xfeff || c == 0xfffe || c == 0xffff;
}

bool HasToEscape(std::string_view text) {
  const auto size = static_cast<int32_t>(text.size());
  for (int32_t at = 0; at < size;) {
    UChar32 c = 0;
    U8_NEXT(text.data(), at, size, c);
    if (MustEscape(c)) return true;
  }
  return false;
}

std::string Quoted(std::string_view text) {
  std::string quoted = "\"";
  const auto size = static_cast<int32_t>(text.size());
  for (int32_t at = 0; at < size;) {
    const int32_t begin = at;
    UChar32 c = 0;
    U8_NEXT(text.data(), at, size, c);
    if (c == '"' || c == '\\') {
      quoted += '\\';
      quoted += static_cast<char>(c);
    } else if (c == '\n' || c == '\t' || c == '\r') {
      quoted += c == '\n' ? "\\n" : c == '\t' ? "\\t" : "\\r";
    } else if (MustEscape(c)) {
      quoted += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      quoted.append(text.substr(static_cast<size_t>(begin), static_cast<size_t>(at - begin)));
    }
  }
  return quoted + "\"";
}

// What programs take for something else than a text.
bool IsWord(std::string_view text) {
  static constexpr std::array<std::string_view, 12> kWords = {"null", "true", "false", "yes", "no", "on",
                                                              "off",  "y",    "n",     "~",   "sí", "não"};
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return std::find(kWords.begin(), kWords.end(), lower) != kWords.end();
}

// Narrower than YAML itself, so that no reader of YAML takes it for anything but this text.
bool IsPlain(std::string_view text) {
  if (text.empty() || IsWord(text)) return false;
  const auto first = static_cast<unsigned char>(text.front());
  const bool letter = (first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z') || first >= 0x80;
  if (!letter || IsBlank(text.back()) || text.back() == ':') return false;
  for (const std::string_view mark : {": ", " #", "\t", "\n"}) {
    if (text.find(mark) != std::string_view::npos) return false;
  }
  return true;
}

// Whether lines that are joined by spaces give the text back.
bool CanFold(const std::vector<std::string_view>& lines) {
  return std::all_of(lines.begin(), lines.end(), [](std::string_view line) {
    return line.empty() || (!IsBlank(line.front()) && !IsBlank(line.back()) && line.find('\t') == std::string_view::npos);
  });
}

// Breaks a line at single spaces. Not Wrap(): that one makes one space of several.
std::vector<std::string_view> Folded(std::string_view line, int width) {
  std::vector<std::string_view> pieces;
  size_t begin = 0;
  size_t last = std::string_view::npos;
  for (size_t at = 1; at < line.size(); ++at) {
    if (line[at] != ' ' || line[at - 1] == ' ' || at + 1 == line.size() || line[at + 1] == ' ') continue;
    if (last != std::string_view::npos && DisplayWidth(line.substr(begin, at - begin)) > width) {
      pieces.push_back(line.substr(begin, last - begin));
      begin = last + 1;
    }
    last = at;
  }
  if (last != std::string_view::npos && last > begin && DisplayWidth(line.substr(begin)) > width) {
    pieces.push_back(line.substr(begin, last - begin));
    begin = last + 1;
  }
  pieces.push_back(line.substr(begin));
  return pieces;
}

std::string Block(const std::vector<std::string_view>& lines, bool fold, int indent) {
  const std::string margin(static_cast<size_t>(indent) + 2, ' ');
  std::string block = fold ? " >-\n" : " |-\n";
  bool after_text = false;
  for (const std::string_view line : lines) {
    // One line end is a space there, two are one.
    if (fold && after_text) block += "\n";
    after_text = true;
    if (line.empty()) {
      if (!fold) block += "\n";
      continue;
    }
    for (const std::string_view piece : fold ? Folded(line, kWidth - indent - 2) : std::vector{line}) {
      block.append(margin).append(piece).append("\n");
    }
  }
  return block;
}

}  // namespace

std::string YamlScalar(std::string_view text) { return IsPlain(text) && !HasToEscape(text) ? std::string(text) : Quoted(text); }

std::string YamlText(std::string_view text, int indent) {
  const bool short_line = text.find('\n') == std::string_view::npos && DisplayWidth(text) <= kWidth - indent - 20;
  // In a block the first line says how deep it stands, and what ends it is a matter of marks: both are better quoted.
  const bool quoted = text.empty() || IsBlank(text.front()) || text.front() == '\n' || text.back() == '\n' || HasToEscape(text);
  if (short_line || quoted) return " " + YamlScalar(text) + "\n";
  const std::vector<std::string_view> lines = Lines(text);
  const bool wide =
      std::any_of(lines.begin(), lines.end(), [&](std::string_view line) { return DisplayWidth(line) > kWidth - indent - 2; });
  return Block(lines, wide && CanFold(lines), indent);
}

std::string YamlComment(std::string_view text, int indent, std::string_view mark) {
  const std::string margin(static_cast<size_t>(indent), ' ');
  std::string comment;
  for (const std::string_view line : Lines(text)) {
    for (const std::string& piece : Wrap(Printable(line), kWidth - indent - 2)) {
      comment.append(margin).append(mark).append(piece);
      comment.erase(comment.find_last_not_of(' ') + 1);
      comment += '\n';
    }
  }
  return comment;
}

}  // namespace minga::cli
