#include "server/domain/fiche/fiche_rules.h"

#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include "server/base/limits.h"
#include "server/domain/codes.h"
#include "tests/server/domain/support.h"

namespace minga::domain {
namespace {

using google::protobuf::util::MessageDifferencer;
using support::Json;
using Strings = std::vector<std::string>;

Strings Found(const std::string& fiche) {
  Violations violations;
  CheckFiche(Json<v1::Fiche>(fiche), "fiche", "CL", violations);
  return support::Written(violations);
}

Strings Unready(const std::string& fiche) {
  Violations violations;
  CheckReadyToSubmit(Json<v1::Fiche>(fiche), "fiche", violations);
  return support::Written(violations);
}

TEST(FicheRules, ADraftMayBeIncomplete) {
  EXPECT_EQ(Found("{}"), Strings{});
  EXPECT_EQ(Found(R"({"initiatives": [{}]})"), Strings{});
  EXPECT_EQ(Found(R"({"country_code": "CL", "round": "rounds/r22", "willing_to_share": false})"), Strings{});
}

TEST(FicheRules, ADraftMayNotBeWrong) {
  EXPECT_EQ(Found(R"({"country_code": "PE"})"), Strings{"fiche.country_code WRONG_COUNTRY"});
  EXPECT_EQ(Found(R"({"round": "r22"})"), Strings{"fiche.round INVALID_NAME"});
  EXPECT_EQ(Found(R"({"focal_point": {"email": "x"}})"), Strings{"fiche.focal_point.email INVALID_EMAIL"});
  EXPECT_EQ(Found(R"({"institution": "\u0001", "institutional_strengths": "\u0001", "institutional_weaknesses": "\u0001"})"),
            (Strings{"fiche.institution CONTROL_CHARACTER", "fiche.institutional_strengths CONTROL_CHARACTER",
                     "fiche.institutional_weaknesses CONTROL_CHARACTER"}));
  EXPECT_EQ(Found(R"({"initiatives": [{}, {}, {}, {}]})"), Strings{"fiche.initiatives TOO_MANY"});
  EXPECT_EQ(Found(R"({"initiatives": [{"id": "-"}]})"), Strings{"fiche.initiatives[0].id INVALID_ITEM_ID"});
  EXPECT_EQ(Found(R"({"initiatives": [{"id": "a"}, {"id": "a"}]})"), Strings{"fiche.initiatives[1].id DUPLICATE"});
  EXPECT_EQ(Found(R"({"initiatives": [{"visibility": 8}]})"), Strings{"fiche.initiatives[0].visibility UNKNOWN_ENUM"});
  EXPECT_EQ(Found(R"({"initiatives": [{}, {"content": {"partner_country_codes": ["CL"]}}]})"),
            Strings{"fiche.initiatives[1].content.partner_country_codes[0] IS_REPORTING_COUNTRY"});
  EXPECT_EQ(Found(R"({"nothing_to_report": true, "initiatives": [{}]})"), Strings{"fiche.nothing_to_report NOTHING_AND_SOMETHING"});
}

TEST(FicheRules, ASubmissionSaysSomething) {
  EXPECT_EQ(Unready("{}"), (Strings{"fiche.institution REQUIRED", "fiche.initiatives NOTHING_SAID"}));
  EXPECT_EQ(Unready(R"({"institution": "AGCID", "nothing_to_report": true})"), Strings{});
  EXPECT_EQ(Unready(R"({"institution": "AGCID", "initiatives": [{}]})"),
            (Strings{"fiche.initiatives[0].content.title REQUIRED", "fiche.initiatives[0].content.type REQUIRED",
                     "fiche.initiatives[0].content.actors TOO_FEW"}));
  EXPECT_EQ(
      Unready(R"({"institution": "AGCID", "initiatives": [{"content": {"title": "T", "type": 1, "actors": [{"display_name": "A"}]}}]})"),
      Strings{});
}

TEST(FicheRules, GivesIdsWhereThereAreNone) {
  auto fiche = Json<v1::Fiche>(R"({"initiatives": [{"id": "e1", "content": {"actors": [{}]}}, {}]})");
  int entry = 0, item = 0;
  GiveIds(
      &fiche, [&] { return "e" + std::to_string(++entry); }, [&] { return "i" + std::to_string(++item); });
  EXPECT_EQ(fiche.initiatives(0).id(), "e1");
  EXPECT_EQ(fiche.initiatives(0).content().actors(0).id(), "i1");
  EXPECT_EQ(fiche.initiatives(1).id(), "e2");
}

TEST(FicheUpdates, NameFieldsThatAnAgencyMayChange) {
  google::protobuf::FieldMask mask;
  for (const char* path : {"institution", "focal_point", "institutional_strengths", "institutional_weaknesses", "willing_to_share",
                           "initiatives", "nothing_to_report"}) {
    mask.add_paths(path);
  }
  Violations violations;
  CheckUpdateMask(mask, "update_mask", violations);
  EXPECT_TRUE(violations.empty());
  for (const char* path : {"state", "round", "country_code", "initiatives.content", "*"}) mask.add_paths(path);
  CheckUpdateMask(mask, "update_mask", violations);
  EXPECT_EQ(support::Written(violations), Strings(5, "update_mask UNKNOWN_FIELD"));
}

constexpr char kStored[] = R"({"name": "agencies/a/fiches/f", "round": "rounds/r", "institution": "Old", "willing_to_share": true,
    "initiatives": [{"id": "a", "decision": 2, "content": {"title": "A"}}, {"id": "b"}], "state": 1, "etag": "7"})";
