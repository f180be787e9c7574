// A round at the command line, against a real server: asking, the status of the answers, more time, reminders.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "minga/client.h"
#include "tests/client/command_line.h"
#include "tests/support/test_registry.h"

namespace minga {
namespace {

using ::testing::AllOf;
using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;

class RoundCommand : public CommandLine {
 protected:
  RoundCommand() {
    peru_ = File("peru.key", registry_.NewAgency("pe-apci", "PE"));
    registry_.NewAgency("uy-auci", "UY");
    registry_.SignIn("agencies/pe-apci", "luz@example.org", {v1::ROLE_EDITOR});
    secretariat_ = File("secretariat.key", registry_.secretariat_key());
    environment_ = {"PATH=/usr/bin:/bin", "LC_ALL=en_US.UTF-8", "MINGA_SERVER=" + registry_.address(), "HOME=" + directory().string(),
                    "COLUMNS=160"};
  }
  // Runs what must succeed with the key of `who`; answers what it prints.
  std::string As(const std::string& who, std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--key-file", who});
    const Ran ran = Run(std::move(arguments));
    EXPECT_EQ(ran.code, 0) << ran.err;
    return ran.out;
  }
  std::string Open(const std::vector<std::string>& more = {}) {
    std::vector<std::string> open = {"round", "open",     "r2099",      "--title", "Relevamiento 2099", "--form", "2022", "--from",
                                     "2019",  "--closes", "2099-12-15", "--zone",  "America/Montevideo"};
    open.insert(open.end(), more.begin(), more.end());
    return As(secretariat_, open);
  }
  v1::Round Round() {
    v1::GetRoundRequest get;
    get.set_name("rounds/r2099");
    return registry_.Secretariat().GetRound(get).value();
  }
  std::string Draft() {
    v1::CreateFicheRequest create;
    create.set_parent("agencies/pe-apci");
    create.mutable_fiche()->set_round("rounds/r2099");
    create.mutable_fiche()->set_institution("Agencia Peruana");
    return registry_.As(Content(peru_)).CreateFiche(create).value().name();
  }

