// Partly known dates as the spans of days that they may mean.
#pragma once

#include <limits>

#include "google/type/date.pb.h"
#include "minga/v1/initiative.pb.h"
#include "minga/v1/period.pb.h"

namespace minga::domain {

// Days are numbers whose order is that of the calendar; their distances mean nothing.
using DayNumber = int;
inline constexpr DayNumber kBeforeAllDays = std::numeric_limits<DayNumber>::min();
inline constexpr DayNumber kAfterAllDays = std::numeric_limits<DayNumber>::max();

// The first and the last day that a date with an unknown day, or month and day, may mean.
DayNumber EarliestDay(const google::type::Date& date);
DayNumber LatestDay(const google::type::Date& date);

// A period that lies somewhere: it begins and ends within these days, and does not end before it begins.
struct Span {
  DayNumber earliest_start, latest_start, earliest_end, latest_end;
};

// An absent start may be any day. An absent end is open, or, if not `open_end`, any day.
Span SpanOf(const v1::Period& period, bool open_end);

// Whether an absent end of the initiative's period is an open one: it has not been completed or given up.
bool IsOngoing(const v1::InitiativeContent& content);

}  // namespace minga::domain
