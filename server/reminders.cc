#include "server/reminders.h"

#include <algorithm>
#include <utility>

#include "server/base/errors.h"
#include "server/base/limits.h"
#include "server/service/round_reminders.h"

namespace minga {
namespace {

// Somebody may set the system's clock while the thread sleeps.
constexpr absl::Duration kLongestSleep = absl::Minutes(10);

}  // namespace

Reminders::Reminders(store::Store& store, const Clock& clock, Log& log, std::vector<int> days_before)
    : store_(store),
      clock_(clock),
      log_(log),
      days_before_(std::move(days_before)),
      thread_([this] { Run(); }),
      watching_(store.Watch(store::kRounds | store::kAgencies, [this] { Wake(); })) {}

Reminders::~Reminders() {
  watching_.reset();
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  woken_or_ending_.notify_one();
  thread_.join();
}

void Reminders::Wake() {
  {
    const std::lock_guard lock(mutex_);
    woken_ = true;
  }
  woken_or_ending_.notify_one();
}

void Reminders::Run() {
  for (absl::Time next = absl::InfiniteFuture();;) {
    {
      std::unique_lock lock(mutex_);
      const absl::Duration sleep = std::clamp(next - clock_.Now(), absl::ZeroDuration(), kLongestSleep);
      woken_or_ending_.wait_for(lock, absl::ToChronoNanoseconds(sleep), [&] { return ending_ || woken_; });
      if (ending_) return;
      woken_ = false;
    }
    next = Work();
  }
}

absl::Time Reminders::Work() {
  const absl::StatusOr<absl::Time> next = service::RemindOfDeadlines(store_, days_before_, clock_.Now());
  if (next.ok()) return *next;
  log_.Error("reminders_not_sent", errors::CauseOf(next.status()));
  return clock_.Now() + absl::Seconds(limits::kReminderPauseSeconds);
}

}  // namespace minga
