// The main job, end to end: ten agencies send their Word fiches, the secretariat admits them, and the statistics come out
// as the secretariat's own counts (tests/data/forms/expected_statistics.json).
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "tests/support/samples.h"
#include "tests/support/test_registry.h"

namespace minga {
namespace {

using Json = nlohmann::json;
using Counts = std::map<std::string, int64_t>;

class SampleRound : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    registry_ = new TestRegistry();
    samples_ = new samples::Samples(samples::Load(MINGA_SOURCE_DIR "/tests/data/forms").value());
    std::ifstream file(MINGA_SOURCE_DIR "/tests/data/forms/expected_statistics.json");
    expected_ = new Json(Json::parse(file));
    const Options options = registry_->OptionsFor(registry_->secretariat_key());
    ASSERT_EQ(samples::Play(*samples_, options, "all").ToString(), "OK");
    ASSERT_EQ(samples::Play(*samples_, options, "table1", true, "-t1").ToString(), "OK");
  }
  static void TearDownTestSuite() {
    delete registry_;
    delete samples_;
    delete expected_;
  }

  static v1::ComputeStatisticsResponse Ask(const std::string& round, std::vector<v1::Dimension> dimensions,
                                           v1::Measure measure = v1::MEASURE_INITIATIVES, std::vector<std::string> qualifications = {}) {
    v1::ComputeStatisticsRequest request;
    for (const v1::Dimension dimension : dimensions) request.add_dimensions(dimension);
    request.set_measure(measure);
    auto* in_round = request.add_conditions();
    in_round->set_dimension(v1::DIMENSION_ROUND);
    in_round->add_values("rounds/" + round);
    for (const std::string& value : qualifications) {
      auto* condition = request.add_conditions();
      condition->set_dimension(v1::DIMENSION_QUALIFICATION);
      condition->add_values(value);
    }
    const auto answer = registry_->Secretariat().ComputeStatistics(request);
    EXPECT_EQ(answer.status().ToString(), "OK");
    return answer.ok() ? *answer : v1::ComputeStatisticsResponse();
  }

  static Counts By(const std::string& round, v1::Dimension dimension, v1::Measure measure = v1::MEASURE_INITIATIVES) {
    Counts counts;
    const v1::ComputeStatisticsResponse answer = Ask(round, {dimension}, measure);
    for (const auto& row : answer.rows()) counts[row.keys(0)] = static_cast<int64_t>(row.value());
    return counts;
  }

  static TestRegistry* registry_;
  static samples::Samples* samples_;
  static Json* expected_;
};

TestRegistry* SampleRound::registry_ = nullptr;
samples::Samples* SampleRound::samples_ = nullptr;
Json* SampleRound::expected_ = nullptr;

