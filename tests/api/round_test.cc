// Rounds at work: who is asked, more time for one agency, what comes late, where each agency stands, and reminders.
#include <gmock/gmock.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <functional>
#include <set>
#include <thread>

#include "google/protobuf/util/time_util.h"
#include "tests/support/calls.h"
#include "tests/support/test_registry.h"

namespace minga {
namespace {

using google::protobuf::util::TimeUtil;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr char kRound[] = "rounds/r2026";
constexpr char kPeru[] = "agencies/pe-apci";
constexpr char kChile[] = "agencies/cl-agcid";
constexpr char kUruguay[] = "agencies/uy-auci";

std::vector<std::string> Fields(const absl::Status& status) {
  std::vector<std::string> fields;
  for (const auto& each : DetailsOf(status).field_violations) fields.push_back(each.path);
  return fields;
}

google::protobuf::Timestamp In(int64_t hours) { return TimeUtil::SecondsToTimestamp(absl::ToUnixSeconds(absl::Now()) + hours * 3'600); }

class Rounds : public testing::Test {
 protected:
  Rounds() {
    peru_ = registry_.NewAgency("pe-apci", "PE");
    chile_ = registry_.NewAgency("cl-agcid", "CL");
  }

  // A round that opened two days ago; `change` says the rest.
  v1::Round Open(const std::function<void(v1::Round&)>& change = [](v1::Round&) {}) {
    v1::CreateRoundRequest create;
    create.set_round_id("r2026");
    v1::Round& round = *create.mutable_round();
    round.set_display_name("Relevamiento 2026");
    round.set_form_version("2022");
    round.mutable_period()->mutable_start()->set_year(2019);
    *round.mutable_open_time() = In(-48);
    round.set_time_zone("America/Montevideo");
    change(round);
    return Must(registry_.Secretariat().CreateRound(create));
  }
  absl::StatusOr<v1::Round> Update(const std::vector<std::string>& paths, const std::function<void(v1::Round&)>& change) {
    v1::UpdateRoundRequest request;
    request.mutable_round()->set_name(kRound);
    change(*request.mutable_round());
    for (const std::string& path : paths) request.mutable_update_mask()->add_paths(path);
    return registry_.Secretariat().UpdateRound(request);
  }
  v1::Round Get(const std::string& credential) {
    v1::GetRoundRequest get;
    get.set_name(kRound);
    return Must(registry_.As(credential).GetRound(get));
  }
  absl::StatusOr<v1::Round> Close(const std::string& etag = "") {
    v1::CloseRoundRequest close;
    close.set_name(kRound);
    close.set_etag(etag);
    return registry_.Secretariat().CloseRound(close);
  }
  absl::StatusOr<v1::RoundResponse> Extend(const std::string& agency, int64_t hours) {
    v1::SetRoundExtensionRequest request;
    request.set_name(kRound);
    request.set_agency(agency);
    request.set_comment("Cambio de autoridades.");
    *request.mutable_close_time() = In(hours);
    return registry_.Secretariat().SetRoundExtension(request);
  }
  absl::StatusOr<v1::RoundResponse> TakeBack(const std::string& agency) {
    v1::SetRoundExtensionRequest request;
    request.set_name(kRound);
    request.set_agency(agency);
    return registry_.Secretariat().SetRoundExtension(request);
  }
  absl::StatusOr<v1::Fiche> Create(const std::string& credential, const std::string& agency, v1::Fiche fiche = SmallFiche("r2026")) {
    v1::CreateFicheRequest request;
    request.set_parent(agency);
    *request.mutable_fiche() = std::move(fiche);
    return registry_.As(credential).CreateFiche(request);
  }
  absl::StatusOr<v1::Fiche> Submit(const std::string& credential, const v1::Fiche& fiche) {
    return registry_.As(credential).SubmitFiche(Named<v1::SubmitFicheRequest>(fiche.name()));
  }
  v1::Fiche Return(const v1::Fiche& fiche) {
    auto request = Named<v1::ReturnFicheRequest>(fiche.name());
    request.set_comment("Falta un actor.");
    return Must(registry_.Secretariat().ReturnFiche(request));
  }
  std::vector<v1::RoundResponse> Responses(const std::string& credential, int page_size = 0) {
    v1::ListRoundResponsesRequest list;
    list.set_name(kRound);
    list.set_page_size(page_size);
    std::vector<v1::RoundResponse> responses;
    for (const auto& each : registry_.As(credential).ListRoundResponses(list)) responses.push_back(Must(each));
    return responses;
  }
  // Where the agency stands, as the secretariat sees it.
  v1::RoundResponse Of(const std::string& agency) {
    for (const v1::RoundResponse& each : Responses(registry_.secretariat_key())) {
      if (each.agency() == agency) return each;
    }
    ADD_FAILURE() << agency << " is not asked";
    return {};
  }
  v1::RoundResponse Own(const std::string& credential) { return Responses(credential).at(0); }
  absl::StatusOr<v1::RemindRoundResponse> Remind(const std::vector<std::string>& agencies, const std::string& message = "",
                                                 bool try_only = false, const std::string& request_id = "") {
    auto request = Named<v1::RemindRoundRequest>(kRound);
    for (const std::string& each : agencies) request.add_agencies(each);
    request.set_message(message);
    request.set_validate_only(try_only);
    request.set_request_id(request_id);
    return registry_.Secretariat().RemindRound(request);
  }
  std::vector<v1::Notice> Reminders(const std::string& session) {
    std::vector<v1::Notice> found;
    for (const auto& each : registry_.As(session).ListNotices()) {
      if (Must(each).kind() == v1::NOTICE_KIND_DEADLINE_NEAR) found.push_back(*each);
    }
    return found;
  }
  void ValidateBy(const std::string& agency, v1::ValidationMode mode) {
    v1::UpdateAgencyRequest update;
    update.mutable_agency()->set_name(agency);
    update.mutable_agency()->set_validation_mode(mode);
    update.mutable_update_mask()->add_paths("validation_mode");
    Must(registry_.Secretariat().UpdateAgency(update));
  }

  TestRegistry registry_;
  std::string peru_, chile_;
};

TEST_F(Rounds, OnlyThoseWhoAreAskedAnswer) {
  EXPECT_THAT(Open([](v1::Round& round) { round.add_agencies(kPeru); }).agencies(), ElementsAre(kPeru));
  EXPECT_EQ(Reason(Create(chile_, kChile).status()), "AGENCY_NOT_ASKED");
  EXPECT_TRUE(Submit(peru_, Must(Create(peru_, kPeru))).ok());
  EXPECT_EQ(Responses(registry_.secretariat_key()).size(), 1u);
  EXPECT_THAT(Responses(chile_), IsEmpty());
  // Asked later, it answers as well.
  Must(Update({"agencies"}, [](v1::Round& round) {
    round.add_agencies(kPeru);
    round.add_agencies(kChile);
  }));
  EXPECT_TRUE(Create(chile_, kChile).ok());
}

TEST_F(Rounds, AnAgencyThatHasAFicheStaysInTheRound) {
  Open();
  Must(Create(peru_, kPeru));
  const absl::Status status = Update({"agencies"}, [](v1::Round& round) { round.add_agencies(kChile); }).status();
  EXPECT_THAT(Fields(status), ElementsAre("round.agencies"));
  EXPECT_THAT(DetailsOf(status).field_violations.at(0).description, HasSubstr(kPeru));
}

TEST_F(Rounds, WhatARoundAsksStaysAsItWasOnceItIsOpen) {
  const v1::Round round = Open();
  EXPECT_THAT(Fields(Update({"form_version", "period", "open_time", "default_visibility"},
                            [](v1::Round& change) {
                              change.set_form_version("2023");
                              change.mutable_period()->mutable_start()->set_year(2020);
                              *change.mutable_open_time() = In(-1);
                              change.set_default_visibility(v1::VISIBILITY_PUBLIC);
                            })
                         .status()),
              ElementsAre("round.form_version", "round.period", "round.open_time", "round.default_visibility"));
  EXPECT_THAT(Fields(Update({"close_time"}, [](v1::Round& change) { *change.mutable_close_time() = In(-1); }).status()),
              ElementsAre("round.close_time"));
  const v1::Round renamed = Must(Update({"display_name", "time_zone", "close_time"}, [](v1::Round& change) {
    change.set_display_name("Relevamiento");
    change.set_time_zone("America/Lima");
    *change.mutable_close_time() = In(48);
  }));
  EXPECT_EQ(renamed.display_name(), "Relevamiento");
  EXPECT_EQ(renamed.time_zone(), "America/Lima");
  EXPECT_EQ(renamed.form_version(), round.form_version());
  EXPECT_NE(renamed.etag(), round.etag());
  v1::UpdateRoundRequest stale;
  *stale.mutable_round() = renamed;
  stale.set_etag(round.etag());
  EXPECT_EQ(Reason(registry_.Secretariat().UpdateRound(stale).status()), "ETAG_MISMATCH");
  // As it was read, with nothing changed, everything may be written.
  stale.set_etag(renamed.etag());
  EXPECT_EQ(Must(registry_.Secretariat().UpdateRound(stale)).display_name(), "Relevamiento");
}

TEST_F(Rounds, ARoundThatHasNotOpenedChangesAsAWholeAndIsCalledOff) {
  Open([](v1::Round& round) {
    *round.mutable_open_time() = In(24);
    *round.mutable_close_time() = In(48);
  });
  EXPECT_EQ(Must(Update({"form_version"}, [](v1::Round& change) { change.set_form_version("2023"); })).form_version(), "2023");
  EXPECT_EQ(Reason(Create(peru_, kPeru).status()), "ROUND_NOT_OPEN");
  EXPECT_EQ(Reason(Remind({}).status()), "ROUND_NOT_OPEN");
  const v1::Round off = Must(Close());
  EXPECT_EQ(off.state(), v1::ROUND_STATE_CLOSED);
  EXPECT_FALSE(off.has_open_time());
  EXPECT_EQ(Reason(Create(peru_, kPeru).status()), "ROUND_CLOSED");
  // What was called off can still be mended, and opened after all.
  EXPECT_TRUE(Update({"display_name"}, [](v1::Round& change) { change.set_display_name("Cancelado"); }).ok());
  const v1::Round opened = Must(Update({"close_time"}, [](v1::Round& change) { *change.mutable_close_time() = In(48); }));
  EXPECT_EQ(opened.state(), v1::ROUND_STATE_OPEN);
  EXPECT_TRUE(opened.has_open_time());
  EXPECT_THAT(Fields(Update({"open_time"}, [](v1::Round& change) { *change.mutable_open_time() = In(24); }).status()),
              ElementsAre("round.open_time"));
}

TEST_F(Rounds, ARoundThatWasCalledOffIsScheduledAgain) {
  Open([](v1::Round& round) { *round.mutable_open_time() = In(24); });
  Must(Close());
  const auto schedule = [&](int opens, int closes) {
    return Update({"open_time", "close_time"}, [&](v1::Round& change) {
      *change.mutable_open_time() = In(opens);
      *change.mutable_close_time() = In(closes);
    });
  };
  // As a whole, with a name and no new times.
  const v1::Round off = Get(peru_);
  EXPECT_TRUE(Update({}, [&](v1::Round& change) {
                change = off;
                change.set_display_name("Cancelado");
              }).ok());
  EXPECT_EQ(Get(peru_).state(), v1::ROUND_STATE_CLOSED);
  EXPECT_THAT(Fields(Update({"open_time"}, [](v1::Round& change) { *change.mutable_open_time() = In(24); }).status()),
              ElementsAre("round.close_time", "round.close_time"));
  EXPECT_THAT(Fields(Update({"open_time"}, [](v1::Round& change) { *change.mutable_open_time() = In(-24); }).status()),
              ElementsAre("round.close_time"));
  EXPECT_THAT(Fields(schedule(48, 24).status()), ElementsAre("round.close_time"));
  EXPECT_EQ(Must(schedule(48, 72)).state(), v1::ROUND_STATE_SCHEDULED);
  EXPECT_EQ(Must(Update({"form_version"}, [](v1::Round& change) { change.set_form_version("2023"); })).form_version(), "2023");
  EXPECT_EQ(Reason(Create(peru_, kPeru).status()), "ROUND_NOT_OPEN");
  EXPECT_EQ(Must(schedule(-1, 72)).state(), v1::ROUND_STATE_OPEN);
  EXPECT_TRUE(Create(peru_, kPeru).ok());
  // It has opened: closed now, it is not called off.
  Must(Close());
  EXPECT_THAT(Fields(schedule(48, 72).status()), ElementsAre("round.open_time"));
}

TEST_F(Rounds, AnExtensionIsForOneAgencyAndSeenByItAlone) {
  Open([](v1::Round& round) { *round.mutable_close_time() = In(-1); });
  EXPECT_EQ(Reason(Create(peru_, kPeru).status()), "ROUND_CLOSED");
  const v1::RoundResponse extended = Must(Extend(kPeru, 72));
  EXPECT_EQ(extended.extension().comment(), "Cambio de autoridades.");
  EXPECT_TRUE(extended.extension().has_create_time());
  EXPECT_EQ(extended.deadline().seconds(), extended.extension().close_time().seconds());
  EXPECT_FALSE(extended.overdue());
  EXPECT_EQ(Get(peru_).extension().comment(), "Cambio de autoridades.");
  EXPECT_FALSE(Get(chile_).has_extension());
  EXPECT_FALSE(Get(registry_.secretariat_key()).has_extension());
  EXPECT_EQ(Own(peru_).extension().comment(), "Cambio de autoridades.");
  for (const auto& each : registry_.As(chile_).ListRounds()) EXPECT_FALSE(Must(each).has_extension());
  for (const auto& each : registry_.As(peru_).ListRounds()) EXPECT_TRUE(Must(each).has_extension());

  EXPECT_EQ(Reason(Create(chile_, kChile).status()), "ROUND_CLOSED");
  const v1::Fiche fiche = Must(Submit(peru_, Must(Create(peru_, kPeru))));
  EXPECT_FALSE(fiche.late());
  EXPECT_FALSE(Of(kPeru).late());
}

TEST_F(Rounds, AnAgencyHearsOfMoreTime) {
  Open([](v1::Round& round) { *round.mutable_close_time() = In(24); });
  const std::string editor = registry_.SignIn(kPeru, "ana@example.org", {v1::ROLE_EDITOR});
  const std::string reader = registry_.SignIn(kPeru, "luz@example.org", {v1::ROLE_READER});
  const std::string other = registry_.SignIn(kChile, "sol@example.org", {v1::ROLE_EDITOR});
  const auto told = [&](const std::string& session) {
    std::vector<v1::Notice> found;
    for (const auto& each : registry_.As(session).ListNotices()) {
      if (Must(each).kind() == v1::NOTICE_KIND_EXTENDED) found.push_back(*each);
    }
    return found;
  };
  const v1::RoundResponse extended = Must(Extend(kPeru, 72));
  ASSERT_THAT(told(editor), testing::SizeIs(1));
  const v1::Notice notice = told(editor).at(0);
  EXPECT_EQ(notice.comment(), "Cambio de autoridades.");
  EXPECT_EQ(notice.deadline().seconds(), extended.deadline().seconds());
  EXPECT_EQ(notice.record(), kRound);
  EXPECT_EQ(notice.round_display_name(), "Relevamiento 2026");
  EXPECT_EQ(notice.time_zone(), "America/Montevideo");
  EXPECT_EQ(notice.author_display_name(), "");
  EXPECT_THAT(told(reader), IsEmpty());
  EXPECT_THAT(told(other), IsEmpty());
  // The same again is no news, another end is; one that is taken back is not told.
  v1::SetRoundExtensionRequest same;
  same.set_name(kRound);
  same.set_agency(kPeru);
  same.set_comment(extended.extension().comment());
  *same.mutable_close_time() = extended.extension().close_time();
  Must(registry_.Secretariat().SetRoundExtension(same));
  EXPECT_THAT(told(editor), testing::SizeIs(1));
  Must(Extend(kPeru, 96));
  EXPECT_THAT(told(editor), testing::SizeIs(2));
  Must(TakeBack(kPeru));
  EXPECT_THAT(told(editor), testing::SizeIs(2));
}

TEST_F(Rounds, AnExtensionThatIsTakenBackIsNone) {
  Open([](v1::Round& round) { *round.mutable_close_time() = In(24); });
  Must(Extend(kPeru, 48));
  const v1::RoundResponse longer = Must(Extend(kPeru, 72));
  EXPECT_EQ(TimeUtil::TimestampToSeconds(longer.deadline()) / 3'600, TimeUtil::TimestampToSeconds(In(72)) / 3'600);
  const v1::RoundResponse back = Must(TakeBack(kPeru));
  EXPECT_FALSE(back.has_extension());
  EXPECT_EQ(back.deadline().seconds(), Get(peru_).close_time().seconds());
  EXPECT_FALSE(Get(peru_).has_extension());
  EXPECT_TRUE(TakeBack(kPeru).ok());
}

TEST_F(Rounds, AnExtensionEndsAfterTheRoundOfAnAgencyThatIsAsked) {
  Open([](v1::Round& round) {
    *round.mutable_close_time() = In(24);
    round.add_agencies(kPeru);
  });
  EXPECT_THAT(Fields(Extend(kPeru, 23).status()), ElementsAre("close_time"));
  EXPECT_THAT(Fields(Extend(kChile, 48).status()), ElementsAre("agency"));
  EXPECT_THAT(Fields(Extend("agencies/no-such", -1).status()), ElementsAre("agency", "close_time", "close_time"));
  EXPECT_THAT(Fields(Extend("pe-apci", 48).status()), ElementsAre("agency"));
}

TEST_F(Rounds, WhatComesLateIsTakenWhereTheRoundSaysSoAndMarked) {
  Open([](v1::Round& round) {
    *round.mutable_close_time() = In(-1);
    round.set_allow_late_submissions(true);
  });
  const v1::Fiche late = Must(Submit(peru_, Must(Create(peru_, kPeru))));
  EXPECT_TRUE(late.late());
  v1::ListFicheRevisionsRequest history;
  history.set_parent(late.name());
  for (const auto& step : registry_.As(peru_).ListFicheRevisions(history))
    EXPECT_EQ(Must(step).late(), step->verb() == v1::FICHE_VERB_SUBMIT);
  EXPECT_TRUE(Must(registry_.Secretariat().GetFiche(Named<v1::GetFicheRequest>(late.name()))).late());
  EXPECT_TRUE(Of(kPeru).late());
  EXPECT_FALSE(Of(kPeru).overdue());
  EXPECT_TRUE(Of(kChile).overdue());
  // Nobody says so themselves.
  v1::Fiche claimed = SmallFiche("r2026");
  claimed.set_late(true);
  const v1::Fiche draft = Must(Create(chile_, kChile, claimed));
  EXPECT_FALSE(draft.late());
  // Until the secretariat ends the round.
  EXPECT_EQ(Must(Close()).allow_late_submissions(), false);
  EXPECT_EQ(Reason(Submit(chile_, draft).status()), "ROUND_CLOSED");
  // What was late stays late, and what was returned is sent again all the same.
  const v1::Fiche again = Must(Submit(peru_, Return(late)));
  EXPECT_TRUE(again.late());
}

TEST_F(Rounds, WhatWasSentInTimeIsNotLateWhenItIsSentAgainAfterTheDeadline) {
  Open([](v1::Round& round) { round.set_allow_late_submissions(true); });
  const v1::Fiche fiche = Must(Submit(peru_, Must(Create(peru_, kPeru))));
  Must(Close());
  EXPECT_FALSE(Must(Submit(peru_, Return(fiche))).late());
}

TEST_F(Rounds, ClosingEndsExtensionsToo) {
  Open([](v1::Round& round) { *round.mutable_close_time() = In(-1); });
  Must(Extend(kPeru, 48));
  const v1::Fiche draft = Must(Create(peru_, kPeru));
  const std::string etag = Get(peru_).etag();
  const v1::Round closed = Must(Close(etag));
  // It keeps the deadline that it had.
  EXPECT_LT(closed.close_time().seconds(), In(0).seconds() - 3'000);
  EXPECT_EQ(Reason(Submit(peru_, draft).status()), "ROUND_CLOSED");
  EXPECT_EQ(Must(Close(etag)).etag(), closed.etag());
}

TEST_F(Rounds, TheStatusFollowsAnAnswerThroughAllItsStates) {
  Open([](v1::Round& round) { *round.mutable_close_time() = In(72); });
  ValidateBy(kPeru, v1::VALIDATION_MODE_FOUR_EYES);
  const std::string editor = registry_.SignIn(kPeru, "luz@example.org", {v1::ROLE_EDITOR});
  const std::string validator = registry_.SignIn(kPeru, "ana@example.org", {v1::ROLE_VALIDATOR});
  const auto expect = [&](v1::ResponseState state, v1::ResponseStep step) {
    const v1::RoundResponse theirs = Of(kPeru), own = Own(peru_);
    EXPECT_EQ(v1::ResponseState_Name(theirs.state()), v1::ResponseState_Name(state));
    EXPECT_EQ(own.state(), state);
    EXPECT_EQ(v1::ResponseStep_Name(theirs.next_step()), v1::ResponseStep_Name(step));
    EXPECT_GE(theirs.days_left(), 2);
    // The secretariat learns no more than how far it has come.
    EXPECT_THAT(theirs.missing_answers(), IsEmpty());
    const bool seen = state == v1::RESPONSE_STATE_SUBMITTED || state == v1::RESPONSE_STATE_REVIEWED;
    EXPECT_EQ(theirs.fiche().empty(), !seen);
    EXPECT_EQ(own.fiche().empty(), state == v1::RESPONSE_STATE_NOT_STARTED);
  };
  expect(v1::RESPONSE_STATE_NOT_STARTED, v1::RESPONSE_STEP_BEGIN);
  const v1::Fiche fiche = Must(Create(editor, kPeru));
  expect(v1::RESPONSE_STATE_DRAFT, v1::RESPONSE_STEP_FINISH);
  Must(registry_.As(editor).RequestFicheReview(Named<v1::RequestFicheReviewRequest>(fiche.name())));
  expect(v1::RESPONSE_STATE_IN_REVIEW, v1::RESPONSE_STEP_VALIDATE);
  // Returned by the validator: nothing of the secretariat's.
  auto inside = Named<v1::ReturnFicheRequest>(fiche.name());
  inside.set_comment("Un secreto de la casa.");
  Must(registry_.As(validator).ReturnFiche(inside));
  expect(v1::RESPONSE_STATE_DRAFT, v1::RESPONSE_STEP_FINISH);
  Must(registry_.As(editor).RequestFicheReview(Named<v1::RequestFicheReviewRequest>(fiche.name())));
  Must(registry_.As(validator).ValidateFiche(Named<v1::ValidateFicheRequest>(fiche.name())));
  expect(v1::RESPONSE_STATE_VALIDATED, v1::RESPONSE_STEP_SUBMIT);
  const v1::Fiche submitted = Must(Submit(editor, fiche));
  expect(v1::RESPONSE_STATE_SUBMITTED, v1::RESPONSE_STEP_DECIDE);
  EXPECT_EQ(Of(kPeru).submit_time().seconds(), submitted.submit_time().seconds());
  EXPECT_EQ(Of(kPeru).received_count(), 1);
  EXPECT_EQ(Of(kPeru).pending_count(), 1);
  Return(submitted);
  expect(v1::RESPONSE_STATE_RETURNED, v1::RESPONSE_STEP_CORRECT);
  Must(registry_.As(editor).RequestFicheReview(Named<v1::RequestFicheReviewRequest>(fiche.name())));
  Must(registry_.As(validator).ReturnFiche(inside));
  expect(v1::RESPONSE_STATE_RETURNED, v1::RESPONSE_STEP_CORRECT);
  Must(registry_.As(editor).RequestFicheReview(Named<v1::RequestFicheReviewRequest>(fiche.name())));
  Must(registry_.As(validator).ValidateFiche(Named<v1::ValidateFicheRequest>(fiche.name())));
  const v1::Fiche again = Must(Submit(editor, fiche));
  v1::DecideInitiativeRequest decide;
  decide.set_name(again.name());
  decide.set_initiative_id(again.initiatives(0).id());
  decide.set_decision(v1::DECISION_EXCLUDED);
  decide.add_exclusion_reasons(v1::EXCLUSION_REASON_DUPLICATE);
  Must(registry_.Secretariat().DecideInitiative(decide));
  expect(v1::RESPONSE_STATE_REVIEWED, v1::RESPONSE_STEP_UNSPECIFIED);
  const v1::RoundResponse reviewed = Of(kPeru);
  EXPECT_EQ(reviewed.received_count(), 1);
  EXPECT_EQ(reviewed.excluded_count(), 1);
  EXPECT_EQ(reviewed.admitted_count() + reviewed.pending_count(), 0);
}

TEST_F(Rounds, AnAgencySeesItselfAloneAndWhatItLeftOpen) {
  Open();
  registry_.NewAgency("uy-auci", "UY");
  v1::Fiche fiche;
  fiche.set_round(kRound);
  fiche.set_institution("Agencia");
  fiche.add_initiatives()->mutable_content()->set_title("Agua");
  const v1::Fiche draft = Must(Create(peru_, kPeru, fiche));
  const std::vector<v1::RoundResponse> own = Responses(peru_);
  ASSERT_EQ(own.size(), 1u);
  EXPECT_EQ(own[0].agency(), kPeru);
  EXPECT_FALSE(own[0].has_deadline());
  EXPECT_FALSE(own[0].has_days_left());
  std::vector<std::string> open, required;
  for (const v1::MissingAnswer& each : own[0].missing_answers()) {
    open.push_back(each.path());
    if (each.required()) required.push_back(each.label());
  }
  const std::string entry = "initiatives[" + draft.initiatives(0).id() + "].";
  EXPECT_THAT(open, ElementsAre("focal_point", "institutional_strengths", "institutional_weaknesses", "willing_to_share", entry + "type",
                                entry + "objectives", entry + "actors", entry + "partner_country_codes", entry + "focal_point",
                                entry + "justification", entry + "strengths", entry + "challenges", entry + "results"));
  EXPECT_THAT(required, ElementsAre("initiative 1: type of initiative", "initiative 1: actors"));
  // All that the secretariat gets of it.
  for (const v1::RoundResponse& each : Responses(registry_.secretariat_key())) {
    EXPECT_EQ(each.SerializeAsString().find("Agua"), std::string::npos);
    EXPECT_EQ(each.SerializeAsString().find(draft.name()), std::string::npos);
  }
}

TEST_F(Rounds, TheListHasPagesAndTotalsOfAllOfThem) {
  Open();
  registry_.NewAgency("uy-auci", "UY");
  Must(Submit(peru_, Must(Create(peru_, kPeru))));
  std::vector<std::string> agencies;
  for (const v1::RoundResponse& each : Responses(registry_.secretariat_key(), 2)) agencies.push_back(each.agency());
  EXPECT_THAT(agencies, ElementsAre(kChile, kPeru, kUruguay));
}

TEST_F(Rounds, AReminderGoesToThoseWhoCanDoSomethingAndToNobodyElse) {
  Open([](v1::Round& round) { *round.mutable_close_time() = In(72); });
  ValidateBy(kPeru, v1::VALIDATION_MODE_FOUR_EYES);
  const std::string editor = registry_.SignIn(kPeru, "luz@example.org", {v1::ROLE_EDITOR});
  const std::string both = registry_.SignIn(kPeru, "eva@example.org", {v1::ROLE_EDITOR, v1::ROLE_VALIDATOR});
  const std::string validator = registry_.SignIn(kPeru, "ana@example.org", {v1::ROLE_VALIDATOR});
  const std::string reader = registry_.SignIn(kPeru, "leo@example.org", {v1::ROLE_READER, v1::ROLE_ADMINISTRATOR});
  const std::string chilean = registry_.SignIn(kChile, "paz@example.org", {v1::ROLE_EDITOR});
  Must(Submit(chile_, Must(Create(chile_, kChile))));

  const v1::RemindRoundResponse tried = Must(Remind({}, "Quedan tres días.", /*try_only=*/true));
  ASSERT_EQ(tried.reminders_size(), 1);
  EXPECT_EQ(tried.reminders(0).agency(), kPeru);
  EXPECT_EQ(tried.reminders(0).recipient_count(), 2);
  EXPECT_EQ(tried.reminders(0).subject(), "Reminder: the fiche is still to be sent: Relevamiento 2026");
  EXPECT_THAT(tried.reminders(0).body(), HasSubstr("> Quedan tres días."));
  EXPECT_THAT(tried.reminders(0).body(), HasSubstr("Uruguay Time"));
  EXPECT_THAT(tried.ShortDebugString(), Not(HasSubstr("example.org")));
  EXPECT_THAT(Reminders(editor), IsEmpty());
  EXPECT_FALSE(Of(kPeru).has_last_reminder_time());

  const v1::RemindRoundResponse sent = Must(Remind({}, "Quedan tres días."));
  EXPECT_FALSE(sent.reminders(0).has_last_reminder_time());
  for (const std::string& told : {editor, both}) {
    const std::vector<v1::Notice> reminders = Reminders(told);
    ASSERT_EQ(reminders.size(), 1u);
    EXPECT_EQ(reminders[0].comment(), "Quedan tres días.");
    EXPECT_EQ(reminders[0].record(), kRound);
    EXPECT_EQ(reminders[0].author_display_name(), "");
    EXPECT_EQ(reminders[0].deadline().seconds(), Own(peru_).deadline().seconds());
  }
  for (const std::string& untold : {validator, reader, chilean}) EXPECT_THAT(Reminders(untold), IsEmpty());

  // While it waits for a validator, the validators too; and that it is repeated is said.
  const v1::Fiche fiche = Must(Create(editor, kPeru));
  Must(registry_.As(editor).RequestFicheReview(Named<v1::RequestFicheReviewRequest>(fiche.name())));
  const v1::RemindRoundResponse again = Must(Remind({kPeru}));
  EXPECT_EQ(again.reminders(0).recipient_count(), 3);
  EXPECT_TRUE(again.reminders(0).repeated_within_day());
  EXPECT_TRUE(again.reminders(0).has_last_reminder_time());
  EXPECT_EQ(Reminders(validator).size(), 1u);
  EXPECT_EQ(Reminders(validator).at(0).record(), fiche.name());
  EXPECT_EQ(Reminders(both).size(), 2u);
  EXPECT_THAT(Reminders(reader), IsEmpty());
  EXPECT_TRUE(Of(kPeru).has_last_reminder_time());
}

TEST_F(Rounds, AReminderNamesWhomItCannotRemind) {
  registry_.NewAgency("uy-auci", "UY");
  Open([](v1::Round& round) {
    round.add_agencies(kPeru);
    round.add_agencies(kUruguay);
  });
  Must(Submit(peru_, Must(Create(peru_, kPeru))));
  EXPECT_THAT(Fields(Remind({kPeru, kChile, "agencies/no-such", "uy", "uy", kUruguay}).status()),
              testing::UnorderedElementsAre("agencies[0]", "agencies[1]", "agencies[2]", "agencies[3]", "agencies[4]", "agencies[4]"));
  Must(Close());
  EXPECT_THAT(Fields(Remind({kUruguay}).status()), ElementsAre("agencies[0]"));
  // Nobody can send any more.
  EXPECT_THAT(Must(Remind({})).reminders(), IsEmpty());
}

TEST_F(Rounds, TheRegistryRemindsByItselfOnceAlsoOverARestart) {
  const std::string editor = registry_.SignIn(kPeru, "luz@example.org", {v1::ROLE_EDITOR});
  const auto new_round = [&](const std::string& id, int64_t closes) {
    v1::CreateRoundRequest create;
    create.set_round_id(id);
    create.mutable_round()->set_display_name(id);
    create.mutable_round()->set_form_version("2022");
    create.mutable_round()->mutable_period()->mutable_start()->set_year(2019);
    *create.mutable_round()->mutable_open_time() = In(-240);
    *create.mutable_round()->mutable_close_time() = In(closes);
    Must(registry_.Secretariat().CreateRound(create));
  };
  constexpr int64_t kSoon = 6 * 24;
  // Asks until it is so; what never happens ends with the test's own time.
  const auto wait_for = [&](size_t count) {
    while (Reminders(editor).size() < count) std::this_thread::yield();
  };
  new_round("early", 60 * 24);
  new_round("first", kSoon);
  wait_for(1);
  registry_.Restart();
  // By name, by age and by end the first round stands between these two: in whatever order rounds are looked at, it comes before one of
  // them, and what is sent of that one comes after what would be sent of it again.
  v1::UpdateRoundRequest sooner;
  sooner.mutable_round()->set_name("rounds/early");
  *sooner.mutable_round()->mutable_close_time() = In(kSoon + 2);
  sooner.mutable_update_mask()->add_paths("close_time");
  Must(registry_.Secretariat().UpdateRound(sooner));
  wait_for(2);
  new_round("second", kSoon - 2);
  wait_for(3);
  std::multiset<std::string> rounds;
  for (const v1::Notice& each : Reminders(editor)) rounds.insert(each.round_display_name());
  EXPECT_THAT(rounds, ElementsAre("early", "first", "second"));
}

TEST_F(Rounds, AReminderIsRepeatableAndTellsTheSameAgencies) {
  Open();
  const std::string editor = registry_.SignIn(kPeru, "luz@example.org", {v1::ROLE_EDITOR});
  const v1::RemindRoundResponse first = Must(Remind({kPeru}, "", false, "once"));
  const v1::RemindRoundResponse second = Must(Remind({kPeru}, "", false, "once"));
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(first, second)) << second.ShortDebugString();
  EXPECT_EQ(Reminders(editor).size(), 1u);
  // Where there is nobody nobody was reminded, and the answer is the same all the same.
  const v1::RemindRoundResponse nobody = Must(Remind({kChile}, "", false, "nobody"));
  EXPECT_EQ(nobody.reminders(0).recipient_count(), 0);
  EXPECT_FALSE(Of(kChile).has_last_reminder_time());
  EXPECT_EQ(Must(Remind({kChile}, "", false, "nobody")).reminders_size(), 1);
}

}  // namespace
}  // namespace minga
