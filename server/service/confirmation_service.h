#pragma once

#include "absl/status/statusor.h"
#include "minga/v1/confirmation_service.pb.h"
#include "server/index/initiative_index.h"
#include "server/service/call.h"
#include "server/store/store.h"

namespace minga::service {

// The rules of use of minga.v1.ConfirmationService; what each call does and its errors are said in the proto.
class ConfirmationService {
 public:
  ConfirmationService(store::Store& store, index::InitiativeIndex& index) : store_(store), index_(index) {}

  absl::StatusOr<v1::ListConfirmationsResponse> ListConfirmations(const Call& call, const v1::ListConfirmationsRequest& request);
  absl::StatusOr<v1::Confirmation> GetConfirmation(const Call& call, const v1::GetConfirmationRequest& request);
  absl::StatusOr<v1::Confirmation> AnswerConfirmation(const Call& call, const v1::AnswerConfirmationRequest& request);

 private:
  store::Store& store_;
  index::InitiativeIndex& index_;
};

}  // namespace minga::service
