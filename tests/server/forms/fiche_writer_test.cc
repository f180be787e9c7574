// The form as it is written reads back to the fiche it was written from, whatever that says.
#include "server/forms/fiche_writer.h"

#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <pugixml.hpp>
#include <regex>
#include <set>

#include "server/forms/fiche_reader.h"
#include "tests/server/forms/copies.h"
#include "tests/server/forms/files.h"
#include "tests/server/forms/hard_fiches.h"
#include "tests/server/forms/zip_maker.h"

namespace minga::forms {
namespace {

using texts::Language;

std::string Written(const v1::Fiche& fiche, Language language, bool blank = false) {
  const absl::StatusOr<std::string> written = WriteFiche(fiche, {language, blank, "2022"});
  EXPECT_TRUE(written.ok()) << written.status();
  return written.value_or("");
}

// What is wrong with the reading of a document that was written from `fiche`; empty when nothing is.
std::string WrongWith(const std::string& document, const v1::Fiche& fiche) {
  const absl::StatusOr<FicheDocument> read = ReadFiche(document, Language::kSpanish);
  if (!read.ok()) return std::string(read.status().message());
  std::string wrong = Difference(OnTheForm(fiche), OnTheForm(read->fiche));
  for (const v1::Finding& finding : read->findings) {
    if (finding.reason() != "TOO_MANY_INITIATIVES") wrong += finding.ShortDebugString() + "\n";
  }
  return wrong;
}

std::string WrongWithBoth(const v1::Fiche& fiche) {
  return WrongWith(Written(fiche, Language::kSpanish), fiche) + WrongWith(Written(fiche, Language::kPortuguese), fiche);
}

class RoundTripTest : public testing::TestWithParam<fs::path> {};

TEST_P(RoundTripTest, ReadsWritesAndReadsTheSame) {
  const absl::StatusOr<FicheDocument> read = ReadFiche(ReadFile(GetParam()), Language::kSpanish);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(WrongWithBoth(read->fiche), "");
}

INSTANTIATE_TEST_SUITE_P(Samples, RoundTripTest, testing::ValuesIn(Documents("forms/filled")),
                         [](const auto& info) { return TestName(info.param); });
INSTANTIATE_TEST_SUITE_P(HardDocuments, RoundTripTest, testing::ValuesIn(Documents("documents")),
                         [](const auto& info) { return TestName(info.param); });

TEST(FicheWriter, KeepsEveryTextInEveryField) {
  for (const std::string& text : HardTexts()) EXPECT_EQ(WrongWithBoth(HardFiche(text)), "") << text;
}

TEST(FicheWriter, KeepsAFicheOfAllLimits) {
  v1::Fiche fiche;
  fiche.set_country_code("BR");
  std::string word;
  for (int i = 1; i < 10'000; ++i) word += i % 9 == 8 ? " " : "ã";
  word += 'x';
  fiche.set_institutional_strengths(word);
  for (int i = 0; i < 3; ++i) {
    v1::InitiativeContent& content = *fiche.add_initiatives()->mutable_content();
    content.set_title(std::string(500, 'W'));
    content.set_justification(word);
    for (int k = 0; k < 200; ++k) {
      content.add_actors()->set_display_name(std::string(499, 'a') + std::to_string(k % 10));
      content.mutable_actors(k)->set_category(v1::ACTOR_CATEGORY_ACADEMIA);
    }
    for (int k = 0; k < 20; ++k) content.add_results(std::string(5'000, 'r'));
  }
  EXPECT_EQ(WrongWithBoth(fiche), "");
}

// A form that squeezes better than the reader takes from strangers.
TEST(FicheWriter, KeepsAFicheThatRepeatsItself) {
  v1::Fiche fiche;
  fiche.set_country_code("BR");
  for (int i = 0; i < 3; ++i) {
    v1::InitiativeContent& content = *fiche.add_initiatives()->mutable_content();
    content.set_title(std::string(500, 'a'));
    content.set_objectives(std::string(10'000, 'a'));
    content.set_justification(std::string(10'000, 'a'));
    for (int k = 0; k < 20; ++k) {
      for (auto* list : {content.mutable_strengths(), content.mutable_challenges(), content.mutable_results()})
        list->Add()->assign(5'000, 'a');
    }
  }
  EXPECT_EQ(WrongWithBoth(fiche), "");
}

TEST(FicheWriter, KeepsMoreInitiativesThanTheFormHas) {
  v1::Fiche fiche = StoredSample();
  for (int i = 3; i < 7; ++i) {
    *fiche.add_initiatives() = fiche.initiatives(i - 3);
    fiche.mutable_initiatives(i)->set_id("more" + std::to_string(i));
    fiche.mutable_initiatives(i)->mutable_content()->set_title("Más " + std::to_string(i));
  }
  EXPECT_EQ(WrongWithBoth(fiche), "");
  EXPECT_NE(Part(Written(fiche, Language::kSpanish), "word/document.xml").find("INFORMACIÓN INICIATIVA 7"), std::string::npos);
  EXPECT_NE(Part(Written(fiche, Language::kPortuguese), "word/document.xml").find("DESCRIÇÃO DA INICIATIVA 4"), std::string::npos);
}

TEST(FicheWriter, LeavesOutWhatXmlCannotHold) {
  v1::Fiche fiche = StoredSample();
  fiche.mutable_initiatives(0)->mutable_content()->set_title(
      std::string("a\0b\x01\x1F\x7F\xC2\x85\xEF\xBF\xBE\xEF\xBF\xBF\xF3\xB0\x80\x80", 18) + "c\r\nd\re\xFF");
  v1::Fiche expected = fiche;
  expected.mutable_initiatives(0)->mutable_content()->set_title("abc\nd\ne\xEF\xBF\xBD");
  EXPECT_EQ(WrongWith(Written(fiche, Language::kSpanish), expected), "");
}

TEST(FicheWriter, SaysThatThereIsNothingToReport) {
  v1::Fiche fiche;
  fiche.set_country_code("UY");
  fiche.set_institution("AUCI");
  fiche.set_nothing_to_report(true);
  EXPECT_EQ(WrongWithBoth(fiche), "");
}

TEST(FicheWriter, GivesEqualBytesForEqualFiches) {
  EXPECT_EQ(Written(StoredSample(), Language::kPortuguese), Written(StoredSample(), Language::kPortuguese));
}

TEST(FicheWriter, BlankHoldsNothingButWhatTheAgencyToldOfItself) {
  const v1::Fiche fiche = StoredSample();
  v1::Fiche told;
  told.set_country_code("PY");
  told.set_institution(fiche.institution());
  *told.mutable_focal_point() = fiche.focal_point();
  for (const Language language : {Language::kSpanish, Language::kPortuguese}) {
    EXPECT_EQ(WrongWith(Written(fiche, language, true), told), "");
    EXPECT_EQ(WrongWith(Written(v1::Fiche(), language, true), v1::Fiche()), "");
    EXPECT_EQ(WrongWith(Written(v1::Fiche(), language), v1::Fiche()), "");
  }
}

// Words, tables, emphasis and page, in their order. Room to click into is no word.
void Sketch(pugi::xml_node node, std::string* sketch) {
  for (const pugi::xml_node child : node.children()) {
    const std::string_view name = child.name();
    if (name == "w:t") {
      const std::string_view text = child.text().get();
      if (text.find_first_not_of("\xE2\x80\x82") != std::string_view::npos) sketch->append(text);
    } else if (name == "w:p" || name == "w:tbl" || name == "w:tr" || name == "w:tc") {
      sketch->append("\n").append(name).append(" ");
      Sketch(child, sketch);
    } else if (name == "w:b" || name == "w:i" || name == "w:jc" || name == "w:tblW" || name == "w:gridCol" || name == "w:tcW" ||
               name == "w:gridSpan" || name == "w:shd" || name == "w:pgSz" || name == "w:pgMar" || name == "w:tblLayout" ||
               name == "w:top" || name == "w:insideV") {
      sketch->append(name);
      for (const pugi::xml_attribute attribute : child.attributes()) sketch->append(" ").append(attribute.value());
      sketch->append(";");
    } else {
      Sketch(child, sketch);
    }
  }
}

std::string SketchOf(const std::string& document) {
  pugi::xml_document xml;
  const std::string main = Part(document, "word/document.xml");
  EXPECT_TRUE(xml.load_buffer(main.data(), main.size(), pugi::parse_default | pugi::parse_ws_pcdata_single));
  std::string sketch;
  Sketch(xml, &sketch);
  // An empty answer has a hint's slant in its control and none in the form as it was sent out.
  for (const std::string_view empty : {"\nw:p w:i;\n"}) {
    for (size_t at = sketch.find(empty); at != std::string::npos; at = sketch.find(empty)) sketch.replace(at, empty.size(), "\nw:p \n");
  }
  return sketch;
}

TEST(FicheWriter, BlankLooksAsTheOfficialForm) {
  const fs::path blank = fs::path(MINGA_SOURCE_DIR) / "tests/data/forms/blank";
  EXPECT_EQ(SketchOf(Written(v1::Fiche(), Language::kSpanish, true)), SketchOf(ReadFile(blank / "ficha-es.docx")));
  EXPECT_EQ(SketchOf(Written(v1::Fiche(), Language::kPortuguese, true)), SketchOf(ReadFile(blank / "ficha-pt.docx")));
}

std::vector<std::string> Values(const std::string& xml, const std::string& element) {
  std::vector<std::string> values;
  const std::string opening = "<" + element + " w:val=\"";
  for (size_t at = xml.find(opening); at != std::string::npos; at = xml.find(opening, at)) {
    at += opening.size();
    values.push_back(xml.substr(at, xml.find('"', at) - at));
  }
  return values;
}

TEST(FicheWriter, TagsEveryAnswerWithItsPath) {
  v1::Fiche fiche = StoredSample();
  fiche.mutable_initiatives(0)->mutable_content()->mutable_actors(1)->set_id(std::string(26, 'c'));
  const std::string main = Part(Written(fiche, Language::kSpanish), "word/document.xml");
  const std::vector<std::string> tags = Values(main, "w:tag");
  const std::string first = "initiatives[" + fiche.initiatives(0).id() + "]";
  for (const std::string& tag :
       {std::string("country_code"), std::string("institution"), std::string("focal_point.display_name"), std::string("focal_point.email"),
        std::string("institutional_strengths"), std::string("institutional_weaknesses"), std::string("willing_to_share"), first + ".type",
        first + ".title", first + ".objectives", first + ".actors[actor0]", first + ".actors[#1]", first + ".partner_country_codes",
        first + ".focal_point.display_name", first + ".focal_point.email", first + ".justification", first + ".strengths[#0]",
        first + ".challenges[#2]", first + ".results[#1]"}) {
    EXPECT_NE(std::find(tags.begin(), tags.end(), tag), tags.end()) << tag;
  }
  for (const std::string& tag : tags) EXPECT_LE(tag.size(), 64u) << tag;
  const std::vector<std::string> ids = Values(main, "w:id");
  EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()).size(), ids.size());

  const std::vector<std::string> blank = Values(Part(Written(v1::Fiche(), Language::kPortuguese, true), "word/document.xml"), "w:tag");
  EXPECT_EQ(blank.size(), 5u + 3u * 10u);
  EXPECT_NE(std::find(blank.begin(), blank.end(), "initiatives[#2].results"), blank.end());
}

TEST(FicheWriter, RecordsWhatItWasWrittenFromAndNoPerson) {
  const std::string document = Written(StoredSample(), Language::kSpanish);
  const std::string properties = Part(document, "docProps/custom.xml");
  EXPECT_NE(properties.find("name=\"MingaFormVersion\"><vt:lpwstr>2022</vt:lpwstr>"), std::string::npos) << properties;
  EXPECT_NE(properties.find("name=\"MingaFiche\"><vt:lpwstr>agencies/py-mre/fiches/aaaaaaaaaaaaaaaaaaaaaaaaaa</vt:lpwstr>"),
            std::string::npos);
  EXPECT_NE(properties.find("name=\"MingaEtag\"><vt:lpwstr>7</vt:lpwstr>"), std::string::npos);
  EXPECT_EQ(Part(document, "docProps/core.xml").find("lastModifiedBy"), std::string::npos);
}

// As some programs save it: without bookmarks, content controls and properties of the document.
std::string Bare(const std::string& document) {
  static const std::regex marks("<w:bookmark(Start|End) [^>]*/>|<w:sdtPr>.*?</w:sdtPr>|</?w:sdt(Content)?>");
  return MakeZip(WordParts(std::regex_replace(Part(document, "word/document.xml"), marks, "")));
}

TEST(FicheWriter, BareWordsSayTheSameInEverySample) {
  for (const fs::path& sample : Documents("forms/filled")) {
    const absl::StatusOr<FicheDocument> read = ReadFiche(ReadFile(sample), Language::kSpanish);
    ASSERT_TRUE(read.ok()) << read.status();
    for (const Language language : {Language::kSpanish, Language::kPortuguese}) {
      EXPECT_EQ(WrongWith(Bare(Written(read->fiche, language)), read->fiche), "") << sample << texts::Code(language);
    }
  }
}

TEST(FicheWriter, BareWordsSayTheSameInEveryHardDocument) {
  for (const fs::path& document : Documents("documents")) {
    const absl::StatusOr<FicheDocument> read = ReadFiche(ReadFile(document), Language::kSpanish);
    ASSERT_TRUE(read.ok()) << read.status();
    const absl::StatusOr<FicheDocument> bare = ReadFiche(Bare(Written(read->fiche, Language::kSpanish)), Language::kSpanish);
    ASSERT_TRUE(bare.ok()) << bare.status();
    // What was in doubt may be again.
    EXPECT_EQ(Difference(OnTheForm(read->fiche), bare->fiche), "") << document;
  }
}

TEST(FicheWriter, WhatAPersonChangedIsReadAsInAnyForm) {
  const v1::Fiche fiche = StoredSample("v01-pe-apci.docx");
  const std::string document = Written(fiche, Language::kSpanish);
  const v1::InitiativeContent& content = fiche.initiatives(0).content();

  v1::Fiche expected = fiche;
  expected.mutable_initiatives(0)->mutable_content()->clear_objectives();
  EXPECT_EQ(WrongWith(Changed(document, content.objectives(), "N/A"), expected), "");

  expected = fiche;
  expected.mutable_initiatives(0)->mutable_content()->set_title("Otro nombre");
  EXPECT_EQ(WrongWith(Changed(document, content.title(), "Otro nombre"), expected), "");

  // An item typed below the last.
  expected = fiche;
  ASSERT_EQ(content.results_size(), 2) << "another sample is needed";
  expected.mutable_initiatives(0)->mutable_content()->add_results("Un resultado más.");
  const std::string last = content.results(1) + "</w:t></w:r>";
  std::string main = Part(document, "word/document.xml");
  const size_t end = main.find("</w:p>", main.find(last));
  main.insert(end, "</w:p><w:p><w:r><w:t>3. Un resultado más.</w:t></w:r>");
  EXPECT_EQ(WrongWith(MakeZip(WordParts(main)), expected), "");
}

}  // namespace
}  // namespace minga::forms
