// What was done to a fiche, and what it was before.
#include <gmock/gmock.h>

#include <vector>

#include "server/store/round_store.h"
#include "tests/conformance/store_conformance.h"
#include "tests/conformance/support.h"

namespace minga::store {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

FicheStep Step(v1::FicheVerb verb, Principal::Kind kind = Principal::Kind::kPerson, std::string tenant = kA, std::string id = "m1") {
  FicheStep step;
  step.verb = verb;
  step.principal = {kind, std::move(tenant), std::move(id)};
  step.comment = fmt::format("comment on {}", v1::FicheVerb_Name(verb));
  return step;
}

absl::Status Insert(Store& store, const v1::Fiche& fiche) {
  return store.Write(
      kScopeA, [&](Transaction& transaction) { return transaction.fiches().Insert(fiche, Step(v1::FICHE_VERB_CREATE), At(1)).status(); });
}

absl::Status Edit(Store& store, const v1::Fiche& fiche, absl::Time now) {
  return store.Write(kScopeA, [&](Transaction& transaction) { return transaction.fiches().Update(fiche, Step(v1::FICHE_VERB_EDIT), now); });
}

// Brings the fiche to a state.
absl::Status Take(Store& store, const Scope& scope, v1::FicheState state, const FicheStep& step, absl::Time now,
                  std::string_view fiche = kFiche) {
  return store.Write(scope, [&](Transaction& transaction) {
    auto kept = transaction.fiches().Get(kA, fiche);
    if (!kept.ok()) return kept.status();
    v1::Fiche after = **kept;
    after.set_state(state);
    if (state == v1::FICHE_STATE_SUBMITTED) after.mutable_submit_time()->set_seconds(absl::ToUnixSeconds(now));
    return transaction.fiches().UpdateState(after, step, now);
  });
}

absl::Status Submit(Store& store, absl::Time now, std::string_view fiche = kFiche) {
  return Take(store, kScopeA, v1::FICHE_STATE_SUBMITTED, Step(v1::FICHE_VERB_SUBMIT), now, fiche);
}

absl::Status Return(Store& store, absl::Time now) {
  return Take(store, kSecretariat, v1::FICHE_STATE_DRAFT, Step(v1::FICHE_VERB_RETURN, Principal::Kind::kPerson, "secretariat", "m9"), now);
}

std::vector<KeptStep> Steps(Store& store, const Scope& scope, int64_t before = 0, int limit = 100, std::string_view fiche = kFiche) {
  auto steps = Read(store, scope, [&](Transaction& transaction) { return transaction.fiches().Steps(kA, fiche, before, limit); });
  EXPECT_TRUE(steps.ok());
  return steps.ok() ? *std::move(steps) : std::vector<KeptStep>();
}

// "number VERB" of each.
std::vector<std::string> Told(const std::vector<KeptStep>& steps) {
  std::vector<std::string> told;
  for (const KeptStep& each : steps) told.push_back(fmt::format("{} {}", each.revision, v1::FicheVerb_Name(each.step.verb).substr(11)));
  return told;
}

std::optional<v1::Fiche> Revision(Store& store, const Scope& scope, int64_t revision, std::string_view fiche = kFiche) {
  auto found = Read(store, scope, [&](Transaction& transaction) { return transaction.fiches().Revision(kA, fiche, revision); });
  EXPECT_TRUE(found.ok());
  return found.value_or(std::nullopt);
}

// A fiche that was written, corrected, submitted, returned, and corrected and submitted again.
void Live(Store& store) {
  v1::Fiche fiche = Fiche(kA, kFiche);
  ASSERT_TRUE(Insert(store, fiche).ok());
  fiche.set_institution("Otra");
  fiche.mutable_focal_point()->set_display_name("Eva");
  ASSERT_TRUE(Edit(store, fiche, At(2)).ok());
  ASSERT_TRUE(Submit(store, At(3)).ok());
  ASSERT_TRUE(Return(store, At(4)).ok());
  fiche.set_institution("Tercera");
  fiche.clear_focal_point();
  ASSERT_TRUE(Edit(store, fiche, At(5)).ok());
  ASSERT_TRUE(Submit(store, At(6)).ok());
}

}  // namespace

