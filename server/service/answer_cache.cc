#include "server/service/answer_cache.h"

#include <utility>

namespace minga::service {
namespace {

// The key stands twice, and lists and tables have nodes.
size_t BytesOf(const std::string& key, const std::string& answer) { return 2 * key.size() + answer.size() + 128; }

}  // namespace

AnswerCache::Answer AnswerCache::Find(const std::string& key) {
  const std::lock_guard lock(mutex_);
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return nullptr;
  entries_.splice(entries_.begin(), entries_, found->second);
  return found->second->answer;
}

void AnswerCache::Keep(const std::string& key, Answer answer) {
  const std::lock_guard lock(mutex_);
  const size_t bytes = BytesOf(key, *answer);
  if (bytes > limit_ || by_key_.contains(key)) return;
  entries_.push_front({key, std::move(answer)});
  by_key_.emplace(key, entries_.begin());
  for (bytes_ += bytes; bytes_ > limit_; entries_.pop_back()) {
    const Entry& oldest = entries_.back();
    bytes_ -= BytesOf(oldest.key, *oldest.answer);
    by_key_.erase(oldest.key);
  }
}

}  // namespace minga::service
