#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <optional>

#include "client/cli/fiche.h"
#include "client/cli/fiche_view.h"
#include "client/cli/files.h"
#include "client/cli/json.h"
#include "client/cli/names.h"
#include "client/cli/people.h"

namespace minga::cli {
namespace {

using Findings = google::protobuf::RepeatedPtrField<v1::Finding>;

// What came of one file.
struct Told {
  v1::Fiche fiche;
  Findings findings;
  v1::DocumentOrigin origin;
  google::protobuf::RepeatedPtrField<v1::DocumentComment> comments;
  // The draft was made, but could not be submitted.
  absl::Status submission;
};

template <typename Message>
std::string ListJson(const google::protobuf::RepeatedPtrField<Message>& list) {
  std::string json;
  for (const Message& each : list) json += (json.empty() ? "" : ",") + ToJson(each);
  return "[" + json + "]";
}

// Members of an object, each after a comma.
std::string ToldJson(const Told& told) {
  std::string json = ",\"fiche\":" + ToJson(told.fiche) + ",\"findings\":" + ListJson(told.findings);
  if (told.origin.ByteSizeLong() > 0) json += ",\"origin\":" + ToJson(told.origin);
  if (!told.comments.empty()) json += ",\"comments\":" + ListJson(told.comments);
  return json;
}

using Headline = std::function<std::string(const Told&)>;

void Show(const App& app, const std::string& file, const Told& told, const Headline& headline) {
  Fields fields(TerminalWidth());
  fields.Heading("── " + file + " ──");
  if (headline != nullptr) fields.Line(headline(told));
  ShowFiche(app, told.fiche, true, fields);
  if (!told.origin.fiche().empty()) fields.Line(app.T("fiche.copy_of", {{"name", told.origin.fiche()}, {"etag", told.origin.etag()}}));
  ShowFindings(app, told.findings, fields);
  ShowComments(app, told.comments, fields);
  std::cout << fields.text() << std::endl;
}

// Sends each file and tells what came of it, in the order of the arguments.
int SendFiles(App& app, const std::vector<std::string>& arguments,
              const std::function<absl::StatusOr<Told>(const Client&, const std::string& file, std::string bytes)>& send,
              const Headline& headline) {
  const Files files(app, arguments);
  const absl::StatusOr<Client> client = app.Connect();
  if (!client.ok()) return app.Fail(client.status());
  std::vector<std::optional<absl::StatusOr<Told>>> answers(files.size());
  int code = kOk;
  files.Run(
      [&](size_t i) {
        absl::StatusOr<std::string> bytes = files.Read(i);
        answers[i] = bytes.ok() ? send(*client, files.argument(i), *std::move(bytes)) : absl::StatusOr<Told>(bytes.status());
      },
      [&](size_t i) {
        const absl::Status error = answers[i]->ok() ? (*answers[i])->submission : answers[i]->status();
        if (!error.ok()) code = kFailed;
        const Told* told = answers[i]->ok() ? &**answers[i] : nullptr;
        if (app.json()) {
          std::cout << "{\"file\":" << JsonString(files.argument(i));
          if (told != nullptr) std::cout << ToldJson(*told);
          if (!error.ok()) std::cout << ",\"error\":" << ShortErrorJson(error, app.Sentence(error));
          std::cout << "}" << std::endl;
        } else {
          if (told != nullptr) Show(app, files.argument(i), *told, headline);
          if (!error.ok()) app.Fail(error, files.argument(i));
        }
        // Documents are large and may be many.
        answers[i].reset();
      });
  return app.interrupted() ? app.Fail(absl::CancelledError()) : code;
}

int Read(App& app, const std::vector<std::string>& arguments) {
  return SendFiles(
      app, arguments,
      [](const Client& client, const std::string&, std::string bytes) -> absl::StatusOr<Told> {
        v1::ReadFicheDocumentRequest request;
        request.set_document(std::move(bytes));
        auto answer = client.ReadFicheDocument(std::move(request));
        if (!answer.ok()) return answer.status();
        return Told{std::move(*answer->mutable_fiche()), std::move(*answer->mutable_findings()), std::move(*answer->mutable_origin()),
                    std::move(*answer->mutable_comments()), absl::OkStatus()};
      },
      nullptr);
}

struct Importing {
  v1::ImportFicheRequest request;
  std::vector<std::string> files;
  bool submit = false;
};

int Import(App& app, const Importing& importing) {
  const auto fail = [&](std::string_view key) { return app.FailUsage(app.T(key), "minga fiche import"); };
  if (importing.request.round().empty() && importing.request.fiche().empty()) return fail("usage.round_or_replace");
  if (importing.files.size() > 1) return fail("usage.import_one_file");
  if (importing.submit && importing.request.validate_only()) return fail("usage.submit_dry_run");
  return SendFiles(
      app, importing.files,
      [&](const Client& client, const std::string& file, std::string bytes) -> absl::StatusOr<Told> {
        v1::ImportFicheRequest request = importing.request;
        // A draft says whose it is.
        const std::string& draft = request.fiche();
        const absl::StatusOr<std::string> agency =
            TenantOf(client, request.parent().empty() && !draft.empty() ? ParentOf(draft) : request.parent());
        if (!agency.ok()) return agency.status();
        request.set_parent(*agency);
        request.set_document(std::move(bytes));
        if (file != "-") request.set_file_name(IdOf(file));
        auto answer = client.ImportFiche(std::move(request));
        if (!answer.ok()) return answer.status();
        Told told{std::move(*answer->mutable_fiche()), std::move(*answer->mutable_findings()), {}, {}, absl::OkStatus()};
        if (importing.submit) {
          v1::SubmitFicheRequest submit;
          submit.set_name(told.fiche.name());
          submit.set_etag(told.fiche.etag());
          auto submitted = client.SubmitFiche(std::move(submit));
          told.submission = submitted.status();
          if (submitted.ok()) told.fiche = *std::move(submitted);
        }
        return told;
      },
      [&](const Told& told) {
        const bool submitted = importing.submit && told.submission.ok();
        const char* key = importing.request.validate_only()    ? "fiche.would_import"
                          : submitted                          ? "fiche.submitted"
                          : !importing.request.fiche().empty() ? "fiche.replaced"
                                                               : "fiche.imported";
        return app.T(key, {{"name", told.fiche.name()}});
      });
}

CLI::Option* AddFileArguments(CLI::App* to, App& app, std::vector<std::string>* files) {
  return app
      .Add(
          to, "FILE", "file",
          [files](const std::string& text) {
            files->push_back(text);
            return std::string();
          },
          true)
      ->required();
}

}  // namespace

void AddFicheDocuments(CLI::App& noun, App& app) {
  auto read_files = std::make_shared<std::vector<std::string>>();
  CLI::App* read =
      app.Command(noun, "read", {"fiche read ficha.docx", "fiche read *.docx --output json > fichas.jsonl", "fiche read - < ficha.odt"},
                  [&app, read_files] { return Read(app, *read_files); });
  AddFileArguments(read, app, read_files.get());

  auto importing = std::make_shared<Importing>();
  CLI::App* import = app.Command(
      noun, "import",
      {"fiche import ficha.docx --agency pe-apci --round 2022 --key-file apci.key",
       "fiche import ficha.docx --agency pe-apci --round 2022 --dry-run", "fiche import corregida.docx --replace pe-apci/k3f… --submit"},
      [&app, importing] { return Import(app, *importing); });
  AddFileArguments(import, app, &importing->files);
  app.Add(import, "--agency", "tenant", [importing](const std::string& text) {
    importing->request.set_parent(AgencyName(text));
    return std::string();
  });
  app.Add(import, "--round", "round", [importing](const std::string& text) {
    importing->request.set_round(RoundName(text));
    return std::string();
  });
  app.Add(import, "--replace", "replace", [importing](const std::string& text) {
    importing->request.set_fiche(FicheName(text));
    return std::string();
  });
  app.AddFlag(import, "--submit", "submit", &importing->submit);
  app.Add(import, "--etag", "etag", importing->request.mutable_etag());
  import->add_flag_function("--dry-run", [importing](int64_t) { importing->request.set_validate_only(true);
}, app.T("option.dry_run"))
      ->group(app.T("usage.options"));
}  // namespace minga::cli

}  // namespace minga::cli
