// One server for one database: a lock on a file beside it, held by the process and gone with it.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"

namespace minga::store::sqlite {

class FileLock {
 public:
  // Locks the database at `path`. FAILED_PRECONDITION when another holds it; the text is for the operator.
  static absl::StatusOr<std::unique_ptr<FileLock>> Take(const std::string& path);
  ~FileLock();
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;

 private:
  explicit FileLock(int file) : file_(file) {}
  const int file_;
};

}  // namespace minga::store::sqlite
