// Bytes into a document model: finds out what they are and reads what is a text document.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "server/forms/document_model.h"

namespace minga::forms {

// .docx (also .docm, .dotx, Strict) and .odt (also .ott). Errors: the DOCUMENT_* ones but NOT_THE_FORM.
absl::StatusOr<Document> ReadDocument(std::string_view bytes);

// A main part on its own, `word/document.xml` or `content.xml`, told apart by its root; for fuzzing past the container.
absl::StatusOr<Document> ReadMainPart(std::string xml);

}  // namespace minga::forms
