#include "server/reminders.h"

#include <gmock/gmock.h>

#include <atomic>

#include "server/base/resource_name.h"
#include "server/domain/times.h"
#include "server/store/agency_store.h"
#include "server/store/notice_store.h"
#include "server/store/person_store.h"
#include "server/store/round_store.h"
#include "tests/support/test_store.h"

namespace minga {
namespace {

class ManualClock final : public Clock {
 public:
  absl::Time Now() const override { return absl::FromUnixMicros(micros_); }
  void Set(absl::Time time) { micros_ = absl::ToUnixMicros(time); }

 private:
  std::atomic<int64_t> micros_ = int64_t{1'800'000'000} * 1'000'000;
};

class RemindersThread : public testing::Test {
 protected:
  RemindersThread() : log_(Log::Open({store_.dir() + "/server.log", "info"}).value()) {
    Write([&](store::Transaction& t) {
      v1::Agency agency;
      agency.set_name("agencies/pe-apci");
      if (const absl::Status status = t.agencies().Insert(agency, clock_.Now()).status(); !status.ok()) return status;
      v1::Member member;
      member.set_name(names::Member("pe-apci", "luz"));
      member.set_email("luz@example.org");
      member.add_roles(v1::ROLE_EDITOR);
      member.set_state(v1::MEMBER_STATE_ACTIVE);
      return t.people().InsertMember(member, "luz", clock_.Now()).status();
    });
  }
  template <typename Body>
  void Write(Body body) {
    const absl::Status status = store_->Write(Scope::System(), [&](store::Transaction& t) { return body(t); });
    ASSERT_TRUE(status.ok()) << status;
  }
  void NewRound(const std::string& id, absl::Time closes) {
    Write([&](store::Transaction& t) {
      v1::Round round;
      round.set_name(names::Round(id));
      *round.mutable_close_time() = domain::StampOf(closes);
      return t.rounds().Insert(round, clock_.Now()).status();
    });
  }
  size_t Told() {
    size_t told = 0;
    EXPECT_TRUE(store_
                    ->Read(Scope::System(),
                           [&](store::Transaction& t) {
                             const auto notices = t.notices().List("luz", {}, 100);
                             if (notices.ok()) told = notices->size();
                             return notices.status();
                           })
                    .ok());
    return told;
  }
  std::unique_ptr<Reminders> Start() { return std::make_unique<Reminders>(*store_, clock_, *log_, std::vector<int>{7, 1}); }
  // Waits for commits with mails until there are so many notices.
  void WaitFor(size_t count) {
    std::unique_lock lock(mutex_);
    EXPECT_TRUE(committed_.wait_for(lock, std::chrono::seconds(60), [&] { return Told() >= count; }));
  }

  ManualClock clock_;
  test::TestStore store_;
  std::unique_ptr<Log> log_;
  std::mutex mutex_;
  std::condition_variable committed_;
  const std::unique_ptr<store::Store::Watching> watching_ = store_->Watch(store::kMails, [this] {
    const std::lock_guard lock(mutex_);
    committed_.notify_all();
  });
};

TEST_F(RemindersThread, ANewRoundIsNoticedAndNothingIsSentTwiceAlsoAfterARestart) {
  std::unique_ptr<Reminders> reminders = Start();
  NewRound("near", clock_.Now() + absl::Hours(6 * 24));
  WaitFor(1);
  reminders.reset();
  reminders = Start();
  // What it sends next was looked for after everything that is there already.
  NewRound("other", clock_.Now() + absl::Hours(5 * 24));
  WaitFor(2);
  EXPECT_EQ(Told(), 2u);
}

TEST_F(RemindersThread, TheNextTimeComesWithTheClock) {
  const absl::Time closes = clock_.Now() + absl::Hours(8 * 24);
  NewRound("later", closes);
  const std::unique_ptr<Reminders> reminders = Start();
  clock_.Set(closes - absl::Hours(7 * 24));
  reminders->Wake();
  WaitFor(1);
  clock_.Set(closes - absl::Hours(24));
  reminders->Wake();
  WaitFor(2);
  EXPECT_EQ(Told(), 2u);
}

}  // namespace
}  // namespace minga
