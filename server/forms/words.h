// Texts as sequences of words that remember where they stand, and the small marks that people put around answers.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace minga::forms {

struct Word {
  // Lower case, without accents, as text::FoldWords gives it.
  std::string folded;
  // Bytes of the text that it was read from.
  size_t begin = 0;
  size_t end = 0;
};

// At most `limit` words of a text.
std::vector<Word> Words(std::string_view text, size_t limit = 100'000);

// The words joined by one space.
std::string Folded(std::string_view text);

// Without white space (Unicode's) at the ends.
std::string_view Trim(std::string_view text);

// Without white space and the given ASCII characters, dashes and bullets at the ends.
std::string_view TrimMarks(std::string_view text, std::string_view ascii);

// What separates parts of an answer: spaces , ; : / | - and dashes, at both ends.
std::string_view TrimSeparators(std::string_view text);

// Whether nothing was answered: no words, "N/A", "No aplica", "Não se aplica", "s/d" ...
bool IsNoAnswer(std::string_view text);

// Whether the text says "none" ("Ninguno", "Nenhuma"): an answer to some questions, none to others.
bool IsNone(std::string_view text);

// Whether the text only says where the answer is, or that it is still to come ("Ver anexo", "Ídem", "Pendiente").
bool RefersElsewhere(std::string_view text);

// Length in bytes of the number, letter, dash or bullet that opens a list item ("1)", "2.-", "a)", "•", "- "), with the
// spaces after it; 0 when there is none. `number` receives the number, or 0.
size_t ItemMark(std::string_view text, int* number = nullptr);

// Where items begin that were run into one line: "1) ... 2) ... 3) ...", "a) ... b) ..." or "• ... • ..."; empty when the
// text opens no item.
std::vector<size_t> InlineItemMarks(std::string_view text);

// Ticks as people type them, in the two characters of model_builder.h: "(X)", "[x]", "✓", "☑" become U+2612, "( )",
// "□", "___" become U+2610; a lone X between spaces becomes U+2612.
std::string NormalizeTicks(std::string_view text);

// Splits at a separator; pieces are trimmed, empty ones left out.
std::vector<std::string_view> SplitLines(std::string_view text, char separator = '\n');

// Whether the first letter is lower case.
bool StartsLower(std::string_view text);
// Whether the first letter is upper case.
bool StartsUpper(std::string_view text);

// Edit distance, at most `cap`.
int EditDistance(std::string_view a, std::string_view b, int cap);

// Whether two folded words are one with a slip of the finger.
bool SameWord(std::string_view a, std::string_view b);

}  // namespace minga::forms
