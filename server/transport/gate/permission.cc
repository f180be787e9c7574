#include "server/transport/gate/permission.h"

#include "minga/v1/member.pb.h"

namespace minga::transport {

bool Allows(v1::Permission permission, const Scope& scope, const Identity& identity) {
  const bool agency = scope.kind == Scope::Kind::kAgency;
  const bool secretariat = scope.kind == Scope::Kind::kSecretariat;
  const bool person = identity.principal.kind == Principal::Kind::kPerson;
  const bool analyst = secretariat && (identity.Has(v1::ROLE_ANALYST) || identity.Has(v1::ROLE_ADMINISTRATOR));
  switch (permission) {
    case v1::PERMISSION_ANYONE:
      return true;
    case v1::PERMISSION_AUTHENTICATED:
      return (agency || secretariat) && identity.roles != 0;
    case v1::PERMISSION_PERSON:
      return (agency || secretariat) && person;
    case v1::PERMISSION_EDITOR:
      return agency && identity.Has(v1::ROLE_EDITOR);
    case v1::PERMISSION_VALIDATOR:
      return agency && person && identity.Has(v1::ROLE_VALIDATOR);
    case v1::PERMISSION_REVIEWER:
      return analyst || Allows(v1::PERMISSION_VALIDATOR, scope, identity);
    case v1::PERMISSION_COMMENTER:
      return analyst || (agency && person && identity.roles != 0) || Allows(v1::PERMISSION_EDITOR, scope, identity);
    case v1::PERMISSION_ANALYST:
      return analyst;
    case v1::PERMISSION_ADMINISTRATOR:
      return (agency || secretariat) && identity.Has(v1::ROLE_ADMINISTRATOR);
    case v1::PERMISSION_SECRETARIAT_ADMINISTRATOR:
      return secretariat && identity.Has(v1::ROLE_ADMINISTRATOR);
    default:
      return false;
  }
}

}  // namespace minga::transport
