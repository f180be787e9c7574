// A fiche as a file for people to edit: what is written reads back to the same, and what is wrong is told with its line.
#include "client/cli/fiche_yaml.h"

#include <gmock/gmock.h>
#include <google/protobuf/util/json_util.h>
#include <google/type/money.pb.h>
#include <gtest/gtest.h>

#include <random>
#include <set>

#include "client/cli/fiche_changes.h"
#include "client/cli/fiche_fields.h"
#include "client/cli/yaml_text.h"
#include "server/domain/fiche/fiche_fields.h"
#include "server/forms/fiche_reader.h"
#include "tests/server/forms/files.h"
#include "tests/server/forms/hard_fiches.h"

namespace minga::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

App In(texts::Language language) {
  App app;
  app.language = language;
  return app;
}

// The parts that a file has.
v1::Fiche Editable(const v1::Fiche& fiche) {
  v1::Fiche editable = fiche;
  editable.clear_round();
  editable.clear_country_code();
  editable.clear_state();
  // A message without words is none.
  if (editable.has_focal_point() && editable.focal_point().ByteSizeLong() == 0) editable.clear_focal_point();
  for (v1::FicheInitiative& entry : *editable.mutable_initiatives()) entry.clear_decision();
  return editable;
}

void ExpectBack(const v1::Fiche& fiche) {
  for (const texts::Language language : texts::kLanguages) {
    const App app = In(language);
    const std::string text = WriteFicheYaml(app, fiche);
    const FicheFile file = ReadFicheYaml(app, text);
    for (const FicheFault& fault : file.faults) ADD_FAILURE() << fault.line << ": " << fault.sentence << "\n" << text;
    ASSERT_EQ(forms::Difference(Editable(fiche), file.fiche), "") << text;
    // Without ids all is new.
    if (!fiche.name().empty()) {
      EXPECT_THAT(Changes(app, fiche, file.fiche), IsEmpty());
    }
  }
}

v1::Fiche WithIds(v1::Fiche fiche) {
  fiche.set_name("agencies/pe-apci/fiches/k3f");
  fiche.set_etag("7");
  int next = 0;
  for (v1::FicheInitiative& entry : *fiche.mutable_initiatives()) {
    entry.set_id("e" + std::to_string(next++));
    for (v1::Actor& actor : *entry.mutable_content()->mutable_actors()) actor.set_id("a" + std::to_string(next++));
  }
  return fiche;
}

// What comes back of a text that stands in a fiche, at two depths and behind a dash.
void ExpectTextBack(const std::string& text) {
  v1::Fiche fiche = WithIds({});
  fiche.set_institution(text);
  v1::FicheInitiative& entry = *fiche.add_initiatives();
  entry.mutable_content()->set_justification(text);
  entry.mutable_content()->add_strengths(text);
  entry.mutable_content()->add_strengths("otra");
  entry.mutable_content()->add_actors()->set_display_name(text);
  const App app = In(texts::Language::kSpanish);
  const std::string written = WriteFicheYaml(app, fiche);
  const FicheFile file = ReadFicheYaml(app, written);
  ASSERT_THAT(file.faults, IsEmpty()) << file.faults.front().line << file.faults.front().sentence << "\n" << written;
  ASSERT_EQ(forms::Difference(fiche, file.fiche), "") << written;
}

class Documents : public testing::TestWithParam<forms::fs::path> {};

TEST_P(Documents, ComeBackAsTheyAre) {
  const auto read = forms::ReadFiche(forms::ReadFile(GetParam()), texts::Language::kSpanish);
  ASSERT_TRUE(read.ok()) << read.status();
  ExpectBack(WithIds(read->fiche));
  ExpectBack(read->fiche);
}

INSTANTIATE_TEST_SUITE_P(Filled, Documents, testing::ValuesIn(forms::Documents("forms/filled")),
                         [](const auto& info) { return forms::TestName(info.param); });
