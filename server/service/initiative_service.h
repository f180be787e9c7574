#pragma once

#include "absl/status/statusor.h"
#include "minga/v1/initiative_service.pb.h"
#include "server/base/limits.h"
#include "server/index/initiative_index.h"
#include "server/service/answer_cache.h"
#include "server/service/call.h"
#include "server/store/store.h"

namespace minga::service {

// The rules of use of minga.v1.InitiativeService; what each call does and its errors are said in the proto.
class InitiativeService {
 public:
  InitiativeService(store::Store& store, index::InitiativeIndex& index) : store_(store), index_(index) {}

  absl::StatusOr<Encoded<v1::Initiative>> GetInitiative(const Call& call, const v1::GetInitiativeRequest& request);
  // The same from memory alone; null bytes when that cannot be told.
  Encoded<v1::Initiative> GetKeptInitiative(const Call& call, const v1::GetInitiativeRequest& request);
  absl::StatusOr<v1::Initiative> AnswerDecision(const Call& call, const v1::AnswerDecisionRequest& request);
  absl::StatusOr<v1::ListInitiativesResponse> ListInitiatives(const Call& call, const v1::ListInitiativesRequest& request);

 private:
  store::Store& store_;
  index::InitiativeIndex& index_;
  // Reading, explaining and serialising an initiative costs several times what the rest of a call does.
  AnswerCache answers_{limits::kAnswerCacheBytes};
};

}  // namespace minga::service
