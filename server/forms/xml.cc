#include "server/forms/xml.h"

#include <fmt/format.h>
#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>
#include <vector>

#include "server/base/errors.h"
#include "server/base/limits.h"
#include "server/base/text.h"

namespace minga::forms {
namespace {

// A node or attribute costs the parser tens of bytes; the largest real fiche has some 50,000.
constexpr size_t kNodes = 2'000'000;

struct Namespace {
  std::string_view uri;
  std::string_view prefix;
};

constexpr std::array kNamespaces = {
    Namespace{"http://schemas.openxmlformats.org/wordprocessingml/2006/main", "w"},
    Namespace{"http://purl.oclc.org/ooxml/wordprocessingml/main", "w"},
    Namespace{"http://schemas.microsoft.com/office/word/2010/wordml", "w14"},
    Namespace{"http://schemas.microsoft.com/office/word/2012/wordml", "w15"},
    Namespace{"http://schemas.openxmlformats.org/markup-compatibility/2006", "mc"},
    Namespace{"http://schemas.openxmlformats.org/officeDocument/2006/relationships", "r"},
    Namespace{"http://purl.oclc.org/ooxml/officeDocument/relationships", "r"},
    Namespace{"http://schemas.openxmlformats.org/officeDocument/2006/math", "m"},
    Namespace{"http://purl.oclc.org/ooxml/officeDocument/math", "m"},
    Namespace{"http://schemas.openxmlformats.org/package/2006/relationships", "rel"},
    Namespace{"http://schemas.openxmlformats.org/package/2006/content-types", "ct"},
    Namespace{"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties", "cust"},
    Namespace{"http://purl.oclc.org/ooxml/officeDocument/customProperties", "cust"},
    Namespace{"http://purl.org/dc/elements/1.1/", "dc"},
    Namespace{"urn:oasis:names:tc:opendocument:xmlns:office:1.0", "office"},
    Namespace{"urn:oasis:names:tc:opendocument:xmlns:text:1.0", "text"},
    Namespace{"urn:oasis:names:tc:opendocument:xmlns:table:1.0", "table"},
    Namespace{"urn:oasis:names:tc:opendocument:xmlns:style:1.0", "style"},
    Namespace{"urn:oasis:names:tc:opendocument:xmlns:drawing:1.0", "draw"},
    Namespace{"urn:oasis:names:tc:opendocument:xmlns:form:1.0", "form"},
    Namespace{"urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0", "fo"},
    Namespace{"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0", "manifest"},
    Namespace{"urn:oasis:names:tc:opendocument:xmlns:meta:1.0", "meta"},
    Namespace{"urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0", "loext"},
    Namespace{"urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0", "field"},
    Namespace{"http://www.w3.org/1999/xlink", "xlink"},
    Namespace{"http://www.w3.org/XML/1998/namespace", "xml"},
};

std::string Convert(std::string_view bytes, const char* encoding) {
  UErrorCode code = U_ZERO_ERROR;
  UConverter* const converter = ucnv_open(encoding, &code);
  if (U_FAILURE(code)) return {};
  const icu::UnicodeString decoded(bytes.data(), static_cast<int32_t>(bytes.size()), converter, code);
  ucnv_close(converter);
  std::string out;
  decoded.toUTF8String(out);
  return out;
}

const char* WideEncoding(const std::string& bytes) {
  if (bytes.size() < 4) return nullptr;
  const auto at = [&](size_t i) { return static_cast<unsigned char>(bytes[i]); };
  if (at(0) == 0xFF && at(1) == 0xFE && at(2) == 0 && at(3) == 0) return "UTF-32LE";
  if (at(0) == 0 && at(1) == 0 && at(2) == 0xFE && at(3) == 0xFF) return "UTF-32BE";
  if (at(0) == '<' && at(1) == 0 && at(2) == 0 && at(3) == 0) return "UTF-32LE";
  if (at(0) == 0 && at(1) == 0 && at(2) == 0 && at(3) == '<') return "UTF-32BE";
  if (at(0) == 0xFF && at(1) == 0xFE) return "UTF-16LE";
  if (at(0) == 0xFE && at(1) == 0xFF) return "UTF-16BE";
  if (at(0) == '<' && at(1) == 0) return "UTF-16LE";
  if (at(0) == 0 && at(1) == '<') return "UTF-16BE";
  return nullptr;
}

// The parser sees UTF-8 only, so that it and the scan before it read the same characters.
std::string ToUtf8(std::string bytes) {
  if (const char* wide = WideEncoding(bytes); wide != nullptr) bytes = Convert(bytes, wide);
  if (bytes.compare(0, 3, "\xEF\xBB\xBF") == 0) bytes.erase(0, 3);
  if (text::IsValidUtf8(bytes)) return bytes;
  const std::string declaration = bytes.substr(0, std::min(bytes.find('>'), size_t{200}));
  for (const char* name : {"ISO-8859-1", "iso-8859-1", "windows-1252", "Windows-1252"}) {
    if (declaration.find(name) != std::string::npos) return Convert(bytes, "windows-1252");
  }
  return Convert(bytes, "UTF-8");
}

absl::Status Scan(std::string_view xml, std::string_view part) {
  int depth = 0;
  size_t nodes = 0;
  const auto skip = [&](size_t at, std::string_view end) {
    const size_t found = xml.find(end, at);
    return found == std::string_view::npos ? xml.size() : found + end.size();
  };
  for (size_t at = xml.find('<'); at < xml.size(); at = xml.find('<', at)) {
    if (xml.compare(at, 4, "<!--") == 0) {
      at = skip(at + 4, "-->");
    } else if (xml.compare(at, 9, "<![CDATA[") == 0) {
      at = skip(at + 9, "]]>");
    } else if (xml.compare(at, 2, "<!") == 0) {
      return errors::DocumentHostile("DOCTYPE");
    } else if (xml.compare(at, 2, "<?") == 0) {
      at = skip(at + 2, "?>");
    } else if (xml.compare(at, 2, "</") == 0) {
      --depth;
      at = skip(at + 2, ">");
    } else {
      ++nodes;
      size_t end = at + 1;
      for (; end < xml.size() && xml[end] != '>'; ++end) {
        if (xml[end] != '"' && xml[end] != '\'') continue;
        ++nodes;
        end = xml.find(xml[end], end + 1);
        if (end == std::string_view::npos) return errors::DocumentDamaged(part);
      }
      if (end >= xml.size()) return errors::DocumentDamaged(part);
      if (xml[end - 1] != '/' && ++depth > limits::kXmlDepth) return errors::DocumentHostile(fmt::format("XML > {}", limits::kXmlDepth));
      at = end + 1;
    }
    if (nodes > kNodes) return errors::DocumentHostile("XML: > 2000000");
  }
  return absl::OkStatus();
}

struct Binding {
  std::string prefix;
  // Customary prefix; null for namespaces that no reader asks for.
  const Namespace* known;
};

const Namespace* Known(std::string_view uri) {
  const auto at = std::find_if(kNamespaces.begin(), kNamespaces.end(), [&](const Namespace& ns) { return ns.uri == uri; });
  return at == kNamespaces.end() ? nullptr : &*at;
}

class Renamer {
 public:
  void Rename(pugi::xml_node element) {
    const size_t outer = bindings_.size();
    for (const pugi::xml_attribute attribute : element.attributes()) {
      const char* const name = attribute.name();
      if (std::strncmp(name, "xmlns", 5) != 0 || (name[5] != 0 && name[5] != ':')) continue;
      bindings_.push_back({name[5] == 0 ? "" : name + 6, Known(attribute.value())});
    }
    if (const std::string changed = Customary(element.name(), true); !changed.empty()) element.set_name(changed.c_str());
    for (pugi::xml_attribute attribute : element.attributes()) {
      if (const std::string changed = Customary(attribute.name(), false); !changed.empty()) attribute.set_name(changed.c_str());
    }
    for (const pugi::xml_node child : element.children()) {
      if (child.type() == pugi::node_element) Rename(child);
    }
    bindings_.resize(outer);
  }

