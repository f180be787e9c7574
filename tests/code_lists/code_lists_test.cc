#include "code_lists/code_lists.h"

#include <gtest/gtest.h>

namespace minga::code_lists {
namespace {

TEST(CodeLists, HaveEveryCountryWithItsRegionalNames) {
  EXPECT_EQ(Countries().size(), 249u);
  EXPECT_EQ(FindCountry("BR")->names.en, "Brazil");
  EXPECT_EQ(FindCountry("BO")->names.es, "Bolivia");
  EXPECT_EQ(FindCountry("xx"), nullptr);
  EXPECT_EQ(FindCountry(""), nullptr);
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
