#include "client/cli/fiche.h"

#include <CLI/CLI.hpp>
#include <memory>

#include "client/cli/codes.h"
#include "client/cli/fiche_view.h"
#include "client/cli/names.h"
#include "client/cli/people.h"
#include "client/cli/print.h"

namespace minga::cli {
namespace {

std::vector<std::string> Row(const App& app, const v1::Fiche& fiche) {
  std::string titles = fiche.nothing_to_report() ? app.T("fiche.nothing_to_report") : "";
  for (const auto& entry : fiche.initiatives()) titles += (titles.empty() ? "" : "; ") + entry.content().title();
  return {fiche.name(), IdOf(fiche.round()), CountryName(fiche.country_code(), app.language), StateOf(app, fiche), titles};
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

absl::StatusOr<ExclusionReasons> ReasonsOf(const Client& client, const v1::Fiche& fiche) {
  ExclusionReasons reasons;
  for (const v1::FicheInitiative& entry : fiche.initiatives()) {
    if (entry.decision() != v1::DECISION_EXCLUDED) continue;
    v1::GetInitiativeRequest request;
    request.set_name(InitiativeName(entry.id()));
    absl::StatusOr<v1::Initiative> initiative = client.GetInitiative(std::move(request));
    if (!initiative.ok()) return initiative.status();
    reasons[entry.id()] = initiative->exclusion_reasons();
  }
  return reasons;
}

int Show(App& app, const v1::GetFicheRequest& request, const std::string& revision) {
  const absl::StatusOr<Client> client = app.Connect();
  if (!client.ok()) return app.Fail(client.status());
  absl::StatusOr<v1::Fiche> fiche;
  if (revision.empty()) {
    fiche = client->GetFiche(request);
  } else {
    v1::GetFicheRevisionRequest then;
    then.set_name(request.name() + "/revisions/" + revision);
    fiche = client->GetFicheRevision(std::move(then));
  }
  // They are of today, an older version's are not known.
  ExclusionReasons reasons;
  if (fiche.ok() && revision.empty() && !app.json()) {
    absl::StatusOr<ExclusionReasons> found = ReasonsOf(*client, *fiche);
    if (!found.ok()) return app.Fail(found.status());
    reasons = *std::move(found);
  }
  return Print(app, fiche, [&](const v1::Fiche& shown) {
    Fields fields(TerminalWidth());
    ShowFiche(app, shown, true, fields, reasons);
    return fields.text();
  });
}

void AddShow(CLI::App& noun, App& app) {
  auto request = std::make_shared<v1::GetFicheRequest>();
  auto revision = std::make_shared<std::string>();
  CLI::App* show =
      AddNamed(noun, app, "show",
               {"fiche show agencies/pe-apci/fiches/k3f…", "fiche show pe-apci/k3f… --output json", "fiche show pe-apci/k3f… --revision 3"},
               request, [&app, request, revision] { return Show(app, *request, *revision); });
  app.Add(show, "--revision", "revision", revision.get());
}

void AddCreate(CLI::App& noun, App& app) {
  auto request = std::make_shared<v1::CreateFicheRequest>();
  CLI::App* create =
      app.Command(noun, "create",
                  {"fiche create --agency pe-apci --round 2022 --key-file apci.key",
                   "fiche create --agency pe-apci --round 2022 --nothing-to-report --institution APCI"},
                  [&app, request] {
                    return CallAndPrint(
                        app,
                        [&](const Client& client) -> absl::StatusOr<v1::Fiche> {
                          const absl::StatusOr<std::string> agency = TenantOf(client, request->parent());
                          if (!agency.ok()) return agency.status();
                          request->set_parent(*agency);
                          return client.CreateFiche(*request);
                        },
                        [&](const v1::Fiche& fiche) {
                          const char* const next = fiche.nothing_to_report() ? "hint.NO_VALIDATION" : "fiche.begin";
                          return app.T("fiche.created", {{"name", fiche.name()}}) + "\n" + app.T(next, {{"name", fiche.name()}}) + "\n";
                        });
                  });
  app.Add(create, "--agency", "tenant", [request](const std::string& text) {
    request->set_parent(AgencyName(text));
    return std::string();
  });
  app.Add(create, "--round", "round",
          [request](const std::string& text) {
            request->mutable_fiche()->set_round(RoundName(text));
            return std::string();
          })
      ->required();
  app.Add(create, "--institution", "institution", request->mutable_fiche()->mutable_institution());
  create
      ->add_flag_function(
          "--nothing-to-report", [request](int64_t) { request->mutable_fiche()->set_nothing_to_report(true); },
          app.T("option.nothing_to_report"))
      ->group(app.T("usage.options"));
}

}  // namespace

void AddFiche(CLI::App& root, App& app) {
  CLI::App* noun = app.Noun(root, "fiche");
  AddCreate(*noun, app);
  AddFicheDocuments(*noun, app);
  AddFicheExport(*noun, app);

  AddFicheValidation(*noun, app);

  auto submitted = std::make_shared<v1::SubmitFicheRequest>();
  AddNamed(*noun, app, "submit", {"fiche submit agencies/pe-apci/fiches/k3f… --key-file apci.key"}, submitted, [&app, submitted] {
    return CallAndPrint(
        app, [&](const Client& client) { return client.SubmitFiche(*submitted); },
        [&](const v1::Fiche& fiche) {
          return app.T("fiche.submitted", {{"name", fiche.name()}}) + "\n";
        });
  });

  AddFicheDecide(*noun, app);
  AddShow(*noun, app);
  AddFicheHistory(*noun, app);
  AddFicheMerge(*noun, app);
  AddFicheEdit(*noun, app);
  AddFicheAttachments(*noun, app);
  AddFicheComment(*noun, app);
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
