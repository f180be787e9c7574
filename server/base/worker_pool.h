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
  void Run();

  const size_t queue_limit_;
  // Not absl::Mutex: the thread sanitizer does not see into Debian's build of it and reports every use.
  std::mutex mutex_;
  std::condition_variable work_or_end_;
  // Guarded by mutex_.
  std::deque<Work> queue_;
  bool ending_ = false;
  int idle_ = 0;
  std::vector<std::thread> threads_;
};

}  // namespace minga
