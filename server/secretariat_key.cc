#include "server/secretariat_key.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "server/base/id.h"
#include "server/store/agency_store.h"

namespace minga {
namespace {

constexpr char kSecretariat[] = "secretariat";

// Under another name first, so that the file is whole or absent, and readable by nobody else from its first byte on.
absl::Status WriteSecretFile(const std::string& path, const std::string& line) {
  const std::string temporary = path + ".new";
  ::unlink(temporary.c_str());
  const int file = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) return absl::UnavailableError(fmt::format("cannot write {}: {}", temporary, std::strerror(errno)));
  const std::string text = line + "\n";
  const bool written = ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fsync(file) == 0;
  ::close(file);
  if (!written || ::rename(temporary.c_str(), path.c_str()) != 0) {
    return absl::UnavailableError(fmt::format("cannot write {}: {}", path, std::strerror(errno)));
  }
  return absl::OkStatus();
}

absl::Status MakeKey(store::Store& store, const Clock& clock, const std::string& path, bool revoke) {
  const std::string key = NewApiKey();
  // The file first: a key in the file that the registry does not know is made again at the next start.
  if (const absl::Status written = WriteSecretFile(path, key); !written.ok()) return written;
  const std::string hash = Hash(key);
  const std::string id = NewId();
  const absl::Time now = clock.Now();
  return store.Write(Scope::System(), [&](store::Transaction& transaction) {
    if (revoke) {
      if (const absl::Status revoked = transaction.agencies().RevokeAllKeys(kSecretariat, now); !revoked.ok()) return revoked;
    }
    return transaction.agencies().InsertKey(kSecretariat, id, kSecretariat, hash, now);
  });
}

}  // namespace

absl::Status EnsureSecretariatKey(store::Store& store, const Clock& clock, const std::string& path) {
  bool has_key = false;
  const absl::Status status = store.Read(Scope::System(), [&](store::Transaction& transaction) {
    const auto keys = transaction.agencies().ListKeys(kSecretariat, 0, "", 1);
    if (keys.ok()) has_key = !keys->empty();
    return keys.status();
  });
  if (!status.ok() || has_key) return status;
  return MakeKey(store, clock, path, false);
}

absl::Status ResetSecretariatKey(store::Store& store, const Clock& clock, const std::string& path) {
  return MakeKey(store, clock, path, true);
}

}  // namespace minga
