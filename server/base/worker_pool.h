// A fixed number of threads behind a bounded queue.
#pragma once

#include <deque>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/functional/any_invocable.h"
#include "absl/synchronization/mutex.h"

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
  absl::Mutex mutex_;
  std::deque<Work> queue_ ABSL_GUARDED_BY(mutex_);
  bool ending_ ABSL_GUARDED_BY(mutex_) = false;
  int idle_ ABSL_GUARDED_BY(mutex_) = 0;
  absl::CondVar work_or_end_;
  std::vector<std::thread> threads_;
};

}  // namespace minga
