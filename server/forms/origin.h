// What a document is a copy of: the custom properties that the writer puts into a form, read back.
#pragma once

#include <optional>
#include <string_view>

#include "minga/v1/document.pb.h"
#include "server/forms/document_model.h"
#include "server/forms/findings.h"

namespace minga::forms {

inline constexpr std::string_view kFormVersionProperty = "MingaFormVersion";
inline constexpr std::string_view kFicheProperty = "MingaFiche";
inline constexpr std::string_view kEtagProperty = "MingaEtag";

constexpr bool IsOriginProperty(std::string_view name) {
  return name == kFormVersionProperty || name == kFicheProperty || name == kEtagProperty;
}

// What is no name of a fiche, no etag or no version of a form is as if it were not there; a fiche that cannot be understood is
// reported.
v1::DocumentOrigin ReadOrigin(const Document& document, Findings& findings);

// Where a content control says that it stands: `initiatives[ENTRY].FIELD`, `initiatives[ENTRY].actors[ACTOR]`.
struct TagPath {
  std::string_view entry;
  // The question's field, without anything behind it.
  std::string_view field;
  // Empty but for an actor.
  std::string_view actor;
};

// Nothing for any other tag, and for one without the id of an entry (`[#0]`).
std::optional<TagPath> ReadTag(std::string_view tag);

}  // namespace minga::forms
