#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "client/cli/fiche.h"
#include "client/cli/fiche_changes.h"
#include "client/cli/fiche_view.h"
#include "client/cli/files.h"
#include "client/cli/json.h"
#include "client/cli/names.h"
#include "client/cli/places.h"
#include "client/cli/table.h"

namespace minga::cli {
namespace {

struct Merging {
  v1::MergeFicheCopiesRequest request;
  std::vector<std::string> files;
};

// `PATH=N`; empty when it is right.
std::string ReadChoice(const App& app, const std::string& text, v1::FicheCopyChoice* choice) {
  const size_t at = text.rfind('=');
  const std::string number = at == std::string::npos ? "" : text.substr(at + 1);
  if (number.empty() || number.size() > 2 || number.find_first_not_of("0123456789") != std::string::npos) {
    return app.T("usage.choice", {{"value", text}});
  }
  choice->set_path(text.substr(0, at));
  choice->set_copy(std::stoi(number));
  return {};
}

// The versions in which the places of conflicts have their numbers.
struct Versions {
  v1::Fiche draft;
  v1::Fiche base;
};

absl::StatusOr<Versions> VersionsOf(const Client& client, const std::string& name, const v1::MergeFicheCopiesResponse& answer) {
  Versions versions;
  v1::GetFicheRequest get;
  get.set_name(name);
  absl::StatusOr<v1::Fiche> draft = client.GetFiche(std::move(get));
  if (!draft.ok()) return draft.status();
  versions.draft = *std::move(draft);
  v1::GetFicheRevisionRequest revision;
  revision.set_name(name + "/revisions/" + std::to_string(answer.copies(0).revision()));
  absl::StatusOr<v1::Fiche> base = client.GetFicheRevision(std::move(revision));
  if (!base.ok()) return base.status();
  versions.base = *std::move(base);
  return versions;
}

void TellComments(const App& app, const Merging& merging, const v1::MergeFicheCopiesResponse& answer, Fields* fields) {
  for (int i = 0; i < answer.copies_size(); ++i) {
    for (const v1::DocumentComment& comment : answer.copies(i).comments()) {
      const std::string place = comment.path().empty() ? app.T("finding.no_field") : PlaceName(app, comment.path());
      fields->Line(merging.files[static_cast<size_t>(i)] + ", " + comment.author() + " (" + place + "): " + comment.text());
    }
  }
}

void TellConflict(const App& app, const Merging& merging, const v1::FicheCopyConflict& conflict, const Versions& versions, Fields* fields) {
  const auto field = [&](const std::string& label, const std::string& text) {
    const std::string words = TextInWords(app, conflict.path(), text);
    fields->Field(label, words.empty() ? app.T("edit.nothing") : words);
  };
  fields->Gap();
  fields->Heading(PathInWords(app, conflict.path(), versions.draft, versions.base));
  fields->Deeper();
  field(app.T("merge.base"), conflict.base());
  field("0 " + app.T("merge.current"), conflict.current());
  for (const v1::FicheCopyText& copy : conflict.copies()) {
    field(std::to_string(copy.copy()) + " " + merging.files[static_cast<size_t>(copy.copy()) - 1], copy.text());
  }
  if (!conflict.explanation().empty()) fields->Line(conflict.explanation());
  fields->Line(app.T("merge.choose_here", {{"path", conflict.path()}}));
  fields->Back();
}

// `before`: the draft's etag.
int Tell(const App& app, const Client& client, const Merging& merging, const std::string& before,
         const v1::MergeFicheCopiesResponse& answer) {
  if (app.json()) {
    std::cout << ToJson(answer) << "\n";
    return answer.conflicts().empty() ? kOk : kFailed;
  }
  Fields fields(TerminalWidth());
  TellComments(app, merging, answer, &fields);
  for (int i = 0; i < answer.copies_size(); ++i) {
    if (answer.copies(i).findings().empty()) continue;
    fields.Heading(merging.files[static_cast<size_t>(i)]);
    ShowFindings(app, answer.copies(i).findings(), fields);
    fields.Gap();
  }
  if (answer.conflicts().empty()) {
    const char* const key = answer.fiche().etag() == before   ? "fiche.merge_unchanged"
                            : merging.request.validate_only() ? "fiche.would_merge"
                                                              : "fiche.merged";
    fields.Line(app.T(key, {{"name", merging.request.name()}}));
    std::cout << fields.text();
    return kOk;
  }
  const absl::StatusOr<Versions> versions = VersionsOf(client, merging.request.name(), answer);
  if (!versions.ok()) return app.Fail(versions.status());
  for (const v1::FicheCopyConflict& conflict : answer.conflicts()) TellConflict(app, merging, conflict, *versions, &fields);
  fields.Gap();
  fields.Line(app.T("merge.choose"));
  std::cout << fields.text();
  return kFailed;
}

int Merge(App& app, Merging& merging) {
  const Files files(app, merging.files);
  for (size_t i = 0; i < files.size(); ++i) {
    absl::StatusOr<std::string> bytes = files.Read(i);
    if (!bytes.ok()) return app.Fail(bytes.status());
    v1::FicheCopy& copy = *merging.request.add_copies();
    copy.set_document(*std::move(bytes));
    copy.set_file_name(files.argument(i).substr(files.argument(i).rfind('/') + 1));
  }
  const absl::StatusOr<Client> client = app.Connect();
  if (!client.ok()) return app.Fail(client.status());
  v1::GetFicheRequest get;
  get.set_name(merging.request.name());
  const absl::StatusOr<v1::Fiche> before = client->GetFiche(std::move(get));
  if (!before.ok()) return app.Fail(before.status());
  const absl::StatusOr<v1::MergeFicheCopiesResponse> answer = client->MergeFicheCopies(merging.request);
  if (!answer.ok()) return app.Fail(answer.status());
  return Tell(app, *client, merging, before->etag(), *answer);
}

}  // namespace

void AddFicheMerge(CLI::App& noun, App& app) {
  auto merging = std::make_shared<Merging>();
  CLI::App* merge = app.Command(noun, "merge",
                                {"fiche merge pe-apci/k3f… ana.docx luz.docx eva.docx",
                                 "fiche merge pe-apci/k3f… ana.docx luz.docx --choose 'initiatives[a2b…].title=2'"},
                                [&app, merging] { return Merge(app, *merging); });
  app.Add(merge, "NAME", "fiche",
          [merging](const std::string& text) {
            merging->request.set_name(FicheName(text));
            return std::string();
          })
      ->required();
  merge->add_option("FILE", merging->files, app.T("option.copies"))->group(app.T("usage.options"))->type_name("")->required();
  app.Add(
      merge, "--choose", "choose",
      [&app, merging](const std::string& text) { return ReadChoice(app, text, merging->request.add_choices()); }, /*many=*/true);
  merge
      ->add_flag_function(
          "--dry-run", [merging](int64_t) { merging->request.set_validate_only(true); }, app.T("option.dry_run"))
      ->group(app.T("usage.options"));
}

}  // namespace minga::cli
