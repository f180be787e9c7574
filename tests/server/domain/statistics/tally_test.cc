#include "server/domain/statistics/tally.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "tests/server/domain/support.h"

namespace minga::domain {
namespace {

using support::Json;
using testing::HasSubstr;
using Figures = std::map<std::string, double>;

class TallyTest : public testing::Test {
 protected:
  // An initiative with these parties and actors, and fields of Initiative as JSON.
  v1::Initiative& Add(const std::string& parties, const std::string& actors, const std::string& initiative = "{}") {
    auto added = Json<v1::Initiative>(initiative);
    added.set_name("initiatives/i" + std::to_string(all_.size()));
    if (added.decision() == v1::DECISION_UNSPECIFIED) added.set_decision(v1::DECISION_PENDING);
    support::AddParties(parties, added.mutable_content());
    support::AddActors(actors, added.mutable_content());
    all_.push_back(std::move(added));
    return all_.back();
  }

  v1::ComputeStatisticsResponse Ask(const std::string& dimensions, const std::string& more = "",
                                    texts::Language language = texts::Language::kEnglish) const {
    std::string names;
    for (const std::string& each : support::Words(dimensions)) names += (names.empty() ? "\"DIMENSION_" : ",\"DIMENSION_") + each + "\"";
    const auto question = ParseQuestion(Json<v1::ComputeStatisticsRequest>("{\"dimensions\": [" + names + "]" + more + "}"));
    EXPECT_TRUE(question.ok()) << question.status();
    const auto each = [&](absl::FunctionRef<void(const InitiativeFacts&)> visit) {
      for (const v1::Initiative& initiative : all_) visit(FactsOf(initiative, round_));
    };
    return Tally(*question, each, language);
  }

  static Figures Rows(const v1::ComputeStatisticsResponse& answer) {
    Figures figures;
    for (const v1::StatisticsRow& row : answer.rows()) {
      std::string key;
      for (const std::string& each : row.keys()) key += (key.empty() ? "" : " ") + each;
      figures[key] = row.value();
    }
    return figures;
  }

  Figures By(const std::string& dimensions, const std::string& more = "") const { return Rows(Ask(dimensions, more)); }

  std::optional<v1::Period> round_;
  std::vector<v1::Initiative> all_;
};

constexpr char kActors[] = R"(, "measure": "MEASURE_ACTORS")";
constexpr char kFractional[] = R"(, "counting": "COUNTING_FRACTIONAL")";

TEST_F(TallyTest, WithoutDimensionsThereIsOnlyATotal) {
  Add("", "PUBLIC_SECTOR -");
  Add("", "");
  const auto answer = Ask("");
  EXPECT_EQ(answer.total(), 2);
  EXPECT_EQ(answer.unknown(), 0);
  EXPECT_TRUE(answer.rows().empty());
  EXPECT_EQ(Ask("", kActors).total(), 2);
}

TEST_F(TallyTest, CountsWholeUnderEachKeyAndSaysSo) {
  Add("", "", R"({"content": {"sectors": [{"vocabulary": "REPORT", "code": "TOURISM"}, {"vocabulary": "REPORT", "code": "SOCIAL"},
      {"vocabulary": "IBERO_AMERICAN", "code": "11"}]}})");
  Add("", "", R"({"content": {"sectors": [{"vocabulary": "REPORT", "code": "TOURISM"}]}})");
  Add("", "");
  const auto answer = Ask("SECTOR");
  EXPECT_EQ(Rows(answer), (Figures{{"TOURISM", 2}, {"SOCIAL", 1}}));
  EXPECT_EQ(answer.total(), 3);
  EXPECT_EQ(answer.unknown(), 1);
  EXPECT_EQ(answer.sector_vocabulary(), "REPORT");
  EXPECT_EQ(answer.definition_version(), "2022.1");
  EXPECT_THAT(answer.ShortDebugString(), HasSubstr("The rows add up to 3 although they hold 2 distinct initiatives"));
  EXPECT_THAT(answer.ShortDebugString(), HasSubstr("1 of 3 initiatives are in no row"));
  EXPECT_EQ(By("SECTOR", R"(, "sector_vocabulary": "IBERO_AMERICAN")"), (Figures{{"11", 1}}));
}

