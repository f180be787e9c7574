// Dates as people type and read them.
#pragma once

#include <google/protobuf/timestamp.pb.h>
#include <google/type/date.pb.h>

#include <optional>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "minga/v1/period.pb.h"

namespace minga::cli {

// `2019`, `2019-01` or `2019-01-31`. Whether the day exists is the server's to say.
std::optional<google::type::Date> ReadDate(std::string_view text);

// `2019`, `2019-01` or `2019-01-31`; empty for an absent date.
std::string FormatDate(const google::type::Date& date);

// `2019-01 – 2022-12`, `2019 – …` for an open end; empty for an absent period.
std::string FormatPeriod(const v1::Period& period);

// A moment: RFC 3339, or a day, which means its last moment in `zone`, or a day and time in `zone`.
std::optional<absl::Time> ReadDeadline(std::string_view text, const absl::TimeZone& zone);

// The same, but a day means its first moment.
std::optional<absl::Time> ReadOpening(std::string_view text, const absl::TimeZone& zone);

google::protobuf::Timestamp ToTimestamp(absl::Time time);

// `2023-03-31 18:00` in the named zone, followed by the zone's name; UTC for an empty or unknown one.
std::string FormatTime(const google::protobuf::Timestamp& time, const std::string& zone = "");

// A moment at which something ends, in the same way. What ends at midnight ends with the day before: `2023-03-31 24:00`.
std::string FormatDeadline(const google::protobuf::Timestamp& time, const std::string& zone = "");
// The same without the zone's name.
std::string FormatLocalDeadline(const google::protobuf::Timestamp& time, const std::string& zone);

}  // namespace minga::cli
