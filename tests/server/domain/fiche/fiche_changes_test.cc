#include "server/domain/fiche/fiche_changes.h"

#include <gtest/gtest.h>

#include "server/domain/codes.h"
#include "server/domain/fiche/fiche_paths.h"
#include "server/domain/initiative/initiative_rules.h"
#include "tests/server/domain/support.h"

namespace minga::domain {
namespace {

using support::Json;

std::string Written(const std::vector<v1::FicheChange>& changes) {
  std::string written;
  for (const v1::FicheChange& each : changes) {
    if (!written.empty()) written += "; ";
    written += Code(each.kind()) + " " + each.path();
    if (!each.before().empty()) written += " " + each.before();
    written += " >";
    if (!each.after().empty()) written += " " + each.after();
  }
  return written;
}

TEST(Changes, FollowTheTable) {
  for (const support::Row& row : support::ReadTable("tests/server/domain/fiche/changes.table")) {
    const auto before = Json<v1::Fiche>(row.at(0)), after = Json<v1::Fiche>(row.at(1));
    EXPECT_EQ(Written(Changes(before, after)), row.size() > 2 ? row[2] : "") << row[0] << "\n" << row[1];
  }
}

TEST(Changes, NameEveryWordOfWhatCameInOrWasTakenOut) {
  for (const support::Sample& sample : support::Samples()) {
    v1::Fiche empty, full;
    v1::FicheInitiative* const entry = full.add_initiatives();
    entry->set_id("a");
    *entry->mutable_content() = sample.initiative.content();
    int next = 0;
    GiveItemIds(entry->mutable_content(), [&] { return "i" + std::to_string(++next); });
    const auto came = Changes(empty, full), went = Changes(full, empty);
    ASSERT_EQ(came.size(), went.size());
    for (size_t i = 0; i < came.size(); ++i) {
      EXPECT_EQ(came[i].kind(), v1::FICHE_CHANGE_KIND_ADDED);
      EXPECT_EQ(went[i].kind(), v1::FICHE_CHANGE_KIND_REMOVED);
      EXPECT_EQ(came[i].path(), went[i].path());
      EXPECT_EQ(came[i].after(), went[i].before());
      const auto path = ParseFichePath(came[i].path());
      ASSERT_TRUE(path.has_value()) << came[i].path();
      EXPECT_EQ(TextAtPath(*path, full), came[i].after()) << came[i].path();
    }
    EXPECT_EQ(came[0].path(), "initiatives[a]");
    EXPECT_EQ(came[0].after(), sample.initiative.content().title());
    EXPECT_TRUE(Changes(full, full).empty());
  }
}

}  // namespace
}  // namespace minga::domain
