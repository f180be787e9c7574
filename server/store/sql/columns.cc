#include "server/store/sql/columns.h"

#include <fmt/format.h>

#include <limits>

#include "server/base/errors.h"

namespace minga::store::sql {
namespace {

constexpr int64_t kMicros = 1'000'000;

}  // namespace

int64_t ToMicros(absl::Time time) { return absl::ToUnixMicros(time); }

int64_t ToMicros(const google::protobuf::Timestamp& time) { return time.seconds() * kMicros + time.nanos() / 1'000; }

google::protobuf::Timestamp FromMicros(int64_t micros) {
  // Nanoseconds count forward, also before 1970.
  int64_t seconds = micros / kMicros;
  int64_t rest = micros % kMicros;
  if (rest < 0) {
    --seconds;
    rest += kMicros;
  }
  google::protobuf::Timestamp time;
  time.set_seconds(seconds);
  time.set_nanos(static_cast<int32_t>(rest * 1'000));
  return time;
}

absl::Status ParseContent(std::string_view bytes, std::string_view record, google::protobuf::MessageLite* message) {
  if (message->ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return absl::OkStatus();
  return errors::Internal(fmt::format("the kept content of a row of {} cannot be parsed", record));
}

int64_t Before(int64_t before_micros) { return before_micros == 0 ? std::numeric_limits<int64_t>::max() : before_micros; }

}  // namespace minga::store::sql
