#include "server/store/sqlite/files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

namespace minga::store::sqlite {
namespace {

absl::Status SyncPath(const std::string& path, int flags) {
  const int file = open(path.c_str(), flags | O_CLOEXEC);
  if (file < 0) return SystemError("open", path);
  const absl::Status status = fsync(file) == 0 ? absl::OkStatus() : SystemError("sync", path);
  close(file);
  return status;
}

}  // namespace

absl::Status SystemError(std::string_view what, const std::string& path) {
  const int error = errno;
  const std::string text = fmt::format("cannot {} {}: {}", what, path, std::strerror(error));
  return error == ENOSPC || error == EDQUOT ? absl::ResourceExhaustedError(text) : absl::UnavailableError(text);
}

absl::Status MakeFile(const std::string& path, bool must_be_new) {
  const int file = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | (must_be_new ? O_EXCL : 0), 0600);
  if (file < 0) return SystemError("make", path);
  close(file);
  return absl::OkStatus();
}

absl::Status SyncFile(const std::string& path) { return SyncPath(path, O_RDONLY); }

absl::Status SyncFolderOf(const std::string& path) {
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  return SyncPath(folder.empty() ? "." : folder.string(), O_RDONLY | O_DIRECTORY);
}

}  // namespace minga::store::sqlite
