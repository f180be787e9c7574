// Rules of rounds, the survey campaigns.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>

#include "absl/time/time.h"
#include "google/protobuf/field_mask.pb.h"
#include "minga/v1/round.pb.h"
#include "server/base/errors.h"

namespace minga::domain {

// What a caller may set on a round. The id is checked by the caller (names::IsChosenId), and whether there are such agencies.
void CheckRound(const v1::Round& round, const std::string& path, Violations& violations);

// Each path names one field that the secretariat may change: UNKNOWN_FIELD.
void CheckRoundMask(const google::protobuf::FieldMask& mask, const std::string& path, Violations& violations);
// Makes the fields of `to` that the mask names those of `from`; an empty mask names all that can be changed.
void ApplyRound(const v1::Round& from, const google::protobuf::FieldMask& mask, v1::Round* to);
// What may not change as it did: what was asked, once the round is or was open (IMMUTABLE_ONCE_OPEN), and the deadline into the past
// (NOT_IN_THE_FUTURE), where it also stays of a round that was called off and gets a time to open at. `before` has its state.
void CheckRoundChange(const v1::Round& before, const v1::Round& after, absl::Time now, const std::string& path, Violations& violations);

// Whether the round was ended before it opened. `round` has its state.
bool WasCalledOff(const v1::Round& round);
// Ends a round at `now`, and the taking of late fiches; one that has not opened is called off. `round` has its state.
void EndRound(absl::Time now, v1::Round* round);

// Scheduled before open_time (absent: open from the beginning), closed from close_time on, open between.
v1::RoundState StateAt(const v1::Round& round, absl::Time now);

// Whether the agency, by its name, is asked.
bool IsAsked(const v1::Round& round, std::string_view agency);
// The same for many agencies, looked up in a set. The round outlives it.
class AskedAgencies {
 public:
  explicit AskedAgencies(const v1::Round& round);
  bool Has(std::string_view agency) const { return named_.empty() || named_.contains(agency); }

 private:
  std::unordered_set<std::string_view> named_;
};
// When the round ends for whoever has `round.extension`; InfiniteFuture when it has no end.
absl::Time DeadlineOf(const v1::Round& round);
// The same for whoever has `extension`, whatever extension the round holds.
absl::Time DeadlineOf(const v1::Round& round, const std::optional<v1::RoundExtension>& extension);

// Whether an agency can begin a fiche now, or send one for the first time.
enum class Answering { kYes, kLate, kNotYet, kNotAsked, kClosed };
// `round.extension` is the agency's.
Answering AnsweringAt(const v1::Round& round, std::string_view agency, absl::Time now);
// The same of an agency that is asked, with its extension.
Answering AnsweringOfAsked(const v1::Round& round, const std::optional<v1::RoundExtension>& extension, absl::Time now);

}  // namespace minga::domain
