#include "server/service/round_service.h"

#include "google/protobuf/util/time_util.h"
#include "server/base/errors.h"
#include "server/base/resource_name.h"
#include "server/domain/fields.h"
#include "server/domain/round/round_rules.h"
#include "server/service/lookup.h"
#include "server/service/page.h"
#include "server/service/write.h"
#include "server/store/round_store.h"

namespace minga::service {
namespace {

using google::protobuf::util::TimeUtil;

}  // namespace

absl::StatusOr<v1::Round> RoundService::CreateRound(const Call& call, const v1::CreateRoundRequest& request) {
  Violations violations;
  if (!names::IsChosenId(request.round_id())) violations.Add("round_id", "INVALID_ID");
  v1::Round round = request.round();
  if (!round.has_open_time()) *round.mutable_open_time() = TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(call.now));
  domain::CheckRound(round, "round", violations);
  domain::CheckRequestId(request.request_id(), "request_id", violations);
  if (!violations.empty()) return violations.ToStatus();

  round.set_name(names::Round(request.round_id()));
  if (round.default_visibility() == v1::VISIBILITY_UNSPECIFIED) round.set_default_visibility(v1::VISIBILITY_AGENCY_AND_SECRETARIAT);
  return Write<v1::Round>(
      store_, call, RepeatableOf(request), request.validate_only(),
      [&](store::Transaction& transaction, const std::string& name) { return FindRound(transaction, name, call.now); },
      [&](store::Transaction& transaction) -> absl::StatusOr<Written<v1::Round>> {
        const absl::StatusOr<bool> inserted = transaction.rounds().Insert(round, call.now);
        if (!inserted.ok()) return inserted.status();
        if (!*inserted) return errors::RoundExists(round.name());
        absl::StatusOr<v1::Round> made = FindRound(transaction, round.name(), call.now);
        if (!made.ok()) return made.status();
        return Written<v1::Round>{*std::move(made), round.name()};
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

absl::StatusOr<v1::Round> RoundService::CloseRound(const Call& call, const v1::CloseRoundRequest& request) {
  return Write<v1::Round>(
      store_, call, {}, false,
      [&](store::Transaction& transaction, const std::string& name) { return FindRound(transaction, name, call.now); },
      [&](store::Transaction& transaction) -> absl::StatusOr<Written<v1::Round>> {
        absl::StatusOr<v1::Round> round = FindRound(transaction, request.name(), call.now);
        if (!round.ok()) return round.status();
        // First, because a repeated call knows the etag from before it closed the round.
        if (round->state() == v1::ROUND_STATE_CLOSED) return Written<v1::Round>{*std::move(round), request.name()};
        if (!request.etag().empty() && request.etag() != round->etag()) return errors::EtagMismatch(round->name(), round->etag());
        *round->mutable_close_time() = TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(call.now));
        if (const absl::Status updated = transaction.rounds().Update(*round); !updated.ok()) return updated;
        absl::StatusOr<v1::Round> after = FindRound(transaction, request.name(), call.now);
        if (!after.ok()) return after.status();
        return Written<v1::Round>{*std::move(after), request.name()};
      });
}

}  // namespace minga::service
