#include "minga/error_details.h"

#include <google/rpc/error_details.pb.h>

#include <string>

namespace minga {
namespace {

template <typename Detail>
Detail Payload(const absl::Status& status) {
  Detail detail;
  const auto payload = status.GetPayload("type.googleapis.com/" + Detail::descriptor()->full_name());
  if (payload.has_value() && !detail.ParseFromString(std::string(*payload))) detail.Clear();
  return detail;
}

}  // namespace

ErrorDetails DetailsOf(const absl::Status& status) {
  ErrorDetails details;
  const auto info = Payload<google::rpc::ErrorInfo>(status);
  details.reason = info.reason();
  details.domain = info.domain();
  details.metadata.insert(info.metadata().begin(), info.metadata().end());
  details.localized_message = Payload<google::rpc::LocalizedMessage>(status).message();
  const auto request = Payload<google::rpc::BadRequest>(status);
  for (const auto& violation : request.field_violations()) {
    details.field_violations.push_back({violation.field(), violation.description()});
  }
  return details;
}

}  // namespace minga
