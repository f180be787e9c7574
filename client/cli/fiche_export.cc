#include <CLI/CLI.hpp>
#include <memory>

#include "client/cli/fiche.h"
#include "client/cli/files.h"
#include "client/cli/names.h"

namespace minga::cli {
namespace {

struct Exporting {
  v1::ExportFicheRequest request;
  // As in DeliverDocument.
  std::string file;
};

int Export(App& app, const Exporting& exporting) {
  if (const auto refused = RefuseTerminal(app, exporting.file, "minga fiche export")) return *refused;
  const absl::StatusOr<Client> client = app.Connect();
  if (!client.ok()) return app.Fail(client.status());
  const absl::StatusOr<v1::ExportFicheResponse> answer = client->ExportFiche(exporting.request);
  if (!answer.ok()) return app.Fail(answer.status());
  const char* otherwise = exporting.request.format() == v1::FICHE_FORMAT_HTML ? "ficha.html" : "ficha.docx";
  return DeliverDocument(app, exporting.file, PlainName(answer->file_name(), otherwise), answer->document());
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
