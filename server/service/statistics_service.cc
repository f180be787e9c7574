#include "server/service/statistics_service.h"

#include "server/domain/statistics/question.h"
#include "server/domain/statistics/tally.h"

namespace minga::service {

absl::StatusOr<v1::ComputeStatisticsResponse> StatisticsService::ComputeStatistics(const Call& call,
                                                                                   const v1::ComputeStatisticsRequest& request) {
  const absl::StatusOr<domain::Question> question = domain::ParseQuestion(request);
  if (!question.ok()) return question.status();
  if (const absl::Status followed = index_.CatchUp(); !followed.ok()) return followed;
  return domain::Tally(
      *question, [&](absl::FunctionRef<void(const domain::InitiativeFacts&)> count) { index_.Each(call.scope, count); }, call.language);
}

}  // namespace minga::service
