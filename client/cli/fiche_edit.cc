#include "client/cli/fiche_edit.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <memory>

#include "client/cli/editor.h"
#include "client/cli/fiche.h"
#include "client/cli/fiche_edit_conflict.h"
#include "client/cli/files.h"
#include "client/cli/json.h"
#include "client/cli/names.h"
#include "client/cli/table.h"
#include "client/cli/yaml_text.h"
#include "minga/error_details.h"

namespace minga::cli {
namespace {

using Outcome = FicheEdit::Outcome;

// Lines that say what went wrong, above what the person wrote; taken away when the file is read again.
constexpr std::string_view kNotice = "#! ";

std::string WithoutNotice(std::string_view text) {
  std::string rest;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    if (!text.starts_with("#!")) rest += text.substr(0, end);
    text.remove_prefix(end);
  }
  return rest;
}

std::string FaultLine(const App& app, const FicheFault& fault, int notice_lines) {
  if (fault.line == 0) return fault.sentence;
  return app.T("edit.line", {{"line", std::to_string(fault.line + notice_lines)}, {"what", fault.sentence}});
}

std::string FaultLines(const App& app, const std::vector<FicheFault>& faults, int notice_lines) {
  std::string text;
  for (const FicheFault& fault : faults) text += (text.empty() ? "" : "\n") + FaultLine(app, fault, notice_lines);
  return text;
}

// Each fault on a line of its own on stderr, behind `about` (a file).
int FailFaults(const App& app, const std::vector<FicheFault>& faults, std::string_view about = {}) {
  if (app.json()) return app.Fail(app.Error("EDIT_INVALID", "error.edit_invalid", {{"what", FaultLines(app, faults, 0)}}), about);
  std::cout << std::flush;
  std::cerr << app.T("edit.nothing_saved") << "\n";
  for (const FicheFault& fault : faults) {
    const std::string told = (about.empty() ? "" : Printable(about) + ", ") + Printable(FaultLine(app, fault, 0));
    for (const std::string& line : Wrap(told, TerminalWidth() == 0 ? 0 : TerminalWidth() - 4)) std::cerr << "  " << line << "\n";
  }
  return kFailed;
}

// The notice itself pushes down the lines that it names.
std::string FaultNotice(const App& app, const std::vector<FicheFault>& faults) {
  const std::string head = app.T("edit.not_saved") + "\n";
  const std::string first = YamlComment(head + FaultLines(app, faults, 0), 0, kNotice);
  const auto lines = static_cast<int>(std::count(first.begin(), first.end(), '\n'));
  return YamlComment(head + FaultLines(app, faults, lines), 0, kNotice);
}

// Keeps the indentation, which wrapping would not.
std::string ConflictNotice(const App& app, const std::string& text) {
  std::string notice = YamlComment(app.T("edit.conflict_notice"), 0, kNotice);
  std::string line;
  for (const char c : text) {
    if (c != '\n') {
      line += c;
      continue;
    }
    notice += std::string(kNotice) + Printable(line) + "\n";
    line.clear();
  }
  return notice;
}

std::vector<std::string> PathsOf(const absl::Status& conflict) {
  std::vector<std::string> paths;
  for (const FieldViolation& each : DetailsOf(conflict).field_violations) paths.push_back(each.path);
  return paths;
}

class InEditor {
 public:
  InEditor(App& app, const Client& client, const EditOptions& options, const v1::Fiche& fiche, DraftFile file)
      : app_(app), client_(client), options_(options), edit_(app, client, options, fiche), file_(std::move(file)) {}

