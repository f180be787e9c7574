// Kinds of actors in brackets after a name.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/forms/answers/actor_categories.h"

namespace minga::forms {

// A pair of brackets at the outermost level, and what stands in it.
struct Brackets {
  size_t begin = 0;
  size_t end = 0;
  std::string_view inner;
};
std::vector<Brackets> FindBrackets(std::string_view text);

struct BracketedKind {
  CategoryWords words;
  // What of the brackets belongs to the name: "MINAE" in "(MINAE, sector público)".
  std::string kept;
  // ISO alpha-2 of the country in "(sector público, Chile)".
  std::string country;
  // What else the brackets say: "coordinador" in "(sector público, coordinador)".
  std::string more;
};
// Nothing when the brackets say no kind.
std::optional<BracketedKind> KindIn(std::string_view inner);

// Whether a text has a kind in brackets or before a colon.
bool SaysKind(std::string_view text);

}  // namespace minga::forms
