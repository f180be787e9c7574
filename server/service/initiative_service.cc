#include "server/service/initiative_service.h"

#include <fmt/format.h>

#include <utility>

#include "code_lists/code_lists.h"
#include "google/protobuf/util/time_util.h"
#include "server/base/errors.h"
#include "server/base/resource_name.h"
#include "server/domain/fields.h"
#include "server/domain/statistics/question.h"
#include "server/service/explain.h"
#include "server/service/fiche_steps.h"
#include "server/service/lookup.h"
#include "server/service/page.h"
#include "server/service/principals.h"
#include "server/service/tell.h"
#include "server/service/write.h"
#include "server/store/initiative_store.h"

namespace minga::service {
namespace {

// An explained initiative is made of itself and its round.
constexpr store::Topics kAnswerTopics = store::kInitiatives | store::kRounds;

// The explanation is in the caller's language.
std::string Question(const Call& call, const v1::GetInitiativeRequest& request) {
  return fmt::format("{} {} {} {}", static_cast<int>(call.scope.kind), call.scope.agency, texts::Code(call.language), request.name());
}

}  // namespace

Encoded<v1::Initiative> InitiativeService::GetKeptInitiative(const Call& call, const v1::GetInitiativeRequest& request) {
  return {answers_.FindAt(Question(call, request), store_.Epoch(kAnswerTopics))};
}

absl::StatusOr<Encoded<v1::Initiative>> InitiativeService::GetInitiative(const Call& call, const v1::GetInitiativeRequest& request) {
  const std::string question = Question(call, request);
  // Before anything is read.
  const AnswerCache::Epoch epoch = store_.Epoch(kAnswerTopics);
  return ReadOne<Encoded<v1::Initiative>>(store_, call, [&](store::Transaction& transaction) -> absl::StatusOr<Encoded<v1::Initiative>> {
    const absl::StatusOr<std::string> version = InitiativeVersion(transaction, request.name());
    if (!version.ok()) return version.status();
    if (AnswerCache::Answer kept = answers_.FindOf(question, *version, epoch); kept != nullptr) {
      return Encoded<v1::Initiative>{std::move(kept)};
    }
    const absl::StatusOr<v1::Initiative> initiative = ExplainedInitiative(transaction, call, request.name());
    if (!initiative.ok()) return initiative.status();
    auto answer = std::make_shared<const std::string>(initiative->SerializeAsString());
    answers_.Keep(question, *version, epoch, answer);
    return Encoded<v1::Initiative>{std::move(answer)};
  });
}

absl::StatusOr<v1::ListInitiativesResponse> InitiativeService::ListInitiatives(const Call& call,
                                                                               const v1::ListInitiativesRequest& request) {
  Violations violations;
  const Page page = PageOf(request, call, store_.secret(), violations);
  // Conditions on SECTOR cannot be read without it, and would not restrict anything.
  if (!request.sector_vocabulary().empty() && !code_lists::IsVocabulary(request.sector_vocabulary())) {
    violations.Add("sector_vocabulary", "UNKNOWN_VOCABULARY", {{"value", domain::Quoted(request.sector_vocabulary())}});
  }
  const domain::Filter filter = domain::ParseFilter(request.conditions(), request.sector_vocabulary(), "conditions", violations);
  if (!violations.empty()) return violations.ToStatus();
  if (const absl::Status followed = index_.CatchUp(); !followed.ok()) return followed;

  // One more than the page, to know whether there is another.
  const TimePosition from = ParseTimeCursor(page.cursor);
  const std::vector<index::Position> found = index_.Find(call.scope, filter, {from.micros, from.id}, page.size + 1);
  v1::ListInitiativesResponse response;
  size_t last = 0;
  const absl::Status status = store_.Read(call.scope, [&](store::Transaction& transaction) {
    response.clear_initiatives();
    size_t bytes = 0;
    for (last = 0; last < found.size() && last < static_cast<size_t>(page.size) && bytes < limits::kPageBytes; ++last) {
      auto initiatives = transaction.initiatives().GetMany({found[last].id});
      if (!initiatives.ok()) return initiatives.status();
      for (v1::Initiative& initiative : *initiatives) {
        if (const absl::Status explained = Explain(transaction, call, &initiative); !explained.ok()) return explained;
        bytes += initiative.ByteSizeLong();
        *response.add_initiatives() = std::move(initiative);
      }
    }
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  if (last < found.size()) {
    const index::Position& end = found[last - 1];
    response.set_next_page_token(NextToken(request, call, store_.secret(), TimeCursor(end.create_micros, end.id)));
  }
  return response;
}

absl::StatusOr<v1::Initiative> InitiativeService::AnswerDecision(const Call& call, const v1::AnswerDecisionRequest& request) {
  return Write<v1::Initiative>(
      store_, call, RepeatableOf(request), false,
      [&](store::Transaction& transaction, const std::string& name) { return ExplainedInitiative(transaction, call, name); },
      [&](store::Transaction& transaction) -> absl::StatusOr<Written<v1::Initiative>> {
        absl::StatusOr<v1::Initiative> initiative = FindInitiative(transaction, request.name());
        if (!initiative.ok()) return initiative.status();
        // Another agency's, which the caller only sees.
        if (initiative->fiche().empty()) return errors::NotFound(request.name());
        Violations violations;
        domain::CheckRequestId(request.request_id(), "request_id", violations);
        domain::CheckAnswerComment(request.answer().agrees(), request.answer().comment(), "answer.comment", violations);
        if (!violations.empty()) return violations.ToStatus();
        if (const absl::Status same = CheckEtag(request.etag(), request.name(), initiative->etag()); !same.ok()) return same;
        const bool decided = initiative->decision() == v1::DECISION_ADMITTED || initiative->decision() == v1::DECISION_EXCLUDED;
        if (!decided) return errors::NotDecided(request.name());
        absl::StatusOr<v1::Fiche> fiche = FindFiche(transaction, initiative->fiche());
        if (!fiche.ok()) return fiche.status();
        if (const absl::Status taken = TakeStep(v1::FICHE_VERB_ANSWER, {}, {}, &*fiche); !taken.ok()) return taken;

        const v1::DecisionAnswer& given = initiative->decision_answer();
        if (initiative->has_decision_answer() && given.agrees() == request.answer().agrees() &&
            given.comment() == request.answer().comment()) {
          // Said already: nothing to note, and nobody to tell.
          absl::StatusOr<v1::Initiative> same = ExplainedInitiative(transaction, call, request.name());
          if (!same.ok()) return same.status();
          return Written<v1::Initiative>{*std::move(same), request.name()};
        }
        v1::DecisionAnswer& answer = *initiative->mutable_decision_answer();
        answer.set_agrees(request.answer().agrees());
        answer.set_comment(request.answer().comment());
        *answer.mutable_time() = google::protobuf::util::TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(call.now));
        *answer.mutable_principal() = KeptPrincipal(call.identity.principal);
        if (const absl::Status put = transaction.initiatives().Update(&*initiative, call.now); !put.ok()) return put;
        store::FicheStep step = StepOf(call, v1::FICHE_VERB_ANSWER, answer.comment());
        names::ParseInitiative(request.name(), &step.initiative);
        step.decision = initiative->decision();
        step.agrees = answer.agrees();
        if (const absl::Status kept = KeepState(transaction, call, step, &*fiche); !kept.ok()) return kept;
        const absl::Status told = TellAbout(transaction, call, v1::NOTICE_KIND_DECISION_ANSWERED, *initiative, kSecretariatTenant,
                                            v1::ROLE_ANALYST, answer.comment());
        if (!told.ok()) return told;
        absl::StatusOr<v1::Initiative> answered = ExplainedInitiative(transaction, call, request.name());
        if (!answered.ok()) return answered.status();
        return Written<v1::Initiative>{*std::move(answered), request.name()};
      });
}

}  // namespace minga::service
