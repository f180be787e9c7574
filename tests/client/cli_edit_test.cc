// `minga fiche edit` with editors that are scripts, and the documents of a fiche, against a real server.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "minga/client.h"
#include "tests/client/command_line.h"
#include "tests/server/forms/copies.h"
#include "tests/support/test_registry.h"

namespace minga {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;
using Json = nlohmann::json;

class EditCommand : public CommandLine {
 protected:
  EditCommand() {
    registry_.NewRound("r2022");
    const std::string key = registry_.NewAgency("pe-apci", "PE");
    key_ = File("agency.key", key);
    fs::create_directory(directory() / "tmp");
    v1::CreateFicheRequest request;
    request.set_parent("agencies/pe-apci");
    *request.mutable_fiche() = SmallFiche("r2022");
    request.mutable_fiche()->set_institution("Agencia");
    absl::StatusOr<Client> client = registry_.As(key);
    fiche_ = client->CreateFiche(request)->name();
    With("");
  }

  // From here on this is the editor.
  void With(const std::string& editor) {
    environment_ = {"PATH=/usr/bin:/bin",
                    "LC_ALL=en_US.UTF-8",
                    "MINGA_SERVER=" + registry_.address(),
                    "MINGA_KEY=" + Content(key_),
                    "HOME=" + directory().string(),
                    "TMPDIR=" + (directory() / "tmp").string(),
                    "COLUMNS=120",
                    "EDITOR=" + editor};
  }
  // A script that gets the file as $1 and knows $MINGA, $FICHE and how often it ran ($N, from 1).
  std::string Script(const std::string& name, const std::string& body) {
    const std::string count = directory() / (name + ".count");
    const std::string path =
        File(name, "#!/bin/sh\nset -e\nMINGA=" MINGA_BINARY_DIR "/bin/minga\nFICHE=" + fiche_ + "\necho >> '" + count + "'\nN=$(wc -l < '" +
                       count + "')\ncp \"$1\" '" + (directory() / "seen.").string() + "'$N\n" + body);
    fs::permissions(path, fs::perms::owner_all);
    return path;
  }
  std::string Seen(int run) { return Content(directory() / ("seen." + std::to_string(run))); }

  std::vector<std::string> Edit(std::vector<std::string> more = {}) {
    more.insert(more.begin(), {"fiche", "edit", fiche_});
    return more;
  }
  Json Fiche() { return Lines(Run({"fiche", "show", fiche_, "--output", "json"}).out).at(0); }
  // What is left of files for editing.
  std::vector<fs::path> Left() {
    std::vector<fs::path> left;
    for (const auto& each : fs::recursive_directory_iterator(directory() / "tmp")) {
      if (each.is_regular_file()) left.push_back(each.path());
    }
    return left;
  }

