// The ten sample fiches give the figures of tests/data/forms/expected_statistics.json, those of S1's Table 1 among them.
#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>

#include "server/domain/codes.h"
#include "server/domain/statistics/tally.h"
#include "tests/server/domain/support.h"

namespace minga::domain {
namespace {

using nlohmann::json;
using Figures = std::map<std::string, double>;

class Samples : public testing::TestWithParam<std::string> {
 protected:
  static void SetUpTestSuite() { samples_ = new std::vector<support::Sample>(support::Samples()); }
  static void TearDownTestSuite() { delete samples_; }

  json expected() const { return json::parse(support::ReadFile("tests/data/forms/expected_statistics.json")).at(GetParam()); }

  v1::ComputeStatisticsResponse Ask(const std::string& request) const {
    const auto question = ParseQuestion(support::Json<v1::ComputeStatisticsRequest>(request));
    EXPECT_TRUE(question.ok()) << question.status();
    const auto each = [&](absl::FunctionRef<void(const InitiativeFacts&)> visit) {
      for (const support::Sample& sample : *samples_) {
        if (GetParam() == "table1" && !sample.in_table1) continue;
        visit(FactsOf(sample.initiative, support::SampleRoundPeriod()));
      }
    };
    return Tally(*question, each, texts::Language::kSpanish);
  }

  Figures By(const std::string& dimension, const std::string& more = "") const {
    Figures figures;
    const auto answer = Ask(R"({"dimensions": ["DIMENSION_)" + dimension + "\"]" + more + "}");
    for (const v1::StatisticsRow& row : answer.rows()) figures[row.keys(0)] = row.value();
    return figures;
  }

  int64_t Total(const std::string& conditions) const { return Ask(R"({"conditions": [)" + conditions + "]}").total(); }

  static std::vector<support::Sample>* samples_;
};

std::vector<support::Sample>* Samples::samples_ = nullptr;

TEST_P(Samples, AreAllCounted) { EXPECT_EQ(Ask("{}").total(), expected().at("initiatives")); }

TEST_P(Samples, CountByReportingCountry) { EXPECT_EQ(By("REPORTING_COUNTRY"), expected().at("reporting_country").get<Figures>()); }

TEST_P(Samples, CountByPartnerCountry) { EXPECT_EQ(By("PARTNER_COUNTRY"), expected().at("partner_country").get<Figures>()); }

TEST_P(Samples, CountBySectorOfTheReport) {
  EXPECT_EQ(By("SECTOR"), expected().at("sector (vocabulary REPORT, whole counting)").get<Figures>());
}

TEST_P(Samples, CountByType) { EXPECT_EQ(By("INITIATIVE_TYPE"), expected().at("initiative_type").get<Figures>()); }

TEST_P(Samples, CountByModality) { EXPECT_EQ(By("MODALITY"), expected().at("modality").get<Figures>()); }

TEST_P(Samples, CountByActorCategory) {
  EXPECT_EQ(By("ACTOR_CATEGORY"), expected().at("actor_category (initiatives with at least one)").get<Figures>());
}

TEST_P(Samples, CountMentionsByActorCategory) {
  EXPECT_EQ(By("ACTOR_CATEGORY", R"(, "measure": "MEASURE_ACTORS")"), expected().at("actor_category (actors)").get<Figures>());
}

TEST_P(Samples, CountByQualification) {
  const json yes = expected().at("qualification YES");
  const Figures counted = By("QUALIFICATION");
  EXPECT_EQ(counted.at("SOUTH_SOUTH_OR_TRIANGULAR:YES"), yes.at("south_south_or_triangular"));
  EXPECT_EQ(counted.at("NARROW:YES"), yes.at("narrow"));
  EXPECT_EQ(counted.at("BROAD:YES"), yes.at("broad"));
  const std::string south = R"({"dimension": "DIMENSION_QUALIFICATION", "values": ["SOUTH_SOUTH_OR_TRIANGULAR:YES"]},)";
  EXPECT_EQ(Total(south + R"({"dimension": "DIMENSION_QUALIFICATION", "values": ["NARROW:YES"]})"),
            yes.at("south_south_or_triangular and narrow"));
  EXPECT_EQ(Total(south + R"({"dimension": "DIMENSION_QUALIFICATION", "values": ["BROAD:YES"]})"),
            yes.at("south_south_or_triangular and broad"));
}

INSTANTIATE_TEST_SUITE_P(Of, Samples, testing::Values("all", "table1"), [](const auto& info) { return info.param; });

}  // namespace
}  // namespace minga::domain
