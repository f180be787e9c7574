#include "client/cli/people.h"

#include <CLI/CLI.hpp>

#include "client/cli/codes.h"
#include "client/cli/names.h"

namespace minga::cli {
namespace {

constexpr std::string_view kSecretariat = "secretariat";

}  // namespace

void AddTenant(CLI::App* to, App& app, std::string_view key, std::string* tenant) {
  CLI::Option* agency = app.Add(to, "--agency", key, [tenant](const std::string& text) {
    *tenant = AgencyName(text);
    return std::string();
  });
  to->add_flag_function(
        "--secretariat", [tenant](int64_t) { *tenant = kSecretariat; }, app.T("option.secretariat"))
      ->group(app.T("usage.options"))
      ->excludes(agency);
}

absl::StatusOr<std::string> TenantOf(const Client& client, const std::string& given) {
  if (!given.empty()) return given;
  const absl::StatusOr<v1::Identity> caller = client.GetIdentity({});
  if (!caller.ok()) return caller.status();
  return caller->tenant();
}

std::string TenantName(const App& app, std::string_view tenant) { return tenant == kSecretariat ? app.T("secretariat") : IdOf(tenant); }

std::string PrincipalName(const App& app, const v1::Principal& principal) {
  std::string text = principal.display_name().empty() ? TenantName(app, principal.tenant()) : principal.display_name();
  if (principal.kind() == v1::PRINCIPAL_KIND_PERSON) return text;
  const std::string kind = Label(principal.kind(), app.language);
  return kind.empty() ? text : text + " (" + kind + ")";
}

CLI::Option* AddRoles(CLI::App* to, App& app, google::protobuf::RepeatedField<int>* roles) {
  return app
      .Add(
          to, "--role", "roles",
          [&app, roles](const std::string& text) {
            v1::Role role{};
            std::string wrong = ReadCode(text, app.language, &role);
            roles->Add(role);
            return wrong;
          },
          true)
      ->delimiter(',')
      ->allow_extra_args(false);
}

std::string RoleNames(const App& app, const google::protobuf::RepeatedField<int>& roles) {
  std::string names;
  for (const int role : roles) names += (names.empty() ? "" : ", ") + Label(static_cast<v1::Role>(role), app.language);
  return names;
}

}  // namespace minga::cli
