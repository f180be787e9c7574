#include "server/base/text.h"

#include <gtest/gtest.h>
#include <unicode/locid.h>
#include <unicode/messagepattern.h>
#include <unicode/msgfmt.h>

#include <cctype>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "texts/texts.h"

namespace minga {
namespace {

TEST(Text, CollapsesEveryKindOfWhiteSpace) {
  EXPECT_EQ(text::Collapse(" \t a\xC2\xA0\xC2\xA0"
                           "b\n\r\n c\xE2\x80\x8B "),
            "a b c");
  EXPECT_EQ(text::Collapse(""), "");
}

TEST(Text, FoldsCaseAccentsAndForms) {
  EXPECT_EQ(text::Fold("  Ação   CONJUNTA Ñandú ﬁn "), "acao conjunta nandu fin");
  EXPECT_EQ(text::Fold("A\xCC\x81rbol"), "arbol");
  EXPECT_EQ(text::FoldWords("Nombre e-mail/s: (¿)"), "nombre e mail s");
}

TEST(Text, CountsCodePoints) {
  EXPECT_EQ(text::Length("ñandú"), 5);
  EXPECT_EQ(text::Prefix("ñandú", 2), "ña");
  EXPECT_EQ(text::Prefix("ab", 5), "ab");
}

TEST(Text, KnowsUtf8) {
  EXPECT_TRUE(text::IsValidUtf8("ñ€😀"));
  EXPECT_FALSE(text::IsValidUtf8("\xC3"));
  EXPECT_FALSE(text::IsValidUtf8("\xED\xA0\x80"));
  EXPECT_FALSE(text::IsValidUtf8("\xC0\x80"));
}

TEST(Texts, NegotiatesTheLanguage) {
  using texts::Language;
  EXPECT_EQ(texts::Negotiate("pt"), Language::kPortuguese);
  EXPECT_EQ(texts::Negotiate("pt_BR.UTF-8"), Language::kPortuguese);
  EXPECT_EQ(texts::Negotiate("fr, en-GB;q=0.5, es;q=0.4"), Language::kEnglish);
  EXPECT_EQ(texts::Negotiate("en;q=0.2,es-UY;q=0.9"), Language::kSpanish);
  EXPECT_EQ(texts::Negotiate("C", Language::kEnglish), Language::kEnglish);
  EXPECT_EQ(texts::Negotiate("esperanto", Language::kEnglish), Language::kEnglish);
}

TEST(Texts, RendersPluralsAndMissingKeys) {
  EXPECT_EQ(texts::Render("error.INVALID_FIELDS", texts::Language::kEnglish, {{"count", "1"}}).substr(0, 23), "One value is not valid.");
  EXPECT_EQ(texts::Render("no.such", texts::Language::kEnglish), "no.such");
}

// Sentences are joined without ICU where they are simple; every one of them has to come out as ICU would have it.
TEST(Texts, RendersEverySentenceAsIcuDoes) {
  const std::vector<std::string> values = {"0",     "1",         "2",        "5",     "999",    "1000", "12345",
                                           "COUNT", "BILATERAL", "PROVIDER", "NORTH", "ACTORS", "Águas"};
  int compared = 0;
  for (const texts::Language language : texts::kLanguages) {
    const std::string code(texts::Code(language));
    std::ifstream file(std::string(MINGA_SOURCE_DIR) + "/texts/" + code + ".json");
    const nlohmann::json patterns = nlohmann::json::parse(file);
    for (const auto& [key, pattern] : patterns.items()) {
      const icu::UnicodeString wide = icu::UnicodeString::fromUTF8(pattern.get<std::string>());
      UErrorCode status = U_ZERO_ERROR;
      const icu::MessageFormat format(wide, icu::Locale(code.c_str()), status);
      UParseError where;
      const icu::MessagePattern parsed(wide, &where, status);
      ASSERT_TRUE(U_SUCCESS(status)) << key;
      std::map<std::string, bool> counts;
      for (int i = 0; i < parsed.countParts(); ++i) {
        if (parsed.getPart(i).getType() != UMSGPAT_PART_TYPE_ARG_NAME) continue;
        std::string name;
        parsed.getSubstring(parsed.getPart(i)).toUTF8String(name);
        counts[name] |= parsed.getPart(i - 1).getArgType() == UMSGPAT_ARG_TYPE_PLURAL;
      }
      for (const std::string& value : values) {
        const bool number = std::isdigit(static_cast<unsigned char>(value.front())) != 0;
        texts::Args args;
        std::vector<icu::UnicodeString> names;
        std::vector<icu::Formattable> given;
        for (const auto& [name, plural] : counts) {
          const std::string used = plural && !number ? "3" : value;
          args.emplace_back(name, used);
          names.push_back(icu::UnicodeString::fromUTF8(name));
          given.push_back(plural ? icu::Formattable(static_cast<int32_t>(std::stol(used)))
                                 : icu::Formattable(icu::UnicodeString::fromUTF8(used)));
        }
        icu::UnicodeString rendered;
        format.format(names.data(), given.data(), static_cast<int32_t>(names.size()), rendered, status);
        ASSERT_TRUE(U_SUCCESS(status)) << key;
        std::string expected;
        rendered.toUTF8String(expected);
        EXPECT_EQ(texts::Render(key, language, args), expected) << key;
        ++compared;
      }
    }
  }
  EXPECT_GT(compared, 1'000);
}

}  // namespace
}  // namespace minga
