#include "server/domain/notice/notice_text.h"

#include <fmt/format.h>
#include <unicode/locid.h>
#include <unicode/smpdtfmt.h>
#include <unicode/timezone.h>
#include <unicode/unistr.h>

#include <cmath>

#include "server/base/text.h"
#include "server/domain/codes.h"
#include "server/domain/time_zone.h"

namespace minga::domain {
namespace {

std::string Formatted(const icu::UnicodeString& pattern, const icu::TimeZone& zone, UDate time, texts::Language language) {
  UErrorCode code = U_ZERO_ERROR;
  icu::SimpleDateFormat format(pattern, icu::Locale(std::string(texts::Code(language)).c_str()), code);
  if (U_FAILURE(code)) return "";
  format.setTimeZone(zone);
  icu::UnicodeString formatted;
  format.format(time, formatted);
  std::string utf8;
  formatted.toUTF8String(utf8);
  return utf8;
}

double DayOf(UDate time, const icu::TimeZone& zone) {
  UErrorCode code = U_ZERO_ERROR;
  int32_t offset = 0, daylight = 0;
  zone.getOffset(time, false, offset, daylight, code);
  return std::floor((time + (U_SUCCESS(code) ? offset + daylight : 0)) / U_MILLIS_PER_DAY);
}

// What ends as a day begins, which is not at 00:00 everywhere, ends with the day before.
bool EndsADay(UDate time, const icu::TimeZone& zone) { return DayOf(time, zone) != DayOf(time - 1, zone); }

std::string TimeOf(const google::protobuf::Timestamp& stamp, const std::string& zone_name, texts::Language language, bool is_end = false) {
  const ToldZone zone(zone_name);
  UDate time = static_cast<double>(stamp.seconds()) * U_MILLIS_PER_SECOND;
  auto pattern = icu::UnicodeString::fromUTF8(texts::Render("notice.time_pattern", language));
  if (is_end && EndsADay(time, *zone)) {
    time -= U_MILLIS_PER_SECOND;
    pattern.findAndReplace("HH:mm", "'24:00'");
  }
  return texts::Render("notice.time", language,
                       {{"time", Formatted(pattern, *zone, time, language)},
                        {"zone", zone.is_known() ? Formatted("VVVV, 'UTC'xxx", *zone, time, language) : "UTC"}});
}

std::string Quoted(std::string_view comment) {
  std::string quoted;
  while (!comment.empty()) {
    const size_t end = comment.find_first_of("\r\n");
    quoted += fmt::format("> {}\n", comment.substr(0, end));
    if (end == std::string_view::npos) break;
    comment.remove_prefix(end + (comment.substr(end, 2) == "\r\n" ? 2 : 1));
  }
  return quoted;
}

std::string_view AgencyLabel(v1::NoticeKind kind) {
  if (kind == v1::NOTICE_KIND_CONFIRMATION_ASKED) return "notice.reporting_agency";
  return kind == v1::NOTICE_KIND_CONFIRMED || kind == v1::NOTICE_KIND_OBJECTED ? "notice.answering_agency" : "notice.agency";
}

}  // namespace

NoticeText TextOf(const v1::Notice& notice, texts::Language language) {
  const std::string kind = Code(notice.kind());
  const std::string round = text::Collapse(notice.round_display_name());
  NoticeText text;
  text.subject = texts::Render(fmt::format("notice.{}.subject", kind), language);
  if (!round.empty()) text.subject = texts::Render("notice.subject_of_round", language, {{"subject", text.subject}, {"round", round}});
  text.body = texts::Render(fmt::format("notice.{}.body", kind), language) + "\n";

  std::string facts;
  const auto fact = [&](std::string_view key, std::string_view value) {
    if (!value.empty()) facts += texts::Render(key, language, {{"value", text::Collapse(value)}}) + "\n";
  };
  fact("notice.round", round);
  fact(AgencyLabel(notice.kind()), notice.agency_display_name());
  fact("notice.initiative", notice.initiative_title());
  fact("notice.author", notice.author_display_name());
  if (notice.kind() == v1::NOTICE_KIND_SUBMISSION_RECEIVED && notice.has_create_time()) {
    fact("notice.received", TimeOf(notice.create_time(), notice.time_zone(), language));
  }
  if (notice.has_deadline()) fact("notice.deadline", TimeOf(notice.deadline(), notice.time_zone(), language, /*is_end=*/true));
  if (!facts.empty()) text.body += "\n" + facts;
  if (!notice.comment().empty()) text.body += fmt::format("\n{}\n{}", texts::Render("notice.comment", language), Quoted(notice.comment()));
  return text;
}

NoticeText MailTextOf(const v1::Notice& notice, const MailLink& link, texts::Language language) {
  NoticeText text = TextOf(notice, language);
  text.body += fmt::format("\n{}\n{}\n\n{}\n", texts::Render(link.one_use ? "notice.mail.open_once" : "notice.mail.open", language),
                           link.url, texts::Render("notice.mail.automatic", language));
  return text;
}

}  // namespace minga::domain
