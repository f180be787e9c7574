#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "client/cli/codes.h"
#include "client/cli/dates.h"
#include "client/cli/fiche.h"
#include "client/cli/names.h"
#include "client/cli/people.h"
#include "client/cli/print.h"

namespace minga::cli {
namespace {

std::string What(const App& app, const v1::FicheRevision& revision) {
  std::string text = Label(revision.verb(), app.language);
  if (!revision.initiative().empty()) {
    const std::string& title = revision.initiative_title();
    text += fmt::format(": {} ({})", Label(revision.decision(), app.language), title.empty() ? revision.initiative() : title);
  }
  // A submission says only that nothing was validated: the rest stands in the step before.
  const bool says_how = revision.verb() == v1::FICHE_VERB_VALIDATE ||
                        (revision.verb() == v1::FICHE_VERB_SUBMIT && revision.validation() == v1::VALIDATION_MODE_NONE);
  const std::string how = says_how ? Label(revision.validation(), app.language) : "";
  return how.empty() ? text : text + " (" + how + ")";
}

}  // namespace

void AddFicheHistory(CLI::App& noun, App& app) {
  auto request = std::make_shared<v1::ListFicheRevisionsRequest>();
  CLI::App* history = app.Command(noun, "history", {"fiche history pe-apci/k3f…"}, [&app, request] {
    return ConnectAndPrintList<v1::FicheRevision>(
        app, [&](const Client& client) { return client.ListFicheRevisions(*request); },
        {"heading.revision", "heading.when", "heading.what", "heading.who", "heading.comment"},
        [&](const v1::FicheRevision& revision) {
          return std::vector<std::string>{IdOf(revision.name()), FormatTime(revision.time()), What(app, revision),
                                          PrincipalName(app, revision.principal()), revision.comment()};
        });
  });
  app.Add(history, "NAME", "fiche",
          [request](const std::string& text) {
            request->set_parent(FicheName(text));
            return std::string();
          })
      ->required();
}

}  // namespace minga::cli
