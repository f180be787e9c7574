// Whether and how a connection is protected.
#pragma once

#include <string_view>

#include "absl/status/status.h"
#include "minga/options.h"

namespace minga {

// Whether `server` (as in Options) can only be on this machine.
bool IsLoopback(std::string_view server);

bool UsesTls(const Options& options);

// INVALID_ARGUMENT for options with which no call could be made.
absl::Status Check(const Options& options);

}  // namespace minga
