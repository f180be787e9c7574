// OpenDocument text into the document model.
#pragma once

#include <pugixml.hpp>

#include "server/forms/document_model.h"

namespace minga::forms {

// `root` is content.xml as ParseXml gives it, with all white space. Deletions of tracked changes stand apart in this
// format and are not read; a placeholder is no text.
Document ReadOpenDocument(pugi::xml_node root);

}  // namespace minga::forms
