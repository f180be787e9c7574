#include "tests/server/forms/copies.h"

#include <gtest/gtest.h>

#include "server/forms/archive.h"
#include "server/forms/fiche_reader.h"
#include "server/forms/fiche_writer.h"
#include "tests/server/forms/files.h"

namespace minga::forms {

v1::Fiche StoredSample(const char* name) {
  const auto read = ReadFiche(ReadFile(fs::path(MINGA_SOURCE_DIR) / "tests/data/forms/filled" / name), texts::Language::kSpanish);
  EXPECT_TRUE(read.ok()) << read.status();
  v1::Fiche fiche = read->fiche;
  fiche.set_name("agencies/py-mre/fiches/aaaaaaaaaaaaaaaaaaaaaaaaaa");
  fiche.set_etag("7");
  for (int i = 0; i < fiche.initiatives_size(); ++i) {
    fiche.mutable_initiatives(i)->set_id(std::string(25, 'b') + std::to_string(i));
    v1::InitiativeContent& content = *fiche.mutable_initiatives(i)->mutable_content();
    for (int k = 0; k < content.actors_size(); ++k) content.mutable_actors(k)->set_id("actor" + std::to_string(k));
  }
  return fiche;
}

std::string Part(const std::string& document, std::string_view part) {
  auto archive = Archive::Open(document);
  EXPECT_TRUE(archive.ok()) << archive.status();
  auto bytes = (*archive)->Read(part);
  EXPECT_TRUE(bytes.ok()) << bytes.status();
  return bytes.value_or("");
}

std::string WrittenForm(const v1::Fiche& fiche) {
  const absl::StatusOr<std::string> written = WriteFiche(fiche, {texts::Language::kSpanish, false, "2022"});
  EXPECT_TRUE(written.ok()) << written.status();
  return written.value_or("");
}

std::string WithPart(const std::string& document, const std::string& part, const std::string& content) {
  auto archive = Archive::Open(document);
  EXPECT_TRUE(archive.ok()) << archive.status();
  Parts parts;
  for (const char* name :
       {"[Content_Types].xml", "_rels/.rels", "word/document.xml", "word/_rels/document.xml.rels", "word/styles.xml", "word/settings.xml",
        "word/comments.xml", "word/commentsExtended.xml", "docProps/core.xml", "docProps/custom.xml"}) {
    if (name != part && (*archive)->Has(name)) parts.emplace_back(name, (*archive)->Read(name).value_or(""));
  }
  parts.emplace_back(part, content);
  return MakeZip(parts);
}

std::string Changed(const std::string& document, const std::string& from, const std::string& to) {
  std::string main = Part(document, "word/document.xml");
  const size_t at = main.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  if (at != std::string::npos) main.replace(at, from.size(), to);
  return WithPart(document, "word/document.xml", main);
}

std::string WithComments(const std::string& document, const std::vector<Remark>& remarks) {
  std::string main = Part(document, "word/document.xml");
  std::string comments =
      "<w:comments xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" "
      "xmlns:w14=\"http://schemas.microsoft.com/office/word/2010/wordml\">";
  std::string extended = "<w15:commentsEx xmlns:w15=\"http://schemas.microsoft.com/office/word/2012/wordml\">";
  for (size_t i = 0; i < remarks.size(); ++i) {
    const Remark& remark = remarks[i];
    const std::string id = "w:id=\"" + std::to_string(i) + "\"";
    const auto paragraph = [](size_t n) { return "\"" + std::to_string(1000 + n) + "\""; };
    comments += "<w:comment " + id + " w:author=\"" + remark.author + "\" w:date=\"" + remark.date +
                "\" w:initials=\"X\"><w:p><w:r><w:annotationRef/></w:r></w:p><w:p w14:paraId=" + paragraph(i) + "><w:r><w:t>" +
                remark.text + "</w:t></w:r></w:p></w:comment>";
    extended += "<w15:commentEx w15:paraId=" + paragraph(i) +
                (remark.answers < 0 ? "" : " w15:paraIdParent=" + paragraph(static_cast<size_t>(remark.answers))) + " w15:done=\"" +
                (remark.done ? "1" : "0") + "\"/>";
    if (remark.anchor.empty()) continue;
    const size_t words = main.find(remark.anchor);
    EXPECT_NE(words, std::string::npos) << remark.anchor;
    if (words == std::string::npos) continue;
    main.insert(main.find("</w:r>", words) + 6, "<w:commentRangeEnd " + id + "/><w:r><w:commentReference " + id + "/></w:r>");
    main.insert(main.rfind("<w:r>", words), "<w:commentRangeStart " + id + "/>");
  }
  std::string types = Part(document, "[Content_Types].xml");
  std::string relations = Part(document, "word/_rels/document.xml.rels");
  const auto declare = [&](const std::string& file, const std::string& type, const std::string& relation) {
    types.insert(types.find("</Types>"), "<Override PartName=\"/word/" + file + ".xml\" ContentType=\"" + type + "+xml\"/>");
    relations.insert(relations.find("</Relationships>"),
                     "<Relationship Id=\"" + file + "\" Type=\"" + relation + "\" Target=\"" + file + ".xml\"/>");
  };
  declare("comments", "application/vnd.openxmlformats-officedocument.wordprocessingml.comments",
          "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments");
  declare("commentsExtended", "application/vnd.openxmlformats-officedocument.wordprocessingml.commentsExtended",
          "http://schemas.microsoft.com/office/2011/relationships/commentsExtended");
  std::string commented = document;
  for (const auto& [part, content] : Parts{{"[Content_Types].xml", types},
                                           {"word/_rels/document.xml.rels", relations},
                                           {"word/document.xml", main},
                                           {"word/comments.xml", comments + "</w:comments>"},
                                           {"word/commentsExtended.xml", extended + "</w15:commentsEx>"}}) {
    commented = WithPart(commented, part, content);
  }
  return commented;
}

}  // namespace minga::forms
