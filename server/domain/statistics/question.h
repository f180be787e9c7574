// Questions to the statistics, and the filters that they share with listings, as parsed from requests.
#pragma once

#include <bitset>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "minga/v1/statistics_service.pb.h"
#include "server/base/errors.h"
#include "server/domain/statistics/dimension.h"

namespace minga::domain {

// One condition: an initiative has at least one of the keys.
struct Restriction {
  v1::Dimension dimension = v1::DIMENSION_UNSPECIFIED;
  std::bitset<kKeyCodes> codes;
  // For AGENCY and ROUND.
  std::vector<std::string> ids;
};

// All must hold. ROLE and PARTICIPATING_COUNTRY, each restricted once, must hold for the same party.
struct Filter {
  std::vector<Restriction> restrictions;
  // The bits of the vocabulary's sectors.
  uint64_t sectors = 0;
  // The only restriction of a dimension; null when there is none, or more than one.
  const Restriction* Only(v1::Dimension dimension) const;
};

struct Question {
  std::vector<v1::Dimension> dimensions;
  // INITIATIVES or ACTORS.
  v1::Measure measure = v1::MEASURE_INITIATIVES;
  // WHOLE or FRACTIONAL.
  v1::Counting counting = v1::COUNTING_WHOLE;
  std::string vocabulary;
  Filter filter;
  // The request had no condition on DECISION: PENDING, ADMITTED and EXCLUDED are counted.
  bool received_by_default = false;
};

// INVALID_FIELDS with every violation of the request: UNKNOWN_ENUM, REQUIRED, DUPLICATE, TOO_MANY, TOO_FEW, UNKNOWN_VALUE,
// UNKNOWN_VOCABULARY.
absl::StatusOr<Question> ParseQuestion(const v1::ComputeStatisticsRequest& request);

// The same for conditions alone, as listings take them; `path` is that of the list. An empty `vocabulary` means REPORT.
// Nothing is added: without conditions everything passes.
absl::StatusOr<Filter> ParseFilter(const google::protobuf::RepeatedPtrField<v1::Condition>& conditions, std::string_view vocabulary,
                                   const std::string& path);
// The same, collecting.
Filter ParseFilter(const google::protobuf::RepeatedPtrField<v1::Condition>& conditions, std::string_view vocabulary,
                   const std::string& path, Violations& violations);

// Thread-safe; makes no allocation for records of usual size.
bool Matches(const Filter& filter, const InitiativeFacts& facts);

}  // namespace minga::domain
