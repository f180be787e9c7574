// A form that was written here and comes back: what it is a copy of, which entry each block is, what stands in its margin.
#include <gmock/gmock.h>
#include <google/protobuf/util/time_util.h>
#include <gtest/gtest.h>

#include <map>
#include <pugixml.hpp>
#include <sstream>

#include "server/base/limits.h"
#include "server/base/text.h"
#include "server/forms/fiche_reader.h"
#include "server/forms/fiche_writer.h"
#include "tests/server/forms/copies.h"
#include "tests/server/forms/files.h"

namespace minga::forms {
namespace {

using google::protobuf::util::TimeUtil;
using texts::Language;
using Strings = std::vector<std::string>;

FicheDocument Read(const std::string& document) {
  const absl::StatusOr<FicheDocument> read = ReadFiche(document, Language::kSpanish);
  EXPECT_TRUE(read.ok()) << read.status();
  return read.value_or(FicheDocument());
}

Strings Ids(const v1::Fiche& fiche) {
  Strings ids;
  for (const v1::FicheInitiative& entry : fiche.initiatives()) ids.push_back(entry.id());
  return ids;
}

Strings ActorIds(const v1::FicheInitiative& entry) {
  Strings ids;
  for (const v1::Actor& actor : entry.content().actors()) ids.push_back(actor.id());
  return ids;
}

Strings Reasons(const FicheDocument& document) {
  Strings reasons;
  for (const v1::Finding& finding : document.findings) reasons.push_back(finding.reason());
  return reasons;
}

std::string Id(int entry) { return StoredSample().initiatives(entry).id(); }

// The main part with its initiatives' blocks in another order; one may be left out, or stand twice.
std::string WithBlocks(const std::string& document, const std::vector<size_t>& order) {
  pugi::xml_document xml;
  const std::string main = Part(document, "word/document.xml");
  EXPECT_TRUE(xml.load_buffer(main.data(), main.size(), pugi::parse_default | pugi::parse_ws_pcdata_single));
  pugi::xml_node body = xml.document_element().child("w:body");
  std::vector<std::vector<pugi::xml_node>> blocks;
  for (pugi::xml_node node : body.children()) {
    const std::string_view heading = node.child("w:r").child("w:t").text().get();
    if (heading.starts_with("INFORMA") && heading.find("INICIATIVA") != std::string_view::npos) blocks.emplace_back();
    if (!blocks.empty() && std::string_view(node.name()) != "w:sectPr") blocks.back().push_back(node);
  }
  const pugi::xml_node end = body.child("w:sectPr");
  for (const size_t block : order) {
    for (const pugi::xml_node node : blocks.at(block)) end ? body.insert_copy_before(node, end) : body.append_copy(node);
  }
  for (const auto& block : blocks) {
    for (const pugi::xml_node node : block) body.remove_child(node);
  }
  std::ostringstream text;
  xml.save(text, "", pugi::format_raw, pugi::encoding_utf8);
  return WithPart(document, "word/document.xml", text.str());
}

std::string Properties(const std::map<std::string, std::string>& properties) {
  std::string xml =
      "<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties\" "
      "xmlns:vt=\"http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes\">";
  for (const auto& [name, value] : properties) xml += "<property name=\"" + name + "\"><vt:lpwstr>" + value + "</vt:lpwstr></property>";
  return xml + "</Properties>";
}

TEST(Copy, SaysWhatItIsACopyOf) {
  const v1::DocumentOrigin origin = Read(WrittenForm(StoredSample())).origin;
  EXPECT_EQ(origin.form_version(), "2022");
  EXPECT_EQ(origin.fiche(), "agencies/py-mre/fiches/aaaaaaaaaaaaaaaaaaaaaaaaaa");
  EXPECT_EQ(origin.etag(), "7");
  const FicheDocument other = Read(ReadFile(fs::path(MINGA_SOURCE_DIR) / "tests/data/forms/filled/v02-py-mre.docx"));
  EXPECT_EQ(other.origin.ByteSizeLong(), 0u);
}

TEST(Copy, OfWhatIsNoFicheIsNobodysCopy) {
  const std::string document = WrittenForm(StoredSample());
  const std::string fiche = "agencies/py-mre/fiches/aaaa";
  const auto read = [&](const std::string& properties) { return Read(WithPart(document, "docProps/custom.xml", properties)); };
  for (const std::string& name : {std::string("rounds/2022"), std::string("agencies/py-mre/fiches/"),
                                  std::string("agencies/PY/fiches/../x"), std::string(200'000, 'a'), fiche + "&#1;", fiche + "&#xD800;"}) {
    const FicheDocument found = read(Properties({{"MingaFiche", name}, {"MingaEtag", "7"}, {"MingaFormVersion", "2022"}}));
    EXPECT_EQ(found.origin.ShortDebugString(), "form_version: \"2022\"") << name.substr(0, 50);
    EXPECT_EQ(Reasons(found), Strings{"ORIGIN_UNCLEAR"}) << name.substr(0, 50);
  }
  for (const std::string& etag : {std::string("siete"), std::string("-1"), std::string(1'000, '7')}) {
    EXPECT_EQ(read(Properties({{"MingaFiche", fiche}, {"MingaEtag", etag}})).origin.ByteSizeLong(), 0u) << etag;
  }
  for (const std::string& version : {std::string(21, 'x'), std::string("a&#9;b"), std::string("a&#xD800;")}) {
    EXPECT_EQ(read(Properties({{"MingaFiche", fiche}, {"MingaFormVersion", version}})).origin.form_version(), "") << version;
  }
  EXPECT_EQ(read(Properties({{"MingaEtag", "7"}})).origin.ByteSizeLong(), 0u);
}

TEST(Copy, WithPropertiesThatCannotBeReadIsReadAllTheSame) {
  const v1::Fiche fiche = StoredSample();
  const std::string document = WrittenForm(fiche);
  std::map<std::string, std::string> many;
  for (int i = 0; i < 50'000; ++i) many["MingaFiche" + std::to_string(i)] = std::to_string(i * 7919);
  for (const std::string& properties :
       {std::string(), std::string("<Properties"), std::string("<!DOCTYPE x []><x/>"), std::string("\0\xFF\xFE", 3), Properties(many),
        std::string("<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/custom-properties\"><property/>"
                    "<property name=\"MingaFiche\"/></Properties>")}) {
    const FicheDocument read = Read(WithPart(document, "docProps/custom.xml", properties));
    EXPECT_EQ(read.origin.ByteSizeLong(), 0u);
    EXPECT_EQ(Difference(OnTheForm(fiche), OnTheForm(read.fiche)), "");
  }
}

TEST(Copy, EntriesAndActorsHaveTheIdsOfTheirTags) {
  const v1::Fiche fiche = StoredSample();
  const v1::Fiche read = Read(WrittenForm(fiche)).fiche;
  EXPECT_EQ(Ids(read), Ids(fiche));
  ASSERT_GT(fiche.initiatives_size(), 1);
  for (int i = 0; i < fiche.initiatives_size(); ++i) EXPECT_EQ(ActorIds(read.initiatives(i)), ActorIds(fiche.initiatives(i)));
}

TEST(Copy, WordsThatWereChangedKeepTheirIds) {
  const v1::Fiche fiche = StoredSample();
  const v1::InitiativeContent& content = fiche.initiatives(0).content();
  ASSERT_GT(content.actors_size(), 1);
  std::string document = WrittenForm(fiche);
  document = Changed(document, content.title(), "Otro nombre");
  document = Changed(document, content.actors(1).display_name(), "Otro actor");
  const v1::Fiche read = Read(document).fiche;
  EXPECT_EQ(read.initiatives(0).content().title(), "Otro nombre");
  EXPECT_EQ(read.initiatives(0).content().actors(1).display_name(), "Otro actor");
  EXPECT_EQ(Ids(read), Ids(fiche));
  EXPECT_EQ(ActorIds(read.initiatives(0)), ActorIds(fiche.initiatives(0)));
}

TEST(Copy, AnActorTypedBesideTheOthersIsNew) {
  const v1::Fiche fiche = StoredSample();
  const v1::InitiativeContent& content = fiche.initiatives(0).content();
  const int last = content.actors_size() - 1;
  std::string main = Part(WrittenForm(fiche), "word/document.xml");
  main.insert(main.find("</w:p>", main.find(content.actors(last).display_name())),
              "</w:p><w:p><w:r><w:t>Instituto Nuevo (academia)</w:t></w:r>");
  const v1::Fiche read = Read(WithPart(WrittenForm(fiche), "word/document.xml", main)).fiche;
  Strings expected = ActorIds(fiche.initiatives(0));
  expected.push_back("");
  EXPECT_EQ(ActorIds(read.initiatives(0)), expected);
}

TEST(Copy, BlocksThatWereMovedOrDeletedKeepTheirIds) {
  const v1::Fiche fiche = StoredSample();
  ASSERT_EQ(fiche.initiatives_size(), 3) << "another sample is needed";
  const std::string document = WrittenForm(fiche);
  EXPECT_EQ(Ids(Read(WithBlocks(document, {1, 0, 2})).fiche), (Strings{Id(1), Id(0), Id(2)}));
  EXPECT_EQ(Ids(Read(WithBlocks(document, {1, 2})).fiche), (Strings{Id(1), Id(2)}));
  EXPECT_EQ(Ids(Read(WithBlocks(document, {2})).fiche), Strings{Id(2)});
}

TEST(Copy, ABlockThatStandsTwiceIsNobodysEntry) {
  const v1::Fiche read = Read(WithBlocks(WrittenForm(StoredSample()), {0, 1, 0})).fiche;
  EXPECT_EQ(Ids(read), (Strings{"", Id(1), ""}));
  for (const std::string& id : ActorIds(read.initiatives(0))) EXPECT_EQ(id, "");
}

TEST(Copy, AnAnswerCopiedFromAnotherBlockDoesNotMakeItThatEntry) {
  const v1::Fiche fiche = StoredSample();
  const std::string from = "initiatives[" + Id(1) + "].objectives";
  const v1::Fiche read = Read(Changed(WrittenForm(fiche), from, "initiatives[" + Id(0) + "].objectives")).fiche;
  EXPECT_EQ(Ids(read), Ids(fiche));
}

TEST(Copy, ForgedTagsGiveNoIds) {
  std::string main = Part(WrittenForm(StoredSample()), "word/document.xml");
  const std::string id = Id(0);
  for (size_t at = main.find(id); at != std::string::npos; at = main.find(id, at)) main.replace(at, id.size(), "X; DROP TABLE");
  EXPECT_EQ(Ids(Read(WithPart(WrittenForm(StoredSample()), "word/document.xml", main)).fiche), (Strings{"", Id(1), Id(2)}));
}

TEST(Copy, AnEntryWithoutAnyContentComesBack) {
  v1::Fiche fiche = StoredSample();
  fiche.mutable_initiatives(0)->mutable_content()->Clear();
  FicheDocument read = Read(WrittenForm(fiche));
  EXPECT_EQ(Ids(read.fiche), Ids(fiche));
  EXPECT_EQ(read.fiche.initiatives(0).content().ByteSizeLong(), 0u);
  EXPECT_EQ(Reasons(read), Strings{});

  // Also as the only one; what was never an entry is none.
  fiche.mutable_initiatives()->DeleteSubrange(1, 2);
  EXPECT_EQ(Ids(Read(WrittenForm(fiche)).fiche), Strings{Id(0)});
}

TEST(Copy, ThatSaysThereIsNothingHasNoEntries) {
  v1::Fiche fiche = StoredSample();
  for (v1::FicheInitiative& entry : *fiche.mutable_initiatives()) entry.mutable_content()->Clear();
  fiche.mutable_initiatives(0)->mutable_content()->set_title("borrado");
  fiche.mutable_initiatives(1)->clear_content();
  const std::string said = Changed(WrittenForm(fiche), "borrado", "No tenemos iniciativas para informar");
  const std::string tag = "initiatives[" + Id(1) + "].title\"/>";
  std::string main = Part(said, "word/document.xml");
  main.insert(main.find("</w:sdt>", main.find(tag)) + 8, "<w:commentRangeStart w:id=\"0\"/>");
  const FicheDocument read = Read(WithPart(WithComments(said, {{"", "Ana", "", "¿Seguro?"}}), "word/document.xml", main));
  EXPECT_TRUE(read.fiche.nothing_to_report());
  EXPECT_EQ(read.fiche.initiatives_size(), 0);
  ASSERT_EQ(read.comments.size(), 1u);
  EXPECT_EQ(read.comments[0].path(), "initiatives");
}

TEST(Comments, HaveTheirAuthorTimeRepliesAndThePathOfTheAnswer) {
  const v1::Fiche fiche = StoredSample();
  const v1::InitiativeContent& content = fiche.initiatives(1).content();
  const FicheDocument read =
      Read(WithComments(WrittenForm(fiche), {{fiche.institution(), "Ana", "2026-05-03T10:00:00Z", "¿Sigla?"},
                                             {content.title(), "Beto", "2026-05-04T10:00:00-03:00", "Falta el año"},
                                             {content.title(), "Ana", "2026-05-04T12:00:00", "Agregado", 1},
                                             {content.title(), "Beto", "", "Gracias", 2},
                                             {content.actors(0).display_name(), "Carla", "ayer", "Confirmado", -1, true},
                                             {"principales resultados alcanzados", "Carla", "", "La pregunta no se entiende"},
                                             {"INFORMACIÓN INICIATIVA 1", "Carla", "", "Muy bien"},
                                             {"", "Carla", "", "En ningún lado"}}));
  std::string all;
  for (const v1::DocumentComment& comment : read.comments) {
    all += comment.path() + " | " + comment.author() + " | " + (comment.has_time() ? TimeUtil::ToString(comment.time()) : "") + " | " +
           comment.text() + (comment.resolved() ? " | done" : "") + "\n";
    for (const auto& reply : comment.replies())
      all += "  " + reply.author() + " | " + (reply.has_time() ? TimeUtil::ToString(reply.time()) : "") + " | " + reply.text() + "\n";
  }
  EXPECT_EQ(all,
            "institution | Ana | 2026-05-03T10:00:00Z | ¿Sigla?\n"
            "initiatives[1].title | Beto | 2026-05-04T13:00:00Z | Falta el año\n"
            "  Ana | 2026-05-04T12:00:00Z | Agregado\n"
            "  Beto |  | Gracias\n"
            "initiatives[1].actors | Carla |  | Confirmado | done\n"
            "initiatives[0].results | Carla |  | La pregunta no se entiende\n"
            " | Carla |  | Muy bien\n"
            " | Carla |  | En ningún lado\n");
}

TEST(Comments, NeverBecomePartOfAnAnswer) {
  const v1::Fiche fiche = StoredSample();
  std::vector<Remark> remarks;
  for (const v1::FicheInitiative& entry : fiche.initiatives()) {
    const v1::InitiativeContent& content = entry.content();
    for (const std::string& anchor : {content.title(), content.objectives(), content.justification(), content.actors(0).display_name(),
                                      content.strengths(0), content.focal_point().display_name()}) {
      if (!anchor.empty() && anchor.find_first_of("\n&<>") == std::string::npos)
        remarks.push_back({anchor, "Ana", "", "Nombre de la iniciativa: FUGA"});
    }
  }
  ASSERT_GT(remarks.size(), 6u);
  const FicheDocument read = Read(WithComments(WrittenForm(fiche), remarks));
  EXPECT_EQ(read.comments.size(), remarks.size());
  EXPECT_EQ(Difference(OnTheForm(fiche), OnTheForm(read.fiche)), "");
  EXPECT_EQ(read.fiche.DebugString().find("FUGA"), std::string::npos);
  EXPECT_EQ(Reasons(read), Strings{});
}

TEST(Comments, OfAnAnswerThatIsStillEmptyHaveItsPath) {
  v1::Fiche fiche = StoredSample();
  fiche.mutable_initiatives()->DeleteSubrange(2, 1);
  fiche.mutable_initiatives(0)->mutable_content()->clear_objectives();
  std::string main = Part(WrittenForm(fiche), "word/document.xml");
  // Beside the empty control, and in the block of no initiative.
  for (const auto& [tag, id] :
       {std::pair<std::string, std::string>("initiatives[" + Id(0) + "].objectives", "0"), {"initiatives[#2].title", "1"}}) {
    main.insert(main.find("</w:sdt>", main.find(tag)) + 8, "<w:commentRangeStart w:id=\"" + id + "\"/>");
  }
  const std::string commented = WithComments(WrittenForm(fiche), {{"", "Ana", "", "Falta"}, {"", "Ana", "", "¿Hay otra?"}});
  const FicheDocument read = Read(WithPart(commented, "word/document.xml", main));
  ASSERT_EQ(read.comments.size(), 2u);
  EXPECT_EQ(read.comments[0].path(), "initiatives[0].objectives");
  EXPECT_EQ(read.comments[1].path(), "initiatives");
  EXPECT_EQ(read.fiche.initiatives_size(), 2);
}

TEST(Comments, AreBounded) {
  const std::string document = WrittenForm(StoredSample());
  std::vector<Remark> remarks;
  for (int i = 0; i < 100'000; ++i) remarks.push_back({"", "Ana " + std::to_string(i), "", "Comentario " + std::to_string(i)});
  const FicheDocument many = Read(WithComments(document, remarks));
  EXPECT_EQ(many.comments.size(), static_cast<size_t>(limits::kDocumentComments));
  EXPECT_EQ(Reasons(many), Strings{"COMMENTS_LEFT_OUT"});

  std::string noise;
  for (unsigned int i = 0, x = 3; i < (2u << 20); ++i)
    noise.push_back(static_cast<char>('a' + ((x = x * 1664525u + 1013904223u) >> 24) % 26));
  const FicheDocument large = Read(WithComments(document, {{"", noise, noise, noise}, {"", "Ana", noise, noise, 0}}));
  ASSERT_EQ(large.comments.size(), 1u);
  EXPECT_EQ(text::Length(large.comments[0].text()), limits::kComment);
  EXPECT_EQ(text::Length(large.comments[0].author()), limits::kPersonName);
  EXPECT_FALSE(large.comments[0].has_time());
  ASSERT_EQ(large.comments[0].replies_size(), 1);
  EXPECT_EQ(text::Length(large.comments[0].replies(0).text()), limits::kComment);
}

TEST(Comments, ThatAnswerEachOtherOrNobodyStandAlone) {
  const std::string document = WrittenForm(StoredSample());
  const FicheDocument read =
      Read(WithComments(document, {{"", "a", "", "x", 1}, {"", "b", "", "y", 0}, {"", "c", "", "z", 2}, {"", "d", "", "w", 99}}));
  ASSERT_EQ(read.comments.size(), 4u);
  for (const v1::DocumentComment& comment : read.comments) EXPECT_EQ(comment.replies_size(), 0);
}

TEST(Comments, AreFoundBelowWhatTheyAnswerWhateverTheirOrder) {
  const FicheDocument read =
      Read(WithComments(WrittenForm(StoredSample()), {{"", "a", "", "x", 2}, {"", "b", "", "y", 0}, {"", "c", "", "z"}}));
  ASSERT_EQ(read.comments.size(), 1u);
  EXPECT_EQ(read.comments[0].text(), "z");
  ASSERT_EQ(read.comments[0].replies_size(), 2);
  EXPECT_EQ(read.comments[0].replies(0).text(), "x");
}

TEST(Comments, OfWhatXmlCannotHoldAreText) {
  const FicheDocument read = Read(WithComments(WrittenForm(StoredSample()), {{"", "A&#1;&#xD800;na", "", "uno&#1;&#xDFFF; dos"}}));
  ASSERT_EQ(read.comments.size(), 1u);
  EXPECT_TRUE(text::IsValidUtf8(read.comments[0].author() + read.comments[0].text()));
  EXPECT_EQ(read.comments[0].text().find('\1'), std::string::npos);
}

TEST(Comments, InADamagedPartAreAnError) {
  EXPECT_FALSE(ReadFiche(WithPart(WrittenForm(StoredSample()), "word/comments.xml", "<w:comments"), Language::kSpanish).ok());
}

// Where the words stand in it, `what` is put before them.
std::string OpenDocument(const std::string& words, const std::string& what, const std::string& meta) {
  const std::string saved = ReadFile(fs::path(MINGA_SOURCE_DIR) / "tests/data/documents/libreoffice-saved.odt");
  std::string content = Part(saved, "content.xml");
  const size_t at = content.find(words);
  EXPECT_NE(at, std::string::npos);
  content.insert(at, what);
  return MakeZip({{"mimetype", "application/vnd.oasis.opendocument.text"}, {"content.xml", content}, {"meta.xml", meta}});
}

TEST(OpenDocumentCopy, HasItsOriginAndItsComments) {
  const std::string annotation =
      "<office:annotation office:name=\"n1\" "
      "loext:resolved=\"true\"><dc:creator>Ana</dc:creator><dc:date>2026-05-03T10:00:00.123456789</dc:date>"
      "<text:list><text:list-item><text:p>FUGA <text:span>uno</text:span></text:p></text:list-item></text:list><text:p>dos</text:p>"
      "</office:annotation>"
      "<office:annotation loext:parent-name=\"n1\"><dc:creator>Beto</dc:creator><text:p>FUGA tres</text:p></office:annotation>"
      "<text:note text:note-class=\"footnote\"><text:note-citation>1</text:note-citation><text:note-body><text:p>Nota"
      "<office:annotation><text:p>FUGA en la nota</text:p></office:annotation></text:p></text:note-body></text:note>";
  const std::string meta =
      "<office:document-meta xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" "
      "xmlns:meta=\"urn:oasis:names:tc:opendocument:xmlns:meta:1.0\"><office:meta>"
      "<meta:user-defined meta:name=\"MingaFiche\">agencies/py-mre/fiches/aaaa</meta:user-defined>"
      "<meta:user-defined meta:name=\"MingaEtag\" meta:value-type=\"float\">7</meta:user-defined>"
      "<meta:user-defined meta:name=\"Otra\">x</meta:user-defined></office:meta></office:document-meta>";
  const std::string saved = ReadFile(fs::path(MINGA_SOURCE_DIR) / "tests/data/documents/libreoffice-saved.odt");
  const v1::Fiche fiche = Read(saved).fiche;
  const std::string title = fiche.initiatives(0).content().title();
  const FicheDocument read = Read(OpenDocument(title, annotation, meta));
  EXPECT_EQ(read.origin.ShortDebugString(), "fiche: \"agencies/py-mre/fiches/aaaa\" etag: \"7\"");
  ASSERT_EQ(read.comments.size(), 1u);
  EXPECT_EQ(read.comments[0].path(), "initiatives[0].title");
  EXPECT_EQ(read.comments[0].author(), "Ana");
  EXPECT_EQ(TimeUtil::ToString(read.comments[0].time()), "2026-05-03T10:00:00.123456789Z");
  EXPECT_EQ(read.comments[0].text(), "FUGA uno\ndos");
  EXPECT_TRUE(read.comments[0].resolved());
  ASSERT_EQ(read.comments[0].replies_size(), 1);
  EXPECT_EQ(read.comments[0].replies(0).text(), "FUGA tres");
  EXPECT_EQ(Difference(fiche, read.fiche), "");
  ASSERT_EQ(Reasons(read), Strings{"UNPLACED_TEXT"});
  EXPECT_EQ(read.findings[0].text(), "Nota");
}

}  // namespace
}  // namespace minga::forms
