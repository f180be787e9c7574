#include <CLI/CLI.hpp>
#include <memory>

#include "client/cli/dates.h"
#include "client/cli/fiche.h"
#include "client/cli/fiche_changes.h"
#include "client/cli/names.h"
#include "client/cli/people.h"
#include "client/cli/places.h"
#include "client/cli/print.h"

namespace minga::cli {
namespace {

// Where a comment stands, in words. Of entries and actors the name is said too; of what is gone, what stood there.
std::string Place(const App& app, const v1::Fiche& fiche, const v1::Comment& comment) {
  if (!comment.reply_to().empty()) return {};
  if (comment.path().empty()) return app.T("comment.whole_fiche");
  const std::string numbered = NumberedPath(comment.path(), fiche);
  const std::string place = numbered.empty() ? app.T("comment.gone") : PlaceName(app, numbered);
  const bool quotes = !comment.quoted().empty() && (numbered.empty() || numbered.ends_with(']'));
  return quotes ? place + ": " + comment.quoted() : place;
}

std::string Author(const App& app, const v1::Comment& comment) {
  if (comment.deleted()) return {};
  return comment.author_text().empty() ? PrincipalName(app, comment.author())
                                       : app.T("comment.in_document", {{"name", comment.author_text()}});
}

std::string Words(const App& app, const v1::Comment& comment) {
  const std::string text = comment.deleted() ? app.T("comment.deleted_place") : comment.text();
  return comment.reply_to().empty() ? text : "↳ " + text;
}

std::string State(const App& app, const v1::Comment& comment) {
  if (!comment.reply_to().empty()) return {};
  const std::string state = app.T(comment.resolved() ? "comment.is_resolved" : "comment.is_open");
  return comment.audience() == v1::COMMENT_AUDIENCE_SECRETARIAT ? app.T("comment.shared", {{"state", state}}) : state;
}

int List(App& app, const v1::ListCommentsRequest& request) {
  const absl::StatusOr<Client> client = app.Connect();
  if (!client.ok()) return app.Fail(client.status());
  v1::Fiche fiche;
  if (!app.json()) {
    // Comments name entries by their ids, people by their numbers.
    v1::GetFicheRequest get;
    get.set_name(request.parent());
    absl::StatusOr<v1::Fiche> found = client->GetFiche(std::move(get));
    if (!found.ok()) return app.Fail(found.status());
    fiche = *std::move(found);
  }
  return PrintList<v1::Comment>(app, client->ListComments(request),
                                {"heading.place", "heading.comment", "heading.who", "heading.when", "heading.state", "heading.id"},
                                [&](const v1::Comment& comment) {
                                  const auto& time = comment.has_document_time() ? comment.document_time() : comment.create_time();
                                  return std::vector<std::string>{Place(app, fiche, comment), Words(app, comment), Author(app, comment),
                                                                  FormatTime(time),           State(app, comment), IdOf(comment.name())};
                                });
}

void AddParent(CLI::App* to, App& app, std::string* parent) {
  app.Add(to, "FICHE", "fiche",
          [parent](const std::string& text) {
            *parent = FicheName(text);
            return std::string();
          })
      ->required();
}

// A command about one comment; tells what was done with the sentence `cli.KEY`.
template <typename Request, typename Call>
CLI::App* AddNamed(CLI::App& noun, App& app, const std::string& name, const std::vector<std::string>& examples,
                   std::shared_ptr<Request> request, std::string_view key, Call call) {
  CLI::App* command = app.Command(noun, name, examples, [&app, request, key, call] {
    return CallAndPrint(
        app, [&](const Client& client) { return (client.*call)(*request); },
        [&](const auto&) {
          return app.T(key, {{"name", request->name()}}) + "\n";
        });
  });
  app.Add(command, "COMMENT", "comment_name",
          [request](const std::string& text) {
            request->set_name(CommentName(text));
            return std::string();
          })
      ->required();
  return command;
}

void AddAdd(CLI::App& noun, App& app) {
  auto request = std::make_shared<v1::CreateCommentRequest>();
  // Completed when the fiche is known, which may stand behind it.
  auto reply_to = std::make_shared<std::string>();
  CLI::App* add = app.Command(noun, "add",
                              {"fiche comment add pe-apci/k3f… \"¿Quién revisa los montos?\"",
                               "fiche comment add pe-apci/k3f… \"Falta el año.\" --path 'initiatives[a2b…].title'",
                               "fiche comment add pe-apci/k3f… \"Agregado.\" --reply-to c9d…"},
                              [&app, request, reply_to] {
                                if (!reply_to->empty()) request->set_reply_to(CommentName(request->parent(), *reply_to));
                                return CallAndPrint(
                                    app, [&](const Client& client) { return client.CreateComment(*request); },
                                    [&](const v1::Comment& comment) {
                                      return app.T("comment.added", {{"name", comment.name()}}) + "\n";
                                    });
                              });
  AddParent(add, app, request->mutable_parent());
  app.Add(add, "TEXT", "comment_text", request->mutable_text())->required();
  app.Add(add, "--path", "comment_path", request->mutable_path());
  app.Add(add, "--reply-to", "reply_to", reply_to.get());
}

}  // namespace

void AddFicheComment(CLI::App& fiche, App& app) {
  CLI::App* noun = app.Noun(fiche, "comment");
  AddAdd(*noun, app);

  auto listed = std::make_shared<v1::ListCommentsRequest>();
  CLI::App* list = app.Command(*noun, "list", {"fiche comment list pe-apci/k3f…", "fiche comment list pe-apci/k3f… --unresolved"},
                               [&app, listed] { return List(app, *listed); });
  AddParent(list, app, listed->mutable_parent());
  app.Add(list, "--path", "comments_path", listed->mutable_path());
  list->add_flag_function(
          "--unresolved", [listed](int64_t) { listed->set_unresolved_only(true); }, app.T("option.unresolved"))
      ->group(app.T("usage.options"));

  auto edited = std::make_shared<v1::UpdateCommentRequest>();
  CLI::App* edit = AddNamed(*noun, app, "edit", {"fiche comment edit pe-apci/k3f…/c9d… \"Falta el año de inicio.\""}, edited,
                            "comment.edited", &Client::UpdateComment);
  app.Add(edit, "TEXT", "comment_text", edited->mutable_text())->required();
  AddNamed(*noun, app, "resolve", {"fiche comment resolve pe-apci/k3f…/c9d…"}, std::make_shared<v1::ResolveCommentRequest>(),
           "comment.resolved", &Client::ResolveComment);
  AddNamed(*noun, app, "reopen", {"fiche comment reopen pe-apci/k3f…/c9d…"}, std::make_shared<v1::ReopenCommentRequest>(),
           "comment.reopened", &Client::ReopenComment);
  AddNamed(*noun, app, "delete", {"fiche comment delete pe-apci/k3f…/c9d…"}, std::make_shared<v1::DeleteCommentRequest>(),
           "comment.deleted", &Client::DeleteComment);
}

}  // namespace minga::cli
