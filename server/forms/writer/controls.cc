#include "server/forms/writer/controls.h"

#include <unicode/ubidi.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

namespace minga::forms {
namespace {

using pugi::xml_node;

void Set(xml_node node, const char* name, std::string_view value) { node.append_attribute(name).set_value(std::string(value).c_str()); }

xml_node Valued(xml_node parent, const char* name, std::string_view value) {
  xml_node node = parent.append_child(name);
  Set(node, "w:val", value);
  return node;
}

bool IsRightToLeft(const std::string& text) {
  const icu::UnicodeString wide = icu::UnicodeString::fromUTF8(text);
  return ubidi_getBaseDirection(wide.getBuffer(), wide.length()) == UBIDI_RTL;
}

enum class Look { kPlain, kHint, kRightToLeft };

xml_node AddRun(xml_node parent, Look look) {
  xml_node run = parent.append_child("w:r");
  if (look == Look::kHint) run.append_child("w:rPr").append_child("w:i");
  if (look == Look::kRightToLeft) run.append_child("w:rPr").append_child("w:rtl");
  return run;
}

void AddText(xml_node run, std::string_view text) {
  if (text.empty()) return;
  xml_node node = run.append_child("w:t");
  Set(node, "xml:space", "preserve");
  node.text().set(std::string(text).c_str());
}

void AddRunOf(xml_node parent, std::string_view text, Look look) {
  xml_node run = AddRun(parent, look);
  for (size_t at = text.find_first_of("\n\t"); at != std::string_view::npos; at = text.find_first_of("\n\t")) {
    AddText(run, text.substr(0, at));
    run.append_child(text[at] == '\n' ? "w:br" : "w:tab");
    text.remove_prefix(at + 1);
  }
  AddText(run, text);
}

void MakeRightToLeft(xml_node paragraph) {
  xml_node properties = paragraph.child("w:pPr");
  if (!properties) properties = paragraph.prepend_child("w:pPr");
  if (!properties.child("w:bidi")) properties.prepend_child("w:bidi");
}

}  // namespace

std::string Writable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  const auto* const bytes = reinterpret_cast<const uint8_t*>(text.data());
  const auto length = static_cast<int32_t>(text.size());
  constexpr UChar32 kQuotedCharacter = 0xF0000;
  for (int32_t at = 0; at < length;) {
    UChar32 c = 0;
    U8_NEXT_OR_FFFD(bytes, at, length, c);
    if (c == '\r') {
      if (at < length && bytes[at] == '\n') continue;
      c = '\n';
    }
    const bool control = (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7F && c < 0xA0);
    if (control || c == 0xFFFE || c == 0xFFFF || c == kQuotedCharacter) continue;
    char encoded[U8_MAX_LENGTH];
    int32_t size = 0;
    U8_APPEND_UNSAFE(encoded, size, c);
    out.append(encoded, static_cast<size_t>(size));
  }
  return out;
}

xml_node ControlWriter::Add(xml_node paragraph, std::string_view tag, const Choices& choices, bool placeholder) {
  xml_node control = paragraph.append_child("w:sdt");
  xml_node properties = control.append_child("w:sdtPr");
  Valued(properties, "w:tag", tag);
  Valued(properties, "w:id", std::to_string(++controls_));
  if (placeholder) properties.append_child("w:showingPlcHdr");
  if (!choices.empty()) {
    xml_node box = properties.append_child("w:comboBox");
    for (const auto& [words, code] : choices) {
      xml_node item = box.append_child("w:listItem");
      Set(item, "w:displayText", words);
      Set(item, "w:value", code);
    }
  }
  return control.append_child("w:sdtContent");
}

void ControlWriter::AddQuote(xml_node paragraph, std::string_view tag, Quote quote, const Choices& choices) {
  quote.text = Writable(quote.text);
  const bool right_to_left = IsRightToLeft(quote.text);
  if (right_to_left) MakeRightToLeft(paragraph);
  xml_node content = Add(paragraph, tag, choices, false);
  const std::string id = std::to_string(controls_);
  xml_node begin = content.append_child("w:bookmarkStart");
  Set(begin, "w:id", id);
  Set(begin, "w:name", BookmarkName(quote, controls_));
  AddRunOf(content, quote.text, right_to_left ? Look::kRightToLeft : Look::kPlain);
  Set(content.append_child("w:bookmarkEnd"), "w:id", id);
}

void ControlWriter::AddPlaceholder(xml_node paragraph, std::string_view tag, std::string_view hint, const Choices& choices) {
  constexpr std::string_view kRoom = "\xE2\x80\x82\xE2\x80\x82\xE2\x80\x82\xE2\x80\x82\xE2\x80\x82";
  AddRunOf(Add(paragraph, tag, choices, true), hint.empty() ? kRoom : hint, Look::kHint);
}

void AddWords(xml_node paragraph, std::string_view words) { AddRunOf(paragraph, words, Look::kPlain); }

}  // namespace minga::forms
