// The command as people and scripts run it: the binary, against a registry that answers as each test says.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <atomic>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "minga/client.h"
#include "tests/client/command_line.h"
#include "tests/client/fake_server.h"
#include "texts/texts.h"

namespace minga {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using testing::FakeServer;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::RichError;
using ::testing::SizeIs;
using Json = nlohmann::json;

class Command : public CommandLine {
 protected:
  Command() { environment_ = {"PATH=/usr/bin:/bin", "LC_ALL=en_US.UTF-8", "MINGA_SERVER=" + server_.address(), "MINGA_KEY=mk_env"}; }

  // Reads a document by its bytes: `bad…` is refused, anything else is the institution's name.
  void ServeDocuments() {
    server_.On<v1::ReadFicheDocumentRequest, v1::ReadFicheDocumentResponse>([](const auto& request, auto* response) {
      if (request.document().starts_with("bad")) return RichError(absl::StatusCode::kInvalidArgument, "DOCUMENT_DAMAGED", "Está dañado.");
      // The first to be asked is the last to answer.
      if (request.document() == "slow") absl::SleepFor(absl::Milliseconds(300));
      response->mutable_fiche()->set_institution(request.document());
      response->mutable_fiche()->set_country_code("PE");
      auto* content = response->mutable_fiche()->add_initiatives()->mutable_content();
      content->set_type(v1::INITIATIVE_TYPE_PROJECT);
      content->set_title("Turismo comunitario");
      auto* actor = content->add_actors();
      actor->set_display_name("MINCETUR");
      actor->set_category(v1::ACTOR_CATEGORY_PUBLIC_SECTOR);
      content->add_partner_country_codes("TH");
      auto* finding = response->add_findings();
      finding->set_field("initiatives[0].type");
      finding->set_text("2 o 3");
      finding->set_reason("TWO_MARKED");
      finding->set_message("Hay dos marcas.");
      finding->mutable_location()->set_table(1);
      return absl::OkStatus();
    });
  }

