#include "server/domain/agency/agency_rules.h"

#include "server/base/limits.h"
#include "server/domain/fields.h"

namespace minga::domain {

void CheckAgency(const v1::Agency& agency, const std::string& path, Violations& violations) {
  CheckRequiredText(agency.display_name(), limits::kDisplayName, path + ".display_name", violations);
  CheckRequiredCountry(agency.country_code(), path + ".country_code", violations);
  CheckEnum(agency.validation_mode(), path + ".validation_mode", violations);
}

v1::ValidationMode ValidationModeOf(const v1::Agency& agency) {
  return agency.validation_mode() == v1::VALIDATION_MODE_UNSPECIFIED ? v1::VALIDATION_MODE_NONE : agency.validation_mode();
}

}  // namespace minga::domain
