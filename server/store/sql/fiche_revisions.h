// The steps in the life of a fiche, and its content after each.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/base/scope.h"
#include "server/store/fiche_store.h"
#include "server/store/sql/connection.h"

namespace minga::store::sql {

// Notes the step that made the fiche what it is now; with `content_changed` its content and contacts as they are now, too.
absl::Status RecordStep(Connection& connection, std::string_view agency, std::string_view fiche, const FicheStep& step,
                        bool content_changed);
// The contacts of all revisions go with the fiche.
absl::Status DeleteRevisionContacts(Connection& connection, std::string_view fiche);

// As FicheStore::Steps and Revision; the caller has seen that the scope reaches the fiche.
absl::StatusOr<std::vector<KeptStep>> ReadSteps(Connection& connection, const Scope& scope, std::string_view agency, std::string_view fiche,
                                                int64_t before, int limit);

// Where the content of a revision stands.
struct RevisionContent {
  // The revision with which that content came.
  int64_t revision = 0;
  v1::FicheState state = v1::FICHE_STATE_UNSPECIFIED;
  absl::Time time;
  v1::Fiche content;
};
// Whether a step that the scope sees did `verb` with exactly this comment.
absl::StatusOr<bool> HasRecordedStep(Connection& connection, const Scope& scope, std::string_view agency, std::string_view fiche,
                                     v1::FicheVerb verb, std::string_view comment);

absl::StatusOr<std::optional<RevisionContent>> ReadRevision(Connection& connection, const Scope& scope, std::string_view agency,
                                                            std::string_view fiche, int64_t revision);

}  // namespace minga::store::sql
