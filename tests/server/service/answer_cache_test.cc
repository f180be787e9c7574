#include "server/service/answer_cache.h"

#include <gtest/gtest.h>

namespace minga::service {
namespace {

constexpr char kVersion[] = "1.1";

AnswerCache::Answer Answer(size_t bytes) { return std::make_shared<const std::string>(bytes, 'a'); }

TEST(AnswerCache, KeepsWhatWasAskedForLast) {
  AnswerCache cache(3'700);
  cache.Keep("one", kVersion, 2, Answer(1'000));
  cache.Keep("two", kVersion, 2, Answer(1'000));
  ASSERT_NE(cache.FindAt("one", 2), nullptr);
  EXPECT_EQ(cache.FindAt("one", 2)->size(), 1'000u);
  cache.Keep("three", kVersion, 2, Answer(1'000));
  cache.Keep("four", kVersion, 2, Answer(1'000));
  EXPECT_EQ(cache.FindAt("two", 2), nullptr);
  EXPECT_NE(cache.FindAt("one", 2), nullptr);
  EXPECT_NE(cache.FindAt("four", 2), nullptr);
}

TEST(AnswerCache, DoesNotKeepWhatIsLargerThanItself) {
  AnswerCache cache(1'500);
  cache.Keep("small", kVersion, 2, Answer(100));
  cache.Keep("large", kVersion, 2, Answer(2'000));
  EXPECT_EQ(cache.FindAt("large", 2), nullptr);
  EXPECT_NE(cache.FindAt("small", 2), nullptr);
}

TEST(AnswerCache, AnAnswerHoldsAtItsEpochAloneUntilItsVersionIsSeenAgain) {
  AnswerCache cache(10'000);
  cache.Keep("one", "1.1", 2, Answer(10));
  EXPECT_EQ(cache.FindAt("one", 4), nullptr);
  EXPECT_EQ(cache.FindAt("one", std::nullopt), nullptr);
  EXPECT_EQ(cache.FindOf("one", "2.1", 4), nullptr);
  EXPECT_NE(cache.FindOf("one", "1.1", 4), nullptr);
  EXPECT_NE(cache.FindAt("one", 4), nullptr);
  EXPECT_EQ(cache.FindAt("one", 2), nullptr);
}

TEST(AnswerCache, AnAnswerMadeWhileACommitWasUnderWayHoldsAtNoEpoch) {
  AnswerCache cache(10'000);
  cache.Keep("one", "1.1", std::nullopt, Answer(10));
  EXPECT_EQ(cache.FindAt("one", std::nullopt), nullptr);
  EXPECT_NE(cache.FindOf("one", "1.1", std::nullopt), nullptr);
}

TEST(AnswerCache, ANewAnswerTakesThePlaceOfTheOldOne) {
  AnswerCache cache(10'000);
  cache.Keep("one", "1.1", 2, Answer(10));
  cache.Keep("one", "2.1", 4, Answer(20));
  EXPECT_EQ(cache.FindOf("one", "1.1", 4), nullptr);
  ASSERT_NE(cache.FindAt("one", 4), nullptr);
  EXPECT_EQ(cache.FindAt("one", 4)->size(), 20u);
}

}  // namespace
}  // namespace minga::service
