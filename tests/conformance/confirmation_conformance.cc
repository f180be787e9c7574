// Initiatives that ask the countries that they name to confirm them.
#include <gmock/gmock.h>

#include "server/base/limits.h"
#include "server/store/agency_store.h"
#include "server/store/change_feed.h"
#include "server/store/confirmation.h"
#include "server/store/initiative_store.h"
#include "server/store/notice_store.h"
#include "server/store/person_store.h"
#include "tests/conformance/store_conformance.h"
#include "tests/conformance/support.h"

namespace minga::store {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kThird[] = "bo-vipfe";
constexpr char kOne[] = "one";

// Peru's, which names Uruguay as partner; its fiche is with the secretariat.
void Put(Store& store) {
  const absl::Status status = store.Write(kSystem, [](Transaction& transaction) {
    v1::Agency third;
    third.set_name(names::Agency(kThird));
    third.set_country_code("BO");
    absl::Status put = transaction.agencies().Insert(third, At(0)).status();
    v1::Fiche fiche = Fiche(kA, kFiche);
    fiche.set_state(v1::FICHE_STATE_SUBMITTED);
    FicheStep step;
    step.verb = v1::FICHE_VERB_SUBMIT;
    step.principal = {Principal::Kind::kPerson, kA, "m1"};
    if (put.ok()) put = transaction.fiches().Insert(fiche, step, At(1)).status();
    v1::Initiative initiative;
    initiative.set_name(names::Initiative(kOne));
    initiative.add_reporting_agencies(names::Agency(kA));
    initiative.add_reporting_country_codes("PE");
    initiative.set_fiche(names::Fiche(kA, kFiche));
    initiative.set_round(names::Round(kRound));
    initiative.set_decision(v1::DECISION_PENDING);
    initiative.mutable_content()->set_title("Agua");
    initiative.mutable_content()->add_partner_country_codes("UY");
    initiative.mutable_content()->add_partner_country_codes("UY");
    initiative.mutable_content()->add_partner_country_codes("PE");
    if (put.ok()) put = transaction.initiatives().Insert(&initiative, At(2));
    return put;
  });
  ASSERT_TRUE(status.ok()) << errors::CauseOf(status);
}

std::optional<v1::Initiative> Asked(Store& store, const Scope& scope) {
  auto asked = Read(store, scope, [](Transaction& transaction) { return transaction.initiatives().GetAsked(kOne); });
  EXPECT_TRUE(asked.ok());
  return asked.value_or(std::nullopt);
}

std::string Confirm(Store& store, const Scope& scope, const std::string& country,
                    v1::ConfirmationState state = v1::CONFIRMATION_STATE_CONFIRMED, const std::string& comment = {}) {
  return Reason(store.Write(scope, [&](Transaction& transaction) {
    v1::ConfirmationAnswer answer;
    answer.set_country_code(country);
    answer.set_state(state);
    answer.set_comment(comment);
    answer.mutable_principal()->set_name("agencies/uy-auci/members/m1");
    return transaction.initiatives().Confirm(kOne, answer, At(9));
  }));
}

void Alter(Store& store, const std::function<void(v1::Initiative*)>& change) {
  const absl::Status status = store.Write(kSecretariat, [&](Transaction& transaction) {
    auto initiative = transaction.initiatives().Get(kOne);
    if (!initiative.ok()) return initiative.status();
    change(&**initiative);
    return transaction.initiatives().Update(&**initiative, At(5));
  });
  ASSERT_TRUE(status.ok()) << errors::CauseOf(status);
}

}  // namespace

TEST_P(StoreConformance, AnInitiativeAsksTheCountriesThatItNamesAndNobodyElse) {
  Put(store());
  ASSERT_TRUE(Asked(store(), kScopeB).has_value());
  EXPECT_EQ(Asked(store(), kScopeB)->fiche(), "");
  EXPECT_TRUE(Asked(store(), kSecretariat).has_value());
  EXPECT_TRUE(Asked(store(), kSystem).has_value());
  EXPECT_FALSE(Asked(store(), kScopeA).has_value());
  EXPECT_FALSE(Asked(store(), Scope::Agency(kThird)).has_value());
  EXPECT_FALSE(Asked(store(), kNobody).has_value());
  EXPECT_THAT(NamedCountries(*Asked(store(), kSystem)), ElementsAre("UY"));
}

