#include "texts/texts.h"

#include <unicode/fmtable.h>
#include <unicode/locid.h>
#include <unicode/msgfmt.h>
#include <unicode/plurrule.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <nlohmann/json.hpp>

#include "absl/container/flat_hash_map.h"
#include "embedded/texts.h"

namespace minga::texts {
namespace {

struct Piece;
using Pieces = std::vector<Piece>;

// A part of a sentence: a literal, an argument, or one of several ways to go on.
struct Piece {
  enum class Kind { kLiteral, kArgument, kCount, kSelect, kPlural };
  Kind kind = Kind::kLiteral;
  // The literal, or the argument's name.
  std::string text;
  // Of a select or plural, by keyword.
  std::vector<std::pair<std::string, Pieces>> ways;
};

// A sentence taken apart once; joining its parts is a hundred times faster than ICU.
struct Sentence {
  std::string pattern;
  // False: something rare stands in it, and ICU renders it.
  bool simple = true;
  Pieces pieces;
};

// Takes an ICU pattern apart: literals, plain arguments, plural and select without an offset.
class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  // False when there is anything else in it.
  bool Parse(Pieces* pieces) { return Message("", pieces) && at_ == text_.size(); }

 private:
  // Up to the end or to the brace that closes it. Inside a plural, `count` is its argument, for which # stands.
  bool Message(const std::string& count, Pieces* pieces) {
    std::string literal;
    const auto flush = [&] {
      if (!literal.empty()) pieces->push_back({Piece::Kind::kLiteral, literal, {}});
      literal.clear();
    };
    while (at_ < text_.size() && text_[at_] != '}') {
      const char c = text_[at_++];
      if (c == '\'') {
        const char next = at_ < text_.size() ? text_[at_] : ' ';
        if (next == '\'') ++at_;
        // It quotes.
        if (std::string_view("{}#|").find(next) != std::string_view::npos) return false;
        literal.push_back(c);
      } else if (c == '{') {
        flush();
        if (!Argument(&pieces->emplace_back())) return false;
      } else if (c == '#' && !count.empty()) {
        flush();
        pieces->push_back({Piece::Kind::kCount, count, {}});
      } else {
        literal.push_back(c);
      }
    }
    flush();
    return true;
  }

  // From behind the brace that opens it to behind the one that closes it.
  bool Argument(Piece* piece) {
    piece->kind = Piece::Kind::kArgument;
    piece->text = Word();
    if (Taken('}')) return true;
    if (!Taken(',')) return false;
    const std::string kind = Word();
    if (!Taken(',')) return false;
    if (kind != "plural" && kind != "select") return false;
    piece->kind = kind == "plural" ? Piece::Kind::kPlural : Piece::Kind::kSelect;
    while (!Taken('}')) {
      std::string keyword = Word();
      if (keyword.empty() || !Taken('{')) return false;
      Pieces way;
      if (!Message(piece->kind == Piece::Kind::kPlural ? piece->text : "", &way) || !Closed()) return false;
      piece->ways.emplace_back(std::move(keyword), std::move(way));
    }
    return !piece->ways.empty() && piece->ways.back().first == "other";
  }

