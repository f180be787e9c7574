// Finds the form in a document: which words answer which question, whatever the layout. Questions count by what they ask
// and where they stand; headings only separate.
#pragma once

#include <string>
#include <vector>

#include "server/forms/document_model.h"
#include "server/forms/printed_text.h"

namespace minga::forms {

// One line of an answer.
struct Line {
  std::string text;
  std::vector<Emphasis> emphasis;
  // As in Paragraph.
  std::vector<Quote> quotes;
  // For a line that is a row of a table: the texts of its cells, empty ones too. Otherwise empty.
  std::vector<std::string> cells;
  bool list_item = false;
  int list_level = 0;
  // Whether it opens its paragraph, rather than following a line break.
  bool opens_paragraph = true;
  // Which of the answer's cells it stands in, from 0.
  int column = 0;
  Location location;
};

struct Entry {
  // kNone: a row or paragraph that looks like a question of its own but is none of the form's.
  Question question = Question::kNone;
  // As it stands in the document.
  std::string label;
  bool strong = false;
  // The label only resembles the form's, or is another and its place says what it asks.
  bool label_guessed = false;
  bool label_from_position = false;
  // The words go straight on after the label: they are its own, or the answer when there is no other.
  bool run_on = false;
  Location location;
  // Lines in the label's own cell that follow it; hints included.
  std::vector<Line> beside_label;
  std::vector<Line> lines;
  std::vector<std::string> struck;
  std::vector<std::string> hidden;
  std::vector<std::string> mail_links;
  // As in Paragraph.
  std::vector<TaggedWords> tagged;
  std::vector<std::string> comments;
};

struct Outline {
  std::vector<Entry> institution;
  // Institutional questions that the document answers once more after an initiative, in other words.
  std::vector<Entry> repeated;
  // The entries of each initiative block, blank ones included, in document order.
  struct Initiative {
    std::vector<Entry> entries;
    // Its description was found apart and joined to it by order.
    bool description_paired = false;
  };
  std::vector<Initiative> initiatives;
  // What belongs to no question.
  std::vector<Line> stray;
  // How many of the form's questions were met at all, and how many of them in words that say nothing else.
  int questions = 0;
  int strong_questions = 0;
  bool has_embedded_parts = false;
};

Outline FindForm(const Document& document);

}  // namespace minga::forms
