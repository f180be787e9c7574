#include "server/service/round_service.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "google/protobuf/util/time_util.h"
#include "server/base/errors.h"
#include "server/base/limits.h"
#include "server/base/resource_name.h"
#include "server/domain/fields.h"
#include "server/domain/round/round_rules.h"
#include "server/service/fiche_steps.h"
#include "server/service/lookup.h"
#include "server/service/page.h"
#include "server/service/write.h"
#include "server/store/round_store.h"

namespace minga::service {
namespace {

using google::protobuf::util::TimeUtil;

// Every agency that the round names exists, and every agency that has a fiche in it is named.
absl::Status CheckAgencies(store::Transaction& transaction, const v1::Round& round, Violations& violations) {
  if (round.agencies().empty()) return absl::OkStatus();
  std::string id;
  names::ParseRound(round.name(), &id);
  const absl::StatusOr<std::vector<store::KeptResponse>> responses = transaction.rounds().Responses(id);
  if (!responses.ok()) return responses.status();
  const domain::AskedAgencies asked(round);
  std::set<std::string> agencies;
  for (const store::KeptResponse& each : *responses) {
    agencies.insert(each.agency.name());
    if (!each.fiche.empty() && !asked.Has(each.agency.name())) {
      violations.Add("round.agencies", "HAS_A_FICHE", {{"value", each.agency.name()}});
    }
  }
  for (int i = 0; i < std::min(round.agencies_size(), limits::kRoundAgencies); ++i) {
    std::string agency;
    const bool is_name = names::ParseAgency(round.agencies(i), &agency);
    if (!is_name || agencies.contains(round.agencies(i))) continue;
    violations.Add(fmt::format("round.agencies[{}]", i), "UNKNOWN_AGENCY", {{"value", domain::Quoted(round.agencies(i))}});
  }
  return absl::OkStatus();
}

// Times and visibilities that a round has when nobody says another.
void Complete(const Call& call, v1::Round* round) {
  if (!round->has_open_time()) *round->mutable_open_time() = TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(call.now));
  if (round->default_visibility() == v1::VISIBILITY_UNSPECIFIED) round->set_default_visibility(v1::VISIBILITY_AGENCY_AND_SECRETARIAT);
}

absl::StatusOr<Written<v1::Round>> WrittenRound(store::Transaction& transaction, const Call& call, const std::string& name) {
  absl::StatusOr<v1::Round> round = FindRound(transaction, name, call.now);
  if (!round.ok()) return round.status();
  return Written<v1::Round>{*std::move(round), name};
}

}  // namespace

absl::StatusOr<v1::Round> RoundService::CreateRound(const Call& call, const v1::CreateRoundRequest& request) {
  v1::Round round = request.round();
  Complete(call, &round);
  round.set_name(names::Round(request.round_id()));
  return Write<v1::Round>(
      store_, call, RepeatableOf(request), request.validate_only(),
      [&](store::Transaction& transaction, const std::string& name) { return FindRound(transaction, name, call.now); },
      [&](store::Transaction& transaction) -> absl::StatusOr<Written<v1::Round>> {
        Violations violations;
        if (!names::IsChosenId(request.round_id())) violations.Add("round_id", "INVALID_ID");
        domain::CheckRound(round, "round", violations);
        domain::CheckRequestId(request.request_id(), "request_id", violations);
        if (const absl::Status checked = CheckAgencies(transaction, round, violations); !checked.ok()) return checked;
        if (!violations.empty()) return violations.ToStatus();
        const absl::StatusOr<bool> inserted = transaction.rounds().Insert(round, call.now);
        if (!inserted.ok()) return inserted.status();
        if (!*inserted) return errors::RoundExists(round.name());
        return WrittenRound(transaction, call, round.name());
      });
}

absl::StatusOr<v1::Round> RoundService::GetRound(const Call& call, const v1::GetRoundRequest& request) {
  return ReadOne<v1::Round>(store_, call,
                            [&](store::Transaction& transaction) { return FindRound(transaction, request.name(), call.now); });
}

