#include "server/mail/mailer.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "server/base/errors.h"
#include "server/domain/fields.h"

namespace minga::mail {
namespace {

// Somebody may set the system's clock while the thread sleeps.
constexpr absl::Duration kLongestSleep = absl::Minutes(10);

}  // namespace

absl::Duration Backoff::After(int failures) const {
  absl::Duration wait = first;
  for (int i = 1; i < failures && wait < longest; ++i) wait *= 2;
  return std::min(wait, longest);
}

Mailer::Mailer(Outbox& outbox, Carrier& carrier, const Clock& clock, Log& log, const Options& options)
    : outbox_(outbox), carrier_(carrier), clock_(clock), log_(log), options_(options), thread_([this] { Run(); }) {}

Mailer::~Mailer() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  woken_or_ending_.notify_one();
  carrier_.Interrupt();
  thread_.join();
}

void Mailer::Wake() {
  {
    const std::lock_guard lock(mutex_);
    woken_ = true;
  }
  woken_or_ending_.notify_one();
}

bool Mailer::Ending() {
  const std::lock_guard lock(mutex_);
  return ending_;
}

void Mailer::Run() {
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

absl::Time Mailer::Work() {
  if (clock_.Now() < paused_until_) return paused_until_;
  if (!RecordAttempts()) return Pause();
  for (;;) {
    const absl::StatusOr<std::vector<OutgoingMail>> due = outbox_.Due(clock_.Now(), limits::kMailBatch);
    if (!due.ok()) {
      log_.Error("mails_not_read", errors::CauseOf(due.status()));
      return Pause();
    }
    if (due->empty()) break;
    for (const OutgoingMail& mail : *due) {
      if (Ending()) return absl::InfinitePast();
      if (!Send(mail)) return Pause();
    }
  }
  carrier_.Rest();
  failures_ = 0;
  const absl::StatusOr<std::optional<absl::Time>> next = outbox_.Next();
  if (!next.ok()) {
    log_.Error("mails_not_read", errors::CauseOf(next.status()));
    return Pause();
  }
  return next->value_or(absl::InfiniteFuture());
}

bool Mailer::Send(const OutgoingMail& mail) {
  const std::string& id = mail.message.id;
  Attempt attempt{id, Attempt::End::kGivenUp, absl::InfiniteFuture()};
  std::string cause;
  if (!domain::IsEmail(mail.message.to.address)) {
    cause = "no address";
  } else if (clock_.Now() > mail.give_up_time) {
    cause = "too late";
  } else {
    const Delivery delivery = carrier_.Send(mail.message);
    cause = delivery.cause;
    switch (delivery.outcome) {
      case Outcome::kTaken:
        attempt.end = Attempt::End::kSent;
        break;
      case Outcome::kRefused:
        break;
      case Outcome::kDeferred:
        attempt.next_time = clock_.Now() + options_.retry.After(mail.attempts + 1);
        if (attempt.next_time <= mail.give_up_time) attempt.end = Attempt::End::kDeferred;
        break;
      case Outcome::kUnavailable:
        log_.Error("mail_server_unavailable", cause);
        return false;
      case Outcome::kInterrupted:
        return false;
    }
    failures_ = 0;
  }
  if (attempt.end == Attempt::End::kDeferred) log_.Info("mail_deferred", fmt::format("{}: {}", id, cause));
  if (attempt.end == Attempt::End::kGivenUp) log_.Error("mail_given_up", fmt::format("{}: {}", id, cause));
  unrecorded_.push_back(std::move(attempt));
  return RecordAttempts();
}

bool Mailer::RecordAttempts() {
  while (!unrecorded_.empty()) {
    if (const absl::Status recorded = outbox_.Record(unrecorded_.front()); !recorded.ok()) {
      log_.Error("mail_not_recorded", fmt::format("{}: {}", unrecorded_.front().id, errors::CauseOf(recorded)));
      return false;
    }
    unrecorded_.pop_front();
  }
  return true;
}

absl::Time Mailer::Pause() {
  paused_until_ = clock_.Now() + options_.pause.After(++failures_);
  carrier_.Rest();
  return paused_until_;
}

}  // namespace minga::mail
