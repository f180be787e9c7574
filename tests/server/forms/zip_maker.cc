#include "tests/server/forms/zip_maker.h"

#include <zip.h>

#include <cstdlib>

namespace minga::forms {

std::string MakeZip(const Parts& parts, const std::string& password) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* const target = zip_source_buffer_create(nullptr, 0, 0, &error);
  zip_source_keep(target);
  zip_t* const zip = zip_open_from_source(target, ZIP_TRUNCATE, &error);
  if (zip == nullptr) std::abort();
  for (const auto& [name, bytes] : parts) {
    const zip_int64_t index = zip_file_add(zip, name.c_str(), zip_source_buffer(zip, bytes.data(), bytes.size(), 0), ZIP_FL_ENC_UTF_8);
    if (index < 0) std::abort();
    zip_set_file_compression(zip, static_cast<zip_uint64_t>(index), ZIP_CM_DEFLATE, 6);
    if (!password.empty()) zip_file_set_encryption(zip, static_cast<zip_uint64_t>(index), ZIP_EM_TRAD_PKWARE, password.c_str());
  }
  if (zip_close(zip) != 0) std::abort();
  zip_source_open(target);
  zip_source_seek(target, 0, SEEK_END);
  std::string bytes(static_cast<size_t>(zip_source_tell(target)), '\0');
  zip_source_seek(target, 0, SEEK_SET);
  zip_source_read(target, bytes.data(), bytes.size());
  zip_source_close(target);
  zip_source_free(target);
  zip_error_fini(&error);
  return bytes;
}

Parts WordParts(std::string document_xml) {
  return {{"[Content_Types].xml", "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>"},
          {"_rels/.rels",
           "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"a\" "
           "Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" "
           "Target=\"word/document.xml\"/></Relationships>"},
          {"word/document.xml", std::move(document_xml)}};
}

void DeclareSize(std::string& zip, const std::string& part, unsigned int size) {
  const auto put = [&](size_t at) {
    for (int i = 0; i < 4; ++i) zip[at + static_cast<size_t>(i)] = static_cast<char>((size >> (8 * i)) & 0xFF);
  };
  for (size_t at = zip.find(part); at != std::string::npos; at = zip.find(part, at + 1)) {
    if (at >= 30 && zip.compare(at - 30, 4, std::string("PK\x03\x04", 4)) == 0) put(at - 30 + 22);
    if (at >= 46 && zip.compare(at - 46, 4, std::string("PK\x01\x02", 4)) == 0) put(at - 46 + 24);
  }
}

}  // namespace minga::forms
