#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <optional>

#include "client/cli/codes.h"
#include "client/cli/dates.h"
#include "client/cli/fiche.h"
#include "client/cli/fiche_view.h"
#include "client/cli/names.h"
#include "client/cli/print.h"
#include "client/cli/secrets.h"

namespace minga::cli {
namespace {

// What was done, and the command that comes next: the sentences `cli.KEY` and `cli.NEXT`.
std::string Done(const App& app, std::string_view key, const std::string& next, const v1::Fiche& fiche) {
  const texts::Args name = {{"name", fiche.name()}};
  return app.T(key, name) + "\n" + app.T(next, name) + "\n";
}

int RequestReview(App& app, const v1::RequestFicheReviewRequest& request) {
  // What comes next depends on how the agency validates. Where it cannot be asked, most do it in their own ranks.
  v1::ValidationMode mode = v1::VALIDATION_MODE_FOUR_EYES;
  return CallAndPrint(
      app,
      [&](const Client& client) {
        absl::StatusOr<v1::Fiche> fiche = client.RequestFicheReview(request);
        if (!fiche.ok() || app.json()) return fiche;
        v1::GetAgencyRequest get;
        get.set_name(ParentOf(fiche->name()));
        if (const auto agency = client.GetAgency(std::move(get)); agency.ok()) mode = agency->validation_mode();
        return fiche;
      },
      [&](const v1::Fiche& fiche) { return Done(app, "fiche.in_review", "next." + v1::ValidationMode_Name(mode), fiche); });
}

struct Validating {
  v1::ValidateFicheRequest request;
  // Completed when the fiche is known, which may stand behind it.
  std::string signed_document;
};

int Validate(App& app, Validating& validating) {
  v1::ValidateFicheRequest& request = validating.request;
  if (!validating.signed_document.empty()) request.set_signed_document(AttachmentName(request.name(), validating.signed_document));
  return CallAndPrint(
      app, [&](const Client& client) { return client.ValidateFiche(request); },
      [&](const v1::Fiche& fiche) { return Done(app, "fiche.validated", "next.submit", fiche); });
}

// Reads `Name <e-mail>`.
bool ReadPerson(std::string_view text, v1::FocalPoint* person) {
  const size_t open = text.find('<');
  if (open == std::string_view::npos || !text.ends_with('>')) return false;
  std::string_view name = text.substr(0, open);
  while (name.ends_with(' ')) name.remove_suffix(1);
  text.remove_suffix(1);
  person->set_display_name(std::string(name));
  person->set_email(std::string(text.substr(open + 1)));
  return !person->display_name().empty() && !person->email().empty();
}

// The token alone goes to stdout, like a key.
int CreateLink(App& app, const v1::CreateValidationLinkRequest& request) {
  return CallAndPrint(
      app, [&](const Client& client) { return client.CreateValidationLink(request); },
      [&](const v1::CreateValidationLinkResponse& link) {
        std::cerr << Printable(app.T(link.token().empty() ? "fiche.link_sent" : "fiche.link_by_hand",
                                     {{"email", request.recipient().email()}, {"time", FormatTime(link.expire_time())}}))
                  << "\n";
        return link.token().empty() ? std::string() : link.token() + "\n";
      });
}

int ShowLinked(App& app, const std::string& given) {
  absl::StatusOr<std::string> token = Token(app, given, "link");
  if (!token.ok()) return app.Fail(token.status());
  v1::GetLinkedFicheRequest request;
  request.set_token(*std::move(token));
  return CallAndPrint(
      app, [&](const Client& client) { return client.GetLinkedFiche(std::move(request)); },
      [&](const v1::Fiche& fiche) {
        Fields fields(TerminalWidth());
        ShowFiche(app, fiche, true, fields);
        fields.Gap();
        fields.Line(app.T("next.answer"));
        return fields.text();
      },
      As::kNobody);
}

struct Answering {
  std::string token;
  bool valid = false;
  std::optional<std::string> comment;
};

int Answer(App& app, const Answering& answering) {
  if (answering.valid == answering.comment.has_value()) return app.FailUsage(app.T("usage.valid_or_return"), "minga fiche answer");
  absl::StatusOr<std::string> token = Token(app, answering.token, "link");
  if (!token.ok()) return app.Fail(token.status());
  v1::AnswerValidationLinkRequest request;
  request.set_token(*std::move(token));
  request.set_valid(answering.valid);
  request.set_comment(answering.comment.value_or(""));
  return CallAndPrint(
      app, [&](const Client& client) { return client.AnswerValidationLink(std::move(request)); },
      [&](const v1::Fiche& fiche) {
        return app.T(answering.valid ? "fiche.answered_valid" : "fiche.answered_return", {{"name", fiche.name()}}) + "\n";
      },
      As::kNobody);
}

void AddLinks(CLI::App& noun, App& app) {
  auto link_to = std::make_shared<v1::CreateValidationLinkRequest>();
  CLI::App* link = AddNamed(noun, app, "link", {"fiche link pe-apci/k3f… --to \"Rosa Quispe <direccion@apci.example>\""}, link_to,
                            [&app, link_to] { return CreateLink(app, *link_to); });
  app.Add(link, "--to", "link_to",
          [&app, link_to](const std::string& text) {
            return ReadPerson(text, link_to->mutable_recipient()) ? std::string() : app.T("usage.bad_person", {{"value", text}});
          })
      ->required();
  app.Add(link, "--mail-language", "mail_language", link_to->mutable_language());

  auto looked = std::make_shared<std::string>();
  CLI::App* linked =
      app.Command(noun, "linked", {"fiche linked", "fiche linked - < enlace.txt"}, [&app, looked] { return ShowLinked(app, *looked); });
  app.Add(linked, "TOKEN", "token", looked.get());

  auto answering = std::make_shared<Answering>();
  CLI::App* answer =
      app.Command(noun, "answer", {"fiche answer --valid", "fiche answer --return \"Falta la justificación.\" - < enlace.txt"},
                  [&app, answering] { return Answer(app, *answering); });
  app.Add(answer, "TOKEN", "token", &answering->token);
  CLI::Option* valid = app.AddFlag(answer, "--valid", "valid", &answering->valid);
  app.Add(answer, "--return", "answer_return",
          [answering](const std::string& text) {
            answering->comment = text;
            return std::string();
          })
      ->excludes(valid);
}

}  // namespace

void AddFicheValidation(CLI::App& noun, App& app) {
  auto asked = std::make_shared<v1::RequestFicheReviewRequest>();
  CLI::App* review = AddNamed(noun, app, "review", {"fiche review pe-apci/k3f… --comment \"Listo para la dirección.\""}, asked,
                              [&app, asked] { return RequestReview(app, *asked); });
  app.Add(review, "--comment", "review_comment", asked->mutable_comment());

  auto validating = std::make_shared<Validating>();
  auto request = std::shared_ptr<v1::ValidateFicheRequest>(validating, &validating->request);
  CLI::App* validate =
      AddNamed(noun, app, "validate", {"fiche validate pe-apci/k3f…", "fiche validate pe-apci/k3f… --signed-document a2b3…"}, request,
               [&app, validating] { return Validate(app, *validating); });
  app.Add(validate, "--signed-document", "signed_document", &validating->signed_document);

  AddLinks(noun, app);

  auto recalled = std::make_shared<v1::RecallFicheRequest>();
  AddNamed(noun, app, "recall", {"fiche recall pe-apci/k3f…"}, recalled, [&app, recalled] {
    return CallAndPrint(
        app, [&](const Client& client) { return client.RecallFiche(*recalled); },
        [&](const v1::Fiche& fiche) { return Done(app, "fiche.recalled", "next.replace", fiche); });
  });

  auto returned = std::make_shared<v1::ReturnFicheRequest>();
  CLI::App* give_back =
      AddNamed(noun, app, "return", {"fiche return pe-apci/k3f… --comment \"Falta la justificación de la iniciativa 2.\""}, returned,
               [&app, returned] {
                 return CallAndPrint(
                     app, [&](const Client& client) { return client.ReturnFiche(*returned); },
                     [&](const v1::Fiche& fiche) {
                       return app.T("fiche.returned", {{"name", fiche.name()}}) + "\n";
                     });
               });
  app.Add(give_back, "--comment", "comment", returned->mutable_comment())->required();
}

}  // namespace minga::cli
