// Requests as callers send them.
#pragma once

#include <string_view>

#include "absl/status/status.h"
#include "google/protobuf/message.h"

namespace minga::transport {

// Parses a request. Protobuf refuses a message with a string that is not UTF-8 without saying where; here that is
// INVALID_FIELDS with the path of each such string, and anything else that does not parse MALFORMED_REQUEST.
absl::Status ParseRequest(std::string_view bytes, google::protobuf::Message* request);

// What is wrong with bytes that did not parse as `type`.
absl::Status WhyMalformed(std::string_view bytes, const google::protobuf::Descriptor& type);

}  // namespace minga::transport
