// What the secretariat decides about the initiatives of a fiche.
#include <set>
#include <utility>

#include "server/base/errors.h"
#include "server/base/resource_name.h"
#include "server/domain/fiche/fiche_rules.h"
#include "server/domain/fields.h"
#include "server/domain/initiative/initiative_rules.h"
#include "server/service/explain.h"
#include "server/service/fiche_service.h"
#include "server/service/fiche_steps.h"
#include "server/service/fiche_submission.h"
#include "server/service/lookup.h"
#include "server/service/tell.h"
#include "server/service/write.h"
#include "server/store/fiche_store.h"
#include "server/store/initiative_store.h"

namespace minga::service {
namespace {

// Whether it was decided anew, and not only added to.
bool DecidesOtherwise(const v1::Initiative& before, const v1::DecideInitiativeRequest& request) {
  const std::set<int> reasons(before.exclusion_reasons().begin(), before.exclusion_reasons().end());
  return before.decision() != request.decision() ||
         reasons != std::set<int>(request.exclusion_reasons().begin(), request.exclusion_reasons().end());
}

// Notes the decision in the fiche's history, and that it is REVIEWED when nothing is left to decide. The agency hears of it then, and
// whenever something is decided otherwise afterwards.
absl::Status KeepDecision(store::Transaction& transaction, const Call& call, const v1::DecideInitiativeRequest& request,
                          bool decides_otherwise) {
  absl::StatusOr<v1::Fiche> fiche = FindFiche(transaction, request.name());
  if (!fiche.ok()) return fiche.status();
  const v1::FicheState before = fiche->state();
  fiche->set_state(domain::AllDecided(*fiche) ? v1::FICHE_STATE_REVIEWED : v1::FICHE_STATE_SUBMITTED);
  store::FicheStep step = StepOf(call, v1::FICHE_VERB_DECIDE);
  step.initiative = request.initiative_id();
  step.decision = request.decision();
  if (const absl::Status kept = KeepState(transaction, call, step, &*fiche); !kept.ok()) return kept;
  const bool tells = fiche->state() == v1::FICHE_STATE_REVIEWED && (fiche->state() != before || decides_otherwise);
  if (!tells) return absl::OkStatus();
  return TellAgency(transaction, call, v1::NOTICE_KIND_REVIEWED, *fiche, v1::ROLE_EDITOR, {});
}

}  // namespace

absl::StatusOr<v1::Initiative> FicheService::DecideInitiative(const Call& call, const v1::DecideInitiativeRequest& request) {
  return Write<v1::Initiative>(
      store_, call, RepeatableOf(request), false,
      [&](store::Transaction& transaction, const std::string& name) { return ExplainedInitiative(transaction, call, name); },
      [&](store::Transaction& transaction) -> absl::StatusOr<Written<v1::Initiative>> {
        absl::StatusOr<v1::Fiche> fiche = FindFiche(transaction, request.name());
        if (!fiche.ok()) return fiche.status();
        const std::string name = names::Initiative(request.initiative_id());
        absl::StatusOr<v1::Initiative> initiative = FindInitiative(transaction, name);
        if (!initiative.ok()) return initiative.status();
        // An entry that its agency took out is no entry of the fiche any more.
        if (initiative->fiche() != fiche->name() || initiative->decision() == v1::DECISION_WITHDRAWN) return errors::NotFound(name);

        Violations violations;
        domain::CheckRequestId(request.request_id(), "request_id", violations);
        CheckDecision(request, initiative->content().type(), violations);
        if (!violations.empty()) return violations.ToStatus();
        if (const absl::Status same = CheckEtag(request.etag(), name, initiative->etag()); !same.ok()) return same;
        if (const absl::Status taken = TakeStep(v1::FICHE_VERB_DECIDE, {.secretariat = true}, {}, &*fiche); !taken.ok()) return taken;
        const v1::Initiative before = *initiative;
        initiative->set_decision(request.decision());
        *initiative->mutable_exclusion_reasons() = request.exclusion_reasons();
        const bool decides_otherwise = DecidesOtherwise(before, request);
        // It was an answer to the decision before.
        if (decides_otherwise) initiative->clear_decision_answer();
        domain::MergeAdditions(request.additions(), request.update_mask(), initiative->mutable_content());
        if (const absl::Status put = transaction.initiatives().Update(&*initiative, call.now); !put.ok()) return put;
        if (const absl::Status kept = KeepDecision(transaction, call, request, decides_otherwise); !kept.ok()) return kept;
        if (const absl::Status asked = AskToConfirm(transaction, call, &before, *initiative); !asked.ok()) return asked;
        absl::StatusOr<v1::Initiative> decided = ExplainedInitiative(transaction, call, name);
        if (!decided.ok()) return decided.status();
        return Written<v1::Initiative>{*std::move(decided), name};
      });
}

}  // namespace minga::service
