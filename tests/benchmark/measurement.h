// What one comparison came to, and how it is told.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace minga::benchmark {

// Nothing in here depends on what was measured.
struct Measurement {
  enum class Direction { kAtLeast, kAtMost };

  // Stable; what --json and the documents call it.
  std::string name;
  // A line for a person: what is compared with what.
  std::string what;
  // "ratio" or "ms".
  std::string unit;
  double target = 0;
  Direction direction = Direction::kAtLeast;
  // One for each pair or file, in any order.
  std::vector<double> runs;
  // What else a reader should know: rates, processor time for a call.
  std::vector<std::string> notes;

  // The median of the runs, the least and the greatest.
  double Value() const;
  double Min() const;
  double Max() const;
  // Whether all runs are on the target's good side; false when all are on the other; empty when they are on both.
  std::optional<bool> Holds() const;
};

double Median(std::vector<double> values);

// For a terminal: a row for each, its notes below it.
std::string Table(const std::vector<Measurement>& measurements);

// A list of {name, unit, value, min, max, runs, target, direction, holds}; `holds` is null when inconclusive.
std::string Json(const std::vector<Measurement>& measurements);

}  // namespace minga::benchmark