INSTANTIATE_TEST_SUITE_P(Hard, Documents, testing::ValuesIn(forms::Documents("documents")),
                         [](const auto& info) { return forms::TestName(info.param); });

TEST(FicheYaml, HardTextsComeBack) {
  for (const std::string& text : forms::HardTexts()) ExpectBack(WithIds(forms::HardFiche(text)));
}

TEST(FicheYaml, TextsStayTexts) {
  for (const std::string text : {"yes",
                                 "No",
                                 "null",
                                 "~",
                                 "1e3",
                                 "0x1F",
                                 "2022-01-01",
                                 "true",
                                 "on",
                                 "12:30:45",
                                 "<<",
                                 "=",
                                 ".inf",
                                 "- a",
                                 "a: b",
                                 "# nada",
                                 "a #b",
                                 "a:",
                                 ": a",
                                 "'",
                                 "\"",
                                 "\"a\" b",
                                 "{a}",
                                 "[a]",
                                 "&a",
                                 "*a",
                                 "!a",
                                 "|",
                                 ">",
                                 "%a",
                                 "@a",
                                 "`a`",
                                 "?",
                                 "? a",
                                 "---",
                                 "...",
                                 "a\tb",
                                 "\ta",
                                 " a",
                                 "a ",
                                 "a\r\nb",
                                 "a\rb",
                                 "\n",
                                 "\n\n",
                                 "a\n",
                                 "a\n\n",
                                 "\na",
                                 " \n a",
                                 "a\n \nb",
                                 "a\n   \n  b\n\tc",
                                 "a  \nb  ",
                                 "a\n#b\nc",
                                 "a\n- b",
                                 "\\n",
                                 "a\\",
                                 "sí",
                                 "não",
                                 "\xC2\x85",
                                 "a\xE2\x80\xA8"
                                 "b",
                                 "\xEF\xBB\xBF"
                                 "a",
                                 "\x04",
                                 "\x01\x7f",
                                 "👩‍🌾",
                                 "NO",
                                 "a\n---\nb",
                                 "a\n...\nb",
                                 "#! a\n#! b"}) {
    SCOPED_TRACE(testing::PrintToString(text));
    ExpectTextBack(text);
  }
}

TEST(FicheYaml, AnyTextComesBack) {
  static const std::vector<std::string> pieces = {
      " ",  "  ", "\n", "\n\n", "\t", "a",  "palabra",         "#", ":", "- ", "\"", "'", "|", ">",
      "\\", "é",  "👩",  "\r",   "%",  "{}", "una palabra más", "1", "0", ".",  "!",  "&", "*", "~"};
  std::mt19937 random(20221122);  // NOLINT: the same texts each time
  for (int i = 0; i < 3'000; ++i) {
    std::string text;
    for (size_t n = random() % 60; n > 0; --n) text += pieces[random() % pieces.size()];
    SCOPED_TRACE(testing::PrintToString(text));
    ExpectTextBack(text);
    if (testing::Test::HasFatalFailure()) return;
  }
}

TEST(FicheYaml, LongParagraphsAreWrappedAndComeBack) {
  std::string text;
  for (int i = 0; i < 60; ++i) text += (i == 0 ? "" : i % 20 == 0 ? "\n" : " ") + std::string("palabra") + std::to_string(i);
  ExpectTextBack(text);
  const std::string yaml = YamlText(text, 2);
  EXPECT_THAT(yaml, testing::StartsWith(" >-\n"));
  for (size_t at = 0; at < yaml.size(); at = yaml.find('\n', at) + 1) EXPECT_LE(yaml.find('\n', at) - at, 100u);
  EXPECT_THAT(YamlText("uno\ndos", 2), " |-\n    uno\n    dos\n");
  EXPECT_EQ(YamlText("breve", 2), " breve\n");
}