  int Run() {
    std::string text = WriteFicheYaml(app_, edit_.base());
    bool first = true;
    for (;;) {
      if (const absl::Status written = file_.Write(text); !written.ok()) return KeepAfter(app_.Fail(written));
      const absl::Status opened = RunEditor(app_, file_.path());
      const absl::StatusOr<std::string> read = file_.Read();
      if (!read.ok()) return app_.Fail(read.status());
      const bool untouched = *read == text;
      if (!opened.ok()) {
        const int code = app_.Fail(opened);
        return untouched && first ? Leave(code) : KeepAfter(code);
      }
      // Whoever closes the file as it was opened has mended nothing, but may agree with what somebody else wrote.
      if (untouched && !first && !(reconciled_ && Confirmed(app_, "edit_accept", true))) return KeepAfter(kFailed);
      first = reconciled_ = false;
      const std::string mine = WithoutNotice(*read);
      int code = kOk;
      if (!Again(edit_.Try(mine), mine, &text, &code)) return code;
    }
  }

 private:
  // Whether to open the file once more, and then with what; otherwise the command's exit code.
  bool Again(Outcome outcome, const std::string& mine, std::string* text, int* code) {
    switch (outcome) {
      case Outcome::kSaved:
      case Outcome::kNothingChanged:
        *code = Leave(kOk);
        return false;
      case Outcome::kEmpty:
        *code = Leave(app_.Fail(app_.Error("EDIT_EMPTY", "error.edit_empty")));
        return false;
      case Outcome::kFaulty:
        return Mend(mine, text, code);
      case Outcome::kConflict:
        return Reconcile(mine, text, code);
      case Outcome::kDeclined:
        *text = mine;
        return OpenAgain(code);
      case Outcome::kFailed:
        *code = KeepAfter(app_.Fail(edit_.status()));
        return false;
    }
    return false;
  }

  bool Mend(const std::string& mine, std::string* text, int* code) {
    *text = FaultNotice(app_, edit_.faults()) + mine;
    FailFaults(app_, edit_.faults());
    return OpenAgain(code);
  }

  bool Reconcile(const std::string& mine, std::string* text, int* code) {
    const absl::StatusOr<Rebased> rebased = Rebase(app_, client_, edit_.base(), edit_.mine(), PathsOf(edit_.status()));
    if (!rebased.ok()) {
      *code = KeepAfter(app_.Fail(rebased.status()));
      return false;
    }
    const std::string told = ConflictText(app_, *rebased, edit_.mine());
    if (app_.json()) {
      app_.Fail(edit_.status());
    } else {
      std::cout << std::flush;
      std::cerr << Printable(app_.Sentence(edit_.status())) << "\n\n" << PrintableLines(told) << "\n";
    }
    if (!OpenAgain(code)) return false;
    const absl::StatusOr<std::string> kept = file_.Keep("mine-" + edit_.base().etag() + ".yaml", mine);
    if (!kept.ok()) {
      *code = KeepAfter(app_.Fail(kept.status()));
      return false;
    }
    before_ = *kept;
    *text = ConflictNotice(app_, told) + WriteFicheYaml(app_, rebased->merged);
    edit_.set_base(rebased->current);
    reconciled_ = true;
    return true;
  }

  bool OpenAgain(int* code) {
    if (!options_.no_input && Confirmed(app_, "edit_again", true)) return true;
    *code = KeepAfter(kFailed);
    return false;
  }

  int Leave(int code) {
    file_.Remove();
    return code;
  }
  int KeepAfter(int code) {
    std::cerr << app_.T("edit.kept", {{"file", file_.path()}, {"name", edit_.base().name()}}) << std::endl;
    if (!before_.empty()) std::cerr << app_.T("edit.kept_before", {{"file", before_}}) << std::endl;
    return code;
  }

