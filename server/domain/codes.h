// Codes of enums as people, filters and tables write them: the value's name without its prefix ("PROJECT" for
// INITIATIVE_TYPE_PROJECT), and back.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "google/protobuf/generated_enum_reflection.h"

namespace minga::domain {

// "" for a number that the enum does not have.
std::string Code(const google::protobuf::EnumDescriptor* descriptor, int value);
// The number of a code; "UNSPECIFIED" is no code. Empty when there is none.
std::optional<int> NumberOf(const google::protobuf::EnumDescriptor* descriptor, std::string_view code);

template <typename Enum>
std::string Code(Enum value) {
  return Code(google::protobuf::GetEnumDescriptor<Enum>(), static_cast<int>(value));
}

template <typename Enum>
std::optional<Enum> FromCode(std::string_view code) {
  const std::optional<int> number = NumberOf(google::protobuf::GetEnumDescriptor<Enum>(), code);
  return number ? std::optional<Enum>(static_cast<Enum>(*number)) : std::nullopt;
}

}  // namespace minga::domain
