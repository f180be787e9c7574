// The registry's storage in one SQLite file.
//
// Durability: a write is answered when it is in the write-ahead log and the log is synced. One writer at a time, readers
// beside it on snapshots. docs/database.md says more.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "server/base/limits.h"
#include "server/store/store.h"

namespace minga::store::sqlite {

struct Options {
  // The database; made, mode 0600, when it is not there. Its folder is there.
  std::string path;
  // Transactions that read at one time; others wait.
  int readers = 8;
  // Writes that share one commit, at most.
  int writes_per_commit = limits::kWritesPerCommit;
  // Pages of 4 KiB in the log that start a checkpoint.
  int checkpoint_pages = 8'000;
  // Told what the engine says when it fails, for the log; carries no content of records. Called from any thread.
  std::function<void(std::string_view cause)> report;

  // For tests. The SQLite VFS to use.
  std::string vfs;
  // False: nothing is synced, and what was answered can be lost.
  bool sync = true;
};

// Opens, and makes or brings up to date, the database. FAILED_PRECONDITION, with a text for the operator, when another
// server holds it, when it is no database of Minga or one of a newer version. The store is used by nobody any more when it
// is destroyed.
absl::StatusOr<std::unique_ptr<Store>> Open(const Options& options);

}  // namespace minga::store::sqlite
