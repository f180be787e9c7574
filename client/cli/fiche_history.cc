#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <iostream>
#include <memory>

#include "client/cli/codes.h"
#include "client/cli/dates.h"
#include "client/cli/fiche.h"
#include "client/cli/fiche_changes.h"
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
  if (revision.has_agrees()) text += std::string(": ") + app.T(revision.agrees() ? "agrees" : "disagrees");
  if (revision.late()) text += " (" + app.T("round.late") + ")";
  // A submission says only that nothing was validated: the rest stands in the step before.
  const bool says_how = revision.verb() == v1::FICHE_VERB_VALIDATE ||
                        (revision.verb() == v1::FICHE_VERB_SUBMIT && revision.validation() == v1::VALIDATION_MODE_NONE);
  const std::string how = says_how ? Label(revision.validation(), app.language) : "";
  return how.empty() ? text : text + " (" + how + ")";
}

// The number of a step; empty when it is right.
std::string ReadRevision(const App& app, std::string_view text, int64_t* revision) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), *revision);
  const bool good = error == std::errc() && end == text.data() + text.size() && *revision > 0;
  return good ? "" : app.T("usage.bad_revision", {{"value", std::string(text)}});
}

struct Comparing {
  std::string name;
  int64_t revision = 0;
  // 0: the step before.
  int64_t since = 0;
};

// All that the first step says is new.
absl::StatusOr<v1::Fiche> Version(const Client& client, const std::string& name, int64_t revision) {
  if (revision == 0) return v1::Fiche();
  v1::GetFicheRevisionRequest request;
  request.set_name(name + "/revisions/" + std::to_string(revision));
  return client.GetFicheRevision(std::move(request));
}

int Diff(App& app, const Comparing& comparing) {
  if (comparing.since >= comparing.revision) {
    const texts::Args args = {{"revision", std::to_string(comparing.revision)}, {"since", std::to_string(comparing.since)}};
    return app.FailUsage(app.T("usage.since_later", args), "minga fiche diff");
  }
  const absl::StatusOr<Client> client = app.Connect();
  if (!client.ok()) return app.Fail(client.status());
  v1::DiffFicheRevisionsRequest request;
  request.set_name(comparing.name + "/revisions/" + std::to_string(comparing.revision));
  request.set_base(comparing.since);
  const absl::StatusOr<v1::DiffFicheRevisionsResponse> answer = client->DiffFicheRevisions(std::move(request));
  if (!answer.ok() || app.json()) {
    return Print(app, answer, [](const v1::DiffFicheRevisionsResponse&) { return std::string(); });
  }
  if (answer->changes().empty()) {
    std::cerr << app.T("list.empty") << "\n";
    return kOk;
  }
  // They tell which of the entries a path is about.
  const absl::StatusOr<v1::Fiche> before = Version(*client, comparing.name, answer->base());
  if (!before.ok()) return app.Fail(before.status());
  const absl::StatusOr<v1::Fiche> after = Version(*client, comparing.name, comparing.revision);
  if (!after.ok()) return app.Fail(after.status());
  std::cout << ChangesTable(app, answer->changes(), *before, *after);
  return kOk;
}

void AddDiff(CLI::App& noun, App& app) {
  auto comparing = std::make_shared<Comparing>();
  CLI::App* diff = app.Command(noun, "diff", {"fiche diff pe-apci/k3f… 5", "fiche diff pe-apci/k3f… 5 --since 2"},
                               [&app, comparing] { return Diff(app, *comparing); });
  app.Add(diff, "NAME", "fiche",
          [comparing](const std::string& text) {
            comparing->name = FicheName(text);
            return std::string();
          })
      ->required();
  app.Add(diff, "REVISION", "later_revision",
          [&app, comparing](const std::string& text) { return ReadRevision(app, text, &comparing->revision); })
      ->required();
  app.Add(diff, "--since", "since", [&app, comparing](const std::string& text) { return ReadRevision(app, text, &comparing->since); });
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
  AddDiff(noun, app);
}

}  // namespace minga::cli
