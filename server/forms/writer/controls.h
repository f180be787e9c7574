// Paragraphs of WordprocessingML with content controls in them.
#pragma once

#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "server/forms/quotation.h"

namespace minga::forms {

// Text as it can stand in XML and be read back: LF alone breaks lines, other control characters and what XML excludes are
// gone, bytes that are not UTF-8 are U+FFFD.
std::string Writable(std::string_view text);

// What a control offers to choose, beside anything else that is typed: words and the code behind them.
using Choices = std::vector<std::pair<std::string, std::string>>;

// Every control is an inline rich text or combo box one: LibreOffice 7.4 repeats and reorders words of plain text controls
// and drops the tags of those around whole paragraphs.
class ControlWriter {
 public:
  // Appends a control that holds the quote.
  void AddQuote(pugi::xml_node paragraph, std::string_view tag, Quote quote, const Choices& choices = {});
  // Appends a control that shows a hint until something is written; without a hint, room to click into.
  void AddPlaceholder(pugi::xml_node paragraph, std::string_view tag, std::string_view hint, const Choices& choices = {});

 private:
  pugi::xml_node Add(pugi::xml_node paragraph, std::string_view tag, const Choices& choices, bool placeholder);

  int controls_ = 0;
};

// Appends words outside of any control.
void AddWords(pugi::xml_node paragraph, std::string_view words);

}  // namespace minga::forms