TEST(FicheYaml, WhatTheSecretariatAddsComesBack) {
  v1::Fiche fiche = WithIds({});
  v1::FicheInitiative& entry = *fiche.add_initiatives();
  entry.set_id("e1");
  entry.set_visibility(v1::VISIBILITY_NETWORK);
  v1::InitiativeContent& content = *entry.mutable_content();
  content.set_modality(v1::MODALITY_TRIANGULAR);
  v1::Party& party = *content.add_parties();
  party.set_country_code("NO");
  party.set_role(v1::PARTY_ROLE_SECOND_PROVIDER);
  v1::Party& organization = *content.add_parties();
  organization.set_organization("GIZ: Alemania");
  organization.set_role(v1::PARTY_ROLE_DONOR);
  content.set_enables_multi_actor_cooperation(false);
  content.add_sectors()->set_vocabulary("REPORT");
  content.mutable_sectors(0)->set_code("SOCIAL");
  for (const int sdg : {1, 17}) content.add_sdgs(sdg);
  content.mutable_period()->mutable_start()->set_year(2019);
  content.mutable_period()->mutable_end()->set_year(2021);
  content.mutable_period()->mutable_end()->set_month(3);
  content.set_status(v1::INITIATIVE_STATUS_COMPLETED);
  v1::Amount& amount = *content.add_amounts();
  amount.mutable_amount()->set_currency_code("USD");
  amount.mutable_amount()->set_units(1'500'000'000'000);
  amount.mutable_amount()->set_nanos(50'000'000);
  amount.set_contributor("PE");
  amount.mutable_rate_date()->set_year(2020);
  content.add_external_ids()->set_system("SIDICSS");
  content.mutable_external_ids(0)->set_id("0012");
  ExpectBack(fiche);
}

// Of the server and of the command line, which do not know each other.
TEST(FicheYaml, AFileHasEveryFieldThatAnAgencyMayChange) {
  for (const auto* message :
       {v1::Fiche::descriptor(), v1::FicheInitiative::descriptor(), v1::Actor::descriptor(), v1::Amount::descriptor()}) {
    std::set<std::string> server, file;
    for (const domain::WrittenField& field : domain::WrittenFields(message)) server.insert(field.field->full_name());
    for (const FicheField& field : FicheFields(*message)) file.insert(field.field->full_name());
    for (const std::string id : {"minga.v1.FicheInitiative.id", "minga.v1.Actor.id"}) file.erase(id);
    EXPECT_EQ(file, server) << message->full_name();
  }
}

TEST(FicheYaml, SaysTheQuestionsOfTheFormInEachLanguage) {
  const v1::Fiche fiche = WithIds(forms::HardFiche("Agua"));
  EXPECT_THAT(WriteFicheYaml(In(texts::Language::kSpanish), fiche), HasSubstr("# País e institución que completa la ficha\n"));
  EXPECT_THAT(WriteFicheYaml(In(texts::Language::kPortuguese), fiche), HasSubstr("# Nome da iniciativa\n    title: Agua\n"));
  EXPECT_THAT(WriteFicheYaml(In(texts::Language::kEnglish), fiche), HasSubstr("# Other countries involved\n"));
}

TEST(FicheYaml, AnotherInitiativeIsTheTemplateWithoutItsMarks) {
  const App app = In(texts::Language::kSpanish);
  v1::Fiche fiche = WithIds({});
  std::string text = WriteFicheYaml(app, fiche);
  size_t at = text.find("  # - id:");
  ASSERT_NE(at, std::string::npos) << text;
  for (; at < text.size(); at = text.find('\n', at) + 1) {
    ASSERT_EQ(text.substr(at, 4), "  # ") << text.substr(at);
    text.erase(at + 2, 2);
  }
  text.replace(text.find("title:"), 6, "title: Riego");
  text.replace(text.find("- display_name:"), 15, "- display_name: Municipio");
  const FicheFile file = ReadFicheYaml(app, text);
  for (const FicheFault& fault : file.faults) ADD_FAILURE() << fault.line << ": " << fault.sentence << "\n" << text;
  ASSERT_EQ(file.fiche.initiatives_size(), 1);
  EXPECT_EQ(file.fiche.initiatives(0).content().title(), "Riego");
  EXPECT_EQ(file.fiche.initiatives(0).content().actors(0).display_name(), "Municipio");
  EXPECT_EQ(file.fiche.initiatives(0).id(), "");
}

