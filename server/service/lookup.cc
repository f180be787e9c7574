#include "server/service/lookup.h"

#include "server/base/errors.h"
#include "server/base/resource_name.h"
#include "server/domain/round/round_rules.h"
#include "server/store/agency_store.h"
#include "server/store/fiche_store.h"
#include "server/store/initiative_store.h"
#include "server/store/round_store.h"

namespace minga::service {
namespace {

template <typename Record>
absl::StatusOr<Record> OrNotFound(absl::StatusOr<std::optional<Record>> found, const std::string& name) {
  if (!found.ok()) return found.status();
  if (!found->has_value()) return errors::NotFound(name);
  return **std::move(found);
}

}  // namespace

absl::StatusOr<v1::Agency> FindAgency(store::Transaction& transaction, const std::string& name) {
  std::string agency;
  if (!names::ParseAgency(name, &agency)) return errors::NotFound(name);
  return OrNotFound(transaction.agencies().Get(agency), name);
}

absl::StatusOr<v1::ApiKey> FindApiKey(store::Transaction& transaction, const std::string& name) {
  std::string agency, key;
  if (!names::ParseApiKey(name, &agency, &key)) return errors::NotFound(name);
  return OrNotFound(transaction.agencies().GetKey(agency, key), name);
}

absl::StatusOr<v1::Round> FindRound(store::Transaction& transaction, const std::string& name, absl::Time now, const std::string& agency) {
  std::string round;
  if (!names::ParseRound(name, &round)) return errors::NotFound(name);
  absl::StatusOr<v1::Round> found = OrNotFound(transaction.rounds().Get(round, agency), name);
  if (found.ok()) found->set_state(domain::StateAt(*found, now));
  return found;
}

absl::StatusOr<v1::Fiche> FindFiche(store::Transaction& transaction, const std::string& name) {
  std::string agency, fiche;
  if (!names::ParseFiche(name, &agency, &fiche)) return errors::NotFound(name);
  return OrNotFound(transaction.fiches().Get(agency, fiche), name);
}

absl::StatusOr<v1::Initiative> FindInitiative(store::Transaction& transaction, const std::string& name) {
  std::string initiative;
  if (!names::ParseInitiative(name, &initiative)) return errors::NotFound(name);
  return OrNotFound(transaction.initiatives().Get(initiative), name);
}

absl::StatusOr<std::string> InitiativeVersion(store::Transaction& transaction, const std::string& name) {
  std::string initiative;
  if (!names::ParseInitiative(name, &initiative)) return errors::NotFound(name);
  return OrNotFound(transaction.initiatives().Version(initiative), name);
}

}  // namespace minga::service
