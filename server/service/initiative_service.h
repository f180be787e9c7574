#pragma once

#include "absl/status/statusor.h"
#include "minga/v1/initiative_service.pb.h"
#include "server/index/initiative_index.h"
#include "server/service/call.h"
#include "server/store/store.h"

namespace minga::service {

// The rules of use of minga.v1.InitiativeService; what each call does and its errors are said in the proto.
class InitiativeService {
 public:
  InitiativeService(store::Store& store, index::InitiativeIndex& index) : store_(store), index_(index) {}

  absl::StatusOr<v1::Initiative> GetInitiative(const Call& call, const v1::GetInitiativeRequest& request);
  absl::StatusOr<v1::ListInitiativesResponse> ListInitiatives(const Call& call, const v1::ListInitiativesRequest& request);

 private:
  store::Store& store_;
  index::InitiativeIndex& index_;
};

}  // namespace minga::service
