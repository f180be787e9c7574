#include <CLI/CLI.hpp>
#include <memory>

#include "client/cli/app.h"
#include "client/cli/codes.h"
#include "client/cli/initiative_view.h"
#include "client/cli/names.h"
#include "client/cli/print.h"

namespace minga::cli {

void AddInitiative(CLI::App& root, App& app) {
  CLI::App* noun = app.Noun(root, "initiative");

  auto shown = std::make_shared<v1::GetInitiativeRequest>();
  CLI::App* show = app.Command(*noun, "show", {"initiative show k3f…", "initiative show initiatives/k3f… --output json"}, [&app, shown] {
    return CallAndPrint(
        app, [&](const Client& client) { return client.GetInitiative(*shown); },
        [&](const v1::Initiative& initiative) {
          Fields fields(TerminalWidth());
          ShowInitiative(app, initiative, fields);
          return fields.text();
        });
  });
  app.Add(show, "NAME", "initiative",
          [shown](const std::string& text) {
            shown->set_name(InitiativeName(text));
            return std::string();
          })
      ->required();

  auto listed = std::make_shared<v1::ListInitiativesRequest>();
  CLI::App* list =
      app.Command(*noun, "list", {"initiative list", "initiative list --where country=PE,CO --where decision=admitted"}, [&app, listed] {
        return ConnectAndPrintList<v1::Initiative>(
            app, [&](const Client& client) { return client.ListInitiatives(*listed); },
            {"heading.id", "heading.country", "heading.title", "heading.type", "heading.decision"},
            [&](const v1::Initiative& each) {
              return std::vector<std::string>{IdOf(each.name()), CountryNames(app, each.reporting_country_codes()), each.content().title(),
                                              Label(each.content().type(), app.language), Label(each.decision(), app.language)};
            });
      });
  app.Add(
         list, "--where", "where",
         [&app, listed](const std::string& text) { return ReadCondition(text, app.language, listed->add_conditions()); }, true)
      ->allow_extra_args(false);
}

}  // namespace minga::cli