TEST_P(StoreConformance, AnInitiativeAsksWhilePendingOrAdmittedAndWithTheSecretariat) {
  Put(store());
  for (const v1::Decision decision : {v1::DECISION_ADMITTED, v1::DECISION_EXCLUDED, v1::DECISION_MERGED, v1::DECISION_WITHDRAWN}) {
    Alter(store(), [&](v1::Initiative* initiative) { initiative->set_decision(decision); });
    EXPECT_EQ(Asked(store(), kScopeB).has_value(), decision == v1::DECISION_ADMITTED);
  }
  Alter(store(), [](v1::Initiative* initiative) { initiative->set_decision(v1::DECISION_PENDING); });
  for (const v1::FicheState state :
       {v1::FICHE_STATE_DRAFT, v1::FICHE_STATE_IN_REVIEW, v1::FICHE_STATE_VALIDATED, v1::FICHE_STATE_REVIEWED}) {
    const absl::Status status = store().Write(kSystem, [&](Transaction& transaction) {
      v1::Fiche fiche = Fiche(kA, kFiche);
      fiche.set_state(state);
      return transaction.fiches().UpdateState(fiche, {}, At(6));
    });
    ASSERT_TRUE(status.ok()) << errors::CauseOf(status);
    EXPECT_EQ(Asked(store(), kScopeB).has_value(), state == v1::FICHE_STATE_REVIEWED);
    EXPECT_EQ(Confirm(store(), kScopeB, "UY"), state == v1::FICHE_STATE_REVIEWED ? "OK" : "NOT_FOUND");
  }
}

TEST_P(StoreConformance, AnAnswerIsKeptWithThoseBeforeAndRaisesTheVersion) {
  Put(store());
  const auto changes = [&] { return Read(store(), kSystem, [](Transaction& transaction) { return transaction.changes().After(0, 10); }); };
  const int64_t before = changes()->back().sequence;
  EXPECT_EQ(Confirm(store(), kScopeB, "UY", v1::CONFIRMATION_STATE_OBJECTED, "No"), "OK");
  EXPECT_EQ(Confirm(store(), kScopeB, "UY", v1::CONFIRMATION_STATE_CONFIRMED, "Sí"), "OK");
  const auto kept = Read(store(), kScopeA, [](Transaction& transaction) { return transaction.initiatives().Get(kOne); }).value();
  EXPECT_EQ(kept->etag(), "3");
  EXPECT_EQ(kept->confirmation(), v1::CONFIRMATION_STATE_CONFIRMED);
  ASSERT_THAT(kept->confirmation_answers(), SizeIs(2));
  EXPECT_TRUE(kept->confirmation_answers(0).outdated());
  EXPECT_EQ(kept->confirmation_answers(0).comment(), "No");
  EXPECT_EQ(StandingAnswer(*kept, "UY")->comment(), "Sí");
  ASSERT_THAT(*changes(), SizeIs(1));
  EXPECT_GT(changes()->back().sequence, before);
  // What somebody else writes keeps them.
  Alter(store(), [](v1::Initiative* initiative) { initiative->set_decision(v1::DECISION_ADMITTED); });
  EXPECT_THAT(Asked(store(), kScopeB)->confirmation_answers(), SizeIs(2));
}

TEST_P(StoreConformance, OnlyTheNamedCountryAnswersForItself) {
  Put(store());
  Alter(store(), [](v1::Initiative* initiative) {
    v1::Party& party = *initiative->mutable_content()->add_parties();
    party.set_country_code("BO");
    party.set_role(v1::PARTY_ROLE_RECIPIENT);
  });
  const Scope third = Scope::Agency(kThird);
  EXPECT_EQ(Confirm(store(), third, "UY"), "NOT_FOUND");
  EXPECT_EQ(Confirm(store(), kScopeA, "PE"), "NOT_FOUND");
  EXPECT_EQ(Confirm(store(), kSecretariat, "UY"), "NOT_FOUND");
  EXPECT_EQ(Confirm(store(), third, "BO", v1::CONFIRMATION_STATE_OBJECTED, "No"), "OK");
  EXPECT_EQ(Confirm(store(), kScopeB, "UY"), "OK");
  EXPECT_EQ(Asked(store(), kSystem)->confirmation(), v1::CONFIRMATION_STATE_OBJECTED);
  // Each is answered its own.
  ASSERT_THAT(Asked(store(), kScopeB)->confirmation_answers(), SizeIs(1));
  EXPECT_EQ(Asked(store(), kScopeB)->confirmation_answers(0).country_code(), "UY");
  ASSERT_THAT(Asked(store(), third)->confirmation_answers(), SizeIs(1));
  EXPECT_THAT(Asked(store(), kSystem)->confirmation_answers(), SizeIs(2));
}

