// Where agencies stand in a round, and the extensions that they get.
#include <algorithm>
#include <utility>
#include <vector>

#include "server/base/errors.h"
#include "server/base/limits.h"
#include "server/base/resource_name.h"
#include "server/domain/fiche/fiche_missing.h"
#include "server/domain/fields.h"
#include "server/domain/round/response_rules.h"
#include "server/domain/round/round_rules.h"
#include "server/domain/times.h"
#include "server/service/lookup.h"
#include "server/service/page.h"
#include "server/service/round_reminders.h"
#include "server/service/round_service.h"
#include "server/service/write.h"
#include "server/store/agency_store.h"
#include "server/store/fiche_store.h"
#include "server/store/round_store.h"

namespace minga::service {
namespace {

void FillDeadline(const Call& call, const v1::Round& round, const store::KeptResponse& kept, v1::RoundResponse* response) {
  const absl::Time deadline = domain::DeadlineOf(round, kept.extension);
  if (deadline == absl::InfiniteFuture()) return;
  *response->mutable_deadline() = domain::StampOf(deadline);
  response->set_days_left(domain::DaysLeft(deadline, call.now, round.time_zone()));
  response->set_overdue(call.now >= deadline && kept.submit_time == absl::InfinitePast());
}

v1::RoundResponse ResponseOf(const Call& call, const v1::Round& round, const store::KeptResponse& kept) {
  v1::RoundResponse response;
  response.set_agency(kept.agency.name());
  response.set_agency_display_name(kept.agency.display_name());
  response.set_country_code(kept.agency.country_code());
  response.set_state(domain::ResponseStateOf(kept.state, kept.returned));
  response.set_next_step(domain::NextStepOf(response.state()));
  FillDeadline(call, round, kept, &response);
  response.set_late(kept.late);
  if (kept.extension) *response.mutable_extension() = *kept.extension;
  if (kept.submit_time > absl::InfinitePast()) *response.mutable_submit_time() = domain::StampOf(kept.submit_time);
  // The secretariat does not find what it waits for.
  if (!kept.fiche.empty() && (!call.scope.IsSecretariat() || !domain::IsAwaited(response.state()))) {
    std::string agency;
    names::ParseAgency(kept.agency.name(), &agency);
    response.set_fiche(names::Fiche(agency, kept.fiche));
  }
  response.set_received_count(kept.admitted + kept.excluded + kept.pending);
  response.set_admitted_count(kept.admitted);
  response.set_excluded_count(kept.excluded);
  response.set_pending_count(kept.pending);
  if (kept.last_reminder_time > absl::InfinitePast()) {
    *response.mutable_last_reminder_time() = domain::StampOf(kept.last_reminder_time);
  }
  return response;
}

// What the agency itself is told more: the questions that it left open.
absl::Status AddMissing(store::Transaction& transaction, const Call& call, v1::RoundResponse* response) {
  if (response->fiche().empty() || call.scope.IsSecretariat()) return absl::OkStatus();
  if (response->state() != v1::RESPONSE_STATE_DRAFT && response->state() != v1::RESPONSE_STATE_RETURNED) return absl::OkStatus();
  const absl::StatusOr<v1::Fiche> fiche = FindFiche(transaction, response->fiche());
  if (!fiche.ok()) return fiche.status();
  for (v1::MissingAnswer& each : domain::MissingAnswers(*fiche, call.language)) *response->add_missing_answers() = std::move(each);
  return absl::OkStatus();
}

// Those of the agencies that are asked.
absl::StatusOr<std::vector<v1::RoundResponse>> ResponsesTo(store::Transaction& transaction, const Call& call, const v1::Round& round,
                                                           store::ResponseFilter filter = {}) {
  std::string id;
  names::ParseRound(round.name(), &id);
  filter.decisions = true;
  const auto kept = transaction.rounds().Responses(id, filter);
  if (!kept.ok()) return kept.status();
  std::vector<v1::RoundResponse> responses;
  const domain::AskedAgencies asked(round);
  for (const store::KeptResponse& each : *kept) {
    if (!asked.Has(each.agency.name())) continue;
    responses.push_back(ResponseOf(call, round, each));
    if (const absl::Status added = AddMissing(transaction, call, &responses.back()); !added.ok()) return added;
  }
  return responses;
}

absl::StatusOr<v1::RoundResponse> OneResponse(store::Transaction& transaction, const Call& call, const std::string& round_name,
                                              const std::string& agency) {
  const absl::StatusOr<v1::Round> round = FindRound(transaction, round_name, call.now);
  if (!round.ok()) return round.status();
  store::ResponseFilter filter;
  names::ParseAgency(agency, &filter.agency);
  absl::StatusOr<std::vector<v1::RoundResponse>> responses = ResponsesTo(transaction, call, *round, filter);
  if (!responses.ok()) return responses.status();
  if (responses->empty()) return errors::NotFound(agency);
  return std::move(responses->front());
}

// What is wrong with giving this agency this time.
absl::Status CheckExtension(store::Transaction& transaction, const Call& call, const v1::SetRoundExtensionRequest& request,
                            const v1::Round& round, Violations& violations) {
  domain::CheckRequestId(request.request_id(), "request_id", violations);
  domain::CheckText(request.comment(), limits::kExtensionComment, "comment", violations);
  std::string agency;
  if (!names::ParseAgency(request.agency(), &agency)) {
    violations.Add("agency", "INVALID_NAME", {{"form", "agencies/{agency}"}});
  } else {
    const auto found = transaction.agencies().Get(agency);
    if (!found.ok()) return found.status();
    if (!found->has_value()) {
      violations.Add("agency", "UNKNOWN_AGENCY", {{"value", domain::Quoted(request.agency())}});
    } else if (!domain::IsAsked(round, request.agency())) {
      violations.Add("agency", "NOT_ASKED");
    }
  }
  if (!request.has_close_time()) return absl::OkStatus();
  const size_t before = violations.found().size();
  domain::CheckTime(request.close_time(), "close_time", violations);
  if (violations.found().size() > before) return absl::OkStatus();
  const absl::Time end = domain::TimeOf(request.close_time());
  if (end <= call.now) violations.Add("close_time", "NOT_IN_THE_FUTURE");
  if (end <= domain::DeadlineOf(round)) violations.Add("close_time", "NOT_AFTER_THE_ROUND");
  return absl::OkStatus();
}

// Keeps or takes back the extension; the agency hears of one that it did not have as it is now.
absl::Status Extend(store::Transaction& transaction, const Call& call, const v1::SetRoundExtensionRequest& request,
                    const v1::Round& round) {
  std::string round_id;
  store::ResponseFilter filter;
  names::ParseRound(request.name(), &round_id);
  names::ParseAgency(request.agency(), &filter.agency);
  if (!request.has_close_time()) return transaction.rounds().DeleteExtension(round_id, filter.agency);
  const auto before = transaction.rounds().Responses(round_id, filter);
  if (!before.ok()) return before.status();
  v1::RoundExtension extension;
  *extension.mutable_close_time() = request.close_time();
  extension.set_comment(request.comment());
  const absl::Status set = transaction.rounds().SetExtension(round_id, filter.agency, extension, call.now);
  if (!set.ok()) return set;
  const auto after = transaction.rounds().Responses(round_id, filter);
  if (!after.ok()) return after.status();
  const auto& known = before->front().extension;
  const auto& given = after->front().extension;
  const bool same = known.has_value() && domain::TimeOf(known->close_time()) == domain::TimeOf(given->close_time()) &&
                    known->comment() == given->comment();
  return same ? absl::OkStatus() : TellOfExtension(transaction, round, after->front(), call.identity.principal.tenant, call.now);
}

// A call that was made before is remembered by round and agency.
constexpr std::string_view kExtensions = "/extensions/";

}  // namespace

absl::StatusOr<v1::RoundResponse> RoundService::SetRoundExtension(const Call& call, const v1::SetRoundExtensionRequest& request) {
  return Write<v1::RoundResponse>(
      store_, call, RepeatableOf(request), false,
      [&](store::Transaction& transaction, const std::string& name) {
        const size_t at = name.find(kExtensions);
        return OneResponse(transaction, call, name.substr(0, at), names::Agency(name.substr(at + kExtensions.size())));
      },
      [&](store::Transaction& transaction) -> absl::StatusOr<Written<v1::RoundResponse>> {
        const absl::StatusOr<v1::Round> round = FindRound(transaction, request.name(), call.now);
        if (!round.ok()) return round.status();
        Violations violations;
        if (const absl::Status checked = CheckExtension(transaction, call, request, *round, violations); !checked.ok()) return checked;
        if (!violations.empty()) return violations.ToStatus();
        if (const absl::Status set = Extend(transaction, call, request, *round); !set.ok()) return set;
        std::string agency;
        names::ParseAgency(request.agency(), &agency);
        absl::StatusOr<v1::RoundResponse> response = OneResponse(transaction, call, request.name(), request.agency());
        if (!response.ok()) return response.status();
        return Written<v1::RoundResponse>{*std::move(response), request.name() + std::string(kExtensions) + agency};
      });
}

absl::StatusOr<v1::ListRoundResponsesResponse> RoundService::ListRoundResponses(const Call& call,
                                                                                const v1::ListRoundResponsesRequest& request) {
  Violations violations;
  const Page page = PageOf(request, call, store_.secret(), violations);
  if (!violations.empty()) return violations.ToStatus();
  v1::ListRoundResponsesResponse answer;
  const absl::Status status = store_.Read(call.scope, [&](store::Transaction& transaction) {
    const absl::StatusOr<v1::Round> round = FindRound(transaction, request.name(), call.now);
    if (!round.ok()) return round.status();
    absl::StatusOr<std::vector<v1::RoundResponse>> responses = ResponsesTo(transaction, call, *round);
    if (!responses.ok()) return responses.status();
    for (const v1::RoundResponse& each : *responses) domain::Count(each.state(), answer.mutable_totals());
    // In the order of the names, in which the cursor is the last one's.
    const auto from =
        std::find_if(responses->begin(), responses->end(), [&](const v1::RoundResponse& each) { return each.agency() > page.cursor; });
    responses->erase(responses->begin(), from);
    FillPage(*responses, page.size, answer.mutable_responses(),
             [&](const v1::RoundResponse& last) { answer.set_next_page_token(NextToken(request, call, store_.secret(), last.agency())); });
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return answer;
}

}  // namespace minga::service
