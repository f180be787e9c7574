// Rounds as every store keeps them: extensions, the answers of agencies, and reminders.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "server/store/initiative_store.h"
#include "server/store/round_store.h"
#include "tests/conformance/store_conformance.h"
#include "tests/conformance/support.h"

namespace minga::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

FicheStep Step(v1::FicheVerb verb, std::string_view tenant = kA) {
  FicheStep step;
  step.verb = verb;
  step.principal = {Principal::Kind::kPerson, std::string(tenant), "m1"};
  return step;
}

v1::RoundExtension Until(int64_t second, std::string_view comment = "") {
  v1::RoundExtension extension;
  extension.mutable_close_time()->set_seconds(absl::ToUnixSeconds(At(second)));
  extension.set_comment(std::string(comment));
  return extension;
}

template <typename Body>
absl::Status Write(Store& store, const Scope& scope, Body body) {
  return store.Write(scope, [&](Transaction& transaction) { return body(transaction.rounds()); });
}

std::vector<KeptResponse> Responses(Store& store, const Scope& scope, ResponseFilter filter = {}) {
  filter.decisions = true;
  return Read(store, scope, [&](Transaction& t) { return t.rounds().Responses(kRound, filter); }).value();
}

// Saves a fiche of kA in `state` and what was done.
absl::Status Keep(Store& store, const Scope& scope, v1::FicheState state, const FicheStep& step, bool late = false) {
  return store.Write(scope, [&](Transaction& transaction) {
    absl::StatusOr<std::optional<v1::Fiche>> fiche = transaction.fiches().Get(kA, kFiche);
    if (!fiche.ok()) return fiche.status();
    (*fiche)->set_state(state);
    (*fiche)->set_late(late);
    if (step.verb == v1::FICHE_VERB_SUBMIT) (*fiche)->mutable_submit_time()->set_seconds(absl::ToUnixSeconds(At(5)));
    return transaction.fiches().UpdateState(**fiche, step, At(5));
  });
}

TEST_P(StoreConformance, AnExtensionIsReadWithTheRoundByItsAgency) {
  ASSERT_TRUE(
      Write(store(), kSecretariat, [](RoundStore& rounds) { return rounds.SetExtension(kRound, kA, Until(9, "Cambio"), At(1)); }).ok());
  const auto of = [&](const Scope& scope, std::string_view agency = {}) {
    return **Read(store(), scope, [&](Transaction& t) { return t.rounds().Get(kRound, agency); });
  };
  EXPECT_EQ(of(kScopeA).extension().comment(), "Cambio");
  EXPECT_EQ(of(kScopeA).extension().close_time().seconds(), absl::ToUnixSeconds(At(9)));
  EXPECT_EQ(of(kScopeA).extension().create_time().seconds(), absl::ToUnixSeconds(At(1)));
  EXPECT_FALSE(of(kScopeB).has_extension());
  // Naming another agency shows an agency nothing.
  EXPECT_FALSE(of(kScopeB, kA).has_extension());
  EXPECT_TRUE(of(kScopeA, kB).has_extension());
  EXPECT_FALSE(of(kSecretariat).has_extension());
  EXPECT_TRUE(of(kSecretariat, kA).has_extension());
  EXPECT_FALSE(of(kSecretariat, kB).has_extension());
  const auto listed = Read(store(), kScopeA, [](Transaction& t) { return t.rounds().List(0, "", 10); });
  EXPECT_TRUE(listed->at(0).has_extension());

  // A write of the round keeps no extension with it, and a new one replaces the old.
  ASSERT_TRUE(Write(store(), kSecretariat, [&](RoundStore& rounds) { return rounds.Update(of(kSecretariat, kA)); }).ok());
  EXPECT_FALSE(of(kScopeB).has_extension());
  ASSERT_TRUE(Write(store(), kSecretariat, [](RoundStore& rounds) { return rounds.SetExtension(kRound, kA, Until(20), At(2)); }).ok());
  EXPECT_EQ(of(kScopeA).extension().close_time().seconds(), absl::ToUnixSeconds(At(20)));
  ASSERT_TRUE(Write(store(), kSecretariat, [](RoundStore& rounds) { return rounds.DeleteExtension(kRound, kA); }).ok());
  EXPECT_FALSE(of(kScopeA).has_extension());
}

