// The comparisons. Each makes what it needs in the setting's folder, measures, and leaves nothing running. An error means
// that it could not measure, never that a target was missed.
#pragma once

#include <vector>

#include "absl/status/statusor.h"
#include "tests/benchmark/measurement.h"
#include "tests/benchmark/registry.h"

namespace minga::benchmark {

// Get of a 3 KB initiative by its agency, against a bare echo of the same answer.
absl::StatusOr<std::vector<Measurement>> MeasureGet(const Setting& setting);

// Durable submission of fiches, against SQLite alone writing the same rows: as many to a commit, and one commit each.
absl::StatusOr<std::vector<Measurement>> MeasureSubmit(const Setting& setting);

// Reading Word documents, in this process.
absl::StatusOr<std::vector<Measurement>> MeasureDocx(const Setting& setting);

}  // namespace minga::benchmark
