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

}  // namespace
}  // namespace minga::domain
