#include <unistd.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "client/cli/fiche.h"
#include "client/cli/files.h"
#include "client/cli/json.h"
#include "client/cli/names.h"

namespace minga::cli {
namespace {

struct Exporting {
  v1::ExportFicheRequest request;
  // Empty: the name that the registry gives, in the working directory, where nothing is overwritten.
  std::string file;
};

int Export(App& app, const Exporting& exporting) {
  const bool to_stdout = exporting.file == "-";
  if (to_stdout && isatty(STDOUT_FILENO) != 0) return app.FailUsage(app.T("usage.document_to_terminal"), "minga fiche export");
  const absl::StatusOr<Client> client = app.Connect();
  if (!client.ok()) return app.Fail(client.status());
  const absl::StatusOr<v1::ExportFicheResponse> answer = client->ExportFiche(exporting.request);
  if (!answer.ok()) return app.Fail(answer.status());
  if (to_stdout) {
    std::cout << answer->document() << std::flush;
    return std::cout ? kOk : kFailed;
  }
  const char* otherwise = exporting.request.format() == v1::FICHE_FORMAT_HTML ? "ficha.html" : "ficha.docx";
  const std::string file = exporting.file.empty() ? PlainName(answer->file_name(), otherwise) : exporting.file;
  const absl::Status saved = SaveFile(app, file, answer->document(), /*replace=*/!exporting.file.empty());
  if (!saved.ok()) return app.Fail(saved);
  if (app.json()) {
    std::cout << "{\"file\":" << JsonString(file) << ",\"bytes\":" << answer->document().size() << "}\n";
  } else {
    std::cout << app.T("fiche.exported", {{"file", file}}) << "\n";
  }
  return kOk;
}

}  // namespace

void AddFicheExport(CLI::App& noun, App& app) {
  auto exporting = std::make_shared<Exporting>();
  CLI::App* command = app.Command(noun, "export",
                                  {"fiche export pe-apci/k3f…", "fiche export pe-apci/k3f… --blank --form-language pt",
                                   "fiche export pe-apci/k3f… -o ficha.docx", "fiche export pe-apci/k3f… --format html"},
                                  [&app, exporting] { return Export(app, *exporting); });
  app.Add(command, "NAME", "fiche",
          [exporting](const std::string& text) {
            exporting->request.set_name(FicheName(text));
            return std::string();
          })
      ->required();
  command
      ->add_flag_function(
          "--blank", [exporting](int64_t) { exporting->request.set_blank(true); }, app.T("option.blank"))
      ->group(app.T("usage.options"));
  app.Add(command, "--form-language", "form_language", [&app, exporting](const std::string& text) {
    if (text != "es" && text != "pt") return app.T("usage.unknown_code", {{"value", text}, {"known", "es, pt"}});
    exporting->request.set_language(text == "pt" ? v1::FORM_LANGUAGE_PORTUGUESE : v1::FORM_LANGUAGE_SPANISH);
    return std::string();
  });
  app.Add(command, "--format", "fiche_format", [&app, exporting](const std::string& text) {
    if (text != "docx" && text != "html") return app.T("usage.unknown_code", {{"value", text}, {"known", "docx, html"}});
    exporting->request.set_format(text == "html" ? v1::FICHE_FORMAT_HTML : v1::FICHE_FORMAT_DOCX);
    return std::string();
  });
  app.Add(command, "-o,--file", "export_file", &exporting->file);
}

}  // namespace minga::cli
