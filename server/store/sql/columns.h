// Columns that every record has, and their form in messages: times are microseconds since 1970, a revision is the etag
// in decimal.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "google/protobuf/message_lite.h"
#include "google/protobuf/timestamp.pb.h"

namespace minga::store::sql {

int64_t ToMicros(absl::Time time);
int64_t ToMicros(const google::protobuf::Timestamp& time);
google::protobuf::Timestamp FromMicros(int64_t micros);

// The kept bytes of a message, INTERNAL when they are not such a message; `record` is the table's name.
absl::Status ParseContent(std::string_view bytes, std::string_view record, google::protobuf::MessageLite* message);

// Where a list "newest first" begins: after everything when `before_micros` is 0.
int64_t Before(int64_t before_micros);

}  // namespace minga::store::sql
