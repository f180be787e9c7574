#pragma once

#include <mutex>
#include <string>

#include "absl/container/flat_hash_map.h"
#include "absl/time/time.h"

namespace minga::service {

// Counts what was tried in vain by e-mail, such as wrong passwords, of people who exist and of those who do not alike. In memory: whoever
// guesses cannot restart the server. Thread-safe.
class SignInThrottle {
 public:
  // How long an attempt for this e-mail has to wait; zero when it may go on. One that may is counted as failed until Succeeded,
  // so that attempts at the same time are counted too.
  absl::Duration Begin(const std::string& email, absl::Time now);
  void Succeeded(const std::string& email);

 private:
  struct Failures {
    int count = 0;
    absl::Time wait_until = absl::InfinitePast();
  };

  std::mutex mutex_;
  // Guarded by mutex_; by hash, since anything can be typed for an e-mail.
  absl::flat_hash_map<std::string, Failures> failures_;
};

}  // namespace minga::service
