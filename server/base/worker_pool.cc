#include "server/base/worker_pool.h"

#include <utility>

namespace minga {

WorkerPool::WorkerPool(int threads, int queue_limit) : queue_limit_(static_cast<size_t>(queue_limit)) {
  threads_.reserve(static_cast<size_t>(threads));
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { Run(); });
}

WorkerPool::~WorkerPool() {
  {
    absl::MutexLock lock(&mutex_);
    ending_ = true;
    work_or_end_.SignalAll();
  }
  for (std::thread& thread : threads_) thread.join();
}

bool WorkerPool::Submit(Work& work) {
  absl::MutexLock lock(&mutex_);
  if (ending_ || queue_.size() >= queue_limit_) return false;
  queue_.push_back(std::move(work));
  if (idle_ > 0) work_or_end_.Signal();
  return true;
}

void WorkerPool::Run() {
  while (true) {
    Work work;
    {
      absl::MutexLock lock(&mutex_);
      ++idle_;
      while (queue_.empty() && !ending_) work_or_end_.Wait(&mutex_);
      --idle_;
      if (queue_.empty()) return;
      work = std::move(queue_.front());
      queue_.pop_front();
    }
    work();
  }
}

}  // namespace minga
