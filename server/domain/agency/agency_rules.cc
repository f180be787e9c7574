#include "server/domain/agency/agency_rules.h"

#include <algorithm>

#include "server/base/limits.h"
#include "server/domain/fields.h"

namespace minga::domain {

void CheckAgency(const v1::Agency& agency, const std::string& path, Violations& violations) {
  CheckRequiredText(agency.display_name(), limits::kDisplayName, path + ".display_name", violations);
  CheckRequiredCountry(agency.country_code(), path + ".country_code", violations);
  CheckEnum(agency.validation_mode(), path + ".validation_mode", violations);
}

void CheckAgencyMask(const google::protobuf::FieldMask& mask, const std::string& path, Violations& violations) {
  for (const std::string& name : mask.paths()) {
    if (name != "display_name" && name != "validation_mode") violations.Add(path, "UNKNOWN_FIELD", {{"value", Quoted(name)}});
  }
}

void ApplyAgency(const v1::Agency& from, const google::protobuf::FieldMask& mask, v1::Agency* to) {
  const auto names = [&](std::string_view field) {
    return mask.paths().empty() || std::find(mask.paths().begin(), mask.paths().end(), field) != mask.paths().end();
  };
  if (names("display_name")) to->set_display_name(from.display_name());
  if (names("validation_mode") && from.validation_mode() != v1::VALIDATION_MODE_UNSPECIFIED) {
    to->set_validation_mode(from.validation_mode());
  }
}

void CheckApiKey(const v1::ApiKey& key, absl::Time now, const std::string& path, Violations& violations) {
  CheckText(key.display_name(), limits::kKeyTitle, path + ".display_name", violations);
  CheckEnum(key.role(), path + ".role", violations);
  const v1::Role role = RoleOf(key);
  if (v1::Role_IsValid(role) && role != v1::ROLE_READER && role != v1::ROLE_EDITOR) {
    violations.Add(path + ".role", "NOT_A_PROGRAMS_ROLE");
  }
  if (!key.has_expire_time()) return;
  const size_t before = violations.found().size();
  CheckTime(key.expire_time(), path + ".expire_time", violations);
  if (violations.found().size() > before) return;
  if (absl::FromUnixSeconds(key.expire_time().seconds()) <= now) violations.Add(path + ".expire_time", "NOT_IN_THE_FUTURE");
}

v1::Role RoleOf(const v1::ApiKey& key) { return key.role() == v1::ROLE_UNSPECIFIED ? v1::ROLE_EDITOR : key.role(); }

v1::ValidationMode ValidationModeOf(const v1::Agency& agency) {
  return agency.validation_mode() == v1::VALIDATION_MODE_UNSPECIFIED ? v1::VALIDATION_MODE_NONE : agency.validation_mode();
}

}  // namespace minga::domain
