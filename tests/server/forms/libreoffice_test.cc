// What LibreOffice saves of a written form reads back to the fiche too.
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>

#include "server/forms/fiche_reader.h"
#include "server/forms/fiche_writer.h"
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
void Resave(const fs::path& folder) {
  constexpr size_t kAtATime = 60;
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder / "written")) names.push_back(entry.path().string());
  for (size_t from = 0; from < names.size(); from += kAtATime) {
    std::string command = "soffice -env:UserInstallation=file://" + (folder / "profile").string() +
                          " --headless --convert-to docx --outdir " + (folder / "saved").string();
    for (size_t i = from; i < std::min(names.size(), from + kAtATime); ++i) command += " " + names[i];
    ASSERT_EQ(std::system((command + " >/dev/null 2>&1").c_str()), 0) << command;
  }
}

TEST(LibreOffice, SavesAFormThatReadsBackToTheSameFiche) {
  // What nobody ran proves nothing: `./dev test` installs it.
  ASSERT_EQ(std::system("command -v soffice >/dev/null"), 0) << "soffice is not here; ./dev test installs it";
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

}  // namespace
}  // namespace minga::forms
