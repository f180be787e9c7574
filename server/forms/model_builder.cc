#include "server/forms/model_builder.h"

namespace minga::forms {

void AppendText(Paragraph& paragraph, std::string_view text, const TextStyle& style) {
  std::string& target = style.hidden ? paragraph.hidden : style.struck ? paragraph.struck : paragraph.text;
  const size_t begin = target.size();
  for (const char c : text) {
    if (static_cast<unsigned char>(c) >= 0x20 ? c != 0x7F : c == '\n' || c == '\t') target.push_back(c);
  }
  if (!style.emphasised || style.hidden || style.struck || target.size() == begin) return;
  if (!paragraph.emphasis.empty() && paragraph.emphasis.back().end == begin) {
    paragraph.emphasis.back().end = target.size();
  } else {
    paragraph.emphasis.push_back({begin, target.size()});
  }
}

Paragraph ModelBuilder::Begin(Container& container) {
  Paragraph paragraph;
  ++container.location.paragraph;
  paragraph.location = container.location;
  paragraph.location.order = ++paragraphs_;
  return paragraph;
}

}  // namespace minga::forms
