#include <CLI/CLI.hpp>
#include <memory>

#include "client/cli/app.h"
#include "client/cli/codes.h"
#include "client/cli/initiative_view.h"
#include "client/cli/names.h"
#include "client/cli/print.h"

namespace minga::cli {

namespace {

struct Answering {
  v1::AnswerDecisionRequest request;
  bool agrees = false, disagrees = false;
};

void AddAnswer(CLI::App& noun, App& app) {
  auto answering = std::make_shared<Answering>();
  CLI::App* answer = app.Command(
      noun, "answer", {"initiative answer k3f… --agree", "initiative answer k3f… --disagree --comment \"Participan dos universidades.\""},
      [&app, answering] {
        if (answering->agrees == answering->disagrees) return app.FailUsage(app.T("usage.agree_or_not"), "minga initiative answer");
        answering->request.mutable_answer()->set_agrees(answering->agrees);
        return CallAndPrint(
            app, [&](const Client& client) { return client.AnswerDecision(answering->request); },
            [&](const v1::Initiative& initiative) {
              return app.T("initiative.answered", {{"title", initiative.content().title()}}) + "\n";
            });
      });
  app.Add(answer, "NAME", "initiative",
          [answering](const std::string& text) {
            answering->request.set_name(InitiativeName(text));
            return std::string();
          })
      ->required();
  CLI::Option* agree = app.AddFlag(answer, "--agree", "agree", &answering->agrees);
  app.AddFlag(answer, "--disagree", "disagree", &answering->disagrees)->excludes(agree);
  app.Add(answer, "--etag", "answer_etag", answering->request.mutable_etag());
  app.Add(answer, "--comment", "answer_comment", answering->request.mutable_answer()->mutable_comment());
}

}  // namespace

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
  AddAnswer(*noun, app);
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
