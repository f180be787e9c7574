#include "client/cli/fiche.h"

#include <CLI/CLI.hpp>
#include <memory>

#include "client/cli/codes.h"
#include "client/cli/fiche_view.h"
#include "client/cli/names.h"
#include "client/cli/print.h"

namespace minga::cli {
namespace {

// A command about one fiche, given by its name.
template <typename Request>
CLI::App* AddNamed(CLI::App& noun, App& app, const std::string& name, const std::vector<std::string>& examples,
                   std::shared_ptr<Request> request, std::function<int()> run) {
  CLI::App* command = app.Command(noun, name, examples, std::move(run));
  app.Add(command, "NAME", "fiche",
          [request](const std::string& text) {
            request->set_name(FicheName(text));
            return std::string();
          })
      ->required();
  return command;
}

std::vector<std::string> Row(const App& app, const v1::Fiche& fiche) {
  std::string titles = fiche.nothing_to_report() ? app.T("fiche.nothing_to_report") : "";
  for (const auto& entry : fiche.initiatives()) titles += (titles.empty() ? "" : "; ") + entry.content().title();
  return {fiche.name(), IdOf(fiche.round()), CountryName(fiche.country_code(), app.language), Label(fiche.state(), app.language), titles};
}

void AddList(CLI::App& noun, App& app) {
  auto request = std::make_shared<v1::ListFichesRequest>();
  request->set_parent("agencies/-");
  CLI::App* list =
      app.Command(noun, "list", {"fiche list", "fiche list --agency pe-apci --round r2022 --state submitted"}, [&app, request] {
        return ConnectAndPrintList<v1::Fiche>(
            app, [&](const Client& client) { return client.ListFiches(*request); },
            {"heading.name", "heading.round", "heading.country", "heading.state", "heading.initiatives"},
            [&](const v1::Fiche& fiche) { return Row(app, fiche); });
      });
  app.Add(list, "--agency", "agency", [request](const std::string& text) {
    request->set_parent(AgencyName(text));
    return std::string();
  });
  app.Add(list, "--round", "round", [request](const std::string& text) {
    request->set_round(RoundName(text));
    return std::string();
  });
  app.Add(list, "--state", "state", [&app, request](const std::string& text) {
    v1::FicheState state{};
    std::string wrong = ReadCode(text, app.language, &state);
    request->set_state(state);
    return wrong;
  });
}

}  // namespace

void AddFiche(CLI::App& root, App& app) {
  CLI::App* noun = app.Noun(root, "fiche");
  AddFicheDocuments(*noun, app);
  AddFicheExport(*noun, app);

  auto submitted = std::make_shared<v1::SubmitFicheRequest>();
  AddNamed(*noun, app, "submit", {"fiche submit agencies/pe-apci/fiches/k3f… --key-file apci.key"}, submitted, [&app, submitted] {
    return CallAndPrint(
        app, [&](const Client& client) { return client.SubmitFiche(*submitted); },
        [&](const v1::Fiche& fiche) {
          return app.T("fiche.submitted", {{"name", fiche.name()}}) + "\n";
        });
  });

  AddFicheDecide(*noun, app);

  auto returned = std::make_shared<v1::ReturnFicheRequest>();
  CLI::App* give_back =
      AddNamed(*noun, app, "return", {"fiche return pe-apci/k3f… --comment \"Falta la justificación de la iniciativa 2.\""}, returned,
               [&app, returned] {
                 return CallAndPrint(
                     app, [&](const Client& client) { return client.ReturnFiche(*returned); },
                     [&](const v1::Fiche& fiche) {
                       return app.T("fiche.returned", {{"name", fiche.name()}}) + "\n";
                     });
               });
  app.Add(give_back, "--comment", "comment", returned->mutable_comment())->required();

  auto shown = std::make_shared<v1::GetFicheRequest>();
  AddNamed(*noun, app, "show", {"fiche show agencies/pe-apci/fiches/k3f…", "fiche show pe-apci/k3f… --output json"}, shown, [&app, shown] {
    return CallAndPrint(
        app, [&](const Client& client) { return client.GetFiche(*shown); },
        [&](const v1::Fiche& fiche) {
          Fields fields(TerminalWidth());
          ShowFiche(app, fiche, true, fields);
          return fields.text();
        });
  });

  AddList(*noun, app);

  auto deleted = std::make_shared<v1::DeleteFicheRequest>();
  AddNamed(*noun, app, "delete", {"fiche delete pe-apci/k3f…"}, deleted, [&app, deleted] {
    return CallAndPrint(
        app, [&](const Client& client) { return client.DeleteFiche(*deleted); },
        [&](const v1::DeleteFicheResponse&) {
          return app.T("fiche.deleted", {{"name", deleted->name()}}) + "\n";
        });
  });
}

}  // namespace minga::cli
