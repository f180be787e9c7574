#include "server/domain/round/response_rules.h"

#include "server/domain/time_zone.h"

namespace minga::domain {
namespace {

// Days since 1970 on the zone's calendar.
int64_t DayOf(absl::Time time, const icu::TimeZone& zone) {
  int32_t offset = 0, daylight = 0;
  UErrorCode code = U_ZERO_ERROR;
  zone.getOffset(static_cast<double>(absl::ToUnixMillis(time)), false, offset, daylight, code);
  const absl::Time local = time + absl::Milliseconds(U_SUCCESS(code) ? offset + daylight : 0);
  return absl::ToInt64Hours(absl::Floor(local - absl::UnixEpoch(), absl::Hours(24))) / 24;
}

}  // namespace

v1::ResponseState ResponseStateOf(v1::FicheState state, bool returned) {
  switch (state) {
    case v1::FICHE_STATE_SUBMITTED:
      return v1::RESPONSE_STATE_SUBMITTED;
    case v1::FICHE_STATE_REVIEWED:
      return v1::RESPONSE_STATE_REVIEWED;
    case v1::FICHE_STATE_IN_REVIEW:
      return v1::RESPONSE_STATE_IN_REVIEW;
    case v1::FICHE_STATE_VALIDATED:
      return v1::RESPONSE_STATE_VALIDATED;
    case v1::FICHE_STATE_DRAFT:
      return returned ? v1::RESPONSE_STATE_RETURNED : v1::RESPONSE_STATE_DRAFT;
    default:
      return v1::RESPONSE_STATE_NOT_STARTED;
  }
}

v1::ResponseStep NextStepOf(v1::ResponseState state) {
  switch (state) {
    case v1::RESPONSE_STATE_NOT_STARTED:
      return v1::RESPONSE_STEP_BEGIN;
    case v1::RESPONSE_STATE_DRAFT:
      return v1::RESPONSE_STEP_FINISH;
    case v1::RESPONSE_STATE_IN_REVIEW:
      return v1::RESPONSE_STEP_VALIDATE;
    case v1::RESPONSE_STATE_VALIDATED:
      return v1::RESPONSE_STEP_SUBMIT;
    case v1::RESPONSE_STATE_RETURNED:
      return v1::RESPONSE_STEP_CORRECT;
    case v1::RESPONSE_STATE_SUBMITTED:
      return v1::RESPONSE_STEP_DECIDE;
    default:
      return v1::RESPONSE_STEP_UNSPECIFIED;
  }
}

bool IsAwaited(v1::ResponseState state) { return state != v1::RESPONSE_STATE_SUBMITTED && state != v1::RESPONSE_STATE_REVIEWED; }

void Count(v1::ResponseState state, v1::ResponseTotals* totals) {
  totals->set_asked_count(totals->asked_count() + 1);
  // `not_started_count` for RESPONSE_STATE_NOT_STARTED: the fields have the numbers of the states, one further.
  const auto* field = v1::ResponseTotals::descriptor()->FindFieldByNumber(static_cast<int>(state) + 1);
  const auto* reflection = totals->GetReflection();
  reflection->SetInt32(totals, field, reflection->GetInt32(*totals, field) + 1);
}

int DaysLeft(absl::Time deadline, absl::Time now, const std::string& time_zone) {
  const ToldZone zone(time_zone);
  return static_cast<int>(DayOf(deadline - absl::Milliseconds(1), *zone) - DayOf(now, *zone));
}

}  // namespace minga::domain