  TestRegistry registry_;
  std::string key_;
  std::string fiche_;
};

TEST_F(EditCommand, WhatIsChangedInTheEditorIsShownAndSaved) {
  With("sed -i 's/^institution: .*/institution: \"Agencia: nueva\"/'");
  const Ran ran = Run(Edit());
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(ran.out, AllOf(HasSubstr("Institution  changed  Agencia  Agencia: nueva"), HasSubstr("Saved " + fiche_)));
  EXPECT_EQ(Fiche()["institution"], "Agencia: nueva");
  EXPECT_EQ(Fiche()["etag"], "2");
  EXPECT_THAT(Left(), IsEmpty());
}

TEST_F(EditCommand, TheFileIsItsOwnersAlone) {
  With("stat -c 'mode %a'");
  EXPECT_THAT(Run(Edit()).out, StartsWith("mode 600\n"));
}

TEST_F(EditCommand, VisualGoesBeforeEditor) {
  With("false");
  environment_.push_back("VISUAL=true");
  EXPECT_EQ(Run(Edit()).code, 0);
}

TEST_F(EditCommand, AnUnchangedFileSendsNothing) {
  With("true");
  for (const char* editor : {"true", "sed -i 's/^institution: Agencia/institution:   \"Agencia\" # igual/'"}) {
    With(editor);
    const Ran ran = Run(Edit());
    EXPECT_EQ(ran.code, 0) << ran.err;
    EXPECT_EQ(ran.out, "Nothing changed; nothing was sent.\n");
  }
  EXPECT_EQ(Fiche()["etag"], "1");
  EXPECT_THAT(Left(), IsEmpty());
}

TEST_F(EditCommand, AnEmptiedFileIsRefused) {
  for (const char* editor : {"truncate -s 0", "sed -i '/^#/!d'"}) {
    With(editor);
    const Ran ran = Run(Edit());
    EXPECT_EQ(ran.code, 1);
    EXPECT_THAT(ran.err, HasSubstr("The file is empty."));
  }
  EXPECT_EQ(Fiche()["etag"], "1");
  EXPECT_THAT(Left(), IsEmpty());
}

TEST_F(EditCommand, AnEditorThatFailsChangesNothing) {
  With("false");
  Ran ran = Run(Edit());
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(ran.err, HasSubstr("The editor \"false\" ended with an error"));
  EXPECT_THAT(Left(), IsEmpty());
  With(Script("half", "echo 'institution: otra' > \"$1\"; exit 3"));
  ran = Run(Edit());
  EXPECT_EQ(ran.code, 1);
  ASSERT_THAT(Left(), SizeIs(1)) << "what was written is kept";
  EXPECT_THAT(ran.err, HasSubstr(Left()[0]));
  EXPECT_EQ(Fiche()["etag"], "1");
}

TEST_F(EditCommand, WithoutAnEditorTheOtherWayIsNamed) {
  With("");
  environment_[0] = "PATH=" + directory().string();
  const Ran ran = Run(Edit());
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(ran.err, AllOf(HasSubstr("EDITOR"), HasSubstr("--print")));
}

TEST_F(EditCommand, WhatIsWrongIsToldWithItsLineAndTheFileIsKept) {
  With("sed -i 's/^institution: .*/institution: uno: dos/'");
  Ran ran = Run(Edit({"--no-input"}));
  EXPECT_EQ(ran.code, 1);
  ASSERT_THAT(Left(), SizeIs(1));
  const std::string kept = Left()[0];
  const std::string text = Content(kept);
  const auto line = 1 + std::count(text.begin(), text.begin() + static_cast<int64_t>(text.find("institution:")), '\n');
  EXPECT_THAT(ran.err, HasSubstr("line " + std::to_string(line) + ": This is not understood"));
  EXPECT_THAT(ran.err, HasSubstr("minga fiche edit " + fiche_ + " --file " + kept));
  std::string mended = text;
  mended.replace(mended.find("uno: dos"), 8, "uno dos");
  File("tmp/" + fs::path(kept).parent_path().filename().string() + "/" + fs::path(kept).filename().string(), mended);
  ran = Run(Edit({"--file", kept}));
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(Fiche()["institution"], "uno dos");
}

TEST_F(EditCommand, WhatTheRegistryRefusesIsToldWithItsLineAndOpenedAgain) {
  With(Script("twice",
              "if [ $N = 1 ]; then sed -i 's/^  email:.*/  email: nadie/; s/^institution:.*/institution: Otra/' \"$1\"; fi\n"
              "if [ $N = 2 ]; then sed -i 's/^  email: nadie/  email: ana@example.org/' \"$1\"; fi\n"));
  const Ran ran = RunAtTerminal(Edit(), {{"Open it again? [Y/n]: ", ""}});
  EXPECT_EQ(ran.code, 0) << ran.out;
  EXPECT_THAT(Seen(2), AllOf(StartsWith("#! Nothing was saved."), HasSubstr("institution: Otra")));
  // The line that the notice names is that of the file which is open.
  const std::string seen = Seen(2);
  const auto line = 1 + std::count(seen.begin(), seen.begin() + static_cast<int64_t>(seen.find("  email: nadie")), '\n');
  EXPECT_THAT(seen, HasSubstr("#! line " + std::to_string(line) + ": Focal point, e-mail"));
  EXPECT_EQ(Fiche()["focal_point"]["email"], "ana@example.org");
  EXPECT_EQ(Fiche()["institution"], "Otra");
  EXPECT_THAT(Left(), IsEmpty());
}

TEST_F(EditCommand, WhoGivesUpFindsTheFile) {
  With("sed -i 's/^etag:/etag: x\\netag:/'");
  Ran ran = RunAtTerminal(Edit(), {{"Open it again? [Y/n]: ", "n"}});
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(ran.out, HasSubstr("What you wrote is in "));
  EXPECT_THAT(Left(), SizeIs(1));
  // Closed as it was opened.
  With(Script("gives-up", "if [ $N = 1 ]; then echo 'x: y' > \"$1\"; fi"));
  ran = RunAtTerminal(Edit(), {{"Open it again? [Y/n]: ", "y"}});
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(Left(), SizeIs(2));
}

TEST_F(EditCommand, AnInterruptAtTheQuestionKeepsTheFile) {
  With("sed -i 's/^institution: .*/institution: uno: dos/'");
  const Ran ran = RunAtTerminal(Edit(), {{"Open it again? [Y/n]: ", "\x03"}});
  EXPECT_EQ(ran.code, 130);
  EXPECT_THAT(ran.out, HasSubstr("What you wrote is in "));
  EXPECT_THAT(Left(), SizeIs(1));
}

TEST_F(EditCommand, WhatOthersChangeElsewhereStays) {
  With(Script("merge",
              "sed -i 's/^institution:.*/institution: Mía/' \"$1\"\n"
              "$MINGA fiche edit $FICHE --print | sed 's/    title:.*/    title: Suya/' | $MINGA fiche edit $FICHE --file -\n"));
  const Ran ran = Run(Edit());
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("together with what others have changed meanwhile"));
  EXPECT_EQ(Fiche()["institution"], "Mía");
  EXPECT_EQ(Fiche()["initiatives"][0]["content"]["title"], "Suya");
}

