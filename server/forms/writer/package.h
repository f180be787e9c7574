// The zip container of a document, made in memory.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"

namespace minga::forms {

// Name and content.
using PackagePart = std::pair<std::string, std::string>;

// Deflated, in the given order, without times. Errors: INTERNAL.
absl::StatusOr<std::string> MakePackage(const std::vector<PackagePart>& parts);

}  // namespace minga::forms
