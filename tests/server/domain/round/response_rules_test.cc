#include "server/domain/round/response_rules.h"

#include <gtest/gtest.h>

namespace minga::domain {
namespace {

absl::Time At(const std::string& text) {
  absl::Time time;
  std::string error;
  EXPECT_TRUE(absl::ParseTime(absl::RFC3339_full, text, &time, &error)) << text;
  return time;
}

TEST(ResponseRules, DaysAreThoseOfTheRoundsCalendar) {
  // The end of 15 December in Montevideo.
  const absl::Time deadline = At("2026-12-16T03:00:00Z");
  const char* zone = "America/Montevideo";
  EXPECT_EQ(DaysLeft(deadline, At("2026-12-15T03:00:00Z"), zone), 0);
  EXPECT_EQ(DaysLeft(deadline, At("2026-12-16T02:59:59Z"), zone), 0);
  EXPECT_EQ(DaysLeft(deadline, At("2026-12-15T02:59:59Z"), zone), 1);
  EXPECT_EQ(DaysLeft(deadline, At("2026-12-08T12:00:00Z"), zone), 7);
  EXPECT_EQ(DaysLeft(deadline, At("2026-12-16T03:00:00Z"), zone), -1);
  EXPECT_EQ(DaysLeft(deadline, At("2026-12-18T12:00:00Z"), zone), -3);
  // The same moments on other calendars.
  EXPECT_EQ(DaysLeft(deadline, At("2026-12-15T03:00:00Z"), "Asia/Tokyo"), 1);
  EXPECT_EQ(DaysLeft(deadline, At("2026-12-15T03:00:00Z"), ""), 1);
  EXPECT_EQ(DaysLeft(deadline, At("2026-12-15T03:00:00Z"), "Nowhere/Atlantis"), 1);
  // In the middle of a day, before 1970, and over a change of the clock.
  EXPECT_EQ(DaysLeft(At("2026-12-15T15:00:00Z"), At("2026-12-15T20:00:00Z"), zone), 0);
  EXPECT_EQ(DaysLeft(At("1969-12-31T12:00:00Z"), At("1969-12-30T23:59:59Z"), ""), 1);
  EXPECT_EQ(DaysLeft(At("2026-04-05T04:30:00Z"), At("2026-04-04T04:30:00Z"), "America/Santiago"), 1);
}

TEST(ResponseRules, AReturnedDraftIsNotJustADraft) {
  EXPECT_EQ(ResponseStateOf(v1::FICHE_STATE_UNSPECIFIED, false), v1::RESPONSE_STATE_NOT_STARTED);
  EXPECT_EQ(ResponseStateOf(v1::FICHE_STATE_DRAFT, false), v1::RESPONSE_STATE_DRAFT);
  EXPECT_EQ(ResponseStateOf(v1::FICHE_STATE_DRAFT, true), v1::RESPONSE_STATE_RETURNED);
  EXPECT_EQ(ResponseStateOf(v1::FICHE_STATE_IN_REVIEW, true), v1::RESPONSE_STATE_IN_REVIEW);
  EXPECT_EQ(ResponseStateOf(v1::FICHE_STATE_SUBMITTED, false), v1::RESPONSE_STATE_SUBMITTED);
}

TEST(ResponseRules, EveryStateIsCountedInItsOwnField) {
  v1::ResponseTotals totals;
  for (int state = v1::ResponseState_MIN + 1; state <= v1::ResponseState_MAX; ++state) {
    for (int i = 0; i < state; ++i) Count(static_cast<v1::ResponseState>(state), &totals);
  }
  EXPECT_EQ(totals.not_started_count(), v1::RESPONSE_STATE_NOT_STARTED);
  EXPECT_EQ(totals.draft_count(), v1::RESPONSE_STATE_DRAFT);
  EXPECT_EQ(totals.in_review_count(), v1::RESPONSE_STATE_IN_REVIEW);
  EXPECT_EQ(totals.validated_count(), v1::RESPONSE_STATE_VALIDATED);
  EXPECT_EQ(totals.submitted_count(), v1::RESPONSE_STATE_SUBMITTED);
  EXPECT_EQ(totals.returned_count(), v1::RESPONSE_STATE_RETURNED);
  EXPECT_EQ(totals.reviewed_count(), v1::RESPONSE_STATE_REVIEWED);
  EXPECT_EQ(totals.asked_count(), 28);
}

TEST(ResponseRules, WhatIsAwaitedHasAStepOfTheAgencys) {
  for (int i = v1::ResponseState_MIN + 1; i <= v1::ResponseState_MAX; ++i) {
    const auto state = static_cast<v1::ResponseState>(i);
    const v1::ResponseStep step = NextStepOf(state);
    EXPECT_EQ(IsAwaited(state), step != v1::RESPONSE_STEP_UNSPECIFIED && step != v1::RESPONSE_STEP_DECIDE) << v1::ResponseState_Name(state);
  }
}

}  // namespace
}  // namespace minga::domain
