#include "server/forms/document_format.h"

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include "server/base/errors.h"
#include "server/base/limits.h"
#include "server/base/text.h"
#include "server/forms/archive.h"
#include "server/forms/docx_reader.h"
#include "server/forms/odt_reader.h"
#include "server/forms/origin.h"
#include "server/forms/xml.h"

namespace minga::forms {
namespace {

// More than any of those that Minga writes.
constexpr size_t kPropertyBytes = 1'000;

bool StartsWith(std::string_view text, std::string_view prefix) { return text.compare(0, prefix.size(), prefix) == 0; }

// Names in compound files are UTF-16.
bool HasWide(std::string_view bytes, std::string_view name) {
  std::string wide;
  for (const char c : name) wide.append({c, '\0'});
  return bytes.find(wide) != std::string_view::npos;
}

absl::Status CompoundFile(std::string_view bytes) {
  if (HasWide(bytes, "EncryptedPackage")) return errors::DocumentEncrypted();
  if (HasWide(bytes, "WordDocument")) return errors::DocumentWrongFormat("Word 97-2003 (.doc)");
  if (HasWide(bytes, "Workbook") || HasWide(bytes, "Book")) return errors::DocumentWrongFormat("Excel 97-2003 (.xls)");
  if (HasWide(bytes, "PowerPoint Document")) return errors::DocumentWrongFormat("PowerPoint 97-2003 (.ppt)");
  return errors::DocumentWrongFormat("Microsoft OLE 2");
}

struct Magic {
  std::string_view bytes;
  std::string_view format;
};

constexpr std::array kMagics = {
    Magic{"{\\rtf", "RTF"},
    Magic{"\x89PNG", "PNG"},
    Magic{"\xFF\xD8\xFF", "JPEG"},
    Magic{"GIF8", "GIF"},
    Magic{"II*", "TIFF"},
    Magic{"MM\x00*", "TIFF"},
    Magic{"BM", "BMP"},
    Magic{"RIFF", "RIFF"},
    Magic{"7z\xBC\xAF", "7z"},
    Magic{"Rar!", "RAR"},
    Magic{"\x1F\x8B", "gzip"},
    Magic{"\xDB\xA5", "Word 2.0 (.doc)"},
    Magic{"\xFFWPC", "WordPerfect"},
};

// Text that people name .docx by hand, and markup that other programs save.
absl::Status TextOrUnknown(std::string_view bytes) {
  std::string_view head = bytes.substr(0, 4096);
  if (StartsWith(head, "\xEF\xBB\xBF")) head.remove_prefix(3);
  const std::string folded = text::Fold(text::IsValidUtf8(head) ? head : head.substr(0, head.find_first_of("\x80\xFF")));
  const auto has = [&](std::string_view what) { return folded.find(what) != std::string::npos; };
  if (StartsWith(folded, "<?mso-application") || has("schemas.microsoft.com/office/word/2003/wordml"))
    return errors::DocumentWrongFormat("Word 2003 XML");
  if (has("schemas.microsoft.com/office/2006/xmlpackage")) return errors::DocumentWrongFormat("Word XML (flat OPC)");
  if (has("urn:oasis:names:tc:opendocument:xmlns:office")) return errors::DocumentWrongFormat("OpenDocument XML (.fodt)");
  if (has("<html") || has("<!doctype html") || StartsWith(folded, "<body") || StartsWith(folded, "<table"))
    return errors::DocumentWrongFormat("HTML");
  if (StartsWith(folded, "mime-version:")) return errors::DocumentWrongFormat("MHTML");
  if (StartsWith(folded, "<?xml") || StartsWith(folded, "<")) return errors::DocumentWrongFormat("XML");
  if (StartsWith(folded, "{\"") || StartsWith(folded, "[{")) return errors::DocumentWrongFormat("JSON");
  const auto control = std::count_if(head.begin(), head.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\r' && c != '\t' && c != '\f';
  });
  const auto high = std::count_if(head.begin(), head.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
  if (control == 0 && !folded.empty() && (high * 4 < static_cast<std::ptrdiff_t>(head.size()) || text::IsValidUtf8(bytes))) {
    return errors::DocumentWrongFormat("TXT");
  }
  return errors::DocumentUnknownFormat();
}

absl::Status NotAnArchive(std::string_view bytes) {
  if (StartsWith(bytes, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")) return CompoundFile(bytes);
  if (bytes.substr(0, 1024).find("%PDF-") != std::string_view::npos) return errors::DocumentWrongFormat("PDF");
  for (const Magic& magic : kMagics) {
    if (StartsWith(bytes, magic.bytes)) return errors::DocumentWrongFormat(magic.format);
  }
  if (bytes.size() > 12 && bytes.substr(4, 4) == "ftyp") return errors::DocumentWrongFormat("HEIC / MP4");
  return TextOrUnknown(bytes);
}

std::string Resolve(std::string_view folder, std::string_view target) {
  if (StartsWith(target, "/")) return std::string(target.substr(1));
  return std::string(folder) + std::string(target);
}

// The part that the package names as its document; where the package is silent, the customary one.
std::string MainPart(Archive& archive) {
  if (archive.Has("_rels/.rels")) {
    if (auto bytes = archive.Read("_rels/.rels"); bytes.ok()) {
      if (auto xml = ParseXml(*std::move(bytes), "_rels/.rels", XmlSpace::kOnlyContent); xml.ok()) {
        for (const pugi::xml_node relation : (*xml)->document_element().children("rel:Relationship")) {
          const std::string_view type = relation.attribute("Type").value();
          constexpr std::string_view kEnd = "/officeDocument";
          if (type.size() < kEnd.size() || type.substr(type.size() - kEnd.size()) != kEnd) continue;
          std::string part = Resolve("", relation.attribute("Target").value());
          if (archive.Has(part)) return part;
        }
      }
    }
  }
  return "word/document.xml";
}

MailLinks ReadMailLinks(Archive& archive, const std::string& main_part) {
  MailLinks links;
  const size_t slash = main_part.rfind('/') == std::string::npos ? 0 : main_part.rfind('/') + 1;
  const std::string part = main_part.substr(0, slash) + "_rels/" + main_part.substr(slash) + ".rels";
  auto bytes = archive.Read(part);
  if (!bytes.ok()) return links;
  const auto xml = ParseXml(*std::move(bytes), part, XmlSpace::kOnlyContent);
  if (!xml.ok()) return links;
  constexpr std::string_view kMail = "mailto:";
  for (const pugi::xml_node relation : (*xml)->document_element().children("rel:Relationship")) {
    const std::string_view target = relation.attribute("Target").value();
    if (!StartsWith(target, kMail)) continue;
    links[relation.attribute("Id").value()] = std::string(target.substr(kMail.size(), target.find('?') - kMail.size()));
  }
  return links;
}

// A part that a document may have; an empty one when it has none.
absl::StatusOr<std::unique_ptr<pugi::xml_document>> ReadPart(Archive& archive, const std::string& part, XmlSpace space) {
  if (!archive.Has(part)) return std::make_unique<pugi::xml_document>();
  auto bytes = archive.Read(part);
  if (!bytes.ok()) return bytes.status();
  return ParseXml(*std::move(bytes), part, space);
}

// A file that says in vain what it is a copy of is a form all the same.
template <typename Read>
void ReadProperties(Archive& archive, const std::string& part, Document& document, Read read) {
  const auto xml = ReadPart(archive, part, XmlSpace::kOnlyContent);
  if (!xml.ok()) return;
  read((*xml)->document_element(), [&](std::string_view name, std::string_view value) {
    if (IsOriginProperty(name)) document.properties.emplace(name, value.substr(0, kPropertyBytes));
  });
}

absl::StatusOr<Document> ReadWord(Archive& archive) {
  const std::string part = MainPart(archive);
  if (!archive.Has(part)) return errors::DocumentDamaged(part);
  auto bytes = archive.Read(part);
  if (!bytes.ok()) return bytes.status();
  const auto xml = ParseXml(*std::move(bytes), part, XmlSpace::kOnlyContent);
  if (!xml.ok()) return xml.status();
  const pugi::xml_node root = (*xml)->document_element();
  if (std::string_view(root.name()) != "w:document") return errors::DocumentDamaged(part);
  Document document = ReadWordDocument(root, [&] { return ReadMailLinks(archive, part); });
  const std::string folder = part.substr(0, part.rfind('/') == std::string::npos ? 0 : part.rfind('/') + 1);
  for (const char* name : {"footnotes.xml", "endnotes.xml"}) {
    const auto notes = ReadPart(archive, folder + name, XmlSpace::kOnlyContent);
    if (!notes.ok()) return notes.status();
    for (std::string& note : ReadWordNotes((*notes)->document_element())) document.notes.push_back(std::move(note));
  }
  const auto comments = ReadPart(archive, folder + "comments.xml", XmlSpace::kOnlyContent);
  if (!comments.ok()) return comments.status();
  const auto extended = ReadPart(archive, folder + "commentsExtended.xml", XmlSpace::kOnlyContent);
  if (!extended.ok()) return extended.status();
  ReadWordComments((*comments)->document_element(), (*extended)->document_element(), document);
  ReadProperties(archive, "docProps/custom.xml", document, [](pugi::xml_node properties, const auto& keep) {
    for (const pugi::xml_node property : properties.children("cust:property")) {
      keep(property.attribute("name").value(), property.first_child().text().get());
    }
  });
  return document;
}

absl::StatusOr<Document> ReadOdt(Archive& archive) {
  if (archive.Has("encrypted-package")) return errors::DocumentEncrypted();
  if (archive.Has("META-INF/manifest.xml")) {
    auto manifest = archive.Read("META-INF/manifest.xml");
    if (!manifest.ok()) return manifest.status();
    if (manifest->find("encryption-data") != std::string::npos) return errors::DocumentEncrypted();
  }
  auto bytes = archive.Read("content.xml");
  if (!bytes.ok()) return bytes.status();
  const auto xml = ParseXml(*std::move(bytes), "content.xml", XmlSpace::kAll);
  if (!xml.ok()) return xml.status();
  const pugi::xml_node root = (*xml)->document_element();
  if (!root.child("office:body").child("office:text")) return errors::DocumentDamaged("content.xml");
  Document document = ReadOpenDocument(root);
  ReadProperties(archive, "meta.xml", document, [](pugi::xml_node meta, const auto& keep) {
    for (const pugi::xml_node property : meta.child("office:meta").children("meta:user-defined")) {
      keep(property.attribute("meta:name").value(), property.text().get());
    }
  });
  return document;
}

std::string_view OpenDocumentFormat(std::string_view type) {
  constexpr std::string_view kPrefix = "application/vnd.oasis.opendocument.";
  if (!StartsWith(type, kPrefix)) return type == "application/epub+zip" ? "EPUB" : "";
  const std::string_view kind = type.substr(kPrefix.size());
  if (StartsWith(kind, "spreadsheet")) return "OpenDocument (.ods)";
  if (StartsWith(kind, "presentation")) return "OpenDocument (.odp)";
  if (StartsWith(kind, "graphics")) return "OpenDocument (.odg)";
  return StartsWith(kind, "text") ? "" : "OpenDocument";
}

absl::StatusOr<Document> ReadArchive(std::string_view bytes) {
  auto opened = Archive::Open(bytes);
  if (!opened.ok()) return opened.status();
  Archive& archive = **opened;
  if (archive.Has("mimetype")) {
    auto type = archive.Read("mimetype");
    if (!type.ok()) return type.status();
    if (const std::string_view other = OpenDocumentFormat(*type); !other.empty()) return errors::DocumentWrongFormat(other);
    return ReadOdt(archive);
  }
  if (archive.HasUnder("xl/")) return errors::DocumentWrongFormat("Excel (.xlsx)");
  if (archive.HasUnder("ppt/")) return errors::DocumentWrongFormat("PowerPoint (.pptx)");
  if (archive.HasUnder("visio/")) return errors::DocumentWrongFormat("Visio (.vsdx)");
  if (archive.Has("[Content_Types].xml") || archive.HasUnder("word/")) return ReadWord(archive);
  if (archive.Has("content.xml")) return ReadOdt(archive);
  if (archive.HasUnder("Index/")) return errors::DocumentWrongFormat("Apple Pages");
  return errors::DocumentWrongFormat("ZIP");
}

}  // namespace

absl::StatusOr<Document> ReadDocument(std::string_view bytes) {
  if (bytes.empty()) return errors::DocumentEmpty();
  if (bytes.size() > limits::kDocumentBytes) return errors::DocumentTooLarge(limits::kDocumentBytes);
  if (!StartsWith(bytes, std::string_view("PK\x03\x04", 4)) && !StartsWith(bytes, std::string_view("PK\x05\x06", 4)))
    return NotAnArchive(bytes);
  return ReadArchive(bytes);
}

absl::StatusOr<Document> ReadMainPart(std::string xml) {
  const auto parsed = ParseXml(std::move(xml), "XML", XmlSpace::kAll);
  if (!parsed.ok()) return parsed.status();
  const pugi::xml_node root = (*parsed)->document_element();
  if (std::string_view(root.name()) == "w:document") return ReadWordDocument(root, [] { return MailLinks(); });
  if (root.child("office:body").child("office:text")) return ReadOpenDocument(root);
  return errors::DocumentDamaged("XML");
}

}  // namespace minga::forms