TEST_F(TallyTest, CountsFractionsThatAddUpToTheTotal) {
  Add("", "", R"({"content": {"sdgs": [1, 2, 3], "modality": 1}})");
  Add("", "", R"({"content": {"sdgs": [1], "modality": 1}})");
  Add("", "", R"({"content": {"modality": 1}})");
  const auto answer = Ask("SDG MODALITY", kFractional);
  EXPECT_EQ(answer.counting(), v1::COUNTING_FRACTIONAL);
  double sum = 0;
  for (const auto& row : answer.rows()) sum += row.value();
  EXPECT_NEAR(sum + static_cast<double>(answer.unknown()), static_cast<double>(answer.total()), 1e-6);
  EXPECT_NEAR(Rows(answer).at("1 BILATERAL"), 4.0 / 3, 1e-6);
}

TEST_F(TallyTest, SortsByValueThenKeys) {
  for (const char* countries : {"[\"PE\"]", "[\"CL\"]", "[\"BR\", \"PE\"]"}) {
    Add("", "", std::string(R"({"reporting_country_codes": )") + countries + "}");
  }
  const auto answer = Ask("REPORTING_COUNTRY");
  ASSERT_EQ(answer.rows_size(), 3);
  EXPECT_EQ(answer.rows(0).keys(0) + answer.rows(1).keys(0) + answer.rows(2).keys(0), "PEBRCL");
}

TEST_F(TallyTest, PairsARoleWithItsCountry) {
  Add("CL:PROVIDER KE:RECIPIENT +IICA:SECOND_PROVIDER", "");
  EXPECT_EQ(By("ROLE"), (Figures{{"PROVIDER", 1}, {"RECIPIENT", 1}, {"SECOND_PROVIDER", 1}}));
  EXPECT_EQ(By("PARTICIPATING_COUNTRY ROLE"), (Figures{{"CL PROVIDER", 1}, {"KE RECIPIENT", 1}}));
  EXPECT_EQ(By("ROLE PARTICIPATING_COUNTRY"), (Figures{{"PROVIDER CL", 1}, {"RECIPIENT KE", 1}}));
  const std::string provider = R"(, "conditions": [{"dimension": "DIMENSION_ROLE", "values": ["PROVIDER"]})";
  EXPECT_EQ(By("PARTICIPATING_COUNTRY", provider + "]"), (Figures{{"CL", 1}}));
  EXPECT_EQ(By("ROLE", R"(, "conditions": [{"dimension": "DIMENSION_PARTICIPATING_COUNTRY", "values": ["KE"]}])"),
            (Figures{{"RECIPIENT", 1}}));
  const std::string of = R"(, {"dimension": "DIMENSION_PARTICIPATING_COUNTRY", "values": [")";
  EXPECT_EQ(Ask("", provider + of + "CL\"]}]").total(), 1);
  EXPECT_EQ(Ask("", provider + of + "KE\"]}]").total(), 0);
}

TEST_F(TallyTest, OneDimensionAndItsConditionChooseInitiatives) {
  Add("CL:PROVIDER KE:RECIPIENT", "");
  Add("PE:PROVIDER BO:RECIPIENT", "");
  EXPECT_EQ(By("PARTICIPATING_COUNTRY", R"(, "conditions": [{"dimension": "DIMENSION_PARTICIPATING_COUNTRY", "values": ["CL"]}])"),
            (Figures{{"CL", 1}, {"KE", 1}}));
}

