#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "minga/v1/attachment.pb.h"
#include "minga/v1/fiche.pb.h"
#include "minga/v1/fiche_revision.pb.h"
#include "server/base/identity.h"

namespace minga::store {

// A document as an agency sent it; belongs to a fiche and is seen by its agency alone.
struct Attachment {
  std::string id;
  std::string file_name;
  std::string media_type;
  std::string bytes;
  // The fiche was imported from it. Of what is read, also where the same bytes came as another attachment.
  bool imported = false;
  // minga::Hash of the bytes, of what is written: made before the write, as nobody else writes meanwhile. Empty: the store makes it.
  std::string hash = {};
};

// A step in the life of a fiche; the revision that it makes is the fiche's etag after it.
struct FicheStep {
  v1::FicheVerb verb = v1::FICHE_VERB_UNSPECIFIED;
  Principal principal;
  std::string comment;
  // How the agency validates; for VALIDATE and SUBMIT.
  v1::ValidationMode validation = v1::VALIDATION_MODE_UNSPECIFIED;
  // Who had the link, for a principal of kLink; kept among the contacts.
  v1::FocalPoint by_link;
  // For DECIDE and ANSWER: the id of the initiative, and what was decided.
  std::string initiative;
  v1::Decision decision = v1::DECISION_UNSPECIFIED;
  // For ANSWER: whether the agency agrees; none where it was not kept.
  std::optional<bool> agrees;
  // For SUBMIT: it made the fiche late.
  bool late = false;
};

// A step as it is kept.
struct KeptStep {
  int64_t revision = 0;
  FicheStep step;
  absl::Time time;
  v1::FicheState state = v1::FICHE_STATE_UNSPECIFIED;
  bool content_changed = false;
};

// A fiche that waits to be validated inside its agency.
struct WaitingFiche {
  std::string id;
  std::string round;
  // Who asked to have it validated, and what they said.
  Principal asked_by;
  std::string comment;
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
  virtual absl::StatusOr<bool> Insert(const v1::Fiche& fiche, const FicheStep& step, absl::Time now) = 0;
  // Writes content, contacts, state, submit_time, return_comment and late, raises the etag and sets update_time.
  virtual absl::Status Update(const v1::Fiche& fiche, const FicheStep& step, absl::Time now) = 0;
  // The same for state, submit_time, return_comment and late alone: content and contacts stay as they are kept.
  virtual absl::Status UpdateState(const v1::Fiche& fiche, const FicheStep& step, absl::Time now) = 0;
  // Deletes the fiche with its revisions, contacts, attachments and comments.
  virtual absl::Status Delete(std::string_view agency, std::string_view fiche) = 0;

  // The steps of a fiche that the scope reaches, newest first, those before `before` (0 begins). Its agency sees all; the
  // secretariat the submissions, and what it did itself.
  virtual absl::StatusOr<std::vector<KeptStep>> Steps(std::string_view agency, std::string_view fiche, int64_t before, int limit) = 0;
  // The fiches of an agency that are IN_REVIEW, newest first, at most `limit`. For every scope but Scope()'s: it is told to people of
  // that agency, and answered to nobody.
  virtual absl::StatusOr<std::vector<WaitingFiche>> InReview(std::string_view agency, int limit) = 0;
  // Whether a step that the scope sees did `verb` and said exactly `comment` with it.
  virtual absl::StatusOr<bool> HasStep(std::string_view agency, std::string_view fiche, v1::FicheVerb verb, std::string_view comment) = 0;
  // The content after a step that the scope sees, with its state and etag; no submit_time, no decisions.
  virtual absl::StatusOr<std::optional<v1::Fiche>> Revision(std::string_view agency, std::string_view fiche, int64_t revision) = 0;

  // Keeps a document with the fiche.
  virtual absl::Status Attach(std::string_view agency, std::string_view fiche, const Attachment& attachment, absl::Time now) = 0;
  // Erases one. NOT_FOUND when there is none in the scope.
  virtual absl::Status Detach(std::string_view agency, std::string_view fiche, std::string_view attachment) = 0;
  // One of them without its bytes; empty when there is none.
  virtual absl::StatusOr<std::optional<Attachment>> FindAttachment(std::string_view agency, std::string_view fiche,
                                                                   std::string_view attachment) = 0;
  // What is known of them, without their bytes; ordered by id.
  virtual absl::StatusOr<std::vector<v1::Attachment>> ListAttachments(std::string_view agency, std::string_view fiche, int limit) = 0;
  // The bytes of one; empty when there is none.
  virtual absl::StatusOr<std::optional<std::string>> AttachmentBytes(std::string_view agency, std::string_view fiche,
                                                                     std::string_view attachment) = 0;
  // With their bytes, ordered by id.
  virtual absl::StatusOr<std::vector<Attachment>> Attachments(std::string_view agency, std::string_view fiche) = 0;
};

}  // namespace minga::store
