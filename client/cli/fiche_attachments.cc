#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>

#include "client/cli/dates.h"
#include "client/cli/fiche.h"
#include "client/cli/files.h"
#include "client/cli/json.h"
#include "client/cli/names.h"
#include "client/cli/print.h"

namespace minga::cli {
namespace {

std::string Size(int64_t bytes) {
  if (bytes < 1024) return fmt::format("{} B", bytes);
  const double kibibytes = static_cast<double>(bytes) / 1024;
  return kibibytes < 1024 ? fmt::format("{:.0f} KiB", kibibytes) : fmt::format("{:.1f} MiB", kibibytes / 1024);
}

// What people call it: nobody says `application/vnd.openxmlformats-…`.
std::string Kind(const std::string& media_type) {
  if (media_type.find("wordprocessingml") != std::string::npos) return "docx";
  if (media_type.find("opendocument.text") != std::string::npos) return "odt";
  return media_type.substr(media_type.rfind('/') + 1);
}

struct Attaching {
  std::string fiche;
  std::vector<std::string> files;
  std::string name;
};

absl::StatusOr<v1::Attachment> Add(const Client& client, const Attaching& attaching, const std::string& file,
                                   absl::StatusOr<std::string> bytes) {
  if (!bytes.ok()) return bytes.status();
  v1::AddFicheAttachmentRequest request;
  request.set_parent(attaching.fiche);
  request.set_file_name(attaching.name.empty() ? IdOf(file) : attaching.name);
  request.set_document(*std::move(bytes));
  return client.AddFicheAttachment(std::move(request));
}

int Attach(App& app, const Attaching& attaching) {
  if (!attaching.name.empty() && attaching.files.size() > 1) return app.FailUsage(app.T("usage.one_name"), "minga fiche attach");
  if (attaching.name.empty() && std::find(attaching.files.begin(), attaching.files.end(), "-") != attaching.files.end()) {
    return app.FailUsage(app.T("usage.name_of_input"), "minga fiche attach");
  }
  const Files files(app, attaching.files);
  const absl::StatusOr<Client> client = app.Connect();
  if (!client.ok()) return app.Fail(client.status());
  int code = kOk;
  for (size_t i = 0; i < files.size() && !app.interrupted(); ++i) {
    const absl::StatusOr<v1::Attachment> added = Add(*client, attaching, files.argument(i), files.Read(i));
    if (!added.ok()) {
      code = app.Fail(added.status(), files.argument(i));
    } else if (app.json()) {
      std::cout << ToJson(*added) << std::endl;
    } else {
      std::cout << app.T("fiche.attached", {{"file", files.argument(i)}, {"id", IdOf(added->name())}}) << std::endl;
    }
  }
  return app.interrupted() ? app.Fail(absl::CancelledError()) : code;
}

int List(App& app, const v1::ListFicheAttachmentsRequest& request) {
  const absl::StatusOr<Client> client = app.Connect();
  if (!client.ok()) return app.Fail(client.status());
  const absl::StatusOr<v1::ListFicheAttachmentsResponse> answer = client->ListFicheAttachments(request);
  if (!answer.ok()) return app.Fail(answer.status());
  std::vector<std::vector<std::string>> rows;
  for (const v1::Attachment& each : answer->attachments()) {
    if (app.json()) std::cout << ToJson(each) << "\n";
    rows.push_back({IdOf(each.name()), each.file_name(), Kind(each.media_type()), Size(each.size_bytes()), FormatTime(each.create_time())});
  }
  if (app.json()) return kOk;
  if (rows.empty()) {
    std::cerr << app.T("list.empty") << "\n";
    return kOk;
  }
  std::cout << RenderTable({Column{app.T("heading.id")}, Column{app.T("heading.file")}, Column{app.T("heading.type")},
                            Column{app.T("heading.size"), /*right=*/true}, Column{app.T("heading.added")}},
                           rows, TerminalWidth());
  return kOk;
}

struct Getting {
  std::string fiche;
  std::string attachment;
  // As in DeliverDocument.
  std::string file;
};

int Get(App& app, const Getting& getting) {
  if (const auto refused = RefuseTerminal(app, getting.file, "minga fiche attachment get")) return *refused;
  const absl::StatusOr<Client> client = app.Connect();
  if (!client.ok()) return app.Fail(client.status());
  v1::GetFicheAttachmentRequest request;
  request.set_name(AttachmentName(getting.fiche, getting.attachment));
  const absl::StatusOr<v1::GetFicheAttachmentResponse> answer = client->GetFicheAttachment(std::move(request));
  if (!answer.ok()) return app.Fail(answer.status());
  const v1::Attachment& attachment = answer->attachment();
  return DeliverDocument(app, getting.file, PlainName(attachment.file_name(), IdOf(attachment.name())), answer->document());
}

int Delete(App& app, const Getting& deleting) {
  v1::DeleteFicheAttachmentRequest request;
  request.set_name(AttachmentName(deleting.fiche, deleting.attachment));
  return CallAndPrint(
      app, [&](const Client& client) { return client.DeleteFicheAttachment(request); },
      [&](const v1::DeleteFicheAttachmentResponse&) {
        return app.T("fiche.deleted", {{"name", request.name()}}) + "\n";
      });
}

CLI::Option* AddName(CLI::App* to, App& app, std::string* name) {
  return app
      .Add(to, "NAME", "fiche",
           [name](const std::string& text) {
             *name = FicheName(text);
             return std::string();
           })
      ->required();
}

void AddOne(CLI::App& noun, App& app) {
  auto getting = std::make_shared<Getting>();
  CLI::App* get =
      app.Command(noun, "get", {"fiche attachment get pe-apci/k3f… a2b3…", "fiche attachment get pe-apci/k3f… a2b3… -o firmado.pdf"},
                  [&app, getting] { return Get(app, *getting); });
  AddName(get, app, &getting->fiche);
  app.Add(get, "ATTACHMENT", "attachment", &getting->attachment)->required();
  app.Add(get, "-o,--file", "export_file", &getting->file);

  auto deleting = std::make_shared<Getting>();
  CLI::App* remove =
      app.Command(noun, "delete", {"fiche attachment delete pe-apci/k3f… a2b3…"}, [&app, deleting] { return Delete(app, *deleting); });
  AddName(remove, app, &deleting->fiche);
  app.Add(remove, "ATTACHMENT", "attachment", &deleting->attachment)->required();
}

}  // namespace

void AddFicheAttachments(CLI::App& noun, App& app) {
  auto attaching = std::make_shared<Attaching>();
  CLI::App* attach = app.Command(noun, "attach",
                                 {"fiche attach pe-apci/k3f… firmado.pdf", "fiche attach pe-apci/k3f… acta.pdf foto.jpg",
                                  "fiche attach pe-apci/k3f… - --name firmado.pdf < escaneo.pdf"},
                                 [&app, attaching] { return Attach(app, *attaching); });
  AddName(attach, app, &attaching->fiche);
  attach->add_option("FILE", attaching->files, app.T("option.attached_file"))->group(app.T("usage.options"))->type_name("")->required();
  app.Add(attach, "--name", "attached_name", &attaching->name);

  auto listed = std::make_shared<v1::ListFicheAttachmentsRequest>();
  CLI::App* list = app.Command(noun, "attachments", {"fiche attachments pe-apci/k3f…"}, [&app, listed] { return List(app, *listed); });
  AddName(list, app, listed->mutable_parent());

  AddOne(*app.Noun(noun, "attachment"), app);
}

}  // namespace minga::cli
