// The thread that reminds agencies of their deadlines by itself, some days before each. What was sent is kept with the registry, so
// that nothing is sent twice, also after a restart.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "server/base/clock.h"
#include "server/base/log.h"
#include "server/store/store.h"

namespace minga {

class Reminders {
 public:
  // Begins at once, and goes on as long as this lives; all outlive it. `days_before`: how many days before a deadline.
  Reminders(store::Store& store, const Clock& clock, Log& log, std::vector<int> days_before);
  ~Reminders();
  Reminders(const Reminders&) = delete;
  Reminders& operator=(const Reminders&) = delete;

  // Looks at once whether something is due. From any thread; returns at once.
  void Wake();

 private:
  void Run();
  // Sends what is due; when to look again.
  absl::Time Work();

  store::Store& store_;
  const Clock& clock_;
  Log& log_;
  const std::vector<int> days_before_;

  std::mutex mutex_;
  std::condition_variable woken_or_ending_;
  // Guarded by mutex_. True at first: what became due while the server was down is sent.
  bool woken_ = true;
  bool ending_ = false;
  std::thread thread_;
  // Of rounds and agencies, which change deadlines.
  std::unique_ptr<store::Store::Watching> watching_;
};

}  // namespace minga
