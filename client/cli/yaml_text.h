// Texts in YAML so that people can read and change them, and that come back byte by byte.
#pragma once

#include <string>
#include <string_view>

namespace minga::cli {

// What stands behind `key:` or `-`, with the space before it and the line end: ` text`, ` "text"`, or a block (`|`, or `>` for
// paragraphs that are longer than a line) whose lines stand deeper than `indent` columns, where the key or the dash's text begins. A
// text is valid UTF-8.
std::string YamlText(std::string_view text, int indent);

// The text on one line, quoted where it must be.
std::string YamlScalar(std::string_view text);

// Lines that begin with `mark` at `indent`, wrapped; line ends stay. For comments.
std::string YamlComment(std::string_view text, int indent, std::string_view mark = "# ");

}  // namespace minga::cli