  App& app_;
  const Client& client_;
  const EditOptions& options_;
  FicheEdit edit_;
  DraftFile file_;
  // Whether the file that is open shows what somebody else wrote.
  bool reconciled_ = false;
  // What the person wrote before that; empty when nobody else wrote.
  std::string before_;
};

// Shows what both wrote, and how to go on: the file is of a version that is no longer the current one.
int FailConflict(const App& app, const Client& client, const FicheEdit& edit, const std::string& file) {
  if (app.json()) return app.Fail(edit.status(), file);
  const absl::StatusOr<Rebased> rebased = Rebase(app, client, edit.base(), edit.mine(), PathsOf(edit.status()));
  if (!rebased.ok()) return app.Fail(rebased.status(), file);
  std::cout << std::flush;
  std::cerr << Printable(file) << ": " << Printable(app.Sentence(edit.status())) << "\n\n"
            << PrintableLines(ConflictText(app, *rebased, edit.mine())) << "\n"
            << app.T("edit.file_conflict", {{"name", edit.base().name()}}) << "\n";
  return kFailed;
}

int OfFile(App& app, const Client& client, const EditOptions& options, const v1::Fiche& fiche, const std::string& text) {
  FicheEdit edit(app, client, options, fiche);
  switch (edit.Try(text)) {
    case Outcome::kSaved:
    case Outcome::kNothingChanged:
      return kOk;
    case Outcome::kEmpty:
      return app.Fail(app.Error("EDIT_EMPTY", "error.edit_empty"), options.file);
    case Outcome::kFaulty:
      return FailFaults(app, edit.faults(), options.file);
    case Outcome::kDeclined:
      std::cerr << app.T("edit.declined") << "\n";
      return kFailed;
    case Outcome::kConflict:
      return FailConflict(app, client, edit, options.file);
    case Outcome::kFailed:
      break;
  }
  return app.Fail(edit.status(), options.file);
}

// Whoever may not change the fiche, or not now, should know before writing.
absl::Status MayEdit(const Client& client, const v1::Fiche& fiche) {
  v1::UpdateFicheRequest request;
  *request.mutable_fiche() = fiche;
  request.set_validate_only(true);
  const absl::Status status = client.UpdateFiche(std::move(request)).status();
  return DetailsOf(status).reason == "INVALID_FIELDS" ? absl::OkStatus() : status;
}

// `pe-apci-k3f….yaml`, for the editor's title bar.
std::string FileName(const std::string& name) { return IdOf(ParentOf(name)) + "-" + IdOf(name) + ".yaml"; }

int Edit(App& app, const EditOptions& options) {
  std::string text;
  if (!options.file.empty()) {
    const absl::StatusOr<std::string> read = Files(app, {options.file}).Read(0);
    if (!read.ok()) return app.Fail(read.status());
    text = *read;
  }
  const absl::StatusOr<Client> client = app.Connect();
  if (!client.ok()) return app.Fail(client.status());
  v1::GetFicheRequest get;
  get.set_name(options.name);
  const absl::StatusOr<v1::Fiche> fiche = client->GetFiche(std::move(get));
  if (!fiche.ok()) return app.Fail(fiche.status());
  if (options.print) {
    std::cout << WriteFicheYaml(app, *fiche);
    return kOk;
  }
  if (!options.file.empty()) return OfFile(app, *client, options, *fiche, text);
  if (const absl::Status may = MayEdit(*client, *fiche); !may.ok()) return app.Fail(may);
  absl::StatusOr<DraftFile> file = DraftFile::Make(app, FileName(fiche->name()));
  if (!file.ok()) return app.Fail(file.status());
  return InEditor(app, *client, options, *fiche, *std::move(file)).Run();
}

}  // namespace

void AddFicheEdit(CLI::App& noun, App& app) {
  auto options = std::make_shared<EditOptions>();
  CLI::App* edit =
      app.Command(noun, "edit",
                  {"fiche edit pe-apci/k3f…", "fiche edit pe-apci/k3f… --print > ficha.yaml", "fiche edit pe-apci/k3f… --file ficha.yaml"},
                  [&app, options] { return Edit(app, *options); });
  app.Add(edit, "NAME", "fiche",
          [options](const std::string& text) {
            options->name = FicheName(text);
            return std::string();
          })
      ->required();
  CLI::Option* file = app.Add(edit, "-f,--file", "edit_file", &options->file);
  app.AddFlag(edit, "--print", "edit_print", &options->print)->excludes(file);
  app.AddFlag(edit, "--no-input", "no_input", &options->no_input);
  app.AddFlag(edit, "--yes", "edit_yes", &options->yes);
}

}  // namespace minga::cli
