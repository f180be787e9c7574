#include "server/domain/statistics/question.h"

#include <gtest/gtest.h>

#include "server/base/errors.h"
#include "tests/server/domain/support.h"

namespace minga::domain {
namespace {

using support::Json;
using Strings = std::vector<std::string>;

Strings Wrong(const std::string& request) {
  const auto question = ParseQuestion(Json<v1::ComputeStatisticsRequest>(request));
  if (question.ok()) return {};
  const auto details = errors::DetailsOf(question.status());
  EXPECT_EQ(details.reason, "INVALID_FIELDS");
  Strings written;
  for (const Violation& each : details.violations) written.push_back(each.path + " " + each.rule);
  return written;
}

std::string Condition(const std::string& dimension, const std::string& value) {
  return R"({"conditions": [{"dimension": "DIMENSION_)" + dimension + R"(", "values": [")" + value + "\"]}]}";
}

TEST(Questions, HaveUsualAnswersToWhatIsNotSaid) {
  const auto question = ParseQuestion({});
  ASSERT_TRUE(question.ok());
  EXPECT_TRUE(question->dimensions.empty());
  EXPECT_EQ(question->measure, v1::MEASURE_INITIATIVES);
  EXPECT_EQ(question->counting, v1::COUNTING_WHOLE);
  EXPECT_EQ(question->vocabulary, "REPORT");
  EXPECT_TRUE(question->received_by_default);
}

TEST(Questions, AreRefusedWithEveryMistakeAtOnce) {
  EXPECT_EQ(Wrong(R"({"dimensions": [1, 2, 3, 5]})"), Strings{"dimensions TOO_MANY"});
  EXPECT_EQ(Wrong(R"({"dimensions": [0, 99, 7, 7]})"),
            (Strings{"dimensions TOO_MANY", "dimensions[0] REQUIRED", "dimensions[1] UNKNOWN_ENUM"}));
  EXPECT_EQ(Wrong(R"({"dimensions": [7, 7]})"), Strings{"dimensions[1] DUPLICATE"});
  EXPECT_EQ(Wrong(R"({"measure": 9, "counting": 9, "sector_vocabulary": "DAC"})"),
            (Strings{"measure UNKNOWN_ENUM", "counting UNKNOWN_ENUM", "sector_vocabulary UNKNOWN_VOCABULARY"}));
  EXPECT_EQ(Wrong(R"({"conditions": [{"values": ["x"]}, {"dimension": 77, "values": ["x"]}, {"dimension": 1}]})"),
            (Strings{"conditions[0].dimension REQUIRED", "conditions[1].dimension UNKNOWN_ENUM", "conditions[2].values TOO_FEW"}));
  EXPECT_EQ(Wrong(R"({"conditions": [{"dimension": 1, "values": ["PE", "pe", "XX"]}], "measure": 5})"),
            (Strings{"measure UNKNOWN_ENUM", "conditions[0].values[1] UNKNOWN_VALUE", "conditions[0].values[2] UNKNOWN_VALUE"}));
}

TEST(Questions, HaveLimits) {
  std::string conditions, values;
  for (int at = 0; at < 21; ++at) conditions += R"({"dimension": 1, "values": ["PE"]},)";
  conditions.pop_back();
  EXPECT_EQ(Wrong("{\"conditions\": [" + conditions + "]}"), Strings{"conditions TOO_MANY"});
  for (int at = 0; at < 101; ++at) values += "\"PE\",";
  values.pop_back();
  EXPECT_EQ(Wrong(R"({"conditions": [{"dimension": 1, "values": [)" + values + "]}]}"), Strings{"conditions[0].values TOO_MANY"});
}

TEST(Questions, KnowTheKeysOfEachDimension) {
  const std::vector<Strings> table = {
      // dimension | right keys | wrong keys
      {"REPORTING_COUNTRY", "PE BR", "pe EU XX"},
      {"PARTICIPATING_COUNTRY", "KE", "KEN"},
      {"PARTNER_COUNTRY", "DE", "Germany"},
      {"ROLE", "PROVIDER SECOND_PROVIDER NATIONAL", "UNSPECIFIED provider"},
      {"MODALITY", "BILATERAL NATIONAL", "UNSPECIFIED MODALITY_BILATERAL"},
      {"INITIATIVE_TYPE", "ACTION INTERINSTITUTIONAL_SPACE OTHER", "SPACE"},
      {"SECTOR", "TOURISM GOVERNANCE", "11 tourism"},
      {"ACTOR_CATEGORY", "PUBLIC_SECTOR OTHER", "PUBLIC"},
      {"SECTOR_GROUP", "PUBLIC PRIVATE ACADEMIA CIVIL_SOCIETY", "PUBLIC_SECTOR NONE"},
      {"QUALIFICATION", "NARROW:YES SANTIAGO_2018:UNKNOWN", "NARROW NARROW: :YES NARROW:MAYBE NARROW:YES:NO"},
      {"SDG", "1 17", "0 18 01 1a +1"},
      {"STATUS", "PLANNED", "DONE"},
      {"YEAR", "1900 2022 2200", "1899 2201 22"},
      {"ROUND", "rounds/r22", "r22 rounds/ agencies/a"},
      {"AGENCY", "agencies/pe-apci", "pe-apci"},
      {"DECISION", "PENDING WITHDRAWN", "OPEN"},
      {"CONFIRMATION", "ASKED CONFIRMED OBJECTED", "UNSPECIFIED YES"},
  };
  EXPECT_EQ(table.size(), static_cast<size_t>(v1::Dimension_ARRAYSIZE - 1));
  for (const Strings& row : table) {
    for (const std::string& key : support::Words(row[1])) EXPECT_EQ(Wrong(Condition(row[0], key)), Strings{}) << row[0] << " " << key;
    for (const std::string& key : support::Words(row[2])) {
      EXPECT_EQ(Wrong(Condition(row[0], key)), Strings{"conditions[0].values[0] UNKNOWN_VALUE"}) << row[0] << " " << key;
    }
  }
}

TEST(Questions, ReadSectorsInTheirVocabulary) {
  const std::string condition = R"("conditions": [{"dimension": "DIMENSION_SECTOR", "values": ["11"]}])";
  EXPECT_EQ(Wrong("{" + condition + R"(, "sector_vocabulary": "IBERO_AMERICAN"})"), Strings{});
  EXPECT_EQ(Wrong("{" + condition + "}"), Strings{"conditions[0].values[0] UNKNOWN_VALUE"});
  // Without a vocabulary no sector can be told from a wrong one.
  EXPECT_EQ(Wrong("{" + condition + R"(, "sector_vocabulary": "X"})"), Strings{"sector_vocabulary UNKNOWN_VOCABULARY"});
}

TEST(Filters, AddNothingToWhatIsAsked) {
  const auto filter = ParseFilter({}, "", "conditions");
  ASSERT_TRUE(filter.ok());
  InitiativeFacts facts;
  facts.decision = v1::DECISION_WITHDRAWN;
  EXPECT_TRUE(Matches(*filter, facts));
}

TEST(Filters, ReportTheirOwnPath) {
  const auto request = Json<v1::ComputeStatisticsRequest>(R"({"conditions": [{"dimension": 1, "values": ["?"]}]})");
  const auto details = errors::DetailsOf(ParseFilter(request.conditions(), "", "filter.conditions").status());
  ASSERT_EQ(details.violations.size(), 1u);
  EXPECT_EQ(details.violations[0].path, "filter.conditions[0].values[0]");
}

}  // namespace
}  // namespace minga::domain