absl::StatusOr<v1::ListRoundsResponse> RoundService::ListRounds(const Call& call, const v1::ListRoundsRequest& request) {
  Violations violations;
  const Page page = PageOf(request, call, store_.secret(), violations);
  if (!violations.empty()) return violations.ToStatus();
  const TimePosition from = ParseTimeCursor(page.cursor);
  v1::ListRoundsResponse response;
  const absl::Status status = store_.Read(call.scope, [&](store::Transaction& transaction) {
    auto rounds = transaction.rounds().List(from.micros, from.id, page.size + 1);
    if (!rounds.ok()) return rounds.status();
    FillPage(*rounds, page.size, response.mutable_rounds(), [&](const v1::Round& last) {
      std::string id;
      names::ParseRound(last.name(), &id);
      response.set_next_page_token(
          NextToken(request, call, store_.secret(), TimeCursor(TimeUtil::TimestampToMicroseconds(last.create_time()), id)));
    });
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  for (v1::Round& round : *response.mutable_rounds()) round.set_state(domain::StateAt(round, call.now));
  return response;
}

absl::StatusOr<v1::Round> RoundService::UpdateRound(const Call& call, const v1::UpdateRoundRequest& request) {
  return Write<v1::Round>(
      store_, call, RepeatableOf(request), false,
      [&](store::Transaction& transaction, const std::string& name) { return FindRound(transaction, name, call.now); },
      [&](store::Transaction& transaction) -> absl::StatusOr<Written<v1::Round>> {
        const absl::StatusOr<v1::Round> before = FindRound(transaction, request.round().name(), call.now);
        if (!before.ok()) return before.status();
        Violations violations;
        domain::CheckRequestId(request.request_id(), "request_id", violations);
        domain::CheckRoundMask(request.update_mask(), "update_mask", violations);
        v1::Round after = *before;
        domain::ApplyRound(request.round(), request.update_mask(), &after);
        // One that was called off stays so until it gets an end to come.
        const bool opens_after_all = domain::WasCalledOff(*before) && domain::StateAt(after, call.now) != v1::ROUND_STATE_CLOSED;
        if (before->state() == v1::ROUND_STATE_SCHEDULED || opens_after_all) Complete(call, &after);
        domain::CheckRound(after, "round", violations);
        domain::CheckRoundChange(*before, after, call.now, "round", violations);
        if (const absl::Status checked = CheckAgencies(transaction, after, violations); !checked.ok()) return checked;
        if (!violations.empty()) return violations.ToStatus();
        if (const absl::Status same = CheckEtag(request.etag(), before->name(), before->etag()); !same.ok()) return same;
        if (const absl::Status updated = transaction.rounds().Update(after); !updated.ok()) return updated;
        return WrittenRound(transaction, call, before->name());
      });
}

absl::StatusOr<v1::Round> RoundService::CloseRound(const Call& call, const v1::CloseRoundRequest& request) {
  return Write<v1::Round>(
      store_, call, {}, false,
      [&](store::Transaction& transaction, const std::string& name) { return FindRound(transaction, name, call.now); },
      [&](store::Transaction& transaction) -> absl::StatusOr<Written<v1::Round>> {
        absl::StatusOr<v1::Round> round = FindRound(transaction, request.name(), call.now);
        if (!round.ok()) return round.status();
        std::string id;
        names::ParseRound(request.name(), &id);
        const absl::StatusOr<int64_t> ended = transaction.rounds().EndExtensions(id, call.now);
        if (!ended.ok()) return ended.status();
        // Before the etag, because a repeated call knows that from before it closed the round.
        const bool closed = round->state() == v1::ROUND_STATE_CLOSED && !round->allow_late_submissions() && *ended == 0;
        if (closed) return Written<v1::Round>{*std::move(round), request.name()};
        if (const absl::Status same = CheckEtag(request.etag(), round->name(), round->etag()); !same.ok()) return same;
        domain::EndRound(call.now, &*round);
        if (const absl::Status updated = transaction.rounds().Update(*round); !updated.ok()) return updated;
        return WrittenRound(transaction, call, request.name());
      });
}

}  // namespace minga::service
