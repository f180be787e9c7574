// Times of messages as times to reckon with, and back; to the nanosecond.
#pragma once

#include "absl/time/time.h"
#include "google/protobuf/timestamp.pb.h"

namespace minga::domain {

inline absl::Time TimeOf(const google::protobuf::Timestamp& stamp) {
  return absl::FromUnixSeconds(stamp.seconds()) + absl::Nanoseconds(stamp.nanos());
}

inline google::protobuf::Timestamp StampOf(absl::Time time) {
  google::protobuf::Timestamp stamp;
  stamp.set_seconds(absl::ToUnixSeconds(time));
  stamp.set_nanos(static_cast<int32_t>((time - absl::FromUnixSeconds(stamp.seconds())) / absl::Nanoseconds(1)));
  return stamp;
}

}  // namespace minga::domain
