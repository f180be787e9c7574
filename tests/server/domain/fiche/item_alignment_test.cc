#include "server/domain/fiche/item_alignment.h"

#include <gtest/gtest.h>

namespace minga::domain {
namespace {

using Places = std::vector<int>;

TEST(ItemAlignment, KeepsWhatStaysInOrder) {
  const ItemAlignment alignment = AlignItems({"a", "b", "c"}, {"x", "a", "c", "y"});
  EXPECT_EQ(alignment.now, (Places{1, -1, 2}));
  EXPECT_EQ(alignment.added, (std::vector<Places>{{0}, {}, {}, {3}}));
}

TEST(ItemAlignment, TakesWordsInTheSamePlaceAsRewritten) {
  EXPECT_EQ(AlignItems({"one", "two"}, {"eins", "two"}).now, (Places{0, 1}));
  EXPECT_EQ(AlignItems({"one", "two"}, {"eins", "zwei"}).now, (Places{0, 1}));
  EXPECT_EQ(AlignItems({"one", "two"}, {"eins", "zwei", "drei"}).now, (Places{0, 1}));
  EXPECT_EQ(AlignItems({}, {"one"}).added, (std::vector<Places>{{0}}));
  EXPECT_EQ(AlignItems({"one"}, {}).now, Places{-1});
}

TEST(ItemAlignment, PrefersAlikeWordsToTheSamePlace) {
  EXPECT_EQ(AlignItems({"Little cost", "Two teams"}, {"Two teams trained"}).now, (Places{-1, 0}));
  EXPECT_EQ(AlignItems({"Two teams"}, {"Little cost", "Two good teams"}).now, Places{1});
  EXPECT_EQ(AlignItems({"Little cost", "Two teams"}, {"Two teams trained", "Trust"}).now, (Places{-1, 0}));
}

TEST(ItemAlignment, IsNotMisledByAFullStop) {
  EXPECT_EQ(AlignItems({"Little cost.", "Two teams"}, {"Trust", "A council of all."}).now, (Places{0, 1}));
}

TEST(ItemAlignment, TellsAlikeWordsByTheirBeginningAndEnd) {
  EXPECT_TRUE(AreAlike("Two teams", "Two teams trained"));
  EXPECT_TRUE(AreAlike("Two teams trained", "Three teams trained"));
  EXPECT_TRUE(AreAlike("", "anything"));
  EXPECT_FALSE(AreAlike("Two teams", "Little cost"));
}

}  // namespace
}  // namespace minga::domain
