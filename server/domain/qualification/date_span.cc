#include "server/domain/qualification/date_span.h"

#include <algorithm>

#include "server/domain/fields.h"

namespace minga::domain {
namespace {

DayNumber Day(int year, int month, int day) { return (year * 16 + month) * 32 + day; }

}  // namespace

DayNumber EarliestDay(const google::type::Date& date) { return Day(date.year(), std::max(date.month(), 1), std::max(date.day(), 1)); }

DayNumber LatestDay(const google::type::Date& date) {
  const int month = date.month() == 0 ? 12 : date.month();
  return Day(date.year(), month, date.day() == 0 ? DaysInMonth(date.year(), month) : date.day());
}

Span SpanOf(const v1::Period& period, bool open_end) {
  Span span{kBeforeAllDays, kAfterAllDays, open_end ? kAfterAllDays : kBeforeAllDays, kAfterAllDays};
  if (period.has_start()) {
    span.earliest_start = EarliestDay(period.start());
    span.latest_start = LatestDay(period.start());
  }
  if (period.has_end()) {
    span.earliest_end = EarliestDay(period.end());
    span.latest_end = LatestDay(period.end());
  }
  span.latest_start = std::min(span.latest_start, span.latest_end);
  span.earliest_end = std::max(span.earliest_end, span.earliest_start);
  return span;
}

bool IsOngoing(const v1::InitiativeContent& content) {
  return content.status() != v1::INITIATIVE_STATUS_COMPLETED && content.status() != v1::INITIATIVE_STATUS_CANCELLED;
}

}  // namespace minga::domain