  std::string Word() {
    Skip();
    const size_t end = std::min(text_.find_first_of(" ,{}:'#", at_), text_.size());
    std::string word(text_.substr(at_, end - at_));
    at_ = end;
    Skip();
    return word;
  }
  // Whether `c` comes next, and then goes past it.
  bool Taken(char c) {
    Skip();
    if (at_ == text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  bool Closed() { return at_ < text_.size() && text_[at_++] == '}'; }
  void Skip() {
    while (at_ < text_.size() && text_[at_] == ' ') ++at_;
  }

  const std::string_view text_;
  size_t at_ = 0;
};

Sentence TakeApart(std::string pattern) {
  Sentence sentence{std::move(pattern), true, {}};
  sentence.simple = Parser(sentence.pattern).Parse(&sentence.pieces);
  return sentence;
}

using Sentences = absl::flat_hash_map<std::string, Sentence>;

Sentences Load(std::string_view file) {
  Sentences sentences;
  const auto parsed = nlohmann::json::parse(embedded::texts(file));
  for (const auto& [key, text] : parsed.items()) sentences.emplace(key, TakeApart(text.get<std::string>()));
  return sentences;
}

// Numbers from this on are written with marks between their digits; they are left to ICU.
constexpr int kCountsJoined = 1'000;

// The keyword (zero, one, few, …) of each number below kCountsJoined.
const std::vector<std::string>& Keywords(Language language) {
  static const std::vector<std::string>* const all = [] {
    auto* made = new std::vector<std::string>[3];
    for (Language each : kLanguages) {
      UErrorCode code = U_ZERO_ERROR;
      const std::unique_ptr<icu::PluralRules> rules(icu::PluralRules::forLocale(icu::Locale(std::string(Code(each)).c_str()), code));
      if (U_FAILURE(code)) std::abort();
      for (int count = 0; count < kCountsJoined; ++count) rules->select(count).toUTF8String(made[static_cast<int>(each)].emplace_back());
    }
    return made;
  }();
  return all[static_cast<int>(language)];
}

// The way to go on for `value`; null when ICU has to know.
const Pieces* WayFor(const Piece& piece, const std::string& value, Language language) {
  std::string_view keyword = value;
  if (piece.kind == Piece::Kind::kPlural) {
    const bool joined =
        !value.empty() && value.size() <= 3 && std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!joined || (value.size() > 1 && value.front() == '0')) return nullptr;
    for (const auto& [exact, way] : piece.ways) {
      if (exact.front() == '=' && std::string_view(exact).substr(1) == value) return &way;
    }
    keyword = Keywords(language)[static_cast<size_t>(std::strtol(value.c_str(), nullptr, 10))];
  }
  const auto found = std::find_if(piece.ways.begin(), piece.ways.end(), [&](const auto& way) { return way.first == keyword; });
  return found == piece.ways.end() ? &piece.ways.back().second : &found->second;
}

// False when ICU has to render it.
bool Join(const Pieces& pieces, Language language, const Args& args, std::string* joined) {
  for (const Piece& piece : pieces) {
    if (piece.kind == Piece::Kind::kLiteral) {
      *joined += piece.text;
      continue;
    }
    const auto arg = std::find_if(args.begin(), args.end(), [&](const auto& each) { return each.first == piece.text; });
    if (piece.kind == Piece::Kind::kSelect || piece.kind == Piece::Kind::kPlural) {
      const Pieces* const way = arg == args.end() ? nullptr : WayFor(piece, arg->second, language);
      if (way == nullptr || !Join(*way, language, args, joined)) return false;
    } else if (arg == args.end()) {
      joined->append("{").append(piece.text).append("}");
    } else {
      *joined += arg->second;
    }
  }
  return true;
}

const Sentences& Of(Language language) {
  static const Sentences* const all = [] {
    auto* made = new Sentences[3];
    for (Language each : kLanguages) made[static_cast<int>(each)] = Load(std::string(Code(each)) + ".json");
    return made;
  }();
  return all[static_cast<int>(language)];
}

bool IsWholeNumber(std::string_view text) {
  if (!text.empty() && text.front() == '-') text.remove_prefix(1);
  return !text.empty() && text.size() < 10 && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

std::string_view Code(Language language) {
  switch (language) {
    case Language::kSpanish:
      return "es";
    case Language::kPortuguese:
      return "pt";
    case Language::kEnglish:
      return "en";
  }
  return "es";
}

Language Negotiate(std::string_view wanted, Language otherwise) {
  Language best = otherwise;
  double best_quality = 0;
  while (!wanted.empty()) {
    const size_t comma = wanted.find(',');
    std::string_view entry = wanted.substr(0, comma);
    wanted = comma == std::string_view::npos ? std::string_view() : wanted.substr(comma + 1);
    while (!entry.empty() && entry.front() == ' ') entry.remove_prefix(1);
    double quality = 1;
    if (const size_t q = entry.find(";q="); q != std::string_view::npos) {
      quality = std::strtod(std::string(entry.substr(q + 3)).c_str(), nullptr);
    }
    for (Language language : kLanguages) {
      const std::string_view code = Code(language);
      const bool same = entry.size() >= 2 && (entry[0] | 0x20) == code[0] && (entry[1] | 0x20) == code[1] &&
                        (entry.size() == 2 || std::string_view("-_;. @").find(entry[2]) != std::string_view::npos);
      if (same && quality > best_quality) {
        best = language;
        best_quality = quality;
      }
    }
  }
  return best;
}

std::string Render(std::string_view key, Language language, const Args& args) {
  const auto& sentences = Of(language);
  const auto found = sentences.find(std::string(key));
  if (found == sentences.end()) return std::string(key);
  std::string joined;
  if (found->second.simple && Join(found->second.pieces, language, args, &joined)) return joined;

  UErrorCode code = U_ZERO_ERROR;
  icu::MessageFormat format(icu::UnicodeString::fromUTF8(found->second.pattern), icu::Locale(std::string(Code(language)).c_str()), code);
  if (U_FAILURE(code)) return found->second.pattern;
  std::vector<icu::UnicodeString> names;
  std::vector<icu::Formattable> values;
  for (const auto& [name, value] : args) {
    names.push_back(icu::UnicodeString::fromUTF8(name));
    const bool counts = found->second.pattern.find("{" + name + ", plural") != std::string::npos;
    values.push_back(counts && IsWholeNumber(value) ? icu::Formattable(static_cast<int32_t>(std::strtol(value.c_str(), nullptr, 10)))
                                                    : icu::Formattable(icu::UnicodeString::fromUTF8(value)));
  }
  icu::UnicodeString rendered;
  format.format(names.data(), values.data(), static_cast<int32_t>(names.size()), rendered, code);
  if (U_FAILURE(code)) return found->second.pattern;
  std::string answer;
  rendered.toUTF8String(answer);
  return answer;
}

bool Exists(std::string_view key) {
  return std::all_of(std::begin(kLanguages), std::end(kLanguages), [&](Language each) { return Of(each).contains(std::string(key)); });
}

std::vector<std::string> Keys(Language language) {
  std::vector<std::string> keys;
  for (const auto& [key, text] : Of(language)) keys.push_back(key);
  std::sort(keys.begin(), keys.end());
  return keys;
}

}  // namespace minga::texts
