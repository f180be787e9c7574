#include "server/domain/member/member_rules.h"

#include <fmt/format.h>

#include <algorithm>

#include "server/base/limits.h"
#include "server/base/resource_name.h"
#include "server/base/text.h"
#include "server/domain/fields.h"
#include "texts/texts.h"

namespace minga::domain {
namespace {

bool IsRoleOf(int role, std::string_view tenant) {
  if (role == v1::ROLE_ADMINISTRATOR) return true;
  if (tenant == kSecretariatTenant) return role == v1::ROLE_ANALYST;
  return role == v1::ROLE_READER || role == v1::ROLE_EDITOR || role == v1::ROLE_VALIDATOR;
}

}  // namespace

void CheckMember(const v1::Member& member, bool with_email, std::string_view tenant, const std::string& path, Violations& violations) {
  if (with_email) CheckRequiredEmail(FoldEmail(member.email()), path + ".email", violations);
  CheckRequiredLine(member.display_name(), limits::kPersonName, path + ".display_name", violations);
  if (member.roles().empty()) violations.Add(path + ".roles", "TOO_FEW");
  for (int i = 0; i < member.roles_size(); ++i) {
    const int role = member.roles(i);
    const std::string where = fmt::format("{}.roles[{}]", path, i);
    if (!v1::Role_IsValid(role) || role == v1::ROLE_UNSPECIFIED) {
      violations.Add(where, "UNKNOWN_ENUM");
    } else if (!IsRoleOf(role, tenant)) {
      violations.Add(where, "NOT_A_ROLE_HERE");
    }
  }
  CheckLanguage(member.language(), path + ".language", violations);
}

void CheckMemberMask(const google::protobuf::FieldMask& mask, const std::string& path, Violations& violations) {
  for (const std::string& name : mask.paths()) {
    if (name != "display_name" && name != "roles" && name != "language") {
      violations.Add(path, "UNKNOWN_FIELD", {{"value", Quoted(name)}});
    }
  }
}

bool Names(const google::protobuf::FieldMask& mask, std::string_view field) {
  return mask.paths().empty() || std::find(mask.paths().begin(), mask.paths().end(), field) != mask.paths().end();
}

void ApplyMember(const v1::Member& from, const google::protobuf::FieldMask& mask, v1::Member* to) {
  if (Names(mask, "display_name")) to->set_display_name(from.display_name());
  if (Names(mask, "roles")) SetRoles(RolesOf(from), to->mutable_roles());
  if (Names(mask, "language") && !from.language().empty()) to->set_language(from.language());
}

Roles RolesOf(const v1::Member& member) {
  Roles roles = 0;
  for (const int role : member.roles()) {
    if (v1::Role_IsValid(role) && role != v1::ROLE_UNSPECIFIED) roles |= RoleBit(role);
  }
  return roles;
}

void SetRoles(Roles roles, google::protobuf::RepeatedField<int>* to) {
  to->Clear();
  for (int role = v1::Role_MIN; role <= v1::Role_MAX; ++role) {
    if ((roles & RoleBit(role)) != 0) to->Add(role);
  }
}

std::string FoldEmail(std::string_view email) {
  std::string folded(email);
  Trim(&folded);
  LowerAscii(&folded);
  return folded;
}

void CheckPassword(std::string_view password, const std::string& path, Violations& violations) {
  if (!text::IsValidUtf8(password)) return violations.Add(path, "INVALID_UTF8");
  const int length = text::Length(password);
  if (length < limits::kPasswordShortest) violations.Add(path, "TOO_SHORT", {{"limit", std::to_string(limits::kPasswordShortest)}});
  if (length > limits::kPasswordLongest) violations.Add(path, "TOO_LONG", {{"limit", std::to_string(limits::kPasswordLongest)}});
}

void CheckLanguage(std::string_view language, const std::string& path, Violations& violations) {
  if (language.empty()) return;
  for (const texts::Language each : texts::kLanguages) {
    if (texts::Code(each) == language) return;
  }
  violations.Add(path, "UNKNOWN_LANGUAGE");
}

}  // namespace minga::domain
