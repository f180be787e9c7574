// Any bytes as a document. A first byte of 'X' hands the rest to the reader as a main part without its container, so that
// mutations reach the markup instead of dying at a checksum; 'C' as a part of comments.
#include <cstddef>
#include <cstdint>
#include <pugixml.hpp>
#include <string>
#include <string_view>

#include "server/forms/comments.h"
#include "server/forms/document_format.h"
#include "server/forms/docx_reader.h"
#include "server/forms/fiche_assembly.h"
#include "server/forms/fiche_reader.h"
#include "server/forms/xml.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (!bytes.empty() && bytes.front() == 'X') {
    const auto document = minga::forms::ReadMainPart(std::string(bytes.substr(1)));
    if (document.ok()) (void)minga::forms::AssembleFiche(*document, minga::texts::Language::kSpanish);
  } else if (!bytes.empty() && bytes.front() == 'C') {
    const auto xml = minga::forms::ParseXml(std::string(bytes.substr(1)), "XML", minga::forms::XmlSpace::kOnlyContent);
    if (!xml.ok()) return 0;
    // What says which comment answers which, wherever it stands.
    minga::forms::Document document;
    const pugi::xml_node root = (*xml)->document_element();
    minga::forms::ReadWordComments(root, root, document);
    (void)minga::forms::ArrangeComments(document.comments, {});
  } else {
    (void)minga::forms::ReadFiche(bytes, minga::texts::Language::kEnglish);
  }
  return 0;
}
