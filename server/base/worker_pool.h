// A fixed number of threads behind a bounded queue.
#pragma once

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

#include "absl/functional/any_invocable.h"

namespace minga {

// Thread-safe. Work that was taken is always run, also while the pool ends.
class WorkerPool {
 public:
  using Work = absl::AnyInvocable<void()>;

  WorkerPool(int threads, int queue_limit);
  // Runs what is queued, then ends the threads.
  ~WorkerPool();

  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // False, and `work` untouched, when the queue is full.
  [[nodiscard]] bool Submit(Work& work);

 private:
  // Where a thread without work sleeps.
  struct Bed {
    std::condition_variable called;
    bool is_called = false;
  };

  void Run(Bed& own);
  // Takes one out of asleep_ when there is work that nobody is on the way to; null otherwise. The caller holds mutex_, and
  // notifies what it gets after letting go of it: a thread that wakes into a held mutex goes back to sleep.
  Bed* Call();

  const size_t queue_limit_;
  // Not absl::Mutex: the thread sanitizer does not see into Debian's build of it and reports every use.
  std::mutex mutex_;
  // Guarded by mutex_.
  std::deque<Work> queue_;
  bool ending_ = false;
  // The last to fall asleep is the first to be called: its stack and caches are warm.
  std::vector<Bed*> asleep_;
  // A thread was called and has not come yet. It calls the next one itself if there is more, so that a burst of work does
  // not wake more threads than it takes to get it done.
  bool one_is_coming_ = false;
  std::vector<Bed> beds_;
  std::vector<std::thread> threads_;
};

}  // namespace minga
