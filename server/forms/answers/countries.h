// Countries in answers: the one that reports, and the others involved.
#pragma once

#include <string_view>
#include <vector>

#include "minga/v1/fiche.pb.h"
#include "minga/v1/initiative.pb.h"
#include "server/forms/answers/answer.h"

namespace minga::forms {

// Splits "Perú – APCI", "APCI (Perú)" and the like. A country that is only guessed from the institution's name comes with
// a finding; so does one that is missing or one of several.
void ReadInstitution(const Answer& answer, v1::Fiche& fiche, Findings& findings);

// A country named in a text, with its bytes; the longest name wins ("San Cristóbal y Nieves", "Guinea Ecuatorial"). Names
// that are part of a hyphenated word ("APC-Colombia") do not count.
struct NamedCountry {
  std::string alpha2;
  size_t begin = 0;
  size_t end = 0;
  // Two countries bear the name ("Congo", "Corea").
  bool ambiguous = false;
};
std::vector<NamedCountry> FindCountries(std::string_view text);

// In the order of the text, without the reporting country. Organisations, regions and other words that are no country:
// findings.
void ReadPartnerCountries(const Answer& answer, std::string_view reporting_country, v1::InitiativeContent& content, Findings& findings);

}  // namespace minga::forms
