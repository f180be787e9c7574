// Rules of agencies, the registry's tenants.
#pragma once

#include <string>

#include "absl/time/time.h"
#include "google/protobuf/field_mask.pb.h"
#include "minga/v1/agency.pb.h"
#include "server/base/errors.h"

namespace minga::domain {

// What a caller may set on an agency: display name, country and validation mode. The id is checked by the caller
// (names::IsChosenId).
void CheckAgency(const v1::Agency& agency, const std::string& path, Violations& violations);

// The paths are display_name or validation_mode: UNKNOWN_FIELD.
void CheckAgencyMask(const google::protobuf::FieldMask& mask, const std::string& path, Violations& violations);
// Makes those fields of `to` that the mask names, both when it is empty, those of `from`.
void ApplyAgency(const v1::Agency& from, const google::protobuf::FieldMask& mask, v1::Agency* to);

// A new key: what it is for, a role that a program can have, an end that is after `now`.
void CheckApiKey(const v1::ApiKey& key, absl::Time now, const std::string& path, Violations& violations);
// EDITOR when nothing is said.
v1::Role RoleOf(const v1::ApiKey& key);

// How the agency validates: NONE when nothing is said.
v1::ValidationMode ValidationModeOf(const v1::Agency& agency);

}  // namespace minga::domain
