#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cmath>
#include <memory>

#include "client/cli/app.h"
#include "client/cli/codes.h"
#include "client/cli/print.h"

namespace minga::cli {
namespace {

std::string Number(double value) { return value == std::floor(value) ? fmt::format("{:.0f}", value) : fmt::format("{:.2f}", value); }

std::string Show(const App& app, const v1::ComputeStatisticsRequest& request, const v1::ComputeStatisticsResponse& answer) {
  std::string text;
  if (request.dimensions_size() > 0) {
    std::vector<Column> columns;
    for (int dimension : request.dimensions()) columns.push_back({DimensionName(static_cast<v1::Dimension>(dimension), app.language)});
    columns.push_back({Label(answer.measure(), app.language), true});
    std::vector<std::vector<std::string>> rows;
    for (const v1::StatisticsRow& row : answer.rows()) {
      std::vector<std::string> cells;
      for (int i = 0; i < request.dimensions_size(); ++i) {
        if (i >= row.keys_size()) {
          cells.emplace_back();
        } else if (i < row.labels_size() && row.labels(i) != row.keys(i)) {
          cells.push_back(row.labels(i));
        } else {
          cells.push_back(KeyName(request.dimensions(i), row.keys(i), app.language));
        }
      }
      cells.push_back(Number(row.value()));
      rows.push_back(std::move(cells));
    }
    text = RenderTable(columns, rows, TerminalWidth()) + "\n";
  }
  Fields fields(TerminalWidth());
  fields.Field(app.T(answer.measure() == v1::MEASURE_ACTORS ? "stats.total_actors" : "stats.total"), std::to_string(answer.total()));
  if (request.dimensions_size() > 0) fields.Field(app.T("stats.unknown"), std::to_string(answer.unknown()));
  fields.Field(app.T("stats.counting"), Label(answer.counting(), app.language));
  fields.Field(app.T("stats.vocabulary"), answer.sector_vocabulary());
  for (const std::string& note : answer.notes()) fields.Line(note);
  return text + fields.text();
}

}  // namespace

void AddStats(CLI::App& root, App& app) {
  auto request = std::make_shared<v1::ComputeStatisticsRequest>();
  CLI::App* stats = app.Command(root, "stats",
                                {"stats --by country", "stats --by country,actor_category --measure actors",
                                 "stats --by sector --vocabulary REPORT --where decision=admitted --counting fractional"},
                                [&app, request] {
                                  return CallAndPrint(
                                      app, [&](const Client& client) { return client.ComputeStatistics(*request); },
                                      [&](const v1::ComputeStatisticsResponse& answer) { return Show(app, *request, answer); });
                                });
  app.Add(
         stats, "--by", "by",
         [&app, request](const std::string& text) {
           v1::Dimension dimension{};
           std::string wrong = ReadDimension(text, app.language, &dimension);
           if (wrong.empty()) request->add_dimensions(dimension);
           return wrong;
         },
         true)
      ->delimiter(',');
  app.Add(stats, "--measure", "measure", [&app, request](const std::string& text) {
    v1::Measure measure{};
    std::string wrong = ReadCode(text, app.language, &measure);
    request->set_measure(measure);
    return wrong;
  });
  app.Add(stats, "--counting", "counting", [&app, request](const std::string& text) {
    v1::Counting counting{};
    std::string wrong = ReadCode(text, app.language, &counting);
    request->set_counting(counting);
    return wrong;
  });
  app.Add(stats, "--vocabulary", "vocabulary", request->mutable_sector_vocabulary());
  app.Add(
         stats, "--where", "where",
         [&app, request](const std::string& text) { return ReadCondition(text, app.language, request->add_conditions()); }, true)
      ->allow_extra_args(false);
}

}  // namespace minga::cli
