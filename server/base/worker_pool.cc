#include "server/base/worker_pool.h"

#include <utility>

namespace minga {

WorkerPool::WorkerPool(int threads, int queue_limit) : queue_limit_(static_cast<size_t>(queue_limit)), beds_(static_cast<size_t>(threads)) {
  threads_.reserve(beds_.size());
  for (Bed& bed : beds_) threads_.emplace_back([this, &bed] { Run(bed); });
}

WorkerPool::~WorkerPool() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
    for (Bed* bed : asleep_) bed->called.notify_one();
  }
  for (std::thread& thread : threads_) thread.join();
}

bool WorkerPool::Submit(Work& work) {
  Bed* called = nullptr;
  {
    const std::lock_guard lock(mutex_);
    if (ending_ || queue_.size() >= queue_limit_) return false;
    queue_.push_back(std::move(work));
    called = Call();
  }
  if (called != nullptr) called->called.notify_one();
  return true;
}

WorkerPool::Bed* WorkerPool::Call() {
  if (queue_.empty() || one_is_coming_ || asleep_.empty()) return nullptr;
  Bed* const called = asleep_.back();
  asleep_.pop_back();
  called->is_called = true;
  one_is_coming_ = true;
  return called;
}

void WorkerPool::Run(Bed& own) {
  std::unique_lock lock(mutex_);
  while (true) {
    if (queue_.empty()) {
      if (ending_) return;
      asleep_.push_back(&own);
      own.called.wait(lock, [this, &own] { return own.is_called || ending_; });
      if (own.is_called) one_is_coming_ = false;
      own.is_called = false;
      continue;
    }
    Work work = std::move(queue_.front());
    queue_.pop_front();
    Bed* const next = Call();
    lock.unlock();
    if (next != nullptr) next->called.notify_one();
    work();
    work = nullptr;
    lock.lock();
  }
}

}  // namespace minga