TEST_F(TallyTest, CountsMentionsUnderTheirOwnCategory) {
  Add("", "PUBLIC_SECTOR PUBLIC_SECTOR LOCAL_GOVERNMENT INTERNATIONAL_ORGANIZATION OTHER -", R"({"content": {"sdgs": [1, 2]}})");
  auto answer = Ask("ACTOR_CATEGORY", kActors);
  EXPECT_EQ(Rows(answer), (Figures{{"PUBLIC_SECTOR", 2}, {"LOCAL_GOVERNMENT", 1}, {"INTERNATIONAL_ORGANIZATION", 1}, {"OTHER", 1}}));
  EXPECT_EQ(answer.total(), 6);
  EXPECT_EQ(answer.unknown(), 1);
  answer = Ask("SECTOR_GROUP", kActors);
  EXPECT_EQ(Rows(answer), (Figures{{"PUBLIC", 3}}));
  EXPECT_EQ(answer.unknown(), 3);
  EXPECT_EQ(By("SECTOR_GROUP ACTOR_CATEGORY", kActors), (Figures{{"PUBLIC PUBLIC_SECTOR", 2}, {"PUBLIC LOCAL_GOVERNMENT", 1}}));
  EXPECT_EQ(By("SECTOR_GROUP ACTOR_CATEGORY"), (Figures{{"PUBLIC PUBLIC_SECTOR", 1}, {"PUBLIC LOCAL_GOVERNMENT", 1}}));
  EXPECT_EQ(By("SECTOR_GROUP"), (Figures{{"PUBLIC", 1}}));
  EXPECT_EQ(By("SDG", kActors), (Figures{{"1", 6}, {"2", 6}}));
  EXPECT_EQ(By("SDG", std::string(kActors) + kFractional), (Figures{{"1", 3}, {"2", 3}}));
  EXPECT_EQ(By("SDG ACTOR_CATEGORY", std::string(kActors) + kFractional).at("1 PUBLIC_SECTOR"), 1);
  answer = Ask("MODALITY", kActors);
  EXPECT_EQ(answer.unknown(), 6);
}

TEST_F(TallyTest, ConditionsOnActorsChooseInitiativesNotMentions) {
  Add("", "PUBLIC_SECTOR ACADEMIA");
  Add("", "PUBLIC_SECTOR");
  const auto answer = Ask("ACTOR_CATEGORY",
                          std::string(kActors) + R"(, "conditions": [{"dimension": "DIMENSION_ACTOR_CATEGORY", "values": ["ACADEMIA"]}])");
  EXPECT_EQ(Rows(answer), (Figures{{"ACADEMIA", 1}, {"PUBLIC_SECTOR", 1}}));
  EXPECT_THAT(answer.ShortDebugString(), HasSubstr("Conditions on actors choose initiatives"));
}

TEST_F(TallyTest, CountsWhatWasReceivedUnlessADecisionIsAskedFor) {
  for (const char* decision : {"1", "2", "3", "4", "5"}) Add("", "", std::string("{\"decision\": ") + decision + "}");
  EXPECT_EQ(Ask("").total(), 3);
  EXPECT_EQ(By("DECISION"), (Figures{{"PENDING", 1}, {"ADMITTED", 1}, {"EXCLUDED", 1}}));
  EXPECT_EQ(Ask("", R"(, "conditions": [{"dimension": "DIMENSION_DECISION", "values": ["MERGED", "WITHDRAWN"]}])").total(), 2);
  EXPECT_THAT(Ask("").ShortDebugString(), HasSubstr("Everything received is counted"));
}

TEST_F(TallyTest, CountsYearsToTheEndOfTheRound) {
  round_ = Json<v1::Period>(R"({"start": {"year": 2019}, "end": {"year": 2021}})");
  Add("", "", R"({"content": {"period": {"start": {"year": 2020}}}})");
  Add("", "", R"({"content": {"period": {"start": {"year": 2018, "month": 5}, "end": {"year": 2019}}}})");
  Add("", "", R"({"content": {"period": {"start": {"year": 2024}}}})");
  Add("", "", R"({"content": {"period": {"end": {"year": 2017}}}})");
  Add("", "", R"({"content": {"period": {"start": {"year": 2019}}, "status": 3}})");
  Add("", "");
  const auto answer = Ask("YEAR");
  EXPECT_EQ(Rows(answer), (Figures{{"2017", 1}, {"2018", 1}, {"2019", 2}, {"2020", 1}, {"2021", 1}, {"2024", 1}}));
  EXPECT_EQ(answer.unknown(), 1);
  round_.reset();
  EXPECT_EQ(By("YEAR").count("2021"), 0u);
}

