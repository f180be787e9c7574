#include <CLI/CLI.hpp>
#include <memory>

#include "client/cli/app.h"
#include "client/cli/codes.h"
#include "client/cli/dates.h"
#include "client/cli/names.h"
#include "client/cli/print.h"

namespace minga::cli {
namespace {

// The key alone goes to stdout, so that it can be kept in a file without passing over a screen.
int CreateKey(App& app, const v1::CreateApiKeyRequest& request) {
  return CallAndPrint(
      app, [&](const Client& client) { return client.CreateApiKey(request); },
      [&](const v1::CreateApiKeyResponse& answer) {
        std::cerr << app.T(answer.key().empty() ? "key.not_shown" : "key.shown_once", {{"name", answer.api_key().name()}}) << "\n";
        return answer.key().empty() ? std::string() : answer.key() + "\n";
      });
}

}  // namespace

void AddKey(CLI::App& root, App& app) {
  CLI::App* noun = app.Noun(root, "key");

  auto made = std::make_shared<v1::CreateApiKeyRequest>();
  CLI::App* create = app.Command(*noun, "create",
                                 {"key create pe-apci --name \"Sistema de gestión\" > apci.key",
                                  "key create pe-apci --name Tablero --role reader --expires 2027-01-31 > tablero.key"},
                                 [&app, made] { return CreateKey(app, *made); });
  app.Add(create, "AGENCY", "agency",
          [made](const std::string& text) {
            made->set_parent(AgencyName(text));
            return std::string();
          })
      ->required();
  app.Add(create, "--name", "key_name", made->mutable_api_key()->mutable_display_name());
  app.Add(create, "--role", "key_role", [&app, made](const std::string& text) {
    v1::Role role{};
    std::string wrong = ReadCode(text, app.language, &role);
    made->mutable_api_key()->set_role(role);
    return wrong;
  });
  app.Add(create, "--expires", "key_expires", [&app, made](const std::string& text) {
    const auto time = ReadDeadline(text, absl::UTCTimeZone());
    if (!time) return app.T("usage.bad_moment", {{"value", text}});
    *made->mutable_api_key()->mutable_expire_time() = ToTimestamp(*time);
    return std::string();
  });

  auto listed = std::make_shared<v1::ListApiKeysRequest>();
  CLI::App* list = app.Command(*noun, "list", {"key list pe-apci"}, [&app, listed] {
    return ConnectAndPrintList<v1::ApiKey>(
        app, [&](const Client& client) { return client.ListApiKeys(*listed); },
        {"heading.name", "heading.title", "heading.role", "heading.created", "heading.expires", "heading.last_use", "heading.revoked"},
        [&](const v1::ApiKey& key) {
          return std::vector<std::string>{key.name(),
                                          key.display_name(),
                                          Label(key.role(), app.language),
                                          FormatTime(key.create_time()),
                                          key.has_expire_time() ? FormatTime(key.expire_time()) : "",
                                          key.has_last_use_time() ? FormatTime(key.last_use_time()) : "",
                                          key.has_revoke_time() ? FormatTime(key.revoke_time()) : ""};
        });
  });
  app.Add(list, "AGENCY", "agency",
          [listed](const std::string& text) {
            listed->set_parent(AgencyName(text));
            return std::string();
          })
      ->required();

  auto revoked = std::make_shared<v1::RevokeApiKeyRequest>();
  CLI::App* revoke = app.Command(*noun, "revoke", {"key revoke agencies/pe-apci/apiKeys/k3f…", "key revoke pe-apci/k3f…"}, [&app, revoked] {
    return CallAndPrint(
        app, [&](const Client& client) { return client.RevokeApiKey(*revoked); },
        [&](const v1::ApiKey& key) {
          return app.T("key.revoked", {{"name", key.name()}}) + "\n";
        });
  });
  app.Add(revoke, "NAME", "key",
          [revoked](const std::string& text) {
            revoked->set_name(KeyRecordName(text));
            return std::string();
          })
      ->required();
}

}  // namespace minga::cli
