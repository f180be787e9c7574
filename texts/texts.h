// Every sentence that a person reads, in Spanish, Portuguese and English. The sentences stand in es.json, pt.json and
// en.json beside this file, keyed alike, in ICU MessageFormat with named arguments; server, CLI and portal share them.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace minga::texts {

enum class Language { kSpanish, kPortuguese, kEnglish };

inline constexpr Language kLanguages[] = {Language::kSpanish, Language::kPortuguese, Language::kEnglish};

// "es", "pt" or "en".
std::string_view Code(Language language);

// The first language of an Accept-Language value or a locale name ("pt_BR.UTF-8", "es-UY,es;q=0.9") that exists here;
// quality values are honoured. `otherwise` when none does.
Language Negotiate(std::string_view wanted, Language otherwise = Language::kSpanish);

// Named arguments of a sentence. A whole number serves plural forms; elsewhere it stands as written.
using Args = std::vector<std::pair<std::string, std::string>>;

// The sentence `key` in `language`. A key that does not exist answers the key itself, so that a missing text is seen
// (a test lists every key that code uses and does not exist). Thread-safe.
std::string Render(std::string_view key, Language language, const Args& args = {});

// Whether the sentence exists in every language.
bool Exists(std::string_view key);

// All keys of one language, sorted.
std::vector<std::string> Keys(Language language);

}  // namespace minga::texts
