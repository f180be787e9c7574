#include "server/service/explain.h"

#include "server/base/resource_name.h"
#include "server/domain/qualification/qualification.h"
#include "server/service/lookup.h"
#include "server/service/principals.h"
#include "server/store/round_store.h"

namespace minga::service {

absl::StatusOr<v1::Initiative> ExplainedInitiative(store::Transaction& transaction, const Call& call, const std::string& name) {
  absl::StatusOr<v1::Initiative> initiative = FindInitiative(transaction, name);
  if (!initiative.ok()) return initiative;
  if (const absl::Status explained = Explain(transaction, call, &*initiative); !explained.ok()) return explained;
  return initiative;
}

absl::Status Explain(store::Transaction& transaction, const Call& call, v1::Initiative* initiative) {
  domain::QualificationContext context;
  if (!initiative->reporting_country_codes().empty()) context.reporting_country = initiative->reporting_country_codes(0);
  std::string round_id;
  if (names::ParseRound(initiative->round(), &round_id)) {
    const auto round = transaction.rounds().Get(round_id);
    if (!round.ok()) return round.status();
    if (round->has_value() && (*round)->has_period()) context.round_period = (*round)->period();
  }
  HideForeign(call, initiative);
  *initiative->mutable_qualification() = domain::Explain(initiative->content(), context, call.language);
  return absl::OkStatus();
}

}  // namespace minga::service
