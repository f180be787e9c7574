// Where agencies stand in a round, and more time for one of them.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <map>
#include <memory>
#include <vector>

#include "client/cli/codes.h"
#include "client/cli/dates.h"
#include "client/cli/names.h"
#include "client/cli/print.h"
#include "client/cli/round.h"

namespace minga::cli {
namespace {

std::string Days(const App& app, const v1::RoundResponse& response) {
  const bool sent = response.state() == v1::RESPONSE_STATE_SUBMITTED || response.state() == v1::RESPONSE_STATE_REVIEWED;
  if (!response.has_days_left() || sent) return "";
  if (response.days_left() == 0) return app.T(response.overdue() ? "round.over_today" : "round.today");
  const bool over = response.days_left() < 0;
  return app.T(over ? "round.days_over" : "round.days_left", {{"count", std::to_string(std::abs(response.days_left()))}});
}

// What is out of the ordinary about its time.
std::string Remarks(const App& app, const v1::RoundResponse& response) {
  std::string remarks;
  const auto add = [&](bool so, std::string_view key) {
    if (so) remarks += (remarks.empty() ? "" : ", ") + app.T(key);
  };
  add(response.late(), "round.late");
  add(response.overdue(), "round.overdue");
  add(response.has_extension(), "round.has_extension");
  return remarks;
}

// The step that comes next; of what was sent, what became of it.
std::string Missing(const App& app, const v1::RoundResponse& response) {
  std::string text = Label(response.next_step(), app.language);
  if (response.received_count() == 0) return text;
  std::string counts;
  const auto add = [&](int count, std::string_view key) {
    if (count > 0) counts += (counts.empty() ? ": " : ", ") + app.T(key, {{"count", std::to_string(count)}});
  };
  add(response.admitted_count(), "round.admitted");
  add(response.excluded_count(), "round.excluded");
  add(response.pending_count(), "round.pending");
  return text + (text.empty() ? "" : "; ") + app.T("round.received", {{"count", std::to_string(response.received_count())}}) + counts;
}

std::string Totals(const App& app, const std::vector<v1::RoundResponse>& responses) {
  std::map<v1::ResponseState, int> counts;
  for (const v1::RoundResponse& each : responses) ++counts[each.state()];
  std::string totals = app.T("round.asked", {{"count", std::to_string(responses.size())}});
  bool first = true;
  for (const auto& [state, count] : counts) {
    totals += (first ? ": " : ", ") + std::to_string(count) + " " + Label(state, app.language);
    first = false;
  }
  return totals;
}

std::string Open(const App& app, const v1::RoundResponse& response) {
  if (response.missing_answers().empty()) return "";
  Fields fields(TerminalWidth());
  fields.Gap();
  fields.Heading(app.T("round.open_questions"));
  fields.Deeper();
  for (const v1::MissingAnswer& each : response.missing_answers()) {
    fields.Line(each.label() + (each.required() ? " " + app.T("round.required") : ""));
  }
  return fields.text();
}

std::string Table(const App& app, const v1::Round& round, const std::vector<v1::RoundResponse>& responses) {
  std::vector<Column> columns;
  for (const char* key :
       {"heading.agency", "heading.country", "heading.state", "heading.deadline", "heading.days", "heading.remarks", "heading.missing"}) {
    columns.push_back({app.T(key)});
  }
  std::vector<std::vector<std::string>> rows;
  for (const v1::RoundResponse& each : responses) {
    rows.push_back({IdOf(each.agency()), CountryName(each.country_code(), app.language), Label(each.state(), app.language),
                    each.has_deadline() ? FormatLocalDeadline(each.deadline(), round.time_zone()) : "", Days(app, each), Remarks(app, each),
                    Missing(app, each)});
  }
  // A column that says nothing of anybody says nothing.
  for (size_t column = columns.size(); column-- > 0;) {
    const bool empty = std::all_of(rows.begin(), rows.end(), [&](const auto& row) { return row[column].empty(); });
    if (!empty) continue;
    columns.erase(columns.begin() + static_cast<std::ptrdiff_t>(column));
    for (auto& row : rows) row.erase(row.begin() + static_cast<std::ptrdiff_t>(column));
  }
  return RenderTable(columns, rows, TerminalWidth());
}

std::string Head(const App& app, const v1::Round& round) {
  std::string head = round.display_name() + ": " + Label(round.state(), app.language);
  if (const std::string closes = ClosingOf(app, round); !closes.empty())
    head += ", " + app.T(round.state() == v1::ROUND_STATE_CLOSED ? "round.closed_on" : "round.closes", {{"time", closes}});
  if (round.allow_late_submissions()) head += ", " + app.T("round.takes_late");
  return Printable(head) + "\n\n";
}

int ShowStatus(App& app, const v1::ListRoundResponsesRequest& request) {
  const absl::StatusOr<Client> client = app.Connect();
  if (!client.ok()) return app.Fail(client.status());
  v1::GetRoundRequest get;
  get.set_name(request.name());
  const absl::StatusOr<v1::Round> round = client->GetRound(get);
  if (!round.ok()) return app.Fail(round.status());
  std::vector<v1::RoundResponse> responses;
  for (const absl::StatusOr<v1::RoundResponse>& each : client->ListRoundResponses(request)) {
    if (!each.ok()) return app.Fail(each.status());
    if (app.json()) {
      std::cout << ToJson(*each) << "\n";
    } else {
      responses.push_back(*each);
    }
  }
  if (app.json()) return kOk;
  if (responses.empty()) {
    std::cerr << app.T("round.not_asked") << "\n";
    return kOk;
  }
  std::cout << Head(app, *round) << Table(app, *round, responses);
  if (responses.size() > 1) std::cout << "\n" << Totals(app, responses) << "\n";
  for (const v1::RoundResponse& each : responses) std::cout << Open(app, each);
  return kOk;
}

struct Extending {
  v1::SetRoundExtensionRequest request;
  // Read when the round's zone is known.
  std::string until;
  bool take_back = false;
};

int Extend(App& app, Extending& extending) {
  if (extending.take_back == !extending.until.empty()) return app.FailUsage(app.T("usage.until_or_take_back"), "minga round extend");
  const absl::StatusOr<Client> client = app.Connect();
  if (!client.ok()) return app.Fail(client.status());
  v1::GetRoundRequest get;
  get.set_name(extending.request.name());
  const absl::StatusOr<v1::Round> round = client->GetRound(get);
  if (!round.ok()) return app.Fail(round.status());
  if (!extending.take_back) {
    absl::TimeZone zone = absl::UTCTimeZone();
    if (!round->time_zone().empty() && !absl::LoadTimeZone(round->time_zone(), &zone)) {
      return app.FailUsage(app.T("usage.bad_zone", {{"value", round->time_zone()}}), "minga round extend");
    }
    const auto time = ReadDeadline(extending.until, zone);
    if (!time) return app.FailUsage(app.T("usage.bad_moment", {{"value", extending.until}}), "minga round extend");
    *extending.request.mutable_close_time() = ToTimestamp(*time);
  }
  return Print(app, client->SetRoundExtension(extending.request), [&](const v1::RoundResponse& response) {
    const std::string until = response.has_deadline() ? FormatDeadline(response.deadline(), round->time_zone()) : app.T("round.no_end");
    const texts::Args args = {{"agency", response.agency_display_name()}, {"time", until}};
    return Printable(app.T(extending.take_back ? "round.extension_taken_back" : "round.extension_given", args)) + "\n";
  });
}

}  // namespace

void AddRoundStatus(CLI::App& noun, App& app) {
  auto list = std::make_shared<v1::ListRoundResponsesRequest>();
  CLI::App* status = app.Command(noun, "status", {"round status r2022"}, [&app, list] { return ShowStatus(app, *list); });
  AddRoundName(app, status, list->mutable_name());

  auto extending = std::make_shared<Extending>();
  CLI::App* extend = app.Command(
      noun, "extend",
      {"round extend r2022 pe-apci --until 2023-04-15 --comment \"Cambio de autoridades\"", "round extend r2022 pe-apci --take-back"},
      [&app, extending] { return Extend(app, *extending); });
  AddRoundName(app, extend, extending->request.mutable_name());
  app.Add(extend, "AGENCY", "agency",
          [extending](const std::string& text) {
            extending->request.set_agency(AgencyName(text));
            return std::string();
          })
      ->required();
  app.Add(extend, "--until", "until", &extending->until);
  app.Add(extend, "--comment", "extension_comment", extending->request.mutable_comment());
  app.AddFlag(extend, "--take-back", "take_back", &extending->take_back);
}

}  // namespace minga::cli
