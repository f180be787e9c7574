#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "minga/v1/comment.pb.h"
#include "server/base/identity.h"
#include "server/store/person_store.h"

namespace minga::store {

// A comment as it is kept.
struct KeptComment {
  // Without `author` and `resolved_by`, which are joined on the way out. A comment without `reply_to` begins a thread.
  v1::Comment comment;
  // Of kNone for what came with a document.
  Principal author;
  // Of kNone unless somebody resolved the thread.
  Principal resolver;
  // Of what came with a document: the same for the same comment of the same document; otherwise empty.
  std::string source;
  // Where it stands: its thread, in the order of its time and id, and its number in it. Set by the store.
  int64_t thread_micros = 0;
  std::string thread;
  int64_t number = 0;
};

// Which comments of a fiche, and where the list goes on.
struct CommentFilter {
  // On this place and on those in it; empty: all.
  std::string path;
  // Of threads that are not resolved.
  bool unresolved_only = false;
  // Those after the comment that stands there; 0 begins.
  int64_t after_micros = 0;
  std::string after_thread;
  int64_t after_number = 0;
};

// The comments on fiches. An agency reaches those on its own; the secretariat those of audience SECRETARIAT, on fiches that it
// reaches; the system all. NOT_FOUND for what is out of reach. Methods that take `thread` take the id of its first comment.
class CommentStore {
 public:
  virtual ~CommentStore() = default;

  virtual absl::StatusOr<std::optional<KeptComment>> Get(std::string_view agency, std::string_view fiche, std::string_view comment) = 0;
  // What came from a document before.
  virtual absl::StatusOr<std::optional<KeptComment>> FindSource(std::string_view agency, std::string_view fiche,
                                                                std::string_view source) = 0;
  // Thread by thread, the oldest first; at most `limit`, and no more after the one with which they hold limits::kPageBytes and
  // another.
  virtual absl::StatusOr<std::vector<KeptComment>> List(std::string_view agency, std::string_view fiche, const CommentFilter& filter,
                                                        int limit) = 0;
  // How many of an audience there are.
  virtual absl::StatusOr<int64_t> Count(std::string_view agency, std::string_view fiche, v1::CommentAudience audience) = 0;

  // `comment.name` is set; a reply has the audience of its thread. create_time becomes `now` and the etag "1".
  virtual absl::Status Insert(const KeptComment& comment, absl::Time now) = 0;
  // Sets text and edit_time and raises the etag.
  virtual absl::Status SetText(std::string_view agency, std::string_view fiche, std::string_view comment, std::string_view text,
                               absl::Time now) = 0;
  // Notes that the thread is settled, and by whom, and raises the etag of its first comment.
  virtual absl::Status Resolve(std::string_view agency, std::string_view fiche, std::string_view thread, const Principal& by,
                               absl::Time now) = 0;
  virtual absl::Status Reopen(std::string_view agency, std::string_view fiche, std::string_view thread) = 0;
  // Deletes a comment. A first one with replies becomes a place without words, which goes with the last of them.
  virtual absl::Status Delete(std::string_view agency, std::string_view fiche, std::string_view comment) = 0;

  // The people who wrote in the thread and are members of their tenant still, of each tenant ordered by id.
  virtual absl::StatusOr<std::vector<Reader>> WritersIn(std::string_view agency, std::string_view fiche, std::string_view thread) = 0;
  // The agency's people who changed the content of the fiche or wrote in its own threads, and are members still, ordered by id. For
  // the agency and the system; nobody for others.
  virtual absl::StatusOr<std::vector<Reader>> WorkersOn(std::string_view agency, std::string_view fiche) = 0;
};

}  // namespace minga::store
