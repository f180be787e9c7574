// What the tests of the domain share: contents from a few words, tables from files, the sample fiches.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "google/protobuf/message.h"
#include "minga/v1/fiche.pb.h"
#include "minga/v1/initiative.pb.h"
#include "server/base/errors.h"

namespace minga::domain::support {

std::string ReadFile(const std::string& path_in_repository);

// A table of `a | b | c` lines; empty lines and lines that begin with # are left out, cells are trimmed.
using Row = std::vector<std::string>;
std::vector<Row> ReadTable(const std::string& path_in_repository);

// Parses proto JSON with original field names; fails the test on a mistake.
void FromJson(const std::string& json, google::protobuf::Message* message);
template <typename M>
M Json(const std::string& json) {
  M message;
  FromJson(json, &message);
  return message;
}

// "CL:PROVIDER KE:RECIPIENT +IICA:SECOND_PROVIDER ?:RECIPIENT": countries, +organisations, ? for neither; "-" is no role.
void AddParties(std::string_view words, v1::InitiativeContent* content);
// "PUBLIC_SECTOR ACADEMIA -": one actor each, "-" without a category.
void AddActors(std::string_view words, v1::InitiativeContent* content);
// "2019", "2019-02", "2019-02-28"; "-" sets nothing.
void SetDates(std::string_view start, std::string_view end, v1::Period* period);

// "path RULE" of each violation.
std::vector<std::string> Written(const Violations& violations);

std::vector<std::string> Words(std::string_view text);

// One of the 19 sample initiatives: as the agency sent it, with what the secretariat adds, and the verdicts expected
// ("" where the file has none).
struct Sample {
  std::string file;
  v1::Initiative initiative;
  bool in_table1 = false;
  std::string south_south_or_triangular, narrow, broad, in_period;
};
std::vector<Sample> Samples();
// The period of the sample round.
v1::Period SampleRoundPeriod();

}  // namespace minga::domain::support