TEST_P(StoreConformance, AStepIsKeptWithWhoWhenAndHow) {
  ASSERT_TRUE(Insert(store(), Fiche(kA, kFiche)).ok());
  FicheStep submit = Step(v1::FICHE_VERB_SUBMIT, Principal::Kind::kProgram, kA, "k1");
  submit.validation = v1::VALIDATION_MODE_FOUR_EYES;
  ASSERT_TRUE(Take(store(), kScopeA, v1::FICHE_STATE_SUBMITTED, submit, At(7)).ok());
  const std::vector<KeptStep> steps = Steps(store(), kScopeA);
  ASSERT_THAT(steps, SizeIs(2));
  EXPECT_EQ(steps[0].revision, 2);
  EXPECT_EQ(steps[0].step.verb, v1::FICHE_VERB_SUBMIT);
  EXPECT_EQ(steps[0].step.principal.kind, Principal::Kind::kProgram);
  EXPECT_EQ(steps[0].step.principal.tenant + " " + steps[0].step.principal.id, "pe-apci k1");
  EXPECT_EQ(steps[0].step.comment, "comment on FICHE_VERB_SUBMIT");
  EXPECT_EQ(steps[0].step.validation, v1::VALIDATION_MODE_FOUR_EYES);
  EXPECT_EQ(steps[0].time, At(7));
  EXPECT_EQ(steps[0].state, v1::FICHE_STATE_SUBMITTED);
  EXPECT_FALSE(steps[0].content_changed);
  EXPECT_EQ(steps[1].step.principal.kind, Principal::Kind::kPerson);
  EXPECT_EQ(steps[1].time, At(1));
  EXPECT_EQ(steps[1].state, v1::FICHE_STATE_DRAFT);
  EXPECT_TRUE(steps[1].content_changed);
}

TEST_P(StoreConformance, AStepKeepsWhetherTheAgencyAgreedAndWhetherItMadeTheFicheLate) {
  ASSERT_TRUE(Insert(store(), Fiche(kA, kFiche)).ok());
  FicheStep late = Step(v1::FICHE_VERB_SUBMIT);
  late.late = true;
  ASSERT_TRUE(Take(store(), kScopeA, v1::FICHE_STATE_SUBMITTED, late, At(2)).ok());
  FicheStep answer = Step(v1::FICHE_VERB_ANSWER);
  for (const bool agrees : {true, false}) {
    answer.agrees = agrees;
    ASSERT_TRUE(Take(store(), kScopeA, v1::FICHE_STATE_SUBMITTED, answer, At(3)).ok());
  }
  const std::vector<KeptStep> steps = Steps(store(), kScopeA);
  ASSERT_THAT(steps, SizeIs(4));
  EXPECT_EQ(steps[0].step.agrees, std::optional(false));
  EXPECT_EQ(steps[1].step.agrees, std::optional(true));
  EXPECT_EQ(steps[2].step.agrees, std::nullopt);
  EXPECT_FALSE(steps[1].step.late);
  EXPECT_TRUE(steps[2].step.late);
  EXPECT_FALSE(steps[3].step.late);
}

TEST_P(StoreConformance, WhatIsInReviewIsToldWithWhoAskedForIt) {
  ASSERT_TRUE(Insert(store(), Fiche(kA, kFiche)).ok());
  const auto in_review = [&](const Scope& scope, std::string_view agency = kA, int limit = 10) {
    return *Read(store(), scope, [&](Transaction& transaction) { return transaction.fiches().InReview(agency, limit); });
  };
  EXPECT_THAT(in_review(kScopeA), IsEmpty());
  ASSERT_TRUE(Take(store(), kScopeA, v1::FICHE_STATE_IN_REVIEW, Step(v1::FICHE_VERB_REQUEST_REVIEW), At(2)).ok());
  // What one tenant does is told to people of another.
  for (const Scope& scope : {kScopeA, kScopeB, kSecretariat, kSystem}) {
    const std::vector<WaitingFiche> waiting = in_review(scope);
    ASSERT_THAT(waiting, SizeIs(1));
    EXPECT_EQ(waiting[0].id, kFiche);
    EXPECT_EQ(waiting[0].round, kRound);
    EXPECT_EQ(waiting[0].asked_by.id, "m1");
    EXPECT_EQ(waiting[0].comment, "comment on FICHE_VERB_REQUEST_REVIEW");
  }
  EXPECT_THAT(in_review(kNobody), IsEmpty());
  EXPECT_THAT(in_review(kScopeA, kB), IsEmpty());
  EXPECT_THAT(in_review(kScopeA, kA, 0), IsEmpty());
}

