#include <fmt/format.h>

#include "absl/time/clock.h"
#include "server/forms/fiche_reader.h"
#include "tests/benchmark/benchmarks.h"
#include "tests/benchmark/process.h"
#include "tests/support/samples.h"

namespace minga::benchmark {
namespace {

constexpr double kTargetMilliseconds = 5;

}  // namespace

absl::StatusOr<std::vector<Measurement>> MeasureDocx(const Setting& setting) {
  const auto samples = samples::Load(setting.samples);
  if (!samples.ok()) return samples.status();
  StayOnAnyCore();
  std::vector<std::vector<double>> milliseconds(samples->fiches.size());
  std::vector<double> cpu;
  for (int run = -1; run < setting.sizes.document_runs; ++run) {
    for (size_t file = 0; file < samples->fiches.size(); ++file) {
      const absl::Duration worked = ThreadCpu();
      const absl::Time start = absl::Now();
      const auto read = forms::ReadFiche(samples->fiches[file].document, texts::Language::kSpanish);
      const absl::Duration elapsed = absl::Now() - start;
      if (!read.ok()) return read.status();
      // The first reading of all makes the tables of words.
      if (run < 0) continue;
      milliseconds[file].push_back(absl::ToDoubleMilliseconds(elapsed));
      cpu.push_back(absl::ToDoubleMilliseconds(ThreadCpu() - worked));
    }
  }
  Measurement measurement;
  measurement.name = "docx";
  measurement.what = "reading a sample docx (a run is the median of one file's readings)";
  measurement.unit = "ms";
  measurement.target = kTargetMilliseconds;
  measurement.direction = Measurement::Direction::kAtMost;
  for (const std::vector<double>& file : milliseconds) measurement.runs.push_back(Median(file));
  measurement.notes = {
      fmt::format("{} files, {} readings each; {:.2f} ms of CPU each", milliseconds.size(), setting.sizes.document_runs, Median(cpu))};
  return std::vector<Measurement>{measurement};
}

}  // namespace minga::benchmark
