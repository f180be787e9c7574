#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "client/cli/codes.h"
#include "client/cli/fiche.h"
#include "client/cli/files.h"
#include "client/cli/names.h"
#include "client/cli/print.h"

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

std::string Tell(const App& app, const Merging& merging, const v1::MergeFicheCopiesResponse& answer) {
  std::string text;
  for (int i = 0; i < answer.copies_size(); ++i) {
    for (const v1::DocumentComment& comment : answer.copies(i).comments()) {
      text += merging.files[static_cast<size_t>(i)] + ", " + comment.author() + " (" + comment.path() + "): " + comment.text() + "\n";
    }
  }
  if (answer.conflicts().empty()) {
    return text + app.T(merging.request.validate_only() ? "fiche.would_merge" : "fiche.merged", {{"name", merging.request.name()}}) + "\n";
  }
  for (const v1::FicheCopyConflict& conflict : answer.conflicts()) {
    text += conflict.path() + "\n";
    text += "  " + app.T("merge.base") + ": " + conflict.base() + "\n";
    text += "  0 " + app.T("merge.current") + ": " + conflict.current() + "\n";
    for (const v1::FicheCopyText& copy : conflict.copies()) {
      text += "  " + std::to_string(copy.copy()) + " " + merging.files[static_cast<size_t>(copy.copy()) - 1] + ": " + copy.text() + "\n";
    }
  }
  return text + app.T("merge.choose", {{"path", answer.conflicts(0).path()}}) + "\n";
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
  bool settled = true;
  const int code = CallAndPrint(
      app, [&](const Client& client) { return client.MergeFicheCopies(merging.request); },
      [&](const v1::MergeFicheCopiesResponse& answer) {
        settled = answer.conflicts().empty();
        return Tell(app, merging, answer);
      });
  return code == kOk && !settled ? kFailed : code;
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

  auto request = std::make_shared<v1::DiffFicheRevisionsRequest>();
  auto name = std::make_shared<std::string>();
  auto revision = std::make_shared<std::string>();
  CLI::App* diff =
      app.Command(noun, "diff", {"fiche diff pe-apci/k3f… 5", "fiche diff pe-apci/k3f… 5 --since 2"}, [&app, request, name, revision] {
        request->set_name(*name + "/revisions/" + *revision);
        return CallAndPrint(
            app, [&](const Client& client) { return client.DiffFicheRevisions(*request); },
            [&](const v1::DiffFicheRevisionsResponse& answer) {
              std::vector<std::vector<std::string>> rows;
              for (const v1::FicheChange& change : answer.changes()) {
                rows.push_back({change.path(), Label(change.kind(), app.language), change.before(), change.after()});
              }
              if (rows.empty()) return app.T("list.empty") + "\n";
              return RenderTable({Column{app.T("heading.place")}, Column{app.T("heading.what")}, Column{app.T("heading.before")},
                                  Column{app.T("heading.after")}},
                                 rows, TerminalWidth());
            });
      });
  app.Add(diff, "NAME", "fiche",
          [name](const std::string& text) {
            *name = FicheName(text);
            return std::string();
          })
      ->required();
  app.Add(diff, "REVISION", "later_revision", revision.get())->required();
  diff->add_option_function<int64_t>(
          "--since", [request](int64_t base) { request->set_base(base); }, app.T("option.since"))
      ->group(app.T("usage.options"))
      ->check(CLI::PositiveNumber);
}

}  // namespace minga::cli
