// Rules of members: what one may hold.
#pragma once

#include <string>
#include <string_view>

#include "google/protobuf/field_mask.pb.h"
#include "minga/v1/member.pb.h"
#include "server/base/errors.h"
#include "server/base/identity.h"

namespace minga::domain {

// A member as an administrator of `tenant` (an agency's id or "secretariat") may write one. `with_email`: it is a new one.
void CheckMember(const v1::Member& member, bool with_email, std::string_view tenant, const std::string& path, Violations& violations);
// The paths are display_name, roles or language: UNKNOWN_FIELD.
void CheckMemberMask(const google::protobuf::FieldMask& mask, const std::string& path, Violations& violations);
// Whether the mask names the field; an empty one names all.
bool Names(const google::protobuf::FieldMask& mask, std::string_view field);
// Makes those fields of `to` that the mask names, all three when it is empty, those of `from`.
void ApplyMember(const v1::Member& from, const google::protobuf::FieldMask& mask, v1::Member* to);

Roles RolesOf(const v1::Member& member);
// In the order of their numbers, none twice.
void SetRoles(Roles roles, google::protobuf::RepeatedField<int>* to);

// An e-mail as it is compared: without surrounding spaces and in lower case.
std::string FoldEmail(std::string_view email);

// 12 to 200 characters. No rule of composition: length is what helps (NIST SP 800-63B, 5.1.1.2).
void CheckPassword(std::string_view password, const std::string& path, Violations& violations);

// `es`, `pt` or `en`; empty is none given.
void CheckLanguage(std::string_view language, const std::string& path, Violations& violations);

}  // namespace minga::domain
