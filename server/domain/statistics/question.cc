#include "server/domain/statistics/question.h"

#include <fmt/format.h>

#include <algorithm>

#include "code_lists/code_lists.h"
#include "server/base/errors.h"
#include "server/base/limits.h"
#include "server/domain/codes.h"
#include "server/domain/fields.h"

namespace minga::domain {
namespace {

constexpr std::string_view kDefaultVocabulary = "REPORT";

void CheckDimension(v1::Dimension dimension, const std::string& path, Violations& violations) {
  if (dimension == v1::DIMENSION_UNSPECIFIED) violations.Add(path, "REQUIRED");
  CheckEnum(dimension, path, violations);
}

bool IsDimension(v1::Dimension dimension) { return dimension != v1::DIMENSION_UNSPECIFIED && v1::Dimension_IsValid(dimension); }

void AddKey(const std::string& key, std::string_view vocabulary, const std::string& path, Restriction& restriction,
            Violations& violations) {
  bool known = false;
  if (IsNamed(restriction.dimension)) {
    if (auto id = IdOfKey(restriction.dimension, key)) {
      known = true;
      restriction.ids.push_back(*std::move(id));
    }
  } else if (const auto code = CodeOfKey(restriction.dimension, key, vocabulary)) {
    known = true;
    restriction.codes.set(*code);
  }
  if (!known) violations.Add(path, "UNKNOWN_VALUE", {{"value", Quoted(key)}});
}

Restriction ReceivedOnly() {
  Restriction received;
  received.dimension = v1::DIMENSION_DECISION;
  for (const v1::Decision decision : {v1::DECISION_PENDING, v1::DECISION_ADMITTED, v1::DECISION_EXCLUDED}) {
    received.codes.set(static_cast<size_t>(decision));
  }
  return received;
}

bool HasId(const Restriction& restriction, const std::string& id) {
  return std::find(restriction.ids.begin(), restriction.ids.end(), id) != restriction.ids.end();
}

bool Holds(const Restriction& restriction, uint64_t sectors, const InitiativeFacts& facts) {
  if (restriction.dimension == v1::DIMENSION_ROUND) return HasId(restriction, facts.round);
  if (restriction.dimension == v1::DIMENSION_AGENCY) {
    return std::any_of(facts.agencies.begin(), facts.agencies.end(), [&](const std::string& id) { return HasId(restriction, id); });
  }
  KeyCodes codes;
  AppendKeys(restriction.dimension, facts, sectors, &codes);
  return std::any_of(codes.begin(), codes.end(), [&](KeyCode code) { return code < kKeyCodes && restriction.codes.test(code); });
}

}  // namespace

const Restriction* Filter::Only(v1::Dimension dimension) const {
  const Restriction* only = nullptr;
  for (const Restriction& each : restrictions) {
    if (each.dimension != dimension) continue;
    if (only != nullptr) return nullptr;
    only = &each;
  }
  return only;
}

Filter ParseFilter(const google::protobuf::RepeatedPtrField<v1::Condition>& conditions, std::string_view vocabulary,
                   const std::string& path, Violations& violations) {
  if (vocabulary.empty()) vocabulary = kDefaultVocabulary;
  Filter filter;
  filter.sectors = SectorsOf(vocabulary);
  CheckCount(conditions.size(), limits::kConditions, path, violations);
  for (int at = 0; at < std::min(conditions.size(), limits::kConditions); ++at) {
    const v1::Condition& condition = conditions[at];
    const std::string where = fmt::format("{}[{}]", path, at);
    CheckDimension(condition.dimension(), where + ".dimension", violations);
    if (condition.values().empty()) violations.Add(where + ".values", "TOO_FEW");
    CheckCount(condition.values_size(), limits::kConditionValues, where + ".values", violations);
    // Without a dimension, or sectors without their vocabulary, no value can be told from a wrong one.
    if (!IsDimension(condition.dimension())) continue;
    if (condition.dimension() == v1::DIMENSION_SECTOR && !code_lists::IsVocabulary(vocabulary)) continue;
    Restriction restriction;
    restriction.dimension = condition.dimension();
    for (int value = 0; value < std::min(condition.values_size(), limits::kConditionValues); ++value) {
      AddKey(condition.values(value), vocabulary, fmt::format("{}.values[{}]", where, value), restriction, violations);
    }
    filter.restrictions.push_back(std::move(restriction));
  }
  return filter;
}

absl::StatusOr<Filter> ParseFilter(const google::protobuf::RepeatedPtrField<v1::Condition>& conditions, std::string_view vocabulary,
                                   const std::string& path) {
  Violations violations;
  Filter filter = ParseFilter(conditions, vocabulary, path, violations);
  if (!violations.empty()) return violations.ToStatus();
  return filter;
}

absl::StatusOr<Question> ParseQuestion(const v1::ComputeStatisticsRequest& request) {
  Violations violations;
  Question question;
  CheckCount(request.dimensions_size(), limits::kDimensions, "dimensions", violations);
  for (int at = 0; at < std::min(request.dimensions_size(), limits::kDimensions); ++at) {
    const v1::Dimension dimension = request.dimensions(at);
    const std::string where = fmt::format("dimensions[{}]", at);
    CheckDimension(dimension, where, violations);
    const auto& before = question.dimensions;
    if (std::find(before.begin(), before.end(), dimension) != before.end()) violations.Add(where, "DUPLICATE");
    question.dimensions.push_back(dimension);
  }
  CheckEnum(request.measure(), "measure", violations);
  CheckEnum(request.counting(), "counting", violations);
  if (request.measure() != v1::MEASURE_UNSPECIFIED) question.measure = request.measure();
  if (request.counting() != v1::COUNTING_UNSPECIFIED) question.counting = request.counting();
  question.vocabulary = request.sector_vocabulary().empty() ? std::string(kDefaultVocabulary) : request.sector_vocabulary();
  if (!code_lists::IsVocabulary(question.vocabulary)) {
    violations.Add("sector_vocabulary", "UNKNOWN_VOCABULARY", {{"value", Quoted(question.vocabulary)}});
  }
  question.filter = ParseFilter(request.conditions(), question.vocabulary, "conditions", violations);
  if (!violations.empty()) return violations.ToStatus();

  const auto& restrictions = question.filter.restrictions;
  question.received_by_default = std::none_of(restrictions.begin(), restrictions.end(),
                                              [](const Restriction& each) { return each.dimension == v1::DIMENSION_DECISION; });
  if (question.received_by_default) question.filter.restrictions.push_back(ReceivedOnly());
  return question;
}

bool Matches(const Filter& filter, const InitiativeFacts& facts) {
  for (const Restriction& each : filter.restrictions) {
    if (!Holds(each, filter.sectors, facts)) return false;
  }
  const Restriction* const role = filter.Only(v1::DIMENSION_ROLE);
  const Restriction* const country = filter.Only(v1::DIMENSION_PARTICIPATING_COUNTRY);
  if (role == nullptr || country == nullptr) return true;
  return std::any_of(facts.parties.begin(), facts.parties.end(), [&](const PartyFact& party) {
    return party.country < kKeyCodes && country->codes.test(party.country) && role->codes.test(party.role);
  });
}

}  // namespace minga::domain
