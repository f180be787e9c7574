#include "code_lists/code_lists.h"

#include <algorithm>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "embedded/code_list_files.h"

namespace minga::code_lists {
namespace {

using Row = std::vector<std::string>;

// Empty pieces are left out.
std::vector<std::string_view> Split(std::string_view text, char separator) {
  std::vector<std::string_view> pieces;
  while (!text.empty()) {
    const size_t end = std::min(text.find(separator), text.size());
    if (end > 0) pieces.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return pieces;
}

// RFC 4180 without the heading line; our own files hold no line breaks inside a field.
std::vector<Row> ReadCsv(std::string_view file) {
  std::vector<Row> rows;
  for (std::string_view line : Split(embedded::code_list_files(file), '\n')) {
    if (line.back() == '\r') line.remove_suffix(1);
    Row row(1);
    bool quoted = false;
    for (const char c : line) {
      if (c == '"') {
        quoted = !quoted;
      } else if (c == ',' && !quoted) {
        row.emplace_back();
      } else {
        row.back().push_back(c);
      }
    }
    rows.push_back(std::move(row));
  }
  if (!rows.empty()) rows.erase(rows.begin());
  return rows;
}

std::vector<std::string> Aliases(std::string_view field) {
  const auto pieces = Split(field, '|');
  return {pieces.begin(), pieces.end()};
}

// The region's own list wins over the world's for names; aliases of both are kept.
std::vector<Country> LoadCountries() {
  std::vector<Country> countries;
  absl::flat_hash_map<std::string, size_t> position;
  for (const Row& row : ReadCsv("world_countries.csv")) {
    position[row[0]] = countries.size();
    countries.push_back({row[0], {row[3], row[4], row[5]}, Aliases(row[6])});
    countries.back().aliases.push_back(row[1]);
  }
  for (const Row& row : ReadCsv("countries.csv")) {
    Country& country = countries[position.at(row[0])];
    country.names = {row[3], row[4], row[5]};
    for (std::string& alias : Aliases(row[6])) country.aliases.push_back(std::move(alias));
  }
  return countries;
}

}  // namespace

const std::string& Names::In(texts::Language language) const {
  switch (language) {
    case texts::Language::kSpanish:
      return es;
    case texts::Language::kPortuguese:
      return pt;
    case texts::Language::kEnglish:
      return en;
  }
  return es;
}

const std::vector<Country>& Countries() {
  static const auto* const countries = new std::vector<Country>(LoadCountries());
  return *countries;
}

const Country* FindCountry(std::string_view alpha2) {
  const auto& all = Countries();
  const auto at =
      std::lower_bound(all.begin(), all.end(), alpha2, [](const Country& country, std::string_view code) { return country.alpha2 < code; });
  return at != all.end() && at->alpha2 == alpha2 ? &*at : nullptr;
}

bool InGroup(std::string_view group, std::string_view alpha2) {
  static const auto* const groups = [] {
    auto* made = new absl::flat_hash_set<std::string>();
    for (const Row& row : ReadCsv("country_groups.csv")) made->insert(row[0] + "/" + row[1]);
    return made;
  }();
  return groups->contains(std::string(group) + "/" + std::string(alpha2));
}

const std::vector<ActorCategory>& ActorCategories() {
  static const auto* const categories = [] {
    auto* made = new std::vector<ActorCategory>();
    for (const Row& row : ReadCsv("actor_categories.csv")) made->push_back({row[0], row[1], {row[3], row[4], row[5]}});
    return made;
  }();
  return *categories;
}

const ActorCategory* FindActorCategory(std::string_view code) {
  for (const ActorCategory& category : ActorCategories()) {
    if (category.code == code) return &category;
  }
  return nullptr;
}

const std::vector<Sector>& Sectors() {
  static const auto* const sectors = [] {
    auto* made = new std::vector<Sector>();
    for (const Row& row : ReadCsv("report_sectors.csv")) made->push_back({"REPORT", row[0], "", {row[1], row[2], row[3]}});
    for (const Row& row : ReadCsv("sectors.csv")) made->push_back({"IBERO_AMERICAN", row[0], row[1], {row[5], row[6], row[7]}});
    return made;
  }();
  return *sectors;
}

const Sector* FindSector(std::string_view vocabulary, std::string_view code) {
  for (const Sector& sector : Sectors()) {
    if (sector.vocabulary == vocabulary && sector.code == code) return &sector;
  }
  return nullptr;
}

bool IsVocabulary(std::string_view vocabulary) { return vocabulary == "REPORT" || vocabulary == "IBERO_AMERICAN"; }

}  // namespace minga::code_lists
