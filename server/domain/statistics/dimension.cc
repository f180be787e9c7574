#include "server/domain/statistics/dimension.h"

#include <algorithm>
#include <bit>
#include <charconv>

#include "code_lists/code_lists.h"
#include "server/base/limits.h"
#include "server/base/resource_name.h"
#include "server/domain/codes.h"

namespace minga::domain {
namespace {

using google::protobuf::EnumDescriptor;

constexpr KeyCode kResultsPerTest = 4;

// Null for a dimension whose keys are not the codes of one enum.
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

// A whole number between the two, written without sign or leading zero.
std::optional<KeyCode> NumberBetween(std::string_view text, int first, int last) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < first || number > last || text.front() == '0')
    return std::nullopt;
  return static_cast<KeyCode>(number);
}

std::optional<KeyCode> GroupNumber(std::string_view key) {
  for (int group = 1; group < kSectorGroups; ++group) {
    if (key == CodeOf(static_cast<SectorGroup>(group))) return static_cast<KeyCode>(group);
  }
  return std::nullopt;
}

std::optional<KeyCode> Qualification(std::string_view key) {
  const size_t colon = key.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const auto test = FromCode<v1::QualificationTest>(key.substr(0, colon));
  const auto result = FromCode<v1::QualificationResult>(key.substr(colon + 1));
  if (!test || !result) return std::nullopt;
  return static_cast<KeyCode>(*test) * kResultsPerTest + static_cast<KeyCode>(*result);
}

void AppendNumber(int number, KeyCodes* codes) {
  if (number != 0) codes->push_back(static_cast<KeyCode>(number));
}

void AppendBits(uint64_t bits, KeyCodes* codes) {
  for (; bits != 0; bits &= bits - 1) codes->push_back(static_cast<KeyCode>(std::countr_zero(bits)));
}

void AppendOnce(KeyCode code, KeyCodes* codes) {
  if (std::find(codes->begin(), codes->end(), code) == codes->end()) codes->push_back(code);
}

}  // namespace

bool IsNamed(v1::Dimension dimension) { return dimension == v1::DIMENSION_AGENCY || dimension == v1::DIMENSION_ROUND; }

std::optional<KeyCode> CodeOfKey(v1::Dimension dimension, std::string_view key, std::string_view vocabulary) {
  if (const EnumDescriptor* const descriptor = EnumOf(dimension)) {
    const std::optional<int> number = NumberOf(descriptor, key);
    return number ? std::optional<KeyCode>(static_cast<KeyCode>(*number)) : std::nullopt;
  }
  switch (dimension) {
    case v1::DIMENSION_REPORTING_COUNTRY:
    case v1::DIMENSION_PARTICIPATING_COUNTRY:
    case v1::DIMENSION_PARTNER_COUNTRY:
      return code_lists::FindCountry(key) == nullptr ? std::nullopt : std::optional<KeyCode>(CountryNumberOf(key));
    case v1::DIMENSION_SECTOR: {
      const auto& all = code_lists::Sectors();
      const auto* const found = code_lists::FindSector(vocabulary, key);
      return found == nullptr ? std::nullopt : std::optional<KeyCode>(static_cast<KeyCode>(found - all.data()));
    }
    case v1::DIMENSION_SECTOR_GROUP:
      return GroupNumber(key);
    case v1::DIMENSION_QUALIFICATION:
      return Qualification(key);
    case v1::DIMENSION_SDG:
      return NumberBetween(key, 1, limits::kSdgs);
    case v1::DIMENSION_YEAR: {
      const auto year = NumberBetween(key, limits::kFirstYear, limits::kLastYear);
      return year ? std::optional<KeyCode>(*year - limits::kFirstYear) : std::nullopt;
    }
    default:
      return std::nullopt;
  }
}

std::string KeyOfCode(v1::Dimension dimension, KeyCode code) {
  if (const EnumDescriptor* const descriptor = EnumOf(dimension)) return Code(descriptor, static_cast<int>(code));
  switch (dimension) {
    case v1::DIMENSION_REPORTING_COUNTRY:
    case v1::DIMENSION_PARTICIPATING_COUNTRY:
    case v1::DIMENSION_PARTNER_COUNTRY:
      return CountryCodeOf(static_cast<CountryNumber>(code));
    case v1::DIMENSION_SECTOR:
      return code_lists::Sectors()[code].code;
    case v1::DIMENSION_SECTOR_GROUP:
      return CodeOf(static_cast<SectorGroup>(code));
    case v1::DIMENSION_QUALIFICATION:
      return Code(static_cast<v1::QualificationTest>(code / kResultsPerTest)) + ":" +
             Code(static_cast<v1::QualificationResult>(code % kResultsPerTest));
    case v1::DIMENSION_SDG:
      return std::to_string(code);
    case v1::DIMENSION_YEAR:
      return std::to_string(code + limits::kFirstYear);
    default:
      return {};
  }
}

