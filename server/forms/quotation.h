// Words that Minga itself wrote into a form (fiche_writer.h). A bookmark around them, which Word and LibreOffice keep, says
// what they stand for and carries their digest: as long as nobody changes them they are read back as what they were, whatever
// they look like. Once a person changed them, or wrote beside them, they are words of a form like all others
// (docs/decisions/0008-written-forms.md).
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace minga::forms {

// The letter stands in the bookmark's name.
enum class QuoteKind : char {
  // The field's own words.
  kText = 't',
  kEmail = 'm',
  // Code: ISO 3166-1 alpha-2.
  kCountry = 'c',
  // Code: number of the option, 1 to 4.
  kType = 'n',
  kTypeOther = 'o',
  // Code: 1 or 0.
  kYesNo = 'y',
  // Opens an actor.
  kActor = 'a',
  // The form's words for the actor's category.
  kCategoryText = 'w',
  // Code: number of the category, 0 for none; what the words say does not count then.
  kCategory = 'k',
  // That there is nothing to report.
  kNothing = 'z',
};

struct Quote {
  QuoteKind kind = QuoteKind::kText;
  std::string code;
  std::string text;
  // Where it stands in its paragraph's text, while that is read.
  size_t begin = 0;
  size_t end = 0;
};

// Stands for a quote in the text of a paragraph or line whose quotes hold: a private character, dropped from what is read.
inline constexpr std::string_view kQuoted = "\xF3\xB0\x80\x80";

// At most 40 characters, as Word asks. `number` makes it unique in the document.
std::string BookmarkName(const Quote& quote, int number);

// The quote that a bookmark of this name stands for, around this text; nothing when the bookmark is not ours, or the text
// was changed.
std::optional<Quote> ReadBookmark(std::string_view name, std::string_view text);

// The text with each kQuoted replaced by the words of the next quote.
template <typename Quotes>
std::string Unquoted(std::string_view text, const Quotes& quotes) {
  std::string out;
  auto next = quotes.begin();
  for (size_t at = text.find(kQuoted); next != quotes.end() && at != std::string_view::npos; at = text.find(kQuoted)) {
    out.append(text.substr(0, at)).append((next++)->text);
    text.remove_prefix(at + kQuoted.size());
  }
  return out.append(text);
}

}  // namespace minga::forms
