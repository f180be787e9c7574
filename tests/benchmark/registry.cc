#include "tests/benchmark/registry.h"

#include <fmt/format.h>

#include <fstream>

#include "server/base/id.h"
#include "server/forms/fiche_reader.h"
#include "tests/support/samples.h"

namespace minga::benchmark {

absl::StatusOr<std::unique_ptr<Registry>> Registry::Make(const std::string& folder) {
  std::unique_ptr<Registry> registry(new Registry(folder));
  if (const absl::Status started = registry->Start(); !started.ok()) return started;
  std::ifstream file(folder + "/secretariat.key");
  std::getline(file, registry->key_);
  return registry;
}

absl::Status Registry::Start() {
  auto server = ServerProcess::Start(
      {ProgramFolder() + "/minga-server", "--data-dir", folder_, "--listen", "127.0.0.1:0", "--log-file", folder_ + "/server.log"});
  if (!server.ok()) return server.status();
  server_ = *std::move(server);
  return absl::OkStatus();
}

void Registry::Stop() { server_.reset(); }

absl::StatusOr<std::vector<Registry::Agency>> Registry::MakeAgencies(const std::vector<v1::Fiche>& fiches) {
  Options options;
  options.server = server_->address();
  options.key = key_;
  const absl::StatusOr<Client> secretariat = Client::Connect(options);
  if (!secretariat.ok()) return secretariat.status();
  std::vector<Agency> agencies;
  for (const v1::Fiche& fiche : fiches) {
    const std::string id = fmt::format("agency-{}", agencies.size());
    v1::CreateAgencyRequest create;
    create.set_agency_id(id);
    create.mutable_agency()->set_display_name(id);
    create.mutable_agency()->set_country_code(fiche.country_code());
    if (const auto made = secretariat->CreateAgency(create); !made.ok()) return made.status();
    v1::CreateApiKeyRequest key;
    key.set_parent("agencies/" + id);
    const auto made = secretariat->CreateApiKey(key);
    if (!made.ok()) return made.status();
    agencies.push_back({id, made->key(), fiche});
  }
  return agencies;
}

absl::StatusOr<std::vector<Registry::Kept>> Registry::MakeDrafts(Load& load, const std::vector<Agency>& agencies, int rounds) {
  std::vector<Request> new_rounds, new_drafts;
  std::vector<Kept> drafts;
  for (int i = 0; i < rounds; ++i) {
    v1::CreateRoundRequest round;
    round.set_round_id(fmt::format("round-{}", rounds_++));
    round.mutable_round()->set_display_name("Ronda " + round.round_id());
    round.mutable_round()->set_form_version("2022");
    round.mutable_round()->mutable_period()->mutable_start()->set_year(2019);
    round.mutable_round()->mutable_period()->mutable_end()->set_year(2022);
    new_rounds.push_back({"/minga.v1.RoundService/CreateRound", key_, ToBytes(round)});
    for (const Agency& agency : agencies) {
      v1::CreateFicheRequest create;
      create.set_parent("agencies/" + agency.id);
      *create.mutable_fiche() = agency.fiche;
      create.mutable_fiche()->set_round("rounds/" + round.round_id());
      new_drafts.push_back({"/minga.v1.FicheService/CreateFiche", agency.key, ToBytes(create)});
      drafts.push_back({{}, agency.key});
    }
  }
  absl::StatusOr<Load::Done> done = load.RunAll(new_rounds);
  if (!done.ok()) return done.status();
  bool parsed = true;
  done = load.RunAll(new_drafts, [&](size_t number, const grpc::ByteBuffer& bytes) { parsed &= FromBytes(bytes, &drafts[number].fiche); });
  if (!done.ok()) return done.status();
  if (!parsed) return absl::InternalError("a draft could not be parsed");
  return drafts;
}

Request Submission(const Registry::Kept& draft) {
  v1::SubmitFicheRequest submit;
  submit.set_name(draft.fiche.name());
  submit.set_etag(draft.fiche.etag());
  // As long as the ids that the client library makes.
  submit.set_request_id(NewId() + NewItemId());
  return {"/minga.v1.FicheService/SubmitFiche", draft.key, ToBytes(submit)};
}

absl::StatusOr<std::vector<v1::Fiche>> SampleFiches(const std::string& folder) {
  const auto samples = samples::Load(folder);
  if (!samples.ok()) return samples.status();
  std::vector<v1::Fiche> fiches;
  for (const samples::Sample& sample : samples->fiches) {
    auto read = forms::ReadFiche(sample.document, texts::Language::kSpanish);
    if (!read.ok()) return read.status();
    fiches.push_back(std::move(read->fiche));
    fiches.back().set_country_code(sample.country_code);
  }
  return fiches;
}

}  // namespace minga::benchmark
