// What a document says, free of its file format: paragraphs, tables, cells, in document order. Deleted text (tracked
// changes), comments, headers and footers are not in it; notes stand apart.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "server/forms/document_location.h"
#include "server/forms/quotation.h"

namespace minga::forms {

// A stretch of a paragraph's text that the writer set off.
struct Emphasis {
  size_t begin = 0;
  size_t end = 0;
};

struct Paragraph {
  // UTF-8 as read: line breaks are '\n', tabs '\t'; a ticked box is U+2612, an empty one U+2610, whatever the file used.
  std::string text;
  // Bold, underlined, highlighted or shaded stretches of `text`.
  std::vector<Emphasis> emphasis;
  // Text that the writer struck through, or hid: not in `text`.
  std::string struck;
  std::string hidden;
  // Addresses of mailto: links whose visible words hold no address.
  std::vector<std::string> mail_links;
  // What Minga itself wrote and nobody changed. In a cell that holds nothing else, `text` has kQuoted in place of each;
  // everywhere else there are none.
  std::vector<Quote> quotes;
  // Numbered or bulleted by the word processor; the level counts from 0.
  bool list_item = false;
  int list_level = 0;
  Location location;
};

struct Table;

using Block = std::variant<Paragraph, Table>;

struct Cell {
  std::vector<Block> blocks;
  // First grid column, from 0, and how many it takes.
  int column = 0;
  int span = 1;
  // Continues the cell above (merged downwards).
  bool continues = false;
};

struct Row {
  std::vector<Cell> cells;
};

struct Table {
  std::vector<Row> rows;
  int number = 0;
};

struct Document {
  std::vector<Block> blocks;
  // Another document is embedded (altChunk, a section from a file): not read.
  bool has_embedded_parts = false;
  // Footnotes and endnotes.
  std::vector<std::string> notes;
};

}  // namespace minga::forms
