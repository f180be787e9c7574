#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <memory>

#include "client/cli/fiche.h"
#include "client/cli/json.h"
#include "client/cli/names.h"

namespace minga::cli {
namespace {

namespace fs = std::filesystem;

struct Exporting {
  v1::ExportFicheRequest request;
  // Empty: the name that the registry gives, in the working directory, where nothing is overwritten.
  std::string file;
};

// A name that cannot lead to another directory, whoever answered it.
std::string PlainName(const std::string& given, v1::FicheFormat format) {
  const std::string name = IdOf(given);
  if (!name.empty() && name.front() != '.') return name;
  return format == v1::FICHE_FORMAT_HTML ? "ficha.html" : "ficha.docx";
}

// Whole or not at all: what is there already may be somebody's work.
bool Save(const std::string& file, const std::string& bytes) {
  const std::string part = file + ".part";
  errno = 0;
  std::ofstream out(part, std::ios::binary | std::ios::trunc);
  const bool written = out.is_open() && out.write(bytes.data(), static_cast<std::streamsize>(bytes.size())).flush().good();
  const int error = errno;
  out.close();
  if (written && std::rename(part.c_str(), file.c_str()) == 0) return true;
  const int cause = written ? errno : error;
  std::remove(part.c_str());
  errno = cause == 0 ? EIO : cause;
  return false;
}

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
  const std::string file = exporting.file.empty() ? PlainName(answer->file_name(), exporting.request.format()) : exporting.file;
  if (std::error_code ignored; exporting.file.empty() && fs::exists(file, ignored)) {
    return app.Fail(app.Error("FILE_EXISTS", "error.file_exists", {{"file", file}}));
  }
  if (!Save(file, answer->document())) {
    return app.Fail(app.Error("FILE_UNWRITABLE", "error.file_unwritable", {{"file", file}, {"cause", app.FileCause(errno)}}));
  }
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
