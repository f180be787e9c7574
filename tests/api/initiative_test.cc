#include <gtest/gtest.h>

#include "minga/v1/fiche_service.pb.h"
#include "tests/support/test_registry.h"

namespace minga {
namespace {

// Get keeps its answers; nobody may notice.
TEST(Initiative, IsAnsweredAsItIsNowToEachCallerInTheirLanguage) {
  TestRegistry registry;
  registry.NewRound("r2022");
  const std::string key = registry.NewAgency("pe-apci", "PE");
  const Client agency = registry.As(key);
  const Client other = registry.As(registry.NewAgency("bo-vipfe", "BO"));
  v1::CreateFicheRequest create;
  create.set_parent("agencies/pe-apci");
  *create.mutable_fiche() = SmallFiche("r2022", "Agua segura");
  const v1::Fiche draft = agency.CreateFiche(create).value();
  v1::SubmitFicheRequest submit;
  submit.set_name(draft.name());
  const v1::Fiche fiche = agency.SubmitFiche(submit).value();
  v1::GetInitiativeRequest get;
  get.set_name("initiatives/" + fiche.initiatives(0).id());

  const v1::Initiative pending = agency.GetInitiative(get).value();
  EXPECT_EQ(agency.GetInitiative(get).value().SerializeAsString(), pending.SerializeAsString());
  EXPECT_EQ(pending.content().focal_point().email(), "proyecto@agencia.example.org");
  EXPECT_EQ(pending.fiche(), fiche.name());
  EXPECT_EQ(other.GetInitiative(get).status().code(), absl::StatusCode::kNotFound);

  Options portuguese = registry.OptionsFor(key);
  portuguese.language = "pt";
  const v1::Initiative translated = Client::Connect(portuguese).value().GetInitiative(get).value();
  EXPECT_NE(translated.qualification().SerializeAsString(), pending.qualification().SerializeAsString());
  EXPECT_EQ(translated.content().SerializeAsString(), pending.content().SerializeAsString());

  v1::DecideInitiativeRequest decide;
  decide.set_name(fiche.name());
  decide.set_initiative_id(fiche.initiatives(0).id());
  decide.set_decision(v1::DECISION_ADMITTED);
  decide.mutable_additions()->set_modality(v1::MODALITY_BILATERAL);
  const v1::Initiative decided = registry.Secretariat().DecideInitiative(decide).value();
  EXPECT_EQ(agency.GetInitiative(get).value().SerializeAsString(), decided.SerializeAsString());
  EXPECT_EQ(decided.decision(), v1::DECISION_ADMITTED);
}

TEST(Initiative, IsNotAnsweredFromMemoryToWhoNoLongerReachesIt) {
  TestRegistry registry;
  registry.NewRound("r2022");
  const Client agency = registry.As(registry.NewAgency("pe-apci", "PE"));
  const Client other = registry.As(registry.NewAgency("bo-vipfe", "BO"));
  v1::CreateFicheRequest create;
  create.set_parent("agencies/pe-apci");
  *create.mutable_fiche() = SmallFiche("r2022", "Agua segura");
  create.mutable_fiche()->mutable_initiatives(0)->set_visibility(v1::VISIBILITY_NETWORK);
  v1::SubmitFicheRequest submit;
  submit.set_name(agency.CreateFiche(create).value().name());
  const v1::Fiche fiche = agency.SubmitFiche(submit).value();
  v1::DecideInitiativeRequest decide;
  decide.set_name(fiche.name());
  decide.set_initiative_id(fiche.initiatives(0).id());
  v1::GetInitiativeRequest get;
  get.set_name("initiatives/" + decide.initiative_id());

  // Each state is asked for twice: the second answer comes from memory.
  for (int round = 0; round < 3; ++round) {
    decide.set_decision(v1::DECISION_ADMITTED);
    decide.clear_exclusion_reasons();
    ASSERT_TRUE(registry.Secretariat().DecideInitiative(decide).ok());
    for (int i = 0; i < 2; ++i) {
      EXPECT_FALSE(other.GetInitiative(get).value().content().has_focal_point());
      EXPECT_TRUE(agency.GetInitiative(get).value().content().has_focal_point());
    }
    decide.set_decision(v1::DECISION_EXCLUDED);
    decide.add_exclusion_reasons(v1::EXCLUSION_REASON_NOT_MULTI_ACTOR);
    ASSERT_TRUE(registry.Secretariat().DecideInitiative(decide).ok());
    for (int i = 0; i < 2; ++i) {
      EXPECT_EQ(other.GetInitiative(get).status().code(), absl::StatusCode::kNotFound);
      EXPECT_EQ(agency.GetInitiative(get).value().decision(), v1::DECISION_EXCLUDED);
    }
  }

  v1::CreateApiKeyRequest create_key;
  create_key.set_parent("agencies/pe-apci");
  const v1::CreateApiKeyResponse made = registry.Secretariat().CreateApiKey(create_key).value();
  const Client with_key = registry.As(made.key());
  for (int i = 0; i < 2; ++i) EXPECT_TRUE(with_key.GetInitiative(get).ok());
  v1::RevokeApiKeyRequest revoke;
  revoke.set_name(made.api_key().name());
  ASSERT_TRUE(registry.Secretariat().RevokeApiKey(revoke).ok());
  EXPECT_EQ(with_key.GetInitiative(get).status().code(), absl::StatusCode::kUnauthenticated);
  EXPECT_TRUE(agency.GetInitiative(get).ok());
}

}  // namespace
}  // namespace minga
