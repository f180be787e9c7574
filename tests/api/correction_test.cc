// A fiche that comes back: returned, taken back, read again from Word, merged from copies of several versions. What was said stays said.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "tests/server/forms/copies.h"
#include "tests/support/calls.h"
#include "tests/support/test_registry.h"

namespace minga {
namespace {

using testing::ElementsAre;

constexpr char kPeru[] = "agencies/pe-apci";
constexpr char kRound[] = "rounds/r2022";

class Corrections : public testing::Test {
 protected:
  Corrections() {
    registry_.NewRound("r2022");
    key_ = registry_.NewAgency("pe-apci", "PE");
    luz_ = registry_.SignIn(kPeru, "luz@example.org", {v1::ROLE_EDITOR, v1::ROLE_VALIDATOR, v1::ROLE_ADMINISTRATOR});
  }

  Client Luz() const { return registry_.As(luz_); }
  v1::Fiche Draft(const v1::Fiche& fiche = SmallFiche("r2022")) {
    v1::CreateFicheRequest request;
    request.set_parent(kPeru);
    *request.mutable_fiche() = fiche;
    return Must(Luz().CreateFiche(request));
  }
  v1::Fiche Get(const std::string& name) { return Must(Luz().GetFiche(Named<v1::GetFicheRequest>(name))); }
  void Submit(const std::string& name) { Must(Luz().SubmitFiche(Named<v1::SubmitFicheRequest>(name))); }
  v1::Initiative Initiative(const v1::Fiche& fiche) {
    return Must(registry_.Secretariat().GetInitiative(Named<v1::GetInitiativeRequest>("initiatives/" + fiche.initiatives(0).id())));
  }
  void Return(const std::string& name) {
    auto request = Named<v1::ReturnFicheRequest>(name);
    request.set_comment("Falta el período.");
    Must(registry_.Secretariat().ReturnFiche(request));
  }
  absl::StatusOr<v1::Initiative> Decide(const v1::Fiche& fiche, v1::Decision decision, const std::vector<v1::ExclusionReason>& reasons = {},
                                        const std::vector<int>& sdgs = {}) {
    auto request = Named<v1::DecideInitiativeRequest>(fiche.name());
    request.set_initiative_id(fiche.initiatives(0).id());
    request.set_decision(decision);
    for (const v1::ExclusionReason reason : reasons) request.add_exclusion_reasons(reason);
    for (const int sdg : sdgs) request.mutable_additions()->add_sdgs(sdg);
    return registry_.Secretariat().DecideInitiative(request);
  }
  v1::Fiche Update(const v1::Fiche& fiche) {
    v1::UpdateFicheRequest request;
    *request.mutable_fiche() = fiche;
    return Must(Luz().UpdateFiche(request));
  }
  void ValidateBy(v1::ValidationMode mode) {
    v1::UpdateAgencyRequest request;
    request.mutable_agency()->set_name(kPeru);
    request.mutable_agency()->set_validation_mode(mode);
    request.mutable_update_mask()->add_paths("validation_mode");
    Must(Luz().UpdateAgency(request));
  }
  std::string Exported(const std::string& name) { return Must(Luz().ExportFiche(Named<v1::ExportFicheRequest>(name))).document(); }
  absl::StatusOr<v1::MergeFicheCopiesResponse> Merge(const std::string& name, const std::vector<std::string>& copies,
                                                     const std::vector<std::pair<std::string, int>>& choices = {}) {
    auto request = Named<v1::MergeFicheCopiesRequest>(name);
    for (const std::string& copy : copies) request.add_copies()->set_document(copy);
    for (const auto& [path, copy] : choices) {
      v1::FicheCopyChoice& choice = *request.add_choices();
      choice.set_path(path);
      choice.set_copy(copy);
    }
    return Luz().MergeFicheCopies(request);
  }

