// Rules of fiches: what one may hold, what a submission needs, and its life.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/functional/function_ref.h"
#include "google/protobuf/field_mask.pb.h"
#include "minga/v1/fiche.pb.h"
#include "minga/v1/fiche_revision.pb.h"
#include "server/base/errors.h"

namespace minga::domain {

// A fiche as an agency of `agency_country` may write it: it may be incomplete, but nothing in it may be wrong. Output-only
// fields are not looked at; `round` is only when given.
void CheckFiche(const v1::Fiche& fiche, const std::string& path, std::string_view agency_country, Violations& violations);

// What must not be missing when a fiche is submitted, beside CheckFiche: the institution, and either "nothing to report"
// or initiatives, each with title, type and at least one actor. Contacts are not demanded: the secretariat knows its agencies.
void CheckReadyToSubmit(const v1::Fiche& fiche, const std::string& path, Violations& violations);

// NormalizeContent for the whole fiche.
void NormalizeFiche(v1::Fiche* fiche);

// Gives an id to each entry and actor that has none. An entry's id becomes the id of its initiative, so `new_entry_id`
// should answer ids that are unique everywhere.
void GiveIds(v1::Fiche* fiche, absl::FunctionRef<std::string()> new_entry_id, absl::FunctionRef<std::string()> new_item_id);

// For a fiche that was read again from a document: each entry and actor that is one of `stored` (MatchIds in fiche_match.h) takes
// its id. Others keep the id they have.
void KeepIds(const v1::Fiche& stored, v1::Fiche* read);

// Each path names one top-level field that an agency may change: UNKNOWN_FIELD.
void CheckUpdateMask(const google::protobuf::FieldMask& mask, const std::string& path, Violations& violations);

// Makes the fields of `to` that the mask names those of `from`; an empty mask names all that can be changed. `initiatives`
// is replaced as a whole; entries that stay (same id) keep the decision they had, new ones have none.
void ApplyUpdate(const v1::Fiche& from, const google::protobuf::FieldMask& mask, v1::Fiche* to);

// Who acts, as far as it decides what is possible: an agency with its way of validating, or the secretariat.
struct Side {
  bool secretariat = false;
  v1::ValidationMode validation = v1::VALIDATION_MODE_NONE;
};

// The state after `verb`, or empty when `verb` is not possible in `state`. After DECIDE, and
// after SUBMIT of a fiche without entries, the caller makes the fiche REVIEWED once AllDecided; after DELETE there is none left
// (UNSPECIFIED). What depends on more than the state is the caller's: that a fiche which was submitted is not deleted, that one
// in which something was decided is not recalled, and who validates.
std::optional<v1::FicheState> After(v1::FicheState state, v1::FicheVerb verb, const Side& side);

// Whether no entry waits for the secretariat; true for a fiche without entries.
bool AllDecided(const v1::Fiche& fiche);
// Whether the secretariat has decided on an entry since the fiche was submitted.
bool AnyDecided(const v1::Fiche& fiche);

// SUBMITTED or REVIEWED.
bool IsWithSecretariat(v1::FicheState state);

}  // namespace minga::domain
