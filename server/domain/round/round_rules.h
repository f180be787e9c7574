// Rules of rounds, the survey campaigns.
#pragma once

#include <string>

#include "absl/time/time.h"
#include "minga/v1/round.pb.h"
#include "server/base/errors.h"

namespace minga::domain {

// What a caller may set on a round. The id is checked by the caller (names::IsChosenId).
void CheckRound(const v1::Round& round, const std::string& path, Violations& violations);

// Scheduled before open_time (absent: open from the beginning), closed from close_time on, open between.
v1::RoundState StateAt(const v1::Round& round, absl::Time now);

}  // namespace minga::domain
