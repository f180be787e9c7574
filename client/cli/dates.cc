#include "client/cli/dates.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "absl/time/civil_time.h"

namespace minga::cli {
namespace {

// Reads exactly `digits` digits from the front.
bool TakeNumber(std::string_view& text, size_t digits, int* number) {
  if (text.size() < digits) return false;
  *number = 0;
  for (char c : text.substr(0, digits)) {
    if (c < '0' || c > '9') return false;
    *number = *number * 10 + (c - '0');
  }
  text.remove_prefix(digits);
  return true;
}

// The zone and what it is called; UTC for an empty or unknown name.
std::pair<absl::TimeZone, std::string> ZoneOf(const std::string& name) {
  absl::TimeZone found = absl::UTCTimeZone();
  const bool known = !name.empty() && absl::LoadTimeZone(name, &found);
  return {found, known ? name : "UTC"};
}

}  // namespace

std::optional<google::type::Date> ReadDate(std::string_view text) {
  int year = 0;
  int month = 0;
  int day = 0;
  if (!TakeNumber(text, 4, &year) || year == 0) return std::nullopt;
  for (int* part : {&month, &day}) {
    if (text.empty()) break;
    if (!text.starts_with("-")) return std::nullopt;
    text.remove_prefix(1);
    if (!TakeNumber(text, 2, part) || *part == 0) return std::nullopt;
  }
  if (!text.empty()) return std::nullopt;
  google::type::Date date;
  date.set_year(year);
  date.set_month(month);
  date.set_day(day);
  return date;
}

std::string FormatDate(const google::type::Date& date) {
  if (date.year() == 0) return "";
  std::string text = fmt::format("{:04}", date.year());
  if (date.month() != 0) text += fmt::format("-{:02}", date.month());
  if (date.month() != 0 && date.day() != 0) text += fmt::format("-{:02}", date.day());
  return text;
}

std::string FormatPeriod(const v1::Period& period) {
  std::string start = FormatDate(period.start());
  const std::string end = FormatDate(period.end());
  if (start.empty() && end.empty()) return "";
  if (start == end) return start;
  return (start.empty() ? "…" : start) + " – " + (end.empty() ? "…" : end);
}

std::optional<absl::Time> ReadDeadline(std::string_view text, const absl::TimeZone& zone) {
  const std::string copy(text);
  absl::Time time;
  std::string error;
  if (absl::ParseTime(absl::RFC3339_full, copy, &time, &error)) return time;
  absl::CivilDay day;
  // A deadline "on the 31st" leaves the whole day.
  if (text.size() == 10 && absl::ParseCivilTime(copy, &day)) return absl::FromCivil(day + 1, zone);
  for (const char* format : {"%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"}) {
    if (absl::ParseTime(format, copy, zone, &time, &error)) return time;
  }
  return std::nullopt;
}

std::optional<absl::Time> ReadOpening(std::string_view text, const absl::TimeZone& zone) {
  absl::CivilDay day;
  if (text.size() == 10 && absl::ParseCivilTime(std::string(text), &day)) return absl::FromCivil(day, zone);
  return ReadDeadline(text, zone);
}

google::protobuf::Timestamp ToTimestamp(absl::Time time) {
  google::protobuf::Timestamp stamp;
  stamp.set_seconds(absl::ToUnixSeconds(time));
  stamp.set_nanos(static_cast<int32_t>((time - absl::FromUnixSeconds(stamp.seconds())) / absl::Nanoseconds(1)));
  return stamp;
}

std::string FormatTime(const google::protobuf::Timestamp& time, const std::string& zone) {
  const auto [found, name] = ZoneOf(zone);
  return absl::FormatTime("%Y-%m-%d %H:%M ", absl::FromUnixSeconds(time.seconds()), found) + name;
}

std::string FormatDeadline(const google::protobuf::Timestamp& time, const std::string& zone) {
  return FormatLocalDeadline(time, zone) + " " + ZoneOf(zone).second;
}

std::string FormatLocalDeadline(const google::protobuf::Timestamp& time, const std::string& zone) {
  const absl::TimeZone found = ZoneOf(zone).first;
  const absl::Time end = absl::FromUnixSeconds(time.seconds());
  const absl::CivilDay last = absl::ToCivilDay(end - absl::Milliseconds(1), found);
  if (absl::ToCivilDay(end, found) == last) return absl::FormatTime("%Y-%m-%d %H:%M", end, found);
  return absl::FormatCivilTime(last) + " 24:00";
}

}  // namespace minga::cli
