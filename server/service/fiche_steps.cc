#include "server/service/fiche_steps.h"

#include "server/base/errors.h"
#include "server/domain/codes.h"

namespace minga::service {

absl::Status CheckEtag(const std::string& wanted, const std::string& name, const std::string& current) {
  return wanted.empty() || wanted == current ? absl::OkStatus() : errors::EtagMismatch(name, current);
}

absl::Status TakeStep(domain::FicheVerb verb, const std::string& etag, v1::Fiche* fiche) {
  if (const absl::Status same = CheckEtag(etag, fiche->name(), fiche->etag()); !same.ok()) return same;
  const std::optional<v1::FicheState> after = domain::After(fiche->state(), verb);
  if (!after.has_value()) return errors::FicheStateConflict(fiche->name(), domain::Code(fiche->state()));
  fiche->set_state(*after);
  return absl::OkStatus();
}

}  // namespace minga::service
