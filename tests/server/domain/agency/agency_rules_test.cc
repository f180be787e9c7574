#include "server/domain/agency/agency_rules.h"

#include <gtest/gtest.h>

#include "tests/server/domain/support.h"

namespace minga::domain {
namespace {

std::vector<std::string> Found(const v1::Agency& agency) {
  Violations violations;
  CheckAgency(agency, "agency", violations);
  return support::Written(violations);
}

TEST(AgencyRules, NeedANameAndACountry) {
  v1::Agency agency;
  EXPECT_EQ(Found(agency), (std::vector<std::string>{"agency.display_name REQUIRED", "agency.country_code REQUIRED"}));
  agency.set_display_name(std::string(301, 'a'));
  agency.set_country_code("xx");
  agency.set_validation_mode(static_cast<v1::ValidationMode>(7));
  EXPECT_EQ(Found(agency), (std::vector<std::string>{"agency.display_name TOO_LONG", "agency.country_code UNKNOWN_COUNTRY",
                                                     "agency.validation_mode UNKNOWN_ENUM"}));
  agency.set_display_name("APCI");
  agency.set_country_code("PE");
  agency.clear_validation_mode();
  EXPECT_TRUE(Found(agency).empty());
}

TEST(AgencyRules, ValidateNothingUnlessToldOtherwise) { EXPECT_EQ(ValidationModeOf(v1::Agency()), v1::VALIDATION_MODE_NONE); }

}  // namespace
}  // namespace minga::domain
