#include "server/base/password.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <time.h>

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

#include "server/base/limits.h"

namespace minga {
namespace {

constexpr char kPassword[] = "correcto caballo pila";

// The least of three, in seconds of this thread.
template <typename Call>
double Cost(Call call) {
  const auto now = [] {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
  };
  double least = 1e9;
  for (int i = 0; i < 3; ++i) {
    const double begin = now();
    call();
    least = std::min(least, now() - begin);
  }
  return least;
}

TEST(Password, IsKnownByWhatIsKeptAndNoOtherIs) {
  const std::string kept = HashPassword(kPassword);
  EXPECT_TRUE(IsPassword(kept, kPassword));
  for (const char* wrong : {"", "correcto caballo pil", "correcto caballo pila ", "Correcto caballo pila"}) {
    EXPECT_FALSE(IsPassword(kept, wrong)) << wrong;
  }
}

TEST(Password, IsKeptSaltedAsArgon2id) {
  const std::string kept = HashPassword(kPassword);
  EXPECT_THAT(kept, testing::StartsWith("$argon2id$"));
  EXPECT_THAT(kept, testing::Not(testing::HasSubstr("caballo")));
  EXPECT_EQ(kept.find('\0'), std::string::npos);
  EXPECT_NE(kept, HashPassword(kPassword));
}

TEST(Password, CountsInEveryByte) {
  const std::string with_zero("clave\0larga", 11);
  const std::string kept = HashPassword(with_zero);
  EXPECT_TRUE(IsPassword(kept, with_zero));
  EXPECT_FALSE(IsPassword(kept, std::string("clave\0corta", 11)));
  EXPECT_FALSE(IsPassword(kept, "clave"));
  const std::string longest(limits::kPasswordLongest * 4, 'x');
  EXPECT_TRUE(IsPassword(HashPassword(longest), longest));
  EXPECT_FALSE(IsPassword(HashPassword(longest), longest + "x"));
}

TEST(Password, OfNobodyIsNone) {
  EXPECT_FALSE(IsPassword("", ""));
  EXPECT_FALSE(IsPassword("", kPassword));
}

TEST(Password, IsNoneWhenWhatIsKeptIsNotOne) {
  const std::string kept = HashPassword(kPassword);
  for (const std::string& broken : {std::string("x"), std::string(kPassword), kept.substr(0, kept.size() - 1), std::string(1'000, '$')}) {
    EXPECT_FALSE(IsPassword(broken, kPassword)) << broken;
  }
}

// Otherwise the time would tell who exists.
TEST(Password, OfNobodyIsLookedAtAsLongAsSomebodys) {
  const std::string kept = HashPassword(kPassword);
  IsPassword("", kPassword);
  const double nobodys = Cost([] { IsPassword("", "otra clave larga"); });
  const double somebodys = Cost([&] { IsPassword(kept, "otra clave larga"); });
  EXPECT_GT(nobodys, somebodys / 2);
  EXPECT_LT(nobodys, somebodys * 2);
}

TEST(Password, ManyAtOnceAreAllAnswered) {
  const std::string kept = HashPassword(kPassword);
  std::atomic<int> right{0}, wrong{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 4 * limits::kPasswordsAtOnce; ++i) {
    threads.emplace_back([&, i] {
      const bool is = IsPassword(i % 2 == 0 ? kept : std::string(), kPassword);
      ++(is ? right : wrong);
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(right, 2 * limits::kPasswordsAtOnce);
  EXPECT_EQ(wrong, 2 * limits::kPasswordsAtOnce);
}

}  // namespace
}  // namespace minga
