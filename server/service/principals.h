// Who did something, as callers are told: people and programs are named inside their own tenant only, others see the tenant.
#pragma once

#include <map>
#include <string>

#include "absl/status/status.h"
#include "minga/v1/initiative.pb.h"
#include "minga/v1/principal.pb.h"
#include "server/base/identity.h"
#include "server/service/call.h"
#include "server/store/store.h"

namespace minga::service {

// Kind, tenant and name, to be kept with what was done.
v1::Principal KeptPrincipal(const Principal& principal);

// Takes the name out of a kept principal of another tenant.
void HideForeign(const Call& call, v1::Principal* principal);

// The same in every answer that an initiative holds.
void HideForeign(const Call& call, v1::Initiative* initiative);

// Principals as the caller is told them, with display names. Looks each up once: for one answer, in one transaction.
class PrincipalNames {
 public:
  PrincipalNames(store::Transaction& transaction, const Call& call) : transaction_(transaction), call_(call) {}

  absl::Status Name(const Principal& principal, v1::Principal* to);

 private:
  store::Transaction& transaction_;
  const Call& call_;
  // By the resource name.
  std::map<std::string, std::string> names_;
};

}  // namespace minga::service