// Both change the institution; this person changes the title and adds an initiative too.
constexpr char kConflict[] =
    "if [ $N = 1 ]; then\n"
    "  $MINGA fiche edit $FICHE --print | sed 's/^institution:.*/institution: Suya/; s/    justification:.*/    justification: De otra/'"
    " | $MINGA fiche edit $FICHE --file -\n"
    "  sed -i 's/^institution:.*/institution: Mía/; s/    title:.*/    title: Título mío/' \"$1\"\n"
    "  printf '\\n  - title: Nueva\\n    actors:\\n      - display_name: Municipio\\n' >> \"$1\"\n"
    "fi\n";

TEST_F(EditCommand, AConflictIsShownAndTheCurrentVersionOpenedWithTheOtherChanges) {
  With(Script("conflict", std::string(kConflict) + "if [ $N = 2 ]; then sed -i 's/^institution:.*/institution: De las dos/' \"$1\"; fi\n"));
  const Ran ran = RunAtTerminal(Edit(), {{"Open it again? [Y/n]: ", "y"}});
  EXPECT_EQ(ran.code, 0) << ran.out;
  EXPECT_THAT(ran.out, AllOf(HasSubstr("Institution\r\n  it says now:\r\n    Suya\r\n  you wrote:\r\n    Mía")));
  EXPECT_THAT(Seen(2), AllOf(StartsWith("#! Somebody else"), HasSubstr("#!     Mía\n"), HasSubstr("\ninstitution: Suya\n"),
                             HasSubstr("    title: Título mío\n"), HasSubstr("    justification: De otra\n"), HasSubstr("etag: \"2\"")));
  const Json fiche = Fiche();
  EXPECT_EQ(fiche["institution"], "De las dos");
  ASSERT_EQ(fiche["initiatives"].size(), 2u);
  EXPECT_EQ(fiche["initiatives"][0]["content"]["title"], "Título mío");
  EXPECT_EQ(fiche["initiatives"][0]["content"]["justification"], "De otra");
  EXPECT_EQ(fiche["initiatives"][1]["content"]["title"], "Nueva");
  EXPECT_THAT(Left(), IsEmpty());
}

