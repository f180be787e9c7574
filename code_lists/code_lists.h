// The code lists that the registry keeps to (code_lists/data/*.csv), for the server and the command line: countries, groups of countries,
// categories of actors, sectors. Versioned data; everything is loaded once, at first use, and immutable.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "texts/texts.h"

namespace minga::code_lists {

// A name in the three languages.
struct Names {
  std::string es, pt, en;
  const std::string& In(texts::Language language) const;
};

struct Country {
  std::string alpha2;
  Names names;
  // Other ways of writing it that were met in files.
  std::vector<std::string> aliases;
};

// Every country of ISO 3166-1, ordered by code.
const std::vector<Country>& Countries();
// By ISO 3166-1 alpha-2, upper case; null when there is none.
const Country* FindCountry(std::string_view alpha2);

// Whether a country belongs to a group of country_groups.csv, for example "NORTH" or "IBERO_AMERICA".
bool InGroup(std::string_view group, std::string_view alpha2);

struct ActorCategory {
  // Code without enum prefix, for example "LOCAL_GOVERNMENT".
  std::string code;
  // PUBLIC, PRIVATE, CIVIL_SOCIETY or ACADEMIA; empty for those that belong to none.
  std::string sector_group;
  Names names;
};
const std::vector<ActorCategory>& ActorCategories();
const ActorCategory* FindActorCategory(std::string_view code);

struct Sector {
  // "IBERO_AMERICAN" or "REPORT".
  std::string vocabulary;
  std::string code;
  // Area of action of the IBERO_AMERICAN vocabulary; empty otherwise.
  std::string area;
  Names names;
};
const std::vector<Sector>& Sectors();
const Sector* FindSector(std::string_view vocabulary, std::string_view code);
bool IsVocabulary(std::string_view vocabulary);

}  // namespace minga::code_lists