TEST_P(StoreConformance, StepsAreTheAgencysTheSecretariatReachesTheSubmissionsAndItsOwn) {
  ASSERT_NO_FATAL_FAILURE(Live(store()));
  EXPECT_THAT(Told(Steps(store(), kScopeA)), ElementsAre("6 SUBMIT", "5 EDIT", "4 RETURN", "3 SUBMIT", "2 EDIT", "1 CREATE"));
  EXPECT_THAT(Told(Steps(store(), kSystem)), SizeIs(6));
  EXPECT_THAT(Told(Steps(store(), kSecretariat)), ElementsAre("6 SUBMIT", "4 RETURN", "3 SUBMIT"));
  EXPECT_THAT(Steps(store(), kScopeB), IsEmpty());
  EXPECT_THAT(Steps(store(), kNobody), IsEmpty());
  // As long as it is a draft again it is the agency's alone.
  ASSERT_TRUE(Return(store(), At(7)).ok());
  EXPECT_THAT(Steps(store(), kSecretariat), IsEmpty());
  EXPECT_THAT(Steps(store(), kScopeA), SizeIs(7));
}

TEST_P(StoreConformance, StepsComeInPages) {
  ASSERT_NO_FATAL_FAILURE(Live(store()));
  EXPECT_THAT(Told(Steps(store(), kScopeA, 0, 2)), ElementsAre("6 SUBMIT", "5 EDIT"));
  EXPECT_THAT(Told(Steps(store(), kScopeA, 5, 2)), ElementsAre("4 RETURN", "3 SUBMIT"));
  EXPECT_THAT(Told(Steps(store(), kScopeA, 2, 2)), ElementsAre("1 CREATE"));
  EXPECT_THAT(Steps(store(), kScopeA, 1, 2), IsEmpty());
  EXPECT_THAT(Told(Steps(store(), kSecretariat, 6, 1)), ElementsAre("4 RETURN"));
}

TEST_P(StoreConformance, ARevisionIsTheContentAfterItsStep) {
  ASSERT_NO_FATAL_FAILURE(Live(store()));
  const std::vector<std::string> institutions = {"Agencia de Cooperación", "Otra", "Otra", "Otra", "Tercera", "Tercera"};
  const std::vector<std::string> focal_points = {"Ana Quispe", "Eva", "Eva", "Eva", "", ""};
  for (int revision = 1; revision <= 6; ++revision) {
    const std::optional<v1::Fiche> then = Revision(store(), kScopeA, revision);
    ASSERT_TRUE(then.has_value()) << revision;
    EXPECT_EQ(then->name(), names::Fiche(kA, kFiche));
    EXPECT_EQ(then->round(), names::Round(kRound));
    EXPECT_EQ(then->etag(), std::to_string(revision));
    EXPECT_EQ(then->institution(), institutions[static_cast<size_t>(revision) - 1]) << revision;
    EXPECT_EQ(then->focal_point().display_name(), focal_points[static_cast<size_t>(revision) - 1]) << revision;
    EXPECT_EQ(then->initiatives(0).content().focal_point().email(), "luz@example.org");
    EXPECT_EQ(then->update_time().seconds(), absl::ToUnixSeconds(At(revision)));
    EXPECT_EQ(then->create_time().seconds(), absl::ToUnixSeconds(At(1)));
    EXPECT_FALSE(then->has_submit_time());
    EXPECT_EQ(then->initiatives(0).decision(), v1::DECISION_UNSPECIFIED);
  }
  EXPECT_EQ(Revision(store(), kScopeA, 3)->state(), v1::FICHE_STATE_SUBMITTED);
  EXPECT_EQ(Revision(store(), kScopeA, 4)->state(), v1::FICHE_STATE_DRAFT);
  for (const int64_t none : {int64_t{0}, int64_t{-1}, int64_t{7}, INT64_MAX}) EXPECT_FALSE(Revision(store(), kScopeA, none).has_value());
}

