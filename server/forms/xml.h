// XML parts of documents, parsed only after they were found harmless.
#pragma once

#include <memory>
#include <pugixml.hpp>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace minga::forms {

enum class XmlSpace {
  // White space between elements is kept where it is an element's only content (WordprocessingML).
  kOnlyContent,
  // All white space counts (OpenDocument's mixed content).
  kAll,
};

// Decodes (UTF-8, UTF-16, UTF-32, or what the declaration names), refuses a DOCTYPE, a depth over limits::kXmlDepth and
// more elements and attributes than a document has, then parses. Element and attribute names of the namespaces that
// documents use come out with their customary prefixes (`w:p`, `mc:Choice`, `text:p`), whatever prefix the file gives
// them, Strict namespaces as their Transitional twins; names of any other namespace with the prefix `other:`, attributes
// without namespace as they are. `part` names the part in errors. Errors: DOCUMENT_DAMAGED, DOCUMENT_HOSTILE.
absl::StatusOr<std::unique_ptr<pugi::xml_document>> ParseXml(std::string bytes, std::string_view part, XmlSpace space);

}  // namespace minga::forms
