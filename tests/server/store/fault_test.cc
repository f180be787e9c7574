#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "server/base/errors.h"
#include "server/store/sqlite/sqlite_store.h"
#include "server/store/sqlite/tools.h"
#include "tests/support/records.h"
#include "tests/support/temp_dir.h"
#include "tests/support/unsynced_vfs.h"

namespace minga::store::sqlite {
namespace {

using test::FileOperation;

std::string Reason(const absl::Status& status) { return status.ok() ? "OK" : errors::DetailsOf(status).reason; }

class Fault : public testing::Test {
 protected:
  void SetUp() override { Reopen(); }
  void TearDown() override { test::SetFault({}); }

  void Reopen() {
    store_.reset();
    auto opened = Open({.path = path(),
                        .report =
                            [this](std::string_view cause) {
                              const std::lock_guard lock(mutex_);
                              causes_.emplace_back(cause);
                            },
                        .vfs = test::UnsyncedVfs()});
    ASSERT_TRUE(opened.ok()) << opened.status();
    store_ = *std::move(opened);
    ASSERT_TRUE(test::Prepare(*store_).ok());
  }

  std::string path() const { return dir_.File("minga.db"); }
  Store& store() { return *store_; }
  std::vector<std::string> causes() {
    const std::lock_guard lock(mutex_);
    return causes_;
  }

 private:
  test::TempDir dir_;
  std::mutex mutex_;
  std::vector<std::string> causes_;
  std::unique_ptr<Store> store_;
};

// Holds the writer while other calls queue up behind it, so that they share the next commit.
class Gathering {
 public:
  explicit Gathering(Store& store)
      : holder_([this, &store] {
          store
              .Write(Scope::System(),
                     [this](Transaction&) {
                       std::unique_lock lock(mutex_);
                       held_ = true;
                       changed_.notify_all();
                       changed_.wait(lock, [this] { return released_; });
                       return absl::OkStatus();
                     })
              .IgnoreError();
        }) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return held_; });
  }
  // Once the calls of `threads` had time to queue up.
  void Release() {
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    {
      const std::lock_guard lock(mutex_);
      released_ = true;
      changed_.notify_all();
    }
    holder_.join();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool held_ = false;
  bool released_ = false;
  std::thread holder_;
};

TEST_F(Fault, AFullDiskIsSaidKeepsNothingAndIsOverWhenThereIsSpace) {
  ASSERT_EQ(Reason(test::Submit(store(), "before")), "OK");
  test::SetFault([](FileOperation operation, int64_t, const std::string&) { return operation == FileOperation::kWrite ? SQLITE_FULL : 0; });
  EXPECT_EQ(Reason(test::Submit(store(), "during")), "STORAGE_FULL");
  EXPECT_TRUE(test::IsSubmitted(store(), "before"));
  EXPECT_FALSE(test::IsSubmitted(store(), "during"));
  test::SetFault({});
  EXPECT_EQ(Reason(test::Submit(store(), "during")), "OK");
  EXPECT_TRUE(test::IsSubmitted(store(), "during"));
  EXPECT_THAT(causes(), testing::Contains(testing::HasSubstr("full")));
}

TEST_F(Fault, ASyncThatFailsIsNoCommit) {
  test::SetFault(
      [](FileOperation operation, int64_t, const std::string&) { return operation == FileOperation::kSync ? SQLITE_IOERR_FSYNC : 0; });
  EXPECT_EQ(Reason(test::Submit(store(), "during")), "STORAGE_UNAVAILABLE");
  EXPECT_FALSE(test::IsSubmitted(store(), "during"));
  test::SetFault({});
  EXPECT_EQ(Reason(test::Submit(store(), "during")), "OK");
  Reopen();
  EXPECT_TRUE(test::IsSubmitted(store(), "during"));
}