  FakeServer server_;
};

TEST_F(Command, FicheReadTellsWhatTheDocumentIsACopyOfAndWhatStandsInItsMargin) {
  server_.On<v1::ReadFicheDocumentRequest, v1::ReadFicheDocumentResponse>([](const auto&, auto* response) {
    response->mutable_origin()->set_fiche("agencies/pe-apci/fiches/f1");
    response->mutable_origin()->set_etag("7");
    auto* comment = response->add_comments();
    comment->set_path("initiatives[0].title");
    comment->set_author("Ana");
    comment->set_text("Falta el año");
    comment->set_resolved(true);
    comment->add_replies()->set_text("Agregado");
    return absl::OkStatus();
  });
  const std::string file = File("1.docx", "x");
  const Ran shown = Run({"fiche", "read", file, "--language", "es"});
  EXPECT_THAT(shown.out, HasSubstr("agencies/pe-apci/fiches/f1"));
  EXPECT_THAT(shown.out, HasSubstr("Ana: Falta el año"));
  EXPECT_THAT(shown.out, HasSubstr("resuelto"));
  EXPECT_THAT(shown.out, HasSubstr("Agregado"));
  const Json read = Lines(Run({"fiche", "read", file, "--output", "json"}).out).at(0);
  EXPECT_EQ(read["origin"]["etag"], "7");
  EXPECT_EQ(read["comments"][0]["replies"][0]["text"], "Agregado");
}

TEST_F(Command, FicheReadPrintsOneJsonObjectPerFileInTheOrderOfTheArguments) {
  ServeDocuments();
  const std::string slow = File("1.docx", "slow");
  const std::string bad = File("2.docx", "bad");
  const std::string good = File("3.docx", "APCI");
  const Ran ran = Run({"fiche", "read", slow, bad, "/nowhere/4.docx", good, "--output", "json"});
  EXPECT_EQ(ran.code, 1);
  const auto lines = Lines(ran.out);
  ASSERT_THAT(lines, SizeIs(4));
  EXPECT_EQ(lines[0]["file"], slow);
  EXPECT_EQ(lines[0]["fiche"]["institution"], "slow");
  EXPECT_EQ(lines[0]["fiche"]["initiatives"][0]["content"]["type"], "INITIATIVE_TYPE_PROJECT");
  EXPECT_EQ(lines[0]["findings"][0]["field"], "initiatives[0].type");
  EXPECT_EQ(lines[1], Json({{"file", bad}, {"error", {{"reason", "DOCUMENT_DAMAGED"}, {"message", "Está dañado."}}}}));
  EXPECT_EQ(lines[2]["file"], "/nowhere/4.docx");
  EXPECT_EQ(lines[2]["error"]["reason"], "FILE_UNREADABLE");
  EXPECT_EQ(lines[3]["fiche"]["institution"], "APCI");
}

TEST_F(Command, FicheReadEndsWithZeroWhenAllWereRead) {
  ServeDocuments();
  std::vector<std::string> arguments{"--output", "json", "fiche", "read"};
  for (int i = 0; i < 20; ++i) arguments.push_back(File(std::to_string(i) + ".docx", std::to_string(i)));
  const Ran ran = Run(arguments);
  EXPECT_EQ(ran.code, 0);
  EXPECT_THAT(ran.err, IsEmpty());
  const auto lines = Lines(ran.out);
  ASSERT_THAT(lines, SizeIs(20));
  for (int i = 0; i < 20; ++i) EXPECT_EQ(lines[i]["fiche"]["institution"], std::to_string(i));
}

TEST_F(Command, FicheReadTakesStandardInput) {
  ServeDocuments();
  const Ran ran = Run({"fiche", "read", "-", "--output=json"}, "from a pipe");
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(Lines(ran.out).at(0)["file"], "-");
  EXPECT_EQ(Lines(ran.out).at(0)["fiche"]["institution"], "from a pipe");
}

TEST_F(Command, FicheReadShowsPeopleWhatWasReadAndWhatIsDoubtful) {
  ServeDocuments();
  const Ran ran = Run({"fiche", "read", File("a.docx", "APCI"), File("b.docx", "bad"), "--language", "es"});
  EXPECT_EQ(ran.code, 1);
  for (const char* part : {"Institución: APCI", "País: Perú", "1. Turismo comunitario", "Tipo: proyecto", "• MINCETUR (sector público)",
                           "Otros países involucrados: Tailandia", "Por confirmar (1 punto)",
                           "Iniciativa 1, tipo de iniciativa: Hay dos marcas.", "«2 o 3»"}) {
    EXPECT_THAT(ran.out, HasSubstr(part));
  }
  EXPECT_THAT(ran.err, HasSubstr("b.docx: Está dañado."));
}

TEST_F(Command, GlobalOptionsStandBeforeAndAfterTheCommand) {
  server_.On<v1::ListAgenciesRequest, v1::ListAgenciesResponse>([](const auto&, auto* response) {
    auto* agency = response->add_agencies();
    agency->set_name("agencies/pe-apci");
    agency->set_country_code("PE");
    return absl::OkStatus();
  });
  const std::string key = File("agency.key", "mk_file\nnothing else\n");
  environment_ = {"LC_ALL=pt_BR.UTF-8"};
  for (const std::vector<std::string>& arguments :
       std::vector<std::vector<std::string>>{{"--server", server_.address(), "--key-file", key, "--output", "json", "agency", "list"},
                                             {"agency", "--server", server_.address(), "list", "--key-file", key, "--output", "json"},
                                             {"agency", "list", "--server", server_.address(), "--key-file", key, "--output", "json"}}) {
    const Ran ran = Run(arguments);
    EXPECT_EQ(ran.code, 0) << ran.err;
    EXPECT_EQ(ran.out, "{\"name\":\"agencies/pe-apci\",\"country_code\":\"PE\"}\n");
  }
  for (const auto& call : server_.received()) {
    EXPECT_EQ(call.metadata.at("authorization"), "Bearer mk_file");
    EXPECT_EQ(call.metadata.at("accept-language"), "pt");
  }
}

TEST_F(Command, AValueMayBeTheNameOfACommand) {
  server_.On<v1::ListApiKeysRequest, v1::ListApiKeysResponse>([](const auto&, auto*) { return absl::OkStatus(); });
  EXPECT_EQ(Run({"key", "list", "round"}).code, 0);
  EXPECT_EQ(static_cast<const v1::ListApiKeysRequest&>(*server_.received().at(0).request).parent(), "agencies/round");
}

TEST_F(Command, ErrorsGoToStderrWithEachFieldAndExitWithOne) {
  server_.On<v1::CreateAgencyRequest, v1::Agency>([](const auto&, auto*) {
    return RichError(absl::StatusCode::kInvalidArgument, "INVALID_FIELDS", "Un dato no es válido.",
                     {{"agency.country_code", "No es un país."}});
  });
  const std::vector<std::string> arguments{"agency", "create", "pe-apci", "--name", "APCI", "--country", "XX"};
  Ran ran = Run(arguments);
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(ran.out, IsEmpty());
  EXPECT_EQ(ran.err, "Un dato no es válido.\n  Country: No es un país.\n");
  auto as_json = arguments;
  as_json.insert(as_json.end(), {"--output", "json"});
  ran = Run(as_json);
  EXPECT_EQ(ran.code, 1);
  const Json error = Json::parse(ran.err)["error"];
  EXPECT_EQ(error["reason"], "INVALID_FIELDS");
  EXPECT_EQ(error["code"], "INVALID_ARGUMENT");
  EXPECT_EQ(error["field_violations"][0]["path"], "agency.country_code");
}

TEST_F(Command, UsageErrorsExitWithTwoAndNameWhatExists) {
  for (const std::vector<std::string>& arguments :
       std::vector<std::vector<std::string>>{{},
                                             {"fiche"},
                                             {"fich"},
                                             {"fiche", "show"},
                                             {"fiche", "show", "a/b", "more"},
                                             {"agency", "list", "--colour", "red"},
                                             {"agency", "list", "--timeout", "soon"},
                                             {"stats", "--by", "colour"},
                                             {"fiche", "decide", "a/b", "c"},
                                             {"fiche", "decide", "a/b", "c", "--admit", "--exclude", "duplicate"},
                                             {"round", "open", "2022", "--title", "T", "--form", "2022", "--from", "soon"},
                                             {"fiche", "import", "x.docx", "--agency", "a"},
                                             {"fiche", "answer", "ml_x"},
                                             {"fiche", "answer", "ml_x", "--valid", "--return", "no"},
                                             {"fiche", "link", "a/b", "--to", "Rosa"},
                                             {"user", "invite", "luz@example.org", "--name", "Luz"},
                                             {"user", "update", "a/b"},
                                             {"user", "list", "--agency", "a", "--secretariat"},
                                             {"agency", "update", "a"},
                                             {"agency", "update", "a", "--validation", "perhaps"},
                                             {"key", "create", "a", "--expires", "soon"}}) {
    const Ran ran = Run(arguments);
    EXPECT_EQ(ran.code, 2) << ::testing::PrintToString(arguments) << ran.err;
    EXPECT_THAT(ran.err, HasSubstr("--help"));
    EXPECT_THAT(ran.out, IsEmpty());
  }
  EXPECT_THAT(Run({"fiche", "decide", "a/b", "c", "--exclude", "boring", "--language", "es"}).err, HasSubstr("NOT_MULTI_ACTOR"));
  EXPECT_THAT(server_.received(), IsEmpty());
}

// The names under the heading of commands.
std::vector<std::string> CommandsIn(const std::string& help, texts::Language language) {
  std::vector<std::string> names;
  std::istringstream lines(help.substr(std::min(help.size(), help.find(texts::Render("cli.usage.commands", language) + ":\n"))));
  std::string line;
  std::getline(lines, line);
  while (std::getline(lines, line) && !line.empty()) {
    if (line.size() > 2 && line.starts_with("  ") && line[2] != ' ') names.push_back(line.substr(2, line.find(' ', 2) - 2));
  }
  return names;
}

TEST_F(Command, EachCommandHasHelpWithAnExampleInEachLanguage) {
  for (const texts::Language language : texts::kLanguages) {
    int seen = 0;
    std::vector<std::vector<std::string>> commands = {{}};
    while (!commands.empty()) {
      std::vector<std::string> command = std::move(commands.back());
      commands.pop_back();
      std::vector<std::string> arguments = command;
      arguments.insert(arguments.end(), {"--help", "--language", std::string(texts::Code(language))});
      const Ran ran = Run(arguments);
      ++seen;
      ASSERT_EQ(ran.code, 0) << ran.out << ran.err;
      // A text that no catalogue has is shown as its key.
      EXPECT_THAT(ran.out, Not(HasSubstr("cli."))) << ::testing::PrintToString(command);
      EXPECT_THAT(ran.out, HasSubstr(texts::Render("cli.usage.examples", language) + ":\n  minga ")) << ::testing::PrintToString(command);
      for (std::string& name : CommandsIn(ran.out, language)) {
        commands.push_back(command);
        commands.back().push_back(std::move(name));
      }
    }
    EXPECT_GT(seen, 80) << "the reader of commands is blind";
  }
  EXPECT_THAT(Run({"--version"}).out, HasSubstr("minga 0."));
}

TEST_F(Command, TheKeyIsTheOnlyThingOnStdout) {
  server_.On<v1::CreateApiKeyRequest, v1::CreateApiKeyResponse>([](const auto& request, auto* response) {
    response->mutable_api_key()->set_name(request.parent() + "/apiKeys/k1");
    response->set_key("mk_secret");
    return absl::OkStatus();
  });
  const Ran ran = Run({"key", "create", "pe-apci"});
  EXPECT_EQ(ran.out, "mk_secret\n");
  EXPECT_THAT(ran.err, HasSubstr("agencies/pe-apci/apiKeys/k1"));
  EXPECT_THAT(ran.err, Not(HasSubstr("mk_secret")));
}

TEST_F(Command, DecideSendsWhatTheSecretariatAdds) {
  server_.On<v1::DecideInitiativeRequest, v1::Initiative>([](const auto&, auto*) { return absl::OkStatus(); });
  const std::string additions = File("additions.json", R"({"modality": "REGIONAL", "amounts": [{"source_text": "S1"}]})");
  Ran ran = Run({"fiche",    "decide",    "pe-apci/f1",  "e1",           "--admit",  "--modality",     "bilateral",
                 "--party",  "PE:both",   "--party",     "org:UE:donor", "--sector", "REPORT:TOURISM", "--sdg",
                 "8",        "--sdg",     "12,17",       "--from",       "2019",     "--to",           "2022-12",
                 "--status", "completed", "--additions", additions});
  ASSERT_EQ(ran.code, 0) << ran.err;
  const auto admitted = static_cast<const v1::DecideInitiativeRequest&>(*server_.received().at(0).request);
  EXPECT_EQ(admitted.name(), "agencies/pe-apci/fiches/f1");
  EXPECT_EQ(admitted.initiative_id(), "e1");
  EXPECT_EQ(admitted.decision(), v1::DECISION_ADMITTED);
  EXPECT_EQ(admitted.additions().modality(), v1::MODALITY_BILATERAL);
  EXPECT_EQ(admitted.additions().parties_size(), 2);
  EXPECT_EQ(admitted.additions().sectors(0).code(), "TOURISM");
  EXPECT_THAT(admitted.additions().sdgs(), ElementsAre(8, 12, 17));
  EXPECT_EQ(admitted.additions().period().end().month(), 12);
  EXPECT_EQ(admitted.additions().amounts(0).source_text(), "S1");

  ran = Run({"fiche", "decide", "pe-apci/f1", "e1", "--exclude", "duplicate", "outside-period"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  const auto excluded = static_cast<const v1::DecideInitiativeRequest&>(*server_.received().at(1).request);
  EXPECT_EQ(excluded.decision(), v1::DECISION_EXCLUDED);
  EXPECT_THAT(excluded.exclusion_reasons(), ElementsAre(v1::EXCLUSION_REASON_DUPLICATE, v1::EXCLUSION_REASON_OUTSIDE_PERIOD));
}

TEST_F(Command, ImportWithSubmitSendsTheDraftThatItMade) {
  server_.On<v1::ImportFicheRequest, v1::ImportFicheResponse>([](const auto&, auto* response) {
    response->mutable_fiche()->set_name("agencies/pe-apci/fiches/f1");
    response->mutable_fiche()->set_etag("1");
    return absl::OkStatus();
  });
  server_.On<v1::SubmitFicheRequest, v1::Fiche>([](const auto& request, auto* fiche) {
    fiche->set_name(request.name());
    fiche->set_state(v1::FICHE_STATE_SUBMITTED);
    return absl::OkStatus();
  });
  const Ran ran =
      Run({"fiche", "import", File("v01.docx", "bytes"), "--agency", "pe-apci", "--round", "2022", "--submit", "--output", "json"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(Lines(ran.out).at(0)["fiche"]["state"], "FICHE_STATE_SUBMITTED");
  const auto received = server_.received();
  ASSERT_THAT(received, SizeIs(2));
  const auto& import = static_cast<const v1::ImportFicheRequest&>(*received[0].request);
  EXPECT_EQ(import.parent(), "agencies/pe-apci");
  EXPECT_EQ(import.round(), "rounds/2022");
  EXPECT_EQ(import.file_name(), "v01.docx");
  EXPECT_EQ(static_cast<const v1::SubmitFicheRequest&>(*received[1].request).etag(), "1");
}

TEST_F(Command, ExportSavesTheDocumentAndOverwritesNothingUnasked) {
  server_.On<v1::ExportFicheRequest, v1::ExportFicheResponse>([](const auto&, auto* response) {
    response->set_document(std::string("PK\0bytes", 8));
    response->set_file_name("../../ficha-pe-apci-r2022-pt.docx");
    return absl::OkStatus();
  });
  const std::string file = File("ficha.docx", "what was there");
  const std::filesystem::path directory = std::filesystem::path(file).parent_path();
  Ran ran = Run({"fiche", "export", "pe-apci/f1", "--blank", "--form-language", "pt", "-o", file, "--output", "json"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(Content(file), std::string("PK\0bytes", 8));
  EXPECT_EQ(Lines(ran.out).at(0)["file"], file);
  const auto request = static_cast<const v1::ExportFicheRequest&>(*server_.received().at(0).request);
  EXPECT_EQ(request.name(), "agencies/pe-apci/fiches/f1");
  EXPECT_EQ(request.language(), v1::FORM_LANGUAGE_PORTUGUESE);
  EXPECT_TRUE(request.blank());

  ran = Run({"fiche", "export", "pe-apci/f1", "-o", "-"});
  EXPECT_EQ(ran.out, std::string("PK\0bytes", 8));
  EXPECT_EQ(static_cast<const v1::ExportFicheRequest&>(*server_.received().at(1).request).language(), v1::FORM_LANGUAGE_UNSPECIFIED);

  // A name of the registry's choice leads nowhere else, and takes the place of no file.
  const std::filesystem::path here = std::filesystem::current_path();
  std::filesystem::current_path(directory);
  ran = Run({"fiche", "export", "pe-apci/f1"});
  const Ran again = Run({"fiche", "export", "pe-apci/f1"});
  std::filesystem::current_path(here);
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(Content(directory / "ficha-pe-apci-r2022-pt.docx"), std::string("PK\0bytes", 8));
  EXPECT_EQ(again.code, 1);
  EXPECT_THAT(again.err, HasSubstr("-o"));

  EXPECT_EQ(Run({"fiche", "export", "pe-apci/f1", "-o", directory / "none" / "x.docx"}).code, 1);
  EXPECT_EQ(Run({"fiche", "export", "pe-apci/f1", "--form-language", "en"}).code, 2);
}

TEST_F(Command, ExportAsksForTheFormatAndNamesAFileAfterIt) {
  server_.On<v1::ExportFicheRequest, v1::ExportFicheResponse>([](const auto&, auto* response) {
    response->set_document("<!DOCTYPE html>");
    response->set_file_name(".html");
    return absl::OkStatus();
  });
  const std::filesystem::path directory = std::filesystem::path(File("x", "")).parent_path();
  const std::filesystem::path here = std::filesystem::current_path();
  std::filesystem::current_path(directory);
  const Ran ran = Run({"fiche", "export", "pe-apci/f1", "--format", "html"});
  std::filesystem::current_path(here);
  EXPECT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(Content(directory / "ficha.html"), "<!DOCTYPE html>");
  EXPECT_EQ(static_cast<const v1::ExportFicheRequest&>(*server_.received().at(0).request).format(), v1::FICHE_FORMAT_HTML);
  EXPECT_EQ(Run({"fiche", "export", "pe-apci/f1", "--format", "pdf"}).code, 2);
}

TEST_F(Command, ADraftThatCouldNotBeSubmittedIsNamedBesideTheError) {
  server_.On<v1::ImportFicheRequest, v1::ImportFicheResponse>([](const auto&, auto* response) {
    response->mutable_fiche()->set_name("agencies/pe-apci/fiches/f1");
    return absl::OkStatus();
  });
  server_.On<v1::SubmitFicheRequest, v1::Fiche>(
      [](const auto&, auto*) { return RichError(absl::StatusCode::kFailedPrecondition, "ROUND_NOT_OPEN", "No está abierto."); });
  std::vector<std::string> arguments{"fiche", "import", File("v01.docx", "bytes"), "--agency", "pe-apci", "--round", "2022", "--submit"};
  Ran ran = Run(arguments);
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(ran.out, HasSubstr("The draft agencies/pe-apci/fiches/f1 is made."));
  EXPECT_THAT(ran.err, HasSubstr("v01.docx: No está abierto."));
  arguments.insert(arguments.end(), {"--output", "json"});
  ran = Run(arguments);
  EXPECT_EQ(ran.code, 1);
  EXPECT_EQ(Lines(ran.out).at(0)["fiche"]["name"], "agencies/pe-apci/fiches/f1");
  EXPECT_EQ(Lines(ran.out).at(0)["error"]["reason"], "ROUND_NOT_OPEN");
}

TEST_F(Command, StatsPrintsATableWithItsTotals) {
  server_.On<v1::ComputeStatisticsRequest, v1::ComputeStatisticsResponse>([](const auto&, auto* response) {
    auto* row = response->add_rows();
    row->add_keys("CR");
    row->add_keys("PUBLIC_SECTOR");
    row->set_value(3);
    response->set_total(13);
    response->set_unknown(1);
    response->set_measure(v1::MEASURE_INITIATIVES);
    response->set_counting(v1::COUNTING_WHOLE);
    response->add_notes("Rows exceed the total.");
    return absl::OkStatus();
  });
  const Ran ran = Run({"stats", "--by", "country,actor_category", "--where", "decision=admitted"});
  ASSERT_EQ(ran.code, 0) << ran.err;
  EXPECT_EQ(ran.out,
            "Reporting country  Actor category  Initiatives\n"
            "─────────────────  ──────────────  ───────────\n"
            "Costa Rica         public sector             3\n"
            "\n"
            "Distinct initiatives in all: 13\n"
            "Of these, unknown in some dimension: 1\n"
            "Counting: whole (each initiative counts under each key)\n"
            "Rows exceed the total.\n");
  const auto& request = static_cast<const v1::ComputeStatisticsRequest&>(*server_.received().at(0).request);
  EXPECT_THAT(request.dimensions(), ElementsAre(v1::DIMENSION_REPORTING_COUNTRY, v1::DIMENSION_ACTOR_CATEGORY));
  EXPECT_EQ(request.conditions(0).values(0), "ADMITTED");
}

TEST_F(Command, ListsGoOnOverAllPages) {
  server_.On<v1::ListInitiativesRequest, v1::ListInitiativesResponse>([](const auto& request, auto* response) {
    const int page = request.page_token().empty() ? 0 : std::stoi(request.page_token());
    response->add_initiatives()->set_name("initiatives/" + std::to_string(page));
    if (page < 2) response->set_next_page_token(std::to_string(page + 1));
    return absl::OkStatus();
  });
  EXPECT_THAT(Lines(Run({"initiative", "list", "--output", "json"}).out), SizeIs(3));
}

TEST_F(Command, AnInterruptEndsTheCallsUnderWay) {
  std::atomic<bool> asked = false;
  server_.On<v1::ReadFicheDocumentRequest, v1::ReadFicheDocumentResponse>([&](const auto&, auto*) {
    asked = true;
    absl::SleepFor(absl::Seconds(3));
    return absl::OkStatus();
  });
  const pid_t child = Start({"fiche", "read", File("a.docx", "a"), "--output", "json"});
  while (!asked) absl::SleepFor(absl::Milliseconds(5));
  const absl::Time start = absl::Now();
  kill(child, SIGINT);
  const Ran ran = Finish(child);
  EXPECT_EQ(ran.code, 130);
  EXPECT_LT(absl::Now() - start, absl::Seconds(2));
  EXPECT_THAT(ran.out, IsEmpty());
}

TEST_F(Command, AServerThatIsNotThereIsNamed) {
  const Ran ran = Run({"agency", "list", "--server", "127.0.0.1:1", "--timeout", "5"});
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(ran.err, HasSubstr("The server 127.0.0.1:1 cannot be reached"));
}

}  // namespace
}  // namespace minga
