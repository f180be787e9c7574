#include "server/domain/codes.h"

#include "google/protobuf/descriptor.h"

namespace minga::domain {
namespace {

constexpr std::string_view kZero = "UNSPECIFIED";

// buf's lint keeps every enum in this form: the zero value is the prefix and UNSPECIFIED.
size_t PrefixLength(const google::protobuf::EnumDescriptor* descriptor) {
  return descriptor->FindValueByNumber(0)->name().size() - kZero.size();
}

}  // namespace

std::string Code(const google::protobuf::EnumDescriptor* descriptor, int value) {
  const auto* const found = descriptor->FindValueByNumber(value);
  return found == nullptr ? std::string() : found->name().substr(PrefixLength(descriptor));
}

std::optional<int> NumberOf(const google::protobuf::EnumDescriptor* descriptor, std::string_view code) {
  if (code.empty() || code == kZero) return std::nullopt;
  const std::string name = descriptor->FindValueByNumber(0)->name().substr(0, PrefixLength(descriptor)).append(code);
  const auto* const found = descriptor->FindValueByName(name);
  return found == nullptr ? std::nullopt : std::optional<int>(found->number());
}

}  // namespace minga::domain