constexpr char kGiven[] = R"({"name": "x", "round": "rounds/other", "institution": "New", "state": 5,
    "initiatives": [{"id": "a", "content": {"title": "A2"}}, {"id": "c", "decision": 2}]})";

TEST(FicheUpdates, ChangeEverythingThatCanBeChangedWithoutAMask) {
  auto fiche = Json<v1::Fiche>(kStored);
  ApplyUpdate(Json<v1::Fiche>(kGiven), {}, &fiche);
  EXPECT_TRUE(
      MessageDifferencer::Equals(fiche, Json<v1::Fiche>(R"({"name": "agencies/a/fiches/f", "round": "rounds/r", "institution": "New",
      "initiatives": [{"id": "a", "decision": 2, "content": {"title": "A2"}}, {"id": "c"}], "state": 1, "etag": "7"})")))
      << fiche.DebugString();
}

TEST(FicheUpdates, ChangeOnlyWhatTheMaskNames) {
  auto fiche = Json<v1::Fiche>(kStored);
  google::protobuf::FieldMask mask;
  mask.add_paths("willing_to_share");
  ApplyUpdate(Json<v1::Fiche>(kGiven), mask, &fiche);
  EXPECT_FALSE(fiche.has_willing_to_share());
  EXPECT_EQ(fiche.institution(), "Old");
  EXPECT_EQ(fiche.initiatives_size(), 2);
}

TEST(FicheLife, FollowsTheTable) {
  constexpr v1::FicheVerb kVerbs[] = {v1::FICHE_VERB_EDIT,   v1::FICHE_VERB_REQUEST_REVIEW, v1::FICHE_VERB_VALIDATE,
                                      v1::FICHE_VERB_SUBMIT, v1::FICHE_VERB_RECALL,         v1::FICHE_VERB_RETURN,
                                      v1::FICHE_VERB_DECIDE, v1::FICHE_VERB_DELETE,         v1::FICHE_VERB_ANSWER};
  // state | edit | request review | validate | submit | recall | return | decide | delete | answer, each by the agency and then by the
  // secretariat; "" is refused, GONE leaves nothing.
  const std::vector<Strings> agency = {
      {"DRAFT", "DRAFT", "IN_REVIEW", "", "SUBMITTED", "", "", "", "GONE", ""},
      {"IN_REVIEW", "", "", "VALIDATED", "", "DRAFT", "DRAFT", "", "", ""},
      {"VALIDATED", "", "", "", "SUBMITTED", "DRAFT", "DRAFT", "", "", ""},
      {"SUBMITTED", "", "", "", "", "DRAFT", "", "", "", "SUBMITTED"},
      {"REVIEWED", "", "", "", "", "DRAFT", "", "", "", "REVIEWED"},
  };
  const std::vector<Strings> secretariat = {
      {"DRAFT", "", "", "", "", "", "", "", "", ""},
      {"IN_REVIEW", "", "", "", "", "", "", "", "", ""},
      {"VALIDATED", "", "", "", "", "", "", "", "", ""},
      {"SUBMITTED", "", "", "", "", "", "DRAFT", "SUBMITTED", "", ""},
      {"REVIEWED", "", "", "", "", "", "DRAFT", "REVIEWED", "", ""},
  };
  for (const bool by_secretariat : {false, true}) {
    for (const Strings& row : by_secretariat ? secretariat : agency) {
      const auto state = FromCode<v1::FicheState>(row[0]).value();
      EXPECT_EQ(Code(state), row[0]);
      for (size_t verb = 0; verb < std::size(kVerbs); ++verb) {
        const auto after = After(state, kVerbs[verb], {.secretariat = by_secretariat, .validation = v1::VALIDATION_MODE_NONE});
        const std::string code = !after ? "" : *after == v1::FICHE_STATE_UNSPECIFIED ? "GONE" : Code(*after);
        EXPECT_EQ(code, row[verb + 1]) << row[0] << " " << v1::FicheVerb_Name(kVerbs[verb]);
      }
    }
  }
  // Only a body that validates nothing sends a draft as it stands.
  for (const v1::ValidationMode mode : {v1::VALIDATION_MODE_FOUR_EYES, v1::VALIDATION_MODE_SIGNED_DOCUMENT, v1::VALIDATION_MODE_LINK}) {
    EXPECT_FALSE(After(v1::FICHE_STATE_DRAFT, v1::FICHE_VERB_SUBMIT, {.validation = mode}).has_value());
    EXPECT_TRUE(After(v1::FICHE_STATE_VALIDATED, v1::FICHE_VERB_SUBMIT, {.validation = mode}).has_value());
  }
  EXPECT_EQ(Code(static_cast<v1::FicheState>(77)), "");
}

TEST(FicheLife, IsReviewedWhenEveryEntryIsDecided) {
  EXPECT_TRUE(AllDecided({}));
  EXPECT_TRUE(AllDecided(Json<v1::Fiche>(R"({"initiatives": [{"decision": 2}, {"decision": 3}]})")));
  EXPECT_FALSE(AllDecided(Json<v1::Fiche>(R"({"initiatives": [{"decision": 2}, {"decision": 1}]})")));
  EXPECT_FALSE(AllDecided(Json<v1::Fiche>(R"({"initiatives": [{"decision": 2}, {}]})")));
}

TEST(FicheRules, AFicheReadAgainKeepsTheIdsOfItsEntries) {
  v1::Fiche stored, read;
  for (const char* title : {"Agua para todos", "Café de altura", "Escuela abierta"}) {
    v1::FicheInitiative* entry = stored.add_initiatives();
    entry->set_id(std::string("old") + std::to_string(stored.initiatives_size()));
    entry->mutable_content()->set_title(title);
  }
  for (const char* title : {"CAFE DE ALTURA.", "Agua para todas y todos", "Escuela abierta"}) {
    v1::FicheInitiative* entry = read.add_initiatives();
    entry->set_id(std::string("new") + std::to_string(read.initiatives_size()));
    entry->mutable_content()->set_title(title);
  }
  KeepIds(stored, &read);
  EXPECT_EQ(read.initiatives(0).id(), "old2");
  EXPECT_EQ(read.initiatives(1).id(), "old1");
  EXPECT_EQ(read.initiatives(2).id(), "old3");
}

TEST(FicheRules, EntriesThatCannotBeToldApartAreNew) {
  v1::Fiche stored, read;
  for (const char* title : {"Agua", "Café"}) stored.add_initiatives()->mutable_content()->set_title(title);
  for (v1::FicheInitiative& entry : *stored.mutable_initiatives()) entry.set_id("old");
  for (const char* title : {"Puentes", "Caminos"}) {
    v1::FicheInitiative* entry = read.add_initiatives();
    entry->set_id("new");
    entry->mutable_content()->set_title(title);
  }
  KeepIds(stored, &read);
  for (const v1::FicheInitiative& entry : read.initiatives()) EXPECT_EQ(entry.id(), "new");
}

}  // namespace
}  // namespace minga::domain
