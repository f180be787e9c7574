#include "client/src/security.h"

#include <algorithm>

namespace minga {

bool IsLoopback(std::string_view server) {
  if (server.starts_with("unix:")) return true;
  if (server.starts_with("[")) return server.starts_with("[::1]");
  const std::string_view host = server.substr(0, server.find(':'));
  // Only a literal address: 127.example.org is somebody else's.
  return host == "localhost" ||
         (host.starts_with("127.") && std::all_of(host.begin(), host.end(), [](char c) { return c == '.' || (c >= '0' && c <= '9'); }));
}

bool UsesTls(const Options& options) {
  return options.security == Security::kTls || (options.security == Security::kAutomatic && !IsLoopback(options.server));
}

absl::Status Check(const Options& options) {
  // gRPC takes what does not fit into a header as a reason to abort the call without a word.
  const auto is_token = [](std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7f; });
  };
  if (options.server.empty()) return absl::InvalidArgumentError("server: is empty");
  if (!is_token(options.key)) return absl::InvalidArgumentError("key: has characters that no key has");
  if (!is_token(options.language)) return absl::InvalidArgumentError("language: has characters that no language tag has");
  if (options.deadline <= absl::ZeroDuration()) return absl::InvalidArgumentError("deadline: is not positive");
  if (options.retry.attempts < 1) return absl::InvalidArgumentError("retry.attempts: is less than 1");
  if (options.retry.initial_backoff < absl::ZeroDuration() || options.retry.max_backoff < absl::ZeroDuration() ||
      options.retry.multiplier < 1) {
    return absl::InvalidArgumentError("retry: waits are negative or shrink");
  }
  return absl::OkStatus();
}

}  // namespace minga
