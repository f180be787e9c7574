#include "client/cli/round.h"

#include <CLI/CLI.hpp>
#include <memory>

#include "client/cli/app.h"
#include "client/cli/codes.h"
#include "client/cli/dates.h"
#include "client/cli/names.h"
#include "client/cli/print.h"

namespace minga::cli {
namespace {

// What round open and round update say about a round alike.
struct Writing {
  v1::Round round;
  // Read when the zone is known, which may stand behind them.
  std::string opens;
  std::string closes;
  bool late = false;
  bool not_late = false;
  bool asks_all = false;
};

// Reads the moments in the round's zone; the sentence of what is wrong, or "".
std::string ReadMoments(const App& app, Writing& writing, const std::string& time_zone) {
  absl::TimeZone zone = absl::UTCTimeZone();
  if (!time_zone.empty() && !absl::LoadTimeZone(time_zone, &zone)) return app.T("usage.bad_zone", {{"value", time_zone}});
  if (!writing.opens.empty()) {
    const auto time = ReadOpening(writing.opens, zone);
    if (!time) return app.T("usage.bad_moment", {{"value", writing.opens}});
    *writing.round.mutable_open_time() = ToTimestamp(*time);
  }
  if (!writing.closes.empty()) {
    const auto time = ReadDeadline(writing.closes, zone);
    if (!time) return app.T("usage.bad_moment", {{"value", writing.closes}});
    *writing.round.mutable_close_time() = ToTimestamp(*time);
  }
  return "";
}

int OpenRound(App& app, Writing& writing, v1::CreateRoundRequest& request) {
  const std::string wrong = ReadMoments(app, writing, writing.round.time_zone());
  if (!wrong.empty()) return app.FailUsage(wrong, "minga round open");
  writing.round.set_allow_late_submissions(writing.late);
  *request.mutable_round() = writing.round;
  return CallAndPrint(
      app, [&](const Client& client) { return client.CreateRound(request); },
      [&](const v1::Round& made) {
        return app.T("round.opened", {{"name", made.name()}}) + "\n";
      });
}

// The fields that were given.
void AddPaths(const Writing& writing, google::protobuf::FieldMask* mask) {
  const v1::Round& round = writing.round;
  const auto add = [&](bool given, const char* path) {
    if (given) mask->add_paths(path);
  };
  add(!round.display_name().empty(), "display_name");
  add(!round.form_version().empty(), "form_version");
  add(round.has_period(), "period");
  add(!writing.opens.empty(), "open_time");
  add(!writing.closes.empty(), "close_time");
  add(!round.time_zone().empty(), "time_zone");
  add(round.default_visibility() != v1::VISIBILITY_UNSPECIFIED, "default_visibility");
  add(!round.agencies().empty() || writing.asks_all, "agencies");
  add(writing.late || writing.not_late, "allow_late_submissions");
}

int UpdateRound(App& app, Writing& writing, v1::UpdateRoundRequest& request) {
  AddPaths(writing, request.mutable_update_mask());
  if (request.update_mask().paths().empty()) return app.FailUsage(app.T("usage.nothing_to_change"), "minga round update");
  const absl::StatusOr<Client> client = app.Connect();
  if (!client.ok()) return app.Fail(client.status());
  std::string zone = writing.round.time_zone();
  if (zone.empty() && !(writing.opens.empty() && writing.closes.empty())) {
    v1::GetRoundRequest get;
    get.set_name(writing.round.name());
    const absl::StatusOr<v1::Round> before = client->GetRound(get);
    if (!before.ok()) return app.Fail(before.status());
    zone = before->time_zone();
  }
  const std::string wrong = ReadMoments(app, writing, zone);
  if (!wrong.empty()) return app.FailUsage(wrong, "minga round update");
  writing.round.set_allow_late_submissions(writing.late);
  *request.mutable_round() = writing.round;
  return Print(app, client->UpdateRound(request), [&](const v1::Round& after) {
    const std::string closes = ClosingOf(app, after);
    const texts::Args args = {{"name", after.name()}, {"title", after.display_name()}, {"closes", closes}};
    return Printable(app.T(closes.empty() ? "round.updated" : "round.updated_closes", args)) + "\n";
  });
}

void AddDate(App& app, CLI::App* to, const std::string& name, std::string_view key, bool required,
             std::function<google::type::Date*()> date) {
  app.Add(to, name, key,
          [&app, date = std::move(date)](const std::string& text) {
            const auto read = ReadDate(text);
            if (!read) return app.T("usage.bad_date", {{"value", text}});
            *date() = *read;
            return std::string();
          })
      ->required(required);
}

// `whole`: what a new round cannot do without is required.
void AddFields(App& app, CLI::App* to, const std::shared_ptr<Writing>& writing, bool whole) {
  v1::Round* round = &writing->round;
  app.Add(to, "--title", "round_title", round->mutable_display_name())->required(whole);
  app.Add(to, "--form", "form", round->mutable_form_version())->required(whole);
  AddDate(app, to, "--from", "round_from", whole, [round] { return round->mutable_period()->mutable_start(); });
  AddDate(app, to, "--to", "round_to", false, [round] { return round->mutable_period()->mutable_end(); });
  app.Add(to, "--opens", "opens", &writing->opens);
  app.Add(to, "--closes", "closes", &writing->closes);
  app.Add(to, "--zone", "zone", round->mutable_time_zone());
  app.Add(to, "--visibility", "visibility", [&app, round](const std::string& text) {
    v1::Visibility visibility{};
    std::string wrong = ReadCode(text, app.language, &visibility);
    round->set_default_visibility(visibility);
    return wrong;
  });
  app.Add(
      to, "--asks", "asks",
      [round](const std::string& text) {
        round->add_agencies(AgencyName(text));
        return std::string();
      },
      true);
  app.AddFlag(to, "--late", "late", &writing->late);
}

void AddOpen(CLI::App& noun, App& app) {
  auto writing = std::make_shared<Writing>();
  auto request = std::make_shared<v1::CreateRoundRequest>();
  CLI::App* open = app.Command(noun, "open",
                               {"round open r2022 --title \"Relevamiento 2022\" --form 2022 --from 2019-01 --to 2022-12 \\\n"
                                "      --closes 2023-03-31 --zone America/Montevideo --visibility network",
                                "round open piloto --title \"Piloto\" --form 2022 --from 2019 --asks pe-apci uy-auci --late"},
                               [&app, writing, request] { return OpenRound(app, *writing, *request); });
  app.Add(open, "ID", "round_id",
          [request](const std::string& text) {
            request->set_round_id(RoundId(text));
            return std::string();
          })
      ->required();
  AddFields(app, open, writing, true);
}

void AddUpdate(CLI::App& noun, App& app) {
  auto writing = std::make_shared<Writing>();
  auto request = std::make_shared<v1::UpdateRoundRequest>();
  CLI::App* update =
      app.Command(noun, "update", {"round update r2022 --closes 2023-04-15", "round update r2022 --asks pe-apci uy-auci cl-agcid"},
                  [&app, writing, request] { return UpdateRound(app, *writing, *request); });
  AddRoundName(app, update, writing->round.mutable_name());
  AddFields(app, update, writing, false);
  CLI::Option* all = app.AddFlag(update, "--asks-all", "asks_all", &writing->asks_all);
  all->excludes(update->get_option("--asks"));
  app.AddFlag(update, "--not-late", "not_late", &writing->not_late)->excludes(update->get_option("--late"));
}

void AddList(CLI::App& noun, App& app) {
  app.Command(noun, "list", {"round list"}, [&app] {
    return ConnectAndPrintList<v1::Round>(
        app, [](const Client& client) { return client.ListRounds(); },
        {"heading.id", "heading.title", "heading.state", "heading.period", "heading.closes"},
        [&](const v1::Round& each) {
          return std::vector<std::string>{IdOf(each.name()), each.display_name(), Label(each.state(), app.language),
                                          FormatPeriod(each.period()), ClosingOf(app, each)};
        });
  });
}

void AddClose(CLI::App& noun, App& app) {
  auto closing = std::make_shared<v1::CloseRoundRequest>();
  CLI::App* close = app.Command(noun, "close", {"round close r2022"}, [&app, closing] {
    return CallAndPrint(
        app, [&](const Client& client) { return client.CloseRound(*closing); },
        [&](const v1::Round& closed) {
          return app.T("round.closed", {{"name", closed.name()}}) + "\n";
        });
  });
  AddRoundName(app, close, closing->mutable_name());
}

}  // namespace

std::string ClosingOf(const App& app, const v1::Round& round) {
  const bool extended = round.has_extension() && round.extension().close_time().seconds() > round.close_time().seconds();
  if (!round.has_close_time()) return "";
  if (!extended) return FormatDeadline(round.close_time(), round.time_zone());
  return app.T("round.extended", {{"time", FormatDeadline(round.extension().close_time(), round.time_zone())}});
}

void AddRoundName(App& app, CLI::App* to, std::string* name) {
  app.Add(to, "ROUND", "round",
          [name](const std::string& text) {
            *name = RoundName(text);
            return std::string();
          })
      ->required();
}

void AddRound(CLI::App& root, App& app) {
  CLI::App* noun = app.Noun(root, "round");
  AddOpen(*noun, app);
  AddUpdate(*noun, app);
  AddList(*noun, app);
  AddRoundStatus(*noun, app);
  AddRoundReminders(*noun, app);
  AddClose(*noun, app);
}

}  // namespace minga::cli
