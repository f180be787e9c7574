#include "tests/server/domain/support.h"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "google/protobuf/util/json_util.h"
#include "server/domain/codes.h"
#include "server/domain/fields.h"

namespace minga::domain::support {
namespace {

using nlohmann::json;

constexpr char kForms[] = "tests/data/forms/";

std::vector<std::string> Split(std::string_view text, char separator) {
  std::vector<std::string> pieces;
  std::istringstream in{std::string(text)};
  for (std::string piece; std::getline(in, piece, separator);) pieces.push_back(piece);
  return pieces;
}

template <typename Enum>
Enum Parsed(const std::string& code) {
  if (code == "-") return static_cast<Enum>(0);
  const auto value = FromCode<Enum>(code);
  EXPECT_TRUE(value.has_value()) << code;
  return value.value_or(static_cast<Enum>(0));
}

// secretariat.json has codes without prefix and sums without the shape of Money.
void AddSecretariat(const json& given, v1::InitiativeContent* content) {
  content->set_modality(Parsed<v1::Modality>(given.at("modality")));
  for (const json& each : given.at("parties")) {
    v1::Party* const party = content->add_parties();
    if (each.contains("country_code")) party->set_country_code(each.at("country_code"));
    if (each.contains("organization")) party->set_organization(each.at("organization"));
    party->set_role(Parsed<v1::PartyRole>(each.at("role")));
  }
  for (const json& each : given.at("sectors")) {
    v1::SectorRef* const sector = content->add_sectors();
    sector->set_vocabulary(each.at("vocabulary"));
    sector->set_code(each.at("code"));
  }
  for (const json& each : given.at("sdgs")) content->add_sdgs(each);
  FromJson(given.at("period").dump(), content->mutable_period());
  for (const json& each : given.value("amounts", json::array())) {
    v1::Amount* const amount = content->add_amounts();
    amount->mutable_amount()->set_currency_code(each.at("currency"));
    amount->mutable_amount()->set_units(each.at("units"));
    amount->set_contributor(each.value("contributor", ""));
    amount->set_source_text(each.value("source_text", ""));
  }
}

}  // namespace

std::string ReadFile(const std::string& path_in_repository) {
  std::ifstream in(std::string(MINGA_SOURCE_DIR "/") + path_in_repository, std::ios::binary);
  EXPECT_TRUE(in.good()) << path_in_repository;
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<Row> ReadTable(const std::string& path_in_repository) {
  std::vector<Row> rows;
  for (const std::string& line : Split(ReadFile(path_in_repository), '\n')) {
    if (line.empty() || line[0] == '#') continue;
    Row row = Split(line, '|');
    for (std::string& cell : row) Trim(&cell);
    rows.push_back(std::move(row));
  }
  EXPECT_FALSE(rows.empty()) << path_in_repository;
  return rows;
}

void FromJson(const std::string& json, google::protobuf::Message* message) {
  const auto status = google::protobuf::util::JsonStringToMessage(json, message);
  EXPECT_TRUE(status.ok()) << status.ToString() << "\n" << json;
}

std::vector<std::string> Words(std::string_view text) {
  std::vector<std::string> words;
  std::istringstream in{std::string(text)};
  for (std::string word; in >> word;) words.push_back(word);
  return words;
}

void AddParties(std::string_view words, v1::InitiativeContent* content) {
  for (const std::string& word : Words(words)) {
    const size_t colon = word.find(':');
    const std::string who = word.substr(0, colon);
    v1::Party* const party = content->add_parties();
    if (who[0] == '+') {
      party->set_organization(who.substr(1));
    } else if (who != "?") {
      party->set_country_code(who);
    }
    party->set_role(Parsed<v1::PartyRole>(word.substr(colon + 1)));
  }
}

void AddActors(std::string_view words, v1::InitiativeContent* content) {
  for (const std::string& word : Words(words)) {
    v1::Actor* const actor = content->add_actors();
    actor->set_id("a" + std::to_string(content->actors_size()));
    actor->set_display_name("Actor " + std::to_string(content->actors_size()));
    actor->set_category(Parsed<v1::ActorCategory>(word));
  }
}

void SetDates(std::string_view start, std::string_view end, v1::Period* period) {
  const auto set = [](std::string_view text, google::type::Date* date) {
    const auto parts = Split(text, '-');
    date->set_year(std::stoi(parts.at(0)));
    if (parts.size() > 1) date->set_month(std::stoi(parts[1]));
    if (parts.size() > 2) date->set_day(std::stoi(parts[2]));
  };
  if (start != "-") set(start, period->mutable_start());
  if (end != "-") set(end, period->mutable_end());
}

std::vector<std::string> Written(const Violations& violations) {
  std::vector<std::string> written;
  for (const Violation& each : violations.found()) written.push_back(each.path + " " + each.rule);
  return written;
}

std::vector<Sample> Samples() {
  std::vector<Sample> samples;
  for (const json& given : json::parse(ReadFile(std::string(kForms) + "secretariat.json"))) {
    Sample sample;
    sample.file = given.at("file");
    const std::string stem = sample.file.substr(0, sample.file.rfind('.'));
    const auto fiche = Json<v1::Fiche>(ReadFile(std::string(kForms) + "filled/" + stem + ".expected.json"));
    for (const v1::FicheInitiative& entry : fiche.initiatives()) {
      if (entry.content().title() == given.at("title")) *sample.initiative.mutable_content() = entry.content();
    }
    EXPECT_FALSE(sample.initiative.content().title().empty()) << given.at("title");
    AddSecretariat(given, sample.initiative.mutable_content());
    sample.initiative.set_name("initiatives/sample" + std::to_string(samples.size()));
    sample.initiative.add_reporting_agencies("agencies/" + stem.substr(4));
    sample.initiative.add_reporting_country_codes(fiche.country_code());
    sample.initiative.set_round("rounds/relevamiento-2022");
    sample.initiative.set_decision(v1::DECISION_PENDING);
    sample.in_table1 = given.at("table1");
    const json& expected = given.at("expected");
    sample.south_south_or_triangular = expected.value("south_south_or_triangular", "");
    sample.narrow = expected.value("narrow", "");
    sample.broad = expected.value("broad", "");
    sample.in_period = expected.value("in_period", "");
    samples.push_back(std::move(sample));
  }
  return samples;
}

v1::Period SampleRoundPeriod() {
  const json expected = json::parse(ReadFile(std::string(kForms) + "expected_statistics.json"));
  return Json<v1::Period>(expected.at("round").at("period").dump());
}

}  // namespace minga::domain::support
