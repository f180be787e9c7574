#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "minga/v1/agency.pb.h"
#include "minga/v1/fiche.pb.h"
#include "minga/v1/round.pb.h"

namespace minga::store {

// What is kept of an agency's answer to a round, beside what stands in it.
struct KeptResponse {
  v1::Agency agency;
  std::optional<v1::RoundExtension> extension;
  // Id of its fiche; empty when there is none.
  std::string fiche;
  v1::FicheState state = v1::FICHE_STATE_UNSPECIFIED;
  // InfinitePast: never.
  absl::Time submit_time = absl::InfinitePast();
  bool late = false;
  // The secretariat gave it back, and it was not submitted again.
  bool returned = false;
  // Registered initiatives of the fiche, by what the secretariat decided; with ResponseFilter::decisions.
  int admitted = 0, excluded = 0, pending = 0;
  // Of one that reached somebody; InfinitePast: never.
  absl::Time last_reminder_time = absl::InfinitePast();
};

struct ResponseFilter {
  // Id of the only agency; empty: all that the scope reaches.
  std::string agency;
  // Counts initiatives by what was decided, which reads each of the round.
  bool decisions = false;
  // Later reminders are left out.
  absl::Time reminded_before = absl::InfiniteFuture();
};

// The rounds. All scopes see them; the secretariat and the system write them, with extensions and reminders. `state` is derived
// from the times and not kept: it is left unspecified here.
class RoundStore {
 public:
  virtual ~RoundStore() = default;

  // With the extension of `agency`; an agency gets its own, whichever it names.
  virtual absl::StatusOr<std::optional<v1::Round>> Get(std::string_view round, std::string_view agency = {}) = 0;
  // Newest first, those before (`before_micros` of create_time, `before_round`); 0 begins. With the scope's own extensions.
  virtual absl::StatusOr<std::vector<v1::Round>> List(int64_t before_micros, std::string_view before_round, int limit) = 0;
  // Those that end after `now`, or in which an extension does, without extensions; in no particular order. One without an end is
  // none of them. For Scope::System().
  virtual absl::StatusOr<std::vector<v1::Round>> EndingAfter(absl::Time now) = 0;
  // `round.name` names it. False when the id is taken.
  virtual absl::StatusOr<bool> Insert(const v1::Round& round, absl::Time now) = 0;
  // Writes everything but name, create_time and extension and raises the etag.
  virtual absl::Status Update(const v1::Round& round) = 0;

  // Every agency, asked or not, ordered by id; an agency reaches its own.
  virtual absl::StatusOr<std::vector<KeptResponse>> Responses(std::string_view round, const ResponseFilter& filter = {}) = 0;

  // Replaces the agency's extension; `close_time` and `comment` are kept.
  virtual absl::Status SetExtension(std::string_view round, std::string_view agency, const v1::RoundExtension& extension,
                                    absl::Time now) = 0;
  virtual absl::Status DeleteExtension(std::string_view round, std::string_view agency) = 0;
  // Deletes those that end later than `now`; how many.
  virtual absl::StatusOr<int64_t> EndExtensions(std::string_view round, absl::Time now) = 0;

  // Notes that so many people of the agency were reminded.
  virtual absl::Status NoteReminder(std::string_view round, std::string_view agency, absl::Time time, int people) = 0;
  // The ids of the agencies that were to be reminded at that time, ordered, those included in which there was nobody.
  virtual absl::StatusOr<std::vector<std::string>> RemindedAt(std::string_view round, absl::Time time) = 0;
  // Whether the registry reminded of this deadline by itself, so many days before it.
  virtual absl::StatusOr<bool> WasRemindedOf(std::string_view round, std::string_view agency, absl::Time deadline, int days_before) = 0;
  virtual absl::Status NoteRemindedOf(std::string_view round, std::string_view agency, absl::Time deadline, int days_before) = 0;
};

}  // namespace minga::store
