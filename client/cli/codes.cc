#include "client/cli/codes.h"

#include <algorithm>
#include <array>
#include <vector>

#include "client/cli/names.h"
#include "code_lists/code_lists.h"

namespace minga::cli {
namespace {

using google::protobuf::EnumDescriptor;

// An enum's zero value is its prefix and UNSPECIFIED.
std::string PrefixOf(const EnumDescriptor& type) {
  const std::string& zero = type.FindValueByNumber(0)->name();
  return zero.substr(0, zero.size() - std::string_view("UNSPECIFIED").size());
}

std::string Upper(std::string_view text) {
  std::string upper(text);
  for (char& c : upper) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return upper;
}

std::string Normal(std::string_view text) {
  std::string upper = Upper(text);
  std::replace(upper.begin(), upper.end(), '-', '_');
  return upper;
}

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return lower;
}

std::string T(std::string_view key, texts::Language language, const texts::Args& args = {}) {
  return texts::Render("cli." + std::string(key), language, args);
}

std::string UnknownCode(std::string_view text, std::string known, texts::Language language) {
  return T("usage.unknown_code", language, {{"value", std::string(text)}, {"known", std::move(known)}});
}

bool IsCountryDimension(v1::Dimension dimension) {
  return dimension == v1::DIMENSION_REPORTING_COUNTRY || dimension == v1::DIMENSION_PARTICIPATING_COUNTRY ||
         dimension == v1::DIMENSION_PARTNER_COUNTRY;
}

// The enum whose codes are the keys of the dimension; null where keys are something else.
const EnumDescriptor* EnumOf(v1::Dimension dimension) {
  switch (dimension) {
    case v1::DIMENSION_ROLE:
      return v1::PartyRole_descriptor();
    case v1::DIMENSION_MODALITY:
      return v1::Modality_descriptor();
    case v1::DIMENSION_INITIATIVE_TYPE:
      return v1::InitiativeType_descriptor();
    case v1::DIMENSION_ACTOR_CATEGORY:
      return v1::ActorCategory_descriptor();
    case v1::DIMENSION_STATUS:
      return v1::InitiativeStatus_descriptor();
    case v1::DIMENSION_DECISION:
      return v1::Decision_descriptor();
    case v1::DIMENSION_CONFIRMATION:
      return v1::ConfirmationState_descriptor();
    default:
      return nullptr;
  }
}

// The key of a condition in the form that the API wants.
std::string ReadKey(v1::Dimension dimension, std::string_view text, texts::Language language, std::string* key) {
  if (const EnumDescriptor* type = EnumOf(dimension)) {
    int number = 0;
    std::string wrong = ReadCode(*type, text, language, &number);
    if (wrong.empty()) *key = CodeOf(*type, number);
    return wrong;
  }
  if (dimension == v1::DIMENSION_QUALIFICATION) {
    const size_t colon = text.find(':');
    v1::QualificationTest test{};
    v1::QualificationResult result{};
    std::string wrong = ReadCode(text.substr(0, colon), language, &test);
    if (wrong.empty()) wrong = ReadCode(colon == std::string_view::npos ? "" : text.substr(colon + 1), language, &result);
    if (wrong.empty())
      *key = CodeOf(*v1::QualificationTest_descriptor(), test) + ":" + CodeOf(*v1::QualificationResult_descriptor(), result);
    return wrong;
  }
  const bool coded = IsCountryDimension(dimension) || dimension == v1::DIMENSION_SECTOR || dimension == v1::DIMENSION_SECTOR_GROUP;
  *key = coded ? Normal(text) : std::string(text);
  if (dimension == v1::DIMENSION_ROUND) *key = RoundName(text);
  if (dimension == v1::DIMENSION_AGENCY) *key = AgencyName(text);
  return "";
}

}  // namespace

std::string CodeOf(const EnumDescriptor& type, int number) {
  if (number == 0) return "";
  const auto* value = type.FindValueByNumber(number);
  return value == nullptr ? std::to_string(number) : value->name().substr(PrefixOf(type).size());
}

std::optional<bool> ReadYes(std::string_view text) {
  static constexpr std::array<std::string_view, 8> kYes = {"yes", "true", "sí", "si", "sim", "s", "y", "SÍ"};
  static constexpr std::array<std::string_view, 7> kNo = {"no", "false", "não", "nao", "n", "NÃO", "nÃo"};
  const std::string lower = Lower(text);
  const auto one_of = [&](const auto& words) {
    return std::find(words.begin(), words.end(), lower) != words.end() || std::find(words.begin(), words.end(), text) != words.end();
  };
  if (one_of(kYes)) return true;
  if (one_of(kNo)) return false;
  return std::nullopt;
}

std::optional<int> FindCode(const EnumDescriptor& type, std::string_view text) {
  const std::string code = Normal(text);
  for (const std::string& name : {PrefixOf(type) + code, code}) {
    if (const auto* value = type.FindValueByName(name); value != nullptr && value->number() != 0) return value->number();
  }
  return std::nullopt;
}

