#include "server/forms/fiche_writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <pugixml.hpp>
#include <sstream>
#include <utility>
#include <vector>

#include "embedded/form_templates.h"
#include "server/base/errors.h"
#include "server/forms/origin.h"
#include "server/forms/writer/answer_writer.h"
#include "server/forms/writer/controls.h"
#include "server/forms/writer/form_words.h"
#include "server/forms/writer/package.h"

namespace minga::forms {
namespace {

using pugi::xml_node;

v1::Fiche WhatTheAgencyTold(const v1::Fiche& fiche) {
  v1::Fiche told;
  told.set_name(fiche.name());
  told.set_etag(fiche.etag());
  told.set_country_code(fiche.country_code());
  told.set_institution(fiche.institution());
  if (fiche.has_focal_point()) *told.mutable_focal_point() = fiche.focal_point();
  return told;
}

std::vector<xml_node> Find(xml_node root, std::string_view name) {
  std::vector<xml_node> found;
  for (const xml_node child : root.children()) {
    if (std::string_view(child.name()) == name) found.push_back(child);
    const std::vector<xml_node> inside = Find(child, name);
    found.insert(found.end(), inside.begin(), inside.end());
  }
  return found;
}

// "INFORMACIÓN INICIATIVA 2" becomes "INFORMACIÓN INICIATIVA 4".
void Renumber(xml_node block, int number) {
  const std::string end = fmt::format(" {}", kPatternBlock);
  for (xml_node paragraph : block.children("w:p")) {
    pugi::xml_text heading = paragraph.child("w:r").child("w:t").text();
    const std::string_view text = heading.get();
    if (text.ends_with(end)) heading.set(fmt::format("{} {}", text.substr(0, text.size() - end.size()), number).c_str());
  }
}

void AddBlocks(xml_node body, int initiatives) {
  std::vector<xml_node> blocks = Find(body, "minga:initiative");
  while (static_cast<int>(blocks.size()) < initiatives) {
    xml_node block = body.insert_copy_after(blocks[kPatternBlock - 1], blocks.back());
    blocks.push_back(block);
    Renumber(block, static_cast<int>(blocks.size()));
  }
}

void WriteAnswers(xml_node body, const v1::Fiche& fiche, texts::Language language) {
  AnswerWriter answers(fiche, language);
  int index = 0;
  for (xml_node block : Find(body, "minga:initiative")) {
    for (const xml_node place : Find(block, "minga:answer")) answers.WriteInitiative(place, index);
    ++index;
    while (const xml_node child = block.first_child()) body.insert_move_before(child, block);
    body.remove_child(block);
  }
  for (const xml_node place : Find(body, "minga:answer")) answers.WriteInstitutional(place);
}

std::string ToText(const pugi::xml_document& document) {
  std::ostringstream text;
  document.save(text, "", pugi::format_raw, pugi::encoding_utf8);
  return std::move(text).str();
}

absl::StatusOr<std::string> MainPart(const v1::Fiche& fiche, texts::Language language) {
  const std::string_view form = embedded::form_templates(WordsIn(language).form);
  pugi::xml_document document;
  if (!document.load_buffer(form.data(), form.size(), pugi::parse_default | pugi::parse_declaration)) {
    return errors::Internal("the form's template is no XML");
  }
  xml_node root = document.document_element();
  root.remove_attribute("xmlns:minga");
  AddBlocks(root.child("w:body"), fiche.initiatives_size());
  WriteAnswers(root.child("w:body"), fiche, language);
  return ToText(document);
}

void AddProperty(xml_node properties, std::string_view name, const std::string& value) {
  if (value.empty()) return;
  xml_node property = properties.append_child("property");
  property.append_attribute("fmtid").set_value("{D5CDD505-2E9C-101B-9397-08002B2CF9AE}");
  // The first two are the format's own.
  property.append_attribute("pid").set_value(static_cast<int>(std::distance(properties.begin(), properties.end())) + 1);
  property.append_attribute("name").set_value(std::string(name).c_str());
  property.append_child("vt:lpwstr").text().set(Writable(value).c_str());
}

std::string Properties(const v1::Fiche& fiche, const std::string& form_version) {
  pugi::xml_document document;
  xml_node declaration = document.append_child(pugi::node_declaration);
  declaration.append_attribute("version").set_value("1.0");
  declaration.append_attribute("encoding").set_value("UTF-8");
  xml_node properties = document.append_child("Properties");
  properties.append_attribute("xmlns").set_value("http://schemas.openxmlformats.org/officeDocument/2006/custom-properties");
  properties.append_attribute("xmlns:vt").set_value("http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes");
  AddProperty(properties, kFormVersionProperty, form_version);
  AddProperty(properties, kFicheProperty, fiche.name());
  AddProperty(properties, kEtagProperty, fiche.etag());
  return ToText(document);
}

// A part that is the same in every document but for its language.
std::string Part(std::string_view file, texts::Language language) {
  constexpr std::string_view kLocale = "$LOCALE";
  std::string text(embedded::form_templates(file));
  for (size_t at = text.find(kLocale); at != std::string::npos; at = text.find(kLocale, at)) {
    text.replace(at, kLocale.size(), WordsIn(language).locale);
  }
  return text;
}

}  // namespace

absl::StatusOr<std::string> WriteFiche(const v1::Fiche& fiche, const WriteOptions& options) {
  absl::StatusOr<std::string> main =
      options.blank ? MainPart(WhatTheAgencyTold(fiche), options.language) : MainPart(fiche, options.language);
  if (!main.ok()) return main.status();
  const auto part = [&](std::string_view file) { return Part(file, options.language); };
  return MakePackage({{"[Content_Types].xml", part("content-types.xml")},
                      {"_rels/.rels", part("package-relationships.xml")},
                      {"word/document.xml", *std::move(main)},
                      {"word/_rels/document.xml.rels", part("document-relationships.xml")},
                      {"word/styles.xml", part("styles.xml")},
                      {"word/settings.xml", part("settings.xml")},
                      {"docProps/core.xml", part("core.xml")},
                      {"docProps/custom.xml", Properties(fiche, options.form_version)}});
}

}  // namespace minga::forms
