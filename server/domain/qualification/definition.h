// The dated definitions behind a qualification, so that a result can be computed again under another and old statistics
// stay reproducible.
#pragma once

#include <bitset>
#include <string>
#include <string_view>

namespace minga::domain {

// A set of countries by ISO 3166-1 alpha-2.
class CountrySet {
 public:
  // The members of a group of country_groups.csv.
  static CountrySet Group(std::string_view group);
  bool Has(std::string_view alpha2) const;

 private:
  std::bitset<26 * 26> members_;
};

struct Definition {
  // For example "2022.1".
  std::string version;
  // Whether international organisations are a nature of their own; otherwise they are none.
  bool international_organizations_count = true;
  // Group of country_groups.csv that is not South.
  std::string north_group;
  // Its members.
  CountrySet north;
};

// Loads the group's members.
Definition MakeDefinition(std::string version, bool international_organizations_count, std::string north_group);

// "2022.1": natures as S1 (PIFCSS 2022) lists them, international organisations included; North is UNCTAD's list of
// developed economies of 2021 (not the DAC list, which drops Chile).
const Definition& CurrentDefinition();

}  // namespace minga::domain
