// Rules of what is said about an initiative: first what the survey form asks, then what the secretariat adds
// ("additions": the fields of InitiativeContent from `modality` on).
#pragma once

#include <string>
#include <string_view>

#include "absl/functional/function_ref.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/field_mask.pb.h"
#include "minga/v1/initiative.pb.h"
#include "server/base/errors.h"

namespace minga::domain {

// Whether a field of InitiativeContent is one that the secretariat adds.
bool IsAddition(const google::protobuf::FieldDescriptor* field);

// Everything that the comments of initiative.proto demand of the whole content. A draft may be incomplete, but nothing in
// it may be wrong. With an empty `reporting_country` no partner is compared with it.
void CheckContent(const v1::InitiativeContent& content, const std::string& path, std::string_view reporting_country,
                  Violations& violations);

// Only the additions, for an initiative of type `type`.
void CheckAdditions(const v1::InitiativeContent& content, const std::string& path, v1::InitiativeType type, Violations& violations);

// Each path of the mask names one addition, as a whole: UNKNOWN_FIELD.
void CheckAdditionsMask(const google::protobuf::FieldMask& mask, const std::string& path, Violations& violations);

// Writes additions into `content`: those that are set replace what is there, those that `mask` names are written even
// when they are empty. What the form asks is left alone.
void MergeAdditions(const v1::InitiativeContent& additions, const google::protobuf::FieldMask& mask, v1::InitiativeContent* content);

// Makes the additions of `to` those of `from`.
// `enables_multi_actor_cooperation` is dropped when `to` is no INTERINSTITUTIONAL_SPACE.
void CopyAdditions(const v1::InitiativeContent& from, v1::InitiativeContent* to);

// As an agency submits `to` again: what the secretariat added to what is `registered` stands, but for the additions that the agency itself
// has changed since it `submitted` before.
void CarryAdditions(const v1::InitiativeContent& registered, const v1::InitiativeContent& submitted, v1::InitiativeContent* to);

// Whether two versions report the same, but for the ids of actors: all that the form asks.
bool ReportTheSame(const v1::InitiativeContent& one, const v1::InitiativeContent& other);

// Whether two versions say the same to a country that is asked to confirm: all that the agency reports, but for the contact.
bool SaysTheSame(const v1::InitiativeContent& one, const v1::InitiativeContent& other);

// Takes off outer white space everywhere and list items that hold nothing else; e-mail addresses become lower case.
// Nothing that people wrote is changed otherwise.
void NormalizeContent(v1::InitiativeContent* content);

// Gives an id to each actor that has none, unique within the initiative.
void GiveItemIds(v1::InitiativeContent* content, absl::FunctionRef<std::string()> new_id);

// Limits and form of a contact.
void CheckFocalPoint(const v1::FocalPoint& person, const std::string& path, Violations& violations);
void NormalizeFocalPoint(v1::FocalPoint* person);

}  // namespace minga::domain