TEST_P(StoreConformance, RoundsThatEndLaterAreThoseThatStillWait) {
  const auto add = [&](const std::string& id, std::optional<int64_t> end) {
    v1::Round round;
    round.set_name("rounds/" + id);
    if (end.has_value()) round.mutable_close_time()->set_seconds(absl::ToUnixSeconds(At(*end)));
    ASSERT_TRUE(Write(store(), kSecretariat, [&](RoundStore& rounds) { return rounds.Insert(round, At(0)).status(); }).ok());
  };
  add("over", 5);
  add("extended", 5);
  add("later", 9);
  add("endless", std::nullopt);
  ASSERT_TRUE(Write(store(), kSecretariat, [](RoundStore& rounds) { return rounds.SetExtension("extended", kA, Until(8), At(1)); }).ok());
  const auto ending = [&](const Scope& scope, int64_t after) {
    std::vector<std::string> ids;
    const auto rounds = Read(store(), scope, [&](Transaction& t) { return t.rounds().EndingAfter(At(after)); });
    for (const v1::Round& each : *rounds) {
      EXPECT_FALSE(each.has_extension());
      ids.push_back(each.name());
    }
    return ids;
  };
  EXPECT_THAT(ending(kSystem, 4), UnorderedElementsAre("rounds/over", "rounds/extended", "rounds/later"));
  EXPECT_THAT(ending(kSystem, 5), UnorderedElementsAre("rounds/extended", "rounds/later"));
  EXPECT_THAT(ending(kSystem, 8), ElementsAre("rounds/later"));
  EXPECT_THAT(ending(kSystem, 9), IsEmpty());
  EXPECT_THAT(ending(kSecretariat, 4), IsEmpty());
  v1::Round round = **Read(store(), kSecretariat, [](Transaction& t) { return t.rounds().Get("over"); });
  round.mutable_close_time()->set_seconds(absl::ToUnixSeconds(At(12)));
  ASSERT_TRUE(Write(store(), kSecretariat, [&](RoundStore& rounds) { return rounds.Update(round); }).ok());
  EXPECT_THAT(ending(kSystem, 9), ElementsAre("rounds/over"));
}

TEST_P(StoreConformance, EndingExtensionsLeavesThoseThatAreOver) {
  const auto end = [&](int64_t second) {
    int64_t ended = -1;
    EXPECT_TRUE(Write(store(), kSecretariat, [&](RoundStore& rounds) {
                  const auto count = rounds.EndExtensions(kRound, At(second));
                  if (count.ok()) ended = *count;
                  return count.status();
                }).ok());
    return ended;
  };
  ASSERT_TRUE(Write(store(), kSecretariat, [](RoundStore& rounds) { return rounds.SetExtension(kRound, kA, Until(5), At(1)); }).ok());
  ASSERT_TRUE(Write(store(), kSecretariat, [](RoundStore& rounds) { return rounds.SetExtension(kRound, kB, Until(9), At(1)); }).ok());
  EXPECT_EQ(end(7), 1);
  EXPECT_EQ(end(7), 0);
  const std::vector<KeptResponse> responses = Responses(store(), kSecretariat);
  EXPECT_TRUE(responses.at(0).extension.has_value());
  EXPECT_FALSE(responses.at(1).extension.has_value());
}

