// What the database needs of the file system. Errors are for the operator.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace minga::store::sqlite {

// errno as a status: RESOURCE_EXHAUSTED when there is no space, otherwise UNAVAILABLE.
absl::Status SystemError(std::string_view what, const std::string& path);

// Makes an empty file with mode 0600. One that is there stays as it is, unless it `must_be_new`.
absl::Status MakeFile(const std::string& path, bool must_be_new);

absl::Status SyncFile(const std::string& path);
// Makes names that were added or removed beside `path` durable.
absl::Status SyncFolderOf(const std::string& path);

}  // namespace minga::store::sqlite
