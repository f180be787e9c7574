#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "minga/v1/fiche.pb.h"

namespace minga::store {

// A document as an agency sent it; belongs to a fiche and is seen by its agency alone.
struct Attachment {
  std::string id;
  std::string file_name;
  std::string media_type;
  std::string bytes;
};

// Where a list of fiches goes on.
struct FicheFilter {
  // Empty: all that the scope reaches.
  std::string agency;
  // Empty: all.
  std::string round;
  // Unspecified: all.
  v1::FicheState state = v1::FICHE_STATE_UNSPECIFIED;
  // Newest first: those before (create_time in microseconds, id); 0 begins.
  int64_t before_micros = 0;
  std::string before_id;
};

// Fiches with the decisions on their entries joined from the registered initiatives, once they have a submit_time. An
// agency reaches its own; the secretariat those that are SUBMITTED or REVIEWED, so a returned one not until it is
// submitted again.
class FicheStore {
 public:
  virtual ~FicheStore() = default;

  virtual absl::StatusOr<std::optional<v1::Fiche>> Get(std::string_view agency, std::string_view fiche) = 0;
  // The scope's own fiche of a round.
  virtual absl::StatusOr<std::optional<v1::Fiche>> FindByRound(std::string_view agency, std::string_view round) = 0;
  // At most `limit`, and no more after the one with which they hold limits::kPageBytes and another.
  virtual absl::StatusOr<std::vector<v1::Fiche>> List(const FicheFilter& filter, int limit) = 0;
  // `fiche.name` and `fiche.round` are set; etag becomes "1"; create and update time `now`. Answers false, and writes
  // nothing, when the agency has a fiche in that round. Only an agency inserts, its own; NOT_FOUND for others.
  virtual absl::StatusOr<bool> Insert(const v1::Fiche& fiche, absl::Time now) = 0;
  // Writes content, contacts, state, submit_time and return_comment, raises the etag and sets update_time.
  virtual absl::Status Update(const v1::Fiche& fiche, absl::Time now) = 0;
  // The same for state, submit_time and return_comment alone: content and contacts stay as they are kept.
  virtual absl::Status UpdateState(const v1::Fiche& fiche, absl::Time now) = 0;
  // Deletes the fiche with its contacts and attachments.
  virtual absl::Status Delete(std::string_view agency, std::string_view fiche) = 0;

  // Keeps a document with the fiche.
  virtual absl::Status Attach(std::string_view agency, std::string_view fiche, const Attachment& attachment, absl::Time now) = 0;
  // Ordered by id.
  virtual absl::StatusOr<std::vector<Attachment>> Attachments(std::string_view agency, std::string_view fiche) = 0;
};

}  // namespace minga::store
