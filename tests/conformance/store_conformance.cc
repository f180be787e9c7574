#include "tests/conformance/store_conformance.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <google/protobuf/util/message_differencer.h>

#include <atomic>
#include <optional>
#include <set>
#include <thread>
#include <vector>

#include "server/base/errors.h"
#include "server/base/id.h"
#include "server/base/limits.h"
#include "server/base/resource_name.h"
#include "server/store/agency_store.h"
#include "server/store/change_feed.h"
#include "server/store/fiche_store.h"
#include "server/store/initiative_store.h"
#include "server/store/notice_store.h"
#include "server/store/request_store.h"
#include "server/store/round_store.h"
#include "tests/conformance/support.h"
#include "tests/support/records.h"

namespace minga::store {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

bool Same(const google::protobuf::Message& a, const google::protobuf::Message& b) {
  return google::protobuf::util::MessageDifferencer::Equals(a, b);
}

v1::Agency Agency(std::string_view id, std::string_view country) {
  v1::Agency agency;
  agency.set_name(names::Agency(id));
  agency.set_display_name(fmt::format("Agencia {}", id));
  agency.set_country_code(std::string(country));
  agency.set_validation_mode(v1::VALIDATION_MODE_NONE);
  return agency;
}

v1::Round Round(std::string_view id) {
  v1::Round round;
  round.set_name(names::Round(id));
  round.set_display_name("Relevamiento");
  round.set_form_version("2022");
  round.mutable_period()->mutable_start()->set_year(2015);
  return round;
}

v1::Initiative Initiative(std::string_view agency, std::string_view fiche, std::string_view id) {
  v1::Initiative initiative;
  initiative.set_name(names::Initiative(id));
  initiative.add_reporting_agencies(names::Agency(agency));
  initiative.add_reporting_country_codes("PE");
  initiative.set_fiche(names::Fiche(agency, fiche));
  initiative.set_round(names::Round(kRound));
  initiative.set_decision(v1::DECISION_PENDING);
  initiative.set_visibility(v1::VISIBILITY_NETWORK);
  initiative.mutable_content()->set_title("Agua");
  initiative.mutable_content()->mutable_focal_point()->set_display_name("Luz Mamani");
  initiative.mutable_content()->mutable_focal_point()->set_email("luz@example.org");
  return initiative;
}

absl::Status InsertFiche(Store& store, const Scope& scope, const v1::Fiche& fiche, absl::Time now = At(0)) {
  return store.Write(scope, [&](Transaction& transaction) {
    const absl::StatusOr<bool> inserted = transaction.fiches().Insert(fiche, test::NewStep(v1::FICHE_VERB_CREATE), now);
    if (inserted.ok() && !*inserted) return errors::FicheExists(fiche.name());
    return inserted.status();
  });
}

absl::Status UpdateFiche(Store& store, const Scope& scope, const v1::Fiche& fiche, absl::Time now = At(1)) {
  return store.Write(scope, [&](Transaction& transaction) { return transaction.fiches().Update(fiche, test::NewStep(), now); });
}

absl::Status Insert(Store& store, const Scope& scope, v1::Initiative initiative, absl::Time now = At(2)) {
  return store.Write(scope, [&](Transaction& transaction) { return transaction.initiatives().Insert(&initiative, now); });
}

absl::Status Update(Store& store, const Scope& scope, v1::Initiative initiative, absl::Time now = At(2)) {
  return store.Write(scope, [&](Transaction& transaction) { return transaction.initiatives().Update(&initiative, now); });
}

absl::StatusOr<std::optional<v1::Fiche>> GetFiche(Store& store, const Scope& scope, std::string_view agency = kA,
                                                  std::string_view fiche = kFiche) {
  return Read(store, scope, [&](Transaction& transaction) { return transaction.fiches().Get(agency, fiche); });
}

absl::StatusOr<std::optional<v1::Initiative>> GetInitiative(Store& store, const Scope& scope, std::string_view id) {
  return Read(store, scope, [&](Transaction& transaction) { return transaction.initiatives().Get(id); });
}

std::vector<std::string> ListFiches(Store& store, const Scope& scope, const FicheFilter& filter = {}, int limit = 100) {
  const auto fiches = Read(store, scope, [&](Transaction& transaction) { return transaction.fiches().List(filter, limit); });
  std::vector<std::string> names;
  if (!fiches.ok()) return {Reason(fiches.status())};
  for (const v1::Fiche& fiche : *fiches) names.push_back(fiche.name());
  return names;
}

NewNotice NewNoticeFor(std::string_view person, std::string_view id) {
  NewNotice made;
  made.tenant = kA;
  made.author = "rosa";
  made.notice.set_name(names::Notice(person, id));
  made.notice.set_kind(v1::NOTICE_KIND_RETURNED);
  made.notice.set_record(names::Fiche(kA, kFiche));
  made.notice.set_round_display_name("Relevamiento 2022");
  made.notice.mutable_deadline()->set_seconds(77);
  made.notice.set_time_zone("America/Lima");
  made.notice.set_comment("Falta la lista de actores.");
  made.notice.set_author_display_name("Rosa Núñez");
  return made;
}

NewNotice WithMail(NewNotice notice) {
  notice.mail = WantedMail{.link_path = "enter#secret", .give_up_time = At(1'000)};
  return notice;
}

std::vector<Change> Changes(Store& store, int64_t after = 0, int limit = 1'000) {
  const auto changes = Read(store, kSystem, [&](Transaction& transaction) { return transaction.changes().After(after, limit); });
  EXPECT_TRUE(changes.ok());
  return changes.ok() ? *changes : std::vector<Change>{};
}

}  // namespace

void StoreConformance::SetUp() {
  open_ = GetParam().open();
  ASSERT_NE(open_, nullptr);
  const absl::Status status = store().Write(kSystem, [](Transaction& transaction) {
    for (const auto& [id, country] : {std::pair{kA, "PE"}, std::pair{kB, "UY"}}) {
      const absl::StatusOr<bool> inserted = transaction.agencies().Insert(Agency(id, country), At(0));
      if (!inserted.ok()) return inserted.status();
    }
    return transaction.rounds().Insert(Round(kRound), At(0)).status();
  });
  ASSERT_TRUE(status.ok()) << errors::CauseOf(status);
}

TEST_P(StoreConformance, AnswersAnAgencyAsItWasRegistered) {
  v1::Agency expected = Agency(kA, "PE");
  expected.set_etag("1");
  expected.mutable_create_time()->set_seconds(absl::ToUnixSeconds(At(0)));
  for (const Scope& scope : {kScopeA, kScopeB, kSecretariat, kSystem}) {
    const auto found = Read(store(), scope, [](Transaction& transaction) { return transaction.agencies().Get(kA); });
    ASSERT_TRUE(found.ok() && found->has_value());
    EXPECT_TRUE(Same(**found, expected)) << (**found).DebugString();
  }
  const auto absent = Read(store(), kSystem, [](Transaction& transaction) { return transaction.agencies().Get("no-such"); });
  ASSERT_TRUE(absent.ok());
  EXPECT_FALSE(absent->has_value());
}

TEST_P(StoreConformance, ListsAgenciesByIdInPages) {
  std::vector<std::string> names;
  for (std::string after; names.size() < 10;) {
    const auto page = Read(store(), kScopeA, [&](Transaction& transaction) { return transaction.agencies().List(after, 1); });
    ASSERT_TRUE(page.ok());
    if (page->empty()) break;
    names.push_back(page->front().name());
    ASSERT_TRUE(names::ParseAgency(names.back(), &after));
  }
  EXPECT_THAT(names, ElementsAre("agencies/pe-apci", "agencies/uy-auci"));
}

TEST_P(StoreConformance, AnAgencyIdIsTakenOnceAndNeverTheSecretariats) {
  for (const char* id : {kA, "secretariat"}) {
    bool inserted = true;
    ASSERT_TRUE(store()
                    .Write(kSecretariat,
                           [&](Transaction& transaction) {
                             const auto answer = transaction.agencies().Insert(Agency(id, "PE"), At(5));
                             if (answer.ok()) inserted = *answer;
                             return answer.status();
                           })
                    .ok());
    EXPECT_FALSE(inserted) << id;
  }
}

TEST_P(StoreConformance, OnlySecretariatAndSystemWriteAgenciesRoundsAndOthersKeys) {
  for (const Scope& scope : {kScopeA, kNobody}) {
    const auto answer = [&](auto call) { return Reason(store().Write(scope, call)); };
    EXPECT_EQ(answer([](Transaction& t) { return t.agencies().Insert(Agency("new", "PE"), At(1)).status(); }), "PERMISSION_DENIED");
    EXPECT_EQ(answer([](Transaction& t) { return t.rounds().Insert(Round("new"), At(1)).status(); }), "PERMISSION_DENIED");
    EXPECT_EQ(answer([](Transaction& t) { return t.rounds().Update(Round(kRound)); }), "PERMISSION_DENIED");
    EXPECT_EQ(answer([](Transaction& t) { return t.agencies().InsertKey(kB, "k", test::NewKey("mine"), Hash("k"), At(1)); }), "NOT_FOUND");
    EXPECT_EQ(answer([](Transaction& t) { return t.agencies().RevokeKey(kB, "k", At(1)); }), "NOT_FOUND");
    EXPECT_EQ(answer([](Transaction& t) { return t.agencies().RevokeAllKeys(kB, At(1)); }), "NOT_FOUND");
  }
}

TEST_P(StoreConformance, NobodySeesNothing) {
  ASSERT_TRUE(InsertFiche(store(), kScopeA, Fiche(kA, kFiche)).ok());
  ASSERT_TRUE(Insert(store(), kScopeA, Initiative(kA, kFiche, "i1")).ok());
  EXPECT_FALSE(Read(store(), kNobody, [](Transaction& t) { return t.agencies().Get(kA); })->has_value());
  EXPECT_THAT(*Read(store(), kNobody, [](Transaction& t) { return t.agencies().List("", 10); }), IsEmpty());
  EXPECT_FALSE(Read(store(), kNobody, [](Transaction& t) { return t.rounds().Get(kRound); })->has_value());
  EXPECT_THAT(*Read(store(), kNobody, [](Transaction& t) { return t.rounds().List(0, "", 10); }), IsEmpty());
  EXPECT_FALSE(GetFiche(store(), kNobody)->has_value());
  EXPECT_THAT(ListFiches(store(), kNobody), IsEmpty());
  EXPECT_FALSE(GetInitiative(store(), kNobody, "i1")->has_value());
}

TEST_P(StoreConformance, AKeyWorksUntilItIsRevoked) {
  const std::string hash = Hash("mk_secret");
  ASSERT_TRUE(
      store()
          .Write(kSecretariat, [&](Transaction& t) { return t.agencies().InsertKey(kA, "k1", test::NewKey("planillas"), hash, At(1)); })
          .ok());
  auto principal = Read(store(), kSystem, [&](Transaction& t) { return t.agencies().FindCredential(hash, At(5)); });
  ASSERT_TRUE(principal.ok() && principal->has_value());
  EXPECT_EQ((*principal)->identity.principal.tenant, kA);
  EXPECT_EQ((*principal)->identity.principal.id, "k1");
  EXPECT_EQ((*principal)->identity.principal.kind, Principal::Kind::kProgram);
  EXPECT_EQ((*principal)->identity.roles, RoleBit(v1::ROLE_EDITOR));
  EXPECT_FALSE(Read(store(), kSystem, [&](Transaction& t) { return t.agencies().FindCredential(Hash("other"), At(5)); })->has_value());

  ASSERT_TRUE(store().Write(kSecretariat, [&](Transaction& t) { return t.agencies().RevokeKey(kA, "k1", At(2)); }).ok());
  ASSERT_TRUE(store().Write(kSecretariat, [&](Transaction& t) { return t.agencies().RevokeKey(kA, "k1", At(3)); }).ok());
  EXPECT_FALSE(Read(store(), kSystem, [&](Transaction& t) { return t.agencies().FindCredential(hash, At(5)); })->has_value());
  const auto key = Read(store(), kSecretariat, [&](Transaction& t) { return t.agencies().GetKey(kA, "k1"); });
  ASSERT_TRUE(key.ok() && key->has_value());
  EXPECT_EQ((*key)->name(), "agencies/pe-apci/apiKeys/k1");
  EXPECT_EQ((*key)->display_name(), "planillas");
  EXPECT_EQ((*key)->create_time().seconds(), absl::ToUnixSeconds(At(1)));
  EXPECT_EQ((*key)->revoke_time().seconds(), absl::ToUnixSeconds(At(2)));
}

TEST_P(StoreConformance, KeysAreListedNewestFirstPerTenant) {
  ASSERT_TRUE(store()
                  .Write(kSystem,
                         [&](Transaction& t) {
                           for (const auto& [tenant, key, second] :
                                {std::tuple{kA, "k1", 1}, {kA, "k2", 2}, {kA, "k3", 2}, {kB, "k4", 3}, {"secretariat", "k5", 4}}) {
                             const absl::Status status = t.agencies().InsertKey(tenant, key, test::NewKey(""), Hash(key), At(second));
                             if (!status.ok()) return status;
                           }
                           return absl::OkStatus();
                         })
                  .ok());
  const auto names = [&](const char* tenant, int64_t micros, const char* before, int limit) {
    const auto keys = Read(store(), kSecretariat, [&](Transaction& t) { return t.agencies().ListKeys(tenant, micros, before, limit); });
    std::vector<std::string> found;
    for (const v1::ApiKey& key : *keys) found.push_back(key.name().substr(key.name().rfind('/') + 1));
    return found;
  };
  EXPECT_THAT(names(kA, 0, "", 10), ElementsAre("k3", "k2", "k1"));
  EXPECT_THAT(names(kA, 0, "", 2), ElementsAre("k3", "k2"));
  EXPECT_THAT(names(kA, absl::ToUnixMicros(At(2)), "k3", 10), ElementsAre("k2", "k1"));
  EXPECT_THAT(names("secretariat", 0, "", 10), ElementsAre("k5"));
  ASSERT_TRUE(store().Write(kSystem, [](Transaction& t) { return t.agencies().RevokeAllKeys(kA, At(9)); }).ok());
  EXPECT_FALSE(Read(store(), kSystem, [](Transaction& t) { return t.agencies().FindCredential(Hash("k1"), At(5)); })->has_value());
  EXPECT_TRUE(Read(store(), kSystem, [](Transaction& t) { return t.agencies().FindCredential(Hash("k4"), At(5)); })->has_value());
}

TEST_P(StoreConformance, AHashBelongsToOneKeyAndATenantMustBeThere) {
  ASSERT_TRUE(
      store().Write(kSystem, [](Transaction& t) { return t.agencies().InsertKey(kA, "k1", test::NewKey(""), Hash("k"), At(1)); }).ok());
  EXPECT_EQ(
      Reason(store().Write(kSystem, [](Transaction& t) { return t.agencies().InsertKey(kB, "k2", test::NewKey(""), Hash("k"), At(1)); })),
      "INTERNAL");
  EXPECT_EQ(Reason(store().Write(
                kSystem, [](Transaction& t) { return t.agencies().InsertKey("no-such", "k3", test::NewKey(""), Hash("x"), At(1)); })),
            "NOT_FOUND");
  EXPECT_EQ(Reason(store().Write(kSystem, [](Transaction& t) { return t.agencies().RevokeKey(kB, "k1", At(1)); })), "NOT_FOUND");
}

TEST_P(StoreConformance, KeysAreHiddenFromOtherAgenciesAndCredentialsFromAllButTheSystem) {
  ASSERT_TRUE(
      store().Write(kSystem, [](Transaction& t) { return t.agencies().InsertKey(kA, "k1", test::NewKey(""), Hash("k"), At(1)); }).ok());
  EXPECT_TRUE(Read(store(), kScopeA, [](Transaction& t) { return t.agencies().GetKey(kA, "k1"); })->has_value());
  EXPECT_FALSE(Read(store(), kScopeB, [](Transaction& t) { return t.agencies().GetKey(kA, "k1"); })->has_value());
  EXPECT_THAT(*Read(store(), kScopeB, [](Transaction& t) { return t.agencies().ListKeys(kA, 0, "", 10); }), IsEmpty());
  for (const Scope& scope : {kScopeA, kSecretariat, kNobody}) {
    EXPECT_EQ(Reason(Read(store(), scope, [](Transaction& t) { return t.agencies().FindCredential(Hash("k"), At(5)); }).status()),
              "PERMISSION_DENIED");
  }
}

TEST_P(StoreConformance, ARoundIsKeptAndItsEtagRises) {
  v1::Round changed = Round(kRound);
  changed.set_state(v1::ROUND_STATE_OPEN);
  changed.set_display_name("Relevamiento 2022");
  changed.mutable_close_time()->set_seconds(5);
  ASSERT_TRUE(store().Write(kSecretariat, [&](Transaction& t) { return t.rounds().Update(changed); }).ok());
  changed.clear_state();
  changed.set_etag("2");
  changed.mutable_create_time()->set_seconds(absl::ToUnixSeconds(At(0)));
  for (const Scope& scope : {kScopeA, kSecretariat, kSystem}) {
    const auto found = Read(store(), scope, [](Transaction& t) { return t.rounds().Get(kRound); });
    ASSERT_TRUE(found.ok() && found->has_value());
    EXPECT_TRUE(Same(**found, changed)) << (**found).DebugString();
  }
  EXPECT_EQ(Reason(store().Write(kSecretariat, [](Transaction& t) { return t.rounds().Update(Round("no-such")); })), "NOT_FOUND");
}

TEST_P(StoreConformance, RoundsAreListedNewestFirst) {
  ASSERT_TRUE(store()
                  .Write(kSecretariat,
                         [](Transaction& t) {
                           EXPECT_TRUE(*t.rounds().Insert(Round("r2023"), At(1)));
                           EXPECT_TRUE(*t.rounds().Insert(Round("r2024"), At(1)));
                           EXPECT_FALSE(*t.rounds().Insert(Round("r2024"), At(1)));
                           return absl::OkStatus();
                         })
                  .ok());
  const auto names = [&](int64_t micros, const char* before, int limit) {
    const auto rounds = Read(store(), kScopeA, [&](Transaction& t) { return t.rounds().List(micros, before, limit); });
    std::vector<std::string> found;
    for (const v1::Round& round : *rounds) found.push_back(round.name());
    return found;
  };
  EXPECT_THAT(names(0, "", 2), ElementsAre("rounds/r2024", "rounds/r2023"));
  EXPECT_THAT(names(absl::ToUnixMicros(At(1)), "r2023", 2), ElementsAre("rounds/r2022"));
}

TEST_P(StoreConformance, AFicheComesBackAsItWasWritten) {
  v1::Fiche expected = Fiche(kA, kFiche);
  ASSERT_TRUE(InsertFiche(store(), kScopeA, expected, At(3)).ok());
  expected.set_etag("1");
  expected.mutable_create_time()->set_seconds(absl::ToUnixSeconds(At(3)));
  *expected.mutable_update_time() = expected.create_time();
  auto found = GetFiche(store(), kScopeA);
  ASSERT_TRUE(found.ok() && found->has_value());
  EXPECT_TRUE(Same(**found, expected)) << (**found).DebugString();

  expected.set_state(v1::FICHE_STATE_SUBMITTED);
  expected.mutable_submit_time()->set_seconds(77);
  expected.set_return_comment("Falta la lista de actores.");
  expected.mutable_focal_point()->set_email("nueva@example.org");
  expected.mutable_initiatives(0)->mutable_content()->clear_focal_point();
  expected.mutable_initiatives(1)->mutable_content()->mutable_focal_point();
  ASSERT_TRUE(UpdateFiche(store(), kScopeA, expected, At(4)).ok());
  expected.set_etag("2");
  expected.mutable_update_time()->set_seconds(absl::ToUnixSeconds(At(4)));
  found = GetFiche(store(), kScopeA);
  ASSERT_TRUE(found.ok() && found->has_value());
  EXPECT_TRUE(Same(**found, expected)) << (**found).DebugString();
  const auto by_round = Read(store(), kScopeA, [](Transaction& t) { return t.fiches().FindByRound(kA, kRound); });
  ASSERT_TRUE(by_round.ok() && by_round->has_value());
  EXPECT_TRUE(Same(**by_round, expected));
}

TEST_P(StoreConformance, AFichesStateChangesWithoutItsContent) {
  v1::Fiche expected = Fiche(kA, kFiche);
  ASSERT_TRUE(InsertFiche(store(), kScopeA, expected, At(3)).ok());
  v1::Fiche changed = expected;
  changed.set_state(v1::FICHE_STATE_SUBMITTED);
  changed.mutable_submit_time()->set_seconds(77);
  changed.set_institution("Not written");
  changed.clear_focal_point();
  const auto update = [&](const Scope& scope) {
    return store().Write(scope,
                         [&](Transaction& t) { return t.fiches().UpdateState(changed, test::NewStep(v1::FICHE_VERB_SUBMIT), At(4)); });
  };
  EXPECT_EQ(Reason(update(kScopeB)), "NOT_FOUND");
  EXPECT_EQ(Reason(update(kSecretariat)), "NOT_FOUND");
  ASSERT_TRUE(update(kScopeA).ok());
  expected.set_state(v1::FICHE_STATE_SUBMITTED);
  *expected.mutable_submit_time() = changed.submit_time();
  expected.set_etag("2");
  expected.mutable_create_time()->set_seconds(absl::ToUnixSeconds(At(3)));
  expected.mutable_update_time()->set_seconds(absl::ToUnixSeconds(At(4)));
  const auto found = GetFiche(store(), kScopeA);
  ASSERT_TRUE(found.ok() && found->has_value());
  EXPECT_TRUE(Same(**found, expected)) << (**found).DebugString();
}

TEST_P(StoreConformance, AnAgencyHasOneFicheInARound) {
  ASSERT_TRUE(InsertFiche(store(), kScopeA, Fiche(kA, kFiche)).ok());
  EXPECT_EQ(Reason(InsertFiche(store(), kScopeA, Fiche(kA, "f2"))), "FICHE_EXISTS");
  EXPECT_FALSE(GetFiche(store(), kScopeA, kA, "f2")->has_value());
  EXPECT_TRUE(InsertFiche(store(), kScopeB, Fiche(kB, "f3")).ok());
}

TEST_P(StoreConformance, ADraftIsItsAgencysAlone) {
  ASSERT_TRUE(InsertFiche(store(), kScopeA, Fiche(kA, kFiche)).ok());
  for (const Scope& scope : {kScopeB, kSecretariat}) {
    EXPECT_FALSE(GetFiche(store(), scope)->has_value());
    EXPECT_FALSE(Read(store(), scope, [](Transaction& t) { return t.fiches().FindByRound(kA, kRound); })->has_value());
    EXPECT_THAT(ListFiches(store(), scope), IsEmpty());
    EXPECT_THAT(ListFiches(store(), scope, {.agency = kA}), IsEmpty());
    EXPECT_EQ(Reason(UpdateFiche(store(), scope, Fiche(kA, kFiche))), "NOT_FOUND");
    EXPECT_EQ(Reason(store().Write(scope, [](Transaction& t) { return t.fiches().Delete(kA, kFiche); })), "NOT_FOUND");
    EXPECT_EQ(Reason(InsertFiche(store(), scope, Fiche(kA, "f9"))), "NOT_FOUND");
  }
  EXPECT_TRUE(GetFiche(store(), kSystem)->has_value());
  EXPECT_EQ((**GetFiche(store(), kScopeA)).etag(), "1");
}

TEST_P(StoreConformance, TheSecretariatReachesWhatIsSubmittedAndNoOtherAgencyDoes) {
  v1::Fiche fiche = Fiche(kA, kFiche);
  ASSERT_TRUE(InsertFiche(store(), kScopeA, fiche).ok());
  for (const v1::FicheState state : {v1::FICHE_STATE_SUBMITTED, v1::FICHE_STATE_REVIEWED}) {
    fiche.set_state(state);
    ASSERT_TRUE(UpdateFiche(store(), kSystem, fiche).ok());
    EXPECT_TRUE(GetFiche(store(), kSecretariat)->has_value());
    EXPECT_THAT(ListFiches(store(), kSecretariat), SizeIs(1));
    EXPECT_FALSE(GetFiche(store(), kScopeB)->has_value());
    EXPECT_THAT(ListFiches(store(), kScopeB, {.agency = kA}), IsEmpty());
    EXPECT_EQ(Reason(UpdateFiche(store(), kScopeB, fiche)), "NOT_FOUND");
  }
  for (const v1::FicheState state : {v1::FICHE_STATE_IN_REVIEW, v1::FICHE_STATE_VALIDATED, v1::FICHE_STATE_DRAFT}) {
    fiche.set_state(state);
    ASSERT_TRUE(UpdateFiche(store(), kSystem, fiche).ok());
    EXPECT_FALSE(GetFiche(store(), kSecretariat)->has_value());
    EXPECT_EQ(Reason(UpdateFiche(store(), kSecretariat, fiche)), "NOT_FOUND");
  }
}

TEST_P(StoreConformance, AReturnTakesTheFicheOutOfTheSecretariatsReach) {
  v1::Fiche fiche = Fiche(kA, kFiche);
  fiche.set_state(v1::FICHE_STATE_SUBMITTED);
  ASSERT_TRUE(InsertFiche(store(), kScopeA, fiche).ok());
  v1::Fiche returned = **GetFiche(store(), kSecretariat);
  returned.set_state(v1::FICHE_STATE_DRAFT);
  returned.set_return_comment("Falta la lista de actores.");
  EXPECT_TRUE(UpdateFiche(store(), kSecretariat, returned).ok());
  EXPECT_FALSE(GetFiche(store(), kSecretariat)->has_value());
  EXPECT_EQ((**GetFiche(store(), kScopeA)).return_comment(), "Falta la lista de actores.");
}

TEST_P(StoreConformance, FichesAreListedNewestFirstByEveryFilter) {
  ASSERT_TRUE(store().Write(kSystem, [](Transaction& t) { return t.rounds().Insert(Round("r2023"), At(0)).status(); }).ok());
  v1::Fiche submitted = Fiche(kA, "f2", "r2023");
  submitted.set_state(v1::FICHE_STATE_SUBMITTED);
  ASSERT_TRUE(InsertFiche(store(), kScopeA, Fiche(kA, "f1"), At(1)).ok());
  ASSERT_TRUE(InsertFiche(store(), kScopeA, submitted, At(2)).ok());
  ASSERT_TRUE(InsertFiche(store(), kScopeB, Fiche(kB, "f3"), At(2)).ok());
  const std::string f1 = names::Fiche(kA, "f1"), f2 = names::Fiche(kA, "f2"), f3 = names::Fiche(kB, "f3");
  EXPECT_THAT(ListFiches(store(), kSystem), ElementsAre(f3, f2, f1));
  EXPECT_THAT(ListFiches(store(), kSystem, {}, 1), ElementsAre(f3));
  EXPECT_THAT(ListFiches(store(), kSystem, {.before_micros = absl::ToUnixMicros(At(2)), .before_id = "f3"}), ElementsAre(f2, f1));
  EXPECT_THAT(ListFiches(store(), kScopeA), ElementsAre(f2, f1));
  EXPECT_THAT(ListFiches(store(), kScopeA, {.agency = kA}), ElementsAre(f2, f1));
  EXPECT_THAT(ListFiches(store(), kScopeA, {.agency = kB}), IsEmpty());
  EXPECT_THAT(ListFiches(store(), kSystem, {.agency = kB}), ElementsAre(f3));
  EXPECT_THAT(ListFiches(store(), kSystem, {.round = kRound}), ElementsAre(f3, f1));
  EXPECT_THAT(ListFiches(store(), kSystem, {.state = v1::FICHE_STATE_SUBMITTED}), ElementsAre(f2));
  EXPECT_THAT(ListFiches(store(), kSystem, {.agency = kA, .round = kRound}), ElementsAre(f1));
  EXPECT_THAT(ListFiches(store(), kSystem, {.agency = kA, .state = v1::FICHE_STATE_DRAFT}), ElementsAre(f1));
  EXPECT_THAT(ListFiches(store(), kSystem, {.round = kRound, .state = v1::FICHE_STATE_DRAFT}), ElementsAre(f3, f1));
  EXPECT_THAT(ListFiches(store(), kSystem, {.agency = kA, .round = "r2023", .state = v1::FICHE_STATE_SUBMITTED}), ElementsAre(f2));
  EXPECT_THAT(ListFiches(store(), kSecretariat), ElementsAre(f2));
  EXPECT_THAT(ListFiches(store(), kSecretariat, {.state = v1::FICHE_STATE_DRAFT}), IsEmpty());
}

TEST_P(StoreConformance, ContactsAreJoinedForTheAgencyAndTheSecretariatOnly) {
  v1::Fiche fiche = Fiche(kA, kFiche);
  fiche.set_state(v1::FICHE_STATE_SUBMITTED);
  ASSERT_TRUE(InsertFiche(store(), kScopeA, fiche).ok());
  v1::Initiative initiative = Initiative(kA, kFiche, "f1one");
  initiative.set_decision(v1::DECISION_ADMITTED);
  ASSERT_TRUE(Insert(store(), kScopeA, initiative).ok());
  for (const Scope& scope : {kScopeA, kSecretariat}) {
    const v1::Fiche found = **GetFiche(store(), scope);
    EXPECT_EQ(found.focal_point().email(), "ana@example.org");
    EXPECT_EQ(found.initiatives(0).content().focal_point().email(), "luz@example.org");
    EXPECT_FALSE(found.initiatives(1).content().has_focal_point());
    EXPECT_EQ((**GetInitiative(store(), scope, "f1one")).content().focal_point().display_name(), "Luz Mamani");
  }
  EXPECT_FALSE((**GetFiche(store(), kSystem)).has_focal_point());
  EXPECT_FALSE((**GetFiche(store(), kSystem)).initiatives(0).content().has_focal_point());
  for (const Scope& scope : {kScopeB, kSystem}) {
    const v1::Initiative found = **GetInitiative(store(), scope, "f1one");
    EXPECT_FALSE(found.content().has_focal_point());
    EXPECT_EQ(found.content().title(), "Agua");
  }
}

TEST_P(StoreConformance, AWriteThatDoesNotSeeContactsLeavesThemThere) {
  ASSERT_TRUE(InsertFiche(store(), kScopeA, Fiche(kA, kFiche)).ok());
  ASSERT_TRUE(Insert(store(), kScopeA, Initiative(kA, kFiche, "f1one")).ok());
  ASSERT_TRUE(UpdateFiche(store(), kSystem, **GetFiche(store(), kSystem)).ok());
  ASSERT_TRUE(Update(store(), kSystem, **GetInitiative(store(), kSystem, "f1one")).ok());
  EXPECT_EQ((**GetFiche(store(), kScopeA)).focal_point().email(), "ana@example.org");
  EXPECT_EQ((**GetInitiative(store(), kScopeA, "f1one")).content().focal_point().email(), "luz@example.org");
}

TEST_P(StoreConformance, DecisionsOnEntriesComeFromTheInitiatives) {
  v1::Fiche fiche = Fiche(kA, kFiche);
  fiche.set_state(v1::FICHE_STATE_SUBMITTED);
  fiche.mutable_submit_time()->set_seconds(77);
  fiche.mutable_initiatives(1)->set_decision(v1::DECISION_ADMITTED);
  ASSERT_TRUE(InsertFiche(store(), kScopeA, fiche).ok());
  EXPECT_EQ((**GetFiche(store(), kScopeA)).initiatives(1).decision(), v1::DECISION_UNSPECIFIED);
  v1::Initiative initiative = Initiative(kA, kFiche, "f1two");
  ASSERT_TRUE(Insert(store(), kScopeA, initiative).ok());
  EXPECT_EQ((**GetFiche(store(), kScopeA)).initiatives(0).decision(), v1::DECISION_UNSPECIFIED);
  EXPECT_EQ((**GetFiche(store(), kScopeA)).initiatives(1).decision(), v1::DECISION_PENDING);
  initiative.set_decision(v1::DECISION_EXCLUDED);
  ASSERT_TRUE(Update(store(), kSecretariat, initiative).ok());
  EXPECT_EQ((**GetFiche(store(), kSecretariat)).initiatives(1).decision(), v1::DECISION_EXCLUDED);
}

TEST_P(StoreConformance, ADeletedFicheLeavesNothing) {
  ASSERT_TRUE(InsertFiche(store(), kScopeA, Fiche(kA, kFiche)).ok());
  ASSERT_TRUE(store()
                  .Write(kScopeA,
                         [](Transaction& t) {
                           return t.fiches().Attach(kA, kFiche, {"d1", "a.docx", "x/y", "abc"}, At(1));
                         })
                  .ok());
  ASSERT_TRUE(store().Write(kScopeA, [](Transaction& t) { return t.fiches().Delete(kA, kFiche); }).ok());
  EXPECT_FALSE(GetFiche(store(), kScopeA)->has_value());
  EXPECT_EQ(Reason(store().Write(kScopeA, [](Transaction& t) { return t.fiches().Delete(kA, kFiche); })), "NOT_FOUND");
  v1::Fiche again = Fiche(kA, kFiche);
  again.clear_focal_point();
  again.mutable_initiatives(0)->mutable_content()->clear_focal_point();
  ASSERT_TRUE(InsertFiche(store(), kScopeA, again).ok());
  EXPECT_FALSE((**GetFiche(store(), kScopeA)).has_focal_point());
  EXPECT_THAT(*Read(store(), kScopeA, [](Transaction& t) { return t.fiches().Attachments(kA, kFiche); }), IsEmpty());
}

TEST_P(StoreConformance, AFicheWithInitiativesCannotBeDeleted) {
  ASSERT_TRUE(InsertFiche(store(), kScopeA, Fiche(kA, kFiche)).ok());
  ASSERT_TRUE(Insert(store(), kScopeA, Initiative(kA, kFiche, "f1one")).ok());
  EXPECT_EQ(Reason(store().Write(kScopeA, [](Transaction& t) { return t.fiches().Delete(kA, kFiche); })), "INTERNAL");
  EXPECT_TRUE(GetFiche(store(), kScopeA)->has_value());
}

TEST_P(StoreConformance, DocumentsAreTheirAgencysAlone) {
  v1::Fiche fiche = Fiche(kA, kFiche);
  fiche.set_state(v1::FICHE_STATE_SUBMITTED);
  ASSERT_TRUE(InsertFiche(store(), kScopeA, fiche).ok());
  const std::string bytes("PK\0\x03 \xff", 6);
  const auto attach = [&](const Scope& scope, const char* id) {
    return Reason(store().Write(scope, [&](Transaction& t) {
      return t.fiches().Attach(kA, kFiche, {id, "ficha.docx", "x/y", bytes}, At(1));
    }));
  };
  EXPECT_EQ(attach(kScopeA, "d2"), "OK");
  EXPECT_EQ(attach(kScopeA, "d1"), "OK");
  EXPECT_EQ(attach(kScopeB, "d3"), "NOT_FOUND");
  EXPECT_EQ(attach(kSecretariat, "d3"), "NOT_FOUND");
  const auto documents = Read(store(), kScopeA, [](Transaction& t) { return t.fiches().Attachments(kA, kFiche); });
  ASSERT_TRUE(documents.ok());
  ASSERT_THAT(*documents, SizeIs(2));
  EXPECT_EQ(documents->at(0).id, "d1");
  EXPECT_EQ(documents->at(0).file_name, "ficha.docx");
  EXPECT_EQ(documents->at(0).media_type, "x/y");
  EXPECT_EQ(documents->at(0).bytes, bytes);
  for (const Scope& scope : {kScopeB, kSecretariat, kNobody}) {
    EXPECT_THAT(*Read(store(), scope, [](Transaction& t) { return t.fiches().Attachments(kA, kFiche); }), IsEmpty());
  }
}

TEST_P(StoreConformance, AnAttachmentsHashIsTheOneGivenOrMade) {
  ASSERT_TRUE(InsertFiche(store(), kScopeA, Fiche(kA, kFiche)).ok());
  const std::string given(32, '\x07');
  for (const auto& [id, hash] : {std::pair{"d1", given}, {"d2", std::string()}}) {
    const Attachment attachment{id, "ficha.docx", "x/y", "abc", false, hash};
    ASSERT_TRUE(store().Write(kScopeA, [&](Transaction& t) { return t.fiches().Attach(kA, kFiche, attachment, At(1)); }).ok());
  }
  const auto kept = Read(store(), kScopeA, [](Transaction& t) { return t.fiches().ListAttachments(kA, kFiche, 9); });
  ASSERT_TRUE(kept.ok());
  ASSERT_THAT(*kept, SizeIs(2));
  EXPECT_EQ(kept->at(0).hash(), ToHex(given));
  EXPECT_EQ(kept->at(1).hash(), ToHex(Hash("abc")));
}

TEST_P(StoreConformance, ADocumentThatAFicheWasImportedFromIsKnownAlsoWhenItCameTwice) {
  ASSERT_TRUE(InsertFiche(store(), kScopeA, Fiche(kA, kFiche)).ok());
  const auto attach = [&](const char* id, const char* bytes, bool imported) {
    return store().Write(kScopeA, [&](Transaction& t) {
      return t.fiches().Attach(kA, kFiche, {id, fmt::format("{}.docx", id), "x/y", bytes, imported}, At(1));
    });
  };
  ASSERT_TRUE(attach("d1", "form", false).ok());
  ASSERT_TRUE(attach("d2", "form", true).ok());
  ASSERT_TRUE(attach("d3", "signed", false).ok());
  const auto find = [&](const Scope& scope, const char* id) {
    return *Read(store(), scope, [&](Transaction& t) { return t.fiches().FindAttachment(kA, kFiche, id); });
  };
  EXPECT_TRUE(find(kScopeA, "d1")->imported);
  EXPECT_TRUE(find(kScopeA, "d2")->imported);
  EXPECT_FALSE(find(kScopeA, "d3")->imported);
  EXPECT_EQ(find(kScopeA, "d3")->file_name, "d3.docx");
  EXPECT_EQ(find(kScopeA, "d3")->bytes, "");
  EXPECT_FALSE(find(kScopeA, "d4").has_value());
  for (const Scope& scope : {kScopeB, kSecretariat, kNobody}) EXPECT_FALSE(find(scope, "d1").has_value());
}

TEST_P(StoreConformance, ADocumentIsTakenAwayByItsAgencyAlone) {
  ASSERT_TRUE(InsertFiche(store(), kScopeA, Fiche(kA, kFiche)).ok());
  for (const char* id : {"d1", "d2"}) {
    ASSERT_TRUE(store()
                    .Write(kScopeA,
                           [&](Transaction& t) {
                             return t.fiches().Attach(kA, kFiche, {id, "a.pdf", "x/y", id}, At(1));
                           })
                    .ok());
  }
  const auto detach = [&](const Scope& scope, const char* fiche, const char* id) {
    return Reason(store().Write(scope, [&](Transaction& t) { return t.fiches().Detach(kA, fiche, id); }));
  };
  for (const Scope& scope : {kScopeB, kSecretariat, kNobody}) EXPECT_EQ(detach(scope, kFiche, "d1"), "NOT_FOUND");
  EXPECT_EQ(detach(kScopeA, "another", "d1"), "NOT_FOUND");
  EXPECT_EQ(detach(kScopeA, kFiche, "d1"), "OK");
  EXPECT_EQ(detach(kScopeA, kFiche, "d1"), "NOT_FOUND");
  const auto left = Read(store(), kScopeA, [](Transaction& t) { return t.fiches().Attachments(kA, kFiche); });
  ASSERT_TRUE(left.ok());
  ASSERT_THAT(*left, SizeIs(1));
  EXPECT_EQ(left->at(0).bytes, "d2");
}

TEST_P(StoreConformance, AStepIsFoundByWhatWasDoneAndSaid) {
  const v1::Fiche fiche = Fiche(kA, kFiche);
  ASSERT_TRUE(InsertFiche(store(), kScopeA, fiche).ok());
  FicheStep step;
  step.verb = v1::FICHE_VERB_VALIDATE;
  step.comment = "firmado";
  ASSERT_TRUE(store().Write(kScopeA, [&](Transaction& t) { return t.fiches().UpdateState(fiche, step, At(2)); }).ok());
  const auto has = [&](const Scope& scope, v1::FicheVerb verb, std::string_view comment) {
    return *Read(store(), scope, [&](Transaction& t) { return t.fiches().HasStep(kA, kFiche, verb, comment); });
  };
  EXPECT_TRUE(has(kScopeA, v1::FICHE_VERB_VALIDATE, "firmado"));
  EXPECT_FALSE(has(kScopeA, v1::FICHE_VERB_VALIDATE, "firmad"));
  EXPECT_FALSE(has(kScopeA, v1::FICHE_VERB_RETURN, "firmado"));
  EXPECT_FALSE(has(kScopeB, v1::FICHE_VERB_VALIDATE, "firmado"));
  EXPECT_FALSE(has(kNobody, v1::FICHE_VERB_VALIDATE, "firmado"));
}

TEST_P(StoreConformance, AnInitiativeComesBackAsItWasPut) {
  ASSERT_TRUE(InsertFiche(store(), kScopeA, Fiche(kA, kFiche)).ok());
  v1::Initiative expected = Initiative(kA, kFiche, "i1");
  const v1::Initiative given = expected;
  ASSERT_TRUE(store().Write(kScopeA, [&](Transaction& t) { return t.initiatives().Insert(&expected, At(5)); }).ok());
  EXPECT_TRUE(Same(expected, given));
  expected.set_etag("1");
  expected.mutable_create_time()->set_seconds(absl::ToUnixSeconds(At(5)));
  *expected.mutable_update_time() = expected.create_time();
  EXPECT_TRUE(Same(**GetInitiative(store(), kScopeA, "i1"), expected)) << (**GetInitiative(store(), kScopeA, "i1")).DebugString();

  expected.set_decision(v1::DECISION_EXCLUDED);
  expected.add_exclusion_reasons(v1::EXCLUSION_REASON_NOT_MULTI_ACTOR);
  expected.add_exclusion_reasons(v1::EXCLUSION_REASON_DUPLICATE);
  expected.set_visibility(v1::VISIBILITY_PUBLIC);
  expected.mutable_content()->set_modality(v1::MODALITY_TRIANGULAR);
  expected.mutable_content()->clear_focal_point();
  ASSERT_TRUE(Update(store(), kSecretariat, expected, At(6)).ok());
  expected.set_etag("2");
  expected.mutable_update_time()->set_seconds(absl::ToUnixSeconds(At(6)));
  EXPECT_TRUE(Same(**GetInitiative(store(), kSecretariat, "i1"), expected));
  EXPECT_FALSE(GetInitiative(store(), kSystem, "no-such")->has_value());
}

TEST_P(StoreConformance, OtherAgenciesSeeAdmittedInitiativesOfTheNetworkWithoutTheFiche) {
  ASSERT_TRUE(InsertFiche(store(), kScopeA, Fiche(kA, kFiche)).ok());
  for (int decision = v1::DECISION_PENDING; decision <= v1::DECISION_WITHDRAWN; ++decision) {
    for (int visibility = v1::VISIBILITY_UNSPECIFIED; visibility <= v1::VISIBILITY_PUBLIC; ++visibility) {
      const std::string id = fmt::format("i{}{}", decision, visibility);
      v1::Initiative initiative = Initiative(kA, kFiche, id);
      initiative.set_decision(static_cast<v1::Decision>(decision));
      initiative.set_visibility(static_cast<v1::Visibility>(visibility));
      ASSERT_TRUE(Insert(store(), kScopeA, initiative).ok());
      const bool shown = decision == v1::DECISION_ADMITTED && visibility >= v1::VISIBILITY_NETWORK;
      const auto found = GetInitiative(store(), kScopeB, id);
      ASSERT_TRUE(found.ok());
      EXPECT_EQ(found->has_value(), shown) << id;
      if (shown) {
        EXPECT_EQ((*found)->fiche(), "");
      }
      for (const Scope& scope : {kScopeA, kSecretariat, kSystem}) {
        ASSERT_TRUE(GetInitiative(store(), scope, id)->has_value());
        EXPECT_EQ((**GetInitiative(store(), scope, id)).fiche(), names::Fiche(kA, kFiche));
      }
    }
  }
}

TEST_P(StoreConformance, AnInitiativeIsWrittenByItsAgencyAndTheSecretariatAlone) {
  ASSERT_TRUE(InsertFiche(store(), kScopeA, Fiche(kA, kFiche)).ok());
  ASSERT_TRUE(InsertFiche(store(), kScopeB, Fiche(kB, "f2")).ok());
  v1::Initiative shown = Initiative(kA, kFiche, "i1");
  shown.set_decision(v1::DECISION_ADMITTED);
  ASSERT_TRUE(Insert(store(), kScopeA, shown).ok());
  const size_t changes = Changes(store()).size();
  for (const Scope& scope : {kScopeB, kNobody}) {
    EXPECT_EQ(Reason(Update(store(), scope, shown)), "NOT_FOUND");
    EXPECT_EQ(Reason(Insert(store(), scope, Initiative(kA, kFiche, "i2"))), "NOT_FOUND");
  }
  // An id that belongs to another fiche's initiative.
  for (const Scope& scope : {kScopeB, kSystem}) {
    EXPECT_EQ(Reason(Insert(store(), scope, Initiative(kB, "f2", "i1"))), "NOT_FOUND");
    EXPECT_EQ(Reason(Update(store(), scope, Initiative(kB, "f2", "i1"))), "NOT_FOUND");
  }
  EXPECT_EQ(Reason(Insert(store(), kScopeA, shown)), "NOT_FOUND");
  EXPECT_EQ(Reason(Update(store(), kScopeA, Initiative(kA, kFiche, "i2"))), "NOT_FOUND");
  EXPECT_EQ((**GetInitiative(store(), kScopeA, "i1")).etag(), "1");
  EXPECT_EQ((**GetInitiative(store(), kScopeA, "i1")).content().focal_point().email(), "luz@example.org");
  EXPECT_EQ(Changes(store()).size(), changes);
}

TEST_P(StoreConformance, AVersionChangesWithWhatIsAnswered) {
  ASSERT_TRUE(InsertFiche(store(), kScopeA, Fiche(kA, kFiche)).ok());
  v1::Initiative initiative = Initiative(kA, kFiche, "i1");
  initiative.set_decision(v1::DECISION_ADMITTED);
  initiative.set_visibility(v1::VISIBILITY_NETWORK);
  ASSERT_TRUE(Insert(store(), kScopeA, initiative).ok());
  const auto version = [&](const Scope& scope, std::string_view id = "i1") {
    return *Read(store(), scope, [&](Transaction& t) { return t.initiatives().Version(id); });
  };
  const auto first = version(kScopeA);
  ASSERT_TRUE(first.has_value());
  EXPECT_EQ(version(kScopeA), first);
  EXPECT_EQ(version(kSecretariat), first);
  // Another agency sees neither contacts nor fiche.
  ASSERT_TRUE(version(kScopeB).has_value());
  EXPECT_NE(version(kScopeB), first);
  EXPECT_FALSE(version(kNobody).has_value());
  EXPECT_FALSE(version(kScopeA, "no-such").has_value());
  ASSERT_TRUE(Update(store(), kScopeA, initiative).ok());
  const auto second = version(kScopeA);
  EXPECT_NE(second, first);
  ASSERT_TRUE(store()
                  .Write(kSecretariat,
                         [&](Transaction& t) -> absl::Status {
                           const auto round = t.rounds().Get(kRound);
                           return t.rounds().Update(**round);
                         })
                  .ok());
  EXPECT_NE(version(kScopeA), second);
  initiative.set_visibility(v1::VISIBILITY_AGENCY_AND_SECRETARIAT);
  ASSERT_TRUE(Update(store(), kScopeA, initiative).ok());
  EXPECT_FALSE(version(kScopeB).has_value());
}

TEST_P(StoreConformance, AListOfLongFichesEndsEarly) {
  for (int i = 0; i < 6; ++i) {
    const std::string round = fmt::format("long{}", i);
    ASSERT_TRUE(store().Write(kSecretariat, [&](Transaction& t) { return t.rounds().Insert(Round(round), At(0)).status(); }).ok());
    v1::Fiche fiche = Fiche(kA, fmt::format("long{}", i), round);
    fiche.set_institutional_strengths(std::string(limits::kPageBytes * 2 / 5, 'x'));
    ASSERT_TRUE(InsertFiche(store(), kScopeA, fiche, At(i)).ok());
  }
  // Three hold the measure, and the next one tells that there are more.
  EXPECT_THAT(*Read(store(), kScopeA, [](Transaction& t) { return t.fiches().List({}, 10); }), SizeIs(4));
  EXPECT_THAT(*Read(store(), kScopeA, [](Transaction& t) { return t.fiches().List({}, 2); }), SizeIs(2));
}

// What was read before a commit must not pass for true after it, so each write that changes a topic raises its epoch.
TEST_P(StoreConformance, AnEpochRisesWithEachWriteOfItsTopicsAndWithNoOther) {
  const auto epochs = [&] {
    std::vector<uint64_t> all;
    for (const Topics topics : {kAgencies, kRounds, kInitiatives, kMails}) all.push_back(store().Epoch(topics).value());
    return all;
  };
  const auto raised_by = [&](const Scope& scope, absl::FunctionRef<absl::Status(Transaction&)> write) {
    const std::vector<uint64_t> before = epochs();
    const uint64_t sum = store().Epoch(kAgencies | kRounds | kInitiatives | kMails).value();
    const absl::Status status = store().Write(scope, write);
    EXPECT_TRUE(status.ok()) << errors::CauseOf(status);
    const std::vector<uint64_t> after = epochs();
    Topics raised = 0;
    for (size_t topic = 0; topic < after.size(); ++topic) {
      EXPECT_GE(after[topic], before[topic]);
      if (after[topic] > before[topic]) raised |= 1u << topic;
    }
    EXPECT_EQ(store().Epoch(kAgencies | kRounds | kInitiatives | kMails).value() > sum, raised != 0);
    return raised;
  };
  const auto ok = [](const absl::StatusOr<bool>& done) { return done.status(); };
  EXPECT_EQ(raised_by(kSecretariat, [&](Transaction& t) { return ok(t.agencies().Insert(Agency("cl-agcid", "CL"), At(1))); }), kAgencies);
  EXPECT_EQ(raised_by(kSecretariat, [](Transaction& t) { return t.agencies().InsertKey(kA, "k9", test::NewKey(""), Hash("key"), At(1)); }),
            kAgencies);
  EXPECT_EQ(raised_by(kSecretariat, [](Transaction& t) { return t.agencies().RevokeKey(kA, "k9", At(2)); }), kAgencies);
  EXPECT_EQ(raised_by(kSystem, [](Transaction& t) { return t.agencies().RevokeAllKeys(kA, At(2)); }), kAgencies);
  EXPECT_EQ(raised_by(kSecretariat, [&](Transaction& t) { return ok(t.rounds().Insert(Round("r2030"), At(1))); }), kRounds);
  EXPECT_EQ(raised_by(kSecretariat, [](Transaction& t) { return t.rounds().Update(Round("r2030")); }), kRounds);
  EXPECT_EQ(raised_by(kScopeA, [&](Transaction& t) { return ok(t.fiches().Insert(Fiche(kA, kFiche), test::NewStep(), At(1))); }), 0u);
  v1::Initiative initiative = Initiative(kA, kFiche, "i1");
  EXPECT_EQ(raised_by(kScopeA, [&](Transaction& t) { return t.initiatives().Insert(&initiative, At(1)); }), kInitiatives);
  EXPECT_EQ(raised_by(kSecretariat, [&](Transaction& t) { return t.initiatives().Update(&initiative, At(2)); }), kInitiatives);
  EXPECT_EQ(raised_by(kScopeA, [](Transaction& t) { return t.fiches().Update(Fiche(kA, kFiche), test::NewStep(), At(1)); }), 0u);
  EXPECT_EQ(raised_by(kScopeA, [](Transaction& t) { return t.requests().Remember("q1", {"hash", "x"}, At(1)); }), 0u);
  EXPECT_EQ(raised_by(kScopeA, [](Transaction& t) { return t.notices().Insert(NewNoticeFor("ana", "n1"), At(1)); }), 0u);
  EXPECT_EQ(raised_by(kScopeA, [](Transaction& t) { return t.notices().Insert(WithMail(NewNoticeFor("ana", "n2")), At(1)); }), kMails);
  EXPECT_EQ(raised_by(kSystem, [](Transaction& t) { return t.notices().MarkMailSent("n2"); }), 0u);
}

TEST_P(StoreConformance, WhoWatchesIsToldOfCommitsOfItsTopicsAsLongAsItWatches) {
  std::atomic<int> mails = 0, rounds = 0;
  auto watches_mails = store().Watch(kMails, [&] { ++mails; });
  const auto watches_rounds = store().Watch(kRounds | kAgencies, [&] { ++rounds; });
  const auto tell = [&](const char* id) {
    EXPECT_TRUE(store().Write(kScopeA, [&](Transaction& t) { return t.notices().Insert(WithMail(NewNoticeFor("ana", id)), At(1)); }).ok());
  };
  tell("n1");
  EXPECT_EQ(mails, 1);
  EXPECT_EQ(rounds, 0);
  EXPECT_FALSE(store().Write(kNobody, [&](Transaction& t) { return t.notices().Insert(WithMail(NewNoticeFor("ana", "n2")), At(1)); }).ok());
  EXPECT_EQ(mails, 1);
  watches_mails.reset();
  tell("n3");
  EXPECT_EQ(mails, 1);
  ASSERT_TRUE(store().Write(kSecretariat, [](Transaction& t) { return t.rounds().Update(Round(kRound)); }).ok());
  EXPECT_EQ(rounds, 1);
}

TEST_P(StoreConformance, ANoticeComesBackAsItWasTold) {
  NewNotice told = WithMail(NewNoticeFor("ana", "n1"));
  ASSERT_TRUE(store().Write(kSecretariat, [&](Transaction& t) { return t.notices().Insert(told, At(3)); }).ok());
  v1::Notice expected = told.notice;
  expected.mutable_create_time()->set_seconds(absl::ToUnixSeconds(At(3)));
  const auto get = [&] { return Read(store(), kSystem, [](Transaction& t) { return t.notices().Get("ana", "n1"); }); };
  auto found = get();
  ASSERT_TRUE(found.ok() && found->has_value());
  EXPECT_TRUE(Same(**found, expected)) << (**found).DebugString();
  // Another person has no such notice.
  EXPECT_FALSE(Read(store(), kSystem, [](Transaction& t) { return t.notices().Get("luz", "n1"); })->has_value());
  const auto read = [&](const char* person, absl::Time now) {
    return Reason(store().Write(kSystem, [&](Transaction& t) { return t.notices().MarkRead(person, "n1", now); }));
  };
  EXPECT_EQ(read("luz", At(4)), "NOT_FOUND");
  EXPECT_EQ(read("ana", At(5)), "OK");
  EXPECT_EQ(read("ana", At(6)), "OK");
  expected.mutable_read_time()->set_seconds(absl::ToUnixSeconds(At(5)));
  found = get();
  ASSERT_TRUE(found.ok() && found->has_value());
  EXPECT_TRUE(Same(**found, expected)) << (**found).DebugString();
}

TEST_P(StoreConformance, NoticesOfAPersonAreListedNewestFirstInPages) {
  ASSERT_TRUE(store()
                  .Write(kSystem,
                         [](Transaction& t) {
                           for (const auto& [person, id, second] :
                                {std::tuple{"ana", "n1", 1}, {"ana", "n2", 2}, {"ana", "n3", 2}, {"luz", "n4", 3}, {"ana", "n5", 4}}) {
                             const absl::Status status = t.notices().Insert(NewNoticeFor(person, id), At(second));
                             if (!status.ok()) return status;
                           }
                           return t.notices().MarkRead("ana", "n3", At(9));
                         })
                  .ok());
  const auto ids = [&](const NoticeFilter& filter, int limit) {
    const auto notices = Read(store(), kSystem, [&](Transaction& t) { return t.notices().List("ana", filter, limit); });
    std::vector<std::string> found;
    for (const v1::Notice& notice : *notices) found.push_back(notice.name());
    return found;
  };
  EXPECT_THAT(ids({}, 2), ElementsAre("people/ana/notices/n5", "people/ana/notices/n3"));
  EXPECT_THAT(ids({.before_micros = absl::ToUnixMicros(At(2)), .before_id = "n3"}, 9),
              ElementsAre("people/ana/notices/n2", "people/ana/notices/n1"));
  EXPECT_THAT(ids({.unread_only = true}, 2), ElementsAre("people/ana/notices/n5", "people/ana/notices/n2"));
  EXPECT_THAT(ids({.unread_only = true, .before_micros = absl::ToUnixMicros(At(2)), .before_id = "n2"}, 9),
              ElementsAre("people/ana/notices/n1"));
}

TEST_P(StoreConformance, APageOfNoticesIsNoLargerThanClientsTake) {
  ASSERT_TRUE(store()
                  .Write(kSystem,
                         [](Transaction& t) {
                           for (int i = 0; i < 5; ++i) {
                             NewNotice notice = NewNoticeFor("ana", fmt::format("n{}", i));
                             notice.notice.set_comment(std::string(limits::kPageBytes / 2, 'x'));
                             const absl::Status status = t.notices().Insert(notice, At(i));
                             if (!status.ok()) return status;
                           }
                           return absl::OkStatus();
                         })
                  .ok());
  EXPECT_THAT(*Read(store(), kSystem, [](Transaction& t) { return t.notices().List("ana", {}, 100); }), SizeIs(3));
}

TEST_P(StoreConformance, EveryTenantTellsAndOnlyTheSystemReadsInboxes) {
  for (const Scope& scope : {kScopeA, kSecretariat, kSystem}) {
    const std::string id = fmt::format("n{}", static_cast<int>(scope.kind));
    EXPECT_TRUE(store().Write(scope, [&](Transaction& t) { return t.notices().Insert(NewNoticeFor("ana", id), At(1)); }).ok());
  }
  EXPECT_EQ(Reason(store().Write(kNobody, [](Transaction& t) { return t.notices().Insert(NewNoticeFor("ana", "n9"), At(1)); })),
            "PERMISSION_DENIED");
  for (const Scope& scope : {kScopeA, kSecretariat, kNobody}) {
    const auto read = [&](auto call) { return Reason(Read(store(), scope, call).status()); };
    EXPECT_EQ(read([](Transaction& t) { return t.notices().Get("ana", "n4"); }), "PERMISSION_DENIED");
    EXPECT_EQ(read([](Transaction& t) { return t.notices().List("ana", {}, 9); }), "PERMISSION_DENIED");
    EXPECT_EQ(read([](Transaction& t) { return t.notices().DueMails(At(1), 9); }), "PERMISSION_DENIED");
    EXPECT_EQ(read([](Transaction& t) { return t.notices().NextMail(); }), "PERMISSION_DENIED");
    EXPECT_EQ(read([](Transaction& t) { return t.notices().StateOfMail("n4"); }), "PERMISSION_DENIED");
    const auto write = [&](auto call) { return Reason(store().Write(scope, call)); };
    EXPECT_EQ(write([](Transaction& t) { return t.notices().MarkRead("ana", "n4", At(1)); }), "PERMISSION_DENIED");
    EXPECT_EQ(write([](Transaction& t) { return t.notices().ErasePerson("ana"); }), "PERMISSION_DENIED");
    EXPECT_EQ(write([](Transaction& t) { return t.notices().MarkMailSent("n4"); }), "PERMISSION_DENIED");
    EXPECT_EQ(write([](Transaction& t) { return t.notices().MarkMailDeferred("n4", At(1)); }), "PERMISSION_DENIED");
    EXPECT_EQ(write([](Transaction& t) { return t.notices().MarkMailGivenUp("n4"); }), "PERMISSION_DENIED");
  }
}

TEST_P(StoreConformance, AMailWaitsUntilItIsSentOrGivenUp) {
  ASSERT_TRUE(store()
                  .Write(kScopeA,
                         [](Transaction& t) {
                           absl::Status status = t.notices().Insert(NewNoticeFor("ana", "n0"), At(1));
                           for (const auto& [id, second] : {std::pair{"n1", 3}, {"n2", 2}, {"n3", 4}}) {
                             if (status.ok()) status = t.notices().Insert(WithMail(NewNoticeFor("ana", id)), At(second));
                           }
                           return status;
                         })
                  .ok());
  const auto due = [&](absl::Time now, int limit = 9) {
    const auto mails = Read(store(), kSystem, [&](Transaction& t) { return t.notices().DueMails(now, limit); });
    std::vector<std::string> found;
    for (const WaitingMail& mail : *mails) found.push_back(fmt::format("{} {}", mail.id, mail.attempts));
    return found;
  };
  const auto next = [&] { return Read(store(), kSystem, [](Transaction& t) { return t.notices().NextMail(); }).value(); };
  const auto state = [&](const char* id) {
    return Read(store(), kSystem, [&](Transaction& t) { return t.notices().StateOfMail(id); }).value();
  };
  const auto mark = [&](absl::FunctionRef<absl::Status(NoticeStore&)> call) {
    EXPECT_TRUE(store().Write(kSystem, [&](Transaction& t) { return call(t.notices()); }).ok());
  };
  EXPECT_THAT(due(At(1)), IsEmpty());
  EXPECT_EQ(next(), At(2));
  EXPECT_THAT(due(At(3)), ElementsAre("n2 0", "n1 0"));
  EXPECT_THAT(due(At(9), 2), ElementsAre("n2 0", "n1 0"));
  const auto mails = Read(store(), kSystem, [](Transaction& t) { return t.notices().DueMails(At(2), 1); });
  ASSERT_THAT(*mails, SizeIs(1));
  const WaitingMail& mail = mails->front();
  EXPECT_EQ(mail.person, "ana");
  EXPECT_EQ(mail.wanted.link_path, "enter#secret");
  EXPECT_EQ(mail.wanted.give_up_time, At(1'000));
  v1::Notice expected = NewNoticeFor("ana", "n2").notice;
  expected.mutable_create_time()->set_seconds(absl::ToUnixSeconds(At(2)));
  EXPECT_TRUE(Same(mail.notice, expected)) << mail.notice.DebugString();

  mark([](NoticeStore& notices) { return notices.MarkMailDeferred("n2", At(60)); });
  EXPECT_THAT(due(At(9)), ElementsAre("n1 0", "n3 0"));
  EXPECT_THAT(due(At(60)), ElementsAre("n1 0", "n3 0", "n2 1"));
  mark([](NoticeStore& notices) { return notices.MarkMailSent("n1"); });
  mark([](NoticeStore& notices) { return notices.MarkMailGivenUp("n3"); });
  EXPECT_EQ(next(), At(60));
  // What is done stays done, and what never was is no error.
  mark([](NoticeStore& notices) { return notices.MarkMailDeferred("n1", At(70)); });
  mark([](NoticeStore& notices) { return notices.MarkMailGivenUp("n1"); });
  mark([](NoticeStore& notices) { return notices.MarkMailSent("no-such"); });
  EXPECT_EQ(state("n0"), MailState::kNone);
  EXPECT_EQ(state("n1"), MailState::kSent);
  EXPECT_EQ(state("n2"), MailState::kWaiting);
  EXPECT_EQ(state("n3"), MailState::kGivenUp);
  mark([](NoticeStore& notices) { return notices.MarkMailSent("n2"); });
  EXPECT_THAT(due(At(900)), IsEmpty());
  EXPECT_EQ(next(), std::nullopt);
}

TEST_P(StoreConformance, AnErasedPersonLeavesNeitherNoticesNorANameInThoseOfOthers) {
  ASSERT_TRUE(
      store()
          .Write(kScopeA,
                 [](Transaction& t) {
                   for (const auto& [person, id, author] : {std::tuple{"ana", "n1", "luz"}, {"luz", "n2", "ana"}, {"luz", "n3", "eva"}}) {
                     NewNotice notice = WithMail(NewNoticeFor(person, id));
                     notice.author = author;
                     const absl::Status status = t.notices().Insert(notice, At(1));
                     if (!status.ok()) return status;
                   }
                   return absl::OkStatus();
                 })
          .ok());
  ASSERT_TRUE(store().Write(kSystem, [](Transaction& t) { return t.notices().ErasePerson("ana"); }).ok());
  EXPECT_FALSE(Read(store(), kSystem, [](Transaction& t) { return t.notices().Get("ana", "n1"); })->has_value());
  EXPECT_EQ(Read(store(), kSystem, [](Transaction& t) { return t.notices().StateOfMail("n1"); }).value(), MailState::kNone);
  EXPECT_EQ((*Read(store(), kSystem, [](Transaction& t) { return t.notices().Get("luz", "n2"); }))->author_display_name(), "");
  EXPECT_EQ((*Read(store(), kSystem, [](Transaction& t) { return t.notices().Get("luz", "n3"); }))->author_display_name(), "Rosa Núñez");
}

// A reader that keeps what it reads at an epoch never takes an old value for a new one, however it meets the writer.
TEST_P(StoreConformance, WhatWasReadAtAnEpochHoldsWhileItIsTheSame) {
  ASSERT_TRUE(InsertFiche(store(), kScopeA, Fiche(kA, kFiche)).ok());
  ASSERT_TRUE(Insert(store(), kScopeA, Initiative(kA, kFiche, "i1")).ok());
  constexpr int kWrites = 100;
  std::atomic<int> answered = 1;
  std::vector<std::thread> readers;
  for (int i = 0; i < 2; ++i) {
    readers.emplace_back([&] {
      std::optional<uint64_t> kept_at;
      int kept = 0;
      while (answered <= kWrites) {
        const int at_least = answered;
        const std::optional<uint64_t> epoch = store().Epoch(kInitiatives);
        if (!epoch.has_value() || epoch != kept_at) {
          kept_at = epoch;
          kept = std::stoi((**GetInitiative(store(), kScopeA, "i1")).etag());
        }
        EXPECT_GE(kept, at_least);
      }
    });
  }
  while (answered <= kWrites) {
    EXPECT_TRUE(Update(store(), kScopeA, Initiative(kA, kFiche, "i1")).ok());
    ++answered;
  }
  for (std::thread& reader : readers) reader.join();
}

TEST_P(StoreConformance, ManyInitiativesComeInTheOrderAskedForWithoutThoseOutOfReach) {
  ASSERT_TRUE(InsertFiche(store(), kScopeA, Fiche(kA, kFiche)).ok());
  for (const char* id : {"i1", "i2", "i3"}) {
    v1::Initiative initiative = Initiative(kA, kFiche, id);
    if (std::string_view(id) != "i2") initiative.set_decision(v1::DECISION_ADMITTED);
    ASSERT_TRUE(Insert(store(), kScopeA, initiative).ok());
  }
  const auto names = [&](const Scope& scope) {
    const auto found = Read(store(), scope, [](Transaction& t) { return t.initiatives().GetMany({"i3", "none", "i2", "i1"}); });
    std::vector<std::string> list;
    for (const v1::Initiative& initiative : *found) list.push_back(initiative.name());
    return list;
  };
  EXPECT_THAT(names(kSecretariat), ElementsAre("initiatives/i3", "initiatives/i2", "initiatives/i1"));
  EXPECT_THAT(names(kScopeB), ElementsAre("initiatives/i3", "initiatives/i1"));
}

TEST_P(StoreConformance, TheFeedHasEachInitiativeOnceAtItsLatestChange) {
  ASSERT_TRUE(InsertFiche(store(), kScopeA, Fiche(kA, kFiche)).ok());
  for (const char* id : {"i1", "i2", "i3"}) ASSERT_TRUE(Insert(store(), kScopeA, Initiative(kA, kFiche, id)).ok());
  ASSERT_TRUE(Update(store(), kScopeA, Initiative(kA, kFiche, "i1")).ok());
  const std::vector<Change> changes = Changes(store());
  ASSERT_THAT(changes, SizeIs(3));
  EXPECT_EQ(changes[0].initiative, "i2");
  EXPECT_EQ(changes[1].initiative, "i3");
  EXPECT_EQ(changes[2].initiative, "i1");
  EXPECT_LT(changes[0].sequence, changes[1].sequence);
  EXPECT_LT(changes[1].sequence, changes[2].sequence);
  EXPECT_THAT(Changes(store(), 0, 2), SizeIs(2));
  EXPECT_THAT(Changes(store(), changes[1].sequence), SizeIs(1));
  EXPECT_THAT(Changes(store(), changes[2].sequence), IsEmpty());
  for (const Scope& scope : {kScopeA, kSecretariat, kNobody}) {
    EXPECT_EQ(Reason(Read(store(), scope, [](Transaction& t) { return t.changes().After(0, 10); }).status()), "PERMISSION_DENIED");
  }
}

TEST_P(StoreConformance, RepeatableCallsAreRememberedPerTenant) {
  const auto remember = [&](const Scope& scope, const char* id, int second) {
    return Reason(store().Write(scope, [&](Transaction& t) {
      return t.requests().Remember(id, {Hash("a"), "agencies/x/fiches/y"}, At(second));
    }));
  };
  const auto find = [&](const Scope& scope, const char* id) {
    return Read(store(), scope, [&](Transaction& t) { return t.requests().Find(id); });
  };
  EXPECT_EQ(remember(kScopeA, "q1", 1), "OK");
  EXPECT_EQ(remember(kSecretariat, "q1", 5), "OK");
  EXPECT_EQ(remember(kSystem, "q1", 5), "PERMISSION_DENIED");
  EXPECT_EQ(remember(kNobody, "q1", 5), "PERMISSION_DENIED");
  ASSERT_TRUE(find(kScopeA, "q1")->has_value());
  EXPECT_EQ((**find(kScopeA, "q1")).hash, Hash("a"));
  EXPECT_EQ((**find(kScopeA, "q1")).resource, "agencies/x/fiches/y");
  EXPECT_FALSE(find(kScopeB, "q1")->has_value());
  EXPECT_TRUE(find(kSecretariat, "q1")->has_value());
  EXPECT_EQ(Reason(find(kSystem, "q1").status()), "PERMISSION_DENIED");

  EXPECT_EQ(Reason(store().Write(kScopeA, [](Transaction& t) { return t.requests().Forget(At(9)); })), "PERMISSION_DENIED");
  EXPECT_EQ(Reason(store().Write(kSystem, [](Transaction& t) { return t.requests().Forget(At(5)); })), "OK");
  EXPECT_FALSE(find(kScopeA, "q1")->has_value());
  EXPECT_TRUE(find(kSecretariat, "q1")->has_value());
}

TEST_P(StoreConformance, AFailedBodyUndoesAllOfItsOwn) {
  ASSERT_TRUE(InsertFiche(store(), kScopeA, Fiche(kA, kFiche)).ok());
  const std::vector<Change> before = Changes(store());
  EXPECT_EQ(Reason(store().Write(kScopeA,
                                 [](Transaction& t) {
                                   v1::Initiative initiative = Initiative(kA, kFiche, "i1");
                                   EXPECT_TRUE(t.initiatives().Insert(&initiative, At(1)).ok());
                                   EXPECT_TRUE((*t.initiatives().Get("i1")).has_value());
                                   return errors::RoundNotOpen("rounds/x");
                                 })),
            "ROUND_NOT_OPEN");
  EXPECT_FALSE(GetInitiative(store(), kScopeA, "i1")->has_value());
  EXPECT_EQ(Changes(store()).size(), before.size());
}

TEST_P(StoreConformance, ABodyThatThrowsIsAnsweredAndUndone) {
  EXPECT_EQ(Reason(store().Write(kSystem,
                                 [](Transaction& t) -> absl::Status {
                                   EXPECT_TRUE(t.rounds().Insert(Round("r2030"), At(1)).ok());
                                   throw std::runtime_error("no");
                                 })),
            "INTERNAL");
  EXPECT_EQ(Reason(store().Read(kSystem, [](Transaction&) -> absl::Status { throw 7; })), "INTERNAL");
  EXPECT_FALSE(Read(store(), kSystem, [](Transaction& t) { return t.rounds().Get("r2030"); })->has_value());
  EXPECT_EQ(Reason(store().Write(kSystem, [](Transaction& t) { return t.rounds().Insert(Round("r2030"), At(1)).status(); })), "OK");
}

TEST_P(StoreConformance, AReadCannotWrite) {
  const absl::Status status = store().Read(kSystem, [](Transaction& t) { return t.rounds().Insert(Round("r2031"), At(1)).status(); });
  EXPECT_EQ(Reason(status), "INTERNAL");
  EXPECT_FALSE(Read(store(), kSystem, [](Transaction& t) { return t.rounds().Get("r2031"); })->has_value());
}

TEST_P(StoreConformance, AReadStaysOnItsSnapshot) {
  ASSERT_TRUE(InsertFiche(store(), kScopeA, Fiche(kA, kFiche)).ok());
  const absl::Status status = store().Read(kScopeA, [&](Transaction& t) {
    EXPECT_EQ((**t.fiches().Get(kA, kFiche)).etag(), "1");
    // On a thread of its own: a read and a write of one thread would be a design to avoid.
    std::thread([&] { EXPECT_TRUE(UpdateFiche(store(), kScopeA, Fiche(kA, kFiche)).ok()); }).join();
    EXPECT_EQ((**t.fiches().Get(kA, kFiche)).etag(), "1");
    return absl::OkStatus();
  });
  EXPECT_TRUE(status.ok());
  EXPECT_EQ((**GetFiche(store(), kScopeA)).etag(), "2");
}

TEST_P(StoreConformance, TheSecretIsThirtyTwoBytesAndStays) {
  EXPECT_THAT(store().secret(), SizeIs(32));
  EXPECT_EQ(store().secret(), store().secret());
}

TEST_P(StoreConformance, ManyWritersAndReadersAtOnce) {
  constexpr int kThreads = 16, kWrites = 20;
  ASSERT_TRUE(InsertFiche(store(), kScopeA, Fiche(kA, kFiche)).ok());
  std::atomic<bool> writing = true;
  std::atomic<int> refused = 0;
  std::vector<std::thread> readers;
  for (int i = 0; i < 4; ++i) {
    readers.emplace_back([&] {
      while (writing) {
        // Each initiative is in the feed and each change has its initiative: nothing half-written is seen.
        const absl::Status status = store().Read(kSystem, [](Transaction& t) {
          int64_t last = 0;
          const auto changes = t.changes().After(0, 1'000);
          if (!changes.ok()) return changes.status();
          for (const Change& change : *changes) {
            EXPECT_GT(change.sequence, last);
            last = change.sequence;
            const auto found = t.initiatives().Get(change.initiative);
            if (!found.ok()) return found.status();
            EXPECT_TRUE(found->has_value());
          }
          return absl::OkStatus();
        });
        EXPECT_TRUE(status.ok()) << errors::CauseOf(status);
      }
    });
  }
  std::vector<std::thread> writers;
  for (int thread = 0; thread < kThreads; ++thread) {
    writers.emplace_back([&, thread] {
      for (int i = 0; i < kWrites; ++i) {
        const std::string id = fmt::format("t{}w{}", thread, i);
        const bool fails = i % 5 == 4;
        const absl::Status status = store().Write(kScopeA, [&](Transaction& t) {
          v1::Initiative initiative = Initiative(kA, kFiche, id);
          const absl::Status inserted = t.initiatives().Insert(&initiative, At(i));
          if (!inserted.ok()) return inserted;
          v1::Fiche fiche = **t.fiches().Get(kA, kFiche);
          const absl::Status updated = t.fiches().Update(fiche, test::NewStep(), At(i));
          return fails && updated.ok() ? errors::Cancelled() : updated;
        });
        EXPECT_EQ(status.ok(), !fails) << errors::CauseOf(status);
        if (!status.ok()) ++refused;
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  writing = false;
  for (std::thread& reader : readers) reader.join();
  EXPECT_EQ(refused, kThreads * kWrites / 5);
  EXPECT_THAT(Changes(store(), 0, 1'000), SizeIs(kThreads * kWrites * 4 / 5));
  EXPECT_EQ((**GetFiche(store(), kScopeA)).etag(), std::to_string(1 + kThreads * kWrites * 4 / 5));
}

}  // namespace minga::store
