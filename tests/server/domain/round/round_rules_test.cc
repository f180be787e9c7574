#include "server/domain/round/round_rules.h"

#include <gtest/gtest.h>

#include "tests/server/domain/support.h"

namespace minga::domain {
namespace {

using Strings = std::vector<std::string>;

v1::Round Good() {
  return support::Json<v1::Round>(R"({"display_name": "Relevamiento 2022", "form_version": "2022", "period": {"start": {"year": 2019}},
      "open_time": "2022-03-01T00:00:00Z", "close_time": "2022-06-01T00:00:00Z", "time_zone": "America/Montevideo"})");
}

Strings Found(const v1::Round& round) {
  Violations violations;
  CheckRound(round, "round", violations);
  return support::Written(violations);
}

TEST(RoundRules, AcceptARound) { EXPECT_EQ(Found(Good()), Strings{}); }

TEST(RoundRules, NeedTitleFormAndTheStartOfThePeriod) {
  EXPECT_EQ(Found({}), (Strings{"round.display_name REQUIRED", "round.form_version REQUIRED", "round.period.start REQUIRED"}));
}

TEST(RoundRules, CloseAfterTheyOpen) {
  v1::Round round = Good();
  *round.mutable_close_time() = round.open_time();
  EXPECT_EQ(Found(round), Strings{"round.close_time END_BEFORE_START"});
  round.clear_open_time();
  EXPECT_EQ(Found(round), Strings{});
}

TEST(RoundRules, RefuseImpossibleTimes) {
  v1::Round round = Good();
  round.mutable_close_time()->set_nanos(-1);
  round.mutable_period()->mutable_end()->set_year(2018);
  EXPECT_EQ(Found(round), (Strings{"round.period.end END_BEFORE_START", "round.close_time INVALID_TIME"}));
}

TEST(RoundRules, KnowTheTimeZonesOfTheIanaList) {
  for (const char* right : {"", "UTC", "America/Montevideo", "America/Argentina/Buenos_Aires", "Europe/Lisbon"}) {
    v1::Round round = Good();
    round.set_time_zone(right);
    EXPECT_EQ(Found(round), Strings{}) << right;
  }
  for (const char* wrong : {"Montevideo", "GMT+3", "America/Nowhere", "UTC-3", "Etc/Unknown", "\xFF"}) {
    v1::Round round = Good();
    round.set_time_zone(wrong);
    EXPECT_EQ(Found(round), Strings{"round.time_zone INVALID_TIME_ZONE"}) << wrong;
  }
}

TEST(RoundRules, KnowTheVisibilities) {
  v1::Round round = Good();
  round.set_default_visibility(static_cast<v1::Visibility>(9));
  EXPECT_EQ(Found(round), Strings{"round.default_visibility UNKNOWN_ENUM"});
}

TEST(RoundRules, AreOpenFromOneTimeToTheOther) {
  const v1::Round round = Good();
  const absl::Time open = absl::FromUnixSeconds(round.open_time().seconds());
  const absl::Time close = absl::FromUnixSeconds(round.close_time().seconds());
  EXPECT_EQ(StateAt(round, open - absl::Nanoseconds(1)), v1::ROUND_STATE_SCHEDULED);
  EXPECT_EQ(StateAt(round, open), v1::ROUND_STATE_OPEN);
  EXPECT_EQ(StateAt(round, close - absl::Nanoseconds(1)), v1::ROUND_STATE_OPEN);
  EXPECT_EQ(StateAt(round, close), v1::ROUND_STATE_CLOSED);
  EXPECT_EQ(StateAt({}, close), v1::ROUND_STATE_OPEN);
}

TEST(RoundRules, NameTheAgenciesThatAreAskedOnceEach) {
  v1::Round round = Good();
  for (const char* agency : {"agencies/pe-apci", "pe-apci", "agencies/pe-apci"}) round.add_agencies(agency);
  EXPECT_EQ(Found(round), (Strings{"round.agencies[1] INVALID_NAME", "round.agencies[2] DUPLICATE"}));
  EXPECT_TRUE(IsAsked(round, "agencies/pe-apci"));
  EXPECT_FALSE(IsAsked(round, "agencies/uy-auci"));
  EXPECT_TRUE(IsAsked(Good(), "agencies/uy-auci"));
}

TEST(RoundRules, AnswersAreTakenUntilTheDeadlineOfTheAgency) {
  v1::Round round = Good();
  const absl::Time open = absl::FromUnixSeconds(round.open_time().seconds());
  const absl::Time close = absl::FromUnixSeconds(round.close_time().seconds());
  const auto at = [&](absl::Time now) { return AnsweringAt(round, "agencies/pe-apci", now); };
  EXPECT_EQ(at(open - absl::Seconds(1)), Answering::kNotYet);
  EXPECT_EQ(at(open), Answering::kYes);
  EXPECT_EQ(at(close - absl::Nanoseconds(1)), Answering::kYes);
  EXPECT_EQ(at(close), Answering::kClosed);
  round.mutable_extension()->mutable_close_time()->set_seconds(round.close_time().seconds() + 60);
  EXPECT_EQ(DeadlineOf(round), close + absl::Minutes(1));
  EXPECT_EQ(at(close), Answering::kYes);
  EXPECT_EQ(at(close + absl::Minutes(1)), Answering::kClosed);
  round.set_allow_late_submissions(true);
  EXPECT_EQ(at(close + absl::Minutes(1)), Answering::kLate);
  // A round that was prolonged beyond the extension counts itself.
  round.mutable_close_time()->set_seconds(round.close_time().seconds() + 120);
  EXPECT_EQ(DeadlineOf(round), close + absl::Minutes(2));
  round.clear_close_time();
  EXPECT_EQ(DeadlineOf(round), absl::InfiniteFuture());
  round.add_agencies("agencies/uy-auci");
  EXPECT_EQ(at(open), Answering::kNotAsked);
}

TEST(RoundRules, AnAgencysOwnExtensionCountsWhateverTheRoundHolds) {
  v1::Round round = Good();
  const absl::Time close = absl::FromUnixSeconds(round.close_time().seconds());
  round.mutable_extension()->mutable_close_time()->set_seconds(round.close_time().seconds() + 60);
  v1::RoundExtension own;
  own.mutable_close_time()->set_seconds(round.close_time().seconds() + 30);
  EXPECT_EQ(DeadlineOf(round, own), close + absl::Seconds(30));
  EXPECT_EQ(DeadlineOf(round, std::nullopt), close);
  EXPECT_EQ(AnsweringOfAsked(round, own, close), Answering::kYes);
  EXPECT_EQ(AnsweringOfAsked(round, own, close + absl::Seconds(30)), Answering::kClosed);
  EXPECT_EQ(AnsweringOfAsked(round, std::nullopt, close), Answering::kClosed);
  round.clear_close_time();
  EXPECT_EQ(DeadlineOf(round, own), absl::InfiniteFuture());
}

TEST(RoundRules, TheSetOfTheAskedIsTheSameAsTheLookUpOfEach) {
  v1::Round round = Good();
  EXPECT_TRUE(AskedAgencies(round).Has("agencies/uy-auci"));
  round.add_agencies("agencies/pe-apci");
  round.add_agencies("agencies/cl-agcid");
  const AskedAgencies asked(round);
  for (const char* agency : {"agencies/pe-apci", "agencies/cl-agcid", "agencies/uy-auci", ""}) {
    EXPECT_EQ(asked.Has(agency), IsAsked(round, agency)) << agency;
  }
}

TEST(RoundRules, EndAtOnceAndForAll) {
  v1::Round round = Good();
  const absl::Time now = absl::FromUnixSeconds(round.open_time().seconds() + 5);
  round.set_state(v1::ROUND_STATE_OPEN);
  round.set_allow_late_submissions(true);
  EndRound(now, &round);
  EXPECT_EQ(StateAt(round, now), v1::ROUND_STATE_CLOSED);
  EXPECT_FALSE(round.allow_late_submissions());
  EXPECT_TRUE(round.has_open_time());
  // It keeps the end that it had.
  round.set_state(v1::ROUND_STATE_CLOSED);
  EndRound(now + absl::Hours(1), &round);
  EXPECT_EQ(round.close_time().seconds(), absl::ToUnixSeconds(now));
  v1::Round later = Good();
  later.set_state(v1::ROUND_STATE_SCHEDULED);
  EndRound(now - absl::Hours(1), &later);
  EXPECT_FALSE(later.has_open_time());
  EXPECT_EQ(StateAt(later, now), v1::ROUND_STATE_CLOSED);
  EXPECT_EQ(Found(later), Strings{});
}

TEST(RoundRules, ChangeWhatTheMaskNames) {
  v1::Round round = Good();
  round.set_name("rounds/r2022");
  v1::Round from;
  from.set_display_name("Otro");
  from.set_form_version("2023");
  google::protobuf::FieldMask mask;
  mask.add_paths("display_name");
  mask.add_paths("close_time");
  v1::Round changed = round;
  ApplyRound(from, mask, &changed);
  EXPECT_EQ(changed.display_name(), "Otro");
  EXPECT_EQ(changed.form_version(), "2022");
  EXPECT_FALSE(changed.has_close_time());
  EXPECT_EQ(changed.name(), "rounds/r2022");
  ApplyRound(from, {}, &changed);
  EXPECT_EQ(changed.form_version(), "2023");
  EXPECT_EQ(changed.time_zone(), "");
  EXPECT_EQ(changed.name(), "rounds/r2022");
  Violations violations;
  mask.add_paths("name");
  mask.add_paths("state");
  CheckRoundMask(mask, "update_mask", violations);
  EXPECT_EQ(support::Written(violations), (Strings{"update_mask UNKNOWN_FIELD", "update_mask UNKNOWN_FIELD"}));
}

}  // namespace
}  // namespace minga::domain
