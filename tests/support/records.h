// Small records for tests of the store.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "server/base/resource_name.h"
#include "server/store/agency_store.h"
#include "server/store/fiche_store.h"
#include "server/store/initiative_store.h"
#include "server/store/request_store.h"
#include "server/store/round_store.h"
#include "server/store/store.h"

namespace minga::test {

inline constexpr char kAgency[] = "pe-apci";
inline constexpr char kRound[] = "r2022";
inline constexpr char kFiche[] = "f1";

// A key of an editor's program.
inline v1::ApiKey NewKey(std::string_view display_name = {}, v1::Role role = v1::ROLE_EDITOR) {
  v1::ApiKey key;
  key.set_display_name(std::string(display_name));
  key.set_role(role);
  return key;
}

// A step of a program of kAgency.
inline store::FicheStep NewStep(v1::FicheVerb verb = v1::FICHE_VERB_EDIT) {
  store::FicheStep step;
  step.verb = verb;
  step.principal = {Principal::Kind::kProgram, kAgency, "k1"};
  return step;
}

// An initiative of kAgency with `bytes` of text.
inline v1::Initiative NewInitiative(std::string_view id, size_t bytes = 1'000) {
  v1::Initiative initiative;
  initiative.set_name(names::Initiative(id));
  initiative.add_reporting_agencies(names::Agency(kAgency));
  initiative.add_reporting_country_codes("PE");
  initiative.set_fiche(names::Fiche(kAgency, kFiche));
  initiative.set_round(names::Round(kRound));
  initiative.set_decision(v1::DECISION_PENDING);
  initiative.mutable_content()->set_title(fmt::format("Agua {}", id));
  initiative.mutable_content()->set_objectives(std::string(bytes, 'x'));
  initiative.mutable_content()->mutable_focal_point()->set_email("luz@example.org");
  return initiative;
}

// An agency with a fiche in a round, unless they are there.
inline absl::Status Prepare(store::Store& store) {
  return store.Write(Scope::System(), [](store::Transaction& transaction) {
    v1::Agency agency;
    agency.set_name(names::Agency(kAgency));
    absl::Status status = transaction.agencies().Insert(agency, absl::UnixEpoch()).status();
    v1::Round round;
    round.set_name(names::Round(kRound));
    if (status.ok()) status = transaction.rounds().Insert(round, absl::UnixEpoch()).status();
    v1::Fiche fiche;
    fiche.set_name(names::Fiche(kAgency, kFiche));
    fiche.set_round(names::Round(kRound));
    fiche.set_state(v1::FICHE_STATE_SUBMITTED);
    fiche.mutable_focal_point()->set_email("ana@example.org");
    if (status.ok()) status = transaction.fiches().Insert(fiche, NewStep(v1::FICHE_VERB_CREATE), absl::UnixEpoch()).status();
    return status;
  });
}

// What a submission writes: an initiative, its contact, its change, the call's record.
inline absl::Status Submit(store::Store& store, const std::string& id, size_t bytes = 1'000) {
  v1::Initiative initiative = NewInitiative(id, bytes);
  const Scope scope = Scope::Agency(kAgency);
  return store.Write(scope, [&](store::Transaction& transaction) {
    const absl::Status status = transaction.initiatives().Insert(&initiative, absl::UnixEpoch());
    if (!status.ok()) return status;
    return transaction.requests().Remember(id, {"hash", initiative.name()}, absl::UnixEpoch());
  });
}

// Whether all of that is there.
inline bool IsSubmitted(store::Store& store, const std::string& id) {
  bool there = false;
  const absl::Status status = store.Read(Scope::Agency(kAgency), [&](store::Transaction& transaction) {
    const auto initiative = transaction.initiatives().Get(id);
    const auto request = transaction.requests().Find(id);
    there = initiative.ok() && initiative->has_value() && (*initiative)->content().has_focal_point() && (*initiative)->etag() == "1" &&
            request.ok() && request->has_value();
    return absl::OkStatus();
  });
  return status.ok() && there;
}

}  // namespace minga::test
