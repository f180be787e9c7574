// What LibreOffice saves of a written form reads back to the fiche too.
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <set>

#include "server/domain/fiche/fiche_match.h"
#include "server/forms/fiche_reader.h"
#include "server/forms/fiche_writer.h"
#include "tests/server/forms/copies.h"
#include "tests/server/forms/files.h"
#include "tests/server/forms/hard_fiches.h"

namespace minga::forms {
namespace {

using texts::Language;

// A folder of this run alone.
class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "minga-libreoffice-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) std::abort();
    path_ = name;
  }
  ~Folder() { fs::remove_all(path_); }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

std::string FileName(const std::string& name, Language language) { return name + "_" + std::string(texts::Code(language)) + ".docx"; }

// Has LibreOffice save every document of `written` in `saved`, some at a time: one process gives up, silently, after two hundred.
void Resave(const fs::path& folder, const std::string& format = "docx") {
  constexpr size_t kAtATime = 60;
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder / "written")) names.push_back(entry.path().string());
  for (size_t from = 0; from < names.size(); from += kAtATime) {
    std::string command = "soffice -env:UserInstallation=file://" + (folder / "profile").string() + " --headless --convert-to " + format +
                          " --outdir " + (folder / "saved").string();
    for (size_t i = from; i < std::min(names.size(), from + kAtATime); ++i) command += " " + names[i];
    ASSERT_EQ(std::system((command + " >/dev/null 2>&1").c_str()), 0) << command;
  }
}

// What nobody ran proves nothing: `./dev test` installs it.
class LibreOffice : public testing::Test {
 protected:
  void SetUp() override { ASSERT_EQ(std::system("command -v soffice >/dev/null"), 0) << "soffice is not here; ./dev test installs it"; }
};

TEST_F(LibreOffice, SavesAFormThatReadsBackToTheSameFiche) {
  const Folder folder;
  const fs::path written = folder.path() / "written";
  const fs::path saved = folder.path() / "saved";
  fs::create_directory(written);
  std::vector<fs::path> documents = Documents("forms/filled");
  const std::vector<fs::path> hard = Documents("documents");
  documents.insert(documents.end(), hard.begin(), hard.end());
  std::map<std::string, v1::Fiche> fiches;
  for (const fs::path& document : documents) {
    const absl::StatusOr<FicheDocument> read = ReadFiche(ReadFile(document), Language::kSpanish);
    ASSERT_TRUE(read.ok()) << document << read.status();
    fiches[TestName(document)] = read->fiche;
  }
  for (size_t i = 0; i < HardTexts().size(); ++i) fiches["hard_text_" + std::to_string(i)] = HardFiche(HardTexts()[i]);
  for (const auto& [name, fiche] : fiches) {
    for (const Language language : {Language::kSpanish, Language::kPortuguese}) {
      const absl::StatusOr<std::string> form = WriteFiche(fiche, {language, false, "2022"});
      ASSERT_TRUE(form.ok()) << form.status();
      std::ofstream(written / FileName(name, language), std::ios::binary) << *form;
    }
  }
  Resave(folder.path());
  for (const auto& [name, fiche] : fiches) {
    for (const Language language : {Language::kSpanish, Language::kPortuguese}) {
      const absl::StatusOr<FicheDocument> read = ReadFiche(ReadFile(saved / FileName(name, language)), Language::kSpanish);
      ASSERT_TRUE(read.ok()) << name << read.status();
      EXPECT_EQ(Difference(OnTheForm(fiche), read->fiche), "") << name;
      for (const v1::Finding& finding : read->findings) {
        if (finding.reason() != "TOO_MANY_INITIATIVES") ADD_FAILURE() << name << ": " << finding.ShortDebugString();
      }
    }
  }
}

// The tags of content controls do not survive; what the form says and its properties do.
TEST_F(LibreOffice, SavesACopyThatIsKnownAgain) {
  const Folder folder;
  fs::create_directory(folder.path() / "written");
  const v1::Fiche fiche = StoredSample();
  ASSERT_EQ(fiche.initiatives_size(), 3) << "another sample is needed";
  const v1::InitiativeContent& second = fiche.initiatives(1).content();
  const std::string corrected = Changed(Changed(WrittenForm(fiche), fiche.initiatives(0).content().title(), "Nombre corregido"),
                                        second.actors(0).display_name(), "Otro actor");
  std::ofstream(folder.path() / "written" / "copia.docx", std::ios::binary)
      << WithComments(corrected, {{second.title(), "Ana", "2026-05-03T10:00:00Z", "FUGA uno"},
                                  {second.title(), "Beto", "", "FUGA dos", 0},
                                  {second.objectives(), "Ana", "", "FUGA tres", -1, true}});
  v1::Fiche expected = fiche;
  expected.mutable_initiatives(0)->mutable_content()->set_title("Nombre corregido");
  expected.mutable_initiatives(1)->mutable_content()->mutable_actors(0)->set_display_name("Otro actor");
  for (const char* format : {"docx", "odt"}) {
    Resave(folder.path(), format);
    absl::StatusOr<FicheDocument> read =
        ReadFiche(ReadFile(folder.path() / "saved" / ("copia." + std::string(format))), Language::kSpanish);
    ASSERT_TRUE(read.ok()) << read.status();
    EXPECT_EQ(read->origin.ShortDebugString(), "form_version: \"2022\" fiche: \"" + fiche.name() + "\" etag: \"7\"") << format;
    domain::MatchIds(fiche, &read->fiche);
    EXPECT_EQ(Difference(OnTheForm(expected), OnTheForm(read->fiche)), "") << format;
    for (int i = 0; i < 3; ++i) {
      EXPECT_EQ(read->fiche.initiatives(i).id(), fiche.initiatives(i).id()) << format;
      for (int k = 0; k < fiche.initiatives(i).content().actors_size(); ++k) {
        EXPECT_EQ(read->fiche.initiatives(i).content().actors(k).id(), fiche.initiatives(i).content().actors(k).id()) << format;
      }
    }
    // Which comment answers which is lost, and the order of those that begin in one place.
    std::set<std::string> said;
    for (const v1::DocumentComment& comment : read->comments) {
      said.insert(comment.path() + " " + comment.author() + ": " + comment.text() + (comment.resolved() ? ", done" : ""));
    }
    EXPECT_EQ(said, (std::set<std::string>{"initiatives[1].title Ana: FUGA uno", "initiatives[1].title Beto: FUGA dos",
                                           "initiatives[1].objectives Ana: FUGA tres, done"}))
        << format;
  }
}

}  // namespace
}  // namespace minga::forms
