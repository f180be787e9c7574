// A document model into a fiche.
#pragma once

#include "absl/status/statusor.h"
#include "server/forms/document_model.h"
#include "server/forms/fiche_reader.h"

namespace minga::forms {

// Errors: DOCUMENT_NOT_THE_FORM.
absl::StatusOr<FicheDocument> AssembleFiche(const Document& document, texts::Language language);

}  // namespace minga::forms
