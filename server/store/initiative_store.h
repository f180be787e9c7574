#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "minga/v1/initiative.pb.h"

namespace minga::store {

// The registered initiatives, as they were last submitted or decided; `qualification` is computed and not kept. An agency
// reaches its own, and ADMITTED ones of others whose visibility is NETWORK or PUBLIC; the secretariat reaches all. `fiche`
// is answered only to the reporting agency, the secretariat and the system; so are `decision_answer` and `confirmation_answers`, with
// principals as they were written.
class InitiativeStore {
 public:
  virtual ~InitiativeStore() = default;

  virtual absl::StatusOr<std::optional<v1::Initiative>> Get(std::string_view initiative) = 0;
  // Something to compare: it changes whenever what Get answers to this scope changes, or the initiative's round. Much cheaper
  // than Get; empty when Get is.
  virtual absl::StatusOr<std::optional<std::string>> Version(std::string_view initiative) = 0;
  // Those that exist and are reached, in the order asked for.
  virtual absl::StatusOr<std::vector<v1::Initiative>> GetMany(const std::vector<std::string>& initiatives) = 0;
  // Those that were ever submitted with a fiche, in no particular order.
  virtual absl::StatusOr<std::vector<v1::Initiative>> OfFiche(std::string_view agency, std::string_view fiche) = 0;
  // Both add the change to the feed. `name`, `fiche`, `round`, `reporting_agencies` and `reporting_country_codes` (one each)
  // are set. NOT_FOUND when the scope may not write it. The message is borrowed, without a copy of its content, and is the same
  // afterwards.
  //
  // A new one, with etag "1". NOT_FOUND when the id is taken: ids come from the server, never from a caller.
  virtual absl::Status Insert(v1::Initiative* initiative, absl::Time now) = 0;
  // Writes content, contacts, decision, reasons, visibility and answers of the one that is there, and raises its etag. NOT_FOUND
  // when it is none of that fiche.
  virtual absl::Status Update(v1::Initiative* initiative, absl::Time now) = 0;

  // An initiative that asks to be confirmed (store/confirmation.h) and whose fiche is with the secretariat. To an agency one of
  // another agency that names its country, whatever the visibility, with the answers of its country alone; to the
  // secretariat and the system any that names a country.
  virtual absl::StatusOr<std::optional<v1::Initiative>> GetAsked(std::string_view initiative) = 0;
  // Adds the answer of an agency to one that GetAsked answers to it, in place of the country's answer before, which is
  // outdated; raises the etag and adds the change to the feed. Of more than limits::kConfirmationAnswers of the country the oldest is
  // dropped. For the scopes of agencies; otherwise NOT_FOUND.
  virtual absl::Status Confirm(std::string_view initiative, const v1::ConfirmationAnswer& answer, absl::Time now) = 0;
};

}  // namespace minga::store
