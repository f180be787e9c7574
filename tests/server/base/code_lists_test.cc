#include "server/base/code_lists.h"

#include <gtest/gtest.h>

namespace minga::code_lists {
namespace {

std::string CodeOf(std::string_view name) {
  const Country* country = FindCountryByName(name);
  return country == nullptr ? "" : country->alpha2;
}

TEST(CodeLists, HaveEveryCountryWithItsRegionalNames) {
  EXPECT_EQ(Countries().size(), 249u);
  EXPECT_EQ(FindCountry("BR")->names.en, "Brazil");
  EXPECT_EQ(FindCountry("BO")->names.es, "Bolivia");
  EXPECT_EQ(FindCountry("xx"), nullptr);
  EXPECT_EQ(FindCountry(""), nullptr);
}

TEST(CodeLists, FindACountryByWhatPeopleWrite) {
  EXPECT_EQ(CodeOf("el Perú"), "PE");
  EXPECT_EQ(CodeOf("REP. DOMINICANA"), "DO");
  EXPECT_EQ(CodeOf("Quênia"), "KE");
  EXPECT_EQ(CodeOf("Alemanha"), "DE");
  EXPECT_EQ(CodeOf("São Tomé e Príncipe"), "ST");
  EXPECT_EQ(CodeOf("San Cristóbal y Nieves"), "KN");
  EXPECT_EQ(CodeOf("El Salvador"), "SV");
  EXPECT_EQ(CodeOf("EE.UU."), "US");
  EXPECT_EQ(CodeOf("CHL"), "CL");
  EXPECT_EQ(CodeOf("Dominica"), "DM");
  EXPECT_EQ(CodeOf("Antioquia"), "");
  EXPECT_EQ(CodeOf("Unión Europea"), "");
  EXPECT_EQ(CodeOf(""), "");
}

TEST(CodeLists, NorthIsUnctadsListOf2021) {
  EXPECT_TRUE(InGroup("NORTH", "ES"));
  EXPECT_FALSE(InGroup("NORTH", "CL"));
  EXPECT_FALSE(InGroup("NORTH", "TR"));
  EXPECT_TRUE(InGroup("IBERO_AMERICA", "PT"));
}

TEST(CodeLists, CategoriesAndSectors) {
  EXPECT_EQ(FindActorCategory("LOCAL_GOVERNMENT")->sector_group, "PUBLIC");
  EXPECT_EQ(FindActorCategory("INTERNATIONAL_ORGANIZATION")->sector_group, "");
  EXPECT_EQ(ActorCategories().size(), 9u);
  EXPECT_EQ(FindSector("IBERO_AMERICAN", "45")->names.es, "Paz, seguridad pública y nacional y defensa");
  EXPECT_EQ(FindSector("REPORT", "TOURISM")->names.pt, "Turismo");
  EXPECT_EQ(FindSector("REPORT", "45"), nullptr);
}

}  // namespace
}  // namespace minga::code_lists
