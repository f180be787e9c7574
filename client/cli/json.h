// JSON for programs: protos with their original field names, one value per line.
#pragma once

#include <google/protobuf/message.h>

#include <string>
#include <string_view>

#include "absl/status/status.h"

namespace minga::cli {

// One line, without a line end.
std::string ToJson(const google::protobuf::Message& message);

// A JSON string; bytes that are no UTF-8 become U+FFFD.
std::string JsonString(std::string_view text);

// {"error": {"code", "reason", "message", "metadata", "field_violations"}}.
std::string ErrorJson(const absl::Status& status, std::string_view sentence);

// {"reason", "message"}.
std::string ShortErrorJson(const absl::Status& status, std::string_view sentence);

// Reads proto JSON; codes may stand without their prefix and in any case. The error is for the user as it stands.
absl::Status FromJson(std::string_view text, google::protobuf::Message* message);

}  // namespace minga::cli
