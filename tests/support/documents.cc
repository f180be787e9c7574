#include "tests/support/documents.h"

#include <zip.h>

#include <fstream>
#include <sstream>
#include <stdexcept>

namespace minga::documents {
namespace {

constexpr char kTypes[] =
    R"(<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>)";
constexpr char kRelations[] =
    R"(<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>)";
constexpr char kOle[] = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

std::string Wide(const std::string& name) {
  std::string wide;
  for (const char c : name) wide.append({c, '\0'});
  return wide;
}

std::string Body(const std::string& inside) {
  return R"(<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>)" + inside +
         "</w:body></w:document>";
}

}  // namespace

std::string Read(const std::string& path) {
  std::ifstream file(std::string(MINGA_SOURCE_DIR) + "/" + path, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  if (!file) throw std::runtime_error("cannot read " + path);
  return bytes.str();
}

std::string Zip(const std::vector<std::pair<std::string, std::string>>& parts) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* bytes = zip_source_buffer_create(nullptr, 0, 0, &error);
  zip_source_keep(bytes);
  zip_t* archive = zip_open_from_source(bytes, ZIP_TRUNCATE, &error);
  for (const auto& [name, content] : parts) {
    zip_file_add(archive, name.c_str(), zip_source_buffer(archive, content.data(), content.size(), 0), ZIP_FL_ENC_UTF_8);
  }
  if (zip_close(archive) != 0) throw std::runtime_error("cannot make an archive");
  zip_source_open(bytes);
  zip_source_seek(bytes, 0, SEEK_END);
  std::string made(static_cast<size_t>(zip_source_tell(bytes)), '\0');
  zip_source_seek(bytes, 0, SEEK_SET);
  zip_source_read(bytes, made.data(), made.size());
  zip_source_close(bytes);
  zip_source_free(bytes);
  return made;
}

std::string Docx(const std::string& document_xml) {
  return Zip({{"[Content_Types].xml", kTypes}, {"_rels/.rels", kRelations}, {"word/document.xml", document_xml}});
}

std::string Pdf() { return "%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"; }
std::string Rtf() { return "{\\rtf1\\ansi Ficha}"; }
std::string OldDoc() { return kOle + std::string(600, '\0') + Wide("WordDocument") + std::string(600, '\0'); }
std::string Encrypted() { return kOle + std::string(600, '\0') + Wide("EncryptedPackage") + std::string(600, '\0'); }
std::string UnknownFormat() { return std::string("\x01\x02\x00\x03\xFE\x07\x11", 7) + std::string(100, '\x05'); }
std::string Truncated() {
  const std::string whole = Read("tests/data/forms/filled/v01-pe-apci.docx");
  return whole.substr(0, whole.size() / 2);
}
std::string BrokenXml() { return Docx(R"(<w:document xmlns:w="x"><w:body><w:p>)"); }
std::string WithDoctype() { return Docx("<!DOCTYPE w:document [<!ENTITY a \"b\">]>" + Body("<w:p><w:r><w:t>&a;</w:t></w:r></w:p>")); }
std::string Bomb() { return Docx(Body("<w:p><w:r><w:t>" + std::string(30u << 20, 'a') + "</w:t></w:r></w:p>")); }
std::string Deep() {
  std::string open, close;
  for (int i = 0; i < 500; ++i) {
    open += "<w:p>";
    close += "</w:p>";
  }
  return Docx(Body(open + close));
}
std::string NotTheForm() { return Docx(Body("<w:p><w:r><w:t>Estimada directora: gracias por su carta.</w:t></w:r></w:p>")); }

}  // namespace minga::documents
