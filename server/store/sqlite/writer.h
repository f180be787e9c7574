// The one connection that writes, on the one thread that uses it, which is also the only one that ever checkpoints.
// Concurrent writes share a commit.
#pragma once

#include <array>
#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "server/base/scope.h"
#include "server/store/sqlite/connection.h"
#include "server/store/store.h"

namespace minga::store::sqlite {

// Thread-safe.
class Writer {
 public:
  struct Options {
    // Writes that share one commit, at most.
    int writes_per_commit = 1;
    // Pages in the log that start a checkpoint.
    int checkpoint_pages = 1;
    // Told what the engine says when it fails, for the log; carries no content of records. May be empty.
    std::function<void(std::string_view cause)> report;
  };

  Writer(std::unique_ptr<Connection> connection, Options options);
  // Writes what waits, then ends the thread and closes the connection.
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  // As Store::Write.
  absl::Status Write(const Scope& scope, Store::Body body);
  // As Store::Epoch.
  std::optional<uint64_t> Epoch(Topics topics) const;
  // As Store::Watch.
  std::unique_ptr<Store::Watching> Watch(Topics topics, std::function<void()> changed);

 private:
  struct Call;
  class Watcher;
  using Group = std::vector<Call*>;

  void Run();
  // What waits, up to a full commit; empty at the end.
  Group Take();
  // Runs and commits the calls; false when the transaction was lost under them: those that are not to blame, in `again`,
  // ran for nothing.
  bool Commit(const Group& group, Group* again);
  // Runs one body in its savepoint; false when the transaction was lost.
  bool RunBody(Call& call);
  // Commits, lets the epochs of what it changes rise, and tells who watches them.
  absl::Status CommitTransaction();
  void Report();
  void Checkpoint();
  void Answer(const Group& group);

  const std::unique_ptr<Connection> connection_;
  const Options options_;
  // Pages in the log after the last commit; used by the thread only.
  int log_pages_ = 0;
  // Pages in the log that start the next checkpoint.
  int checkpoint_at_ = 0;
  // The engine failed since the last one.
  bool failed_ = false;

  std::mutex mutex_;
  std::condition_variable waiting_or_end_;
  Group queue_;
  bool writer_waits_ = false;
  // Which of `answered_` the calls that come now wait for.
  size_t next_answer_ = 0;
  bool ending_ = false;

  // Raised when a group is answered. One wakes all that wait in it, where a condition of each call would cost the writer a
  // system call for each; two, so that those who came during a commit sleep on when it is answered.
  std::array<std::atomic<uint32_t>, 2> answered_ = {};

  // Of each topic; odd while a commit that changes it is under way.
  std::array<std::atomic<uint64_t>, kTopicCount> epochs_ = {};

  std::mutex watchers_mutex_;
  // Guarded by watchers_mutex_.
  std::vector<const Watcher*> watchers_;
  std::thread thread_;
};

}  // namespace minga::store::sqlite