TEST_F(Fault, AllOfAFailedCommitAreTold) {
  Gathering gathering(store());
  std::vector<std::string> answers(8);
  std::vector<std::thread> threads;
  for (size_t i = 0; i < answers.size(); ++i) {
    threads.emplace_back([&, i] {
      answers[i] = Reason(i == 3 ? store().Write(Scope::System(), [](Transaction&) { return errors::Cancelled(); })
                                 : test::Submit(store(), fmt::format("g{}", i)));
    });
  }
  test::SetFault([](FileOperation operation, int64_t, const std::string&) { return operation == FileOperation::kWrite ? SQLITE_FULL : 0; });
  gathering.Release();
  for (std::thread& thread : threads) thread.join();
  test::SetFault({});
  for (size_t i = 0; i < answers.size(); ++i) {
    EXPECT_EQ(answers[i], i == 3 ? "CANCELLED" : "STORAGE_FULL");
    EXPECT_FALSE(test::IsSubmitted(store(), fmt::format("g{}", i)));
  }
}

// A record larger than the cache is written before the commit; when that fails SQLite ends the transaction with all that
// other bodies wrote in it.
TEST_F(Fault, ABodyThatFillsTheDiskFailsAlone) {
  std::atomic<bool> large_runs = false;
  std::atomic<int> large_failed = 0;
  test::SetFault([&](FileOperation operation, int64_t, const std::string&) {
    if (operation != FileOperation::kWrite || !large_runs) return SQLITE_OK;
    ++large_failed;
    return SQLITE_FULL;
  });
  Gathering gathering(store());
  std::vector<std::string> answers(9);
  std::vector<std::thread> threads;
  for (size_t i = 0; i < answers.size(); ++i) {
    threads.emplace_back([&, i] {
      if (i != 4) {
        answers[i] = Reason(test::Submit(store(), fmt::format("g{}", i)));
        return;
      }
      const std::string bytes(30 << 20, 'x');
      answers[i] = Reason(store().Write(Scope::Agency(test::kAgency), [&](Transaction& transaction) {
        large_runs = true;
        absl::Status status;
        for (int part = 0; part < 4 && status.ok(); ++part) {
          status = transaction.fiches().Attach(test::kAgency, test::kFiche, {fmt::format("d{}", part), "a", "b", bytes}, absl::UnixEpoch());
        }
        large_runs = false;
        return status;
      }));
    });
  }
  gathering.Release();
  for (std::thread& thread : threads) thread.join();
  EXPECT_GT(large_failed, 0);
  for (size_t i = 0; i < answers.size(); ++i) {
    EXPECT_EQ(answers[i], i == 4 ? "STORAGE_FULL" : "OK");
    EXPECT_EQ(test::IsSubmitted(store(), fmt::format("g{}", i)), i != 4);
  }
}

// Whatever operation fails, answers tell the truth, now and after the file is opened again.
TEST_F(Fault, EveryWriteAndSyncMayFail) {
  std::vector<std::string> kept, refused;
  int failures = 0;
  for (int nth = 1; nth <= 60; ++nth) {
    std::atomic<int> count = 0;
    const int code = nth % 2 == 0 ? SQLITE_FULL : SQLITE_IOERR_WRITE;
    test::SetFault([&](FileOperation, int64_t, const std::string&) { return ++count == nth ? code : SQLITE_OK; });
    std::mutex mutex;
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread) {
      threads.emplace_back([&, thread] {
        const std::string id = fmt::format("n{}t{}", nth, thread);
        const bool ok = test::Submit(store(), id, 10'000).ok();
        const std::lock_guard lock(mutex);
        (ok ? kept : refused).push_back(id);
        if (!ok) ++failures;
      });
    }
    for (std::thread& thread : threads) thread.join();
    test::SetFault({});
  }
  EXPECT_GT(failures, 0);
  for (int pass = 0; pass < 2; ++pass) {
    for (const std::string& id : kept) EXPECT_TRUE(test::IsSubmitted(store(), id)) << id;
    for (const std::string& id : refused) EXPECT_FALSE(test::IsSubmitted(store(), id)) << id;
    Reopen();
  }
}

}  // namespace
}  // namespace minga::store::sqlite
