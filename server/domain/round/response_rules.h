// Where an agency stands in a round, told without what stands in its fiche.
#pragma once

#include <string>

#include "absl/time/time.h"
#include "minga/v1/fiche.pb.h"
#include "minga/v1/round_response.pb.h"

namespace minga::domain {

// Of a fiche in this state, UNSPECIFIED when there is none; `returned`: the secretariat gave it back and has not got it again.
v1::ResponseState ResponseStateOf(v1::FicheState state, bool returned);

// What comes next for an answer in this state.
v1::ResponseStep NextStepOf(v1::ResponseState state);

// Whether the secretariat waits for the agency.
bool IsAwaited(v1::ResponseState state);

// Counts one agency.
void Count(v1::ResponseState state, v1::ResponseTotals* totals);

// Days on the calendar of `time_zone` (an IANA name; empty or unknown: UTC) from that of `now` to that of the deadline: 0 on its
// day, negative after it. The moment at which a deadline ends is not part of it: what closes at midnight closes with the day before.
int DaysLeft(absl::Time deadline, absl::Time now, const std::string& time_zone);

}  // namespace minga::domain
