#include "server/service/sign_in_throttle.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "server/base/limits.h"

namespace minga::service {
namespace {

const absl::Time kBegin = absl::FromUnixSeconds(1'650'000'000);
constexpr char kEmail[] = "luz@example.org";

void Fail(SignInThrottle& throttle, const std::string& email, int times = limits::kFreeAttempts) {
  for (int i = 0; i < times; ++i) EXPECT_EQ(throttle.Begin(email, kBegin), absl::ZeroDuration()) << email << " " << i;
}

TEST(SignInThrottle, FiveAttemptsAreFreeAndTheNextWaits) {
  SignInThrottle throttle;
  Fail(throttle, kEmail);
  EXPECT_EQ(throttle.Begin(kEmail, kBegin), absl::Minutes(1));
  EXPECT_EQ(throttle.Begin(kEmail, kBegin + absl::Seconds(59)), absl::Seconds(1));
  EXPECT_EQ(throttle.Begin(kEmail, kBegin + absl::Minutes(1)), absl::ZeroDuration());
}

TEST(SignInThrottle, TheWaitDoublesUpToAnHour) {
  SignInThrottle throttle;
  Fail(throttle, kEmail);
  absl::Time now = kBegin;
  for (const int minutes : {1, 2, 4, 8, 16, 32, 60, 60, 60}) {
    EXPECT_EQ(throttle.Begin(kEmail, now), absl::Minutes(minutes));
    now += absl::Minutes(minutes);
    EXPECT_EQ(throttle.Begin(kEmail, now), absl::ZeroDuration()) << minutes;
  }
}

TEST(SignInThrottle, AttemptsThatHadToWaitAreNotCounted) {
  SignInThrottle throttle;
  Fail(throttle, kEmail);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(throttle.Begin(kEmail, kBegin), absl::Minutes(1));
  EXPECT_EQ(throttle.Begin(kEmail, kBegin + absl::Minutes(1)), absl::ZeroDuration());
  EXPECT_EQ(throttle.Begin(kEmail, kBegin + absl::Minutes(1)), absl::Minutes(2));
}

TEST(SignInThrottle, SuccessForgetsWhatFailed) {
  SignInThrottle throttle;
  Fail(throttle, kEmail, limits::kFreeAttempts - 1);
  throttle.Succeeded(kEmail);
  Fail(throttle, kEmail);
  EXPECT_EQ(throttle.Begin(kEmail, kBegin), absl::Minutes(1));
  EXPECT_EQ(throttle.Begin(kEmail, kBegin + absl::Hours(1)), absl::ZeroDuration());
  throttle.Succeeded(kEmail);
  Fail(throttle, kEmail);
}

TEST(SignInThrottle, TimeAloneForgetsNothing) {
  SignInThrottle throttle;
  Fail(throttle, kEmail);
  EXPECT_EQ(throttle.Begin(kEmail, kBegin + absl::Hours(24 * 365)), absl::ZeroDuration());
  EXPECT_EQ(throttle.Begin(kEmail, kBegin + absl::Hours(24 * 365)), absl::Minutes(2));
}

TEST(SignInThrottle, EachEmailIsCountedForItself) {
  SignInThrottle throttle;
  Fail(throttle, kEmail);
  Fail(throttle, "ana@example.org");
  throttle.Succeeded("ana@example.org");
  EXPECT_EQ(throttle.Begin(kEmail, kBegin), absl::Minutes(1));
}

TEST(SignInThrottle, AttemptsAtTheSameTimeAreCountedToo) {
  SignInThrottle throttle;
  std::atomic<int> let_in{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 16; ++i) {
    threads.emplace_back([&] {
      for (int j = 0; j < 10; ++j) {
        if (throttle.Begin(kEmail, kBegin) == absl::ZeroDuration()) ++let_in;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(let_in, limits::kFreeAttempts);
}

// Somebody who tries very many e-mails neither fills the memory nor frees those that wait.
TEST(SignInThrottle, AFloodForgetsThoseThatWaitForNothing) {
  SignInThrottle throttle;
  Fail(throttle, kEmail);
  Fail(throttle, "ana@example.org", limits::kFreeAttempts - 1);
  for (size_t i = 0; i < limits::kAttemptsCounted; ++i) Fail(throttle, fmt::format("{}@example.org", i), 1);
  EXPECT_EQ(throttle.Begin(kEmail, kBegin), absl::Minutes(1));
  // Her four failures are forgotten.
  Fail(throttle, "ana@example.org");
}

TEST(SignInThrottle, WhenAllThatIsCountedWaitsANewcomerWaitsToo) {
  SignInThrottle throttle;
  for (size_t i = 0; i < limits::kAttemptsCounted; ++i) Fail(throttle, fmt::format("{}@example.org", i));
  EXPECT_EQ(throttle.Begin(kEmail, kBegin), absl::Minutes(1));
  EXPECT_EQ(throttle.Begin("0@example.org", kBegin), absl::Minutes(1));
  EXPECT_EQ(throttle.Begin(fmt::format("{}@example.org", limits::kAttemptsCounted - 1), kBegin), absl::Minutes(1));
  // A success makes room for one.
  throttle.Succeeded("0@example.org");
  Fail(throttle, kEmail);
  EXPECT_EQ(throttle.Begin("ana@example.org", kBegin), absl::Minutes(1));
  // And so does time.
  EXPECT_EQ(throttle.Begin("ana@example.org", kBegin + absl::Minutes(1)), absl::ZeroDuration());
}

}  // namespace
}  // namespace minga::service
