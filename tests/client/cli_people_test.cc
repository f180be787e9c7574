// People at the command line, against a real server: signing in, members, and a fiche validated inside its agency.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "minga/client.h"
#include "tests/client/command_line.h"
#include "tests/support/test_registry.h"

namespace minga {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using Json = nlohmann::json;

constexpr char kSample[] = MINGA_SOURCE_DIR "/tests/data/forms/filled/v01-pe-apci.docx";

class PeopleCommand : public CommandLine {
 protected:
  PeopleCommand() {
    registry_.NewRound("r2022");
    key_ = File("agency.key", registry_.NewAgency("pe-apci", "PE"));
    secretariat_ = File("secretariat.key", registry_.secretariat_key());
    password_ = File("password", std::string(kPassword) + "\n");
    As("luz");
  }

  // From here on the commands are those of another person, at home on another machine.
  void As(const std::string& who) {
    home_ = directory() / who;
    fs::create_directory(home_);
    environment_ = {"PATH=/usr/bin:/bin", "LC_ALL=en_US.UTF-8", "MINGA_SERVER=" + registry_.address(), "HOME=" + home_.string()};
  }
  // Runs what must succeed; answers what it prints.
  std::string Must(const std::vector<std::string>& arguments, const std::string& input = "") {
    const Ran ran = Run(arguments, input);
    EXPECT_EQ(ran.code, 0) << ran.err;
    return ran.out;
  }
  // `who` becomes a member of the agency and signs in, by the commands.
  void Join(const std::string& who, const std::vector<std::string>& roles) {
    As(who);
    std::vector<std::string> invite{"user",     "invite",  who + "@example.org", "--name",    who,
                                    "--agency", "pe-apci", "--key-file",         secretariat_};
    for (const std::string& role : roles) invite.insert(invite.end(), {"--role", role});
    const std::string token = Must(invite);
    Must({"invitation", "accept", "-", "--password-file", password_}, token);
    Must({"login", who + "@example.org", "--password-file", password_});
  }
  fs::path SessionFile() const {
    const fs::path sessions = home_ / ".config" / "minga" / "sessions";
    for (const auto& entry : fs::directory_iterator(sessions)) return entry.path();
    return sessions / "none";
  }
  std::string Draft() { return Lines(Must({"fiche", "import", kSample, "--round", "r2022", "--output", "json"})).at(0)["fiche"]["name"]; }
  void ValidateBy(const std::string& mode) { Must({"agency", "update", "pe-apci", "--validation", mode, "--key-file", secretariat_}); }

