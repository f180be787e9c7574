// What an operator does with a database file. Errors are for the operator, in plain English: they never reach a caller of
// the API. None of these writes to a live database or checkpoints it.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace minga::store::sqlite {

// Writes a consistent copy of the database at `path` to the new file `destination`, mode 0600, also while a server writes;
// the copy is checked and synced before it appears under its name. ALREADY_EXISTS when `destination` is there, NOT_FOUND
// when `path` is not, DATA_LOSS when the copy does not pass its check.
absl::Status Backup(const std::string& path, const std::string& destination);

// Makes a copy of the backup `source` the database at `path`. The backup is checked before, and what is there is touched
// only after the copy is whole and synced. FAILED_PRECONDITION while a server holds `path`; ALREADY_EXISTS when a database
// is there, unless `replace`; DATA_LOSS when the backup does not pass its check. A folder that is not there is made, mode 0700.
absl::Status Restore(const std::string& source, const std::string& path, bool replace);

struct CheckReport {
  // What is wrong, a sentence each; empty for a sound database.
  std::vector<std::string> findings;
  // Rows of each table.
  std::vector<std::pair<std::string, int64_t>> counts;
  bool sound() const { return findings.empty(); }
};

// Reads everything, also while a server writes: the file's structure, references, migrations, and whether every record can
// be read. NOT_FOUND when there is no file.
absl::StatusOr<CheckReport> Check(const std::string& path);

}  // namespace minga::store::sqlite