TEST_P(StoreConformance, ARevisionIsReachedAsItsStepIs) {
  ASSERT_NO_FATAL_FAILURE(Live(store()));
  for (const int revision : {3, 4, 6}) {
    const std::optional<v1::Fiche> then = Revision(store(), kSecretariat, revision);
    ASSERT_TRUE(then.has_value()) << revision;
    EXPECT_EQ(then->focal_point().display_name(), revision == 6 ? "" : "Eva");
  }
  for (const int revision : {1, 2, 5}) EXPECT_FALSE(Revision(store(), kSecretariat, revision).has_value()) << revision;
  for (int revision = 1; revision <= 6; ++revision) {
    EXPECT_FALSE(Revision(store(), kScopeB, revision).has_value());
    EXPECT_FALSE(Revision(store(), kNobody, revision).has_value());
  }
  // The system does not show people's contacts.
  ASSERT_TRUE(Revision(store(), kSystem, 3).has_value());
  EXPECT_FALSE(Revision(store(), kSystem, 3)->has_focal_point());
  ASSERT_TRUE(Return(store(), At(7)).ok());
  EXPECT_FALSE(Revision(store(), kSecretariat, 3).has_value());
}

TEST_P(StoreConformance, WhoHadALinkIsKeptAmongTheContacts) {
  ASSERT_TRUE(Insert(store(), Fiche(kA, kFiche)).ok());
  FicheStep validate = Step(v1::FICHE_VERB_VALIDATE, Principal::Kind::kLink, kA, "");
  validate.by_link.set_display_name("Directora Quispe");
  validate.by_link.set_email("direccion@example.org");
  ASSERT_TRUE(Take(store(), kScopeA, v1::FICHE_STATE_VALIDATED, validate, At(2)).ok());
  ASSERT_TRUE(Submit(store(), At(3)).ok());
  const std::vector<KeptStep> steps = Steps(store(), kScopeA);
  ASSERT_THAT(Told(steps), ElementsAre("3 SUBMIT", "2 VALIDATE", "1 CREATE"));
  EXPECT_EQ(steps[1].step.principal.kind, Principal::Kind::kLink);
  EXPECT_EQ(steps[1].step.by_link.display_name(), "Directora Quispe");
  EXPECT_EQ(steps[1].step.by_link.email(), "direccion@example.org");
  EXPECT_EQ(steps[0].step.by_link.display_name(), "");
  EXPECT_EQ(Steps(store(), kSystem)[1].step.by_link.display_name(), "");
  EXPECT_THAT(Told(Steps(store(), kSecretariat)), ElementsAre("3 SUBMIT"));
  // It is no contact of the content.
  EXPECT_EQ(Revision(store(), kScopeA, 2)->focal_point().display_name(), "Ana Quispe");
}

TEST_P(StoreConformance, ADeletedFicheLeavesNoRevisionsAndTakesNoOthers) {
  v1::Fiche other = Fiche(kA, "f10", "r2022");
  ASSERT_TRUE(store()
                  .Write(kSystem,
                         [](Transaction& transaction) {
                           v1::Round round;
                           round.set_name(names::Round("r2023"));
                           return transaction.rounds().Insert(round, At(0)).status();
                         })
                  .ok());
  ASSERT_TRUE(Insert(store(), Fiche(kA, kFiche, "r2023")).ok());
  ASSERT_TRUE(Insert(store(), other).ok());
  ASSERT_TRUE(store().Write(kScopeA, [](Transaction& transaction) { return transaction.fiches().Delete(kA, kFiche); }).ok());
  EXPECT_THAT(Steps(store(), kScopeA), IsEmpty());
  EXPECT_FALSE(Revision(store(), kScopeA, 1).has_value());
  EXPECT_THAT(Told(Steps(store(), kScopeA, 0, 100, "f10")), ElementsAre("1 CREATE"));
  EXPECT_EQ(Revision(store(), kScopeA, 1, "f10")->focal_point().display_name(), "Ana Quispe");

  // Of what was there before, nothing shines through.
  v1::Fiche again = Fiche(kA, kFiche, "r2023");
  again.clear_focal_point();
  ASSERT_TRUE(Insert(store(), again).ok());
  EXPECT_THAT(Told(Steps(store(), kScopeA)), ElementsAre("1 CREATE"));
  EXPECT_FALSE(Revision(store(), kScopeA, 1)->has_focal_point());
}

}  // namespace minga::store
