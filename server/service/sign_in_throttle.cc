#include "server/service/sign_in_throttle.h"

#include <algorithm>

#include "server/base/id.h"
#include "server/base/limits.h"

namespace minga::service {

absl::Duration SignInThrottle::Begin(const std::string& email, absl::Time now) {
  const std::string key = Hash(email);
  const std::lock_guard lock(mutex_);
  if (failures_.size() >= limits::kAttemptsCounted) {
    // Those that wait for nothing any more; if all do wait, somebody floods, and forgetting them is what would help him.
    absl::erase_if(failures_, [&](const auto& each) { return each.second.wait_until <= now && each.first != key; });
  }
  if (failures_.size() >= limits::kAttemptsCounted && !failures_.contains(key)) return absl::Minutes(1);
  Failures& failures = failures_[key];
  if (failures.wait_until > now) return failures.wait_until - now;
  if (++failures.count > limits::kFreeAttempts - 1) {
    const int doubled = std::min(failures.count - limits::kFreeAttempts, 10);
    failures.wait_until = now + absl::Minutes(std::min(1 << doubled, limits::kWaitMinutesLongest));
  }
  return absl::ZeroDuration();
}

void SignInThrottle::Succeeded(const std::string& email) {
  const std::lock_guard lock(mutex_);
  failures_.erase(Hash(email));
}

}  // namespace minga::service
