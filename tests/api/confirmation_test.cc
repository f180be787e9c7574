// What follows a decision: the agency's answer to it, and the confirmation by the countries that an initiative names.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/calls.h"
#include "tests/support/test_registry.h"

namespace minga {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

constexpr char kPeru[] = "agencies/pe-apci";
constexpr char kChile[] = "agencies/cl-agcid";

class Confirmations : public testing::Test {
 protected:
  Confirmations() {
    registry_.NewRound("r2022");
    registry_.NewAgency("pe-apci", "PE");
    registry_.NewAgency("cl-agcid", "CL");
    registry_.NewAgency("bo-vipfe", "BO");
    for (const char* tenant : {"pe-apci", "cl-agcid", "bo-vipfe"}) {
      people_.emplace(tenant, registry_.As(registry_.SignIn(std::string("agencies/") + tenant, std::string(tenant) + "@example.org",
                                                            {v1::ROLE_EDITOR, v1::ROLE_VALIDATOR})));
    }
    people_.emplace("analyst", registry_.As(registry_.SignIn("secretariat", "analyst@example.org", {v1::ROLE_ANALYST})));
  }

  const Client& At(const std::string& who) const { return people_.at(who); }

  // Peru's fiche, whose one initiative names Chile, submitted.
  v1::Fiche Submitted() {
    v1::CreateFicheRequest create;
    create.set_parent(kPeru);
    *create.mutable_fiche() = SmallFiche("r2022");
    auto& content = *create.mutable_fiche()->mutable_initiatives(0)->mutable_content();
    content.clear_partner_country_codes();
    content.add_partner_country_codes("CL");
    content.mutable_focal_point()->set_display_name("Rosa Quispe");
    content.mutable_focal_point()->set_email("rosa@example.org");
    const v1::Fiche draft = Must(At("pe-apci").CreateFiche(create));
    return Must(At("pe-apci").SubmitFiche(Named<v1::SubmitFicheRequest>(draft.name())));
  }
  static std::string InitiativeOf(const v1::Fiche& fiche) { return "initiatives/" + fiche.initiatives(0).id(); }
  static std::string ConfirmationOf(const v1::Fiche& fiche, const std::string& country = "CL") {
    return InitiativeOf(fiche) + "/confirmations/" + country;
  }
  absl::StatusOr<v1::Confirmation> Say(const std::string& who, const std::string& name, v1::ConfirmationState state,
                                       const std::string& comment = {}) {
    auto request = Named<v1::AnswerConfirmationRequest>(name);
    request.set_state(state);
    request.set_comment(comment);
    return At(who).AnswerConfirmation(request);
  }
  v1::Initiative Decide(const v1::Fiche& fiche, v1::Decision decision) {
    auto decide = Named<v1::DecideInitiativeRequest>(fiche.name());
    decide.set_initiative_id(fiche.initiatives(0).id());
    decide.set_decision(decision);
    if (decision == v1::DECISION_EXCLUDED) decide.add_exclusion_reasons(v1::EXCLUSION_REASON_NOT_MULTI_ACTOR);
    return Must(registry_.Secretariat().DecideInitiative(decide));
  }
  std::vector<std::string> Asked(const std::string& who, v1::ConfirmationState state = v1::CONFIRMATION_STATE_UNSPECIFIED) {
    v1::ListConfirmationsRequest request;
    request.set_state(state);
    request.set_page_size(1);
    std::vector<std::string> names;
    for (const auto& each : At(who).ListConfirmations(request)) names.push_back(Must(each).name());
    return names;
  }
  std::vector<v1::NoticeKind> Inbox(const std::string& who) {
    std::vector<v1::NoticeKind> kinds;
    for (const auto& notice : At(who).ListNotices()) {
      if (Must(notice).kind() != v1::NOTICE_KIND_INVITED) kinds.push_back(notice->kind());
    }
    return kinds;
  }

