#include "tests/benchmark/measurement.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace minga::benchmark {
namespace {

const char* Sign(Measurement::Direction direction) { return direction == Measurement::Direction::kAtLeast ? ">=" : "<="; }

std::string Verdict(const Measurement& measurement) {
  const std::optional<bool> holds = measurement.Holds();
  if (!holds.has_value()) return "inconclusive";
  return *holds ? "holds" : "missed";
}

}  // namespace

double Median(std::vector<double> values) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  const size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

double Measurement::Value() const { return Median(runs); }
double Measurement::Min() const { return *std::min_element(runs.begin(), runs.end()); }
double Measurement::Max() const { return *std::max_element(runs.begin(), runs.end()); }

std::optional<bool> Measurement::Holds() const {
  const bool at_least = direction == Direction::kAtLeast;
  const double worst = at_least ? Min() : Max();
  const double best = at_least ? Max() : Min();
  const auto good = [&](double value) { return at_least ? value >= target : value <= target; };
  if (good(worst)) return true;
  if (!good(best)) return false;
  return std::nullopt;
}

std::string Table(const std::vector<Measurement>& measurements) {
  std::string table =
      fmt::format("{:<14} {:>7} {:>15} {:>5} {:>8}  {:<12}  {}\n", "name", "median", "[min-max]", "runs", "target", "verdict", "what");
  for (const Measurement& each : measurements) {
    table += fmt::format("{:<14} {:>7.3f} {:>15} {:>5} {:>8}  {:<12}  {}\n", each.name, each.Value(),
                         fmt::format("[{:.3f}-{:.3f}]", each.Min(), each.Max()), each.runs.size(),
                         fmt::format("{} {:.2f}", Sign(each.direction), each.target), Verdict(each),
                         each.unit == "ratio" ? each.what : each.what + ", " + each.unit);
    for (const std::string& note : each.notes) table += fmt::format("{:<14}   {}\n", "", note);
  }
  return table;
}

std::string Json(const std::vector<Measurement>& measurements) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const Measurement& each : measurements) {
    const std::optional<bool> holds = each.Holds();
    list.push_back({{"name", each.name},
                    {"unit", each.unit},
                    {"value", each.Value()},
                    {"min", each.Min()},
                    {"max", each.Max()},
                    {"runs", each.runs.size()},
                    {"target", each.target},
                    {"direction", Sign(each.direction)},
                    {"holds", holds.has_value() ? nlohmann::ordered_json(*holds) : nlohmann::ordered_json(nullptr)}});
  }
  return list.dump(2) + "\n";
}

}  // namespace minga::benchmark
