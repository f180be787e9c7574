// Text for people: width on a screen, wrapping, tables, labelled fields.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace minga::cli {

// Columns that the text takes in a terminal: wide characters two, combining and invisible ones none.
int DisplayWidth(std::string_view text);

// The text with control characters, which could rewrite the screen, as spaces.
std::string Printable(std::string_view text);
// The same for a text of several lines, each of which ends with one.
std::string PrintableLines(std::string_view text);

// Lines of at most `width` columns, broken at spaces, inside a word only when it is longer than a line. Never empty; runs
// of spaces and line ends become one space. `width` 0: one line.
std::vector<std::string> Wrap(std::string_view text, int width);

// Columns of the terminal behind stdout; 0, meaning any length, when there is none and COLUMNS is not set.
int TerminalWidth();

struct Column {
  std::string heading;
  bool right = false;
};

// The table with headings and a rule, columns aligned by display width; when wider than `width` (0: any), the widest
// columns wrap. Ends with a line end.
std::string RenderTable(const std::vector<Column>& columns, const std::vector<std::vector<std::string>>& rows, int width);

// Labelled texts, one below the other, wrapped to `width` with the continuation indented.
class Fields {
 public:
  explicit Fields(int width) : width_(width) {}

  void Heading(std::string_view text);
  // Says nothing when the value is empty.
  void Field(std::string_view label, std::string_view value);
  void List(std::string_view label, const std::vector<std::string>& values);
  void Line(std::string_view text, int indent = 0);
  void Gap() { text_ += "\n"; }
  // What follows stands deeper by two columns, or back.
  void Deeper() { indent_ += 2; }
  void Back() { indent_ -= 2; }

  const std::string& text() const { return text_; }

 private:
  void Wrapped(std::string_view lead, std::string_view value, int indent);

  int width_;
  int indent_ = 0;
  std::string text_;
};

}  // namespace minga::cli
