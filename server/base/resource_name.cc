#include "server/base/resource_name.h"

#include <fmt/format.h>

#include <algorithm>

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
std::string Round(std::string_view round) { return fmt::format("rounds/{}", round); }
std::string Fiche(std::string_view agency, std::string_view fiche) { return fmt::format("agencies/{}/fiches/{}", agency, fiche); }
std::string Initiative(std::string_view initiative) { return fmt::format("initiatives/{}", initiative); }
std::string Notice(std::string_view person, std::string_view notice) { return fmt::format("people/{}/notices/{}", person, notice); }

bool ParseAgency(std::string_view name, std::string* agency) { return Parse(name, {"agencies"}, {agency}); }
bool ParseApiKey(std::string_view name, std::string* agency, std::string* key) {
  return Parse(name, {"agencies", "apiKeys"}, {agency, key});
}
bool ParseRound(std::string_view name, std::string* round) { return Parse(name, {"rounds"}, {round}); }
bool ParseFiche(std::string_view name, std::string* agency, std::string* fiche) {
  return Parse(name, {"agencies", "fiches"}, {agency, fiche});
}
bool ParseInitiative(std::string_view name, std::string* initiative) { return Parse(name, {"initiatives"}, {initiative}); }
bool ParseNotice(std::string_view name, std::string* person, std::string* notice) {
  return Parse(name, {"people", "notices"}, {person, notice});
}

bool IsChosenId(std::string_view id) { return id.size() >= 3 && IsId(id) && id.front() != '-' && id.back() != '-' && id != "secretariat"; }

}  // namespace minga::names
