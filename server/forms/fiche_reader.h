// Reads the survey form (annex of the PIFCSS report of 2022, Spanish or Portuguese) out of a document as agencies send it.
#pragma once

#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "minga/v1/document.pb.h"
#include "minga/v1/fiche.pb.h"
#include "texts/texts.h"

namespace minga::forms {

struct FicheDocument {
  // Without names, states or times. Where content controls of a form that was written here are left (fiche_writer.h), entries
  // and actors have the ids that their tags tell; no two have the same. Nobody checked that these are anybody's.
  v1::Fiche fiche;
  // What a person should confirm, in document order; at most limits::kFindings.
  std::vector<v1::Finding> findings;
  // What the document says it is a copy of; empty when it does not say. It can be forged.
  v1::DocumentOrigin origin;
  // Never part of an answer; with their replies at most limits::kDocumentComments.
  std::vector<v1::DocumentComment> comments;
};

// Pure: bytes in, fiche and findings out; nothing is fetched, no path of the document is used, macros are not looked at.
// A document is never refused because of how it looks: what is not certain becomes a finding, words that fit nowhere too.
// Errors: the DOCUMENT_* ones of base/errors.h, for what is empty, over limits (base/limits.h), of another format,
// damaged, encrypted, hostile, or not the form.
absl::StatusOr<FicheDocument> ReadFiche(std::string_view document, texts::Language language);

}  // namespace minga::forms
