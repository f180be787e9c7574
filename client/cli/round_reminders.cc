#include <CLI/CLI.hpp>
#include <memory>

#include "client/cli/codes.h"
#include "client/cli/dates.h"
#include "client/cli/names.h"
#include "client/cli/print.h"
#include "client/cli/round.h"

namespace minga::cli {
namespace {

// What goes to one agency; the text only where it is looked at beforehand.
void ShowReminder(const App& app, const v1::RoundReminder& reminder, bool preview, const std::string& zone, Fields& fields) {
  const texts::Args args = {{"agency", reminder.agency_display_name()},
                            {"id", IdOf(reminder.agency())},
                            {"state", Label(reminder.state(), app.language)},
                            {"count", std::to_string(reminder.recipient_count())}};
  fields.Line(app.T(preview ? "round.would_remind" : "round.reminded", args));
  fields.Deeper();
  if (reminder.recipient_count() == 0) fields.Line(app.T("round.nobody_to_remind"));
  if (reminder.has_last_reminder_time()) {
    const std::string when = FormatTime(reminder.last_reminder_time(), zone);
    fields.Line(app.T(reminder.repeated_within_day() ? "round.reminded_within_day" : "round.reminded_before", {{"time", when}}));
  }
  if (preview) {
    fields.Field(app.T("label.subject"), reminder.subject());
    for (std::string_view rest = reminder.body(); !rest.empty();) {
      const size_t end = rest.find('\n');
      const std::string_view line = rest.substr(0, end);
      if (!line.empty()) fields.Line(line);
      rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    }
  }
  fields.Back();
}

int Remind(App& app, const v1::RemindRoundRequest& request) {
  const absl::StatusOr<Client> client = app.Connect();
  if (!client.ok()) return app.Fail(client.status());
  v1::GetRoundRequest get;
  get.set_name(request.name());
  const absl::StatusOr<v1::Round> round = client->GetRound(get);
  if (!round.ok()) return app.Fail(round.status());
  return Print(app, client->RemindRound(request), [&](const v1::RemindRoundResponse& answer) {
    if (answer.reminders().empty()) return app.T("round.nobody_awaited") + "\n";
    Fields fields(TerminalWidth());
    for (const v1::RoundReminder& each : answer.reminders()) ShowReminder(app, each, request.validate_only(), round->time_zone(), fields);
    return fields.text();
  });
}

}  // namespace

void AddRoundReminders(CLI::App& noun, App& app) {
  auto request = std::make_shared<v1::RemindRoundRequest>();
  CLI::App* remind =
      app.Command(noun, "remind", {"round remind r2022 --preview", "round remind r2022 pe-apci --message \"Quedan tres días.\""},
                  [&app, request] { return Remind(app, *request); });
  AddRoundName(app, remind, request->mutable_name());
  app.Add(
      remind, "AGENCY", "reminded",
      [request](const std::string& text) {
        request->add_agencies(AgencyName(text));
        return std::string();
      },
      true);
  app.Add(remind, "--message", "message", request->mutable_message());
  remind
      ->add_flag_function(
          "--preview", [request](int64_t) { request->set_validate_only(true); }, app.T("option.preview"))
      ->group(app.T("usage.options"));
}

}  // namespace minga::cli
