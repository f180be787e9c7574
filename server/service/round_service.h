#pragma once

#include "absl/status/statusor.h"
#include "minga/v1/round_service.pb.h"
#include "server/service/call.h"
#include "server/store/store.h"

namespace minga::service {

// The rules of use of minga.v1.RoundService; what each call does and its errors are said in the proto.
class RoundService {
 public:
  explicit RoundService(store::Store& store) : store_(store) {}

  absl::StatusOr<v1::Round> CreateRound(const Call& call, const v1::CreateRoundRequest& request);
  absl::StatusOr<v1::Round> GetRound(const Call& call, const v1::GetRoundRequest& request);
  absl::StatusOr<v1::ListRoundsResponse> ListRounds(const Call& call, const v1::ListRoundsRequest& request);
  absl::StatusOr<v1::Round> UpdateRound(const Call& call, const v1::UpdateRoundRequest& request);
  absl::StatusOr<v1::Round> CloseRound(const Call& call, const v1::CloseRoundRequest& request);
  absl::StatusOr<v1::RoundResponse> SetRoundExtension(const Call& call, const v1::SetRoundExtensionRequest& request);
  absl::StatusOr<v1::ListRoundResponsesResponse> ListRoundResponses(const Call& call, const v1::ListRoundResponsesRequest& request);
  absl::StatusOr<v1::RemindRoundResponse> RemindRound(const Call& call, const v1::RemindRoundRequest& request);

 private:
  store::Store& store_;
};

}  // namespace minga::service