  TestRegistry registry_;
  std::string key_, luz_;
};

TEST_F(Corrections, ADocumentThatIsReadAgainLeavesAloneWhatTheFormDoesNotAsk) {
  v1::Fiche fiche = SmallFiche("r2022");
  fiche.mutable_initiatives(0)->set_visibility(v1::VISIBILITY_AGENCY_AND_SECRETARIAT);
  fiche.mutable_initiatives(0)->mutable_content()->add_sdgs(6);
  const v1::Fiche draft = Draft(fiche);
  const std::string form = Exported(draft.name());

  v1::ImportFicheRequest import;
  import.set_parent(kPeru);
  import.set_fiche(draft.name());
  import.set_file_name("corregida.docx");
  import.set_document(forms::Changed(form, "Agua para todos", "Agua y saneamiento"));
  v1::Fiche read = Must(Luz().ImportFiche(import)).fiche();
  ASSERT_EQ(read.initiatives(0).content().title(), "Agua y saneamiento");
  EXPECT_EQ(read.initiatives(0).visibility(), v1::VISIBILITY_AGENCY_AND_SECRETARIAT);
  EXPECT_THAT(read.initiatives(0).content().sdgs(), ElementsAre(6));
  // A document that is read twice is kept once.
  Must(Luz().ImportFiche(import));
  v1::ListFicheAttachmentsRequest list;
  list.set_parent(draft.name());
  EXPECT_EQ(Must(Luz().ListFicheAttachments(list)).attachments_size(), 1);

  const v1::Fiche merged = Must(Merge(draft.name(), {form})).fiche();
  EXPECT_THAT(merged.initiatives(0).content().sdgs(), ElementsAre(6)) << "a copy that nobody changed took it away";
  EXPECT_EQ(merged.initiatives(0).visibility(), v1::VISIBILITY_AGENCY_AND_SECRETARIAT);
}

TEST_F(Corrections, OfTheAdditionsTheSecretariatsStayAndTheAgencysAreItsOwn) {
  v1::Fiche fiche = SmallFiche("r2022");
  fiche.mutable_initiatives(0)->mutable_content()->mutable_period()->mutable_start()->set_year(2019);
  const v1::Fiche draft = Draft(fiche);
  Submit(draft.name());
  Must(Decide(draft, v1::DECISION_ADMITTED, {}, {6, 11}));
  Return(draft.name());
  v1::Fiche corrected = Get(draft.name());
  corrected.mutable_initiatives(0)->mutable_content()->mutable_period()->mutable_start()->set_year(2020);
  Update(corrected);
  Submit(draft.name());
  const v1::InitiativeContent content = Initiative(draft).content();
  EXPECT_EQ(content.period().start().year(), 2020) << "what the agency corrected";
  EXPECT_THAT(content.sdgs(), ElementsAre(6, 11)) << "what the secretariat added";
}

TEST_F(Corrections, AReturnedFicheIsTakenBackFromItsOwnReviewThoughSomethingWasDecided) {
  const v1::Fiche draft = Draft();
  Submit(draft.name());
  Must(Decide(draft, v1::DECISION_ADMITTED));
  EXPECT_EQ(Reason(Luz().RecallFiche(Named<v1::RecallFicheRequest>(draft.name())).status()), "REVIEW_HAS_BEGUN");
  Return(draft.name());
  ValidateBy(v1::VALIDATION_MODE_FOUR_EYES);
  Must(Luz().RequestFicheReview(Named<v1::RequestFicheReviewRequest>(draft.name())));
  EXPECT_EQ(Must(Luz().RecallFiche(Named<v1::RecallFicheRequest>(draft.name()))).state(), v1::FICHE_STATE_DRAFT);
}

TEST_F(Corrections, WhatIsTakenBackAfterTheEndCouldNotBeSentAgainAndSoStays) {
  const v1::Fiche returned = Draft();
  Submit(returned.name());
  Return(returned.name());
  registry_.NewRound("r2023");
  const v1::Fiche recalled = Draft(SmallFiche("r2023")), sent = [&] {
    registry_.NewRound("r2024");
    return Draft(SmallFiche("r2024"));
  }();
  Submit(recalled.name());
  Must(Luz().RecallFiche(Named<v1::RecallFicheRequest>(recalled.name())));
  Submit(sent.name());
  for (const char* round : {kRound, "rounds/r2023", "rounds/r2024"}) {
    Must(registry_.Secretariat().CloseRound(Named<v1::CloseRoundRequest>(round)));
  }
  EXPECT_EQ(Reason(Luz().RecallFiche(Named<v1::RecallFicheRequest>(sent.name())).status()), "ROUND_CLOSED");
  EXPECT_EQ(Get(sent.name()).state(), v1::FICHE_STATE_SUBMITTED);
  EXPECT_EQ(Reason(Luz().SubmitFiche(Named<v1::SubmitFicheRequest>(recalled.name())).status()), "ROUND_CLOSED");
  const v1::Fiche again = Must(Luz().SubmitFiche(Named<v1::SubmitFicheRequest>(returned.name())));
  EXPECT_EQ(again.state(), v1::FICHE_STATE_SUBMITTED) << "the secretariat asked for it";
  EXPECT_FALSE(again.late());
}

TEST_F(Corrections, TheSameReasonsInAnotherOrderAreTheSameDecision) {
  const v1::Fiche draft = Draft();
  Submit(draft.name());
  Must(Decide(draft, v1::DECISION_EXCLUDED, {v1::EXCLUSION_REASON_OUTSIDE_PERIOD, v1::EXCLUSION_REASON_NOT_MULTI_ACTOR}));
  auto answer = Named<v1::AnswerDecisionRequest>("initiatives/" + draft.initiatives(0).id());
  answer.mutable_answer()->set_comment("Participan dos universidades.");
  Must(Luz().AnswerDecision(answer));
  for (int turn = 0; turn < 2; ++turn) {
    Must(turn == 0
             ? Decide(draft, v1::DECISION_EXCLUDED, {v1::EXCLUSION_REASON_OUTSIDE_PERIOD, v1::EXCLUSION_REASON_NOT_MULTI_ACTOR}, {6})
             : Decide(draft, v1::DECISION_EXCLUDED, {v1::EXCLUSION_REASON_NOT_MULTI_ACTOR, v1::EXCLUSION_REASON_OUTSIDE_PERIOD}, {6}));
    EXPECT_TRUE(Initiative(draft).has_decision_answer()) << turn;
  }
  Must(Decide(draft, v1::DECISION_EXCLUDED, {v1::EXCLUSION_REASON_NOT_MULTI_ACTOR}));
  EXPECT_FALSE(Initiative(draft).has_decision_answer()) << "another decision";
}

TEST_F(Corrections, AProgramHandsOutNoWayToValidate) {
  ValidateBy(v1::VALIDATION_MODE_LINK);
  const v1::Fiche draft = Draft();
  Must(Luz().RequestFicheReview(Named<v1::RequestFicheReviewRequest>(draft.name())));
  auto link = Named<v1::CreateValidationLinkRequest>(draft.name());
  link.mutable_recipient()->set_display_name("Dirección");
  link.mutable_recipient()->set_email("direccion@example.org");
  EXPECT_EQ(Reason(registry_.As(key_).CreateValidationLink(link).status()), "PERMISSION_DENIED");
  EXPECT_NE(Must(Luz().CreateValidationLink(link)).token(), "");
}

TEST_F(Corrections, WhatCannotBeMadeOutInACopyTakesNothingAway) {
  v1::Fiche fiche = SmallFiche("r2022");
  fiche.mutable_initiatives(0)->mutable_content()->add_partner_country_codes("EC");
  const v1::Fiche draft = Draft(fiche);
  const std::string form = Exported(draft.name());
  std::string copy = forms::Changed(form, "Bolivia", "Atlántida");
  copy = forms::Changed(copy, ">2 - Proyecto<", ">algo inesperado<");
  const v1::MergeFicheCopiesResponse merged = Must(Merge(draft.name(), {copy}));
  EXPECT_THAT(merged.fiche().initiatives(0).content().partner_country_codes(), testing::UnorderedElementsAre("BO", "EC"));
  EXPECT_EQ(merged.fiche().initiatives(0).content().type(), v1::INITIATIVE_TYPE_PROJECT);
  std::set<std::string> told;
  for (const v1::Finding& finding : merged.copies(0).findings()) told.insert(finding.text());
  EXPECT_THAT(told, testing::IsSupersetOf({"Atlántida", "algo inesperado"}));
}

// Copies of two versions say three things of one title: the person sees them all and chooses once.
TEST_F(Corrections, CopiesOfDifferentVersionsAreChosenFromTogether) {
  const v1::Fiche first = Draft();
  const std::string path = "initiatives[" + first.initiatives(0).id() + "].title";
  const std::string old_copy = forms::Changed(Exported(first.name()), "Agua para todos", "Agua de Ana");
  v1::Fiche changed = first;
  changed.mutable_initiatives(0)->mutable_content()->set_title("Agua del borrador");
  changed = Update(changed);
  const std::string new_copy = forms::Changed(Exported(first.name()), "Agua del borrador", "Agua de Luz");

  const v1::MergeFicheCopiesResponse asked = Must(Merge(first.name(), {old_copy, new_copy}));
  ASSERT_EQ(asked.conflicts_size(), 1);
  const v1::FicheCopyConflict& conflict = asked.conflicts(0);
  EXPECT_EQ(conflict.path(), path);
  EXPECT_EQ(conflict.current(), "Agua del borrador");
  ASSERT_EQ(conflict.copies_size(), 2);
  EXPECT_EQ(conflict.copies(0).copy(), 1);
  EXPECT_EQ(conflict.copies(0).text(), "Agua de Ana");
  EXPECT_EQ(conflict.copies(1).copy(), 2);
  EXPECT_EQ(conflict.copies(1).text(), "Agua de Luz");
  EXPECT_EQ(Reason(Merge(first.name(), {old_copy, new_copy}, {{path, 1}, {path, 2}}).status()), "INVALID_FIELDS") << "one of them";

  const std::vector<std::string> titles = {"Agua del borrador", "Agua de Ana", "Agua de Luz"};
  for (int choice = 0; choice < 3; ++choice) {
    for (const bool turned : {false, true}) {
      const std::vector<std::string> copies = turned ? std::vector{new_copy, old_copy} : std::vector{old_copy, new_copy};
      auto request = Named<v1::MergeFicheCopiesRequest>(first.name());
      request.set_validate_only(true);
      for (const std::string& copy : copies) request.add_copies()->set_document(copy);
      v1::FicheCopyChoice& chosen = *request.add_choices();
      chosen.set_path(path);
      chosen.set_copy(turned && choice != 0 ? 3 - choice : choice);
      const v1::MergeFicheCopiesResponse merged = Must(Luz().MergeFicheCopies(request));
      EXPECT_TRUE(merged.conflicts().empty()) << choice << turned;
      EXPECT_EQ(merged.fiche().initiatives(0).content().title(), titles[static_cast<size_t>(choice)]) << turned;
    }
  }
}

}  // namespace
}  // namespace minga
