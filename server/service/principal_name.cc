#include "server/service/principal_name.h"

#include <utility>

#include "server/base/resource_name.h"
#include "server/store/person_store.h"

namespace minga::service {

bool IsOwnTenant(const Call& call, const std::string& tenant) {
  return call.scope.IsAgency(tenant) || (call.scope.IsSecretariat() && names::Tenant(tenant) == tenant);
}

absl::Status NamePrincipal(store::Transaction& transaction, const Call& call, const Principal& principal, v1::Principal* to) {
  to->set_kind(static_cast<v1::PrincipalKind>(principal.kind));
  if (principal.tenant.empty()) return absl::OkStatus();
  to->set_tenant(names::Tenant(principal.tenant));
  if (!IsOwnTenant(call, principal.tenant)) return absl::OkStatus();
  if (principal.kind == Principal::Kind::kPerson) to->set_name(names::Member(principal.tenant, principal.id));
  if (principal.kind == Principal::Kind::kProgram) to->set_name(names::ApiKey(principal.tenant, principal.id));
  absl::StatusOr<std::string> display_name = transaction.people().DisplayNameOf(principal);
  if (!display_name.ok()) return display_name.status();
  to->set_display_name(*std::move(display_name));
  return absl::OkStatus();
}

}  // namespace minga::service
