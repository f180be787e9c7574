// The sample round: ten agencies, their Word fiches, and what the secretariat adds to each initiative (tests/data/forms).
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "minga/client.h"
#include "minga/v1/fiche_service.pb.h"
#include "minga/v1/round.pb.h"

namespace minga::samples {

// What the secretariat adds to one initiative, and the verdicts that must come out.
struct Addition {
  std::string file;
  std::string title;
  v1::InitiativeContent additions;
  // Codes of results: south_south_or_triangular, narrow, broad, in_period.
  std::string south_south_or_triangular, narrow, broad, in_period;
  // Whether it is one of the 13 rows of the report's Table 1.
  bool table1 = false;
};

struct Sample {
  // "v01-pe-apci.docx".
  std::string file;
  // "pe-apci".
  std::string agency;
  // "PE".
  std::string country_code;
  std::string institution;
  std::string document;
  std::vector<Addition> additions;
};

struct Samples {
  std::vector<Sample> fiches;
  // Title, form version and period of the sample round, without a name.
  v1::Round round;
};

// `folder` is tests/data/forms. Errors: the file and what is wrong with it.
absl::StatusOr<Samples> Load(const std::string& folder);

// A client of an agency that was just made, with a key of its own.
absl::StatusOr<Client> NewAgency(const Client& secretariat, const Options& options, const std::string& agency, const std::string& country,
                                 const std::string& display_name);

// Admits one submitted initiative with what the secretariat adds to it.
v1::DecideInitiativeRequest Admission(const v1::Fiche& fiche, const v1::FicheInitiative& entry, const Sample& sample);

// Plays the whole path against a server: makes the round `round_id` and the agencies, each agency imports and submits its
// document, the secretariat admits every initiative. `options` has the secretariat's key. With `only_table1` the entries
// that are not in Table 1 are taken out before submission, and fiches without any are not sent. `agency_suffix` makes the
// agencies distinct when the path is played twice.
absl::Status Play(const Samples& samples, const Options& options, const std::string& round_id, bool only_table1 = false,
                  const std::string& agency_suffix = "");

}  // namespace minga::samples
