#include "server/base/text.h"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace minga
