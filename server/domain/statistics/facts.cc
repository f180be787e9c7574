#include "server/domain/statistics/facts.h"

#include <algorithm>
#include <cassert>
#include <numeric>

#include "absl/container/flat_hash_map.h"
#include "code_lists/code_lists.h"
#include "server/base/limits.h"
#include "server/base/resource_name.h"
#include "server/domain/qualification/date_span.h"

namespace minga::domain {
namespace {

// -1 when there is no such sector.
int SectorBit(const v1::SectorRef& sector) {
  static const auto* const bits = [] {
    auto* made = new absl::flat_hash_map<std::string, int>();
    const auto& all = code_lists::Sectors();
    assert(all.size() <= 64);
    for (size_t at = 0; at < all.size(); ++at) made->emplace(all[at].vocabulary + "/" + all[at].code, static_cast<int>(at));
    return made;
  }();
  const auto found = bits->find(sector.vocabulary() + "/" + sector.code());
  return found == bits->end() ? -1 : found->second;
}

template <typename List, typename Value>
void AddOnce(List& list, Value value) {
  if (std::find(list.begin(), list.end(), value) == list.end()) list.push_back(value);
}

void AddCountry(InitiativeFacts::Countries& countries, std::string_view alpha2) {
  const CountryNumber number = CountryNumberOf(alpha2);
  if (number != PartyFact::kNoCountry) AddOnce(countries, number);
}

bool IsYear(int year) { return year >= limits::kFirstYear && year <= limits::kLastYear; }

void SetYears(const v1::InitiativeContent& content, const std::optional<v1::Period>& round_period, InitiativeFacts& facts) {
  const v1::Period& period = content.period();
  int first = IsYear(period.start().year()) ? period.start().year() : 0;
  int last = IsYear(period.end().year()) ? period.end().year() : 0;
  if (first == 0) first = last;
  if (last == 0) {
    last = first;
    if (first != 0 && !period.has_end() && IsOngoing(content) && round_period && IsYear(round_period->end().year())) {
      last = std::max(first, static_cast<int>(round_period->end().year()));
    }
  }
  facts.first_year = static_cast<uint16_t>(first);
  facts.last_year = static_cast<uint16_t>(last);
}

uint8_t Small(int number) { return static_cast<uint8_t>(std::clamp(number, 0, 255)); }

}  // namespace

CountryNumber CountryNumberOf(std::string_view alpha2) {
  if (alpha2.size() != 2 || alpha2[0] < 'A' || alpha2[0] > 'Z' || alpha2[1] < 'A' || alpha2[1] > 'Z') return PartyFact::kNoCountry;
  return static_cast<CountryNumber>((alpha2[0] - 'A') * 26 + (alpha2[1] - 'A'));
}

std::string CountryCodeOf(CountryNumber number) { return {static_cast<char>('A' + number / 26), static_cast<char>('A' + number % 26)}; }

std::string InitiativeFacts::name() const { return names::Initiative(id); }

bool InitiativeFacts::Names(CountryNumber country) const {
  if (std::find(reporting_countries.begin(), reporting_countries.end(), country) != reporting_countries.end()) return false;
  return std::find(partner_countries.begin(), partner_countries.end(), country) != partner_countries.end() ||
         std::any_of(parties.begin(), parties.end(), [country](const PartyFact& party) { return party.country == country; });
}

int InitiativeFacts::ActorCount() const { return std::accumulate(actors.begin(), actors.end(), 0); }

InitiativeFacts FactsOf(const v1::Initiative& initiative, const std::optional<v1::Period>& round_period, const Definition& definition) {
  const v1::InitiativeContent& content = initiative.content();
  InitiativeFacts facts;
  names::ParseInitiative(initiative.name(), &facts.id);
  for (const std::string& name : initiative.reporting_agencies()) {
    std::string agency;
    if (names::ParseAgency(name, &agency)) AddOnce(facts.agencies, std::move(agency));
  }
  names::ParseRound(initiative.round(), &facts.round);
  facts.create_micros = initiative.create_time().seconds() * 1'000'000 + initiative.create_time().nanos() / 1'000;
  for (const std::string& country : initiative.reporting_country_codes()) AddCountry(facts.reporting_countries, country);
  for (const std::string& country : content.partner_country_codes()) AddCountry(facts.partner_countries, country);
  for (const v1::Party& party : content.parties()) {
    AddOnce(facts.parties, PartyFact{CountryNumberOf(party.country_code()), Small(v1::PartyRole_IsValid(party.role()) ? party.role() : 0)});
  }
  for (const v1::SectorRef& sector : content.sectors()) {
    if (const int bit = SectorBit(sector); bit >= 0) facts.sectors |= uint64_t{1} << bit;
  }
  for (const int goal : content.sdgs()) {
    if (goal >= 1 && goal <= limits::kSdgs) facts.sdgs |= 1u << goal;
  }
  SetYears(content, round_period, facts);
  facts.decision = Small(initiative.decision());
  facts.visibility = Small(initiative.visibility());
  facts.modality = Small(content.modality());
  facts.type = Small(content.type());
  facts.status = Small(content.status());
  facts.confirmation = Small(initiative.confirmation());
  const auto counts = CountCategories(content);
  for (size_t at = 0; at < counts.size(); ++at) facts.actors[at] = Small(counts[at]);

  QualificationContext context;
  if (!initiative.reporting_country_codes().empty()) context.reporting_country = initiative.reporting_country_codes(0);
  context.round_period = round_period;
  const Verdicts verdicts = Judge(content, context, definition);
  for (size_t at = 0; at < facts.verdicts.size(); ++at) facts.verdicts[at] = Small(verdicts.results[at]);
  return facts;
}

}  // namespace minga::domain