TEST_F(EditCommand, WhoAgreesWithTheOtherPersonSavesTheRest) {
  With(Script("conflict", kConflict));
  const Ran ran = RunAtTerminal(Edit(), {{"Open it again? [Y/n]: ", "y"}, {"Save it like this? [Y/n]: ", ""}});
  EXPECT_EQ(ran.code, 0) << ran.out;
  EXPECT_EQ(Fiche()["institution"], "Suya");
  EXPECT_EQ(Fiche()["initiatives"][0]["content"]["title"], "Título mío");
}

TEST_F(EditCommand, AnInitiativeThatSomebodyElseTookOutIsNotLostForWhoWroteInIt) {
  With(Script("gone",
              "if [ $N = 1 ]; then\n"
              "  sed 's/^ *- id:.*/  - title: Otra/; /^    title:/,$d' \"$1\" | sed '/^    /d' | $MINGA fiche edit $FICHE --file - --yes\n"
              "  sed -i 's/    title:.*/    title: Mi título/' \"$1\"\n"
              "fi\n"));
  const Ran ran = RunAtTerminal(Edit(), {{"Open it again? [Y/n]: ", "n"}});
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(ran.out, AllOf(HasSubstr("it says now:\r\n    (nothing)"), HasSubstr("title: Mi título")));
  EXPECT_EQ(Fiche()["initiatives"][0]["content"]["title"], "Otra");
  ASSERT_THAT(Left(), SizeIs(1));
  EXPECT_THAT(Content(Left()[0]), HasSubstr("title: Mi título"));
}

TEST_F(EditCommand, AConflictWithoutQuestionsKeepsTheFile) {
  With(Script("conflict", kConflict));
  Ran ran = Run(Edit({"--no-input"}));
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(ran.err, AllOf(HasSubstr("Somebody else has meanwhile changed"), HasSubstr("    Suya\n"), HasSubstr("    Mía\n")));
  ASSERT_THAT(Left(), SizeIs(1));
  EXPECT_THAT(Content(Left()[0]), HasSubstr("institution: Mía\n"));
  // The file says which version it was made of, so it does not overwrite.
  ran = Run(Edit({"--file", Left()[0]}));
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(ran.err, AllOf(HasSubstr("Somebody else has meanwhile changed"), HasSubstr("    Suya\n"), HasSubstr("    Mía\n"),
                             HasSubstr("minga fiche edit " + fiche_ + " --print")));
  EXPECT_EQ(Fiche()["institution"], "Suya");
}

TEST_F(EditCommand, BeforeAnInitiativeGoesThePersonIsAsked) {
  With(Script("cut", "sed -i '/^initiatives:/,$d' \"$1\""));
  Ran ran = Run(Edit({"--no-input"}));
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(ran.out, HasSubstr("Initiative 1  removed  Agua para todos"));
  EXPECT_THAT(ran.err, AllOf(HasSubstr("An initiative is taken out"), HasSubstr("--yes"), HasSubstr("What you wrote is in")));
  ran = RunAtTerminal(Edit(), {{"[y/N]: ", ""}, {"Open it again? [Y/n]: ", "n"}});
  EXPECT_EQ(ran.code, 1);
  EXPECT_EQ(Fiche()["initiatives"].size(), 1u);
  ran = RunAtTerminal(Edit(), {{"[y/N]: ", "sí"}});
  EXPECT_EQ(ran.code, 0) << ran.out;
  EXPECT_FALSE(Fiche().contains("initiatives"));
}

TEST_F(EditCommand, AnEntryKeepsItsIdentityAndItsActorsTheirs) {
  const Json before = Fiche();
  With("sed -i 's/    title:.*/    title: Otro título/'");
  EXPECT_EQ(Run(Edit()).code, 0);
  const Json after = Fiche();
  EXPECT_EQ(after["initiatives"][0]["id"], before["initiatives"][0]["id"]);
  EXPECT_EQ(after["initiatives"][0]["content"]["actors"], before["initiatives"][0]["content"]["actors"]);
}

