// Names of organisations in running text: where one ends and the next begins.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace minga::forms {

// Splits at any of the separators outside brackets; pieces are trimmed, empty ones left out.
std::vector<std::string> SplitOutsideBrackets(std::string_view text, std::string_view separators);

struct NamePiece {
  std::string text;
  // It may be more than one name, or part of one.
  bool may_be_several = false;
};

// Names of one list, parted by commas and a last "y" or "e". A comma inside a name ("Ministerio de Economía, Planificación
// y Desarrollo") does not part; where that is not certain the name stays whole and is marked.
std::vector<NamePiece> SplitNames(std::string_view text);

// Whether a name that has its kind holds the beginning of another name after a comma.
bool NamesSeveral(std::string_view text);

// Whether a text is a sentence rather than a list. `kinds`: how many names in it are followed by their kind.
bool IsProse(std::string_view text, size_t kinds);

// Byte where the first organisation of a sentence begins; npos when there is none.
size_t FindOrganization(std::string_view text);

// The names in a sentence, as far as they can be told.
std::vector<std::string> NamesInProse(std::string_view text);

// Without the words that lead to a name ("y la", "así como el", "participan").
std::string WithoutLead(std::string_view text);

// Without separators at the ends and a sentence's closing point; that of an abbreviation stays.
std::string CleanName(std::string_view text);

}  // namespace minga::forms
