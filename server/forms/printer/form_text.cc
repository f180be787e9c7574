#include "server/forms/printer/form_text.h"

#include <fmt/format.h>

#include <pugixml.hpp>
#include <string_view>
#include <utility>

#include "embedded/form_templates.h"
#include "server/base/errors.h"
#include "server/forms/writer/form_words.h"

namespace minga::forms {
namespace {

using pugi::xml_node;

std::string TextOf(xml_node paragraph) {
  std::string text;
  for (const xml_node run : paragraph.children("w:r")) text += run.child("w:t").text().get();
  return text;
}

bool IsHeading(xml_node paragraph) { return !paragraph.child("w:r").child("w:rPr").child("w:b").empty(); }

void AddQuestions(xml_node table, FormSection& section) {
  for (const xml_node row : table.children("w:tr")) {
    const xml_node place = row.last_child().child("minga:answer");
    if (!place) continue;
    AskedQuestion& question = section.questions.emplace_back();
    question.field = place.attribute("field").value();
    question.hint = place.text().get();
    for (const xml_node paragraph : row.child("w:tc").children("w:p")) {
      question.label.push_back({TextOf(paragraph), !paragraph.child("w:r").child("w:rPr").child("w:i").empty()});
    }
  }
}

// Each heading opens a section.
std::vector<FormSection> Sections(xml_node parent) {
  const std::string number = fmt::format(" {}", kPatternBlock);
  std::vector<FormSection> sections;
  for (const xml_node node : parent.children()) {
    const std::string_view name = node.name();
    if (name == "w:p" && IsHeading(node)) {
      std::string heading = TextOf(node);
      if (heading.ends_with(number)) heading.resize(heading.size() - number.size());
      sections.push_back({std::move(heading), {}});
    }
    if (name == "w:tbl" && !sections.empty()) AddQuestions(node, sections.back());
  }
  return sections;
}

}  // namespace

absl::StatusOr<FormText> ReadFormText(texts::Language language) {
  const std::string_view form = embedded::form_templates(ReadersWordsIn(language).form);
  pugi::xml_document document;
  if (!document.load_buffer(form.data(), form.size())) return errors::Internal("the form's template is no XML");
  const xml_node body = document.document_element().child("w:body");
  FormText read;
  for (const xml_node node : body.children("w:p")) {
    if (read.title.empty()) {
      read.title = TextOf(node);
    } else if (IsHeading(node)) {
      break;
    } else {
      read.introduction.push_back(TextOf(node));
    }
  }
  std::vector<FormSection> sections = Sections(body);
  std::erase_if(sections, [](const FormSection& section) { return section.questions.empty(); });
  read.initiative = Sections(body.find_child_by_attribute("minga:initiative", "number", std::to_string(kPatternBlock).c_str()));
  if (sections.empty() || read.initiative.empty()) return errors::Internal("the form's template asks nothing");
  read.institution = std::move(sections.front());
  return read;
}

}  // namespace minga::forms
