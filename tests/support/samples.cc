#include "tests/support/samples.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "google/protobuf/util/json_util.h"

namespace minga::samples {
namespace {

using Json = nlohmann::json;

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

// Codes stand without their enum prefix in the file.
Json Prefixed(Json json, const char* key, const std::string& prefix) {
  if (json.contains(key)) json[key] = prefix + json[key].get<std::string>();
  return json;
}

v1::InitiativeContent AdditionsOf(const Json& entry) {
  Json content = Json::object();
  for (const char* key : {"modality", "sectors", "sdgs", "period"}) {
    if (entry.contains(key)) content[key] = entry[key];
  }
  content = Prefixed(content, "modality", "MODALITY_");
  for (const Json& party : entry.value("parties", Json::array())) content["parties"].push_back(Prefixed(party, "role", "PARTY_ROLE_"));
  for (const Json& amount : entry.value("amounts", Json::array())) {
    content["amounts"].push_back(
        {{"amount", {{"currency_code", amount["currency"]}, {"units", std::to_string(amount["units"].get<int64_t>())}}},
         {"contributor", amount.value("contributor", "")},
         {"source_text", amount.value("source_text", "")}});
  }
  v1::InitiativeContent parsed;
  const auto status = google::protobuf::util::JsonStringToMessage(content.dump(), &parsed);
  if (!status.ok()) throw std::runtime_error(status.ToString());
  return parsed;
}

Addition AdditionOf(const Json& entry) {
  const Json& expected = entry.at("expected");
  return {entry.at("file"),      entry.at("title"),    AdditionsOf(entry),       expected.at("south_south_or_triangular"),
          expected.at("narrow"), expected.at("broad"), expected.at("in_period"), entry.value("table1", false)};
}

v1::Round RoundOf(const Json& round) {
  v1::Round parsed;
  const auto status = google::protobuf::util::JsonStringToMessage(round.dump(), &parsed);
  if (!status.ok()) throw std::runtime_error(status.ToString());
  return parsed;
}

}  // namespace

absl::StatusOr<Samples> Load(const std::string& folder) {
  try {
    Samples samples;
    samples.round = RoundOf(Json::parse(ReadFile(folder + "/expected_statistics.json")).at("round"));
    const Json secretariat = Json::parse(ReadFile(folder + "/secretariat.json"));
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder + "/filled")) {
      if (entry.path().extension() == ".docx") files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    for (const auto& path : files) {
      Sample sample;
      sample.file = path.filename();
      const Json expected = Json::parse(ReadFile(path.parent_path() / (path.stem().string() + ".expected.json")));
      sample.agency = path.stem().string().substr(4);
      sample.country_code = expected.at("country_code");
      sample.institution = expected.at("institution");
      sample.document = ReadFile(path);
      for (const Json& entry : secretariat) {
        if (entry.at("file") == sample.file) sample.additions.push_back(AdditionOf(entry));
      }
      samples.fiches.push_back(std::move(sample));
    }
    if (samples.fiches.empty()) return absl::NotFoundError("no sample fiches in " + folder);
    return samples;
  } catch (const std::exception& error) {
    return absl::InvalidArgumentError("samples in " + folder + ": " + error.what());
  }
}

absl::StatusOr<Client> NewAgency(const Client& secretariat, const Options& options, const std::string& agency, const std::string& country,
                                 const std::string& display_name) {
  v1::CreateAgencyRequest create;
  create.set_agency_id(agency);
  create.mutable_agency()->set_display_name(display_name);
  create.mutable_agency()->set_country_code(country);
  if (const auto created = secretariat.CreateAgency(create); !created.ok()) return created.status();
  v1::CreateApiKeyRequest key;
  key.set_parent("agencies/" + agency);
  key.mutable_api_key()->set_display_name("samples");
  const auto made = secretariat.CreateApiKey(key);
  if (!made.ok()) return made.status();
  Options own = options;
  own.key = made->key();
  return Client::Connect(own);
}

v1::DecideInitiativeRequest Admission(const v1::Fiche& fiche, const v1::FicheInitiative& entry, const Sample& sample) {
  v1::DecideInitiativeRequest decide;
  decide.set_name(fiche.name());
  decide.set_initiative_id(entry.id());
  decide.set_decision(v1::DECISION_ADMITTED);
  for (const Addition& addition : sample.additions) {
    if (addition.title == entry.content().title()) *decide.mutable_additions() = addition.additions;
  }
  return decide;
}

absl::Status Play(const Samples& samples, const Options& options, const std::string& round_id, bool only_table1,
                  const std::string& agency_suffix) {
  const auto secretariat = Client::Connect(options);
  if (!secretariat.ok()) return secretariat.status();
  v1::CreateRoundRequest round;
  round.set_round_id(round_id);
  *round.mutable_round() = samples.round;
  if (const auto created = secretariat->CreateRound(round); !created.ok()) return created.status();

  for (const Sample& sample : samples.fiches) {
    const auto is_in_table1 = [&](const v1::FicheInitiative& entry) {
      return std::any_of(sample.additions.begin(), sample.additions.end(),
                         [&](const Addition& each) { return each.table1 && each.title == entry.content().title(); });
    };
    if (only_table1 && std::none_of(sample.additions.begin(), sample.additions.end(), [](const Addition& each) { return each.table1; }))
      continue;
    const std::string agency = sample.agency + agency_suffix;
    const auto client = NewAgency(*secretariat, options, agency, sample.country_code, sample.institution);
    if (!client.ok()) return client.status();
    v1::ImportFicheRequest import;
    import.set_parent("agencies/" + agency);
    import.set_round("rounds/" + round_id);
    import.set_document(sample.document);
    import.set_file_name(sample.file);
    const auto imported = client->ImportFiche(import);
    if (!imported.ok()) return imported.status();
    v1::Fiche draft = imported->fiche();
    if (only_table1) {
      v1::UpdateFicheRequest update;
      *update.mutable_fiche() = draft;
      update.mutable_update_mask()->add_paths("initiatives");
      auto* entries = update.mutable_fiche()->mutable_initiatives();
      entries->erase(
          std::remove_if(entries->begin(), entries->end(), [&](const v1::FicheInitiative& entry) { return !is_in_table1(entry); }),
          entries->end());
      auto updated = client->UpdateFiche(update);
      if (!updated.ok()) return updated.status();
      draft = *std::move(updated);
    }
    v1::SubmitFicheRequest submit;
    submit.set_name(draft.name());
    submit.set_etag(draft.etag());
    const auto submitted = client->SubmitFiche(submit);
    if (!submitted.ok()) return submitted.status();
    for (const v1::FicheInitiative& entry : submitted->initiatives()) {
      if (const auto decided = secretariat->DecideInitiative(Admission(*submitted, entry, sample)); !decided.ok()) return decided.status();
    }
  }
  return absl::OkStatus();
}

}  // namespace minga::samples
