#include <CLI/CLI.hpp>
#include <memory>

#include "client/cli/app.h"
#include "client/cli/codes.h"
#include "client/cli/dates.h"
#include "client/cli/names.h"
#include "client/cli/print.h"

namespace minga::cli {
namespace {

struct Opening {
  v1::CreateRoundRequest request;
  // Read when the zone is known, which may stand behind it.
  std::string opens;
  std::string closes;
};

int OpenRound(App& app, Opening& opening) {
  v1::Round* round = opening.request.mutable_round();
  absl::TimeZone zone = absl::UTCTimeZone();
  if (!round->time_zone().empty() && !absl::LoadTimeZone(round->time_zone(), &zone)) {
    return app.FailUsage(app.T("usage.bad_zone", {{"value", round->time_zone()}}), "minga round open");
  }
  for (const auto& [text, field] :
       {std::pair(&opening.opens, round->mutable_open_time()), {&opening.closes, round->mutable_close_time()}}) {
    if (text->empty()) continue;
    const auto time = ReadDeadline(*text, zone);
    if (!time) return app.FailUsage(app.T("usage.bad_moment", {{"value", *text}}), "minga round open");
    // An opening "on the 1st" begins with the day, a closing ends with it.
    const bool day_begins = text == &opening.opens && text->size() == 10;
    *field = ToTimestamp(day_begins ? absl::FromCivil(absl::ToCivilDay(*time, zone) - 1, zone) : *time);
  }
  if (opening.opens.empty()) round->clear_open_time();
  if (opening.closes.empty()) round->clear_close_time();
  return CallAndPrint(
      app, [&](const Client& client) { return client.CreateRound(opening.request); },
      [&](const v1::Round& made) {
        return app.T("round.opened", {{"name", made.name()}}) + "\n";
      });
}

CLI::Option* AddDate(App& app, CLI::App* to, const std::string& name, std::string_view key, std::function<google::type::Date*()> date) {
  return app.Add(to, name, key, [&app, date = std::move(date)](const std::string& text) {
    const auto read = ReadDate(text);
    if (!read) return app.T("usage.bad_date", {{"value", text}});
    *date() = *read;
    return std::string();
  });
}

}  // namespace

void AddRound(CLI::App& root, App& app) {
  CLI::App* noun = app.Noun(root, "round");

  auto opening = std::make_shared<Opening>();
  v1::Round* round = opening->request.mutable_round();
  CLI::App* open = app.Command(*noun, "open",
                               {"round open r2022 --title \"Relevamiento 2022\" --form 2022 --from 2019-01 --to 2022-12 \\\n"
                                "      --closes 2023-03-31 --zone America/Montevideo --visibility network"},
                               [&app, opening] { return OpenRound(app, *opening); });
  app.Add(open, "ID", "round_id",
          [opening](const std::string& text) {
            opening->request.set_round_id(RoundId(text));
            return std::string();
          })
      ->required();
  app.Add(open, "--title", "round_title", round->mutable_display_name())->required();
  app.Add(open, "--form", "form", round->mutable_form_version())->required();
  AddDate(app, open, "--from", "round_from", [round] { return round->mutable_period()->mutable_start(); })->required();
  AddDate(app, open, "--to", "round_to", [round] { return round->mutable_period()->mutable_end(); });
  app.Add(open, "--opens", "opens", &opening->opens);
  app.Add(open, "--closes", "closes", &opening->closes);
  app.Add(open, "--zone", "zone", round->mutable_time_zone());
  app.Add(open, "--visibility", "visibility", [&app, round](const std::string& text) {
    v1::Visibility visibility{};
    std::string wrong = ReadCode(text, app.language, &visibility);
    round->set_default_visibility(visibility);
    return wrong;
  });

  app.Command(*noun, "list", {"round list"}, [&app] {
    return ConnectAndPrintList<v1::Round>(
        app, [](const Client& client) { return client.ListRounds(); },
        {"heading.id", "heading.title", "heading.state", "heading.period", "heading.closes"},
        [&](const v1::Round& each) {
          return std::vector<std::string>{IdOf(each.name()), each.display_name(), Label(each.state(), app.language),
                                          FormatPeriod(each.period()),
                                          each.has_close_time() ? FormatTime(each.close_time(), each.time_zone()) : ""};
        });
  });

  auto closing = std::make_shared<v1::CloseRoundRequest>();
  CLI::App* close = app.Command(*noun, "close", {"round close r2022"}, [&app, closing] {
    return CallAndPrint(
        app, [&](const Client& client) { return client.CloseRound(*closing); },
        [&](const v1::Round& closed) {
          return app.T("round.closed", {{"name", closed.name()}}) + "\n";
        });
  });
  app.Add(close, "ROUND", "round",
          [closing](const std::string& text) {
            closing->set_name(RoundName(text));
            return std::string();
          })
      ->required();
}

}  // namespace minga::cli
