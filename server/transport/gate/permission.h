// Which roles may call what: the one place that says what a Permission of the protos means.
#pragma once

#include "minga/v1/permission.pb.h"
#include "server/base/identity.h"
#include "server/base/scope.h"

namespace minga::transport {

// Whether a caller may use an RPC of that permission. PERMISSION_ANYONE is true for everybody, a caller without a credential
// (Scope::Kind::kNone) included; PERMISSION_UNSPECIFIED for nobody.
bool Allows(v1::Permission permission, const Scope& scope, const Identity& identity);

}  // namespace minga::transport
