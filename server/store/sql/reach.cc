#include "server/store/sql/reach.h"

#include <fmt/format.h>

#include "minga/v1/fiche.pb.h"
#include "minga/v1/fiche_revision.pb.h"
#include "minga/v1/initiative.pb.h"
#include "server/base/resource_name.h"

namespace minga::store::sql {
namespace {

constexpr int kAgency = static_cast<int>(Scope::Kind::kAgency);
constexpr int kSecretariat = static_cast<int>(Scope::Kind::kSecretariat);
constexpr int kSystem = static_cast<int>(Scope::Kind::kSystem);

bool IsSystem(const Scope& scope) { return scope.kind == Scope::Kind::kSystem; }

}  // namespace

Value KindOf(const Scope& scope) { return static_cast<int>(scope.kind); }
Value AgencyOf(const Scope& scope) { return scope.agency; }

std::string FicheReached() {
  return fmt::format("($1 = {} OR ($1 = {} AND fiche.agency = $2) OR ($1 = {} AND fiche.state IN ({}, {})))", kSystem, kAgency,
                     kSecretariat, static_cast<int>(v1::FICHE_STATE_SUBMITTED), static_cast<int>(v1::FICHE_STATE_REVIEWED));
}

std::string FicheStepReached() {
  return fmt::format(
      "($1 = {} OR ($1 = {} AND fiche_revision.agency = $2) OR ($1 = {} AND (fiche_revision.verb IN ({}, {}) OR "
      "fiche_revision.principal_tenant = '{}')))",
      kSystem, kAgency, kSecretariat, static_cast<int>(v1::FICHE_VERB_SUBMIT), static_cast<int>(v1::FICHE_VERB_ANSWER), kSecretariatTenant);
}

std::string FicheOwned() { return fmt::format("($1 = {} OR ($1 = {} AND fiche.agency = $2))", kSystem, kAgency); }

std::string CommentReached() {
  return fmt::format(
      "($1 = {} OR ($1 = {} AND comment.agency = $2) OR ($1 = {} AND comment.audience = {} AND EXISTS (SELECT 1 FROM fiche"
      " WHERE fiche.agency = comment.agency AND fiche.id = comment.fiche AND {})))",
      kSystem, kAgency, kSecretariat, static_cast<int>(v1::COMMENT_AUDIENCE_SECRETARIAT), FicheReached());
}

std::string InitiativeReached() {
  return fmt::format(
      "($1 IN ({}, {}) OR ($1 = {} AND (initiative.agency = $2 OR (initiative.decision = {} AND initiative.visibility IN ({}, {})))))",
      kSystem, kSecretariat, kAgency, static_cast<int>(v1::DECISION_ADMITTED), static_cast<int>(v1::VISIBILITY_NETWORK),
      static_cast<int>(v1::VISIBILITY_PUBLIC));
}

std::string InitiativeWritable() {
  return fmt::format("($1 IN ({}, {}) OR ($1 = {} AND initiative.agency = $2))", kSystem, kSecretariat, kAgency);
}

std::string InitiativeAsked() {
  return fmt::format(
      "($1 IN ({}, {}) OR ($1 = {} AND initiative.agency <> $2)) AND initiative.decision IN ({}, {}) AND EXISTS (SELECT 1 FROM fiche"
      " WHERE fiche.agency = initiative.agency AND fiche.id = initiative.fiche AND fiche.state IN ({}, {}))",
      kSystem, kSecretariat, kAgency, static_cast<int>(v1::DECISION_PENDING), static_cast<int>(v1::DECISION_ADMITTED),
      static_cast<int>(v1::FICHE_STATE_SUBMITTED), static_cast<int>(v1::FICHE_STATE_REVIEWED));
}

std::string ResponseReached() { return fmt::format("($1 IN ({}, {}) OR ($1 = {} AND agency.id = $2))", kSystem, kSecretariat, kAgency); }

bool MayInsertFicheOf(const Scope& scope, const std::string& agency) { return IsSystem(scope) || scope.IsAgency(agency); }

bool MayInsertCommentOf(const Scope& scope, const std::string& agency, v1::CommentAudience audience) {
  return IsSystem(scope) || scope.IsAgency(agency) || (scope.IsSecretariat() && audience == v1::COMMENT_AUDIENCE_SECRETARIAT);
}

bool MayPutInitiativeOf(const Scope& scope, const std::string& agency) {
  return IsSystem(scope) || scope.IsSecretariat() || scope.IsAgency(agency);
}

bool SeesFicheOf(const Scope& scope, const std::string& agency) { return MayPutInitiativeOf(scope, agency); }

bool SeesDirectory(const Scope& scope) { return scope.kind != Scope::Kind::kNone; }

bool GovernsDirectory(const Scope& scope) { return IsSystem(scope) || scope.IsSecretariat(); }

bool SeesMembersOf(const Scope& scope, std::string_view tenant) {
  return IsSystem(scope) || scope.IsSecretariat() || (!tenant.empty() && TenantOf(scope) == tenant);
}

bool MayTell(const Scope& scope) { return scope.kind != Scope::Kind::kNone; }

bool KeepsInboxes(const Scope& scope) { return IsSystem(scope); }

std::string_view TenantOf(const Scope& scope) {
  switch (scope.kind) {
    case Scope::Kind::kAgency:
      return scope.agency;
    case Scope::Kind::kSecretariat:
      return kSecretariatTenant;
    case Scope::Kind::kNone:
    case Scope::Kind::kSystem:
      break;
  }
  return {};
}

}  // namespace minga::store::sql
