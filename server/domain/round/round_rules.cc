#include "server/domain/round/round_rules.h"

#include <fmt/format.h>
#include <unicode/timezone.h>
#include <unicode/ucal.h>

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "server/base/limits.h"
#include "server/base/resource_name.h"
#include "server/domain/fields.h"
#include "server/domain/times.h"

namespace minga::domain {
namespace {

using google::protobuf::FieldDescriptor;

struct RoundField {
  int number;
  // What the round asks: agencies answer it as it was when it opened.
  bool asked;
};
constexpr RoundField kFields[] = {{v1::Round::kDisplayNameFieldNumber, false},
                                  {v1::Round::kFormVersionFieldNumber, true},
                                  {v1::Round::kPeriodFieldNumber, true},
                                  {v1::Round::kOpenTimeFieldNumber, true},
                                  {v1::Round::kCloseTimeFieldNumber, false},
                                  {v1::Round::kTimeZoneFieldNumber, false},
                                  {v1::Round::kDefaultVisibilityFieldNumber, true},
                                  {v1::Round::kAgenciesFieldNumber, false},
                                  {v1::Round::kAllowLateSubmissionsFieldNumber, false}};

const FieldDescriptor* DescriptorOf(const RoundField& field) { return v1::Round::descriptor()->FindFieldByNumber(field.number); }

// The round with nothing but one of its fields.
v1::Round Only(const v1::Round& round, const FieldDescriptor* field) {
  v1::Round only = round;
  std::vector<const FieldDescriptor*> all;
  only.GetReflection()->ListFields(only, &all);
  for (const FieldDescriptor* each : all) {
    if (each != field) only.GetReflection()->ClearField(&only, each);
  }
  return only;
}

bool Same(const v1::Round& a, const v1::Round& b, const FieldDescriptor* field) {
  return Only(a, field).SerializeAsString() == Only(b, field).SerializeAsString();
}

void CheckAgencies(const v1::Round& round, const std::string& path, Violations& violations) {
  CheckCount(round.agencies_size(), limits::kRoundAgencies, path, violations);
  std::set<std::string_view> seen;
  for (int i = 0; i < std::min(round.agencies_size(), limits::kRoundAgencies); ++i) {
    const std::string where = fmt::format("{}[{}]", path, i);
    std::string agency;
    if (!names::ParseAgency(round.agencies(i), &agency)) violations.Add(where, "INVALID_NAME", {{"form", "agencies/{agency}"}});
    if (!seen.insert(round.agencies(i)).second) violations.Add(where, "DUPLICATE");
  }
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

absl::Time Deadline(const v1::Round& round, const v1::RoundExtension* extension) {
  if (!round.has_close_time()) return absl::InfiniteFuture();
  const absl::Time end = TimeOf(round.close_time());
  return extension == nullptr ? end : std::max(end, TimeOf(extension->close_time()));
}

Answering AnswersUntil(const v1::Round& round, absl::Time deadline, absl::Time now) {
  if (StateAt(round, now) == v1::ROUND_STATE_SCHEDULED) return Answering::kNotYet;
  if (now < deadline) return Answering::kYes;
  return round.allow_late_submissions() ? Answering::kLate : Answering::kClosed;
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
  CheckAgencies(round, path + ".agencies", violations);
}

void CheckRoundMask(const google::protobuf::FieldMask& mask, const std::string& path, Violations& violations) {
  for (const std::string& name : mask.paths()) {
    const bool known =
        std::any_of(std::begin(kFields), std::end(kFields), [&](const RoundField& field) { return DescriptorOf(field)->name() == name; });
    if (!known) violations.Add(path, "UNKNOWN_FIELD", {{"value", Quoted(name)}});
  }
}

void ApplyRound(const v1::Round& from, const google::protobuf::FieldMask& mask, v1::Round* to) {
  for (const RoundField& each : kFields) {
    const FieldDescriptor* const field = DescriptorOf(each);
    const bool named = std::find(mask.paths().begin(), mask.paths().end(), field->name()) != mask.paths().end();
    if (!named && !mask.paths().empty()) continue;
    to->GetReflection()->ClearField(to, field);
    to->MergeFrom(Only(from, field));
  }
}

void CheckRoundChange(const v1::Round& before, const v1::Round& after, absl::Time now, const std::string& path, Violations& violations) {
  const bool opened = before.state() != v1::ROUND_STATE_SCHEDULED && !WasCalledOff(before);
  const bool opens_after_all = WasCalledOff(before) && after.has_open_time();
  for (const RoundField& each : kFields) {
    const FieldDescriptor* const field = DescriptorOf(each);
    const bool is_end = each.number == v1::Round::kCloseTimeFieldNumber;
    if (Same(before, after, field) && !(is_end && opens_after_all)) continue;
    const std::string where = path + "." + field->name();
    if (each.asked && opened) violations.Add(where, "IMMUTABLE_ONCE_OPEN");
    if (is_end && after.has_close_time() && TimeOf(after.close_time()) <= now) violations.Add(where, "NOT_IN_THE_FUTURE");
  }
}

bool WasCalledOff(const v1::Round& round) { return round.state() == v1::ROUND_STATE_CLOSED && !round.has_open_time(); }

void EndRound(absl::Time now, v1::Round* round) {
  round->set_allow_late_submissions(false);
  if (round->state() == v1::ROUND_STATE_CLOSED) return;
  // It would open after its end.
  if (round->state() == v1::ROUND_STATE_SCHEDULED) round->clear_open_time();
  *round->mutable_close_time() = StampOf(now);
}

v1::RoundState StateAt(const v1::Round& round, absl::Time now) {
  if (round.has_close_time() && now >= TimeOf(round.close_time())) return v1::ROUND_STATE_CLOSED;
  if (round.has_open_time() && now < TimeOf(round.open_time())) return v1::ROUND_STATE_SCHEDULED;
  return v1::ROUND_STATE_OPEN;
}

bool IsAsked(const v1::Round& round, std::string_view agency) {
  return round.agencies().empty() || std::find(round.agencies().begin(), round.agencies().end(), agency) != round.agencies().end();
}

AskedAgencies::AskedAgencies(const v1::Round& round) : named_(round.agencies().begin(), round.agencies().end()) {}

absl::Time DeadlineOf(const v1::Round& round) { return Deadline(round, round.has_extension() ? &round.extension() : nullptr); }

absl::Time DeadlineOf(const v1::Round& round, const std::optional<v1::RoundExtension>& extension) {
  return Deadline(round, extension.has_value() ? &*extension : nullptr);
}

Answering AnsweringAt(const v1::Round& round, std::string_view agency, absl::Time now) {
  return IsAsked(round, agency) ? AnswersUntil(round, DeadlineOf(round), now) : Answering::kNotAsked;
}

Answering AnsweringOfAsked(const v1::Round& round, const std::optional<v1::RoundExtension>& extension, absl::Time now) {
  return AnswersUntil(round, DeadlineOf(round, extension), now);
}

}  // namespace minga::domain
