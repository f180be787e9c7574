#include "server/service/agency_service.h"

#include "google/protobuf/util/time_util.h"
#include "server/base/errors.h"
#include "server/base/id.h"
#include "server/base/limits.h"
#include "server/base/resource_name.h"
#include "server/domain/agency/agency_rules.h"
#include "server/domain/fields.h"
#include "server/service/fiche_steps.h"
#include "server/service/lookup.h"
#include "server/service/page.h"
#include "server/service/write.h"
#include "server/store/agency_store.h"

namespace minga::service {
namespace {

using google::protobuf::util::TimeUtil;

// The id of an agency that the caller administers: the caller's own, or any for the secretariat.
absl::StatusOr<std::string> GovernedAgency(store::Transaction& transaction, const Call& call, const std::string& name) {
  std::string agency;
  if (!names::ParseAgency(name, &agency) || !(call.scope.IsSecretariat() || call.scope.IsAgency(agency))) return errors::NotFound(name);
  const absl::StatusOr<v1::Agency> found = FindAgency(transaction, name);
  if (!found.ok()) return found.status();
  return agency;
}

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

absl::StatusOr<v1::Agency> AgencyService::UpdateAgency(const Call& call, const v1::UpdateAgencyRequest& request) {
  return Write<v1::Agency>(
      store_, call, RepeatableOf(request), false,
      [](store::Transaction& transaction, const std::string& name) { return FindAgency(transaction, name); },
      [&](store::Transaction& transaction) -> absl::StatusOr<Written<v1::Agency>> {
        const absl::StatusOr<std::string> tenant = GovernedAgency(transaction, call, request.agency().name());
        if (!tenant.ok()) return tenant.status();
        absl::StatusOr<v1::Agency> agency = FindAgency(transaction, request.agency().name());
        if (!agency.ok()) return agency.status();
        Violations violations;
        domain::CheckRequestId(request.request_id(), "request_id", violations);
        domain::CheckAgencyMask(request.update_mask(), "update_mask", violations);
        const std::string etag = agency->etag();
        domain::ApplyAgency(request.agency(), request.update_mask(), &*agency);
        domain::CheckAgency(*agency, "agency", violations);
        if (!violations.empty()) return violations.ToStatus();
        if (const absl::Status same = CheckEtag(request.etag(), agency->name(), etag); !same.ok()) return same;
        if (const absl::Status updated = transaction.agencies().Update(*agency); !updated.ok()) return updated;
        agency = FindAgency(transaction, request.agency().name());
        if (!agency.ok()) return agency.status();
        return Written<v1::Agency>{*std::move(agency), request.agency().name()};
      });
}

absl::StatusOr<v1::CreateApiKeyResponse> AgencyService::CreateApiKey(const Call& call, const v1::CreateApiKeyRequest& request) {
  Violations violations;
  domain::CheckApiKey(request.api_key(), call.now, "api_key", violations);
  domain::CheckRequestId(request.request_id(), "request_id", violations);
  if (!violations.empty()) return violations.ToStatus();

  v1::ApiKey kept;
  kept.set_display_name(request.api_key().display_name());
  kept.set_role(domain::RoleOf(request.api_key()));
  if (request.api_key().has_expire_time()) *kept.mutable_expire_time() = request.api_key().expire_time();
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
        const absl::StatusOr<std::string> tenant = GovernedAgency(transaction, call, request.parent());
        if (!tenant.ok()) return tenant.status();
        const absl::Status inserted = transaction.agencies().InsertKey(*tenant, id, kept, hash, call.now);
        if (!inserted.ok()) return inserted;
        Written<v1::CreateApiKeyResponse> written;
        written.resource = names::ApiKey(*tenant, id);
        v1::ApiKey& made = *written.response.mutable_api_key();
        made = kept;
        made.set_name(written.resource);
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
    const absl::StatusOr<std::string> tenant = GovernedAgency(transaction, call, request.parent());
    if (!tenant.ok()) return tenant.status();
    auto keys = transaction.agencies().ListKeys(*tenant, from.micros, from.id, page.size + 1);
    if (!keys.ok()) return keys.status();
    FillPage(*keys, page.size, response.mutable_api_keys(), [&](const v1::ApiKey& last) {
      std::string owner, id;
      names::ParseApiKey(last.name(), &owner, &id);
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
        const absl::StatusOr<std::string> governed = GovernedAgency(transaction, call, names::Agency(tenant));
        if (absl::IsNotFound(governed.status())) return errors::NotFound(request.name());
        if (!governed.ok()) return governed.status();
        if (const absl::Status revoked = transaction.agencies().RevokeKey(tenant, key, call.now); !revoked.ok()) return revoked;
        absl::StatusOr<v1::ApiKey> after = FindApiKey(transaction, request.name());
        if (!after.ok()) return after.status();
        return Written<v1::ApiKey>{*std::move(after), request.name()};
      });
}

}  // namespace minga::service