TEST_P(StoreConformance, OfManyAnswersOfACountryTheOldestAreDroppedAndNoOthers) {
  Put(store());
  Alter(store(), [](v1::Initiative* initiative) { initiative->mutable_content()->add_partner_country_codes("BO"); });
  ASSERT_EQ(Confirm(store(), Scope::Agency(kThird), "BO", v1::CONFIRMATION_STATE_OBJECTED, "No"), "OK");
  for (int i = 0; i < limits::kConfirmationAnswers + 3; ++i) {
    ASSERT_EQ(Confirm(store(), kScopeB, "UY", v1::CONFIRMATION_STATE_CONFIRMED, std::to_string(i)), "OK");
  }
  const v1::Initiative kept = *Asked(store(), kSystem);
  EXPECT_THAT(kept.confirmation_answers(), SizeIs(limits::kConfirmationAnswers + 1));
  EXPECT_EQ(StandingAnswer(kept, "BO")->comment(), "No");
  EXPECT_EQ(StandingAnswer(kept, "UY")->comment(), std::to_string(limits::kConfirmationAnswers + 2));
  EXPECT_EQ(Asked(store(), kScopeB)->confirmation_answers(0).comment(), "3");
}

TEST_P(StoreConformance, PeopleOfACountryAreThoseOfItsAgenciesEachOnce) {
  const absl::Status status = store().Write(kSystem, [](Transaction& transaction) {
    v1::Agency second;
    second.set_name(names::Agency("uy-mrree"));
    second.set_country_code("UY");
    absl::Status put = transaction.agencies().Insert(second, At(0)).status();
    for (const auto& [tenant, member, person] :
         {std::tuple{kB, "m1", "p1"}, {"uy-mrree", "m2", "p1"}, {"uy-mrree", "m3", "p2"}, {kA, "m4", "p3"}}) {
      v1::Member made;
      made.set_name(names::Member(tenant, member));
      made.set_email(std::string(person) + "@example.org");
      made.set_state(v1::MEMBER_STATE_ACTIVE);
      made.add_roles(v1::ROLE_VALIDATOR);
      if (put.ok()) put = transaction.people().InsertMember(made, person, At(1)).status();
    }
    return put;
  });
  ASSERT_TRUE(status.ok()) << errors::CauseOf(status);
  const auto people = [&](const Scope& scope, v1::Role role) {
    return Read(store(), scope, [&](Transaction& transaction) { return transaction.people().PeopleOfCountry("UY", role); });
  };
  std::vector<std::string> validators;
  const auto found = people(kScopeA, v1::ROLE_VALIDATOR);
  for (const Reader& each : found.value()) validators.push_back(each.person + " " + each.tenant);
  EXPECT_THAT(validators, ElementsAre("p1 uy-auci", "p2 uy-mrree"));

  // Told once for both agencies, the person leaves the one as whose member.
  const auto tell = [&](const char* id, v1::NoticeKind kind) {
    NewNotice told;
    told.notice.set_name(names::Notice("p1", id));
    told.notice.set_kind(kind);
    told.reader_tenant = kB;
    told.mail = WantedMail{{}, At(1'000)};
    EXPECT_TRUE(store().Write(kSystem, [&](Transaction& transaction) { return transaction.notices().Insert(told, At(1)); }).ok());
  };
  tell("n1", v1::NOTICE_KIND_CONFIRMATION_ASKED);
  tell("n2", v1::NOTICE_KIND_RETURNED);
  const auto waiting = [&] {
    const auto mails = Read(store(), kSystem, [](Transaction& transaction) { return transaction.notices().DueMails(At(9), 9); });
    std::vector<std::string> as;
    for (const WaitingMail& each : mails.value()) as.push_back(each.id + " " + each.reader_tenant);
    return as;
  };
  const auto leave = [&](const char* tenant, const char* member) {
    EXPECT_TRUE(store().Write(kSystem, [&](Transaction& transaction) { return transaction.people().EndMember(tenant, member); }).ok());
  };
  leave(kB, "m1");
  EXPECT_THAT(waiting(), ElementsAre("n1 uy-mrree"));
  leave("uy-mrree", "m2");
  EXPECT_THAT(waiting(), IsEmpty());
  EXPECT_THAT(people(kScopeA, v1::ROLE_EDITOR).value(), IsEmpty());
  EXPECT_EQ(Reason(people(kNobody, v1::ROLE_VALIDATOR).status()), "PERMISSION_DENIED");
}

}  // namespace minga::store
