#include <CLI/CLI.hpp>
#include <memory>

#include "client/cli/app.h"
#include "client/cli/codes.h"
#include "client/cli/dates.h"
#include "client/cli/names.h"
#include "client/cli/print.h"

namespace minga::cli {

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
        app, [](const Client& client) { return client.ListAgencies(); }, {"heading.id", "heading.country", "heading.institution"},
        [&](const v1::Agency& agency) {
          return std::vector<std::string>{IdOf(agency.name()), CountryName(agency.country_code(), app.language), agency.display_name()};
        });
  });
}

}  // namespace minga::cli
