#include "server/store/sqlite/file_lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace minga::store::sqlite {

absl::StatusOr<std::unique_ptr<FileLock>> FileLock::Take(const std::string& path) {
  const std::string name = path + ".lock";
  const int file = open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file < 0) return absl::UnavailableError(fmt::format("cannot open {}: {}", name, std::strerror(errno)));
  std::unique_ptr<FileLock> lock(new FileLock(file));
  while (flock(file, LOCK_EX | LOCK_NB) != 0) {
    if (errno == EINTR) continue;
    if (errno == EWOULDBLOCK) return absl::FailedPreconditionError(fmt::format("another server is running on {}", path));
    return absl::UnavailableError(fmt::format("cannot lock {}: {}", name, std::strerror(errno)));
  }
  return lock;
}

// The file stays: who removes it could remove one that another has just locked.
FileLock::~FileLock() { close(file_); }

}  // namespace minga::store::sqlite
