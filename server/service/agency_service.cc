#include "server/service/agency_service.h"

#include "google/protobuf/util/time_util.h"
#include "server/base/errors.h"
#include "server/base/id.h"
#include "server/base/limits.h"
#include "server/base/resource_name.h"
#include "server/domain/agency/agency_rules.h"
#include "server/domain/fields.h"
#include "server/service/lookup.h"
#include "server/service/page.h"
#include "server/service/write.h"
#include "server/store/agency_store.h"

namespace minga::service {
namespace {

using google::protobuf::util::TimeUtil;

}  // namespace

absl::StatusOr<v1::Agency> AgencyService::CreateAgency(const Call& call, const v1::CreateAgencyRequest& request) {
  Violations violations;
  if (!names::IsChosenId(request.agency_id())) violations.Add("agency_id", "INVALID_ID");
  domain::CheckAgency(request.agency(), "agency", violations);
  domain::CheckRequestId(request.request_id(), "request_id", violations);
  if (!violations.empty()) return violations.ToStatus();

  v1::Agency agency = request.agency();
  agency.set_name(names::Agency(request.agency_id()));
  agency.set_validation_mode(domain::ValidationModeOf(agency));
  return Write<v1::Agency>(
      store_, call, RepeatableOf(request), request.validate_only(),
      [](store::Transaction& transaction, const std::string& name) { return FindAgency(transaction, name); },
      [&](store::Transaction& transaction) -> absl::StatusOr<Written<v1::Agency>> {
        const absl::StatusOr<bool> inserted = transaction.agencies().Insert(agency, call.now);
        if (!inserted.ok()) return inserted.status();
        if (!*inserted) return errors::AgencyExists(agency.name());
        absl::StatusOr<v1::Agency> made = FindAgency(transaction, agency.name());
        if (!made.ok()) return made.status();
        return Written<v1::Agency>{*std::move(made), agency.name()};
      });
}

absl::StatusOr<v1::Agency> AgencyService::GetAgency(const Call& call, const v1::GetAgencyRequest& request) {
  return ReadOne<v1::Agency>(store_, call, [&](store::Transaction& transaction) { return FindAgency(transaction, request.name()); });
}

absl::StatusOr<v1::ListAgenciesResponse> AgencyService::ListAgencies(const Call& call, const v1::ListAgenciesRequest& request) {
  Violations violations;
  const Page page = PageOf(request, call, store_.secret(), violations);
  if (!violations.empty()) return violations.ToStatus();
  v1::ListAgenciesResponse response;
  const absl::Status status = store_.Read(call.scope, [&](store::Transaction& transaction) {
    auto agencies = transaction.agencies().List(page.cursor, page.size + 1);
    if (!agencies.ok()) return agencies.status();
    FillPage(*agencies, page.size, response.mutable_agencies(), [&](const v1::Agency& last) {
      std::string id;
      names::ParseAgency(last.name(), &id);
      response.set_next_page_token(NextToken(request, call, store_.secret(), id));
    });
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return response;
}

absl::StatusOr<v1::CreateApiKeyResponse> AgencyService::CreateApiKey(const Call& call, const v1::CreateApiKeyRequest& request) {
  Violations violations;
  domain::CheckText(request.api_key().display_name(), limits::kKeyTitle, "api_key.display_name", violations);
  domain::CheckRequestId(request.request_id(), "request_id", violations);
  if (!violations.empty()) return violations.ToStatus();

  const std::string key = NewApiKey();
  const std::string hash = Hash(key);
  const std::string id = NewId();
  return Write<v1::CreateApiKeyResponse>(
      store_, call, RepeatableOf(request), false,
      [](store::Transaction& transaction, const std::string& name) -> absl::StatusOr<v1::CreateApiKeyResponse> {
        absl::StatusOr<v1::ApiKey> found = FindApiKey(transaction, name);
        if (!found.ok()) return found.status();
        v1::CreateApiKeyResponse response;
        *response.mutable_api_key() = *std::move(found);
        return response;
      },
      [&](store::Transaction& transaction) -> absl::StatusOr<Written<v1::CreateApiKeyResponse>> {
        const absl::StatusOr<v1::Agency> agency = FindAgency(transaction, request.parent());
        if (!agency.ok()) return agency.status();
        std::string tenant;
        names::ParseAgency(agency->name(), &tenant);
        const absl::Status inserted = transaction.agencies().InsertKey(tenant, id, request.api_key().display_name(), hash, call.now);
        if (!inserted.ok()) return inserted;
        Written<v1::CreateApiKeyResponse> written;
        written.resource = names::ApiKey(tenant, id);
        v1::ApiKey& made = *written.response.mutable_api_key();
        made.set_name(written.resource);
        made.set_display_name(request.api_key().display_name());
        *made.mutable_create_time() = TimeUtil::MicrosecondsToTimestamp(absl::ToUnixMicros(call.now));
        written.response.set_key(key);
        return written;
      });
}

absl::StatusOr<v1::ListApiKeysResponse> AgencyService::ListApiKeys(const Call& call, const v1::ListApiKeysRequest& request) {
  Violations violations;
  const Page page = PageOf(request, call, store_.secret(), violations);
  if (!violations.empty()) return violations.ToStatus();
  const TimePosition from = ParseTimeCursor(page.cursor);
  v1::ListApiKeysResponse response;
  const absl::Status status = store_.Read(call.scope, [&](store::Transaction& transaction) {
    const absl::StatusOr<v1::Agency> agency = FindAgency(transaction, request.parent());
    if (!agency.ok()) return agency.status();
    std::string tenant;
    names::ParseAgency(agency->name(), &tenant);
    auto keys = transaction.agencies().ListKeys(tenant, from.micros, from.id, page.size + 1);
    if (!keys.ok()) return keys.status();
    FillPage(*keys, page.size, response.mutable_api_keys(), [&](const v1::ApiKey& last) {
      std::string id;
      names::ParseApiKey(last.name(), &tenant, &id);
      response.set_next_page_token(
          NextToken(request, call, store_.secret(), TimeCursor(TimeUtil::TimestampToMicroseconds(last.create_time()), id)));
    });
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return response;
}

absl::StatusOr<v1::ApiKey> AgencyService::RevokeApiKey(const Call& call, const v1::RevokeApiKeyRequest& request) {
  return Write<v1::ApiKey>(
      store_, call, {}, false, [](store::Transaction& transaction, const std::string& name) { return FindApiKey(transaction, name); },
      [&](store::Transaction& transaction) -> absl::StatusOr<Written<v1::ApiKey>> {
        std::string tenant, key;
        if (!names::ParseApiKey(request.name(), &tenant, &key)) return errors::NotFound(request.name());
        // The secretariat's own keys are the operator's: without them nobody could make another.
        if (!FindAgency(transaction, names::Agency(tenant)).ok()) return errors::NotFound(request.name());
        if (const absl::Status revoked = transaction.agencies().RevokeKey(tenant, key, call.now); !revoked.ok()) return revoked;
        absl::StatusOr<v1::ApiKey> after = FindApiKey(transaction, request.name());
        if (!after.ok()) return after.status();
        return Written<v1::ApiKey>{*std::move(after), request.name()};
      });
}

}  // namespace minga::service
