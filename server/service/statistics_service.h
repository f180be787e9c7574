#pragma once

#include "absl/status/statusor.h"
#include "minga/v1/statistics_service.pb.h"
#include "server/index/initiative_index.h"
#include "server/service/call.h"

namespace minga::service {

// The rules of use of minga.v1.StatisticsService; what each call does and its errors are said in the proto.
class StatisticsService {
 public:
  explicit StatisticsService(index::InitiativeIndex& index) : index_(index) {}

  absl::StatusOr<v1::ComputeStatisticsResponse> ComputeStatistics(const Call& call, const v1::ComputeStatisticsRequest& request);

 private:
  index::InitiativeIndex& index_;
};

}  // namespace minga::service
