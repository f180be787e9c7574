#include "server/transport/gate/wire_message.h"

#include <fmt/format.h>

#include <map>
#include <string>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/wire_format_lite.h"
#include "server/base/errors.h"
#include "server/base/text.h"

namespace minga::transport {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::internal::WireFormatLite;
using google::protobuf::io::CodedInputStream;

constexpr int kDepth = 50;

// Skips everything but strings and messages; false where the bytes are no message at all.
bool FindBadStrings(std::string_view bytes, const Descriptor& type, const std::string& prefix, int depth, Violations& violations) {
  if (depth > kDepth) return false;
  CodedInputStream input(reinterpret_cast<const uint8_t*>(bytes.data()), static_cast<int>(bytes.size()));
  std::map<int, int> seen;
  while (const uint32_t tag = input.ReadTag()) {
    const FieldDescriptor* field = type.FindFieldByNumber(WireFormatLite::GetTagFieldNumber(tag));
    const bool delimited = WireFormatLite::GetTagWireType(tag) == WireFormatLite::WIRETYPE_LENGTH_DELIMITED;
    if (field == nullptr || !delimited ||
        (field->type() != FieldDescriptor::TYPE_STRING && field->type() != FieldDescriptor::TYPE_MESSAGE)) {
      if (!WireFormatLite::SkipField(&input, tag)) return false;
      continue;
    }
    uint32_t length = 0;
    std::string value;
    if (!input.ReadVarint32(&length) || !input.ReadString(&value, static_cast<int>(length))) return false;
    std::string path = prefix + field->name();
    if (field->is_repeated()) path += fmt::format("[{}]", seen[field->number()]++);
    if (field->type() == FieldDescriptor::TYPE_STRING) {
      if (!text::IsValidUtf8(value)) violations.Add(path, "INVALID_UTF8");
    } else if (!FindBadStrings(value, *field->message_type(), path + ".", depth + 1, violations)) {
      return false;
    }
  }
  return input.ConsumedEntireMessage();
}

}  // namespace

absl::Status WhyMalformed(std::string_view bytes, const Descriptor& type) {
  Violations violations;
  if (!FindBadStrings(bytes, type, "", 0, violations) || violations.empty()) return errors::MalformedRequest();
  return violations.ToStatus();
}

absl::Status ParseRequest(std::string_view bytes, google::protobuf::Message* request) {
  if (request->ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return absl::OkStatus();
  return WhyMalformed(bytes, *request->GetDescriptor());
}

}  // namespace minga::transport
