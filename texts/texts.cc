#include "texts/texts.h"

#include <unicode/fmtable.h>
#include <unicode/locid.h>
#include <unicode/msgfmt.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "absl/container/flat_hash_map.h"
#include "embedded/texts.h"

namespace minga::texts {
namespace {

// A sentence taken apart once. Nearly all are literals and plain arguments, and joining those is a hundred times faster
// than ICU, which stays for plural, select and quoted text.
struct Sentence {
  std::string pattern;
  bool plain = true;
  // Literal and argument name in turn, beginning with a literal.
  std::vector<std::string> pieces;
};

Sentence TakeApart(std::string pattern) {
  Sentence sentence{std::move(pattern), true, {""}};
  const std::string& text = sentence.pattern;
  sentence.plain = text.find('\'') == std::string::npos;
  for (size_t at = 0; at < text.size() && sentence.plain; ++at) {
    if (text[at] != '{') {
      sentence.pieces.back().push_back(text[at]);
      continue;
    }
    const size_t end = text.find_first_of("{},", at + 1);
    sentence.plain = end != std::string::npos && text[end] == '}';
    if (!sentence.plain) break;
    sentence.pieces.push_back(text.substr(at + 1, end - at - 1));
    sentence.pieces.emplace_back();
    at = end;
  }
  return sentence;
}

using Sentences = absl::flat_hash_map<std::string, Sentence>;

Sentences Load(std::string_view file) {
  Sentences sentences;
  const auto parsed = nlohmann::json::parse(embedded::texts(file));
  for (const auto& [key, text] : parsed.items()) sentences.emplace(key, TakeApart(text.get<std::string>()));
  return sentences;
}

std::string Join(const Sentence& sentence, const Args& args) {
  std::string joined;
  for (size_t i = 0; i < sentence.pieces.size(); ++i) {
    const std::string& piece = sentence.pieces[i];
    if (i % 2 == 0) {
      joined += piece;
      continue;
    }
    const auto arg = std::find_if(args.begin(), args.end(), [&](const auto& each) { return each.first == piece; });
    joined += arg == args.end() ? "{" + piece + "}" : arg->second;
  }
  return joined;
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
  if (found->second.plain) return Join(found->second, args);

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
