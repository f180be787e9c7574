#include "server/forms/words.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <array>
#include <bit>

#include "server/base/text.h"
#include "server/forms/model_builder.h"

namespace minga::forms {
namespace {

UChar32 Next(std::string_view text, size_t& at) {
  const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
  auto position = static_cast<int32_t>(at);
  UChar32 c = 0;
  U8_NEXT_OR_FFFD(bytes, position, static_cast<int32_t>(text.size()), c);
  at = static_cast<size_t>(position);
  return c;
}

UChar32 Last(std::string_view text, size_t& at) {
  const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
  auto position = static_cast<int32_t>(at);
  UChar32 c = 0;
  U8_PREV_OR_FFFD(bytes, 0, position, c);
  at = static_cast<size_t>(position);
  return c;
}

bool IsSpace(UChar32 c) { return u_isUWhiteSpace(c) || c == 0x200B || c == 0xFEFF || c == 0x2060; }
bool IsDash(UChar32 c) { return c == '-' || (c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0x00AD; }
bool IsBullet(UChar32 c) {
  return c == 0x2022 || c == 0x00B7 || c == 0x25AA || c == 0x25CF || c == 0x25E6 || c == 0x25A0 || c == 0x2023 || c == 0x2043 ||
         c == 0x27A2 || c == 0x2713 || c == 0x2714 || c == 0x25CB || c == 0x25BA || c == 0x25B8 || c == 0x2219 || c == 0x2605 ||
         c == 0xF0B7 || c == 0xF0A7 || c == 0xF0D8 || c == 0x27A4 || c == 0x2192 || c == 0x2756 || c == 0x25C6 || c == 0x2666 ||
         c == 0x27A1 || c == 0xA7 || c == 0xF0FC || c == 0xF0A8 || c == 0xF076 || c == 0xF06E || c == 0xF0E0;
}

// The letters of Latin-1 and Latin Extended-A that these languages use, by hand: ICU's normaliser costs a hundred times
// as much, and every word of a document comes through here.
char Plain(UChar32 c) {
  static constexpr std::string_view kLatin1 =
      "aaaaaa_ceeeeiiiidnooooo_ouuuuyts"
      "aaaaaa_ceeeeiiiidnooooo_ouuuuyty";
  if (c < 0x80) return static_cast<char>(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
  if (c == 0xAA) return 'a';
  if (c == 0xBA) return 'o';
  if (c >= 0xC0 && c <= 0xFF) return kLatin1[static_cast<size_t>(c - 0xC0)];
  return '_';
}

}  // namespace

std::vector<Word> Words(std::string_view text, size_t limit) {
  std::vector<Word> words;
  bool inside = false;
  for (size_t at = 0; at < text.size();) {
    const size_t begin = at;
    const UChar32 c = Next(text, at);
    if (c >= 0x300 && c <= 0x36F) {
      if (inside) words.back().end = at;
      continue;
    }
    if (c == 0xAD) continue;
    if (!u_isalnum(c) && c != 0xAA && c != 0xBA) {
      inside = false;
      continue;
    }
    if (!inside) {
      if (words.size() == limit) break;
      words.push_back({{}, begin, at});
      inside = true;
    }
    Word& word = words.back();
    word.end = at;
    if (const char plain = Plain(c); plain != '_') {
      word.folded.push_back(plain);
    } else {
      word.folded += text::Fold(text.substr(begin, at - begin));
    }
  }
  return words;
}

std::string Folded(std::string_view text) {
  std::string out;
  for (const Word& word : Words(text)) {
    if (!out.empty()) out.push_back(' ');
    out += word.folded;
  }
  return out;
}

namespace {

template <typename Drop>
std::string_view TrimBy(std::string_view text, Drop drop) {
  while (!text.empty()) {
    size_t at = 0;
    if (!drop(Next(text, at))) break;
    text.remove_prefix(at);
  }
  while (!text.empty()) {
    size_t at = text.size();
    if (!drop(Last(text, at))) break;
    text = text.substr(0, at);
  }
  return text;
}

}  // namespace

std::string_view Trim(std::string_view text) { return TrimBy(text, IsSpace); }

std::string_view TrimMarks(std::string_view text, std::string_view ascii) {
  return TrimBy(text, [&](UChar32 c) {
    return IsSpace(c) || IsDash(c) || IsBullet(c) || (c < 0x80 && ascii.find(static_cast<char>(c)) != std::string_view::npos);
  });
}

std::string_view TrimSeparators(std::string_view text) { return TrimMarks(text, ",;:/|"); }

bool IsNoAnswer(std::string_view text) {
  static constexpr std::array<std::string_view, 27> kWords = {"n a",
                                                              "en blanco",
                                                              "em branco",
                                                              "vacio",
                                                              "sin completar",
                                                              "na",
                                                              "n d",
                                                              "nd",
                                                              "no aplica",
                                                              "nao se aplica",
                                                              "nao aplica",
                                                              "no se aplica",
                                                              "no aplicable",
                                                              "nao aplicavel",
                                                              "no corresponde",
                                                              "s d",
                                                              "s i",
                                                              "x",
                                                              "xx",
                                                              "xxx",
                                                              "nao ha informacao",
                                                              "sin informacion",
                                                              "sem informacao",
                                                              "sin respuesta",
                                                              "sem resposta",
                                                              "sin datos",
                                                              "not applicable"};
  const auto words = Words(text, 5);
  if (words.size() > 4) return false;
  std::string folded;
  for (const Word& word : words) folded += (folded.empty() ? "" : " ") + word.folded;
  return folded.empty() ? text.find(kTicked) == std::string_view::npos : std::find(kWords.begin(), kWords.end(), folded) != kWords.end();
}

bool RefersElsewhere(std::string_view text) {
  static constexpr std::array<std::string_view, 36> kWhole = {
      "pendiente",       "pendente",     "por definir", "a definir",    "por determinar", "a determinar", "por confirmar",  "a confirmar",
      "vacante",         "por designar", "a designar",  "sin designar", "por completar",  "a completar",  "en elaboracion", "em elaboracao",
      "en construccion", "en proceso",   "idem",        "ibidem",       "mismo",          "lo mismo",     "el mismo",       "la misma",
      "los mismos",      "las mismas",   "o mesmo",     "a mesma",      "os mesmos",      "as mesmas",    "anexo",          "se adjunta",
      "adjunto",         "en anexo",     "em anexo",    "tbd"};
  static constexpr std::array<std::string_view, 30> kOpening = {
      "sin punto focal", "sin contacto",    "idem ",         "ver anexo",      "ver adjunto", "ver documento",
      "ver iniciativa",  "ver punto",       "ver arriba",    "ver mas arriba", "ver acima",   "ver informacion",
      "ver ficha",       "ver seccion",     "ver proyecto",  "ver nota",       "ver archivo", "ver el anexo",
      "ver lo ",         "ver respuesta",   "vease ",        "ver link",       "mismo que ",  "mismos que ",
      "el mismo que ",   "los mismos que ", "lo mismo que ", "igual que ",     "igual a ",    "se adjunta "};
  const auto words = Words(text, 10);
  if (words.empty() || words.size() > 8) return false;
  std::string folded;
  for (const Word& word : words) folded += (folded.empty() ? "" : " ") + word.folded;
  return std::find(kWhole.begin(), kWhole.end(), folded) != kWhole.end() ||
         std::any_of(kOpening.begin(), kOpening.end(), [&](std::string_view opening) { return folded.starts_with(opening); });
}

bool IsNone(std::string_view text) {
  static constexpr std::array<std::string_view, 26> kWords = {"ninguna otra",
                                                              "nenhuma outra",
                                                              "no se identificaron",
                                                              "no se identifican",
                                                              "no se registran",
                                                              "no se registraron",
                                                              "no hubo",
                                                              "no existe",
                                                              "nao houve",
                                                              "nao existem",
                                                              "ninguno",
                                                              "ninguna",
                                                              "ningunos",
                                                              "ningun",
                                                              "nenhum",
                                                              "nenhuma",
                                                              "nada",
                                                              "none",
                                                              "no hay",
                                                              "no",
                                                              "nao",
                                                              "nao ha",
                                                              "no tiene",
                                                              "no existen",
                                                              "nao tem",
                                                              "ninguno otro"};
  const auto words = Words(text, 5);
  if (words.empty() || words.size() > 4) return false;
  std::string folded;
  for (const Word& word : words) folded += (folded.empty() ? "" : " ") + word.folded;
  return std::find(kWords.begin(), kWords.end(), folded) != kWords.end();
}

namespace {

// "I.", "II)", "iv.-", with a space after it; a lone capital that is an initial is told by what follows it.
size_t RomanMark(std::string_view text) {
  static constexpr std::array<std::string_view, 10> kNumerals = {"i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"};
  size_t end = 0;
  std::string numeral;
  while (end < text.size() && end < 5 && ((text[end] | 0x20) == 'i' || (text[end] | 0x20) == 'v' || (text[end] | 0x20) == 'x'))
    numeral.push_back(static_cast<char>(text[end++] | 0x20));
  if (std::find(kNumerals.begin(), kNumerals.end(), numeral) == kNumerals.end()) return 0;
  if (end >= text.size() || (text[end] != '.' && text[end] != ')')) return 0;
  // "V. Pérez", "I. Municipalidad"
  if (end == 1 && text[end] == '.' && text[0] < 'a') return 0;
  ++end;
  if (end < text.size() && text[end] == '-') ++end;
  return end < text.size() && (text[end] == ' ' || text[end] == '\t') ? end : 0;
}

}  // namespace

namespace {

// "1.2 ", "2.10. ", "3.1) " before a capital: the number of a part of a part. "1.5 millones" is a number.
size_t PartNumber(std::string_view text) {
  size_t at = text.find_first_not_of(" \t\n");
  int parts = 0;
  while (at < text.size()) {
    size_t end = at;
    while (end < text.size() && text[end] >= '0' && text[end] <= '9') ++end;
    if (end == at || end - at > 2) break;
    ++parts;
    at = end;
    if (at >= text.size() || text[at] != '.') break;
    ++at;
  }
  if (parts < 2 || at >= text.size()) return 0;
  const size_t mark = at;
  while (at < text.size() && (text[at] == ')' || text[at] == '-' || text[at] == ' ' || text[at] == '\t')) ++at;
  return at > mark && StartsUpper(text.substr(at)) ? at : 0;
}

}  // namespace

size_t ItemMark(std::string_view text, int* number) {
  if (number != nullptr) *number = 0;
  if (const size_t part = PartNumber(text); part > 0) return part;
  const auto spaces = [&](size_t at) {
    while (at < text.size()) {
      size_t next = at;
      if (!IsSpace(Next(text, next))) break;
      at = next;
    }
    return at;
  };
  size_t at = spaces(0);
  if (at >= text.size()) return 0;
  size_t next = at;
  const UChar32 first = Next(text, next);
  if (IsBullet(first)) return spaces(next);
  // What the bullets of symbol fonts become when they are pasted as letters: "ü Los ...", "v Los ...", "q Los ...".
  const bool pasted = first == 0xFC || first == 'v' || first == 'q' || first == 0xBB;
  if (pasted && next < text.size() && (text[next] == ' ' || text[next] == '\t') && (first == 0xBB || StartsUpper(text.substr(next))))
    return spaces(next);
  if (IsDash(first) || first == '*' || first == '+' || first == '>') {
    // A dash glued to a digit is a negative number.
    return next < text.size() && text[next] >= '0' && text[next] <= '9' ? 0 : spaces(next);
  }
  const bool open = first == '(';
  if (open) at = next;
  size_t end = at;
  int value = 0;
  while (end < text.size() && text[end] >= '0' && text[end] <= '9' && end - at < 2) value = value * 10 + (text[end++] - '0');
  // "1️⃣ ..."
  if (end == at + 1 && text.compare(end, 6, "\xEF\xB8\x8F\xE2\x83\xA3") == 0) {
    if (number != nullptr) *number = value;
    return spaces(end + 6);
  }
  bool letter = false;
  if (end == at) {
    // "I. ", "II) ", "iv.- "
    if (const size_t roman = RomanMark(text.substr(at)); roman > 0 && !open) return spaces(at + roman);
    static constexpr std::string_view kRoman = "ivx";
    while (end < text.size() && end - at < 3 && kRoman.find(text[end]) != std::string_view::npos) ++end;
    if (end == at && text[at] >= 'a' && text[at] <= 'h') ++end;
    if (end == at && text[at] >= 'A' && text[at] <= 'D') ++end;
    letter = true;
    if (end == at) return 0;
  }
  if (end >= text.size()) return 0;
  // "1.", "1)", "1-", "1.-", "1º", "a)"; a number before a decimal, a percentage or a word is part of the text.
  // "a. Ministerio", but no initials.
  if (letter && !open && end == at + 1 && text[at] >= 'a' && text.compare(end, 2, ". ") == 0 && StartsUpper(text.substr(end)))
    return spaces(end + 1);
  const size_t mark = end;
  // A tab parts a number from its item.
  if (!letter && !open && text[end] == '\t') {
    if (number != nullptr) *number = value;
    return spaces(end);
  }
  if (text.compare(end, 2, "\xC2\xBA") == 0 || text.compare(end, 2, "\xC2\xB0") == 0) {
    end += 2;
    // "1º Coordinación", but "1º de mayo".
    if (!letter && !open && end < text.size() && text[end] == ' ' && StartsUpper(text.substr(end))) {
      if (number != nullptr) *number = value;
      return spaces(end);
    }
  }
  if (end < text.size() && text[end] == ')') {
    ++end;
  } else if (!open && !letter && end < text.size() && (text[end] == '.' || text[end] == '-' || text[end] == ':' || text[end] == '/')) {
    const char sign = text[end++];
    if (end < text.size() && (text[end] == '-' || text[end] == ')')) ++end;
    if (end < text.size() && text[end] >= '0' && text[end] <= '9') return 0;
    if (sign == '/' ||
        (sign != '.' && sign != ':' && end < text.size() && !u_isUWhiteSpace(static_cast<unsigned char>(text[end])) && sign != '-'))
      return 0;
  } else if (!open && !letter && end < text.size() && text[end] == ' ') {
    size_t dash = spaces(end);
    size_t after = dash;
    if (dash >= text.size() || !IsDash(Next(text, after))) return 0;
    end = after;
    // "5 – 10 años" is a range; a year may open an item.
    const size_t next_word = spaces(end);
    size_t digits = next_word;
    while (digits < text.size() && text[digits] >= '0' && text[digits] <= '9') ++digits;
    if (digits > next_word && digits - next_word != 4) return 0;
  } else if (!open && !letter && end < text.size()) {
    size_t after = end;
    if (!IsDash(Next(text, after))) return 0;
    end = after;
  }
  if (end == mark) return 0;
  if (number != nullptr) *number = value;
  return spaces(end);
}

std::vector<size_t> InlineItemMarks(std::string_view text) {
  int number = 0;
  std::vector<size_t> begins;
  if (ItemMark(text, &number) == 0) return begins;
  begins.push_back(0);
  if (number == 1) {
    // The same sign after each number.
    const size_t digit = text.find('1');
    std::string sign;
    for (size_t at = digit + 1; at < text.size() && (text[at] == ')' || text[at] == '.' || text[at] == '-' || text[at] == ':'); ++at)
      sign.push_back(text[at]);
    if (sign.empty()) return {};
    const bool open = digit > 0 && text[digit - 1] == '(';
    for (int next = 2; next < 30; ++next) {
      const std::string mark = (open ? "(" : "") + std::to_string(next) + sign;
      size_t at = text.find(mark, begins.back() + 1);
      while (at != std::string_view::npos && at > 0 && text[at - 1] != ' ' && text[at - 1] != '\t' && text[at - 1] != ';' &&
             text[at - 1] != '.')
        at = text.find(mark, at + 1);
      if (at == std::string_view::npos ||
          (at + mark.size() < text.size() && text[at + mark.size()] >= '0' && text[at + mark.size()] <= '9'))
        break;
      begins.push_back(at);
    }
  } else if (text.front() == 'a' && text.size() > 1 && text[1] == ')') {
    for (char next = 'b'; next < 'k'; ++next) {
      const size_t at = text.find(std::string(" ") + next + ")", begins.back() + 1);
      if (at == std::string_view::npos) break;
      begins.push_back(at + 1);
    }
  } else if (text.starts_with("i) ") || text.starts_with("i. ")) {
    for (const std::string_view numeral : {"ii", "iii", "iv", "v", "vi"}) {
      const std::string mark = std::string(" ") + std::string(numeral) + text[1] + " ";
      const size_t at = text.find(mark, begins.back() + 1);
      if (at == std::string_view::npos) break;
      begins.push_back(at + 1);
    }
  } else {
    for (const std::string_view bullet : {"\xE2\x80\xA2", "\xC2\xB7", "\xE2\x96\xAA", "\xE2\x97\x8F"}) {
      if (text.substr(0, bullet.size()) != bullet) continue;
      for (size_t at = text.find(bullet, bullet.size()); at != std::string_view::npos; at = text.find(bullet, at + bullet.size()))
        begins.push_back(at);
    }
  }
  return begins;
}

std::string NormalizeTicks(std::string_view text) {
  // At their end those of Wingdings and Wingdings 2, where they stand as characters rather than as symbols.
  static constexpr std::array<std::string_view, 20> kTicks = {
      "\xE2\x98\x91", "\xE2\x98\x92", "\xE2\x9C\x93",     "\xE2\x9C\x94",     "\xE2\x9C\x97", "\xE2\x9C\x98",     "\xE2\x9C\x95",
      "\xE2\x9C\x96", "\xE2\x9C\x85", "\xF0\x9F\x97\xB9", "\xF0\x9F\x97\xB8", "\xE2\x97\x89", "\xF0\x9F\x97\xB7", "\xE2\x9D\x8C",
      "\xEF\x83\xBE", "\xEF\x83\xBD", "\xEF\x83\xBC",     "\xEF\x83\xBB",     "\xEF\x81\xB8", "\xEF\x81\x92"};
  static constexpr std::array<std::string_view, 13> kEmpty = {
      "\xE2\x98\x90", "\xE2\x96\xA1", "\xE2\x9D\x91", "\xE2\x9D\x8F", "\xE2\x97\xBB", "\xE2\x96\xA2", "\xE2\x97\xAF",
      "\xE2\x97\x8B", "\xEF\x82\xA8", "\xEF\x81\xAF", "\xEF\x81\xB1", "\xEF\x81\xB2", "\xEF\x82\xA3"};
  std::string out;
  const auto match = [&](size_t at, const auto& list) -> size_t {
    for (const std::string_view mark : list) {
      if (text.compare(at, mark.size(), mark) == 0) return mark.size();
    }
    return 0;
  };
  // Contents of a pair of brackets that is only a tick or only space.
  const auto brackets = [&](size_t at, bool* ticked) -> size_t {
    const char open = text[at];
    const char close = open == '(' ? ')' : open == '[' ? ']' : '\0';
    if (close == '\0') return 0;
    const size_t length = text.substr(at + 1, 12).find(close);
    if (length == std::string_view::npos) return 0;
    const size_t end = at + 1 + length;
    const std::string_view inner = TrimMarks(text.substr(at + 1, end - at - 1), "_.");
    *ticked = inner == "x" || inner == "X" || inner == "*" ||
              (!inner.empty() && match(static_cast<size_t>(inner.data() - text.data()), kTicks) == inner.size());
    if (!inner.empty() && !*ticked && match(static_cast<size_t>(inner.data() - text.data()), kEmpty) != inner.size()) return 0;
    return end + 1 - at;
  };
  const auto boundary = [&](size_t at) {
    return at >= text.size() || text[at] == ' ' || text[at] == '\n' || text[at] == '\t' || text[at] == '_' || text[at] == '.' ||
           text[at] == ',' || text[at] == ';' || text[at] == '/' || text[at] == ':' || text[at] == '-' ||
           static_cast<unsigned char>(text[at]) == 0xC2;
  };
  for (size_t at = 0; at < text.size();) {
    bool ticked = false;
    if (const size_t length = match(at, kTicks); length > 0) {
      out += kTicked;
      at += length;
    } else if (const size_t empty = match(at, kEmpty); empty > 0) {
      out += kUnticked;
      at += empty;
    } else if (const size_t pair = brackets(at, &ticked); pair > 0) {
      out += ticked ? kTicked : kUnticked;
      at += pair;
    } else if ((text[at] == 'x' || text[at] == 'X') && (at == 0 || boundary(at - 1)) && boundary(at + 1)) {
      out += kTicked;
      ++at;
      while (at < text.size() && text[at] == '_') ++at;
    } else if (text[at] == '_') {
      size_t end = at;
      while (end < text.size() && text[end] == '_') ++end;
      // A line to write on is an empty box, unless a tick stands on it.
      const bool before_tick = end < text.size() && (text[end] == 'x' || text[end] == 'X') && boundary(end + 1);
      if (!before_tick) out += kUnticked;
      at = end;
    } else {
      out.push_back(text[at++]);
    }
  }
  return out;
}

std::vector<std::string_view> SplitLines(std::string_view text, char separator) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const size_t end = std::min(text.find(separator), text.size());
    if (const std::string_view line = Trim(text.substr(0, end)); !line.empty()) lines.push_back(line);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

namespace {

UChar32 FirstLetter(std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    const UChar32 c = Next(text, at);
    if (u_isalnum(c)) return c;
  }
  return 0;
}

}  // namespace

bool StartsLower(std::string_view text) { return u_islower(FirstLetter(text)); }
bool StartsUpper(std::string_view text) { return u_isupper(FirstLetter(text)); }

int EditDistance(std::string_view a, std::string_view b, int cap) {
  if (a.size() > 63 || b.size() > 63) return a == b ? 0 : cap;
  if (std::abs(static_cast<int>(a.size()) - static_cast<int>(b.size())) >= cap) return cap;
  std::array<std::array<int, 64>, 3> rows{};
  for (size_t j = 0; j <= b.size(); ++j) rows[0][j] = static_cast<int>(j);
  for (size_t i = 1; i <= a.size(); ++i) {
    auto& row = rows[i % 3];
    const auto& above = rows[(i + 2) % 3];
    const auto& before = rows[(i + 1) % 3];
    row[0] = static_cast<int>(i);
    for (size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], before[j - 2] + 1);
    }
  }
  return std::min(cap, rows[a.size() % 3][b.size()]);
}

bool SameWord(std::string_view a, std::string_view b) {
  if (a == b) return true;
  const size_t shorter = std::min(a.size(), b.size());
  if (shorter < 4 || std::max(a.size(), b.size()) > shorter + 2) return false;
  // Letters that only one of the two has: a slip changes at most two of them.
  const auto letters = [](std::string_view word) {
    uint32_t set = 0;
    for (const char c : word) set |= uint32_t{1} << (static_cast<unsigned char>(c) & 31);
    return set;
  };
  if (std::popcount(letters(a) ^ letters(b)) > (shorter >= 8 ? 4 : 2)) return false;
  return EditDistance(a, b, 3) <= (shorter >= 8 ? 2 : 1);
}

}  // namespace minga::forms