  TestRegistry registry_;
  std::map<std::string, Client> people_;
};

TEST_F(Confirmations, ANamedCountrySeesTheEntryOnceSubmittedAndConfirms) {
  const v1::Fiche fiche = Submitted();
  EXPECT_THAT(Inbox("cl-agcid"), ElementsAre(v1::NOTICE_KIND_CONFIRMATION_ASKED));
  EXPECT_THAT(Inbox("bo-vipfe"), IsEmpty());
  EXPECT_THAT(Asked("cl-agcid"), ElementsAre(ConfirmationOf(fiche)));
  EXPECT_THAT(Asked("analyst"), ElementsAre(ConfirmationOf(fiche)));
  EXPECT_THAT(Asked("pe-apci"), IsEmpty());
  EXPECT_THAT(Asked("bo-vipfe"), IsEmpty());

  const v1::Confirmation asked = Must(At("cl-agcid").GetConfirmation(Named<v1::GetConfirmationRequest>(ConfirmationOf(fiche))));
  EXPECT_EQ(asked.state(), v1::CONFIRMATION_STATE_ASKED);
  EXPECT_EQ(asked.initiative().content().title(), fiche.initiatives(0).content().title());
  EXPECT_FALSE(asked.initiative().content().has_focal_point());
  EXPECT_EQ(asked.initiative().fiche(), "");
  // It is shown to be confirmed, and nowhere else.
  EXPECT_EQ(Reason(At("cl-agcid").GetInitiative(Named<v1::GetInitiativeRequest>(InitiativeOf(fiche))).status()), "NOT_FOUND");

  const v1::Confirmation confirmed = Must(Say("cl-agcid", ConfirmationOf(fiche), v1::CONFIRMATION_STATE_CONFIRMED, "Con AGCID"));
  EXPECT_EQ(confirmed.state(), v1::CONFIRMATION_STATE_CONFIRMED);
  EXPECT_EQ(confirmed.answer().agency(), kChile);
  EXPECT_NE(confirmed.answer().principal().name(), "");
  EXPECT_THAT(Asked("cl-agcid", v1::CONFIRMATION_STATE_ASKED), IsEmpty());
  EXPECT_THAT(Asked("cl-agcid", v1::CONFIRMATION_STATE_CONFIRMED), ElementsAre(ConfirmationOf(fiche)));

  const v1::Initiative own = Must(At("pe-apci").GetInitiative(Named<v1::GetInitiativeRequest>(InitiativeOf(fiche))));
  EXPECT_EQ(own.confirmation(), v1::CONFIRMATION_STATE_CONFIRMED);
  ASSERT_EQ(own.confirmation_answers_size(), 1);
  EXPECT_EQ(own.confirmation_answers(0).comment(), "Con AGCID");
  EXPECT_EQ(own.confirmation_answers(0).principal().tenant(), kChile);
  EXPECT_EQ(own.confirmation_answers(0).principal().name(), "") << "people of one agency are not named to another";
  EXPECT_THAT(Inbox("pe-apci"), ElementsAre(v1::NOTICE_KIND_CONFIRMED));
  EXPECT_THAT(Inbox("analyst"), IsEmpty());
}

TEST_F(Confirmations, AnObjectionSaysWhyAndTheSecretariatHearsOfIt) {
  const v1::Fiche fiche = Submitted();
  EXPECT_EQ(Reason(Say("cl-agcid", ConfirmationOf(fiche), v1::CONFIRMATION_STATE_OBJECTED).status()), "INVALID_FIELDS");
  Must(Say("cl-agcid", ConfirmationOf(fiche), v1::CONFIRMATION_STATE_OBJECTED, "No participamos"));
  EXPECT_THAT(Inbox("pe-apci"), ElementsAre(v1::NOTICE_KIND_OBJECTED));
  EXPECT_THAT(Inbox("analyst"), ElementsAre(v1::NOTICE_KIND_OBJECTED));
  v1::Confirmation seen = Must(At("analyst").GetConfirmation(Named<v1::GetConfirmationRequest>(ConfirmationOf(fiche))));
  EXPECT_EQ(seen.state(), v1::CONFIRMATION_STATE_OBJECTED);
  EXPECT_EQ(seen.answer().principal().name(), "");
  // Another answer takes its place; the one before is kept.
  Must(Say("cl-agcid", ConfirmationOf(fiche), v1::CONFIRMATION_STATE_CONFIRMED));
  seen = Must(At("analyst").GetConfirmation(Named<v1::GetConfirmationRequest>(ConfirmationOf(fiche))));
  EXPECT_EQ(seen.state(), v1::CONFIRMATION_STATE_CONFIRMED);
  const v1::Initiative own = Must(At("pe-apci").GetInitiative(Named<v1::GetInitiativeRequest>(InitiativeOf(fiche))));
  ASSERT_EQ(own.confirmation_answers_size(), 2);
  EXPECT_TRUE(own.confirmation_answers(0).outdated());
}

TEST_F(Confirmations, TheSameAnswerAgainIsNoNewOneAndTheVersionIsOfWhatIsSeen) {
  const v1::Fiche fiche = Submitted();
  auto request = Named<v1::AnswerConfirmationRequest>(ConfirmationOf(fiche));
  request.set_state(v1::CONFIRMATION_STATE_CONFIRMED);
  request.set_etag(Must(At("cl-agcid").GetConfirmation(Named<v1::GetConfirmationRequest>(ConfirmationOf(fiche)))).etag());
  // What the secretariat decides is not what the country was asked.
  Decide(fiche, v1::DECISION_ADMITTED);
  const v1::Confirmation confirmed = Must(At("cl-agcid").AnswerConfirmation(request));
  EXPECT_NE(confirmed.etag(), request.etag());
  EXPECT_EQ(Reason(At("cl-agcid").AnswerConfirmation(request).status()), "ETAG_MISMATCH");
  request.set_etag(confirmed.etag());
  EXPECT_EQ(Must(At("cl-agcid").AnswerConfirmation(request)).answer().time().DebugString(), confirmed.answer().time().DebugString());
  EXPECT_THAT(Inbox("pe-apci"), ElementsAre(v1::NOTICE_KIND_CONFIRMED, v1::NOTICE_KIND_REVIEWED));
}

TEST_F(Confirmations, AskedAgainIsOnlyWhoseAnswerDoesNotStand) {
  const v1::Fiche fiche = Submitted();
  Must(Say("cl-agcid", ConfirmationOf(fiche), v1::CONFIRMATION_STATE_CONFIRMED));
  Decide(fiche, v1::DECISION_EXCLUDED);
  Decide(fiche, v1::DECISION_ADMITTED);
  EXPECT_THAT(Inbox("cl-agcid"), ElementsAre(v1::NOTICE_KIND_CONFIRMATION_ASKED));
  // The same form comes in again, with other ids for its actors.
  Must(registry_.Secretariat().ReturnFiche([&] {
    auto back = Named<v1::ReturnFicheRequest>(fiche.name());
    back.set_comment("Falta algo");
    return back;
  }()));
  v1::UpdateFicheRequest update;
  *update.mutable_fiche() = Must(At("pe-apci").GetFiche(Named<v1::GetFicheRequest>(fiche.name())));
  for (v1::Actor& actor : *update.mutable_fiche()->mutable_initiatives(0)->mutable_content()->mutable_actors()) actor.clear_id();
  Must(At("pe-apci").UpdateFiche(update));
  Must(At("pe-apci").SubmitFiche(Named<v1::SubmitFicheRequest>(fiche.name())));
  EXPECT_THAT(Inbox("cl-agcid"), ElementsAre(v1::NOTICE_KIND_CONFIRMATION_ASKED));
  EXPECT_THAT(Asked("cl-agcid", v1::CONFIRMATION_STATE_CONFIRMED), ElementsAre(ConfirmationOf(fiche)));
}

TEST_F(Confirmations, OnlyTheNamedCountryAnswersAndOnlyForItself) {
  const v1::Fiche fiche = Submitted();
  const std::string absent = "initiatives/none/confirmations/BO";
  for (const std::string& name : {ConfirmationOf(fiche), ConfirmationOf(fiche, "BO"), absent}) {
    EXPECT_EQ(Reason(Say("bo-vipfe", name, v1::CONFIRMATION_STATE_CONFIRMED).status()), "NOT_FOUND");
    EXPECT_EQ(Reason(At("bo-vipfe").GetConfirmation(Named<v1::GetConfirmationRequest>(name)).status()), "NOT_FOUND");
  }
  EXPECT_EQ(Reason(Say("cl-agcid", ConfirmationOf(fiche, "BO"), v1::CONFIRMATION_STATE_CONFIRMED).status()), "NOT_FOUND");
  EXPECT_EQ(Reason(Say("pe-apci", ConfirmationOf(fiche), v1::CONFIRMATION_STATE_CONFIRMED).status()), "NOT_FOUND");
  EXPECT_EQ(Reason(Say("analyst", ConfirmationOf(fiche), v1::CONFIRMATION_STATE_CONFIRMED).status()), "PERMISSION_DENIED");
}

TEST_F(Confirmations, ADraftAsksNobodyAndNeitherDoesWhatWasTakenBackOrExcluded) {
  const v1::Fiche fiche = Submitted();
  const auto see = [&] {
    return Reason(At("cl-agcid").GetConfirmation(Named<v1::GetConfirmationRequest>(ConfirmationOf(fiche))).status());
  };
  EXPECT_EQ(see(), "OK");
  Must(At("pe-apci").RecallFiche(Named<v1::RecallFicheRequest>(fiche.name())));
  EXPECT_EQ(see(), "NOT_FOUND");
  EXPECT_THAT(Asked("cl-agcid"), IsEmpty());
  Must(At("pe-apci").SubmitFiche(Named<v1::SubmitFicheRequest>(fiche.name())));
  EXPECT_EQ(see(), "OK");
  Decide(fiche, v1::DECISION_EXCLUDED);
  EXPECT_EQ(see(), "NOT_FOUND");
  EXPECT_EQ(Reason(Say("cl-agcid", ConfirmationOf(fiche), v1::CONFIRMATION_STATE_CONFIRMED).status()), "NOT_FOUND");
  Decide(fiche, v1::DECISION_ADMITTED);
  EXPECT_EQ(see(), "OK");
}

TEST_F(Confirmations, AnEntryThatChangesIsConfirmedAnewAndOneThatDoesNotIsNot) {
  v1::Fiche fiche = Submitted();
  Must(Say("cl-agcid", ConfirmationOf(fiche), v1::CONFIRMATION_STATE_CONFIRMED));
  const auto again = [&](const std::function<void(v1::Fiche*)>& change) {
    Must(At("pe-apci").RecallFiche(Named<v1::RecallFicheRequest>(fiche.name())));
    v1::UpdateFicheRequest update;
    *update.mutable_fiche() = Must(At("pe-apci").GetFiche(Named<v1::GetFicheRequest>(fiche.name())));
    change(update.mutable_fiche());
    Must(At("pe-apci").UpdateFiche(update));
    fiche = Must(At("pe-apci").SubmitFiche(Named<v1::SubmitFicheRequest>(fiche.name())));
    return Must(At("cl-agcid").GetConfirmation(Named<v1::GetConfirmationRequest>(ConfirmationOf(fiche)))).state();
  };
  EXPECT_EQ(again([](v1::Fiche* mine) { mine->set_institutional_weaknesses("Pocas"); }), v1::CONFIRMATION_STATE_CONFIRMED);
  EXPECT_EQ(again([](v1::Fiche* mine) { mine->mutable_initiatives(0)->mutable_content()->set_objectives("Otros"); }),
            v1::CONFIRMATION_STATE_ASKED);
  EXPECT_THAT(Inbox("cl-agcid"), ElementsAre(v1::NOTICE_KIND_CONFIRMATION_ASKED, v1::NOTICE_KIND_CONFIRMATION_ASKED));
}

TEST_F(Confirmations, WhoBeginsToValidateHearsOfWhatItsCountryIsAsked) {
  const v1::Fiche fiche = Submitted();
  const auto join = [&](const std::string& tenant, const std::string& who, v1::Role role) {
    people_.erase(who);
    people_.emplace(who, registry_.As(registry_.SignIn("agencies/" + tenant, who + "@example.org", {role})));
    return Inbox(who);
  };
  EXPECT_THAT(join("cl-agcid", "late", v1::ROLE_VALIDATOR), ElementsAre(v1::NOTICE_KIND_CONFIRMATION_ASKED));
  for (const auto& notice : At("late").ListNotices()) {
    if (Must(notice).kind() == v1::NOTICE_KIND_CONFIRMATION_ASKED) {
      EXPECT_EQ(notice->record(), ConfirmationOf(fiche));
    }
  }
  EXPECT_THAT(join("cl-agcid", "writer", v1::ROLE_EDITOR), IsEmpty());
  EXPECT_THAT(join("bo-vipfe", "elsewhere", v1::ROLE_VALIDATOR), IsEmpty());
  EXPECT_THAT(join("pe-apci", "reporting", v1::ROLE_VALIDATOR), IsEmpty());
  // By a new role.
  v1::UpdateMemberRequest update;
  update.mutable_member()->set_name(Must(At("writer").GetIdentity({})).member());
  update.mutable_member()->add_roles(v1::ROLE_VALIDATOR);
  update.mutable_update_mask()->add_paths("roles");
  Must(registry_.Secretariat().UpdateMember(update));
  EXPECT_THAT(Inbox("writer"), ElementsAre(v1::NOTICE_KIND_CONFIRMATION_ASKED));
  // Whoever validates in another agency of the country was told there.
  registry_.NewAgency("cl-otra", "CL");
  v1::CreateMemberRequest again;
  again.set_parent("agencies/cl-otra");
  again.mutable_member()->set_email("late@example.org");
  again.mutable_member()->set_display_name("Late");
  again.mutable_member()->add_roles(v1::ROLE_VALIDATOR);
  v1::AcceptInvitationRequest accept;
  accept.set_token(Must(registry_.Secretariat().CreateMember(again)).invitation_token());
  accept.set_password(kPassword);
  Must(registry_.As("").AcceptInvitation(accept));
  EXPECT_THAT(Inbox("late"), ElementsAre(v1::NOTICE_KIND_CONFIRMATION_ASKED));
  // Nothing is left to say.
  Must(Say("cl-agcid", ConfirmationOf(fiche), v1::CONFIRMATION_STATE_CONFIRMED));
  EXPECT_THAT(join("cl-agcid", "later", v1::ROLE_VALIDATOR), IsEmpty());
}

TEST_F(Confirmations, ACountryThatTheSecretariatAddsAsPartyIsAskedToo) {
  const v1::Fiche fiche = Submitted();
  auto decide = Named<v1::DecideInitiativeRequest>(fiche.name());
  decide.set_initiative_id(fiche.initiatives(0).id());
  decide.set_decision(v1::DECISION_ADMITTED);
  v1::Party& party = *decide.mutable_additions()->add_parties();
  party.set_country_code("BO");
  party.set_role(v1::PARTY_ROLE_RECIPIENT);
  Must(registry_.Secretariat().DecideInitiative(decide));
  EXPECT_THAT(Inbox("bo-vipfe"), ElementsAre(v1::NOTICE_KIND_CONFIRMATION_ASKED));
  EXPECT_THAT(Inbox("cl-agcid"), ElementsAre(v1::NOTICE_KIND_CONFIRMATION_ASKED)) << "asked once";
  EXPECT_THAT(Asked("analyst"), UnorderedElementsAre(ConfirmationOf(fiche), ConfirmationOf(fiche, "BO")));
}

TEST_F(Confirmations, StatisticsCountConfirmedOnesOnRequest) {
  const v1::Fiche fiche = Submitted();
  const auto count = [&] {
    v1::ComputeStatisticsRequest request;
    v1::Condition& confirmed = *request.add_conditions();
    confirmed.set_dimension(v1::DIMENSION_CONFIRMATION);
    confirmed.add_values("CONFIRMED");
    return Must(registry_.Secretariat().ComputeStatistics(request)).total();
  };
  EXPECT_EQ(count(), 0);
  Must(Say("cl-agcid", ConfirmationOf(fiche), v1::CONFIRMATION_STATE_CONFIRMED));
  EXPECT_EQ(count(), 1);
  Must(Say("cl-agcid", ConfirmationOf(fiche), v1::CONFIRMATION_STATE_OBJECTED, "No"));
  EXPECT_EQ(count(), 0);
}

TEST_F(Confirmations, AnAgencyAnswersADecisionUntilAnotherIsTaken) {
  const v1::Fiche fiche = Submitted();
  const auto answer = [&](const std::string& who, bool agrees, const std::string& comment) {
    auto request = Named<v1::AnswerDecisionRequest>(InitiativeOf(fiche));
    request.mutable_answer()->set_agrees(agrees);
    request.mutable_answer()->set_comment(comment);
    return At(who).AnswerDecision(request);
  };
  EXPECT_EQ(Reason(answer("pe-apci", true, "").status()), "NOT_DECIDED");
  Decide(fiche, v1::DECISION_EXCLUDED);
  EXPECT_THAT(Inbox("pe-apci"), ElementsAre(v1::NOTICE_KIND_REVIEWED));
  EXPECT_EQ(Reason(answer("pe-apci", false, "").status()), "INVALID_FIELDS");
  EXPECT_EQ(Reason(answer("cl-agcid", false, "No").status()), "NOT_FOUND");
  EXPECT_EQ(Reason(answer("analyst", false, "No").status()), "PERMISSION_DENIED");
  const v1::Initiative answered = Must(answer("pe-apci", false, "Son dos universidades"));
  EXPECT_FALSE(answered.decision_answer().agrees());
  EXPECT_EQ(answered.decision_answer().comment(), "Son dos universidades");
  EXPECT_NE(answered.decision_answer().principal().name(), "");
  EXPECT_THAT(Inbox("analyst"), ElementsAre(v1::NOTICE_KIND_DECISION_ANSWERED));
  const v1::Initiative seen = Must(At("analyst").GetInitiative(Named<v1::GetInitiativeRequest>(InitiativeOf(fiche))));
  EXPECT_EQ(seen.decision_answer().comment(), "Son dos universidades");
  EXPECT_EQ(seen.decision_answer().principal().name(), "");

  // Said again, or decided again, it is the same.
  Must(answer("pe-apci", false, "Son dos universidades"));
  EXPECT_THAT(Inbox("analyst"), ElementsAre(v1::NOTICE_KIND_DECISION_ANSWERED));
  EXPECT_TRUE(Decide(fiche, v1::DECISION_EXCLUDED).has_decision_answer());
  EXPECT_THAT(Inbox("pe-apci"), ElementsAre(v1::NOTICE_KIND_REVIEWED));

  Decide(fiche, v1::DECISION_ADMITTED);
  EXPECT_THAT(Inbox("pe-apci"), ElementsAre(v1::NOTICE_KIND_REVIEWED, v1::NOTICE_KIND_REVIEWED));
  EXPECT_FALSE(Must(At("pe-apci").GetInitiative(Named<v1::GetInitiativeRequest>(InitiativeOf(fiche)))).has_decision_answer());
  Must(answer("pe-apci", true, ""));

  v1::ListFicheRevisionsRequest list;
  list.set_parent(fiche.name());
  for (const std::string who : {"pe-apci", "analyst"}) {
    std::vector<std::string> told;
    for (const auto& revision : At(who).ListFicheRevisions(list)) {
      if (Must(revision).initiative().empty()) continue;
      EXPECT_EQ(revision->initiative(), InitiativeOf(fiche));
      EXPECT_EQ(revision->initiative_title(), fiche.initiatives(0).content().title());
      std::string& each = told.emplace_back(v1::FicheVerb_Name(revision->verb()) + " " + v1::Decision_Name(revision->decision()));
      if (revision->has_agrees()) each += revision->agrees() ? " agrees" : " disagrees";
      if (!revision->comment().empty()) each += ": " + revision->comment();
    }
    EXPECT_THAT(told,
                ElementsAre("FICHE_VERB_ANSWER DECISION_ADMITTED agrees", "FICHE_VERB_DECIDE DECISION_ADMITTED",
                            "FICHE_VERB_DECIDE DECISION_EXCLUDED", "FICHE_VERB_ANSWER DECISION_EXCLUDED disagrees: Son dos universidades",
                            "FICHE_VERB_DECIDE DECISION_EXCLUDED"));
  }
}

TEST_F(Confirmations, AStepNamesTheInitiativeByTheTitleThatItHadThen) {
  const v1::Fiche fiche = Submitted();
  const std::string before = fiche.initiatives(0).content().title();
  Decide(fiche, v1::DECISION_EXCLUDED);
  auto answer = Named<v1::AnswerDecisionRequest>(InitiativeOf(fiche));
  answer.mutable_answer()->set_agrees(true);
  Must(At("pe-apci").AnswerDecision(answer));
  auto back = Named<v1::ReturnFicheRequest>(fiche.name());
  back.set_comment("Otro título");
  Must(registry_.Secretariat().ReturnFiche(back));
  v1::UpdateFicheRequest update;
  *update.mutable_fiche() = Must(At("pe-apci").GetFiche(Named<v1::GetFicheRequest>(fiche.name())));
  update.mutable_fiche()->mutable_initiatives(0)->mutable_content()->set_title("Otro");
  Must(At("pe-apci").UpdateFiche(update));
  Must(At("pe-apci").SubmitFiche(Named<v1::SubmitFicheRequest>(fiche.name())));
  Decide(fiche, v1::DECISION_ADMITTED);
  for (const std::string who : {"pe-apci", "analyst"}) {
    for (const int page_size : {1, 100}) {
      v1::ListFicheRevisionsRequest list;
      list.set_parent(fiche.name());
      list.set_page_size(page_size);
      std::vector<std::string> titles;
      for (const auto& revision : At(who).ListFicheRevisions(list)) {
        if (!Must(revision).initiative().empty()) titles.push_back(revision->initiative_title());
      }
      EXPECT_THAT(titles, ElementsAre("Otro", before, before)) << who;
    }
  }
}

}  // namespace
}  // namespace minga