  TestRegistry registry_;
  std::string peru_, secretariat_;
};

TEST_F(RoundCommand, ADayClosesWithItsEndInTheRoundsZoneAndIsToldSo) {
  EXPECT_THAT(Open(), HasSubstr("rounds/r2099 is set up."));
  // 16 December 2099, 03:00 UTC.
  EXPECT_EQ(Round().close_time().seconds(), 4'101'073'200);
  EXPECT_THAT(As(secretariat_, {"round", "list"}), HasSubstr("2099-12-15 24:00 America/Montevideo"));
}

TEST_F(RoundCommand, UpdateChangesWhatIsGivenAndReadsDaysInTheRoundsZone) {
  Open({"--late"});
  EXPECT_TRUE(Round().allow_late_submissions());
  EXPECT_THAT(As(secretariat_, {"round", "update", "r2099", "--closes", "2099-12-16"}),
              HasSubstr("Relevamiento 2099, closes 2099-12-16 24:00 America/Montevideo."));
  EXPECT_EQ(Round().close_time().seconds(), 4'101'073'200 + 24 * 3'600);
  EXPECT_TRUE(Round().allow_late_submissions());
  As(secretariat_, {"round", "update", "r2099", "--not-late", "--asks", "pe-apci", "uy-auci"});
  EXPECT_FALSE(Round().allow_late_submissions());
  EXPECT_EQ(Round().agencies_size(), 2);
  As(secretariat_, {"round", "update", "r2099", "--asks-all"});
  EXPECT_EQ(Round().agencies_size(), 0);
  EXPECT_EQ(Run({"round", "update", "r2099", "--key-file", secretariat_}).code, 2);
  EXPECT_EQ(Run({"round", "update", "r2099", "--asks-all", "--asks", "pe-apci", "--key-file", secretariat_}).code, 2);
  const Ran late = Run({"round", "update", "r2099", "--form", "2023", "--key-file", secretariat_});
  EXPECT_EQ(late.code, 1);
  EXPECT_THAT(late.err, HasSubstr("It cannot be changed any more: the round has opened."));
}

TEST_F(RoundCommand, OnlyThoseThatAreAskedAreShownAndOthersAreToldThatTheyAreNot) {
  Open({"--asks", "uy-auci"});
  EXPECT_THAT(As(secretariat_, {"round", "status", "r2099"}), Not(HasSubstr("pe-apci")));
  const Ran ran = Run({"round", "status", "r2099", "--key-file", peru_});
  EXPECT_EQ(ran.code, 0);
  EXPECT_EQ(ran.out, "");
  EXPECT_THAT(ran.err, HasSubstr("The round does not ask your agency."));
}

TEST_F(RoundCommand, StatusIsATableOfAgenciesWithTotals) {
  Open();
  Draft();
  const std::string table = As(secretariat_, {"round", "status", "r2099"});
  EXPECT_THAT(table, HasSubstr("Relevamiento 2099: open, closes 2099-12-15 24:00 America/Montevideo\n"));
  EXPECT_THAT(table, ContainsRegex("pe-apci +Peru +draft +2099-12-15 24:00 +[0-9,]+ days +finish the fiche"));
  EXPECT_THAT(table, ContainsRegex("uy-auci +Uruguay +not started +2099-12-15 24:00 +[0-9,]+ days +begin the fiche"));
  EXPECT_THAT(table, HasSubstr("2 agencies asked: 1 not started, 1 draft\n"));
  EXPECT_THAT(table, Not(HasSubstr("Agencia Peruana")));
  const std::vector<nlohmann::json> lines = Lines(As(secretariat_, {"round", "status", "r2099", "--output", "json"}));
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0]["state"], "RESPONSE_STATE_DRAFT");
}

TEST_F(RoundCommand, AnAgencySeesWhatItLeftOpen) {
  Open();
  Draft();
  const std::string own = As(peru_, {"round", "status", "r2099", "--language", "es"});
  EXPECT_THAT(own, AllOf(HasSubstr("Preguntas sin responder"), HasSubstr("punto focal\n"),
                         HasSubstr("iniciativas, o decir que no hay nada que informar (necesaria para enviar)")));
  EXPECT_THAT(own, Not(HasSubstr("uy-auci")));
}

TEST_F(RoundCommand, AnExtensionIsGivenShownToItsAgencyAndTakenBack) {
  Open();
  EXPECT_THAT(As(secretariat_, {"round", "extend", "r2099", "pe-apci", "--until", "2099-12-20", "--comment", "Cambio de autoridades"}),
              HasSubstr("Agency pe-apci has time until 2099-12-20 24:00 America/Montevideo."));
  EXPECT_THAT(As(peru_, {"round", "list"}), HasSubstr("2099-12-20 24:00 America/Montevideo (extension)"));
  EXPECT_THAT(As(secretariat_, {"round", "status", "r2099"}),
              ContainsRegex("pe-apci +Peru +not started +2099-12-20 24:00 +[0-9,]+ days +extension"));
  EXPECT_THAT(As(secretariat_, {"round", "extend", "r2099", "pe-apci", "--take-back"}),
              HasSubstr("Agency pe-apci has no extension any more; its deadline: 2099-12-15 24:00 America/Montevideo."));
  EXPECT_THAT(As(peru_, {"round", "list"}), Not(HasSubstr("extension")));
  EXPECT_EQ(Run({"round", "extend", "r2099", "pe-apci", "--key-file", secretariat_}).code, 2);
  EXPECT_EQ(Run({"round", "extend", "r2099", "pe-apci", "--until", "tomorrow", "--key-file", secretariat_}).code, 2);
}

TEST_F(RoundCommand, RemindShowsBeforehandWhatItSendsAndSaysWhatItSent) {
  Open();
  const std::string preview = As(secretariat_, {"round", "remind", "r2099", "--preview", "--message", "Quedan pocos días."});
  EXPECT_THAT(preview, HasSubstr("Agency pe-apci (pe-apci), not started: 1 person would be reminded."));
  EXPECT_THAT(preview, HasSubstr("Agency uy-auci (uy-auci), not started: 0 people would be reminded."));
  EXPECT_THAT(preview, HasSubstr("Nobody in the agency can get it: invite somebody to edit its fiche."));
  EXPECT_THAT(preview, HasSubstr("Subject: Reminder: the fiche is still to be sent: Relevamiento 2099"));
  EXPECT_THAT(preview, HasSubstr("Deadline: 15 December 2099, 24:00"));
  EXPECT_THAT(preview, HasSubstr("> Quedan pocos días."));
  EXPECT_THAT(preview, Not(HasSubstr("luz")));
  EXPECT_THAT(As(secretariat_, {"round", "remind", "r2099", "pe-apci"}),
              AllOf(HasSubstr("Agency pe-apci (pe-apci), not started: 1 person reminded.\n"), Not(HasSubstr("less than a day"))));
  EXPECT_THAT(As(secretariat_, {"round", "remind", "r2099", "pe-apci"}), HasSubstr("It was reminded less than a day before"));
  const Ran ran = Run({"round", "remind", "r2099", "cl-none", "--key-file", secretariat_});
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(ran.err, HasSubstr("There is no agency \"agencies/cl-none\"."));
}

}  // namespace
}  // namespace minga
