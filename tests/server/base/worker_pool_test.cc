#include "server/base/worker_pool.h"

#include <gtest/gtest.h>

#include <atomic>

#include "absl/synchronization/notification.h"

namespace minga {
namespace {

TEST(WorkerPool, RunsEverythingItTook) {
  std::atomic<int> ran = 0;
  {
    WorkerPool pool(4, 10'000);
    for (int i = 0; i < 5'000; ++i) {
      WorkerPool::Work work = [&] { ++ran; };
      ASSERT_TRUE(pool.Submit(work));
    }
  }
  EXPECT_EQ(ran, 5'000);
}

TEST(WorkerPool, RefusesWhenTheQueueIsFullAndLeavesTheWork) {
  WorkerPool pool(1, 1);
  absl::Notification started, release;
  WorkerPool::Work first = [&] {
    started.Notify();
    release.WaitForNotification();
  };
  ASSERT_TRUE(pool.Submit(first));
  started.WaitForNotification();
  WorkerPool::Work second = [] {}, third = [] {};
  EXPECT_TRUE(pool.Submit(second));
  EXPECT_FALSE(pool.Submit(third));
  EXPECT_TRUE(third);
  release.Notify();
}

}  // namespace
}  // namespace minga
