// Any bytes as a document. A first byte of 'X' hands the rest to the reader as a main part without its container, so that
// mutations reach the markup instead of dying at a checksum.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "server/forms/document_format.h"
#include "server/forms/fiche_assembly.h"
#include "server/forms/fiche_reader.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (!bytes.empty() && bytes.front() == 'X') {
    const auto document = minga::forms::ReadMainPart(std::string(bytes.substr(1)));
    if (document.ok()) (void)minga::forms::AssembleFiche(*document, minga::texts::Language::kSpanish);
  } else {
    (void)minga::forms::ReadFiche(bytes, minga::texts::Language::kEnglish);
  }
  return 0;
}