 private:
  // Empty when the name is already as readers expect it.
  std::string Customary(std::string_view name, bool element) const {
    const size_t colon = name.find(':');
    if (colon == std::string_view::npos && !element) return {};
    const std::string_view prefix = colon == std::string_view::npos ? std::string_view() : name.substr(0, colon);
    const std::string_view local = colon == std::string_view::npos ? name : name.substr(colon + 1);
    if (prefix == "xmlns" || prefix == "xml") return {};
    const auto binding = std::find_if(bindings_.rbegin(), bindings_.rend(), [&](const Binding& b) { return b.prefix == prefix; });
    if (binding == bindings_.rend() || binding->known == nullptr) return fmt::format("other:{}", local);
    if (binding->known->prefix == prefix) return {};
    return fmt::format("{}:{}", binding->known->prefix, local);
  }

  std::vector<Binding> bindings_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<pugi::xml_document>> ParseXml(std::string bytes, std::string_view part, XmlSpace space) {
  const std::string utf8 = ToUtf8(std::move(bytes));
  if (absl::Status status = Scan(utf8, part); !status.ok()) return status;
  auto document = std::make_unique<pugi::xml_document>();
  const unsigned int keep_space = space == XmlSpace::kAll ? pugi::parse_ws_pcdata : pugi::parse_ws_pcdata_single;
  const unsigned int options = pugi::parse_cdata | pugi::parse_escapes | pugi::parse_eol | pugi::parse_wconv_attribute | keep_space;
  if (!document->load_buffer(utf8.data(), utf8.size(), options, pugi::encoding_utf8)) return errors::DocumentDamaged(part);
  const pugi::xml_node root = document->document_element();
  if (!root) return errors::DocumentDamaged(part);
  Renamer().Rename(root);
  return document;
}

}  // namespace minga::forms
