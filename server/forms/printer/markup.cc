#include "server/forms/printer/markup.h"

#include <fmt/format.h>

#include "server/forms/writer/controls.h"

namespace minga::forms {

std::string Escaped(std::string_view text) {
  std::string out;
  for (const char c : Writable(text)) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string InStyle(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (plain || std::string_view("/.-_ ").find(c) != std::string_view::npos) out += c;
  }
  return out;
}

std::string Element(std::string_view tag, std::string_view inside, std::string_view attributes) {
  return fmt::format("<{0}{1}{2}>{3}</{0}>", tag, attributes.empty() ? "" : " ", attributes, inside);
}

}  // namespace minga::forms