std::string LabelOfKey(v1::Dimension dimension, std::string_view vocabulary, const std::string& key, texts::Language language) {
  switch (dimension) {
    case v1::DIMENSION_REPORTING_COUNTRY:
    case v1::DIMENSION_PARTICIPATING_COUNTRY:
    case v1::DIMENSION_PARTNER_COUNTRY: {
      const code_lists::Country* const country = code_lists::FindCountry(key);
      return country == nullptr ? key : country->names.In(language);
    }
    case v1::DIMENSION_SECTOR: {
      const code_lists::Sector* const sector = code_lists::FindSector(vocabulary, key);
      return sector == nullptr ? key : sector->names.In(language);
    }
    case v1::DIMENSION_ACTOR_CATEGORY: {
      const code_lists::ActorCategory* const category = code_lists::FindActorCategory(key);
      return category == nullptr ? key : category->names.In(language);
    }
    default:
      return key;
  }
}

std::optional<std::string> IdOfKey(v1::Dimension dimension, const std::string& key) {
  std::string id;
  const bool is_name = dimension == v1::DIMENSION_AGENCY ? names::ParseAgency(key, &id) : names::ParseRound(key, &id);
  return is_name ? std::optional<std::string>(std::move(id)) : std::nullopt;
}

std::string KeyOfId(v1::Dimension dimension, const std::string& id) {
  return dimension == v1::DIMENSION_AGENCY ? names::Agency(id) : names::Round(id);
}

uint64_t SectorsOf(std::string_view vocabulary) {
  uint64_t bits = 0;
  const auto& all = code_lists::Sectors();
  for (size_t at = 0; at < all.size(); ++at) {
    if (all[at].vocabulary == vocabulary) bits |= uint64_t{1} << at;
  }
  return bits;
}

void AppendKeys(v1::Dimension dimension, const InitiativeFacts& facts, uint64_t sectors, KeyCodes* codes) {
  switch (dimension) {
    case v1::DIMENSION_REPORTING_COUNTRY:
      codes->insert(codes->end(), facts.reporting_countries.begin(), facts.reporting_countries.end());
      return;
    case v1::DIMENSION_PARTNER_COUNTRY:
      codes->insert(codes->end(), facts.partner_countries.begin(), facts.partner_countries.end());
      return;
    case v1::DIMENSION_PARTICIPATING_COUNTRY:
      for (const PartyFact& party : facts.parties) {
        if (party.country != PartyFact::kNoCountry) AppendOnce(party.country, codes);
      }
      return;
    case v1::DIMENSION_ROLE:
      for (const PartyFact& party : facts.parties) {
        if (party.role != 0) AppendOnce(party.role, codes);
      }
      return;
    case v1::DIMENSION_MODALITY:
      return AppendNumber(facts.modality, codes);
    case v1::DIMENSION_INITIATIVE_TYPE:
      return AppendNumber(facts.type, codes);
    case v1::DIMENSION_STATUS:
      return AppendNumber(facts.status, codes);
    case v1::DIMENSION_DECISION:
      return AppendNumber(facts.decision, codes);
    case v1::DIMENSION_CONFIRMATION:
      return AppendNumber(facts.confirmation, codes);
    case v1::DIMENSION_SECTOR:
      return AppendBits(facts.sectors & sectors, codes);
    case v1::DIMENSION_SDG:
      return AppendBits(facts.sdgs, codes);
    case v1::DIMENSION_ACTOR_CATEGORY:
      for (size_t category = 1; category < facts.actors.size(); ++category) {
        if (facts.actors[category] > 0) codes->push_back(static_cast<KeyCode>(category));
      }
      return;
    case v1::DIMENSION_SECTOR_GROUP:
      for (size_t category = 1; category < facts.actors.size(); ++category) {
        const SectorGroup group = SectorGroupOf(static_cast<v1::ActorCategory>(category));
        if (facts.actors[category] > 0 && group != SectorGroup::kNone) AppendOnce(static_cast<KeyCode>(group), codes);
      }
      return;
    case v1::DIMENSION_QUALIFICATION:
      for (size_t test = 0; test < facts.verdicts.size(); ++test) {
        codes->push_back(static_cast<KeyCode>(test + 1) * kResultsPerTest + facts.verdicts[test]);
      }
      return;
    case v1::DIMENSION_YEAR:
      if (facts.first_year == 0) return;
      for (int year = facts.first_year; year <= facts.last_year; ++year) codes->push_back(static_cast<KeyCode>(year - limits::kFirstYear));
      return;
    default:
      return;
  }
}

}  // namespace minga::domain
