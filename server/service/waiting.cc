#include "server/service/waiting.h"

#include "server/base/limits.h"
#include "server/base/resource_name.h"
#include "server/domain/statistics/facts.h"
#include "server/service/lookup.h"

namespace minga::service {

absl::StatusOr<std::vector<std::string>> WaitingInitiatives(store::Store& store, index::InitiativeIndex& index, const std::string& tenant) {
  std::vector<std::string> ids;
  if (tenant == kSecretariatTenant) return ids;
  std::string country;
  const absl::Status read = store.Read(Scope::System(), [&](store::Transaction& transaction) {
    const absl::StatusOr<v1::Agency> agency = FindAgency(transaction, names::Agency(tenant));
    if (agency.ok()) country = agency->country_code();
    return agency.status();
  });
  if (!read.ok()) return read;
  if (const absl::Status followed = index.CatchUp(); !followed.ok()) return followed;
  const domain::CountryNumber number = domain::CountryNumberOf(country);
  for (const index::Position& each : index.FindAsked(Scope::Agency(tenant), number, {}, limits::kWaitingTold)) ids.push_back(each.id);
  return ids;
}

}  // namespace minga::service
