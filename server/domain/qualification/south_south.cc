#include <algorithm>

#include "absl/container/inlined_vector.h"
#include "server/domain/codes.h"
#include "server/domain/qualification/tests.h"

namespace minga::domain::tests {
namespace {

using Result = v1::QualificationResult;
constexpr Result kYes = v1::QUALIFICATION_RESULT_YES;
constexpr Result kNo = v1::QUALIFICATION_RESULT_NO;
constexpr Result kUnknown = v1::QUALIFICATION_RESULT_UNKNOWN;

bool Provides(v1::PartyRole role) {
  return role == v1::PARTY_ROLE_PROVIDER || role == v1::PARTY_ROLE_FIRST_PROVIDER || role == v1::PARTY_ROLE_BOTH;
}

bool Receives(v1::PartyRole role) { return role == v1::PARTY_ROLE_RECIPIENT || role == v1::PARTY_ROLE_BOTH; }

bool IsOpen(v1::PartyRole role) { return role == v1::PARTY_ROLE_UNSPECIFIED || !v1::PartyRole_IsValid(role); }

// A record that breaks the rule "each once" must not make one country its own partner, so roles are gathered by country.
struct Country {
  std::string_view code;
  bool provides, receives, open, south;
};

// What the parties come to.
struct Summary {
  absl::InlinedVector<Country, 12> countries;
  // Countries of the South by what they do; `open` may do anything.
  int providers = 0, recipients = 0, both = 0, open = 0;
  // Parties with the role of second provider, and parties outside the South whose role is open.
  int seconds = 0, open_others = 0;
  // Parties that are neither a country nor an organisation.
  int unnamed = 0;
  bool has_north = false, has_organization = false, has_open_role = false, has_first = false, all_national = true;
};

Summary Summarize(const v1::InitiativeContent& content, const Definition& definition) {
  Summary sum;
  for (const v1::Party& party : content.parties()) {
    const v1::PartyRole role = party.role();
    sum.all_national &= role == v1::PARTY_ROLE_NATIONAL;
    sum.has_open_role |= IsOpen(role);
    sum.has_first |= role == v1::PARTY_ROLE_FIRST_PROVIDER;
    if (role == v1::PARTY_ROLE_SECOND_PROVIDER) ++sum.seconds;
    if (party.country_code().empty()) {
      if (party.organization().empty()) ++sum.unnamed;
      sum.has_organization |= !party.organization().empty();
      if (IsOpen(role)) ++sum.open_others;
      continue;
    }
    const std::string_view code = party.country_code();
    auto at = std::find_if(sum.countries.begin(), sum.countries.end(), [&](const Country& each) { return each.code == code; });
    if (at == sum.countries.end()) {
      sum.countries.push_back({code, false, false, false, !definition.north.Has(code)});
      at = sum.countries.end() - 1;
    }
    at->provides |= Provides(role);
    at->receives |= Receives(role);
    at->open |= IsOpen(role);
  }
  for (const Country& country : sum.countries) {
    if (!country.south) {
      sum.has_north = true;
      if (country.open) ++sum.open_others;
    } else if (country.open) {
      ++sum.open;
    } else if (country.provides && country.receives) {
      ++sum.both;
    } else if (country.provides) {
      ++sum.providers;
    } else if (country.receives) {
      ++sum.recipients;
    }
  }
  return sum;
}

// Whether one country provides and another receives, or both do both.
bool IsPair(int providers, int recipients, int both) {
  return (providers > 0 && recipients > 0) || (both > 0 && providers + recipients + both > 1);
}

bool HasPair(const Summary& sum) { return IsPair(sum.providers, sum.recipients, sum.both); }

// Whether there could be one, with `open` parties that may take either role.
bool MayHavePair(const Summary& sum, int open) { return IsPair(sum.providers, sum.recipients, sum.both + open); }

// Countries of the South only, a provider and a recipient, no second provider.
Result Bilateral(const Summary& sum) {
  if (sum.has_north || sum.has_organization || sum.seconds > 0) return kNo;
  if (HasPair(sum)) return sum.has_open_role || sum.unnamed > 0 ? kUnknown : kYes;
  return MayHavePair(sum, sum.open + sum.unnamed) ? kUnknown : kNo;
}

// Two countries of the South as (first) provider and recipient, or both, and a second provider of any kind.
Result Triangular(const Summary& sum) {
  if (HasPair(sum) && sum.seconds > 0) return kYes;
  const int open = sum.open + sum.unnamed;
  if (sum.seconds > 0 || sum.open_others > 0) return MayHavePair(sum, open) ? kUnknown : kNo;
  return sum.open > 0 && MayHavePair(sum, open - 1) ? kUnknown : kNo;
}

constexpr size_t kRegionalCountries = 3;

Result Regional(const Summary& sum) {
  if (sum.countries.size() >= kRegionalCountries) return kYes;
  return sum.countries.size() + static_cast<size_t>(sum.unnamed) >= kRegionalCountries ? kUnknown : kNo;
}

// The countries that the form itself names; what stands in for parties that are not recorded.
absl::InlinedVector<std::string_view, 12> NamedCountries(const v1::InitiativeContent& content, const QualificationContext& context) {
  absl::InlinedVector<std::string_view, 12> named;
  const auto add = [&](std::string_view code) {
    if (!code.empty() && std::find(named.begin(), named.end(), code) == named.end()) named.push_back(code);
  };
  add(context.reporting_country);
  for (const std::string& partner : content.partner_country_codes()) add(partner);
  return named;
}

template <typename List>
std::string CountryNames(const List& codes, const Explanation& why) {
  std::vector<std::string> names;
  for (const std::string_view code : codes) names.push_back(why.Country(std::string(code)));
  return why.List(names);
}

template <typename Wanted>
std::string PartyNames(const v1::InitiativeContent& content, const Explanation& why, Wanted wanted) {
  std::vector<std::string> names;
  for (const v1::Party& party : content.parties()) {
    if (wanted(party)) names.push_back(why.Party(party));
  }
  return why.List(names);
}

void AddParties(const v1::InitiativeContent& content, Explanation& why) {
  std::vector<std::string> parties;
  for (const v1::Party& party : content.parties()) {
    parties.push_back(why.Sentence("PARTY_WITH_ROLE", {{"party", why.Party(party)}, {"role", Code(party.role())}}));
  }
  why.Fact("parties", "PARTIES", {{"parties", why.List(parties)}});
}

void AddOpenParties(const v1::InitiativeContent& content, Explanation& why) {
  for (int at = 0; at < content.parties_size(); ++at) {
    const v1::Party& party = content.parties(at);
    const std::string path = "parties[" + std::to_string(at) + "]";
    if (party.country_code().empty() && party.organization().empty()) {
      why.Missing(path, "PARTY_UNNAMED");
    } else if (IsOpen(party.role())) {
      why.Missing(path + ".role", "ROLE_MISSING", {{"party", why.Party(party)}});
    }
  }
}

// What speaks for or against the scheme that the record has, or that its parties point at.
void ExplainScheme(v1::Modality modality, const Summary& sum, const v1::InitiativeContent& content, const Definition& definition,
                   Explanation& why) {
  const auto in_north = [&](const v1::Party& party) { return definition.north.Has(party.country_code()); };
  const auto is_second = [](const v1::Party& party) { return party.role() == v1::PARTY_ROLE_SECOND_PROVIDER; };
  if (modality == v1::MODALITY_REGIONAL) {
    std::vector<std::string_view> codes;
    for (const Country& country : sum.countries) codes.push_back(country.code);
    why.Fact("parties", sum.countries.size() >= kRegionalCountries ? "REGIONAL_COUNTRIES" : "REGIONAL_TOO_FEW",
             {{"count", std::to_string(codes.size())}, {"countries", CountryNames(codes, why)}});
    return;
  }
  if (modality == v1::MODALITY_BILATERAL) {
    if (sum.has_north) why.Fact("parties", "NORTH_IN_BILATERAL", {{"countries", PartyNames(content, why, in_north)}});
    if (sum.has_organization) {
      const auto is_organization = [](const v1::Party& party) { return !party.organization().empty(); };
      why.Fact("parties", "ORGANIZATION_IN_BILATERAL", {{"parties", PartyNames(content, why, is_organization)}});
    }
    if (sum.seconds > 0) why.Fact("parties", "SECOND_PROVIDER_IN_BILATERAL", {{"parties", PartyNames(content, why, is_second)}});
  }
  if (HasPair(sum)) {
    const auto takes_part = [&](const v1::Party& party) {
      return !party.country_code().empty() && !in_north(party) && (Provides(party.role()) || Receives(party.role()));
    };
    why.Fact("parties", "SOUTHERN_PAIR", {{"countries", PartyNames(content, why, takes_part)}});
  } else {
    why.Fact("parties", "NO_SOUTHERN_PAIR");
  }
  if (modality == v1::MODALITY_TRIANGULAR) {
    if (sum.seconds > 0) {
      why.Fact("parties", "SECOND_PROVIDER", {{"parties", PartyNames(content, why, is_second)}});
    } else {
      why.Fact("parties", "NO_SECOND_PROVIDER");
    }
  }
}

// Type 3 is judged by what it is for (S1: "iniciativas institucionales que apunten a habilitar y promover").
Result Space(const v1::InitiativeContent& content, Explanation* why) {
  if (content.has_enables_multi_actor_cooperation()) {
    const bool enables = content.enables_multi_actor_cooperation();
    if (why != nullptr) why->Fact("enables_multi_actor_cooperation", enables ? "SPACE_ENABLES" : "SPACE_DOES_NOT_ENABLE");
    return enables ? kYes : kNo;
  }
  const bool national = content.modality() == v1::MODALITY_NATIONAL;
  if (why != nullptr) {
    if (national) why->Fact("modality", "SPACE_NATIONAL");
    why->Fact("type", "SPACE_IS_JUDGED_BY_PURPOSE");
    why->Missing("enables_multi_actor_cooperation", "SPACE_NOT_RECORDED");
  }
  return national ? kNo : kUnknown;
}

Result WithoutParties(const v1::InitiativeContent& content, const QualificationContext& context, Explanation* why) {
  const auto named = NamedCountries(content, context);
  const bool regional = content.modality() == v1::MODALITY_REGIONAL && named.size() >= kRegionalCountries;
  if (why != nullptr) {
    const texts::Args args = {{"count", std::to_string(named.size())}, {"countries", CountryNames(named, *why)}};
    if (regional) {
      why->Fact("partner_country_codes", "REGIONAL_COUNTRIES", args);
    } else if (!named.empty()) {
      why->Fact("partner_country_codes", "NAMED_COUNTRIES", args);
    }
    why->Missing("parties", "PARTIES_MISSING");
  }
  return regional ? kYes : kUnknown;
}

// The scheme that the parties point at when none is recorded: a second provider makes it triangular, and a first one would
// have made it so. Only the secretariat can tell that a scheme is regional.
Result Derived(const Summary& sum) {
  if (sum.all_national) return kNo;
  const Result bilateral = Bilateral(sum), triangular = Triangular(sum);
  if (triangular == kYes || (bilateral == kYes && !sum.has_first)) return kYes;
  return bilateral == kNo && triangular == kNo && Regional(sum) == kNo ? kNo : kUnknown;
}

Result UnderModality(v1::Modality modality, const Summary& sum) {
  switch (modality) {
    case v1::MODALITY_BILATERAL:
      return Bilateral(sum);
    case v1::MODALITY_TRIANGULAR:
      return Triangular(sum);
    case v1::MODALITY_REGIONAL:
      return Regional(sum);
    default:
      return Derived(sum);
  }
}

// The modality whose rule the explanation follows when none is recorded.
v1::Modality PointedAt(const Summary& sum) {
  if (sum.all_national) return v1::MODALITY_NATIONAL;
  return sum.seconds > 0 || sum.has_first ? v1::MODALITY_TRIANGULAR : v1::MODALITY_BILATERAL;
}

}  // namespace

Result SouthSouthOrTriangular(const v1::InitiativeContent& content, const QualificationContext& context, const Definition& definition,
                              Explanation* why) {
  if (content.type() == v1::INITIATIVE_TYPE_INTERINSTITUTIONAL_SPACE) return Space(content, why);
  const bool has_modality = content.modality() != v1::MODALITY_UNSPECIFIED && v1::Modality_IsValid(content.modality());
  const v1::Modality modality = has_modality ? content.modality() : v1::MODALITY_UNSPECIFIED;
  if (why != nullptr && has_modality) why->Fact("modality", "MODALITY", {{"modality", Code(modality)}});

  Result result = kNo;
  if (modality != v1::MODALITY_NATIONAL && content.parties().empty()) {
    result = WithoutParties(content, context, why);
  } else if (modality != v1::MODALITY_NATIONAL) {
    const Summary sum = Summarize(content, definition);
    result = UnderModality(modality, sum);
    if (why != nullptr) {
      const v1::Modality scheme = has_modality ? modality : PointedAt(sum);
      if (!has_modality) why->Fact("parties", "MODALITY_DERIVED", {{"modality", Code(scheme)}});
      if (scheme != v1::MODALITY_NATIONAL) ExplainScheme(scheme, sum, content, definition, *why);
      AddParties(content, *why);
      AddOpenParties(content, *why);
    }
  }
  if (why != nullptr) {
    if (modality == v1::MODALITY_NATIONAL) why->Fact("modality", "NATIONAL_IS_NOT_BETWEEN_COUNTRIES");
    if (modality != v1::MODALITY_NATIONAL && modality != v1::MODALITY_REGIONAL) {
      why->Fact("", "SOUTH_DEFINITION", {{"group", definition.north_group}, {"version", definition.version}});
    }
    if (!has_modality) why->Missing("modality", "MODALITY_MISSING");
    if (content.type() == v1::INITIATIVE_TYPE_UNSPECIFIED) why->Missing("type", "TYPE_MISSING");
  }
  return result;
}

}  // namespace minga::domain::tests
