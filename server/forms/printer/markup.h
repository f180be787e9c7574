// HTML in the making.
#pragma once

#include <string>
#include <string_view>

namespace minga::forms {

// The text as it stands in HTML, between tags and in attributes: nothing in it is markup.
std::string Escaped(std::string_view text);

// The text as it stands between the quotes of a string of CSS: letters, digits and `/ . - _` of ASCII and spaces, nothing else.
std::string InStyle(std::string_view text);

// `<tag attributes>inside</tag>`. `inside` is markup already; `attributes` is the author's own, never a text from outside.
std::string Element(std::string_view tag, std::string_view inside, std::string_view attributes = {});

}  // namespace minga::forms