  TestRegistry registry_;
  std::string key_;
  std::string secretariat_;
  std::string password_;
  fs::path home_;
};

TEST_F(PeopleCommand, AnInvitationIsHandedOverTakenUpAndFollowedByASession) {
  Ran ran = Run({"user", "invite", "luz@example.org", "--name", "Luz Mamani", "--role", "editor,validator", "--agency", "pe-apci",
                 "--key-file", secretariat_});
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_THAT(ran.err, HasSubstr("minga invitation accept"));
  EXPECT_THAT(ran.err, Not(HasSubstr(ran.out))) << "the token stands on stdout only";
  const std::string token = ran.out;
  EXPECT_THAT(Must({"invitation", "accept", "-", "--password-file", password_}, token), HasSubstr("minga login luz@example.org"));
  EXPECT_EQ(Run({"invitation", "accept", "-", "--password-file", password_}, token).code, 1);
  EXPECT_THAT(Must({"login", "luz@example.org", "--password-file", password_}), HasSubstr("Signed in for pe-apci until "));
  const std::string who = Must({"whoami"});
  EXPECT_THAT(who, HasSubstr("Luz Mamani"));
  EXPECT_THAT(who, HasSubstr("Roles: editor, validator"));
  EXPECT_EQ(fs::status(SessionFile()).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_THAT(Must({"logout"}), HasSubstr("Signed out"));
  EXPECT_FALSE(fs::exists(SessionFile()));
  ran = Run({"whoami"});
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(ran.err, HasSubstr("minga login"));
  EXPECT_THAT(Must({"logout"}), HasSubstr("Nobody is signed in"));
}

TEST_F(PeopleCommand, TheTokenOfASessionIsNeverPrinted) {
  Join("luz", {"editor"});
  const Ran ran = Run({"login", "luz@example.org", "--password-file", password_, "--output", "json"});
  EXPECT_EQ(Lines(ran.out).at(0)["tenant"], "agencies/pe-apci");
  const std::string token = Content(SessionFile());
  ASSERT_THAT(token, Not(IsEmpty()));
  EXPECT_THAT(ran.out + ran.err, Not(HasSubstr(token.substr(0, token.size() - 1))));
}

TEST_F(PeopleCommand, AKeyThatIsGivenGoesBeforeTheSession) {
  EXPECT_THAT(Run({"whoami", "--key-file", File("prose", "Esto no es una clave\n"), "--language", "es"}).err,
              testing::StartsWith("No se encontró una clave en"));
  Join("luz", {"editor"});
  EXPECT_TRUE(Lines(Must({"whoami", "--output", "json", "--key-file", key_})).at(0).contains("api_key"));
  environment_.push_back("MINGA_KEY=" + Content(key_));
  EXPECT_TRUE(Lines(Must({"whoami", "--output", "json"})).at(0).contains("api_key"));
  EXPECT_THAT(Run({"login", "luz@example.org", "--password-file", password_}).err, HasSubstr("MINGA_KEY"));
}

TEST_F(PeopleCommand, ASessionIsForTheServerWhereItWasMade) {
  Join("luz", {"editor"});
  const TestRegistry other;
  const Ran ran = Run({"whoami", "--server", other.address()});
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(ran.err, HasSubstr("Sign in with minga login")) << "not: the session is over";
}

TEST_F(PeopleCommand, ASessionThatIsOverSaysToSignInAgain) {
  Join("luz", {"editor"});
  const std::string session = Lines(Must({"session", "list", "--output", "json"})).at(0)["name"];
  Must({"session", "end", session.substr(9)});
  Ran ran = Run({"fiche", "list"});
  EXPECT_EQ(ran.code, 1);
  EXPECT_EQ(ran.err, "Your session is over. Sign in again: minga login\n");
  ran = Run({"fiche", "list", "--output", "json"});
  EXPECT_EQ(Json::parse(ran.err)["error"]["reason"], "UNAUTHENTICATED");
  Must({"logout"});
  EXPECT_FALSE(fs::exists(SessionFile()));
}

TEST_F(PeopleCommand, WhoSignsInIsAskedAndThePasswordIsNotShown) {
  Join("luz", {"editor"});
  Must({"logout"});
  Ran ran = RunAtTerminal({"login"}, {{"E-mail: ", "luz@example.org"}, {"Password: ", kPassword}});
  EXPECT_EQ(ran.code, 0) << ran.out;
  EXPECT_THAT(ran.out, HasSubstr("luz@example.org"));
  EXPECT_THAT(ran.out, Not(HasSubstr(kPassword)));
  EXPECT_THAT(ran.out, HasSubstr("Signed in for pe-apci"));
  ran = RunAtTerminal({"password", "change"},
                      {{"Current password: ", kPassword}, {"characters or more): ", "otra clave larga"}, {"Again: ", "otra clave corta"}});
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(ran.out, HasSubstr("not the same"));
  ran = RunAtTerminal({"password", "change"},
                      {{"Current password: ", kPassword}, {"characters or more): ", "otra clave larga"}, {"Again: ", "otra clave larga"}});
  EXPECT_EQ(ran.code, 0) << ran.out;
  EXPECT_EQ(Run({"login", "luz@example.org", "--password-file", password_}).code, 1);
}

TEST_F(PeopleCommand, AnInterruptAtThePromptEndsTheCommand) {
  EXPECT_EQ(RunAtTerminal({"login", "luz@example.org"}, {{"Password: ", "half of it\x03"}}).code, 1000 + SIGINT);
}

TEST_F(PeopleCommand, WithoutATerminalNothingIsAsked) {
  const Ran ran = Run({"login", "luz@example.org", "--output", "json"});
  EXPECT_EQ(ran.code, 1);
  EXPECT_EQ(Json::parse(ran.err)["error"]["reason"], "NO_TERMINAL");
}

TEST_F(PeopleCommand, AWrongPasswordNamesTheWayBack) {
  Join("luz", {"editor"});
  const Ran ran = Run({"login", "luz@example.org", "--password-file", File("wrong", "not this one\n")});
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(ran.err, HasSubstr("minga password forgot"));
  EXPECT_THAT(Run({"password", "forgot", "luz@example.org"}).err, HasSubstr("minga password recover"));
  EXPECT_THAT(Run({"password", "recover", "-", "--password-file", password_}, "ml_nothing\n").err, HasSubstr("no good"));
}

TEST_F(PeopleCommand, SomebodyOfTwoAgenciesIsToldToSayWhich) {
  Join("luz", {"editor"});
  registry_.NewAgency("cl-agcid", "CL");
  const std::string token =
      Must({"user", "invite", "luz@example.org", "--name", "Luz", "--role", "reader", "--agency", "cl-agcid", "--key-file", secretariat_});
  Must({"invitation", "accept", "-", "--password-file", password_}, token);
  EXPECT_THAT(Run({"login", "luz@example.org", "--password-file", password_}).err, HasSubstr("--agency AGENCY"));
  EXPECT_THAT(Must({"login", "luz@example.org", "--password-file", password_, "--agency", "cl-agcid"}), HasSubstr("for cl-agcid"));
}

TEST_F(PeopleCommand, AFicheBeginsWithTheBlankFormOrWithNothingToReport) {
  Join("luz", {"editor"});
  const std::string begun = Lines(Must({"fiche", "create", "--round", "r2022", "--institution", "APCI", "--output", "json"})).at(0)["name"];
  const std::string blank = (directory() / "blank.docx").string();
  Must({"fiche", "export", begun, "--blank", "-o", blank});
  EXPECT_THAT(Run({"fiche", "merge", begun, blank}).err, HasSubstr("Copy 1, document"));
  EXPECT_EQ(Lines(Must({"fiche", "show", begun, "--output", "json"})).at(0)["institution"], "APCI") << "nobody's copy erases nothing";
  registry_.NewRound("r2023");
  const std::string nothing =
      Lines(Must({"fiche", "create", "--round", "r2023", "--institution", "APCI", "--nothing-to-report", "--output", "json"}))
          .at(0)["name"];
  Must({"fiche", "submit", nothing});
  EXPECT_EQ(Lines(Must({"fiche", "show", nothing, "--output", "json"})).at(0)["state"], "FICHE_STATE_REVIEWED");
}

TEST_F(PeopleCommand, NoticesSayWhatTheyAreAboutAndAreReadByTheirId) {
  Join("ana", {"editor"});
  Join("luz", {"validator"});
  ValidateBy("four-eyes");
  As("ana");
  const std::string fiche = Draft();
  Must({"fiche", "review", fiche});
  As("luz");
  EXPECT_THAT(Must({"inbox", "list"}), HasSubstr(fiche));
  for (const Json& each : Lines(Must({"inbox", "list", "--output", "json"}))) {
    const std::string name = each["name"];
    EXPECT_THAT(Must({"inbox", "read", name.substr(name.rfind('/') + 1)}), Not(IsEmpty()));
  }
}

TEST_F(PeopleCommand, ADecisionIsAnsweredAndAnotherCountryConfirms) {
  Join("luz", {"editor"});
  const std::string fiche = Draft();
  Must({"fiche", "submit", fiche, "--key-file", key_});
  const Json submitted = Lines(Must({"fiche", "show", fiche, "--output", "json", "--key-file", key_})).at(0);
  const std::string id = submitted["initiatives"][0]["id"];
  const std::string country = submitted["initiatives"][0]["content"]["partner_country_codes"][0];
  registry_.NewAgency("partner", country);
  const std::string named = id + "/" + country;

  Must({"fiche", "decide", fiche, id, "--exclude", "not_multi_actor", "--key-file", secretariat_});
  EXPECT_THAT(Must({"confirmation", "list", "--key-file", secretariat_}), Not(HasSubstr(named)));
  EXPECT_EQ(Run({"initiative", "answer", id, "--key-file", key_}).code, 2);
  EXPECT_THAT(Run({"initiative", "answer", id, "--disagree", "--key-file", key_}).err, HasSubstr("Comment: This value is missing"));
  Must({"initiative", "answer", id, "--disagree", "--comment", "Son tres.", "--key-file", key_});
  EXPECT_THAT(Must({"initiative", "show", id, "--key-file", secretariat_}), HasSubstr("does not agree: Son tres."));
  Must({"fiche", "decide", fiche, id, "--admit", "--key-file", secretariat_});
  EXPECT_THAT(Must({"fiche", "history", fiche, "--key-file", key_}), HasSubstr("decided: admitted"));

  const std::string carla = File("carla.key", registry_.SignIn("agencies/partner", "carla@example.org", {v1::ROLE_VALIDATOR}));
  EXPECT_THAT(Must({"confirmation", "list", "--state", "asked", "--key-file", carla}), HasSubstr(named));
  EXPECT_THAT(Must({"confirmation", "show", named, "--key-file", carla}), HasSubstr("waiting for an answer"));
  EXPECT_EQ(Run({"confirmation", "object", named, "--key-file", carla}).code, 2);
  EXPECT_THAT(Must({"confirmation", "object", named, "--comment", "No participamos.", "--key-file", carla}), HasSubstr("objected to"));
  EXPECT_THAT(Must({"initiative", "show", id, "--key-file", key_}), HasSubstr("No participamos."));
  Must({"confirmation", "confirm", named, "--key-file", carla});
  const Json counted = Lines(Must({"stats", "--where", "confirmation=confirmed", "--output", "json", "--key-file", secretariat_})).at(0);
  EXPECT_EQ(counted["total"], "1");
}

TEST_F(PeopleCommand, MembersAreFoundByTheirEmailInOnesOwnAgency) {
  Join("luz", {"administrator"});
  Must({"user", "invite", "Ana@example.org", "--name", "Ana Quispe", "--role", "editor"});
  EXPECT_THAT(Must({"user", "list"}), HasSubstr("Ana Quispe  ana@example.org  editor         invited"));
  EXPECT_THAT(Must({"user", "update", "ana@example.org", "--role", "validator", "--role", "reader", "--mail-language", "pt"}),
              HasSubstr("Roles: reader, validator"));
  const Json ana = Lines(Must({"user", "show", "ANA@example.org", "--output", "json"})).at(0);
  EXPECT_EQ(ana["language"], "pt");
  const std::string name = ana["name"];
  EXPECT_EQ(Lines(Must({"user", "show", "pe-apci/" + name.substr(name.rfind('/') + 1), "--output", "json"})).at(0), ana);
  EXPECT_THAT(Must({"user", "reinvite", "ana@example.org"}), HasSubstr("ml_"));
  EXPECT_THAT(Must({"user", "list", "--agency", "pe-apci", "--output", "json", "--key-file", secretariat_}), HasSubstr(name));
  Must({"user", "remove", "ana@example.org"});
  EXPECT_THAT(Run({"user", "show", "ana@example.org"}).err, HasSubstr("Nobody with the e-mail ana@example.org is a member of pe-apci."));
  EXPECT_THAT(Run({"user", "invite", "eva", "--name", "Eva", "--role", "analyst"}).err, HasSubstr("E-mail: "));
}

TEST_F(PeopleCommand, AFicheGoesThroughFourEyesAndItsHistoryTellsIt) {
  ValidateBy("four-eyes");
  Join("ana", {"validator"});
  Join("luz", {"editor", "validator"});
  const std::string fiche = Draft();
  EXPECT_THAT(Run({"fiche", "submit", fiche}).err, HasSubstr("minga fiche review " + fiche));
  EXPECT_THAT(Must({"fiche", "review", fiche, "--comment", "Listo"}),
              HasSubstr("Another person validates it: minga fiche validate " + fiche));
  EXPECT_EQ(Run({"fiche", "validate", fiche}).code, 1);
  As("ana");
  Must({"fiche", "return", fiche, "--comment", "Falta un actor"});
  EXPECT_THAT(Must({"fiche", "show", fiche}), HasSubstr("Falta un actor"));
  As("luz");
  Must({"fiche", "review", fiche});
  As("ana");
  EXPECT_THAT(Must({"fiche", "validate", fiche}), HasSubstr("minga fiche submit " + fiche));
  As("luz");
  Must({"fiche", "submit", fiche});
  EXPECT_THAT(Must({"fiche", "recall", fiche}), HasSubstr("--replace " + fiche));
  Must({"fiche", "import", kSample, "--replace", fiche});

  const std::string told = Must({"fiche", "history", fiche, "--language", "es"});
  for (const char* part : {"tomada de un documento", "retomada", "enviada  ", "validada (cuatro ojos)", "validación pedida", "devuelta",
                           "ana    Falta un actor", "luz    Listo"}) {
    EXPECT_THAT(told, HasSubstr(part));
  }
  EXPECT_THAT(Must({"fiche", "history", fiche, "--language", "pt"}), HasSubstr("validada (quatro olhos)"));
  const std::vector<Json> history = Lines(Must({"fiche", "history", fiche, "--output", "json"}));
  ASSERT_THAT(history, SizeIs(8));
  EXPECT_EQ(history.back()["verb"], "FICHE_VERB_IMPORT");
  EXPECT_THAT(Must({"fiche", "show", fiche, "--revision", "1"}), HasSubstr("State: draft"));
  EXPECT_EQ(Run({"fiche", "show", fiche, "--revision", "9"}).code, 1);
}

TEST_F(PeopleCommand, ALinkShowsTheFicheAndIsAnsweredOnceByWhoeverHasIt) {
  ValidateBy("link");
  Join("luz", {"editor"});
  const std::string fiche = Draft();
  const auto link = [&] {
    EXPECT_THAT(Must({"fiche", "review", fiche}), HasSubstr("minga fiche link " + fiche));
    return Must({"fiche", "link", fiche, "--to", "Rosa Quispe <direccion@example.org>"});
  };
  std::string token = link();
  As("rosa");
  EXPECT_THAT(Must({"fiche", "linked", "-"}, token), HasSubstr("minga fiche answer --valid"));
  Must({"fiche", "answer", "-", "--return", "Corrijan el título"}, token);
  EXPECT_THAT(Run({"fiche", "answer", "-", "--valid"}, token).err, HasSubstr("no good"));
  As("luz");
  token = link();
  As("rosa");
  EXPECT_THAT(RunAtTerminal({"fiche", "answer", "--valid"}, {{"Link: ", token.substr(0, token.size() - 1)}}).out,
              HasSubstr("is validated"));
  As("luz");
  EXPECT_THAT(Must({"fiche", "history", fiche}), HasSubstr("Rosa Quispe (by link)  Corrijan el título"));
}

TEST_F(PeopleCommand, WhatIsSentWithoutValidationSaysSo) {
  Join("luz", {"editor", "validator"});
  const std::string fiche = Draft();
  EXPECT_THAT(Run({"fiche", "review", fiche}).err, HasSubstr("minga fiche submit " + fiche));
  Must({"fiche", "submit", fiche, "--key-file", key_});
  EXPECT_THAT(Must({"fiche", "history", fiche}), HasSubstr("sent (no internal validation)"));
  EXPECT_THAT(Must({"fiche", "history", fiche, "--key-file", secretariat_}), HasSubstr("pe-apci (program)"));
}

TEST_F(PeopleCommand, ASignedDocumentIsNamedByItsId) {
  ValidateBy("signed-document");
  Join("luz", {"editor", "validator"});
  const std::string fiche = Draft();
  EXPECT_THAT(Must({"fiche", "review", fiche}), HasSubstr("--signed-document ATTACHMENT"));
  EXPECT_THAT(Run({"fiche", "validate", fiche}).err, HasSubstr("--signed-document ATTACHMENT"));
  EXPECT_EQ(Run({"fiche", "validate", "--signed-document", "none", fiche}).code, 1);
}

TEST_F(PeopleCommand, CommentsAreReadWithTheirPlacesInWords) {
  Join("luz", {"editor"});
  const std::string fiche = Draft();
  const std::string entry = Lines(Must({"fiche", "show", fiche, "--output", "json"})).at(0)["initiatives"][0]["id"];
  const auto name = [](const std::string& line) { return line.substr(line.find("agencies/"), line.size() - line.find("agencies/") - 1); };
  const std::string first = name(Must({"fiche", "comment", "add", fiche, "Falta el año", "--path", "initiatives[" + entry + "].title"}));
  Join("eva", {"reader"});
  const std::string id = first.substr(first.rfind('/') + 1);
  const std::string reply = name(Must({"fiche", "comment", "add", fiche, "Es 2019", "--reply-to", id}));
  Must({"fiche", "comment", "add", "pe-apci" + fiche.substr(fiche.rfind('/')), "En general, bien"});
  const std::string list = Must({"fiche", "comment", "list", fiche});
  EXPECT_THAT(list, HasSubstr("Initiative 1, title  Falta el año"));
  EXPECT_THAT(list, HasSubstr("↳ Es 2019"));
  EXPECT_THAT(list, HasSubstr("The whole fiche"));
  EXPECT_THAT(list, Not(HasSubstr("[" + entry)));
  EXPECT_THAT(Must({"fiche", "comment", "edit", reply, "Es 2020"}), HasSubstr("is changed"));
  const Ran ran = Run({"fiche", "comment", "resolve", first});
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(ran.err, HasSubstr("is somebody else's"));
  As("luz");
  const std::string agency_and_fiche = "pe-apci" + fiche.substr(fiche.rfind('/'));
  EXPECT_EQ(Must({"fiche", "comment", "resolve", agency_and_fiche + "/" + id}), first + " is settled.\n");
  EXPECT_THAT(Must({"fiche", "comment", "list", fiche, "--unresolved"}), Not(HasSubstr("Es 2020")));
  EXPECT_EQ(Must({"fiche", "comment", "reopen", first}), first + " is open again.\n");
  EXPECT_EQ(Lines(Must({"fiche", "comment", "list", fiche, "--path", "initiatives[" + entry + "]", "--output", "json"})).size(), 2u);
  EXPECT_EQ(Must({"fiche", "comment", "delete", first}), first + " is deleted.\n");
  EXPECT_THAT(Must({"fiche", "comment", "list", fiche}), HasSubstr("(deleted comment)"));
  EXPECT_THAT(Must({"inbox", "list"}), HasSubstr("Es 2019"));
}

TEST_F(PeopleCommand, WhatComesByMailIsAPersonsChoice) {
  Join("luz", {"reader"});
  EXPECT_THAT(Must({"inbox", "preferences"}), HasSubstr("RECOVERY"));
  const std::string changed = Must({"inbox", "preferences", "--mail", "commented=off", "--mail", "returned=on", "--mail-language", "pt"});
  EXPECT_THAT(changed, testing::ContainsRegex("COMMENTED +comment +no\n"));
  EXPECT_THAT(changed, testing::ContainsRegex("RETURNED +returned +yes\n"));
  EXPECT_THAT(changed, testing::ContainsRegex("INVITED +invitation +always\n"));
  EXPECT_THAT(changed, HasSubstr("Language of mails: pt\n"));
  EXPECT_EQ(Must({"inbox", "preferences"}), changed);
  EXPECT_THAT(Run({"inbox", "preferences", "--mail", "invited=off"}).err, HasSubstr("always sent by mail"));
  for (const char* wrong : {"commented", "commented=no", "nada=on"}) EXPECT_EQ(Run({"inbox", "preferences", "--mail", wrong}).code, 2);
}

TEST_F(PeopleCommand, AnAgencyChangesWhatIsSaidAndNothingElse) {
  Join("luz", {"administrator"});
  const Json before = Lines(Must({"agency", "list", "--output", "json"})).at(0);
  EXPECT_THAT(Must({"agency", "update", "pe-apci", "--validation", "four-eyes"}), HasSubstr("Validation: four eyes"));
  EXPECT_THAT(Must({"agency", "update", "pe-apci", "--name", "Agencia Peruana"}), HasSubstr("Agencia Peruana. Validation: four eyes"));
  EXPECT_THAT(Must({"agency", "list"}), HasSubstr("Agencia Peruana  four eyes"));
  EXPECT_EQ(before["validation_mode"], "VALIDATION_MODE_NONE");
}

TEST_F(PeopleCommand, AKeyHasARoleAndAnEndAndItsUseIsSeen) {
  Join("luz", {"administrator"});
  const std::string key =
      File("reader.key", Must({"key", "create", "pe-apci", "--name", "Tablero", "--role", "reader", "--expires", "2097-01-31"}));
  EXPECT_THAT(Must({"whoami", "--key-file", key}), HasSubstr("Roles: reader"));
  const std::string list = Must({"key", "list", "pe-apci"});
  EXPECT_THAT(list, HasSubstr("Tablero  reader"));
  EXPECT_THAT(list, HasSubstr("2097-02-01 00:00 UTC"));
  for (const Json& each : Lines(Must({"key", "list", "pe-apci", "--output", "json"}))) {
    if (each.value("display_name", "") == "Tablero") {
      EXPECT_TRUE(each.contains("last_use_time"));
    }
  }
  EXPECT_THAT(Run({"key", "create", "pe-apci", "--expires", "2020-01-31"}).err, HasSubstr("Expiry: "));
}

TEST_F(PeopleCommand, WhoMayNotIsToldHowToSeeWhatTheyMay) {
  Join("luz", {"reader"});
  const Ran ran = Run({"agency", "update", "pe-apci", "--validation", "none"});
  EXPECT_EQ(ran.code, 1);
  EXPECT_EQ(ran.err, "You may not do this.\nWhat you may do: minga whoami\n");
}

}  // namespace
}  // namespace minga
