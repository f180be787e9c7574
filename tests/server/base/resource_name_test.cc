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

TEST(ResourceName, TheSecretariatIsATenantAndNoAgency) {
  std::string tenant, member;
  ASSERT_TRUE(ParseMember(Member("secretariat", "m1"), &tenant, &member));
  EXPECT_EQ(tenant + " " + member, "secretariat m1");
  ASSERT_TRUE(ParseMember(Member("pe-apci", "m1"), &tenant, &member));
  EXPECT_EQ(tenant + " " + member, "pe-apci m1");
  for (const char* bad : {"", "agencies/secretariat", "secretariat/", "Secretariat", "agencies/", "pe-apci", "agencies/-/x"}) {
    EXPECT_FALSE(ParseTenant(bad, &tenant)) << bad;
  }
  for (const char* bad : {"", "members/m1", "secretariat", "secretariat/members/", "secretariat/members/m1/",
                          "agencies/secretariat/members/m1", "agencies/a/members/m1/members/m2", "/members/m1", "agencies/a/member/m1"}) {
    EXPECT_FALSE(ParseMember(bad, &tenant, &member)) << bad;
  }
}

TEST(ResourceName, ARevisionHasOneName) {
  std::string agency, fiche;
  int64_t revision = 0;
  ASSERT_TRUE(ParseRevision(Revision("pe-apci", "f1", 120), &agency, &fiche, &revision));
  EXPECT_EQ(agency + " " + fiche, "pe-apci f1");
  EXPECT_EQ(revision, 120);
  for (const char* bad : {"", "0", "01", "-1", "+1", "1x", "x", "1.0", " 1", "1/", "9223372036854775808"}) {
    EXPECT_FALSE(ParseRevision(std::string("agencies/pe-apci/fiches/f1/revisions/") + bad, &agency, &fiche, &revision)) << bad;
  }
}

TEST(ResourceName, ChosenIdsAreReadable) {
  EXPECT_TRUE(IsChosenId("pe-apci"));
  EXPECT_TRUE(IsChosenId("2022"));
  for (const char* bad : {"", "ab", "-ab", "ab-", "aB1", "secretariat"}) EXPECT_FALSE(IsChosenId(bad)) << bad;
}

}  // namespace
}  // namespace minga::names
