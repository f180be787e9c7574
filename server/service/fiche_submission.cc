#include "server/service/fiche_submission.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "google/protobuf/util/time_util.h"
#include "server/base/errors.h"
#include "server/base/limits.h"
#include "server/base/resource_name.h"
#include "server/domain/fields.h"
#include "server/domain/initiative/initiative_rules.h"
#include "server/service/fiche_steps.h"
#include "server/service/tell.h"
#include "server/store/fiche_store.h"
#include "server/store/initiative_store.h"

namespace minga::service {
namespace {

using google::protobuf::util::TimeUtil;

// What is about the initiative of a new entry; its content comes apart.
v1::Initiative InitiativeOf(const v1::FicheInitiative& entry, const v1::Fiche& fiche, const std::string& agency, const v1::Round& round) {
  v1::Initiative initiative;
  initiative.set_name(names::Initiative(entry.id()));
  initiative.add_reporting_agencies(names::Agency(agency));
  initiative.add_reporting_country_codes(fiche.country_code());
  initiative.set_decision(v1::DECISION_PENDING);
  initiative.set_visibility(entry.visibility() == v1::VISIBILITY_UNSPECIFIED ? round.default_visibility() : entry.visibility());
  initiative.set_fiche(fiche.name());
  initiative.set_round(fiche.round());
  return initiative;
}

// The fiche as it was submitted last.
absl::StatusOr<v1::Fiche> SubmittedBefore(store::Transaction& transaction, const v1::Fiche& fiche) {
  const auto step =
      NewestStep(transaction, fiche, [](const store::KeptStep& each, v1::FicheState) { return each.step.verb == v1::FICHE_VERB_SUBMIT; });
  if (!step.ok()) return step.status();
  std::string agency, id;
  names::ParseFiche(fiche.name(), &agency, &id);
  if (!step->has_value()) return errors::Internal("a fiche that nobody submitted");
  absl::StatusOr<std::optional<v1::Fiche>> version = transaction.fiches().Revision(agency, id, (*step)->revision);
  if (!version.ok()) return version.status();
  return version->has_value() ? **std::move(version) : v1::Fiche();
}

const v1::InitiativeContent& ContentOf(const v1::Fiche& fiche, const std::string& id) {
  for (const v1::FicheInitiative& entry : fiche.initiatives()) {
    if (entry.id() == id) return entry.content();
  }
  return v1::InitiativeContent::default_instance();
}

}  // namespace

absl::Status RegisterEntries(store::Transaction& transaction, const Call& call, const v1::Round& round, const store::FicheStep& step,
                             v1::Fiche* fiche) {
  std::string agency, id;
  names::ParseFiche(fiche->name(), &agency, &id);
  std::vector<v1::Initiative> before;
  v1::Fiche submitted_before;
  if (fiche->has_submit_time()) {
    auto registered = transaction.initiatives().OfFiche(agency, id);
    if (!registered.ok()) return registered.status();
    before = *std::move(registered);
    absl::StatusOr<v1::Fiche> version = SubmittedBefore(transaction, *fiche);
    if (!version.ok()) return version.status();
    submitted_before = *std::move(version);
  }
  std::set<std::string> kept;
  // A microsecond apart, so that listings keep the order of the fiche.
  absl::Time submitted = call.now;
  for (v1::FicheInitiative& entry : *fiche->mutable_initiatives()) {
    const std::string name = names::Initiative(entry.id());
    const auto earlier = std::find_if(before.begin(), before.end(), [&](const v1::Initiative& other) { return other.name() == name; });
    v1::Initiative initiative = InitiativeOf(entry, *fiche, agency, round);
    absl::Status put;
    if (earlier == before.end()) {
      // The content is lent, not copied: the store leaves it as it is.
      initiative.mutable_content()->Swap(entry.mutable_content());
      put = transaction.initiatives().Insert(&initiative, submitted);
      if (put.ok()) put = AskToConfirm(transaction, call, nullptr, initiative);
      initiative.mutable_content()->Swap(entry.mutable_content());
    } else {
      *initiative.mutable_content() = entry.content();
      domain::CarryAdditions(earlier->content(), ContentOf(submitted_before, entry.id()), initiative.mutable_content());
      *initiative.mutable_confirmation_answers() = earlier->confirmation_answers();
      if (!domain::SaysTheSame(earlier->content(), initiative.content())) {
        // What a country confirmed is not what stands there now.
        for (v1::ConfirmationAnswer& answer : *initiative.mutable_confirmation_answers()) answer.set_outdated(true);
      }
      put = transaction.initiatives().Update(&initiative, submitted);
      if (put.ok()) put = AskToConfirm(transaction, call, &*earlier, initiative);
      kept.insert(name);
    }
    if (!put.ok()) return put;
    entry.set_decision(v1::DECISION_PENDING);
    submitted += absl::Microseconds(1);
  }
  for (v1::Initiative& earlier : before) {
    if (kept.contains(earlier.name()) || earlier.decision() == v1::DECISION_WITHDRAWN) continue;
    earlier.set_decision(v1::DECISION_WITHDRAWN);
    if (const absl::Status put = transaction.initiatives().Update(&earlier, call.now); !put.ok()) return put;
  }
  const auto now = TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(call.now));
  *fiche->mutable_submit_time() = now;
  fiche->clear_return_comment();
  return KeepState(transaction, call, step, fiche);
}

void CheckDecision(const v1::DecideInitiativeRequest& request, v1::InitiativeType type, Violations& violations) {
  const bool excluded = request.decision() == v1::DECISION_EXCLUDED;
  if (!excluded && request.decision() != v1::DECISION_ADMITTED) violations.Add("decision", "NOT_A_DECISION");
  if (excluded && request.exclusion_reasons().empty()) violations.Add("exclusion_reasons", "TOO_FEW");
  if (!excluded && !request.exclusion_reasons().empty()) violations.Add("exclusion_reasons", "ONLY_FOR_EXCLUDED");
  std::set<int> seen;
  for (int i = 0; i < request.exclusion_reasons_size(); ++i) {
    const int reason = request.exclusion_reasons(i);
    const std::string path = fmt::format("exclusion_reasons[{}]", i);
    if (!v1::ExclusionReason_IsValid(reason) || reason == v1::EXCLUSION_REASON_UNSPECIFIED) violations.Add(path, "UNKNOWN_ENUM");
    if (!seen.insert(reason).second) violations.Add(path, "DUPLICATE");
  }
  domain::CheckAdditions(request.additions(), "additions", type, violations);
  domain::CheckAdditionsMask(request.update_mask(), "update_mask", violations);
}

}  // namespace minga::service
