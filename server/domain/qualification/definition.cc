#include "server/domain/qualification/definition.h"

#include "code_lists/code_lists.h"

namespace minga::domain {
namespace {

// -1 for what is not two upper-case letters.
int Position(std::string_view alpha2) {
  if (alpha2.size() != 2 || alpha2[0] < 'A' || alpha2[0] > 'Z' || alpha2[1] < 'A' || alpha2[1] > 'Z') return -1;
  return (alpha2[0] - 'A') * 26 + (alpha2[1] - 'A');
}

}  // namespace

CountrySet CountrySet::Group(std::string_view group) {
  CountrySet set;
  for (const code_lists::Country& country : code_lists::Countries()) {
    if (code_lists::InGroup(group, country.alpha2)) set.members_.set(static_cast<size_t>(Position(country.alpha2)));
  }
  return set;
}

bool CountrySet::Has(std::string_view alpha2) const {
  const int position = Position(alpha2);
  return position >= 0 && members_.test(static_cast<size_t>(position));
}

Definition MakeDefinition(std::string version, bool international_organizations_count, std::string north_group) {
  const CountrySet north = CountrySet::Group(north_group);
  return {std::move(version), international_organizations_count, std::move(north_group), north};
}

const Definition& CurrentDefinition() {
  static const auto* const current = new Definition(MakeDefinition("2022.1", true, "NORTH"));
  return *current;
}

}  // namespace minga::domain
