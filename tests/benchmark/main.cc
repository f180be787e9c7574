// minga-bench: what the registry costs above what it stands on, measured side by side. docs/benchmark.md says how to read it.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "absl/cleanup/cleanup.h"
#include "tests/benchmark/benchmarks.h"
#include "tests/benchmark/echo_server.h"
#include "tests/benchmark/process.h"

namespace {

using minga::benchmark::Measurement;
using minga::benchmark::Setting;

struct Comparison {
  const char* name;
  const char* what;
  absl::StatusOr<std::vector<Measurement>> (*measure)(const Setting&);
};

constexpr Comparison kComparisons[] = {
    {"get", "Get of a 3 KB initiative against a bare gRPC echo", minga::benchmark::MeasureGet},
    {"submit", "durable submission against SQLite alone, grouped and one commit each", minga::benchmark::MeasureSubmit},
    {"docx", "reading a docx", minga::benchmark::MeasureDocx},
};

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Measures Minga side by side with what it stands on and prints ratios."};
  app.footer("The exit status is 0 also when a target is missed; it tells whether measuring worked.");
  Setting setting;
  std::string json_file, only, echo_file;
  std::string folder = std::filesystem::path(minga::benchmark::ProgramFolder()).parent_path();
  bool quick = false, list = false;
  app.add_option("--data", setting.samples, "The folder tests/data/forms");
  app.add_option("--json", json_file, "File for the results as a JSON list");
  std::vector<std::string> names;
  for (const Comparison& each : kComparisons) names.push_back(each.name);
  app.add_option("--only", only, "Measure only this one")->check(CLI::IsMember(names));
  app.add_option("--pairs", setting.sizes.pairs, "Pairs to measure (9)")->check(CLI::Range(7, 1000));
  app.add_option("--connections", setting.sizes.connections, "Connections that share the calls (4)")->check(CLI::Range(1, 64));
  app.add_option("--folder", folder, "Where the data goes meanwhile; its disk is what is measured (beside the binaries)");
  app.add_flag("--quick", quick, "Only whether it works: sizes too small to mean anything");
  app.add_flag("--list", list, "What can be measured");
  app.add_option("--serve-echo", echo_file)->group("");
  CLI11_PARSE(app, argc, argv);

  if (!echo_file.empty()) return minga::benchmark::ServeEcho(echo_file);
  if (list) {
    for (const Comparison& each : kComparisons) std::cout << each.name << ": " << each.what << "\n";
    return 0;
  }
  if (setting.samples.empty()) {
    std::cerr << "minga-bench: --data is required\n";
    return 2;
  }
  if (quick) {
    setting.sizes = {.pairs = 2,
                     .slices = 1,
                     .get_slice = absl::Milliseconds(50),
                     .submit_slices = 1,
                     .submissions_per_slice = 64,
                     .initiatives = 20,
                     .document_runs = 1};
  }
  setting.folder = folder + "/benchmark-XXXXXX";
  if (mkdtemp(setting.folder.data()) == nullptr) {
    std::cerr << "minga-bench: cannot make a folder in " << folder << "\n";
    return 1;
  }
  const absl::Cleanup tidy = [&setting] {
    std::error_code ignored;
    std::filesystem::remove_all(setting.folder, ignored);
  };

  std::vector<Measurement> measurements;
  for (const Comparison& each : kComparisons) {
    if (!only.empty() && only != each.name) continue;
    std::cerr << "measuring " << each.name << " ...\n";
    absl::StatusOr<std::vector<Measurement>> measured = each.measure(setting);
    if (!measured.ok()) {
      std::cerr << "minga-bench: " << each.name << ": " << measured.status().message() << "\n";
      return 1;
    }
    for (Measurement& one : *measured) measurements.push_back(std::move(one));
  }
  std::cout << minga::benchmark::Table(measurements);
  if (!json_file.empty()) {
    std::ofstream file(json_file);
    file << minga::benchmark::Json(measurements);
    if (!file.flush()) {
      std::cerr << "minga-bench: cannot write " << json_file << "\n";
      return 1;
    }
  }
  return 0;
}
