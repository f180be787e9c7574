// How a Client reaches the registry.
#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace minga {

// How often and how patiently a call is repeated. Only calls that may be repeated are (see Client).
struct RetryPolicy {
  // Attempts in all; 1 never repeats.
  int attempts = 4;
  // The longest wait before the second attempt. Each wait is a random part, at least half, of a bound that grows by
  // `multiplier` up to `max_backoff`. A longer wait that the server asks for (google.rpc.RetryInfo) is honoured.
  absl::Duration initial_backoff = absl::Milliseconds(200);
  absl::Duration max_backoff = absl::Seconds(5);
  double multiplier = 2;
};

enum class Security {
  // No TLS for a server on the loopback interface or a Unix socket, TLS for any other.
  kAutomatic,
  kInsecure,
  kTls,
};

// What happened in one attempt at a call. Carries no content, no credential and no personal data.
struct AttemptLog {
  // Full name of the RPC, `minga.v1.FicheService.GetFiche`.
  std::string_view method;
  // From 1.
  int attempt;
  const absl::Status& status;
  absl::Duration elapsed;
  // The wait before the next attempt; absent when this was the last.
  std::optional<absl::Duration> retry_in;
};

struct Options {
  // `HOST:PORT`, `[IPV6]:PORT` or `unix:PATH`.
  std::string server = "127.0.0.1:7420";
  // The program's key, sent as `authorization: Bearer KEY`; empty: no credential.
  std::string key;
  // Language of messages and findings, `es`, `pt` or `en`; empty: the server's choice.
  std::string language = "es";
  // For a whole call, repetitions and waits included. Not positive is refused; absl::InfiniteDuration() sets none.
  absl::Duration deadline = absl::Seconds(60);
  RetryPolicy retry;
  Security security = Security::kAutomatic;
  // PEM certificates to trust with TLS; empty: those of the system.
  std::string root_certificates;
  // Called after each attempt, from the calling thread; must be safe for concurrent calls.
  std::function<void(const AttemptLog&)> log;
  // Ends calls under way, and refuses later ones, with CANCELLED once a stop is requested.
  std::stop_token stop;
};

}  // namespace minga
