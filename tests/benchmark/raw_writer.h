// SQLite alone, doing what a submission does to the tables and nothing else: no call, no rules, no scope, no reading.
#pragma once

#include <sqlite3.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "minga/v1/fiche.pb.h"

namespace minga::benchmark {

class RawWriter {
 public:
  // `path` is a closed copy of a registry in which `drafts` are drafts. Opens it as the registry's writer does: write-ahead
  // log, synchronous=FULL, foreign keys, secure_delete, a 64 MiB cache, a checkpoint every 8,000 pages.
  static absl::StatusOr<std::unique_ptr<RawWriter>> Open(const std::string& path, const std::vector<v1::Fiche>& drafts);
  ~RawWriter();

  // Submits the next `count` drafts, `group` of them to a commit, on the server's core.
  struct Done {
    absl::Duration elapsed, cpu;
  };
  absl::StatusOr<Done> Submit(size_t count, size_t group);

 private:
  struct Rows;
  struct Statements;

  RawWriter();
  absl::Status Prepare(const std::vector<v1::Fiche>& drafts);
  void WriteOne(const Rows& rows);

  sqlite3* handle_ = nullptr;
  std::unique_ptr<Statements> statements_;
  std::vector<Rows> rows_;
  size_t next_ = 0;
  bool failed_ = false;
};

// How many rows and bytes the tables that submissions write to have; equal texts for equal amounts. The registry is closed.
absl::StatusOr<std::string> Amounts(const std::string& path);

// Commits in the write-ahead log of the registry `path`, since the log last began anew.
int CommitsInLog(const std::string& path);

}  // namespace minga::benchmark
