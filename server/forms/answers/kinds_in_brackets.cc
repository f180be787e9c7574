#include "server/forms/answers/kinds_in_brackets.h"

#include <algorithm>
#include <utility>

#include "server/forms/answers/countries.h"
#include "server/forms/answers/name_lists.h"
#include "server/forms/words.h"

namespace minga::forms {

std::vector<Brackets> FindBrackets(std::string_view text) {
  std::vector<Brackets> found;
  int depth = 0;
  size_t begin = 0;
  for (size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '(' || text[at] == '[' || text[at] == '{') {
      if (depth++ == 0) begin = at;
    } else if ((text[at] == ')' || text[at] == ']' || text[at] == '}') && depth > 0) {
      if (--depth == 0) found.push_back({begin, at + 1, text.substr(begin + 1, at - begin - 1)});
    }
  }
  return found;
}

std::optional<BracketedKind> KindIn(std::string_view inner) {
  CategoryWords whole = ReadCategory(inner);
  if (whole.category != v1::ACTOR_CATEGORY_UNSPECIFIED) return BracketedKind{std::move(whole), "", "", ""};
  std::vector<std::string> pieces = SplitOutsideBrackets(inner, ",;/");
  if (pieces.size() == 1) {
    for (const std::string_view dash : {" \xE2\x80\x93 ", " \xE2\x80\x94 ", " - "}) {
      const size_t at = inner.find(dash);
      if (at == std::string_view::npos) continue;
      pieces = {std::string(inner.substr(0, at)), std::string(inner.substr(at + dash.size()))};
      break;
    }
  }
  std::optional<BracketedKind> uncertain;
  if (whole.is_category) uncertain = BracketedKind{whole, "", "", ""};
  if (pieces.size() != 2) return uncertain;
  CategoryWords first = ReadCategory(pieces[0]);
  CategoryWords second = ReadCategory(pieces[1]);
  // "público / privado" is one kind that is two.
  if (first.is_category && second.is_category) return uncertain;
  if (second.category != v1::ACTOR_CATEGORY_UNSPECIFIED) return BracketedKind{std::move(second), pieces[0], "", ""};
  const auto countries = FindCountries(pieces[1]);
  if (first.category != v1::ACTOR_CATEGORY_UNSPECIFIED && countries.size() == 1 && !countries[0].ambiguous) {
    return BracketedKind{std::move(first), "", countries[0].alpha2, ""};
  }
  // "(sector público, coordinador)": a kind, and what it does; "(sector público, MSP)": a kind, and the name's acronym.
  if (first.is_form_wording && Words(pieces[1], 4).size() <= 3) {
    const bool acronym = pieces[1].size() > 1 &&
                         std::none_of(pieces[1].begin(), pieces[1].end(), [](char c) { return c >= 'a' && c <= 'z'; }) &&
                         std::any_of(pieces[1].begin(), pieces[1].end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    return acronym ? BracketedKind{std::move(first), pieces[1], "", ""} : BracketedKind{std::move(first), "", "", pieces[1]};
  }
  return uncertain;
}

bool SaysKind(std::string_view text) {
  const auto brackets = FindBrackets(text);
  if (std::any_of(brackets.begin(), brackets.end(), [](const Brackets& pair) { return KindIn(pair.inner).has_value(); })) return true;
  const size_t colon = text.find(':');
  return colon != std::string_view::npos && ReadCategory(text.substr(0, colon)).is_category;
}

}  // namespace minga::forms
