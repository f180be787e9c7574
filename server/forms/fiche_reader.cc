#include "server/forms/fiche_reader.h"

#include <fmt/format.h>

#include <utility>

#include "server/base/errors.h"
#include "server/base/limits.h"
#include "server/forms/document_format.h"
#include "server/forms/fiche_assembly.h"

namespace minga::forms {

absl::StatusOr<FicheDocument> ReadFiche(std::string_view document, texts::Language language) {
  const absl::StatusOr<Document> read = ReadDocument(document);
  if (!read.ok()) return read.status();
  return AssembleFiche(*read, language);
}

}  // namespace minga::forms
