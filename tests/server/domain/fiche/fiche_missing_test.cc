#include "server/domain/fiche/fiche_missing.h"

#include <gmock/gmock.h>

#include "server/domain/fiche/fiche_paths.h"
#include "tests/server/domain/support.h"

namespace minga::domain {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Strings = std::vector<std::string>;

v1::Fiche Full() {
  return support::Json<v1::Fiche>(R"({"institution": "Agencia", "focal_point": {"display_name": "Ana"},
      "institutional_strengths": "Redes", "institutional_weaknesses": "Fondos", "willing_to_share": false,
      "initiatives": [{"id": "one", "content": {"type": "INITIATIVE_TYPE_PROJECT", "title": "Agua", "objectives": "Agua segura",
        "actors": [{"id": "a1", "display_name": "Ministerio", "category": "ACTOR_CATEGORY_PUBLIC_SECTOR"}],
        "partner_country_codes": ["BO"], "focal_point": {"email": "luz@example.org"}, "justification": "Hace falta",
        "strengths": ["Confianza"], "challenges": ["Fondos"], "results": ["Agua"]}}]})");
}

Strings Paths(const v1::Fiche& fiche) {
  Strings paths;
  for (const v1::MissingAnswer& each : MissingAnswers(fiche, texts::Language::kSpanish)) {
    EXPECT_TRUE(ParseFichePath(each.path()).has_value()) << each.path();
    paths.push_back(each.path() + (each.required() ? " required" : ""));
  }
  return paths;
}

TEST(FicheMissing, AFullFicheLacksNothingThoughItSaysNo) { EXPECT_THAT(Paths(Full()), IsEmpty()); }

TEST(FicheMissing, AnEmptyFicheLacksItsInstitutionalPartAndInitiatives) {
  EXPECT_THAT(Paths({}), ElementsAre("institution required", "focal_point", "institutional_strengths", "institutional_weaknesses",
                                     "willing_to_share", "initiatives required"));
}

TEST(FicheMissing, NothingToReportIsAskedForNoInitiatives) {
  v1::Fiche fiche = Full();
  fiche.clear_initiatives();
  EXPECT_THAT(Paths(fiche), ElementsAre("initiatives required"));
  fiche.set_nothing_to_report(true);
  EXPECT_THAT(Paths(fiche), IsEmpty());
}

TEST(FicheMissing, AnEmptyEntryLacksEveryQuestionOfTheFormAndNoAddition) {
  v1::Fiche fiche = Full();
  fiche.add_initiatives()->set_id("two");
  EXPECT_THAT(Paths(fiche), ElementsAre("initiatives[two].type required", "initiatives[two].title required", "initiatives[two].objectives",
                                        "initiatives[two].actors required", "initiatives[two].partner_country_codes",
                                        "initiatives[two].focal_point", "initiatives[two].justification", "initiatives[two].strengths",
                                        "initiatives[two].challenges", "initiatives[two].results"));
}

TEST(FicheMissing, AnActorWithoutACategoryIsNamed) {
  v1::Fiche fiche = Full();
  fiche.mutable_initiatives(0)->mutable_content()->mutable_actors(0)->clear_category();
  const std::vector<v1::MissingAnswer> missing = MissingAnswers(fiche, texts::Language::kSpanish);
  ASSERT_EQ(missing.size(), 1u);
  EXPECT_EQ(missing[0].path(), "initiatives[one].actors[a1].category");
  EXPECT_EQ(missing[0].label(), "iniciativa 1: tipo de actor de «Ministerio»");
}

TEST(FicheMissing, EveryQuestionHasWordsInEveryLanguage) {
  v1::Fiche fiche;
  fiche.add_initiatives()->set_id("one");
  for (const texts::Language language : texts::kLanguages) {
    v1::Fiche none;
    for (const v1::Fiche& each : {fiche, none}) {
      for (const v1::MissingAnswer& answer : MissingAnswers(each, language)) {
        // A key without a sentence answers itself.
        EXPECT_EQ(answer.label().find("question."), std::string::npos) << answer.label();
      }
    }
  }
}

}  // namespace
}  // namespace minga::domain
