#include "server/base/resource_name.h"

#include <gtest/gtest.h>

namespace minga::names {
namespace {

TEST(ResourceName, ParsesWhatItMakes) {
  std::string agency, fiche;
  ASSERT_TRUE(ParseFiche(Fiche("pe-apci", "abc"), &agency, &fiche));
  EXPECT_EQ(agency, "pe-apci");
  EXPECT_EQ(fiche, "abc");
  std::string person, notice;
  ASSERT_TRUE(ParseNotice(Notice("ana", "n1"), &person, &notice));
  EXPECT_EQ(person, "ana");
  EXPECT_EQ(notice, "n1");
}

TEST(ResourceName, RefusesEverythingElse) {
  std::string a, b;
  for (const char* bad : {"", "agencies", "agencies/", "agencies//", "agencies/A", "agencies/a/b", "agencies/a/", "/agencies/a", "agency/a",
                          "agencies/../x", "agencies/a b", "agencies/\xc3\xb1"}) {
    EXPECT_FALSE(ParseAgency(bad, &a)) << bad;
  }
  EXPECT_FALSE(ParseAgency("agencies/" + std::string(64, 'a'), &a));
  EXPECT_FALSE(ParseFiche("agencies/a/fiches/b/c", &a, &b));
  EXPECT_FALSE(ParseFiche("agencies/a/fiche/b", &a, &b));
}

TEST(ResourceName, ChosenIdsAreReadable) {
  EXPECT_TRUE(IsChosenId("pe-apci"));
  EXPECT_TRUE(IsChosenId("2022"));
  for (const char* bad : {"", "ab", "-ab", "ab-", "aB1", "secretariat"}) EXPECT_FALSE(IsChosenId(bad)) << bad;
}

}  // namespace
}  // namespace minga::names
