#include "tests/support/submitters.h"

#include <stdexcept>

#include "tests/support/test_registry.h"

namespace minga {
namespace {

template <typename T>
T Must(absl::StatusOr<T> answer) {
  if (!answer.ok()) throw std::runtime_error(answer.status().ToString());
  return *std::move(answer);
}

}  // namespace

void Submitters::Prepare(const ServerProcess& server, const std::string& secretariat_key) {
  secretariat_key_ = secretariat_key;
  const Client secretariat = ClientOf(server, secretariat_key);
  submitters_.resize(kCount);
  for (int i = 0; i < kCount; ++i) {
    Submitter& submitter = submitters_[static_cast<size_t>(i)];
    v1::CreateAgencyRequest create;
    create.set_agency_id("agency-" + std::to_string(i));
    create.mutable_agency()->set_display_name("Agencia " + std::to_string(i));
    create.mutable_agency()->set_country_code("PE");
    submitter.agency = Must(secretariat.CreateAgency(create)).name();
    v1::CreateApiKeyRequest key;
    key.set_parent(submitter.agency);
    submitter.key = Must(secretariat.CreateApiKey(key)).key();
  }
}

void Submitters::Begin(const ServerProcess& server, int rounds) {
  stop_ = false;
  const Client secretariat = ClientOf(server, secretariat_key_);
  std::vector<std::string> names;
  for (int i = 0; i < rounds; ++i) {
    v1::CreateRoundRequest create;
    create.set_round_id("round-" + std::to_string(rounds_made_++));
    create.mutable_round()->set_display_name("Relevamiento");
    create.mutable_round()->set_form_version("2022");
    create.mutable_round()->mutable_period()->mutable_start()->set_year(2019);
    names.push_back(Must(secretariat.CreateRound(create)).name());
  }
  for (Submitter& submitter : submitters_) {
    submitter.thread = std::thread([this, &submitter, client = ClientOf(server, submitter.key), names] {
      if (submitter.pending.has_value() && !SubmitOne(client, submitter, *submitter.pending)) return;
      for (const std::string& round : names) {
        if (stop_ || !SubmitOne(client, submitter, round)) return;
      }
    });
  }
}

bool Submitters::SubmitOne(const Client& client, Submitter& submitter, const std::string& round) {
  submitter.pending = round;
  // "agency-7 round-12".
  const std::string title = submitter.agency.substr(submitter.agency.find('/') + 1) + " " + round.substr(round.find('/') + 1);
  const auto failed = [&](const absl::Status& status) {
    if (!absl::IsUnavailable(status)) {
      const std::lock_guard lock(mutex_);
      surprises_.push_back(title + ": " + status.ToString());
    }
    return false;
  };
  v1::CreateFicheRequest create;
  create.set_parent(submitter.agency);
  *create.mutable_fiche() = SmallFiche(round.substr(round.find('/') + 1), title);
  create.set_request_id("create/" + round);
  const absl::StatusOr<v1::Fiche> draft = client.CreateFiche(create);
  if (!draft.ok()) return failed(draft.status());
  v1::SubmitFicheRequest submit;
  submit.set_name(draft->name());
  submit.set_request_id("submit/" + round);
  const absl::StatusOr<v1::Fiche> submitted = client.SubmitFiche(submit);
  if (!submitted.ok()) return failed(submitted.status());
  submitter.pending.reset();
  const std::lock_guard lock(mutex_);
  acknowledged_[title] = submitted->name();
  return true;
}

void Submitters::Join() {
  for (Submitter& submitter : submitters_) {
    if (submitter.thread.joinable()) submitter.thread.join();
  }
}

void Submitters::Stop() {
  stop_ = true;
  Join();
}

std::map<std::string, std::string> Submitters::Acknowledged() const {
  const std::lock_guard lock(mutex_);
  return acknowledged_;
}

size_t Submitters::Count() const {
  const std::lock_guard lock(mutex_);
  return acknowledged_.size();
}

void Submitters::Finish(const ServerProcess& server) {
  Begin(server, 0);
  Join();
}

std::vector<std::string> Submitters::Surprises() const {
  const std::lock_guard lock(mutex_);
  return surprises_;
}

std::string RoundOf(const std::string& title) { return "rounds/" + title.substr(title.find(' ') + 1); }

std::map<std::string, int> Registered(const Client& secretariat, const std::set<std::string>& rounds) {
  std::map<std::string, int> registered;
  v1::ListInitiativesRequest request;
  if (!rounds.empty()) {
    v1::Condition& condition = *request.add_conditions();
    condition.set_dimension(v1::DIMENSION_ROUND);
    condition.mutable_values()->Add(rounds.begin(), rounds.end());
  }
  request.set_page_size(1000);
  for (const auto& initiative : secretariat.ListInitiatives(request)) ++registered[Must(initiative).content().title()];
  return registered;
}

}  // namespace minga