TEST_F(EditCommand, AFileFromElsewhereIsSentAsItIs) {
  const std::string text = Run(Edit({"--print"})).out;
  Ran ran = Run(Edit({"--file", "-"}), text);
  EXPECT_EQ(ran.out, "Nothing changed; nothing was sent.\n") << ran.err;
  ran = Run(Edit({"--file", "-", "--output", "json"}), "institution: Sola\ninitiatives:\n  - title: Nueva\n");
  EXPECT_EQ(ran.code, 1) << "an initiative would go, and nobody was asked";
  ran = Run(Edit({"--file", "-", "--output", "json", "--yes"}), "institution: Sola\ninitiatives:\n  - title: Nueva\n");
  EXPECT_EQ(Lines(ran.out).at(0)["institution"], "Sola");
  EXPECT_EQ(Run(Edit({"--file", "-"}), "fiche: agencies/pe-apci/fiches/otra\ninstitution: x\n").code, 1);
  EXPECT_EQ(Run(Edit({"--file", "-"}), "etag: \"99\"\ninstitution: x\n").code, 1);
  EXPECT_EQ(Run(Edit({"--file", "-"}), "").code, 1);
  ran = Run(Edit({"--file", File("mala.yaml", "institution: x\nnombre: y\n")}));
  EXPECT_THAT(ran.err, HasSubstr("line 2: \"nombre\" is no part of a fiche"));
  EXPECT_EQ(Fiche()["institution"], "Sola");
}

// Neither ids in paths nor codes, but for what --choose takes.
TEST_F(EditCommand, WhatChangedIsToldInWords) {
  With("sed -i 's/LOCAL_GOVERNMENT/ACADEMIA/; s/type: PROJECT/type: ACTION/; s/- BO/- CO/; s/^institution:.*/institution: Otra/'");
  const auto in_words = AllOf(HasSubstr("Initiative 1, actor 2, kind of actor"), HasSubstr("local governments"), HasSubstr("academia"),
                              HasSubstr("Initiative 1, type"), HasSubstr("project"), HasSubstr("action"), HasSubstr("Bolivia"),
                              HasSubstr("Colombia"), Not(HasSubstr("initiatives[")), Not(HasSubstr("PROJECT")), Not(HasSubstr("ACADEMIA")));
  Ran ran = Run(Edit({"--yes"}));
  EXPECT_THAT(ran.out, in_words) << ran.err;
  ran = Run({"fiche", "diff", fiche_, "2"});
  EXPECT_THAT(ran.out, in_words) << ran.err;
  EXPECT_THAT(Run({"fiche", "diff", fiche_, "1"}).out, AllOf(HasSubstr("Initiative 1, title"), Not(HasSubstr("initiatives["))));
  EXPECT_EQ(Run({"fiche", "diff", fiche_, "1", "--since", "2"}).code, 2) << "backwards";
  EXPECT_EQ(Run({"fiche", "diff", fiche_, "otro"}).code, 2);
  EXPECT_EQ(Run({"fiche", "diff", fiche_, "9"}).code, 1);
}

TEST_F(EditCommand, CopiesInConflictAreShownInWordsWithWhatToChoose) {
  const std::string exported = (directory() / "ficha.docx").string();
  ASSERT_EQ(Run({"fiche", "export", fiche_, "-o", exported}).code, 0);
  const std::string form = Content(exported);
  const std::string ana = File("ana.docx", forms::Changed(form, "Agua para todos", "Agua de Ana"));
  const std::string luz = File("luz.docx", forms::Changed(form, "Agua para todos", "Agua de Luz"));
  Ran ran = Run({"fiche", "merge", fiche_, ana, luz});
  EXPECT_EQ(ran.code, 1);
  const std::string path = "initiatives[" + std::string(Fiche()["initiatives"][0]["id"]) + "].title";
  EXPECT_THAT(ran.out, AllOf(HasSubstr("Initiative 1, title\n"), HasSubstr("before: Agua para todos"),
                             HasSubstr("0 draft: Agua para todos"), HasSubstr("1 " + ana + ": Agua de Ana"),
                             HasSubstr("2 " + luz + ": Agua de Luz"), HasSubstr("--choose '" + path + "=N'")));
  EXPECT_EQ(Fiche()["etag"], "1");
  ran = Run({"fiche", "merge", fiche_, ana, luz, "--choose", path + "=2"});
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(Fiche()["initiatives"][0]["content"]["title"], "Agua de Luz");
}

