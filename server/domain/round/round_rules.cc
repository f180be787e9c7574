#include "server/domain/round/round_rules.h"

#include <unicode/timezone.h>
#include <unicode/ucal.h>

#include "server/base/limits.h"
#include "server/domain/fields.h"

namespace minga::domain {
namespace {

absl::Time TimeOf(const google::protobuf::Timestamp& time) {
  return absl::FromUnixSeconds(time.seconds()) + absl::Nanoseconds(time.nanos());
}

// ICU also makes zones of offsets ("GMT+3"), which are no names of the IANA list.
bool IsTimeZone(const std::string& name) {
  UErrorCode code = U_ZERO_ERROR;
  icu::UnicodeString canonical;
  UBool is_listed = false;
  const icu::UnicodeString id = icu::UnicodeString::fromUTF8(icu::StringPiece(name.data(), static_cast<int32_t>(name.size())));
  icu::TimeZone::getCanonicalID(id, canonical, is_listed, code);
  return U_SUCCESS(code) && is_listed && canonical != icu::UnicodeString(UCAL_UNKNOWN_ZONE_ID);
}

}  // namespace

void CheckRound(const v1::Round& round, const std::string& path, Violations& violations) {
  CheckRequiredText(round.display_name(), limits::kRoundTitle, path + ".display_name", violations);
  CheckRequiredText(round.form_version(), limits::kFormVersion, path + ".form_version", violations);
  if (!round.has_period() || !round.period().has_start()) violations.Add(path + ".period.start", "REQUIRED");
  CheckPeriod(round.period(), path + ".period", violations);
  const size_t before = violations.found().size();
  if (round.has_open_time()) CheckTime(round.open_time(), path + ".open_time", violations);
  if (round.has_close_time()) CheckTime(round.close_time(), path + ".close_time", violations);
  const bool possible = violations.found().size() == before;
  if (possible && round.has_open_time() && round.has_close_time() && TimeOf(round.close_time()) <= TimeOf(round.open_time())) {
    violations.Add(path + ".close_time", "END_BEFORE_START");
  }
  if (!round.time_zone().empty() && !IsTimeZone(round.time_zone())) {
    violations.Add(path + ".time_zone", "INVALID_TIME_ZONE", {{"value", Quoted(round.time_zone())}});
  }
  CheckEnum(round.default_visibility(), path + ".default_visibility", violations);
}

v1::RoundState StateAt(const v1::Round& round, absl::Time now) {
  if (round.has_close_time() && now >= TimeOf(round.close_time())) return v1::ROUND_STATE_CLOSED;
  if (round.has_open_time() && now < TimeOf(round.open_time())) return v1::ROUND_STATE_SCHEDULED;
  return v1::ROUND_STATE_OPEN;
}

}  // namespace minga::domain
