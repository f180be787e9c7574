#include "server/domain/member/member_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/server/domain/support.h"

namespace minga::domain {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

v1::Member Luz() {
  v1::Member member;
  member.set_email("luz@example.org");
  member.set_display_name("Luz Mamani");
  member.add_roles(v1::ROLE_EDITOR);
  return member;
}

std::vector<std::string> Found(const v1::Member& member, std::string_view tenant = "pe-apci", bool with_email = true) {
  Violations violations;
  CheckMember(member, with_email, tenant, "m", violations);
  return support::Written(violations);
}

TEST(MemberRules, NeedANameAnEmailAndARole) {
  EXPECT_THAT(Found({}), ElementsAre("m.email REQUIRED", "m.display_name REQUIRED", "m.roles TOO_FEW"));
  EXPECT_THAT(Found({}, "pe-apci", /*with_email=*/false), ElementsAre("m.display_name REQUIRED", "m.roles TOO_FEW"));
  EXPECT_THAT(Found(Luz()), IsEmpty());
}

TEST(MemberRules, RolesAreThoseOfTheTenant) {
  for (const auto& [tenant, here] : std::vector<std::pair<std::string, std::vector<v1::Role>>>{
           {"pe-apci", {v1::ROLE_READER, v1::ROLE_EDITOR, v1::ROLE_VALIDATOR, v1::ROLE_ADMINISTRATOR}},
           {"secretariat", {v1::ROLE_ANALYST, v1::ROLE_ADMINISTRATOR}}}) {
    for (int role = v1::Role_MIN - 1; role <= v1::Role_MAX + 1; ++role) {
      v1::Member member = Luz();
      member.set_roles(0, static_cast<v1::Role>(role));
      const bool known = role >= v1::ROLE_READER && role <= v1::Role_MAX;
      const bool right = std::find(here.begin(), here.end(), role) != here.end();
      EXPECT_EQ(Found(member, tenant), right   ? std::vector<std::string>{}
                                       : known ? std::vector<std::string>{"m.roles[0] NOT_A_ROLE_HERE"}
                                               : std::vector<std::string>{"m.roles[0] UNKNOWN_ENUM"})
          << tenant << " " << role;
    }
  }
}

TEST(MemberRules, ANameStandsInOneLine) {
  v1::Member member = Luz();
  member.set_display_name("Luz\nBcc: x@example.org");
  EXPECT_THAT(Found(member), ElementsAre("m.display_name CONTROL_CHARACTER"));
}

TEST(MemberRules, AnEmailIsComparedWithoutSpacesAndInLowerCase) {
  EXPECT_EQ(FoldEmail(" \tLuz@Example.ORG\r\n"), "luz@example.org");
  v1::Member member = Luz();
  member.set_email(" Luz@Example.ORG\n");
  EXPECT_THAT(Found(member), IsEmpty());
}

TEST(MemberRules, OnlyWhatTheMaskNamesIsApplied) {
  v1::Member from;
  from.set_display_name("Ana");
  from.set_language("pt");
  from.set_email("ana@example.org");
  from.add_roles(v1::ROLE_ADMINISTRATOR);
  from.add_roles(v1::ROLE_READER);
  from.add_roles(v1::ROLE_ADMINISTRATOR);
  google::protobuf::FieldMask mask;
  mask.add_paths("roles");
  v1::Member to = Luz();
  ApplyMember(from, mask, &to);
  EXPECT_EQ(to.display_name(), "Luz Mamani");
  EXPECT_THAT(to.roles(), ElementsAre(v1::ROLE_READER, v1::ROLE_ADMINISTRATOR));
  ApplyMember(from, {}, &to);
  EXPECT_EQ(to.display_name(), "Ana");
  EXPECT_EQ(to.language(), "pt");
  EXPECT_EQ(to.email(), "luz@example.org");
  // No language given leaves the one that there was.
  from.clear_language();
  ApplyMember(from, {}, &to);
  EXPECT_EQ(to.language(), "pt");
}

TEST(MemberRules, PasswordsAreLongEnoughInLettersNotBytes) {
  const auto found = [](const std::string& password) {
    Violations violations;
    CheckPassword(password, "p", violations);
    return support::Written(violations);
  };
  EXPECT_THAT(found("ñandúñandúñ"), ElementsAre("p TOO_SHORT"));
  EXPECT_THAT(found("ñandúñandúña"), IsEmpty());
  EXPECT_THAT(found(std::string(200, 'x')), IsEmpty());
  EXPECT_THAT(found(std::string(201, 'x')), ElementsAre("p TOO_LONG"));
  EXPECT_THAT(found("correcto caballo\xFF"), ElementsAre("p INVALID_UTF8"));
}

}  // namespace
}  // namespace minga::domain
