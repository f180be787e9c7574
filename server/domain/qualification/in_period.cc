#include <fmt/format.h>

#include "server/domain/qualification/date_span.h"
#include "server/domain/qualification/tests.h"

namespace minga::domain::tests {
namespace {

// As precise as it is known, in the language's own order.
std::string Written(const google::type::Date& date, texts::Language language) {
  if (date.month() == 0) return fmt::format("{}", date.year());
  if (language == texts::Language::kEnglish) {
    return date.day() == 0 ? fmt::format("{}-{:02}", date.year(), date.month())
                           : fmt::format("{}-{:02}-{:02}", date.year(), date.month(), date.day());
  }
  return date.day() == 0 ? fmt::format("{:02}/{}", date.month(), date.year())
                         : fmt::format("{:02}/{:02}/{}", date.day(), date.month(), date.year());
}

// One argument for both ends: a year alone would be taken for a number, and printed as one.
texts::Args Written(const v1::Period& period, const Explanation& why) {
  const texts::Language language = why.language();
  const std::string start = period.has_start() ? Written(period.start(), language) : why.Sentence("NO_START", {});
  const std::string end = period.has_end() ? Written(period.end(), language) : why.Sentence("NO_END", {});
  return {{"period", start + " – " + end}};
}

}  // namespace

v1::QualificationResult InPeriod(const v1::InitiativeContent& content, const QualificationContext& context, Explanation* why) {
  const v1::Period& period = content.period();
  const bool has_dates = period.has_start() || period.has_end();
  const bool has_round = context.round_period && (context.round_period->has_start() || context.round_period->has_end());
  v1::QualificationResult result = v1::QUALIFICATION_RESULT_UNKNOWN;
  if (has_dates && has_round) {
    const Span mine = SpanOf(period, IsOngoing(content));
    const Span round = SpanOf(*context.round_period, /*open_end=*/true);
    // The round's own dates are whole: a year means all of it.
    const DayNumber first = round.earliest_start, last = round.latest_end;
    if (mine.earliest_start > last || mine.latest_end < first) {
      result = v1::QUALIFICATION_RESULT_NO;
    } else if (mine.latest_start <= last && mine.earliest_end >= first) {
      result = v1::QUALIFICATION_RESULT_YES;
    }
    if (why != nullptr) {
      if (result == v1::QUALIFICATION_RESULT_YES) why->Fact("period", "PERIOD_OVERLAPS");
      if (mine.latest_end < first) why->Fact("period", "PERIOD_BEFORE");
      if (mine.earliest_start > last) why->Fact("period", "PERIOD_AFTER");
    }
  }
  if (why == nullptr) return result;

  if (has_dates) why->Fact("period", "PERIOD", Written(period, *why));
  if (has_round) {
    why->Fact("", "ROUND_PERIOD", Written(*context.round_period, *why));
  } else {
    why->Missing("", "ROUND_PERIOD_MISSING");
  }
  if (has_dates && !period.has_end() && IsOngoing(content)) why->Fact("period.end", "PERIOD_OPEN");
  if (!has_dates) {
    why->Missing("period", "PERIOD_MISSING");
    return result;
  }
  if (!period.has_start()) why->Missing("period.start", "START_MISSING");
  if (!period.has_end() && !IsOngoing(content)) why->Missing("period.end", "END_MISSING");
  if (result == v1::QUALIFICATION_RESULT_UNKNOWN && has_round) {
    if (period.has_start() && period.start().day() == 0) why->Missing("period.start", "DATE_TOO_COARSE");
    if (period.has_end() && period.end().day() == 0) why->Missing("period.end", "DATE_TOO_COARSE");
  }
  return result;
}

}  // namespace minga::domain::tests
