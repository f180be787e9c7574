#include "server/secretariat_key.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "server/base/id.h"
#include "server/base/resource_name.h"
#include "server/store/agency_store.h"

namespace minga {
namespace {

std::string NewFile(const std::string& path) { return path + ".new"; }

absl::Status CannotWrite(const std::string& path) {
  return absl::UnavailableError(fmt::format("cannot write {}: {}", path, std::strerror(errno)));
}

// Readable by nobody else from its first byte on.
absl::Status WriteSecretFile(const std::string& path, const std::string& line) {
  ::unlink(path.c_str());
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) return CannotWrite(path);
  const std::string text = line + "\n";
  const bool written = ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fsync(file) == 0;
  const absl::Status status = written ? absl::OkStatus() : CannotWrite(path);
  ::close(file);
  if (!written) ::unlink(path.c_str());
  return status;
}

absl::Status Rename(const std::string& from, const std::string& to) {
  return ::rename(from.c_str(), to.c_str()) == 0 ? absl::OkStatus() : CannotWrite(to);
}

// The key stands in a file beside `path` before the registry knows it, and at `path` only when it does: whatever fails, the
// file at `path` is a key that works.
absl::Status MakeKey(store::Store& store, const Clock& clock, const std::string& path, bool revoke) {
  const std::string key = NewApiKey();
  if (const absl::Status written = WriteSecretFile(NewFile(path), key); !written.ok()) return written;
  const std::string hash = Hash(key);
  const std::string id = NewId();
  const absl::Time now = clock.Now();
  const absl::Status status = store.Write(Scope::System(), [&](store::Transaction& transaction) {
    if (revoke) {
      if (const absl::Status revoked = transaction.agencies().RevokeAllKeys(kSecretariatTenant, now); !revoked.ok()) return revoked;
    }
    v1::ApiKey kept;
    kept.set_display_name(kSecretariatTenant);
    kept.set_role(v1::ROLE_ADMINISTRATOR);
    return transaction.agencies().InsertKey(kSecretariatTenant, id, kept, hash, now);
  });
  if (!status.ok()) {
    ::unlink(NewFile(path).c_str());
    return status;
  }
  return Rename(NewFile(path), path);
}

}  // namespace

absl::Status EnsureSecretariatKey(store::Store& store, const Clock& clock, const std::string& path) {
  bool has_key = false;
  const absl::Status status = store.Read(Scope::System(), [&](store::Transaction& transaction) {
    const auto keys = transaction.agencies().ListKeys(kSecretariatTenant, 0, "", 1);
    if (keys.ok()) has_key = !keys->empty();
    return keys.status();
  });
  if (!status.ok()) return status;
  const bool has_file = ::access(path.c_str(), F_OK) == 0;
  if (has_key) {
    // The server ended between the registry and the file.
    return !has_file && ::access(NewFile(path).c_str(), F_OK) == 0 ? Rename(NewFile(path), path) : absl::OkStatus();
  }
  if (has_file) {
    return absl::FailedPreconditionError(
        fmt::format("{} is there, but the registry beside it is new: its database is lost or empty. Restore a backup, or remove the key to"
                    " begin anew",
                    path));
  }
  return MakeKey(store, clock, path, false);
}

absl::Status ResetSecretariatKey(store::Store& store, const Clock& clock, const std::string& path) {
  return MakeKey(store, clock, path, true);
}

}  // namespace minga
