#include <CLI/CLI.hpp>
#include <memory>

#include "client/cli/app.h"
#include "client/cli/codes.h"
#include "client/cli/initiative_view.h"
#include "client/cli/names.h"
#include "client/cli/print.h"

namespace minga::cli {
namespace {

void AddName(CLI::App* to, App& app, std::string* name) {
  app.Add(to, "NAME", "confirmation",
          [name](const std::string& text) {
            *name = ConfirmationName(text);
            return std::string();
          })
      ->required();
}

void AddList(CLI::App& noun, App& app) {
  auto request = std::make_shared<v1::ListConfirmationsRequest>();
  CLI::App* list = app.Command(noun, "list", {"confirmation list", "confirmation list --state asked"}, [&app, request] {
    return ConnectAndPrintList<v1::Confirmation>(
        app, [&](const Client& client) { return client.ListConfirmations(*request); },
        {"heading.name", "heading.title", "heading.reported_by", "heading.state"},
        [&](const v1::Confirmation& each) {
          return std::vector<std::string>{IdOf(each.initiative().name()) + "/" + each.country_code(), each.initiative().content().title(),
                                          CountryNames(app, each.initiative().reporting_country_codes()),
                                          Label(each.state(), app.language)};
        });
  });
  app.Add(list, "--state", "confirmation_state", [&app, request](const std::string& text) {
    v1::ConfirmationState state{};
    std::string wrong = ReadCode(text, app.language, &state);
    request->set_state(state);
    return wrong;
  });
}

void AddShow(CLI::App& noun, App& app) {
  auto request = std::make_shared<v1::GetConfirmationRequest>();
  CLI::App* show = app.Command(noun, "show", {"confirmation show k3f…/BR"}, [&app, request] {
    return CallAndPrint(
        app, [&](const Client& client) { return client.GetConfirmation(*request); },
        [&](const v1::Confirmation& confirmation) {
          Fields fields(TerminalWidth());
          ShowInitiative(app, confirmation.initiative(), fields);
          fields.Gap();
          fields.Field(CountryName(confirmation.country_code(), app.language), Label(confirmation.state(), app.language));
          fields.Field(app.T("label.comment"), confirmation.answer().comment());
          fields.Field(app.T("label.confirmation_version"), confirmation.etag());
          return fields.text();
        });
  });
  AddName(show, app, request->mutable_name());
}

void AddAnswer(CLI::App& noun, App& app, const std::string& verb, v1::ConfirmationState state, const std::vector<std::string>& examples) {
  auto request = std::make_shared<v1::AnswerConfirmationRequest>();
  request->set_state(state);
  CLI::App* answer = app.Command(noun, verb, examples, [&app, request] {
    return CallAndPrint(
        app, [&](const Client& client) { return client.AnswerConfirmation(*request); },
        [&](const v1::Confirmation& confirmation) {
          return app.T(confirmation.state() == v1::CONFIRMATION_STATE_CONFIRMED ? "confirmation.confirmed" : "confirmation.objected",
                       {{"title", confirmation.initiative().content().title()}}) +
                 "\n";
        });
  });
  AddName(answer, app, request->mutable_name());
  app.Add(answer, "--etag", "answer_etag", request->mutable_etag());
  CLI::Option* comment = app.Add(answer, "--comment", "answer_comment", request->mutable_comment());
  if (state == v1::CONFIRMATION_STATE_OBJECTED) comment->required();
}

}  // namespace

void AddConfirmation(CLI::App& root, App& app) {
  CLI::App* noun = app.Noun(root, "confirmation");
  AddList(*noun, app);
  AddShow(*noun, app);
  AddAnswer(*noun, app, "confirm", v1::CONFIRMATION_STATE_CONFIRMED, {"confirmation confirm k3f…/BR"});
  AddAnswer(*noun, app, "object", v1::CONFIRMATION_STATE_OBJECTED,
            {"confirmation object k3f…/BR --comment \"No participamos desde 2021.\""});
}

}  // namespace minga::cli
