// What the form's answers say in its own language, where the fiche holds a code.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "minga/v1/initiative.pb.h"
#include "texts/texts.h"

namespace minga::forms {

struct FormWords {
  // The four types as answers name them, "2 - Proyecto".
  std::array<std::string_view, 4> types;
  std::string_view yes;
  std::string_view no;
  std::string_view nothing_to_report;
  // Of an actor whose words say a category that it does not have.
  std::string_view no_category;
  // Template.
  std::string_view form;
  // For spell checking, as Word names it.
  std::string_view locale;
};

// A block that looks like all others; the first has its second heading in the table.
inline constexpr int kPatternBlock = 2;

// Spanish for a language that the form does not have.
const FormWords& WordsIn(texts::Language language);

// For those who only read: in any language.
const FormWords& ReadersWordsIn(texts::Language language);

// "Perú"; the code itself when it is no country's.
std::string CountryName(const std::string& alpha2, texts::Language language);

// "Sector público"; for unspecified FormWords.no_category.
std::string CategoryName(v1::ActorCategory category, texts::Language language);

}  // namespace minga::forms
