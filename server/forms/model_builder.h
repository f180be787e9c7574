// Builds a document model while a reader walks its file: counts tables, rows, cells and paragraphs as they are met.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/forms/document_model.h"

namespace minga::forms {

// How a stretch of text is set.
struct TextStyle {
  bool emphasised = false;
  bool struck = false;
  bool hidden = false;
};

// A list of blocks being filled: the body, or a cell.
struct Container {
  std::vector<Block>* blocks = nullptr;
  Location location;
};

// Appends text to a paragraph in a style; control characters are dropped, other white space than breaks and tabs stays.
void AppendText(Paragraph& paragraph, std::string_view text, const TextStyle& style);

inline constexpr std::string_view kTicked = "\xE2\x98\x92";
inline constexpr std::string_view kUnticked = "\xE2\x98\x90";

// Puts kQuoted in place of the quotes of a cell that holds nothing else but marks of lists and punctuation; forgets them in
// any other.
void SealQuotes(Cell& cell);

class ModelBuilder {
 public:
  // A new paragraph of the container, with its location; not yet in it.
  Paragraph Begin(Container& container);
  int NextTable() { return ++tables_; }

 private:
  int tables_ = 0;
  int paragraphs_ = 0;
};

}  // namespace minga::forms