std::vector<std::string> FaultsOf(const std::string& text) {
  std::vector<std::string> told;
  for (const FicheFault& fault : ReadFicheYaml(In(texts::Language::kEnglish), text).faults) {
    told.push_back(std::to_string(fault.line) + " " + fault.sentence);
  }
  return told;
}

TEST(FicheYaml, AllFaultsAreToldWithTheirLines) {
  EXPECT_THAT(
      FaultsOf("institution: a\nnombre: b\nwilling_to_share: quizás\ninitiatives:\n  - title: [a]\n    type: TALLER\n    actors: x\n"
               "    sdgs: [uno]\n    period: {start: ayer}\nfocal_point: Ana\n"),
      ElementsAre(HasSubstr("2 \"nombre\" is no part of a fiche"), HasSubstr("3 willing_to_share: \"quizás\""),
                  HasSubstr("5 \"title\" takes one text"), HasSubstr("6 type: "), HasSubstr("7 \"actors\" takes a list"),
                  HasSubstr("8 sdgs: \"uno\" is no whole number"), HasSubstr("9 start: \"ayer\" is no date"),
                  HasSubstr("10 \"focal_point\" takes lines")));
  EXPECT_THAT(FaultsOf("institution: a: b\n"), ElementsAre(HasSubstr("1 This is not understood")));
  EXPECT_THAT(FaultsOf("institution: a\n\tx: b\n"), ElementsAre(HasSubstr("2 This is not understood")));
  for (const std::string open : {"\"a", "'a", "[a", "{a: b", "\"a\n"}) {
    EXPECT_THAT(FaultsOf("etag: \"1\"\ninstitution: " + open + "\n\n# fin\n"), ElementsAre(HasSubstr("2 Something that begins here")))
        << open;
    EXPECT_THAT(FaultsOf("institution: " + open), ElementsAre(HasSubstr("1 Something that begins here"))) << open;
  }
  EXPECT_THAT(FaultsOf("institution: a\ninstitution: b\n"), ElementsAre(HasSubstr("2 \"institution\" stands twice")));
  EXPECT_THAT(FaultsOf("institution: a\n---\ninstitution: b\n"), ElementsAre(HasSubstr("Another document")));
  EXPECT_THAT(FaultsOf("solo un texto\n"), ElementsAre(HasSubstr("1 There is no fiche here")));
  EXPECT_THAT(FaultsOf("institution: a\nfocal_point:\n  email: \xff\n"),
              ElementsAre(HasSubstr("3 There are characters that are not UTF-8")));
  EXPECT_THAT(FaultsOf("institution: a\x04\nfocal_point: b\n"), ElementsAre(HasSubstr("1 There is a control character")));
}

