#pragma once

#include "absl/status/statusor.h"
#include "minga/v1/agency_service.pb.h"
#include "server/service/call.h"
#include "server/store/store.h"

namespace minga::service {

// The rules of use of minga.v1.AgencyService; what each call does and its errors are said in the proto.
class AgencyService {
 public:
  explicit AgencyService(store::Store& store) : store_(store) {}

  absl::StatusOr<v1::Agency> CreateAgency(const Call& call, const v1::CreateAgencyRequest& request);
  absl::StatusOr<v1::Agency> GetAgency(const Call& call, const v1::GetAgencyRequest& request);
  absl::StatusOr<v1::ListAgenciesResponse> ListAgencies(const Call& call, const v1::ListAgenciesRequest& request);
  absl::StatusOr<v1::Agency> UpdateAgency(const Call& call, const v1::UpdateAgencyRequest& request);
  absl::StatusOr<v1::CreateApiKeyResponse> CreateApiKey(const Call& call, const v1::CreateApiKeyRequest& request);
  absl::StatusOr<v1::ListApiKeysResponse> ListApiKeys(const Call& call, const v1::ListApiKeysRequest& request);
  absl::StatusOr<v1::ApiKey> RevokeApiKey(const Call& call, const v1::RevokeApiKeyRequest& request);

 private:
  store::Store& store_;
};

}  // namespace minga::service
