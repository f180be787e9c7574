#include "client/cli/json.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/util/json_util.h>

#include <nlohmann/json.hpp>
#include <optional>

#include "client/cli/codes.h"
#include "minga/error_details.h"

namespace minga::cli {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using Json = nlohmann::ordered_json;

std::string Dump(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

std::string ReasonOf(const absl::Status& status, const ErrorDetails& details) {
  return details.reason.empty() ? absl::StatusCodeToString(status.code()) : details.reason;
}

// Puts full names in the place of codes, where the message has enums.
void CompleteCodes(const Descriptor& type, Json& json) {
  if (!json.is_object()) return;
  for (auto& [key, value] : json.items()) {
    const FieldDescriptor* field = type.FindFieldByName(key);
    if (field == nullptr) field = type.FindFieldByCamelcaseName(key);
    if (field == nullptr) continue;
    const auto complete = [field](Json& one) {
      if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) CompleteCodes(*field->message_type(), one);
      if (field->cpp_type() != FieldDescriptor::CPPTYPE_ENUM || !one.is_string()) return;
      if (const auto number = FindCode(*field->enum_type(), one.get<std::string>())) {
        one = field->enum_type()->FindValueByNumber(*number)->name();
      }
    };
    if (value.is_array()) {
      for (Json& one : value) complete(one);
    } else {
      complete(value);
    }
  }
}

}  // namespace

std::string ToJson(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  std::string json;
  const auto status = google::protobuf::util::MessageToJsonString(message, &json, options);
  return status.ok() ? json : "{}";
}

std::string JsonString(std::string_view text) { return Dump(Json(text)); }

std::string ErrorJson(const absl::Status& status, std::string_view sentence) {
  const ErrorDetails details = DetailsOf(status);
  Json error{{"code", absl::StatusCodeToString(status.code())}, {"reason", ReasonOf(status, details)}, {"message", sentence}};
  if (!details.metadata.empty()) error["metadata"] = details.metadata;
  for (const FieldViolation& violation : details.field_violations) {
    error["field_violations"].push_back({{"path", violation.path}, {"description", violation.description}});
  }
  return Dump(Json{{"error", error}});
}

std::string ShortErrorJson(const absl::Status& status, std::string_view sentence) {
  return Dump(Json{{"reason", ReasonOf(status, DetailsOf(status))}, {"message", sentence}});
}

absl::Status FromJson(std::string_view text, google::protobuf::Message* message) {
  Json json = Json::parse(text, nullptr, false);
  if (json.is_discarded()) return absl::InvalidArgumentError("JSON");
  CompleteCodes(*message->GetDescriptor(), json);
  const auto status = google::protobuf::util::JsonStringToMessage(Dump(json), message);
  if (!status.ok()) return absl::InvalidArgumentError(status.message().ToString());
  return absl::OkStatus();
}

}  // namespace minga::cli