TEST(FicheYaml, WhatGrowsOrHidesIsRefused) {
  EXPECT_THAT(FaultsOf("institution: &a x\n"), ElementsAre(HasSubstr("1 There is a reference")));
  EXPECT_THAT(FaultsOf("a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n"), ElementsAre(HasSubstr("1 There is a reference")));
  EXPECT_THAT(FaultsOf("institution: !!binary aGVsbG8=\n"), ElementsAre(HasSubstr("1 There is a tag")));
  EXPECT_THAT(FaultsOf("institution: " + std::string(10'000, '[') + std::string(10'000, ']')), ElementsAre(HasSubstr("nested deeper")));
  EXPECT_THAT(FaultsOf("institution: " + std::string(9u << 20, 'x')), ElementsAre(HasSubstr("0 The file has more than 8 MiB")));
  std::string many = "initiatives: [";
  for (int i = 0; i < 200'000; ++i) many += "a,";
  EXPECT_THAT(FaultsOf(many + "]"), ElementsAre(HasSubstr("more parts than any fiche")));
}

TEST(FicheYaml, AFileOfCommentsAloneIsEmpty) {
  const App app = In(texts::Language::kEnglish);
  for (const std::string text : {"", "\n\n", "# a\n", "---\n", "~\n"}) EXPECT_TRUE(ReadFicheYaml(app, text).empty) << text;
  EXPECT_FALSE(ReadFicheYaml(app, "institution:\n").empty);
}

TEST(FicheYaml, WindowsLineEndsAreLineEnds) {
  const FicheFile file = ReadFicheYaml(In(texts::Language::kEnglish), "institution: |-\r\n  a\r\n  b\r\netag: \"3\"\r\n");
  EXPECT_EQ(file.fiche.institution(), "a\nb");
  EXPECT_EQ(file.fiche.etag(), "3");
}

std::vector<std::string> ToldChanges(const v1::Fiche& before, const v1::Fiche& after) {
  std::vector<std::string> told;
  for (const v1::FicheChange& change : Changes(In(texts::Language::kEnglish), before, after)) {
    told.push_back(v1::FicheChangeKind_Name(change.kind()).substr(18) + " " + change.path() + ": " + change.before() + " > " +
                   change.after());
  }
  return told;
}

TEST(FicheChanges, AreToldPlaceByPlace) {
  v1::Fiche before = WithIds(forms::HardFiche("Agua"));
  before.mutable_initiatives(0)->mutable_content()->clear_strengths();
  for (const char* text : {"a", "b", "c"}) before.mutable_initiatives(0)->mutable_content()->add_strengths(text);
  v1::Fiche after = before;
  EXPECT_THAT(ToldChanges(before, after), IsEmpty());
  after.set_institution(" Agua\n");
  EXPECT_THAT(ToldChanges(before, after), IsEmpty()) << "space around a text";
  after.set_institution("Riego");
  after.clear_willing_to_share();
  after.mutable_focal_point()->set_display_name("Ana");
  v1::InitiativeContent& content = *after.mutable_initiatives(0)->mutable_content();
  content.mutable_strengths()->DeleteSubrange(1, 1);
  content.mutable_actors(0)->set_category(v1::ACTOR_CATEGORY_ACADEMIA);
  content.mutable_actors()->SwapElements(1, 2);
  std::reverse(content.mutable_partner_country_codes()->begin(), content.mutable_partner_country_codes()->end());
  after.mutable_initiatives()->DeleteSubrange(1, 1);
  after.add_initiatives()->mutable_content()->set_title("Nueva");
  EXPECT_THAT(ToldChanges(before, after),
              ElementsAre("CHANGED institution: Agua > Riego", "CHANGED focal_point: Agua, a.b+c@example.org > Ana, a.b+c@example.org",
                          "REMOVED willing_to_share: no > ", "REMOVED initiatives[e5]: Agua > ",
                          "ADDED initiatives[e0].actors[a1].category:  > ACADEMIA",
                          "MOVED initiatives[e0].actors: Agua; Agua; Agua; Agua > Agua; Agua; Agua; Agua",
                          "REMOVED initiatives[e0].strengths[1]: b > ", "ADDED initiatives[#2]:  > Nueva",
                          "ADDED initiatives[#2].title:  > Nueva"));
  const Removed removed = CountRemoved(Changes(In(texts::Language::kEnglish), before, after));
  EXPECT_EQ(removed.entries, 1);
  EXPECT_EQ(removed.places, 2);
  EXPECT_EQ(PathInWords(In(texts::Language::kSpanish), "initiatives[e0].actors[a1].category", after, before),
            "Iniciativa 1, actor 1, tipo de actor");
  EXPECT_EQ(PathInWords(In(texts::Language::kSpanish), "initiatives[e5]", after, before), "Iniciativa 2");
}

}  // namespace
}  // namespace minga::cli
