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
