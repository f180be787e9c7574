#include "server/service/fiche_steps.h"

#include <utility>

#include "google/protobuf/util/time_util.h"
#include "server/base/errors.h"
#include "server/base/resource_name.h"
#include "server/domain/agency/agency_rules.h"
#include "server/domain/codes.h"
#include "server/domain/round/round_rules.h"
#include "server/service/lookup.h"

namespace minga::service {
namespace {

constexpr int kStepsAtOnce = 50;

}  // namespace

absl::Status CheckEtag(const std::string& wanted, const std::string& name, const std::string& current) {
  return wanted.empty() || wanted == current ? absl::OkStatus() : errors::EtagMismatch(name, current);
}

absl::StatusOr<domain::Side> SideOf(store::Transaction& transaction, const Call& call, const v1::Fiche& fiche) {
  if (call.scope.IsSecretariat()) return domain::Side{.secretariat = true};
  std::string agency, id;
  names::ParseFiche(fiche.name(), &agency, &id);
  const absl::StatusOr<v1::Agency> found = FindAgency(transaction, names::Agency(agency));
  if (!found.ok()) return found.status();
  return domain::Side{.secretariat = false, .validation = domain::ValidationModeOf(*found)};
}

absl::Status TakeStep(v1::FicheVerb verb, const domain::Side& side, const std::string& etag, v1::Fiche* fiche) {
  if (const absl::Status same = CheckEtag(etag, fiche->name(), fiche->etag()); !same.ok()) return same;
  const std::optional<v1::FicheState> after = domain::After(fiche->state(), verb, side);
  if (!after.has_value()) return errors::FicheStateConflict(fiche->name(), domain::Code(fiche->state()));
  fiche->set_state(*after);
  return absl::OkStatus();
}

absl::StatusOr<std::optional<store::KeptStep>> NewestStep(store::Transaction& transaction, const v1::Fiche& fiche,
                                                          absl::FunctionRef<bool(const store::KeptStep&, v1::FicheState)> is) {
  std::string agency, id;
  names::ParseFiche(fiche.name(), &agency, &id);
  std::optional<store::KeptStep> newer;
  for (int64_t before = 0;;) {
    auto steps = transaction.fiches().Steps(agency, id, before, kStepsAtOnce);
    if (!steps.ok()) return steps.status();
    for (store::KeptStep& step : *steps) {
      if (newer.has_value() && is(*newer, step.state)) return newer;
      before = step.revision;
      newer = std::move(step);
    }
    if (!steps->empty()) continue;
    if (newer.has_value() && is(*newer, v1::FICHE_STATE_UNSPECIFIED)) return newer;
    return std::nullopt;
  }
}

store::FicheStep StepOf(const Call& call, v1::FicheVerb verb, std::string comment) {
  store::FicheStep step;
  step.verb = verb;
  step.principal = call.identity.principal;
  step.comment = std::move(comment);
  return step;
}

absl::StatusOr<bool> CheckAnswering(const v1::Round& round, const v1::Fiche& fiche, absl::Time now) {
  std::string agency, id;
  names::ParseFiche(fiche.name(), &agency, &id);
  switch (domain::AnsweringAt(round, names::Agency(agency), now)) {
    case domain::Answering::kYes:
      return false;
    case domain::Answering::kLate:
      return true;
    case domain::Answering::kNotYet:
      return errors::RoundNotOpen(round.name());
    case domain::Answering::kNotAsked:
      return errors::AgencyNotAsked(names::Agency(agency), round.name());
    case domain::Answering::kClosed:
      break;
  }
  const absl::Time deadline = domain::DeadlineOf(round);
  return errors::RoundClosed(round.name(), absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", deadline, absl::UTCTimeZone()));
}

absl::Status KeepState(store::Transaction& transaction, const Call& call, const store::FicheStep& step, v1::Fiche* fiche) {
  if (const absl::Status updated = transaction.fiches().UpdateState(*fiche, step, call.now); !updated.ok()) return updated;
  *fiche->mutable_update_time() = google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(call.now));
  fiche->set_etag(std::to_string(std::stoll(fiche->etag()) + 1));
  return absl::OkStatus();
}

}  // namespace minga::service
