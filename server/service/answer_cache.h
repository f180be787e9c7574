// Answers that were made before, as they go over the wire.
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "absl/container/flat_hash_map.h"

namespace minga::service {

// A response that is serialised already; a transport sends it as it is.
template <typename Message>
struct Encoded {
  std::shared_ptr<const std::string> bytes;
};

// Keeps the answers that were asked for last, up to a number of bytes. A key says the question and who asks it, so that an
// answer never reaches another caller than the one it was made for. Thread-safe.
class AnswerCache {
 public:
  using Answer = std::shared_ptr<const std::string>;
  // store::Store::Epoch of all that an answer depends on.
  using Epoch = std::optional<uint64_t>;

  explicit AnswerCache(size_t bytes) : limit_(bytes) {}

  // The answer that is known to hold at `epoch`; null when none is.
  Answer FindAt(const std::string& key, Epoch epoch);
  // The answer that was made of `version`, now known to hold at `epoch` too; null when there is none.
  Answer FindOf(const std::string& key, const std::string& version, Epoch epoch);
  // In the place of what was kept for the key before.
  void Keep(const std::string& key, const std::string& version, Epoch epoch, Answer answer);

 private:
  struct Entry {
    std::string key;
    std::string version;
    Epoch epoch;
    Answer answer;
  };
  using Entries = std::list<Entry>;

  // Moves it to the front; null when there is none. The caller holds mutex_, here and below.
  Entry* Find(const std::string& key);
  void Drop(Entries::iterator entry);

  const size_t limit_;
  std::mutex mutex_;
  // Guarded by mutex_. The last one asked for comes first.
  Entries entries_;
  absl::flat_hash_map<std::string, Entries::iterator> by_key_;
  size_t bytes_ = 0;
};

}  // namespace minga::service
