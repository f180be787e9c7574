#include "server/domain/initiative/initiative_rules.h"

#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include "server/base/limits.h"
#include "tests/server/domain/support.h"

namespace minga::domain {
namespace {

using google::protobuf::util::MessageDifferencer;
using support::Json;
using Strings = std::vector<std::string>;

std::string Found(const v1::InitiativeContent& content) {
  Violations violations;
  CheckContent(content, "c", "CL", violations);
  std::string all;
  for (const std::string& each : support::Written(violations)) all += (all.empty() ? "" : "; ") + each.substr(2);
  return all;
}

TEST(InitiativeRules, FindEachMistakeAtItsPath) {
  for (const support::Row& row : support::ReadTable("tests/server/domain/initiative/content.table")) {
    EXPECT_EQ(Found(Json<v1::InitiativeContent>(row[0])), row.size() > 1 ? row[1] : "") << row[0];
  }
}

TEST(InitiativeRules, AcceptTheSamples) {
  for (const support::Sample& sample : support::Samples()) EXPECT_EQ(Found(sample.initiative.content()), "") << sample.file;
}

TEST(InitiativeRules, AcceptAnEmptyDraft) { EXPECT_EQ(Found({}), ""); }

TEST(InitiativeRules, KeepTextsWithinTheirLimits) {
  v1::InitiativeContent content;
  content.set_type(v1::INITIATIVE_TYPE_OTHER);
  content.set_type_other(std::string(limits::kTypeOther + 1, 'x'));
  content.set_title(std::string(limits::kTitle + 1, 'x'));
  content.set_objectives(std::string(limits::kLongText + 1, 'x'));
  content.set_justification(std::string(limits::kLongText + 1, 'x'));
  content.add_results(std::string(limits::kListItem + 1, 'x'));
  content.add_actors()->set_display_name(std::string(limits::kActorName + 1, 'x'));
  content.mutable_actors(0)->set_category_text(std::string(limits::kCategoryText + 1, 'x'));
  content.mutable_focal_point()->set_display_name(std::string(limits::kPersonName + 1, 'x'));
  v1::Amount* const amount = content.add_amounts();
  amount->mutable_amount()->set_currency_code("USD");
  amount->set_contributor(std::string(limits::kOrganization + 1, 'x'));
  amount->set_source_text(std::string(limits::kSourceText + 1, 'x'));
  EXPECT_EQ(Found(content),
            "type_other TOO_LONG; title TOO_LONG; objectives TOO_LONG; actors[0].display_name TOO_LONG; actors[0].category_text TOO_LONG; "
            "focal_point.display_name TOO_LONG; justification TOO_LONG; results[0] TOO_LONG; amounts[0].contributor TOO_LONG; "
            "amounts[0].source_text TOO_LONG");
}

TEST(InitiativeRules, KeepListsWithinTheirLimits) {
  v1::InitiativeContent content;
  for (int at = 0; at <= limits::kActors; ++at) content.add_actors()->set_display_name("A");
  for (int at = 0; at <= limits::kListItems; ++at) content.add_strengths("s");
  EXPECT_EQ(Found(content), "actors TOO_MANY; strengths TOO_MANY");
}

TEST(InitiativeRules, OfAdditionsLookAtNothingElse) {
  Violations violations;
  const auto given = Json<v1::InitiativeContent>(R"({"title": "\u0001", "sdgs": [18], "enables_multi_actor_cooperation": true})");
  CheckAdditions(given, "additions", v1::INITIATIVE_TYPE_INTERINSTITUTIONAL_SPACE, violations);
  EXPECT_EQ(support::Written(violations), Strings{"additions.sdgs[0] OUT_OF_RANGE"});
}

TEST(Additions, ReplaceWhatTheySetAndEraseWhatTheMaskNames) {
  auto content = Json<v1::InitiativeContent>(
      R"({"title": "T", "modality": 1, "sdgs": [1, 2], "period": {"start": {"year": 2019}, "end": {"year": 2020}}, "status": 2})");
  google::protobuf::FieldMask mask;
  mask.add_paths("status");
  mask.add_paths("title");
  MergeAdditions(Json<v1::InitiativeContent>(R"({"title": "X", "sdgs": [3], "period": {"start": {"year": 2021}}})"), mask, &content);
  const auto expected = Json<v1::InitiativeContent>(R"({"title": "T", "modality": 1, "sdgs": [3], "period": {"start": {"year": 2021}}})");
  EXPECT_TRUE(MessageDifferencer::Equals(content, expected)) << content.DebugString();
}

TEST(Additions, AreKeptWhenTheAgencySubmitsAgain) {
  auto again = Json<v1::InitiativeContent>(R"({"title": "New", "type": 2, "modality": 4, "sdgs": [9]})");
  CopyAdditions(Json<v1::InitiativeContent>(R"({"title": "Old", "type": 3, "modality": 1, "enables_multi_actor_cooperation": true})"),
                &again);
  EXPECT_TRUE(MessageDifferencer::Equals(again, Json<v1::InitiativeContent>(R"({"title": "New", "type": 2, "modality": 1})")));
}

TEST(Additions, AreNamedByTheMask) {
  google::protobuf::FieldMask mask;
  for (const char* path : {"modality", "parties", "external_ids"}) mask.add_paths(path);
  Violations violations;
  CheckAdditionsMask(mask, "update_mask", violations);
  EXPECT_TRUE(violations.empty());
  for (const char* path : {"title", "focal_point", "period.start", "*", ""}) mask.add_paths(path);
  CheckAdditionsMask(mask, "update_mask", violations);
  EXPECT_EQ(support::Written(violations), Strings(5, "update_mask UNKNOWN_FIELD"));
}

TEST(NormalizeContent, TakesOffOuterWhiteSpaceOnly) {
  auto content =
      Json<v1::InitiativeContent>(R"({"title": " A  B\n", "strengths": [" a ", " ", "b"], "focal_point": {"email": " Ana@X.ORG "},
      "actors": [{"display_name": "\u00a0APCI "}], "partner_country_codes": ["PE "]})");
  NormalizeContent(&content);
  const auto expected = Json<v1::InitiativeContent>(R"({"title": "A  B", "strengths": ["a", "b"], "focal_point": {"email": "ana@x.org"},
      "actors": [{"display_name": "APCI"}], "partner_country_codes": ["PE"]})");
  EXPECT_TRUE(MessageDifferencer::Equals(content, expected)) << content.DebugString();
}

TEST(GiveItemIds, FillsGapsWithoutRepeating) {
  auto content = Json<v1::InitiativeContent>(R"({"actors": [{"id": "a"}, {}, {"id": "b"}, {}]})");
  int next = 0;
  GiveItemIds(&content, [&] { return std::string(1, static_cast<char>('a' + next++)); });
  EXPECT_EQ(content.actors(0).id() + content.actors(1).id() + content.actors(2).id() + content.actors(3).id(), "acbd");
}

}  // namespace
}  // namespace minga::domain
