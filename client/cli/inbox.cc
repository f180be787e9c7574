#include <CLI/CLI.hpp>
#include <memory>

#include "client/cli/app.h"
#include "client/cli/codes.h"
#include "client/cli/dates.h"
#include "client/cli/print.h"

namespace minga::cli {
namespace {

std::string About(const v1::Notice& notice) {
  std::string text = notice.agency_display_name();
  if (!notice.round_display_name().empty()) text += (text.empty() ? "" : ", ") + notice.round_display_name();
  if (!notice.comment().empty()) text += (text.empty() ? "" : ": ") + notice.comment();
  return text;
}

}  // namespace

void AddInbox(CLI::App& root, App& app) {
  CLI::App* noun = app.Noun(root, "inbox");
  auto list = std::make_shared<v1::ListNoticesRequest>();
  CLI::App* show = app.Command(*noun, "list", {"inbox list --unread"}, [&app, list] {
    return ConnectAndPrintList<v1::Notice>(
        app, [&](const Client& client) { return client.ListNotices(*list); },
        {"heading.name", "heading.when", "heading.what", "heading.who", "heading.comment"},
        [&](const v1::Notice& notice) {
          return std::vector<std::string>{notice.name(), FormatTime(notice.create_time()), Label(notice.kind(), app.language),
                                          notice.author_display_name(), About(notice)};
        });
  });
  show->add_flag_function(
          "--unread", [list](int64_t) { list->set_unread_only(true); }, app.T("option.unread"))
      ->group(app.T("usage.options"));
  auto read = std::make_shared<v1::ReadNoticeRequest>();
  CLI::App* mark = app.Command(*noun, "read", {"inbox read people/k3f…/notices/a2b…"}, [&app, read] {
    return CallAndPrint(
        app, [&](const Client& client) { return client.ReadNotice(*read); },
        [&](const v1::Notice& notice) { return Label(notice.kind(), app.language) + ": " + notice.record() + "\n"; });
  });
  app.Add(mark, "NAME", "notice", read->mutable_name())->required();
}

}  // namespace minga::cli
