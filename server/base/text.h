// Texts as people write them: folding for comparison, lengths in code points, white space. All inputs are UTF-8.
#pragma once

#include <string>
#include <string_view>

namespace minga::text {

// Whether the bytes are well-formed UTF-8.
bool IsValidUtf8(std::string_view bytes);

// Number of code points of valid UTF-8.
int Length(std::string_view text);

// The first `length` code points at most.
std::string_view Prefix(std::string_view text, int length);

// Runs of white space (Unicode's, no-break spaces included) become one space; none is left at the ends.
std::string Collapse(std::string_view text);

// For comparing: lower case, without accents, ligatures and full-width forms resolved, white space collapsed.
// "  Ação  CONJUNTA " becomes "acao conjunta".
std::string Fold(std::string_view text);

// Fold, then everything but letters and digits becomes one space: "E-mail/s:" becomes "e mail s".
std::string FoldWords(std::string_view text);

}  // namespace minga::text
