// The thread that sends the mails that wait, so that nobody who queues one waits for a mail server.
//
// A mail is sent at least once: it is recorded as sent after the mail server took it, and what ends the process in between
// leaves it waiting. Its Message-ID stays the same. Nothing but what Outbox keeps has to survive.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/base/clock.h"
#include "server/base/limits.h"
#include "server/base/log.h"
#include "server/mail/carrier.h"

namespace minga::mail {

// A mail that is due.
struct OutgoingMail {
  // `to` has no address when nobody is to be written to any more. `id` names the mail.
  Message message;
  // How often it was tried.
  int attempts = 0;
  // It is not tried any more after this.
  absl::Time give_up_time;
};

// What became of an attempt.
struct Attempt {
  enum class End { kSent, kDeferred, kGivenUp };
  // Of the message.
  std::string id;
  End end = End::kSent;
  // When it is due again, if deferred.
  absl::Time next_time;
};

// Where mails wait. Used by the mailer's thread alone.
class Outbox {
 public:
  virtual ~Outbox() = default;
  virtual absl::StatusOr<std::vector<OutgoingMail>> Due(absl::Time now, int limit) = 0;
  // When the next one is due; empty when none waits.
  virtual absl::StatusOr<std::optional<absl::Time>> Next() = 0;
  // Answers when it is kept for good.
  virtual absl::Status Record(const Attempt& attempt) = 0;
};

// How long to wait after so many failures: `first`, then twice as long each time, up to `longest`.
struct Backoff {
  absl::Duration first;
  absl::Duration longest;
  absl::Duration After(int failures) const;
};

class Mailer {
 public:
  struct Options {
    // For a mail that was deferred.
    Backoff retry = {absl::Seconds(limits::kMailRetrySeconds), absl::Seconds(limits::kMailLongestRetrySeconds)};
    // For all of them, while mail server or outbox fail.
    Backoff pause = {absl::Seconds(limits::kMailPauseSeconds), absl::Seconds(limits::kMailLongestPauseSeconds)};
  };

  // All outlive the mailer. `log` gets ids of mails and causes, never names or addresses.
  Mailer(Outbox& outbox, Carrier& carrier, const Clock& clock, Log& log, const Options& options);
  // Interrupts a sending under way and ends; what was not sent goes on waiting.
  ~Mailer();
  Mailer(const Mailer&) = delete;
  Mailer& operator=(const Mailer&) = delete;

  // Looks at once whether something is due. From any thread; returns at once.
  void Wake();

 private:
  void Run();
  bool Ending();
  // Sends what is due; when to look again.
  absl::Time Work();
  // False when there is no going on for now.
  bool Send(const OutgoingMail& mail);
  // Records what `unrecorded_` holds; false when that fails.
  bool RecordAttempts();
  absl::Time Pause();

  Outbox& outbox_;
  Carrier& carrier_;
  const Clock& clock_;
  Log& log_;
  const Options options_;

  // Of the thread alone. Attempts that could not be recorded yet: nothing is sent before they are, for what is sent and not
  // recorded would be sent again and again.
  std::deque<Attempt> unrecorded_;
  int failures_ = 0;
  absl::Time paused_until_ = absl::InfinitePast();

  std::mutex mutex_;
  std::condition_variable woken_or_ending_;
  // Guarded by mutex_. True at first: mails may wait from before.
  bool woken_ = true;
  bool ending_ = false;
  std::thread thread_;
};

}  // namespace minga::mail
