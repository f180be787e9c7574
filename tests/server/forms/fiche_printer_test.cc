// A fiche as paper: all of the form's words and all of the fiche's, and nothing that a text could make of the page.
#include "server/forms/fiche_printer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <pugixml.hpp>
#include <regex>
#include <set>

#include "tests/server/forms/copies.h"
#include "tests/server/forms/files.h"
#include "tests/server/forms/hard_fiches.h"

namespace minga::forms {
namespace {

using testing::HasSubstr;
using testing::Not;
using texts::Language;

std::string Printed(const v1::Fiche& fiche, Language language = Language::kSpanish, bool blank = false) {
  const absl::StatusOr<std::string> printed = PrintFiche(fiche, {language, blank, "2022"});
  EXPECT_TRUE(printed.ok()) << printed.status();
  return printed.value_or("");
}

// The page as a tree; it is written so that it is XML too.
class Page {
 public:
  explicit Page(const std::string& html) {
    EXPECT_TRUE(xml_.load_buffer(html.data(), html.size(), pugi::parse_default | pugi::parse_ws_pcdata)) << html.substr(0, 2000);
    Walk(xml_);
  }
  const std::string& text() const { return text_; }
  const std::set<std::string>& names() const { return names_; }
  size_t Count(const std::string& xpath) const { return xml_.select_nodes(xpath.c_str()).size(); }

