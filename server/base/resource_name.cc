#include "server/base/resource_name.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace minga::names {
namespace {

bool IsIdCharacter(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; }

bool IsId(std::string_view id) { return !id.empty() && id.size() <= 63 && std::all_of(id.begin(), id.end(), IsIdCharacter); }

// `collections` and `ids` alternate in the name: collection/id/collection/id.
bool Parse(std::string_view name, std::initializer_list<std::string_view> collections, std::initializer_list<std::string*> ids) {
  auto id = ids.begin();
  for (const std::string_view collection : collections) {
    if (name.substr(0, collection.size()) != collection || name.substr(collection.size(), 1) != "/") return false;
    name.remove_prefix(collection.size() + 1);
    const bool last = id + 1 == ids.end();
    const size_t end = last ? name.size() : name.find('/');
    if (end == std::string_view::npos || !IsId(name.substr(0, end))) return false;
    *(*id++) = std::string(name.substr(0, end));
    name.remove_prefix(last ? end : end + 1);
  }
  return true;
}

}  // namespace

std::string Agency(std::string_view agency) { return fmt::format("agencies/{}", agency); }
std::string ApiKey(std::string_view agency, std::string_view key) { return fmt::format("agencies/{}/apiKeys/{}", agency, key); }
std::string Tenant(std::string_view tenant) { return tenant == kSecretariatTenant ? std::string(kSecretariatTenant) : Agency(tenant); }
std::string Member(std::string_view tenant, std::string_view member) { return fmt::format("{}/members/{}", Tenant(tenant), member); }
std::string Session(std::string_view session) { return fmt::format("sessions/{}", session); }
std::string Revision(std::string_view agency, std::string_view fiche, int64_t revision) {
  return fmt::format("{}/revisions/{}", Fiche(agency, fiche), revision);
}
std::string Attachment(std::string_view agency, std::string_view fiche, std::string_view attachment) {
  return fmt::format("{}/attachments/{}", Fiche(agency, fiche), attachment);
}
std::string Comment(std::string_view agency, std::string_view fiche, std::string_view comment) {
  return fmt::format("{}/comments/{}", Fiche(agency, fiche), comment);
}
std::string Round(std::string_view round) { return fmt::format("rounds/{}", round); }
std::string Fiche(std::string_view agency, std::string_view fiche) { return fmt::format("agencies/{}/fiches/{}", agency, fiche); }
std::string Initiative(std::string_view initiative) { return fmt::format("initiatives/{}", initiative); }
std::string Confirmation(std::string_view initiative, std::string_view country_code) {
  return fmt::format("{}/confirmations/{}", Initiative(initiative), country_code);
}
std::string Notice(std::string_view person, std::string_view notice) { return fmt::format("people/{}/notices/{}", person, notice); }

bool ParseAgency(std::string_view name, std::string* agency) { return Parse(name, {"agencies"}, {agency}); }
bool ParseApiKey(std::string_view name, std::string* agency, std::string* key) {
  return Parse(name, {"agencies", "apiKeys"}, {agency, key});
}
bool ParseTenant(std::string_view name, std::string* tenant) {
  if (name != kSecretariatTenant) return ParseAgency(name, tenant) && *tenant != kSecretariatTenant;
  *tenant = kSecretariatTenant;
  return true;
}
bool ParseMember(std::string_view name, std::string* tenant, std::string* member) {
  const size_t at = name.find("/members/");
  if (at == std::string_view::npos || !ParseTenant(name.substr(0, at), tenant)) return false;
  return Parse(name.substr(at + 1), {"members"}, {member});
}
bool ParseSession(std::string_view name, std::string* session) { return Parse(name, {"sessions"}, {session}); }
bool ParseRevision(std::string_view name, std::string* agency, std::string* fiche, int64_t* revision) {
  std::string number;
  if (!Parse(name, {"agencies", "fiches", "revisions"}, {agency, fiche, &number})) return false;
  // One name for each.
  if (number.front() == '0') return false;
  const char* const end = number.data() + number.size();
  const auto [stopped, error] = std::from_chars(number.data(), end, *revision);
  return error == std::errc() && stopped == end && *revision > 0;
}
bool ParseAttachment(std::string_view name, std::string* agency, std::string* fiche, std::string* attachment) {
  return Parse(name, {"agencies", "fiches", "attachments"}, {agency, fiche, attachment});
}
bool ParseComment(std::string_view name, std::string* agency, std::string* fiche, std::string* comment) {
  return Parse(name, {"agencies", "fiches", "comments"}, {agency, fiche, comment});
}
bool ParseRound(std::string_view name, std::string* round) { return Parse(name, {"rounds"}, {round}); }
bool ParseFiche(std::string_view name, std::string* agency, std::string* fiche) {
  return Parse(name, {"agencies", "fiches"}, {agency, fiche});
}
bool ParseInitiative(std::string_view name, std::string* initiative) { return Parse(name, {"initiatives"}, {initiative}); }
bool ParseConfirmation(std::string_view name, std::string* initiative, std::string* country_code) {
  constexpr std::string_view kMiddle = "/confirmations/";
  const size_t at = name.find(kMiddle);
  if (at == std::string_view::npos || !ParseInitiative(name.substr(0, at), initiative)) return false;
  *country_code = std::string(name.substr(at + kMiddle.size()));
  return country_code->size() == 2 && std::all_of(country_code->begin(), country_code->end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}
bool ParseNotice(std::string_view name, std::string* person, std::string* notice) {
  return Parse(name, {"people", "notices"}, {person, notice});
}

bool IsChosenId(std::string_view id) {
  return id.size() >= 3 && IsId(id) && id.front() != '-' && id.back() != '-' && id != kSecretariatTenant;
}

}  // namespace minga::names
