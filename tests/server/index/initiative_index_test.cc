#include "server/index/initiative_index.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <random>
#include <thread>

#include "tests/support/records.h"
#include "tests/support/test_store.h"

namespace minga::index {
namespace {

std::vector<std::string> IdsIn(const InitiativeIndex& index, const Scope& scope) {
  std::vector<std::string> ids;
  index.Each(scope, [&](const domain::InitiativeFacts& facts) { ids.push_back(facts.id); });
  return ids;
}

class InitiativeIndexTest : public testing::Test {
 protected:
  InitiativeIndexTest() { EXPECT_TRUE(test::Prepare(*store_).ok()); }

  test::TestStore store_;
};

TEST_F(InitiativeIndexTest, FollowsTheFeedAndCountsTheLatestVersionOnce) {
  InitiativeIndex index(*store_);
  ASSERT_TRUE(test::Submit(*store_, "a").ok());
  ASSERT_TRUE(index.CatchUp().ok());
  EXPECT_THAT(IdsIn(index, Scope::Secretariat()), testing::ElementsAre("a"));
  v1::Initiative changed = test::NewInitiative("a");
  changed.set_decision(v1::DECISION_ADMITTED);
  ASSERT_TRUE(store_
                  ->Write(Scope::Secretariat(),
                          [&](store::Transaction& transaction) { return transaction.initiatives().Update(&changed, absl::UnixEpoch()); })
                  .ok());
  ASSERT_TRUE(test::Submit(*store_, "b").ok());
  ASSERT_TRUE(index.CatchUp().ok());
  EXPECT_THAT(IdsIn(index, Scope::Secretariat()), testing::ElementsAre("a", "b"));
  index.Each(Scope::Secretariat(), [](const domain::InitiativeFacts& facts) {
    EXPECT_EQ(facts.decision, facts.id == "a" ? v1::DECISION_ADMITTED : v1::DECISION_PENDING);
  });
}

TEST_F(InitiativeIndexTest, IsTheSameWhenItIsBuiltAgain) {
  InitiativeIndex followed(*store_);
  for (int i = 0; i < 60; ++i) {
    ASSERT_TRUE(test::Submit(*store_, fmt::format("i{:03}", i)).ok());
    if (i % 7 != 0) continue;
    ASSERT_TRUE(followed.CatchUp().ok());
  }
  ASSERT_TRUE(followed.CatchUp().ok());
  InitiativeIndex rebuilt(*store_);
  ASSERT_TRUE(rebuilt.CatchUp().ok());
  EXPECT_EQ(IdsIn(followed, Scope::System()), IdsIn(rebuilt, Scope::System()));
  EXPECT_EQ(IdsIn(rebuilt, Scope::System()).size(), 60u);
}

TEST_F(InitiativeIndexTest, PagesGoOnWhereTheyEnded) {
  InitiativeIndex index(*store_);
  for (const char* id : {"a", "b", "c"}) ASSERT_TRUE(test::Submit(*store_, id).ok());
  ASSERT_TRUE(index.CatchUp().ok());
  const auto first = index.Find(Scope::Secretariat(), {}, {}, 2);
  ASSERT_EQ(first.size(), 2u);
  const auto second = index.Find(Scope::Secretariat(), {}, first.back(), 2);
  ASSERT_EQ(second.size(), 1u);
  EXPECT_EQ(second[0].id, "c");
}

// One rule in two places, SQL and here: they must reach the same for every scope, decision and visibility.
TEST_F(InitiativeIndexTest, ReachesWhatTheStoreReaches) {
  std::vector<std::string> ids;
  for (int decision = v1::DECISION_PENDING; decision <= v1::DECISION_WITHDRAWN; ++decision) {
    for (int visibility = v1::VISIBILITY_AGENCY_AND_SECRETARIAT; visibility <= v1::VISIBILITY_PUBLIC; ++visibility) {
      v1::Initiative initiative = test::NewInitiative(fmt::format("d{}v{}", decision, visibility));
      initiative.set_decision(static_cast<v1::Decision>(decision));
      initiative.set_visibility(static_cast<v1::Visibility>(visibility));
      ids.push_back(initiative.name().substr(12));
      ASSERT_TRUE(
          store_
              ->Write(Scope::System(),
                      [&](store::Transaction& transaction) { return transaction.initiatives().Insert(&initiative, absl::UnixEpoch()); })
              .ok());
    }
  }
  InitiativeIndex index(*store_);
  ASSERT_TRUE(index.CatchUp().ok());
  for (const Scope& scope : {Scope(), Scope::Agency(test::kAgency), Scope::Agency("cl-agcid"), Scope::Secretariat(), Scope::System()}) {
    std::vector<std::string> stored;
    ASSERT_TRUE(store_
                    ->Read(scope,
                           [&](store::Transaction& transaction) {
                             const auto found = transaction.initiatives().GetMany(ids);
                             if (!found.ok()) return found.status();
                             for (const auto& initiative : *found) stored.push_back(initiative.name().substr(12));
                             return absl::OkStatus();
                           })
                    .ok());
    EXPECT_THAT(IdsIn(index, scope), testing::UnorderedElementsAreArray(stored)) << static_cast<int>(scope.kind) << scope.agency;
  }
}

TEST_F(InitiativeIndexTest, ReadersAndFollowersRunTogether) {
  InitiativeIndex index(*store_);
  std::atomic<bool> done = false;
  std::vector<std::thread> threads;
  for (int reader = 0; reader < 3; ++reader) {
    threads.emplace_back([&] {
      size_t seen = 0;
      while (!done) {
        ASSERT_TRUE(index.CatchUp().ok());
        const size_t now = IdsIn(index, Scope::Secretariat()).size();
        EXPECT_GE(now, seen);
        seen = now;
      }
    });
  }
  for (int i = 0; i < 200; ++i) ASSERT_TRUE(test::Submit(*store_, fmt::format("i{}", i)).ok());
  done = true;
  for (std::thread& thread : threads) thread.join();
  ASSERT_TRUE(index.CatchUp().ok());
  EXPECT_EQ(IdsIn(index, Scope::Secretariat()).size(), 200u);
}

}  // namespace
}  // namespace minga::index
