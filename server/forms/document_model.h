// What a document says, free of its file format: paragraphs, tables, cells, in document order. Deleted text (tracked
// changes), headers and footers are not in it; notes and comments stand apart.
#pragma once

#include <cstdint>
#include <map>
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

// A content control with the tag that Minga gave it (fiche_writer.h), and the words in it as they are now.
struct TaggedWords {
  std::string tag;
  std::string words;
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
  // Controls of initiatives; the words are kept of actors only.
  std::vector<TaggedWords> tagged;
  // Comment.id of those that begin here.
  std::vector<std::string> comments;
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

// What somebody wrote in the margin.
struct Comment {
  // Unique in the document.
  std::string id;
  // Comment.id of what it answers; empty for a comment of its own.
  std::string answers;
  std::string author;
  // As the file writes it, with or without a zone.
  std::string time;
  std::string text;
  bool resolved = false;
};

struct Document {
  std::vector<Block> blocks;
  // Another document is embedded (altChunk, a section from a file): not read.
  bool has_embedded_parts = false;
  // Footnotes and endnotes.
  std::vector<std::string> notes;
  // At most limits::kDocumentComments, in the file's order, and whether there were more.
  std::vector<Comment> comments;
  bool has_more_comments = false;
  // The file's custom properties that Minga writes (origin.h), unchecked.
  std::map<std::string, std::string, std::less<>> properties;
};

}  // namespace minga::forms
