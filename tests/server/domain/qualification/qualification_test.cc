#include "server/domain/qualification/qualification.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/domain/codes.h"
#include "tests/server/domain/support.h"

namespace minga::domain {
namespace {

using support::Row;
using testing::Contains;
using testing::HasSubstr;
using testing::IsSupersetOf;

constexpr char kFolder[] = "tests/server/domain/qualification/";

std::string Result(const v1::InitiativeContent& content, v1::QualificationTest test, const QualificationContext& context = {"CL", {}}) {
  const Verdicts verdicts = Judge(content, context);
  // Whatever is judged is also explained, alike, in every language.
  for (const texts::Language language : texts::kLanguages) {
    const v1::Qualification explained = Explain(content, context, language);
    EXPECT_EQ(explained.results_size(), kQualificationTests);
    for (const v1::TestResult& each : explained.results()) {
      EXPECT_EQ(each.result(), verdicts[each.test()]);
      EXPECT_FALSE(each.facts().empty() && each.missing().empty());
    }
  }
  return Code(verdicts[test]);
}

std::vector<std::string> Reasons(const google::protobuf::RepeatedPtrField<v1::QualificationFact>& facts) {
  std::vector<std::string> reasons;
  for (const v1::QualificationFact& fact : facts) reasons.push_back(fact.reason());
  return reasons;
}

TEST(Qualification, SouthSouthOrTriangularFollowsModalityAndParties) {
  for (const Row& row : support::ReadTable(std::string(kFolder) + "south_south.table")) {
    ASSERT_EQ(row.size(), 6u) << row[0];
    SCOPED_TRACE(row[0] + " | " + row[1] + " | " + row[2] + " | " + row[3] + " | " + row[4]);
    v1::InitiativeContent content;
    content.set_type(FromCode<v1::InitiativeType>(row[0]).value_or(v1::INITIATIVE_TYPE_UNSPECIFIED));
    content.set_modality(FromCode<v1::Modality>(row[1]).value_or(v1::MODALITY_UNSPECIFIED));
    support::AddParties(row[2], &content);
    for (const std::string& country : support::Words(row[3])) content.add_partner_country_codes(country);
    if (!row[4].empty()) content.set_enables_multi_actor_cooperation(row[4] == "yes");
    EXPECT_EQ(Result(content, v1::QUALIFICATION_TEST_SOUTH_SOUTH_OR_TRIANGULAR), row[5]);
  }
}

TEST(Qualification, NaturesDecideNarrowBroadAndSantiago) {
  for (const Row& row : support::ReadTable(std::string(kFolder) + "natures.table")) {
    ASSERT_EQ(row.size(), 4u) << row[0];
    SCOPED_TRACE(row[0]);
    v1::InitiativeContent content;
    support::AddActors(row[0], &content);
    EXPECT_EQ(Result(content, v1::QUALIFICATION_TEST_NARROW), row[1]);
    EXPECT_EQ(Result(content, v1::QUALIFICATION_TEST_BROAD), row[2]);
    EXPECT_EQ(Result(content, v1::QUALIFICATION_TEST_SANTIAGO_2018), row[3]);
  }
}

TEST(Qualification, InPeriodAnswersOnlyWhatIsCertain) {
  for (const Row& row : support::ReadTable(std::string(kFolder) + "in_period.table")) {
    ASSERT_EQ(row.size(), 6u) << row[0];
    SCOPED_TRACE(row[0] + " | " + row[1] + " | " + row[2] + " | " + row[3] + " | " + row[4]);
    v1::InitiativeContent content;
    support::SetDates(row[0], row[1], content.mutable_period());
    content.set_status(FromCode<v1::InitiativeStatus>(row[2]).value_or(v1::INITIATIVE_STATUS_UNSPECIFIED));
    v1::Period round;
    support::SetDates(row[3], row[4], &round);
    EXPECT_EQ(Result(content, v1::QUALIFICATION_TEST_IN_PERIOD, {"CL", round}), row[5]);
  }
}

TEST(Qualification, WithoutARoundThePeriodIsUnknown) {
  v1::InitiativeContent content;
  support::SetDates("2019", "2022", content.mutable_period());
  EXPECT_EQ(Result(content, v1::QUALIFICATION_TEST_IN_PERIOD, {"CL", std::nullopt}), "UNKNOWN");
}

TEST(Qualification, ASettingLeavesInternationalOrganisationsOut) {
  v1::InitiativeContent content;
  support::AddActors("PUBLIC_SECTOR INTERNATIONAL_ORGANIZATION", &content);
  const Definition without = MakeDefinition("2022.1-io", false, "NORTH");
  EXPECT_EQ(Judge(content, {})[v1::QUALIFICATION_TEST_NARROW], v1::QUALIFICATION_RESULT_YES);
  EXPECT_EQ(Judge(content, {}, without)[v1::QUALIFICATION_TEST_NARROW], v1::QUALIFICATION_RESULT_NO);
  const v1::Qualification explained = Explain(content, {}, texts::Language::kEnglish, without);
  EXPECT_EQ(explained.definition_version(), "2022.1-io");
  std::vector<std::string> sentences;
  for (const auto& fact : explained.results(1).facts()) sentences.push_back(fact.text());
  EXPECT_THAT(sentences, Contains(HasSubstr("international organisations do not count")));
}

TEST(Qualification, ExplainsWithNamesThatPeopleUse) {
  v1::InitiativeContent content;
  content.set_type(v1::INITIATIVE_TYPE_PROJECT);
  content.set_modality(v1::MODALITY_TRIANGULAR);
  support::AddParties("CO:FIRST_PROVIDER PY:RECIPIENT DE:SECOND_PROVIDER", &content);
  support::AddActors("PUBLIC_SECTOR -", &content);
  content.mutable_actors(1)->set_category_text("asociación mixta");

  const auto spanish = Explain(content, {"PY", {}}, texts::Language::kSpanish);
  std::string all;
  for (const auto& result : spanish.results()) {
    for (const auto& fact : result.facts()) all += fact.text() + "\n";
    for (const auto& fact : result.missing()) all += fact.text() + "\n";
  }
  EXPECT_THAT(all, HasSubstr("triangular"));
  EXPECT_THAT(all, HasSubstr("Colombia (primer oferente), Paraguay (receptor) y Alemania (segundo oferente)"));
  EXPECT_THAT(all, HasSubstr("UNCTAD de 2021"));
  EXPECT_THAT(all, HasSubstr("La categoría de «Actor 2» no es cierta (la ficha dice «asociación mixta»)"));
  EXPECT_THAT(Reasons(spanish.results(0).facts()),
              IsSupersetOf({"MODALITY", "SOUTHERN_PAIR", "SECOND_PROVIDER", "PARTIES", "SOUTH_DEFINITION"}));
  EXPECT_THAT(Reasons(spanish.results(1).missing()), Contains("CATEGORY_UNCERTAIN"));
  EXPECT_EQ(spanish.results(1).missing(0).path(), "actors[a2].category");

  const auto portuguese = Explain(content, {"PY", {}}, texts::Language::kPortuguese);
  EXPECT_THAT(portuguese.results(0).facts(0).text(), HasSubstr("trilateral"));
  const auto english = Explain(content, {"PY", {}}, texts::Language::kEnglish);
  EXPECT_THAT(english.ShortDebugString(), HasSubstr("Germany (second provider)"));
}

TEST(Qualification, WritesDatesAsPreciselyAsTheyAreKnown) {
  v1::InitiativeContent content;
  support::SetDates("2019", "2021-03-05", content.mutable_period());
  v1::Period round;
  support::SetDates("2020-02", "-", &round);
  const QualificationContext context{"CL", round};
  const std::string spanish = Explain(content, context, texts::Language::kSpanish).results(4).Utf8DebugString();
  EXPECT_THAT(spanish, HasSubstr("Período de la iniciativa: 2019 – 05/03/2021."));
  EXPECT_THAT(spanish, HasSubstr("Período del relevamiento: 02/2020 – sin fecha de fin."));
  const std::string english = Explain(content, context, texts::Language::kEnglish).results(4).Utf8DebugString();
  EXPECT_THAT(english, HasSubstr("Period of the initiative: 2019 – 2021-03-05."));
}

TEST(Qualification, NoSentenceShowsItsPattern) {
  for (const support::Sample& sample : support::Samples()) {
    for (const texts::Language language : texts::kLanguages) {
      const std::string all = Explain(sample.initiative.content(), {"CL", support::SampleRoundPeriod()}, language).Utf8DebugString();
      EXPECT_THAT(all, testing::Not(testing::AnyOf(HasSubstr("select"), HasSubstr("plural"), HasSubstr("text: \"qualification"))));
    }
  }
}

TEST(Qualification, NamesAFewOfManyActors) {
  v1::InitiativeContent content;
  for (int count = 0; count < 40; ++count) support::AddActors("PUBLIC_SECTOR", &content);
  const auto explained = Explain(content, {}, texts::Language::kSpanish);
  EXPECT_THAT(explained.results(1).facts(1).text(), HasSubstr("Actor 5 y 35 más."));
}

TEST(Qualification, ElementsAreRecordedOnlyWhereAFieldStatesThem) {
  const auto recorded = [](const v1::InitiativeContent& content) {
    std::vector<std::string> elements;
    const auto explained = Explain(content, {}, texts::Language::kEnglish);
    EXPECT_EQ(explained.elements_size(), 6);
    for (const v1::ElementResult& each : explained.elements()) {
      EXPECT_EQ(each.recorded(), !each.path().empty());
      if (each.recorded()) elements.push_back(Code(each.element()) + " " + each.path());
    }
    return elements;
  };
  EXPECT_TRUE(recorded({}).empty());
  auto content = support::Json<v1::InitiativeContent>(R"({"objectives": "x", "sdgs": [17], "period": {"start": {"year": 2019}},
      "amounts": [{"contributor": "AR"}, {}, {"contributor": "DE"}]})");
  EXPECT_EQ(recorded(content),
            (std::vector<std::string>{"SUSTAINED period", "SHARED_VISION objectives", "COMBINED_RESOURCES amounts", "SDG_VALUE sdgs"}));
  content.mutable_amounts(2)->set_contributor("AR");
  content.set_status(v1::INITIATIVE_STATUS_COMPLETED);
  EXPECT_EQ(recorded(content), (std::vector<std::string>{"SHARED_VISION objectives", "SDG_VALUE sdgs"}));
}

}  // namespace
}  // namespace minga::domain
