// What is not the form, is damaged or hostile: a clear error that names what was found.
#include <gtest/gtest.h>

#include <functional>

#include "server/base/errors.h"
#include "server/base/limits.h"
#include "server/forms/fiche_reader.h"
#include "tests/server/forms/files.h"
#include "tests/server/forms/zip_maker.h"

namespace minga::forms {
namespace {

constexpr char kOpen[] = "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>";
constexpr char kClose[] = "</w:body></w:document>";

std::string Word(const std::string& body) { return MakeZip(WordParts(kOpen + body + kClose)); }
std::string Paragraph(const std::string& text) { return "<w:p><w:r><w:t>" + text + "</w:t></w:r></w:p>"; }

std::string Compound(const std::string& stream) {
  std::string bytes("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
  bytes.append(504, '\0');
  for (const char c : stream) bytes.append({c, '\0'});
  bytes.append(600, '\0');
  return bytes;
}

std::string Nested(int depth) {
  std::string body;
  // The document and its body are two levels.
  for (int i = 0; i < depth - 2; ++i) body += "<w:sdt>";
  for (int i = 0; i < depth - 2; ++i) body += "</w:sdt>";
  return body;
}

std::string Sample() { return ReadFile(fs::path(MINGA_SOURCE_DIR) / "tests/data/forms/filled/v01-pe-apci.docx"); }

std::string Odt(const std::string& mimetype, const Parts& more) {
  Parts parts = {{"mimetype", mimetype}};
  parts.insert(parts.end(), more.begin(), more.end());
  return MakeZip(parts);
}

struct Case {
  std::string name;
  std::function<std::string()> bytes;
  std::string reason;
  // What the error names; empty where it does not matter.
  std::string named;
};

std::vector<Case> Cases() {
  return {
      {"Empty", [] { return std::string(); }, "DOCUMENT_EMPTY", ""},
      {"TwentyOneMebibytes", [] { return std::string(21u << 20, 'x'); }, "DOCUMENT_TOO_LARGE", ""},
      {"OldWord", [] { return Compound("WordDocument"); }, "DOCUMENT_WRONG_FORMAT", "Word 97-2003 (.doc)"},
      {"OldExcel", [] { return Compound("Workbook"); }, "DOCUMENT_WRONG_FORMAT", "Excel 97-2003 (.xls)"},
      {"PasswordProtectedWord", [] { return Compound("EncryptedPackage"); }, "DOCUMENT_ENCRYPTED", ""},
      {"Pdf", [] { return std::string("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n1 0 obj"); }, "DOCUMENT_WRONG_FORMAT", "PDF"},
      {"Rtf", [] { return std::string("{\\rtf1\\ansi Ficha}"); }, "DOCUMENT_WRONG_FORMAT", "RTF"},
      {"Html", [] { return std::string("\xEF\xBB\xBF<!DOCTYPE html><html><body>Ficha</body></html>"); }, "DOCUMENT_WRONG_FORMAT", "HTML"},
      {"Text", [] { return std::string("Ficha de relevamiento\nPa\xC3\xADs: Per\xC3\xBA\n"); }, "DOCUMENT_WRONG_FORMAT", "TXT"},
      {"Png", [] { return std::string("\x89PNG\r\n\x1A\n") + std::string(100, '\1'); }, "DOCUMENT_WRONG_FORMAT", "PNG"},
      {"Excel",
       [] {
         return MakeZip({{"[Content_Types].xml", "<Types/>"}, {"xl/workbook.xml", "<workbook/>"}});
       },
       "DOCUMENT_WRONG_FORMAT", "Excel (.xlsx)"},
      {"PowerPoint",
       [] {
         return MakeZip({{"[Content_Types].xml", "<Types/>"}, {"ppt/presentation.xml", "<p/>"}});
       },
       "DOCUMENT_WRONG_FORMAT", "PowerPoint (.pptx)"},
      {"OpenDocumentSheet",
       [] {
         return Odt("application/vnd.oasis.opendocument.spreadsheet", {{"content.xml", "<x/>"}});
       },
       "DOCUMENT_WRONG_FORMAT", "OpenDocument (.ods)"},
      {"OtherZip",
       [] {
         return MakeZip({{"fotos/1.jpg", "x"}});
       },
       "DOCUMENT_WRONG_FORMAT", "ZIP"},
      {"RandomBytes",
       [] {
         std::string bytes("\x01\x02");
         for (unsigned int i = 0, x = 5; i < 5000; ++i) bytes.push_back(static_cast<char>((x = x * 1664525u + 1013904223u) >> 24));
         return bytes;
       },
       "DOCUMENT_UNKNOWN_FORMAT", ""},
      {"TruncatedZip", [] { return Sample().substr(0, 20'000); }, "DOCUMENT_DAMAGED", "zip"},
      {"MainPartMissing",
       [] {
         return MakeZip({{"[Content_Types].xml", "<Types/>"}, {"word/styles.xml", "<x/>"}});
       },
       "DOCUMENT_DAMAGED", "word/document.xml"},
      {"MainPartCutShort", [] { return MakeZip(WordParts(std::string(kOpen) + "<w:p><w:r>")); }, "DOCUMENT_DAMAGED", "word/document.xml"},
      {"MainPartIsSomethingElse", [] { return MakeZip(WordParts("<html xmlns=\"http://www.w3.org/1999/xhtml\"/>")); }, "DOCUMENT_DAMAGED",
       "word/document.xml"},
      {"ChecksumWrong",
       [] {
         std::string bytes = Sample();
         const size_t at = bytes.find("word/document.xml") + 2000;
         bytes[at] = static_cast<char>(bytes[at] ^ 0x55);
         return bytes;
       },
       "DOCUMENT_DAMAGED", "word/document.xml"},
      {"EncryptedEntries", [] { return MakeZip(WordParts(std::string(kOpen) + kClose), "secret"); }, "DOCUMENT_ENCRYPTED", ""},
      {"EncryptedOdt",
       [] {
         return Odt("application/vnd.oasis.opendocument.text",
                    {{"content.xml", "\x12\x34"},
                     {"META-INF/manifest.xml", "<manifest:manifest xmlns:manifest=\"m\"><manifest:encryption-data/></manifest:manifest>"}});
       },
       "DOCUMENT_ENCRYPTED", ""},
      {"ZipBomb", [] { return Word(Paragraph(std::string(50u << 20, 'a'))); }, "DOCUMENT_HOSTILE", ""},
      {"ManyBigParts",
       [] {
         Parts parts = WordParts(std::string(kOpen) + kClose);
         std::string noise;
         for (unsigned int i = 0, x = 7; i < (8u << 10); ++i) noise.push_back(static_cast<char>((x = x * 1664525u + 1013904223u) >> 24));
         for (int i = 0; i < 110; ++i) parts.emplace_back("word/media/" + std::to_string(i) + ".png", noise);
         std::string zip = MakeZip(parts);
         for (int i = 0; i < 110; ++i) DeclareSize(zip, "word/media/" + std::to_string(i) + ".png", 1u << 20);
         return zip;
       },
       "DOCUMENT_HOSTILE", ""},
      {"LyingSize",
       [] {
         std::string zip = Word(Paragraph(std::string(50u << 20, 'a')));
         DeclareSize(zip, "word/document.xml", 1000);
         return zip;
       },
       "", ""},
      {"TooManyEntries",
       [] {
         Parts parts = WordParts(std::string(kOpen) + kClose);
         for (int i = 0; i < 2000; ++i) parts.emplace_back("word/media/" + std::to_string(i), "");
         return MakeZip(parts);
       },
       "DOCUMENT_HOSTILE", ""},
      {"SamePartTwice",
       [] {
         return MakeZip({{"[Content_Types].xml", "<Types/>"}, {"word/document.xml", "<a/>"}, {"WORD/document.xml", "<b/>"}});
       },
       "DOCUMENT_HOSTILE", ""},
      {"Depth129", [] { return Word(Nested(129)); }, "DOCUMENT_HOSTILE", "XML > 128"},
      {"Depth100000", [] { return Word(Nested(100'000)); }, "DOCUMENT_HOSTILE", ""},
      {"Doctype",
       [] {
         return MakeZip(WordParts("<?xml version=\"1.0\"?><!DOCTYPE w:document [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]>" +
                                  std::string(kOpen) + Paragraph("&b;") + kClose));
       },
       "DOCUMENT_HOSTILE", "DOCTYPE"},
      {"MillionsOfElements",
       [] {
         std::string body;
         for (int i = 0; i < 2'100'000; ++i) body += (i % 7) != 0 ? "<a/>" : "<bcd/>";
         return Word(body);
       },
       "DOCUMENT_HOSTILE", ""},
      {"AnotherDocument",
       [] { return Word(Paragraph("Curriculum vitae") + Paragraph("Objetivos: trabajar.") + Paragraph("Resultados: muchos.")); },
       "DOCUMENT_NOT_THE_FORM", ""},
      {"EmptyDocument", [] { return Word(""); }, "DOCUMENT_NOT_THE_FORM", ""},
      {"Depth128IsReadable", [] { return Word(Nested(128)); }, "DOCUMENT_NOT_THE_FORM", ""},
  };
}

class BadFileTest : public testing::TestWithParam<Case> {};

TEST_P(BadFileTest, GetsAnErrorThatNamesWhatWasFound) {
  const absl::StatusOr<FicheDocument> read = ReadFiche(GetParam().bytes(), texts::Language::kSpanish);
  ASSERT_FALSE(read.ok());
  const errors::Details details = errors::DetailsOf(read.status());
  if (GetParam().reason.empty()) {
    // Damaged or hostile: which of the two is met first depends on the library.
    EXPECT_TRUE(details.reason == "DOCUMENT_HOSTILE" || details.reason == "DOCUMENT_DAMAGED") << details.reason;
  } else {
    EXPECT_EQ(details.reason, GetParam().reason);
  }
  if (!GetParam().named.empty()) {
    ASSERT_FALSE(details.args.empty());
    EXPECT_EQ(details.args[0].second, GetParam().named);
  }
}

INSTANTIATE_TEST_SUITE_P(Files, BadFileTest, testing::ValuesIn(Cases()), [](const auto& info) { return info.param.name; });

TEST(BadFiles, TruncationNeverCrashes) {
  const std::string sample = Sample();
  for (size_t length = 0; length < sample.size(); length += 997) {
    EXPECT_FALSE(ReadFiche(std::string_view(sample).substr(0, length), texts::Language::kEnglish).ok()) << length;
  }
}

TEST(BadFiles, ChangedBytesNeverCrash) {
  for (const char* name :
       {"tests/data/documents/tracked-changes.docx", "tests/data/documents/libreoffice-saved.odt", "tests/data/documents/text-box.docx"}) {
    const std::string good = ReadFile(fs::path(MINGA_SOURCE_DIR) / name);
    unsigned int x = 12345;
    for (int round = 0; round < 150; ++round) {
      std::string bad = good;
      for (int i = 0; i < 3; ++i) {
        x = x * 1664525u + 1013904223u;
        bad[(x >> 8) % bad.size()] = static_cast<char>(x >> 24);
      }
      (void)ReadFiche(bad, texts::Language::kPortuguese).ok();
    }
  }
}

// The main part is changed inside the archive, so that the change reaches the reader.
TEST(BadFiles, ChangedMarkupNeverCrashes) {
  std::string xml = std::string(kOpen);
  for (const char* text : {"Pa\xC3\xADs e instituci\xC3\xB3n que completa la ficha", "Per\xC3\xBA \xE2\x80\x93 APCI",
                           "Nombre de la iniciativa:", "A; B (sector p\xC3\xBA\x62lico), C: 1) x 2) y"})
    xml += Paragraph(text);
  xml += kClose;
  unsigned int x = 99;
  for (int round = 0; round < 400; ++round) {
    std::string bad = xml;
    for (int i = 0; i < 2; ++i) {
      x = x * 1664525u + 1013904223u;
      const size_t at = (x >> 8) % bad.size();
      if ((x & 1) != 0) {
        bad.erase(at, (x >> 4) % 9);
      } else {
        bad[at] = "<>&\"/\xC3\xFF x"[(x >> 3) % 9];
      }
    }
    (void)ReadFiche(MakeZip(WordParts(bad)), texts::Language::kSpanish).ok();
  }
}

}  // namespace
}  // namespace minga::forms