TEST_P(StoreConformance, OnlySecretariatAndSystemExtendAndRemind) {
  for (const Scope& scope : {kScopeA, kNobody}) {
    const auto denied = [&](auto body) { EXPECT_EQ(Reason(Write(store(), scope, body)), "PERMISSION_DENIED"); };
    denied([](RoundStore& rounds) { return rounds.SetExtension(kRound, kA, Until(5), At(1)); });
    denied([](RoundStore& rounds) { return rounds.DeleteExtension(kRound, kA); });
    denied([](RoundStore& rounds) { return rounds.EndExtensions(kRound, At(1)).status(); });
    denied([](RoundStore& rounds) { return rounds.NoteReminder(kRound, kA, At(1), 1); });
    denied([](RoundStore& rounds) { return rounds.RemindedAt(kRound, At(1)).status(); });
    denied([](RoundStore& rounds) { return rounds.WasRemindedOf(kRound, kA, At(9), 1).status(); });
    denied([](RoundStore& rounds) { return rounds.NoteRemindedOf(kRound, kA, At(9), 1); });
  }
}

TEST_P(StoreConformance, AnswersAreReachedByTheirAgencyAndTheSecretariat) {
  const auto agencies = [&](const Scope& scope, const ResponseFilter& filter = {}) {
    std::vector<std::string> names;
    for (const KeptResponse& each : Responses(store(), scope, filter)) names.push_back(each.agency.name());
    return names;
  };
  EXPECT_THAT(agencies(kSecretariat), ElementsAre("agencies/pe-apci", "agencies/uy-auci"));
  EXPECT_THAT(agencies(kSystem), ElementsAre("agencies/pe-apci", "agencies/uy-auci"));
  EXPECT_THAT(agencies(kSecretariat, {.agency = kB}), ElementsAre("agencies/uy-auci"));
  EXPECT_THAT(agencies(kScopeA), ElementsAre("agencies/pe-apci"));
  EXPECT_THAT(agencies(kScopeA, {.agency = kB}), IsEmpty());
  EXPECT_THAT(agencies(kNobody), IsEmpty());
}

TEST_P(StoreConformance, AnAnswerTellsTheStateOfItsFicheAndWhetherItWasReturned) {
  const auto of_a = [&] { return Responses(store(), kSecretariat).at(0); };
  EXPECT_EQ(of_a().fiche, "");
  ASSERT_TRUE(
      store()
          .Write(kScopeA, [](Transaction& t) { return t.fiches().Insert(Fiche(kA, kFiche), Step(v1::FICHE_VERB_CREATE), At(1)).status(); })
          .ok());
  EXPECT_EQ(of_a().fiche, kFiche);
  EXPECT_EQ(of_a().state, v1::FICHE_STATE_DRAFT);
  EXPECT_FALSE(of_a().returned);
  ASSERT_TRUE(Keep(store(), kScopeA, v1::FICHE_STATE_SUBMITTED, Step(v1::FICHE_VERB_SUBMIT), /*late=*/true).ok());
  EXPECT_EQ(of_a().submit_time, At(5));
  EXPECT_TRUE(of_a().late);
  EXPECT_TRUE((*Read(store(), kSecretariat, [](Transaction& t) { return t.fiches().Get(kA, kFiche); }))->late());
  // By the agency's own validator it is not the secretariat that gave it back.
  ASSERT_TRUE(Keep(store(), kScopeA, v1::FICHE_STATE_DRAFT, Step(v1::FICHE_VERB_RETURN)).ok());
  EXPECT_FALSE(of_a().returned);
  EXPECT_FALSE(of_a().late);
  ASSERT_TRUE(Keep(store(), kScopeA, v1::FICHE_STATE_SUBMITTED, Step(v1::FICHE_VERB_SUBMIT)).ok());
  ASSERT_TRUE(Keep(store(), kSecretariat, v1::FICHE_STATE_DRAFT, Step(v1::FICHE_VERB_RETURN, "secretariat")).ok());
  EXPECT_TRUE(of_a().returned);
  ASSERT_TRUE(Keep(store(), kScopeA, v1::FICHE_STATE_SUBMITTED, Step(v1::FICHE_VERB_SUBMIT)).ok());
  EXPECT_FALSE(of_a().returned);
  EXPECT_EQ(Responses(store(), kSecretariat).at(1).fiche, "");
}

