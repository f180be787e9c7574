#include "server/base/worker_pool.h"

#include <utility>

namespace minga {

WorkerPool::WorkerPool(int threads, int queue_limit) : queue_limit_(static_cast<size_t>(queue_limit)) {
  threads_.reserve(static_cast<size_t>(threads));
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { Run(); });
}

WorkerPool::~WorkerPool() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
    work_or_end_.notify_all();
  }
  for (std::thread& thread : threads_) thread.join();
}

bool WorkerPool::Submit(Work& work) {
  const std::lock_guard lock(mutex_);
  if (ending_ || queue_.size() >= queue_limit_) return false;
  queue_.push_back(std::move(work));
  if (idle_ > 0) work_or_end_.notify_one();
  return true;
}

void WorkerPool::Run() {
  while (true) {
    Work work;
    {
      std::unique_lock lock(mutex_);
      ++idle_;
      work_or_end_.wait(lock, [this] { return !queue_.empty() || ending_; });
      --idle_;
      if (queue_.empty()) return;
      work = std::move(queue_.front());
      queue_.pop_front();
    }
    work();
  }
}

}  // namespace minga
