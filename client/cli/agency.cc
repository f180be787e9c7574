#include <CLI/CLI.hpp>
#include <memory>

#include "client/cli/app.h"
#include "client/cli/codes.h"
#include "client/cli/dates.h"
#include "client/cli/names.h"
#include "client/cli/print.h"

namespace minga::cli {
namespace {

int Update(App& app, v1::UpdateAgencyRequest& request) {
  const v1::Agency& agency = request.agency();
  if (!agency.display_name().empty()) request.mutable_update_mask()->add_paths("display_name");
  if (agency.validation_mode() != v1::VALIDATION_MODE_UNSPECIFIED) request.mutable_update_mask()->add_paths("validation_mode");
  if (request.update_mask().paths().empty()) return app.FailUsage(app.T("usage.nothing_to_change"), "minga agency update");
  return CallAndPrint(
      app, [&](const Client& client) { return client.UpdateAgency(request); },
      [&](const v1::Agency& updated) {
        return Printable(app.T("agency.updated", {{"name", updated.name()},
                                                  {"institution", updated.display_name()},
                                                  {"validation", Label(updated.validation_mode(), app.language)}})) +
               "\n";
      });
}

void AddUpdate(CLI::App& noun, App& app) {
  auto request = std::make_shared<v1::UpdateAgencyRequest>();
  v1::Agency* agency = request->mutable_agency();
  CLI::App* update =
      app.Command(noun, "update", {"agency update pe-apci --validation four-eyes", "agency update pe-apci --name \"Agencia Peruana\""},
                  [&app, request] { return Update(app, *request); });
  app.Add(update, "AGENCY", "agency",
          [agency](const std::string& text) {
            agency->set_name(AgencyName(text));
            return std::string();
          })
      ->required();
  app.Add(update, "--name", "agency_name", agency->mutable_display_name());
  app.Add(update, "--validation", "validation", [&app, agency](const std::string& text) {
    v1::ValidationMode mode{};
    std::string wrong = ReadCode(text, app.language, &mode);
    agency->set_validation_mode(mode);
    return wrong;
  });
}

}  // namespace

void AddAgency(CLI::App& root, App& app) {
  CLI::App* noun = app.Noun(root, "agency");

  auto request = std::make_shared<v1::CreateAgencyRequest>();
  CLI::App* create = app.Command(
      *noun, "create", {"agency create pe-apci --name \"Agencia Peruana de Cooperación Internacional\" --country PE"}, [&app, request] {
        return CallAndPrint(
            app, [&](const Client& client) { return client.CreateAgency(*request); },
            [&](const v1::Agency& agency) {
              return app.T("agency.created", {{"name", agency.name()}}) + "\n";
            });
      });
  app.Add(create, "ID", "agency_id", request->mutable_agency_id())->required();
  app.Add(create, "--name", "agency_name", request->mutable_agency()->mutable_display_name())->required();
  app.Add(create, "--country", "country", request->mutable_agency()->mutable_country_code())->required();

  app.Command(*noun, "list", {"agency list", "agency list --output json"}, [&app] {
    return ConnectAndPrintList<v1::Agency>(
        app, [](const Client& client) { return client.ListAgencies(); },
        {"heading.id", "heading.country", "heading.institution", "heading.validation"},
        [&](const v1::Agency& agency) {
          return std::vector<std::string>{IdOf(agency.name()), CountryName(agency.country_code(), app.language), agency.display_name(),
                                          Label(agency.validation_mode(), app.language)};
        });
  });

  AddUpdate(*noun, app);
}

}  // namespace minga::cli