TEST_P(StoreConformance, AnAnswerCountsItsInitiativesByDecision) {
  ASSERT_TRUE(store()
                  .Write(kSystem,
                         [](Transaction& t) {
                           absl::Status status = t.fiches().Insert(Fiche(kA, kFiche), Step(v1::FICHE_VERB_CREATE), At(1)).status();
                           int number = 0;
                           for (const v1::Decision decision : {v1::DECISION_ADMITTED, v1::DECISION_EXCLUDED, v1::DECISION_PENDING,
                                                               v1::DECISION_PENDING, v1::DECISION_WITHDRAWN}) {
                             v1::Initiative initiative;
                             initiative.set_name(names::Initiative(fmt::format("i{}", ++number)));
                             initiative.add_reporting_agencies(names::Agency(kA));
                             initiative.add_reporting_country_codes("PE");
                             initiative.set_fiche(names::Fiche(kA, kFiche));
                             initiative.set_round(names::Round(kRound));
                             initiative.set_decision(decision);
                             if (status.ok()) status = t.initiatives().Insert(&initiative, At(2));
                           }
                           return status;
                         })
                  .ok());
  const KeptResponse response = Responses(store(), kScopeA).at(0);
  EXPECT_EQ(response.admitted, 1);
  EXPECT_EQ(response.excluded, 1);
  EXPECT_EQ(response.pending, 2);
}

TEST_P(StoreConformance, RemindersAreKeptByTheirTime) {
  const auto note = [&](std::string_view agency, int64_t second, int people = 2) {
    EXPECT_TRUE(
        Write(store(), kSecretariat, [&](RoundStore& rounds) { return rounds.NoteReminder(kRound, agency, At(second), people); }).ok());
  };
  EXPECT_EQ(Responses(store(), kScopeA).at(0).last_reminder_time, absl::InfinitePast());
  note(kB, 1);
  note(kA, 1);
  note(kA, 1);
  note(kA, 4);
  // It reached nobody, and was asked for all the same.
  note(kA, 6, 0);
  EXPECT_EQ(Responses(store(), kScopeA).at(0).last_reminder_time, At(4));
  EXPECT_EQ(Responses(store(), kScopeA, {.reminded_before = At(4)}).at(0).last_reminder_time, At(1));
  EXPECT_EQ(Responses(store(), kScopeA, {.reminded_before = At(1)}).at(0).last_reminder_time, absl::InfinitePast());
  const auto at = [&](int64_t second) {
    return *Read(store(), kSecretariat, [&](Transaction& t) { return t.rounds().RemindedAt(kRound, At(second)); });
  };
  EXPECT_THAT(at(1), ElementsAre(kA, kB));
  EXPECT_THAT(at(4), ElementsAre(kA));
  EXPECT_THAT(at(6), ElementsAre(kA));
  EXPECT_THAT(at(2), IsEmpty());
}

TEST_P(StoreConformance, WhatTheRegistryRemindedOfIsKnownByDeadlineAndDays) {
  const auto was = [&](std::string_view agency, int64_t deadline, int days) {
    return *Read(store(), kSystem, [&](Transaction& t) { return t.rounds().WasRemindedOf(kRound, agency, At(deadline), days); });
  };
  EXPECT_FALSE(was(kA, 9, 7));
  for (int i = 0; i < 2; ++i) {
    EXPECT_TRUE(Write(store(), kSystem, [](RoundStore& rounds) { return rounds.NoteRemindedOf(kRound, kA, At(9), 7); }).ok());
  }
  EXPECT_TRUE(was(kA, 9, 7));
  EXPECT_FALSE(was(kA, 9, 1));
  EXPECT_FALSE(was(kA, 10, 7));
  EXPECT_FALSE(was(kB, 9, 7));
}

}  // namespace
}  // namespace minga::store