TEST_F(TallyTest, NamesAgenciesAndRounds) {
  Add("", "", R"({"reporting_agencies": ["agencies/pe-apci", "agencies/cl-agcid"], "round": "rounds/r22"})");
  Add("", "", R"({"reporting_agencies": ["agencies/cl-agcid"]})");
  EXPECT_EQ(By("AGENCY"), (Figures{{"agencies/cl-agcid", 2}, {"agencies/pe-apci", 1}}));
  const auto answer = Ask("ROUND AGENCY");
  EXPECT_EQ(Rows(answer), (Figures{{"rounds/r22 agencies/pe-apci", 1}, {"rounds/r22 agencies/cl-agcid", 1}}));
  EXPECT_EQ(answer.unknown(), 1);
  EXPECT_EQ(Ask("", R"(, "conditions": [{"dimension": "DIMENSION_AGENCY", "values": ["agencies/pe-apci"]}])").total(), 1);
  EXPECT_EQ(Ask("", R"(, "conditions": [{"dimension": "DIMENSION_ROUND", "values": ["rounds/r22", "rounds/r23"]}])").total(), 1);
}

TEST_F(TallyTest, GivesEachInitiativeOneResultPerTest) {
  Add("CL:PROVIDER KE:RECIPIENT", "PUBLIC_SECTOR ACADEMIA");
  EXPECT_EQ(
      By("QUALIFICATION"),
      (Figures{
          {"SOUTH_SOUTH_OR_TRIANGULAR:YES", 1}, {"NARROW:YES", 1}, {"BROAD:NO", 1}, {"SANTIAGO_2018:YES", 1}, {"IN_PERIOD:UNKNOWN", 1}}));
}

TEST_F(TallyTest, CrossesThreeDimensions) {
  Add("CL:PROVIDER KE:RECIPIENT", "PUBLIC_SECTOR ACADEMIA", R"({"content": {"sdgs": [4, 5], "modality": 1}})");
  EXPECT_EQ(By("SDG ACTOR_CATEGORY MODALITY").size(), 4u);
  EXPECT_EQ(By("SDG ROLE PARTICIPATING_COUNTRY").size(), 4u);
}

TEST_F(TallyTest, FractionsOfManyQuestionsAddUp) {
  const support::Row dimensions = {"REPORTING_COUNTRY",
                                   "PARTICIPATING_COUNTRY",
                                   "PARTNER_COUNTRY",
                                   "ROLE",
                                   "MODALITY",
                                   "INITIATIVE_TYPE",
                                   "SECTOR",
                                   "ACTOR_CATEGORY",
                                   "SECTOR_GROUP",
                                   "SDG",
                                   "STATUS",
                                   "YEAR",
                                   "ROUND",
                                   "AGENCY",
                                   "DECISION",
                                   "QUALIFICATION"};
  for (const support::Sample& sample : support::Samples()) all_.push_back(sample.initiative);
  Add("CL:PROVIDER", "- OTHER");
  for (const std::string& a : dimensions) {
    for (const std::string& b : dimensions) {
      if (a == b) continue;
      for (const char* measure : {"", kActors}) {
        const auto answer = Ask(a + " " + b, std::string(measure) + kFractional);
        double sum = static_cast<double>(answer.unknown());
        for (const auto& row : answer.rows()) sum += row.value();
        EXPECT_NEAR(sum, static_cast<double>(answer.total()), 1e-6) << a << " " << b << measure;
      }
    }
  }
}

TEST(Facts, AreSmallCodes) {
  auto initiative = Json<v1::Initiative>(R"({"name": "initiatives/abc", "create_time": "1970-01-01T00:00:01.000002Z", "visibility": 3,
      "content": {"partner_country_codes": ["PE", "PE", "x"], "actors": [{"category": 77}], "sdgs": [17, 99]}})");
  const InitiativeFacts facts = FactsOf(initiative, std::nullopt);
  EXPECT_EQ(facts.name(), "initiatives/abc");
  EXPECT_EQ(facts.create_micros, 1'000'002);
  EXPECT_EQ(facts.partner_countries.size(), 1u);
  EXPECT_EQ(CountryCodeOf(facts.partner_countries[0]), "PE");
  EXPECT_EQ(facts.actors[0], 1);
  EXPECT_EQ(facts.sdgs, 1u << 17);
  EXPECT_LE(sizeof(InitiativeFacts), 256u);
}

}  // namespace
}  // namespace minga::domain
