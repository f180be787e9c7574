#include <CLI/CLI.hpp>
#include <memory>

#include "client/cli/app.h"
#include "client/cli/codes.h"
#include "client/cli/dates.h"
#include "client/cli/names.h"
#include "client/cli/print.h"

namespace minga::cli {
namespace {

// Which thing it is about, as a command takes it, and where the reader finds it.
std::string About(const v1::Notice& notice) {
  std::string text = notice.record();
  for (const std::string& part : {notice.initiative_title(), notice.agency_display_name(), notice.round_display_name(), notice.comment()}) {
    if (!part.empty()) text += (text.empty() ? "" : "; ") + part;
  }
  return text;
}

// `KIND=on` or `KIND=off`; empty when it is right.
std::string ReadPreference(const App& app, const std::string& text, v1::NoticePreference* preference) {
  const size_t at = text.find('=');
  const std::string wanted = at == std::string::npos ? "" : text.substr(at + 1);
  if (wanted != "on" && wanted != "off") return app.T("usage.mail", {{"value", text}});
  v1::NoticeKind kind{};
  std::string wrong = ReadCode(text.substr(0, at), app.language, &kind);
  preference->set_kind(kind);
  preference->set_mail(wanted == "on");
  return wrong;
}

std::string Show(const App& app, const v1::NoticePreferences& preferences) {
  std::vector<std::vector<std::string>> rows;
  for (const v1::NoticePreference& each : preferences.preferences()) {
    const char* const mail = each.required() ? "inbox.always" : each.mail() ? "inbox.mailed" : "inbox.not_mailed";
    rows.push_back({CodeOf(*v1::NoticeKind_descriptor(), each.kind()), Label(each.kind(), app.language), app.T(mail)});
  }
  return RenderTable({Column{app.T("heading.code")}, Column{app.T("heading.what")}, Column{app.T("heading.mail")}}, rows, TerminalWidth()) +
         app.T("label.mail_language") + ": " + preferences.language() + "\n";
}

void AddPreferences(CLI::App& noun, App& app) {
  auto change = std::make_shared<v1::UpdateNoticePreferencesRequest>();
  CLI::App* command =
      app.Command(noun, "preferences",
                  {"inbox preferences", "inbox preferences --mail commented=off --mail returned=on --mail-language pt"}, [&app, change] {
                    return CallAndPrint(
                        app,
                        [&](const Client& client) {
                          const bool asks = change->preferences().empty() && change->language().empty();
                          return asks ? client.GetNoticePreferences({}) : client.UpdateNoticePreferences(*change);
                        },
                        [&](const v1::NoticePreferences& preferences) { return Show(app, preferences); });
                  });
  app.Add(
         command, "--mail", "mail",
         [&app, change](const std::string& text) { return ReadPreference(app, text, change->add_preferences()); }, /*many=*/true)
      ->allow_extra_args(false);
  app.Add(command, "--mail-language", "mail_language", change->mutable_language());
}

}  // namespace

void AddInbox(CLI::App& root, App& app) {
  CLI::App* noun = app.Noun(root, "inbox");
  auto list = std::make_shared<v1::ListNoticesRequest>();
  CLI::App* show = app.Command(*noun, "list", {"inbox list --unread"}, [&app, list] {
    return ConnectAndPrintList<v1::Notice>(
        app, [&](const Client& client) { return client.ListNotices(*list); },
        {"heading.when", "heading.what", "heading.about", "heading.who", "heading.id"},
        [&](const v1::Notice& notice) {
          return std::vector<std::string>{FormatTime(notice.create_time()), Label(notice.kind(), app.language), About(notice),
                                          notice.author_display_name(), IdOf(notice.name())};
        });
  });
  show->add_flag_function(
          "--unread", [list](int64_t) { list->set_unread_only(true); }, app.T("option.unread"))
      ->group(app.T("usage.options"));
  auto read = std::make_shared<v1::ReadNoticeRequest>();
  CLI::App* mark = app.Command(*noun, "read", {"inbox read a2b…"}, [&app, read] {
    return CallAndPrint(
        app, [&](const Client& client) { return client.ReadNotice(*read); },
        [&](const v1::Notice& notice) { return Label(notice.kind(), app.language) + ": " + notice.record() + "\n"; });
  });
  app.Add(mark, "NAME", "notice",
          [read](const std::string& text) {
            read->set_name(NoticeName(text));
            return std::string();
          })
      ->required();
  AddPreferences(*noun, app);
}

}  // namespace minga::cli
