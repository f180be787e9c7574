// Answers that were made before, as they go over the wire.
#pragma once

#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <string>

#include "absl/container/flat_hash_map.h"

namespace minga::service {

// A response that is serialised already; a transport sends it as it is.
template <typename Message>
struct Encoded {
  std::shared_ptr<const std::string> bytes;
};

// Keeps the answers that were asked for last, up to a number of bytes. A key says all that its answer depends on, so that
// nothing in here ever becomes wrong; what nobody asks for any more falls out. Thread-safe.
class AnswerCache {
 public:
  using Answer = std::shared_ptr<const std::string>;

  explicit AnswerCache(size_t bytes) : limit_(bytes) {}

  // Null when it is not kept.
  Answer Find(const std::string& key);
  void Keep(const std::string& key, Answer answer);

 private:
  struct Entry {
    std::string key;
    Answer answer;
  };

  const size_t limit_;
  std::mutex mutex_;
  // Guarded by mutex_. The last one asked for comes first.
  std::list<Entry> entries_;
  absl::flat_hash_map<std::string, std::list<Entry>::iterator> by_key_;
  size_t bytes_ = 0;
};

}  // namespace minga::service
