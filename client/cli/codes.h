// Codes as people type and read them: without the prefix of their enum, in any case.
#pragma once

#include <google/protobuf/descriptor.h>

#include <optional>
#include <string>
#include <string_view>

#include "minga/v1/initiative.pb.h"
#include "minga/v1/statistics.pb.h"
#include "texts/texts.h"

namespace minga::cli {

// `PROJECT` for INITIATIVE_TYPE_PROJECT; empty for the zero value; the number for one unknown here.
std::string CodeOf(const google::protobuf::EnumDescriptor& type, int number);

// The value of a code: any case, hyphens for underscores, with or without the prefix. Never the zero value.
std::optional<int> FindCode(const google::protobuf::EnumDescriptor& type, std::string_view text);

// Reads a code into `*value`. Answers what is wrong, naming the codes that exist, or "".
std::string ReadCode(const google::protobuf::EnumDescriptor& type, std::string_view text, texts::Language language, int* value);

// The same for an enum of the API.
template <typename Enum>
std::string ReadCode(std::string_view text, texts::Language language, Enum* value) {
  int number = 0;
  std::string wrong = ReadCode(*google::protobuf::GetEnumDescriptor<Enum>(), text, language, &number);
  if (wrong.empty()) *value = static_cast<Enum>(number);
  return wrong;
}

// Yes or no in any of the languages, since who writes need not be who reads; empty for anything else.
std::optional<bool> ReadYes(std::string_view text);

// The words for a value; empty for the zero value.
std::string Label(const google::protobuf::EnumDescriptor& type, int number, texts::Language language);
template <typename Enum>
std::string Label(Enum value, texts::Language language) {
  return Label(*google::protobuf::GetEnumDescriptor<Enum>(), value, language);
}

// Name of a country; the code where none is known.
std::string CountryName(std::string_view code, texts::Language language);

// Name of a sector, and behind it what --sector takes.
std::string SectorName(const v1::SectorRef& sector, texts::Language language);

// Dimensions are lower-case; `country` is the reporting country.
std::string ReadDimension(std::string_view text, texts::Language language, v1::Dimension* dimension);
std::string DimensionName(v1::Dimension dimension, texts::Language language);

// The words for a key of a dimension.
std::string KeyName(v1::Dimension dimension, std::string_view key, texts::Language language);

// Reads `dimension=value,value`.
std::string ReadCondition(std::string_view text, texts::Language language, v1::Condition* condition);

// Reads `CC:ROLE` or `org:NAME:ROLE`.
std::string ReadParty(std::string_view text, texts::Language language, v1::Party* party);

// Reads `VOCABULARY:CODE`.
std::string ReadSector(std::string_view text, texts::Language language, v1::SectorRef* sector);

}  // namespace minga::cli