std::string ReadCode(const EnumDescriptor& type, std::string_view text, texts::Language language, int* value) {
  if (const std::optional<int> found = FindCode(type, text)) {
    *value = *found;
    return "";
  }
  std::string known;
  for (int i = 1; i < type.value_count(); ++i) known += (known.empty() ? "" : ", ") + CodeOf(type, type.value(i)->number());
  return UnknownCode(text, known, language);
}

std::string Label(const EnumDescriptor& type, int number, texts::Language language) {
  const auto* value = type.FindValueByNumber(number);
  if (number == 0 || value == nullptr) return CodeOf(type, number);
  const std::string key = "cli.code." + value->name();
  return texts::Exists(key) ? texts::Render(key, language) : CodeOf(type, number);
}

std::string CountryName(std::string_view code, texts::Language language) {
  const code_lists::Country* country = code_lists::FindCountry(code);
  return country == nullptr ? std::string(code) : country->names.In(language);
}

std::string SectorName(const v1::SectorRef& sector, texts::Language language) {
  const code_lists::Sector* listed = code_lists::FindSector(sector.vocabulary(), sector.code());
  const std::string code = sector.vocabulary() + ":" + sector.code();
  return listed == nullptr ? code : listed->names.In(language) + " (" + code + ")";
}

std::string ReadDimension(std::string_view text, texts::Language language, v1::Dimension* dimension) {
  if (Lower(text) == "country") {
    *dimension = v1::DIMENSION_REPORTING_COUNTRY;
    return "";
  }
  if (const auto found = FindCode(*v1::Dimension_descriptor(), text)) {
    *dimension = static_cast<v1::Dimension>(*found);
    return "";
  }
  std::string known = "country";
  for (int i = 1; i < v1::Dimension_descriptor()->value_count(); ++i) known += ", " + Lower(CodeOf(*v1::Dimension_descriptor(), i));
  return UnknownCode(text, known, language);
}

std::string DimensionName(v1::Dimension dimension, texts::Language language) { return Label(dimension, language); }

std::string KeyName(v1::Dimension dimension, std::string_view key, texts::Language language) {
  if (IsCountryDimension(dimension)) return CountryName(key, language);
  if (const EnumDescriptor* type = EnumOf(dimension)) {
    const auto number = FindCode(*type, key);
    return number ? Label(*type, *number, language) : std::string(key);
  }
  if (dimension == v1::DIMENSION_SECTOR_GROUP) {
    const std::string text = "cli.code.SECTOR_GROUP_" + std::string(key);
    return texts::Exists(text) ? texts::Render(text, language) : std::string(key);
  }
  if (dimension == v1::DIMENSION_QUALIFICATION) {
    const size_t colon = key.find(':');
    if (colon == std::string_view::npos) return std::string(key);
    const auto test = FindCode(*v1::QualificationTest_descriptor(), key.substr(0, colon));
    const auto result = FindCode(*v1::QualificationResult_descriptor(), key.substr(colon + 1));
    if (!test || !result) return std::string(key);
    return Label(*v1::QualificationTest_descriptor(), *test, language) + ": " +
           Label(*v1::QualificationResult_descriptor(), *result, language);
  }
  return std::string(key);
}

std::string ReadCondition(std::string_view text, texts::Language language, v1::Condition* condition) {
  const size_t equals = text.find('=');
  if (equals == std::string_view::npos || equals + 1 == text.size()) {
    return T("usage.bad_condition", language, {{"value", std::string(text)}});
  }
  v1::Dimension dimension{};
  if (std::string wrong = ReadDimension(text.substr(0, equals), language, &dimension); !wrong.empty()) return wrong;
  condition->set_dimension(dimension);
  for (std::string_view rest = text.substr(equals + 1);;) {
    const size_t comma = rest.find(',');
    if (std::string wrong = ReadKey(dimension, rest.substr(0, comma), language, condition->add_values()); !wrong.empty()) return wrong;
    if (comma == std::string_view::npos) return "";
    rest.remove_prefix(comma + 1);
  }
}

std::string ReadParty(std::string_view text, texts::Language language, v1::Party* party) {
  const size_t colon = text.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return T("usage.bad_party", language, {{"value", std::string(text)}});
  v1::PartyRole role{};
  if (std::string wrong = ReadCode(text.substr(colon + 1), language, &role); !wrong.empty()) return wrong;
  party->set_role(role);
  const std::string_view who = text.substr(0, colon);
  if (Lower(who.substr(0, 4)) == "org:") {
    party->set_organization(std::string(who.substr(4)));
  } else if (who.size() == 2) {
    party->set_country_code(Upper(who));
  } else {
    return T("usage.bad_party", language, {{"value", std::string(text)}});
  }
  return "";
}

std::string ReadSector(std::string_view text, texts::Language language, v1::SectorRef* sector) {
  const size_t colon = text.find(':');
  if (colon == std::string_view::npos || colon == 0 || colon + 1 == text.size()) {
    return T("usage.bad_sector", language, {{"value", std::string(text)}});
  }
  sector->set_vocabulary(Normal(text.substr(0, colon)));
  sector->set_code(Normal(text.substr(colon + 1)));
  return "";
}

}  // namespace minga::cli
