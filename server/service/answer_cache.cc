#include "server/service/answer_cache.h"

#include <utility>

namespace minga::service {
namespace {

// The key stands twice, and lists and tables have nodes.
size_t BytesOf(const std::string& key, const std::string& answer) { return 2 * key.size() + answer.size() + 192; }

}  // namespace

AnswerCache::Entry* AnswerCache::Find(const std::string& key) {
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return nullptr;
  entries_.splice(entries_.begin(), entries_, found->second);
  return &*found->second;
}

void AnswerCache::Drop(Entries::iterator entry) {
  bytes_ -= BytesOf(entry->key, *entry->answer);
  by_key_.erase(entry->key);
  entries_.erase(entry);
}

AnswerCache::Answer AnswerCache::FindAt(const std::string& key, Epoch epoch) {
  const std::lock_guard lock(mutex_);
  const Entry* entry = Find(key);
  return entry != nullptr && epoch.has_value() && entry->epoch == epoch ? entry->answer : nullptr;
}

AnswerCache::Answer AnswerCache::FindOf(const std::string& key, const std::string& version, Epoch epoch) {
  const std::lock_guard lock(mutex_);
  Entry* entry = Find(key);
  if (entry == nullptr || entry->version != version) return nullptr;
  entry->epoch = epoch;
  return entry->answer;
}

void AnswerCache::Keep(const std::string& key, const std::string& version, Epoch epoch, Answer answer) {
  const std::lock_guard lock(mutex_);
  const size_t bytes = BytesOf(key, *answer);
  if (bytes > limit_) return;
  if (const auto before = by_key_.find(key); before != by_key_.end()) Drop(before->second);
  entries_.push_front({key, version, epoch, std::move(answer)});
  by_key_.emplace(key, entries_.begin());
  for (bytes_ += bytes; bytes_ > limit_;) Drop(std::prev(entries_.end()));
}

}  // namespace minga::service