 private:
  void Walk(pugi::xml_node parent) {
    for (const pugi::xml_node node : parent.children()) {
      if (node.type() == pugi::node_pcdata && std::string_view(parent.name()) != "style") text_.append(node.value()).append("\n");
      if (node.type() != pugi::node_element) continue;
      names_.insert(node.name());
      for (const pugi::xml_attribute attribute : node.attributes()) names_.insert("@" + std::string(attribute.name()));
      Walk(node);
    }
  }
  pugi::xml_document xml_;
  std::string text_;
  std::set<std::string> names_;
};

std::vector<std::string> WordsOfTheForm(const char* file) {
  const std::string main = Part(ReadFile(fs::path(MINGA_SOURCE_DIR) / "tests/data/forms/blank" / file), "word/document.xml");
  static const std::regex run("<w:t(?: [^>]*)?>([^<]*)</w:t>");
  std::vector<std::string> words;
  for (auto at = std::sregex_iterator(main.begin(), main.end(), run); at != std::sregex_iterator(); ++at) words.push_back((*at)[1]);
  return words;
}

TEST(FichePrinter, NamesAgencyAndRoundAsPeopleDo) {
  v1::Fiche fiche;
  fiche.set_name("agencies/pe-apci/fiches/k3f");
  fiche.set_round("rounds/r2022");
  WriteOptions options;
  options.agency_display_name = "Agencia <Peruana>";
  options.round_display_name = "Relevamiento 2022";
  const Page named(PrintFiche(fiche, options).value_or(""));
  EXPECT_THAT(named.text(), HasSubstr("Agencia <Peruana> (pe-apci)"));
  EXPECT_THAT(named.text(), HasSubstr("Relevamiento 2022 (r2022)"));
  const Page unnamed(PrintFiche(fiche, {}).value_or(""));
  EXPECT_THAT(unnamed.text(), HasSubstr("\npe-apci\n"));
}

TEST(FichePrinter, BlankHasEveryWordOfTheOfficialForm) {
  for (const auto& [file, language] : {std::pair("ficha-es.docx", Language::kSpanish), {"ficha-pt.docx", Language::kPortuguese}}) {
    const Page page(Printed(v1::Fiche(), language, true));
    for (const std::string& words : WordsOfTheForm(file)) {
      // Quirks of the form as it was sent out: a block headed in the other language, a number twice, a hyphen that differs.
      // Options of a choice are boxes.
      if (words == "Si/No" || words == "Sim/Não" || words.starts_with("Identifique el número") ||
          words.starts_with("Identifique o número") || words.starts_with("1- ") ||
          (language == Language::kSpanish && words.starts_with("INFORMAÇÕES"))) {
        continue;
      }
      EXPECT_THAT(page.text(), HasSubstr(words)) << file;
    }
    EXPECT_EQ(page.Count("//section[@class='initiative']"), 3u);
    EXPECT_EQ(page.Count("//span[@class='box']"), 2u + 3u * 4u);
    EXPECT_GT(page.Count("//div[@class='line']"), 100u);
    EXPECT_EQ(page.Count("//span[@class='empty']"), 0u);
  }
}

TEST(FichePrinter, SaysEverythingThatTheFicheSays) {
  v1::Fiche fiche = StoredSample();
  fiche.set_round("rounds/r2022");
  fiche.set_state(v1::FICHE_STATE_SUBMITTED);
  for (const Language language : texts::kLanguages) {
    const Page page(Printed(fiche, language));
    std::vector<std::string> texts = {fiche.institution(),
                                      fiche.focal_point().display_name(),
                                      fiche.focal_point().email(),
                                      fiche.institutional_strengths(),
                                      fiche.institutional_weaknesses(),
                                      "py-mre",
                                      "r2022",
                                      "2022",
                                      "aaaaaaaaaaaaaaaaaaaaaaaaaa",
                                      "7"};
    for (const v1::FicheInitiative& entry : fiche.initiatives()) {
      const v1::InitiativeContent& content = entry.content();
      for (const std::string& text : {content.title(), content.objectives(), content.justification(), content.type_other(),
                                      content.focal_point().display_name(), content.focal_point().email()}) {
        texts.push_back(text);
      }
      for (const v1::Actor& actor : content.actors()) texts.push_back(actor.display_name());
      for (const auto* list : {&content.strengths(), &content.challenges(), &content.results()})
        texts.insert(texts.end(), list->begin(), list->end());
    }
    for (const std::string& text : texts) EXPECT_THAT(page.text(), HasSubstr(text)) << texts::Code(language);
  }
}

TEST(FichePrinter, SpeaksTheLanguageAskedFor) {
  v1::Fiche fiche;
  fiche.set_country_code("BR");
  fiche.set_willing_to_share(true);
  fiche.set_state(v1::FICHE_STATE_DRAFT);
  v1::InitiativeContent& content = *fiche.add_initiatives()->mutable_content();
  content.set_type(v1::INITIATIVE_TYPE_PROJECT);
  content.add_partner_country_codes("ES");
  content.add_actors()->set_display_name("A");
  content.mutable_actors(0)->set_category(v1::ACTOR_CATEGORY_ACADEMIA);
  const std::string spanish = Printed(fiche, Language::kSpanish);
  const std::string portuguese = Printed(fiche, Language::kPortuguese);
  const std::string english = Printed(fiche, Language::kEnglish);
  for (const char* words : {"<html lang=\"es\">", "Brasil", "España", "2 - Proyecto", ">Sí<", "Sin respuesta", "borrador", "Firma"}) {
    EXPECT_THAT(spanish, HasSubstr(words));
  }
  for (const char* words : {"<html lang=\"pt\">", "Espanha", "2 - Projeto", ">Sim<", "Sem resposta", "rascunho", "Assinatura"}) {
    EXPECT_THAT(portuguese, HasSubstr(words));
  }
  for (const char* words :
       {"<html lang=\"en\">", "Brazil", "Spain", "2 - Project", ">Yes<", "No answer", "draft", "Signature", "Name of the initiative:"}) {
    EXPECT_THAT(english, HasSubstr(words));
  }
  EXPECT_THAT(english, Not(HasSubstr("iniciativa")));
}

TEST(FichePrinter, NothingToReportIsSaidOnce) {
  v1::Fiche fiche;
  fiche.set_nothing_to_report(true);
  EXPECT_THAT(Printed(fiche), HasSubstr("No tenemos iniciativas para informar."));
  EXPECT_THAT(Printed(v1::Fiche()), HasSubstr("Todavía no hay iniciativas"));
}

// Whatever is written, the page has the elements and attributes that it has for any fiche.
TEST(FichePrinter, NoTextBecomesMarkup) {
  const std::set<std::string> harmless = Page(Printed(HardFiche("x"))).names();
  std::vector<std::string> texts = HardTexts();
  for (const char* attack : {"<script>alert(1)</script>", "</title><script>alert(1)</script>", "</style><img src=x onerror=alert(1)>",
                             "\"><svg onload=alert(1)>", "' onmouseover='alert(1)", "<!-- ", "]]>", "&lt;script&gt;", "&#60;b&#62;",
                             "javascript:alert(1)", "{{7*7}}",
                             "\xE2\x80\xAE"
                             "txt.exe",
                             "a\xFF\xFE<b>"}) {
    texts.emplace_back(attack);
  }
  for (const std::string& text : texts) {
    v1::Fiche fiche = HardFiche(text);
    fiche.set_name("agencies/x/fiches/" + text);
    fiche.set_round("rounds/" + text);
    fiche.set_etag(text);
    fiche.set_state(static_cast<v1::FicheState>(99));
    for (v1::FicheInitiative& entry : *fiche.mutable_initiatives()) {
      entry.mutable_content()->mutable_focal_point()->set_email(text);
      entry.mutable_content()->add_partner_country_codes(text);
    }
    for (const bool blank : {false, true}) {
      const absl::StatusOr<std::string> html = PrintFiche(fiche, {Language::kSpanish, blank, text});
      ASSERT_TRUE(html.ok()) << html.status();
      const Page page(*html);
      for (const std::string& name : page.names()) {
        EXPECT_TRUE(harmless.contains(name) || (blank && name == "p")) << name << " from " << text;
      }
      EXPECT_EQ(page.Count("//style"), 1u);
    }
  }
}

TEST(FichePrinter, LoadsNothingAndRunsNothing) {
  for (const bool blank : {false, true}) {
    const std::string html = Printed(StoredSample(), Language::kPortuguese, blank);
    const Page page(html);
    for (const char* name : {"script", "link", "img", "iframe", "object", "base", "form", "@src", "@href", "@style", "@srcset"}) {
      EXPECT_FALSE(page.names().contains(name)) << name;
    }
    EXPECT_THAT(html, HasSubstr("default-src 'none'"));
    EXPECT_THAT(html, Not(HasSubstr("url(")));
    EXPECT_THAT(html, Not(HasSubstr("@import")));
    EXPECT_THAT(html, Not(HasSubstr("$FOOTER")));
    EXPECT_EQ(html, Printed(StoredSample(), Language::kPortuguese, blank));
  }
}

TEST(FichePrinter, BlankTellsNothingButOfTheAgency) {
  const v1::Fiche fiche = StoredSample();
  const std::string html = Printed(fiche, Language::kSpanish, true);
  EXPECT_THAT(html, HasSubstr(fiche.institution()));
  EXPECT_THAT(html, Not(HasSubstr(fiche.initiatives(0).content().title())));
  EXPECT_THAT(html, Not(HasSubstr(fiche.institutional_strengths())));
}

TEST(FichePrinter, HasTheHeadOfEachTableOnEachOfItsPages) {
  const Page page(Printed(StoredSample()));
  EXPECT_EQ(page.Count("//table"), page.Count("//table/thead/tr/th"));
  EXPECT_EQ(page.Count("//table"), 1u + 3u * 2u);
}

}  // namespace
}  // namespace minga::forms
