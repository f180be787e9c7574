// Rules of agencies, the registry's tenants.
#pragma once

#include <string>

#include "minga/v1/agency.pb.h"
#include "server/base/errors.h"

namespace minga::domain {

// What a caller may set on an agency: display name, country and validation mode. The id is checked by the caller
// (names::IsChosenId).
void CheckAgency(const v1::Agency& agency, const std::string& path, Violations& violations);

// How the agency validates: NONE when nothing is said.
v1::ValidationMode ValidationModeOf(const v1::Agency& agency);

}  // namespace minga::domain
