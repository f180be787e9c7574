#include "server/service/principals.h"

#include <utility>

#include "server/base/resource_name.h"
#include "server/store/person_store.h"

namespace minga::service {

v1::Principal KeptPrincipal(const Principal& principal) {
  v1::Principal kept;
  kept.set_kind(static_cast<v1::PrincipalKind>(principal.kind));
  if (principal.tenant.empty()) return kept;
  kept.set_tenant(names::Tenant(principal.tenant));
  if (principal.kind == Principal::Kind::kPerson) kept.set_name(names::Member(principal.tenant, principal.id));
  if (principal.kind == Principal::Kind::kProgram) kept.set_name(names::ApiKey(principal.tenant, principal.id));
  return kept;
}

void HideForeign(const Call& call, v1::Principal* principal) {
  std::string tenant;
  const bool own = names::ParseTenant(principal->tenant(), &tenant) &&
                   (call.scope.IsAgency(tenant) || (call.scope.IsSecretariat() && names::Tenant(tenant) == tenant));
  if (!own) principal->clear_name();
}

void HideForeign(const Call& call, v1::Initiative* initiative) {
  if (initiative->has_decision_answer()) HideForeign(call, initiative->mutable_decision_answer()->mutable_principal());
  for (v1::ConfirmationAnswer& answer : *initiative->mutable_confirmation_answers()) HideForeign(call, answer.mutable_principal());
}

absl::Status PrincipalNames::Name(const Principal& principal, v1::Principal* to) {
  *to = KeptPrincipal(principal);
  HideForeign(call_, to);
  if (to->name().empty()) return absl::OkStatus();
  auto known = names_.find(to->name());
  if (known == names_.end()) {
    absl::StatusOr<std::string> display_name = transaction_.people().DisplayNameOf(principal);
    if (!display_name.ok()) return display_name.status();
    known = names_.emplace(to->name(), *std::move(display_name)).first;
  }
  to->set_display_name(known->second);
  return absl::OkStatus();
}

}  // namespace minga::service
