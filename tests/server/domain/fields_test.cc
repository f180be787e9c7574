#include "server/domain/fields.h"

#include <gtest/gtest.h>

#include <functional>

#include "minga/v1/initiative.pb.h"
#include "server/base/limits.h"
#include "server/domain/codes.h"
#include "tests/server/domain/support.h"

namespace minga::domain {
namespace {

using Strings = std::vector<std::string>;

Strings Found(const std::function<void(Violations&)>& check) {
  Violations violations;
  check(violations);
  return support::Written(violations);
}

Strings Text(const std::string& value, int limit = 5) {
  return Found([&](Violations& v) { CheckText(value, limit, "p", v); });
}

TEST(Fields, TextsAreUtf8WithoutControlCharactersAndWithinTheirLimit) {
  EXPECT_EQ(Text(""), Strings{});
  EXPECT_EQ(Text("ñandú"), Strings{});
  EXPECT_EQ(Text("a\n\tb"), Strings{});
  EXPECT_EQ(Text("ñandús"), Strings{"p TOO_LONG"});
  EXPECT_EQ(Text("a\xFF"), Strings{"p INVALID_UTF8"});
  for (const std::string& control : {std::string("a\0", 2), std::string("\r"), std::string("\x7F"), std::string("\xC2\x85")}) {
    EXPECT_EQ(Text(control), Strings{"p CONTROL_CHARACTER"});
  }
  EXPECT_EQ(Text("\x01 too long"), (Strings{"p CONTROL_CHARACTER", "p TOO_LONG"}));
}

TEST(Fields, RequiredTextsAreMoreThanWhiteSpace) {
  for (const char* blank : {"", "  ", "\n", "\xC2\xA0"}) {
    EXPECT_EQ(Found([&](Violations& v) { CheckRequiredText(blank, 5, "p", v); }), Strings{"p REQUIRED"});
  }
  EXPECT_EQ(Found([](Violations& v) { CheckRequiredText(" a ", 5, "p", v); }), Strings{});
}

TEST(Fields, ALineHasNoLineFeedOrTab) {
  const auto check = [](const std::string& value) { return Found([&](Violations& v) { CheckRequiredLine(value, 5, "p", v); }); };
  EXPECT_EQ(check("ñandú"), Strings{});
  for (const char* broken : {"a\nb", "a\tb", "a\r\nb", "a\x7F"}) EXPECT_EQ(check(broken), Strings{"p CONTROL_CHARACTER"}) << broken;
  EXPECT_EQ(check("a\nlonger"), (Strings{"p CONTROL_CHARACTER", "p TOO_LONG"}));
  EXPECT_EQ(check("a\n\xFF"), Strings{"p INVALID_UTF8"});
  for (const char* blank : {"", " ", "\n\t"}) EXPECT_EQ(check(blank), Strings{"p REQUIRED"});
  EXPECT_EQ(Found([](Violations& v) { CheckLine("", 5, "p", v); }), Strings{});
  EXPECT_EQ(Found([](Violations& v) { CheckLine("\n", 5, "p", v); }), Strings{"p CONTROL_CHARACTER"});
}

TEST(Fields, CountriesAreAlpha2InUpperCase) {
  const auto check = [](const std::string& value) { return Found([&](Violations& v) { CheckCountry(value, "p", v); }); };
  EXPECT_EQ(check("PE"), Strings{});
  EXPECT_EQ(check(""), Strings{});
  for (const char* wrong : {"pe", "PER", "ZZ", "Perú", "EU"}) EXPECT_EQ(check(wrong), Strings{"p UNKNOWN_COUNTRY"}) << wrong;
  EXPECT_EQ(Found([](Violations& v) { CheckRequiredCountry("", "p", v); }), Strings{"p REQUIRED"});
}

TEST(Fields, EmailsLookLikeOne) {
  const auto check = [](const std::string& value) { return Found([&](Violations& v) { CheckEmail(value, "p", v); }); };
  for (const char* right : {"", "a@b.org", "focal.point+x@agency.gob.pe", "o'neil@b-c.co.uk", "señora@correo.org"})
    EXPECT_EQ(check(right), Strings{}) << right;
  for (const char* wrong :
       {"a", "a@b", "@b.org", "a@", "a@@b.org", "a b@c.org", "a@b.org, c@d.org", "a@.org", "a@b.", "a@b..org", ".a@b.org"}) {
    EXPECT_EQ(check(wrong), Strings{"p INVALID_EMAIL"}) << wrong;
  }
  EXPECT_EQ(check("a@" + std::string(250, 'b') + ".org"), Strings{"p TOO_LONG"});
}

TEST(Fields, ARequiredEmailIsToldOnceWhatIsWrongWithIt) {
  const auto check = [](const std::string& value) { return Found([&](Violations& v) { CheckRequiredEmail(value, "p", v); }); };
  EXPECT_EQ(check("a@b.org"), Strings{});
  for (const char* blank : {"", " ", "\r\n"}) EXPECT_EQ(check(blank), Strings{"p REQUIRED"});
  EXPECT_EQ(check("a@b.org\nBcc: c@d.org"), Strings{"p INVALID_EMAIL"});
  EXPECT_EQ(check("a@b.org\r\nBcc: c@d.org"), (Strings{"p CONTROL_CHARACTER", "p INVALID_EMAIL"}));
  EXPECT_EQ(check(std::string(255, 'x')), (Strings{"p TOO_LONG", "p INVALID_EMAIL"}));
}

TEST(Fields, DatesAreOfTheCalendarAsFarAsTheyAreKnown) {
  const auto check = [](int year, int month, int day) {
    google::type::Date date;
    date.set_year(year);
    date.set_month(month);
    date.set_day(day);
    return Found([&](Violations& v) { CheckDate(date, "p", v); }).empty();
  };
  EXPECT_TRUE(check(1900, 0, 0));
  EXPECT_TRUE(check(2200, 12, 31));
  EXPECT_TRUE(check(2024, 2, 29));
  EXPECT_TRUE(check(2000, 2, 29));
  EXPECT_FALSE(check(1899, 1, 1));
  EXPECT_FALSE(check(2201, 0, 0));
  EXPECT_FALSE(check(0, 5, 1));
  EXPECT_FALSE(check(2023, 2, 29));
  EXPECT_FALSE(check(2100, 2, 29));
  EXPECT_FALSE(check(2024, 0, 5));
  EXPECT_FALSE(check(2024, 13, 0));
  EXPECT_FALSE(check(2024, -1, 0));
  EXPECT_FALSE(check(2024, 4, 31));
  EXPECT_FALSE(check(2024, 4, -1));
}

TEST(Fields, PeriodsEndAfterTheyStartAsFarAsBothAreKnown) {
  const auto check = [](const char* start, const char* end) {
    v1::Period period;
    support::SetDates(start, end, &period);
    return Found([&](Violations& v) { CheckPeriod(period, "p", v); });
  };
  EXPECT_EQ(check("-", "-"), Strings{});
  EXPECT_EQ(check("2020", "-"), Strings{});
  EXPECT_EQ(check("-", "2020"), Strings{});
  EXPECT_EQ(check("2020", "2020"), Strings{});
  EXPECT_EQ(check("2020-05", "2020"), Strings{});
  EXPECT_EQ(check("2020-05-07", "2020-05"), Strings{});
  EXPECT_EQ(check("2020-05-07", "2020-05-07"), Strings{});
  EXPECT_EQ(check("2020", "2019"), Strings{"p.end END_BEFORE_START"});
  EXPECT_EQ(check("2020-05", "2020-04"), Strings{"p.end END_BEFORE_START"});
  EXPECT_EQ(check("2020-05-07", "2020-05-06"), Strings{"p.end END_BEFORE_START"});
  EXPECT_EQ(check("1800", "2019-02-30"), (Strings{"p.start INVALID_DATE", "p.end INVALID_DATE"}));
}

TEST(Fields, IdsAndPagesHaveTheirForm) {
  const auto item = [](const std::string& value) { return Found([&](Violations& v) { CheckItemId(value, "p", v); }).empty(); };
  EXPECT_TRUE(item(""));
  EXPECT_TRUE(item(std::string(26, 'a')));
  EXPECT_FALSE(item(std::string(27, 'a')));
  EXPECT_FALSE(item("A"));
  EXPECT_FALSE(item("a-b"));
  const auto request = [](const std::string& value) { return Found([&](Violations& v) { CheckRequestId(value, "p", v); }).empty(); };
  EXPECT_TRUE(request(""));
  EXPECT_TRUE(request(std::string(64, '~')));
  EXPECT_FALSE(request(std::string(65, 'a')));
  EXPECT_FALSE(request("a b"));
  EXPECT_FALSE(request("ñ"));
  const auto page = [](int value) { return Found([&](Violations& v) { CheckPageSize(value, "p", v); }).empty(); };
  EXPECT_TRUE(page(0));
  EXPECT_TRUE(page(1000));
  EXPECT_FALSE(page(1001));
  EXPECT_FALSE(page(-1));
}

TEST(Fields, TrimLeavesInnerWhiteSpace) {
  const auto trimmed = [](std::string text) {
    Trim(&text);
    return text;
  };
  EXPECT_EQ(trimmed(" \xC2\xA0 a  b\n\n"), "a  b");
  EXPECT_EQ(trimmed("a"), "a");
  EXPECT_EQ(trimmed(" \n "), "");
  EXPECT_EQ(trimmed(""), "");
  EXPECT_EQ(trimmed("\xFF "), "\xFF");
}

TEST(Codes, AreTheNamesWithoutPrefix) {
  EXPECT_EQ(Code(v1::INITIATIVE_TYPE_INTERINSTITUTIONAL_SPACE), "INTERINSTITUTIONAL_SPACE");
  EXPECT_EQ(Code(static_cast<v1::InitiativeType>(99)), "");
  EXPECT_EQ(FromCode<v1::PartyRole>("BOTH"), v1::PARTY_ROLE_BOTH);
  for (const char* wrong : {"", "UNSPECIFIED", "both", "PARTY_ROLE_BOTH", "ROLE_BOTH"}) {
    EXPECT_EQ(FromCode<v1::PartyRole>(wrong), std::nullopt) << wrong;
  }
}

}  // namespace
}  // namespace minga::domain
