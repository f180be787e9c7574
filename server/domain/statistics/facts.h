// What statistics and filters know about one initiative, as small codes: an index keeps one of these for each initiative
// and answers from them without reading the records.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/container/inlined_vector.h"
#include "minga/v1/initiative.pb.h"
#include "minga/v1/period.pb.h"
#include "server/domain/qualification/natures.h"
#include "server/domain/qualification/qualification.h"

namespace minga::domain {

// A country's code as a number: (first letter) * 26 + (second letter), A being 0.
using CountryNumber = uint16_t;

// A party that is a country; organisations have kNoCountry.
struct PartyFact {
  static constexpr CountryNumber kNoCountry = 0xFFFF;
  CountryNumber country = kNoCountry;
  // Number of PartyRole.
  uint8_t role = 0;
  bool operator==(const PartyFact&) const = default;
};

struct InitiativeFacts {
  using Countries = absl::InlinedVector<CountryNumber, 4>;

  // Ids, the last parts of names: initiatives/{id}, agencies/{agency}, rounds/{round}.
  std::string id;
  absl::InlinedVector<std::string, 1> agencies;
  std::string round;
  // Microseconds since 1970 of the submission; with `id` the order of listings.
  int64_t create_micros = 0;

  // Without repetition, in the order of the record.
  Countries reporting_countries;
  Countries partner_countries;
  // Each combination of country and role once.
  absl::InlinedVector<PartyFact, 4> parties;

  // Bit n: sector n of code_lists::Sectors().
  uint64_t sectors = 0;
  // Bit n: goal n, 1 to 17.
  uint32_t sdgs = 0;
  // First and last year of the period as far as known; 0 when no year is.
  uint16_t first_year = 0, last_year = 0;
  // Numbers of the enums; 0 is not recorded.
  uint8_t decision = 0, visibility = 0, modality = 0, type = 0, status = 0, confirmation = 0;
  // Mentions of actors by number of ActorCategory; 0 is not certain.
  std::array<uint8_t, kActorCategories> actors{};
  // Results by number of QualificationTest, less one.
  std::array<uint8_t, kQualificationTests> verdicts{};

  // initiatives/{id}.
  std::string name() const;
  // Whether it names the country as partner or party, beside the reporting ones.
  bool Names(CountryNumber country) const;
  // All mentions of actors.
  int ActorCount() const;
};

// `round_period` is that of the initiative's round; an open end counts as lasting to its end (to the initiative's own
// first year where that is later, or where the round is open itself).
InitiativeFacts FactsOf(const v1::Initiative& initiative, const std::optional<v1::Period>& round_period,
                        const Definition& definition = CurrentDefinition());

// 0xFFFF for what is not two upper-case letters.
CountryNumber CountryNumberOf(std::string_view alpha2);
std::string CountryCodeOf(CountryNumber number);

}  // namespace minga::domain
