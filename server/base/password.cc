#include "server/base/password.h"

#include <sodium.h>

#include <condition_variable>
#include <mutex>

#include "server/base/id.h"
#include "server/base/limits.h"

namespace minga {
namespace {

// Each takes 64 MiB; as many as there are workers would take all memory.
class Turn {
 public:
  Turn() {
    std::unique_lock lock(mutex_);
    free_.wait(lock, [] { return running_ < limits::kPasswordsAtOnce; });
    ++running_;
  }
  ~Turn() {
    const std::lock_guard lock(mutex_);
    --running_;
    free_.notify_one();
  }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

 private:
  static inline std::mutex mutex_;
  static inline std::condition_variable free_;
  static inline int running_ = 0;
};

}  // namespace

std::string HashPassword(std::string_view password) {
  const Turn turn;
  std::string kept(crypto_pwhash_STRBYTES, '\0');
  if (crypto_pwhash_str_alg(kept.data(), password.data(), password.size(), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                            crypto_pwhash_MEMLIMIT_INTERACTIVE, crypto_pwhash_ALG_ARGON2ID13) != 0) {
    return {};
  }
  kept.resize(kept.find('\0'));
  return kept;
}

bool IsPassword(std::string_view kept, std::string_view password) {
  // Of a password that nobody knows.
  static const std::string nobody = HashPassword(NewSecret());
  std::string text(kept.empty() ? nobody : kept);
  const Turn turn;
  const bool same = crypto_pwhash_str_verify(text.c_str(), password.data(), password.size()) == 0;
  return same && !kept.empty();
}

}  // namespace minga
