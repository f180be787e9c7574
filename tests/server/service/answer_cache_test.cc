#include "server/service/answer_cache.h"

#include <gtest/gtest.h>

namespace minga::service {
namespace {

AnswerCache::Answer Answer(size_t bytes) { return std::make_shared<const std::string>(bytes, 'a'); }

TEST(AnswerCache, KeepsWhatWasAskedForLast) {
  AnswerCache cache(3'500);
  cache.Keep("one", Answer(1'000));
  cache.Keep("two", Answer(1'000));
  ASSERT_NE(cache.Find("one"), nullptr);
  EXPECT_EQ(cache.Find("one")->size(), 1'000u);
  cache.Keep("three", Answer(1'000));
  cache.Keep("four", Answer(1'000));
  EXPECT_EQ(cache.Find("two"), nullptr);
  EXPECT_NE(cache.Find("one"), nullptr);
  EXPECT_NE(cache.Find("four"), nullptr);
}

TEST(AnswerCache, DoesNotKeepWhatIsLargerThanItself) {
  AnswerCache cache(1'500);
  cache.Keep("small", Answer(100));
  cache.Keep("large", Answer(2'000));
  EXPECT_EQ(cache.Find("large"), nullptr);
  EXPECT_NE(cache.Find("small"), nullptr);
}

}  // namespace
}  // namespace minga::service
