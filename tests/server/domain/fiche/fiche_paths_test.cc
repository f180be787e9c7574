#include "server/domain/fiche/fiche_paths.h"

#include <gtest/gtest.h>

#include "tests/server/domain/support.h"

namespace minga::domain {
namespace {

v1::Fiche Fiche() {
  return support::Json<v1::Fiche>(R"({"institution": "APCI", "focal_point": {"display_name": "Ana", "email": "ana@x.org"},
      "willing_to_share": false, "initiatives": [
        {"id": "a", "visibility": 2, "content": {"type": 2, "title": "Agua", "actors": [{"id": "x", "display_name": "X", "category": 7}, {}],
         "partner_country_codes": ["PE", "KE"], "strengths": ["one", "two"], "sdgs": [3, 6], "period": {"start": {"year": 2020}}}},
        {"content": {"title": "Café"}}]})");
}

TEST(FichePaths, FollowTheTable) {
  for (const support::Row& row : support::ReadTable("tests/server/domain/fiche/paths.table")) {
    const auto path = ParseFichePath(row.at(0));
    ASSERT_EQ(path.has_value(), row.at(1) != "-") << row[0];
    if (!path.has_value()) continue;
    EXPECT_EQ(FormatFichePath(*path), row[1]);
    EXPECT_EQ(ParseFichePath(row[1]), path) << row[1];
    const auto resolved = ResolveFichePath(*path, Fiche());
    EXPECT_EQ(resolved.has_value() ? FormatFichePath(*resolved) : "-", row.at(2)) << row[0];
    EXPECT_EQ(TextAtPath(*path, Fiche()), row.size() > 3 ? row[3] : "") << row[0];
  }
}

TEST(FichePaths, CoverWhatStandsInThem) {
  const auto covers = [](std::string_view container, std::string_view place) {
    return Covers(ParseFichePath(container).value(), ParseFichePath(place).value());
  };
  EXPECT_TRUE(covers("institution", "institution"));
  EXPECT_TRUE(covers("initiatives[x]", "initiatives[x].title"));
  EXPECT_TRUE(covers("initiatives", "initiatives[x].title"));
  EXPECT_TRUE(covers("initiatives[x].actors", "initiatives[x].actors[y].category"));
  EXPECT_TRUE(covers("initiatives[x].strengths", "initiatives[x].strengths[1]"));
  EXPECT_TRUE(covers("focal_point", "focal_point.email"));
  EXPECT_FALSE(covers("initiatives[x].title", "initiatives[x]"));
  EXPECT_FALSE(covers("initiatives[x]", "initiatives[xy].title"));
  EXPECT_FALSE(covers("initiatives[x].type", "initiatives[x].type_other"));
  EXPECT_FALSE(covers("initiatives[x].strengths[1]", "initiatives[x].strengths[11]"));
  EXPECT_FALSE(covers("institution", "institutional_strengths"));
}

TEST(FichePaths, TouchEitherWay) {
  const auto touches = [](std::string_view a, std::string_view b) { return Touches(ParseFichePath(a).value(), ParseFichePath(b).value()); };
  EXPECT_TRUE(touches("initiatives[x].title", "initiatives[x]"));
  EXPECT_TRUE(touches("initiatives[x]", "initiatives[x].title"));
  EXPECT_FALSE(touches("initiatives[x].title", "initiatives[x].objectives"));
}

// Every field that an agency writes has a path, and a new one will have it too.
TEST(FichePaths, ReachEveryFieldOfTheContent) {
  const auto* const content = v1::InitiativeContent::descriptor();
  for (int i = 0; i < content->field_count(); ++i) {
    const std::string path = "initiatives[a]." + content->field(i)->name();
    ASSERT_TRUE(ParseFichePath(path).has_value()) << path;
    EXPECT_EQ(FormatFichePath(*ParseFichePath(path)), path);
  }
}

}  // namespace
}  // namespace minga::domain