TEST_F(EditCommand, WhatCannotBeEditedIsNotOpened) {
  EXPECT_EQ(Run({"fiche", "submit", fiche_}).code, 0);
  With(Script("never", ""));
  const Ran ran = Run(Edit());
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(ran.err, HasSubstr("minga fiche recall " + fiche_));
  EXPECT_FALSE(fs::exists(directory() / "seen.1"));
}

TEST_F(EditCommand, PeopleReadItInTheirLanguage) {
  With("sed -i 's/^institution:.*/institution: Outra/'");
  EXPECT_THAT(Run(Edit({"--language", "pt"})).out, AllOf(HasSubstr("Instituição"), HasSubstr(" foi salva.")));
  EXPECT_THAT(Run(Edit({"--language", "es"})).out, HasSubstr("No cambió nada"));
}

TEST_F(EditCommand, DocumentsAreKeptListedFetchedAndDeleted) {
  EXPECT_EQ(Run({"fiche", "attach", fiche_, "-"}, "%PDF-1.7 sin nombre").code, 2);
  const std::string pdf = File("firmado.pdf", "%PDF-1.7 firmado");
  const std::string png = File("foto.png", "\x89PNG\r\n\x1a\n algo");
  Ran ran = Run({"fiche", "attach", fiche_, pdf, png, File("nota.txt", "texto")});
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(ran.out, AllOf(HasSubstr("Attached " + pdf), HasSubstr("Attached " + png)));
  EXPECT_THAT(ran.err, AllOf(HasSubstr("nota.txt: "), HasSubstr("Only PDF documents")));
  EXPECT_EQ(Run({"fiche", "attach", fiche_, "-", "--name", "acta.pdf"}, "%PDF-1.7 acta").code, 0);
  EXPECT_EQ(Run({"fiche", "attach", fiche_, pdf, png, "--name", "x"}).code, 2);
  const std::string table = Run({"fiche", "attachments", fiche_}).out;
  EXPECT_THAT(table, AllOf(HasSubstr("firmado.pdf  pdf"), HasSubstr("foto.png     png"), HasSubstr("acta.pdf"), HasSubstr("16 B")));
  std::string id;
  for (const Json& each : Lines(Run({"fiche", "attachments", fiche_, "--output", "json"}).out)) {
    const std::string name = each["name"];
    if (each["file_name"] == "firmado.pdf") id = name.substr(name.rfind('/') + 1);
  }
  const std::string out = directory() / "copia.pdf";
  EXPECT_EQ(Run({"fiche", "attachment", "get", fiche_, id, "-o", out}).code, 0);
  EXPECT_EQ(Content(out), Content(pdf));
  EXPECT_EQ(Run({"fiche", "attachment", "get", fiche_, id, "-o", "-"}).out, Content(pdf));
  EXPECT_EQ(Run({"fiche", "attachment", "delete", fiche_, id}).code, 0);
  EXPECT_EQ(Run({"fiche", "attachment", "delete", fiche_, id}).code, 1);
  EXPECT_THAT(Run({"fiche", "attachments", fiche_}).out, Not(HasSubstr("firmado.pdf")));
  EXPECT_EQ(Run({"fiche", "submit", fiche_}).code, 0);
  ran = Run({"fiche", "attach", fiche_, pdf});
  EXPECT_EQ(ran.code, 1);
}

}  // namespace
}  // namespace minga