TEST_F(SampleRound, EveryFigureIsTheSecretariatsOwn) {
  for (const std::string round : {"all", "table1"}) {
    const Json& figures = expected_->at(round);
    EXPECT_EQ(Ask(round, {}).total(), figures.at("initiatives").get<int64_t>()) << round;
    EXPECT_EQ(By(round, v1::DIMENSION_AGENCY).size(), figures.at("fiches").get<size_t>()) << round;
    EXPECT_EQ(By(round, v1::DIMENSION_REPORTING_COUNTRY), figures.at("reporting_country").get<Counts>()) << round;
    EXPECT_EQ(By(round, v1::DIMENSION_PARTNER_COUNTRY), figures.at("partner_country").get<Counts>()) << round;
    EXPECT_EQ(By(round, v1::DIMENSION_SECTOR), figures.at("sector (vocabulary REPORT, whole counting)").get<Counts>()) << round;
    EXPECT_EQ(By(round, v1::DIMENSION_INITIATIVE_TYPE), figures.at("initiative_type").get<Counts>()) << round;
    EXPECT_EQ(By(round, v1::DIMENSION_MODALITY), figures.at("modality").get<Counts>()) << round;
    EXPECT_EQ(By(round, v1::DIMENSION_ACTOR_CATEGORY), figures.at("actor_category (initiatives with at least one)").get<Counts>()) << round;
    EXPECT_EQ(By(round, v1::DIMENSION_ACTOR_CATEGORY, v1::MEASURE_ACTORS), figures.at("actor_category (actors)").get<Counts>()) << round;
    const auto yes = [&](std::vector<std::string> tests) { return Ask(round, {}, v1::MEASURE_INITIATIVES, std::move(tests)).total(); };
    const Json& qualified = figures.at("qualification YES");
    EXPECT_EQ(yes({"SOUTH_SOUTH_OR_TRIANGULAR:YES"}), qualified.at("south_south_or_triangular")) << round;
    EXPECT_EQ(yes({"NARROW:YES"}), qualified.at("narrow")) << round;
    EXPECT_EQ(yes({"BROAD:YES"}), qualified.at("broad")) << round;
    EXPECT_EQ(yes({"SOUTH_SOUTH_OR_TRIANGULAR:YES", "NARROW:YES"}), qualified.at("south_south_or_triangular and narrow")) << round;
    EXPECT_EQ(yes({"SOUTH_SOUTH_OR_TRIANGULAR:YES", "BROAD:YES"}), qualified.at("south_south_or_triangular and broad")) << round;
  }
}

TEST_F(SampleRound, EveryVerdictIsTheSecretariatsOwnAndExplained) {
  std::map<std::string, const samples::Addition*> expected;
  for (const auto& sample : samples_->fiches) {
    for (const auto& addition : sample.additions) expected[addition.title] = &addition;
  }
  int seen = 0;
  v1::ListInitiativesRequest request;
  request.set_page_size(7);
  for (const auto& initiative : registry_->Secretariat().ListInitiatives(request)) {
    ASSERT_EQ(initiative.status().ToString(), "OK");
    ++seen;
    const samples::Addition& wanted = *expected.at(initiative->content().title());
    std::map<int, std::string> results;
    for (const auto& result : initiative->qualification().results()) {
      results[result.test()] = v1::QualificationResult_Name(result.result()).substr(21);
      EXPECT_FALSE(result.facts().empty() && result.missing().empty()) << wanted.title;
      for (const auto& fact : result.facts()) EXPECT_NE(fact.text(), "") << wanted.title;
    }
    EXPECT_EQ(results[v1::QUALIFICATION_TEST_SOUTH_SOUTH_OR_TRIANGULAR], wanted.south_south_or_triangular) << wanted.title;
    EXPECT_EQ(results[v1::QUALIFICATION_TEST_NARROW], wanted.narrow) << wanted.title;
    EXPECT_EQ(results[v1::QUALIFICATION_TEST_BROAD], wanted.broad) << wanted.title;
    EXPECT_EQ(results[v1::QUALIFICATION_TEST_IN_PERIOD], wanted.in_period) << wanted.title;
  }
  EXPECT_EQ(seen, 19 + 13);
}

TEST_F(SampleRound, FiguresAreTheSameAfterARestart) {
  const auto before = Ask("all", {v1::DIMENSION_REPORTING_COUNTRY, v1::DIMENSION_ACTOR_CATEGORY}).SerializeAsString();
  registry_->Restart();
  EXPECT_EQ(Ask("all", {v1::DIMENSION_REPORTING_COUNTRY, v1::DIMENSION_ACTOR_CATEGORY}).SerializeAsString(), before);
}

TEST_F(SampleRound, EveryFicheIsReviewedOnceItsInitiativesAreDecided) {
  v1::ListFichesRequest request;
  request.set_parent("agencies/-");
  int seen = 0;
  for (const auto& fiche : registry_->Secretariat().ListFiches(request)) {
    ASSERT_EQ(fiche.status().ToString(), "OK");
    EXPECT_EQ(fiche->state(), v1::FICHE_STATE_REVIEWED);
    ++seen;
  }
  EXPECT_EQ(seen, 10 + 9);
}

}  // namespace
}  // namespace minga
