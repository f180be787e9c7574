#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <set>

#include "client/cli/app.h"
#include "client/cli/codes.h"
#include "client/cli/dates.h"
#include "client/cli/json.h"
#include "client/cli/names.h"
#include "client/cli/places.h"
#include "client/cli/progress.h"
#include "client/cli/session_file.h"
#include "client/cli/table.h"

namespace minga::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using texts::Language;

TEST(Places, AreToldInWords) {
  App app;
  app.language = Language::kSpanish;
  EXPECT_EQ(PlaceName(app, "initiatives[1].actors[0].category"), "Iniciativa 2, actor 1, tipo de actor");
  EXPECT_EQ(PlaceName(app, "fiche.initiatives[2].content.partner_country_codes[11]"), "Iniciativa 3, otro país 12");
  EXPECT_EQ(PlaceName(app, "focal_point.email"), "Punto focal, correo electrónico");
  app.language = Language::kEnglish;
  EXPECT_EQ(PlaceName(app, "fiche.initiatives"), "Initiatives");
  for (const char* unknown : {"no_such", "", "institution[0]", "initiatives[0].no_such", "."}) {
    EXPECT_EQ(PlaceName(app, unknown), unknown);
  }
}

// Each field that a caller may set, wherever it stands in a request.
void HaveWords(const google::protobuf::Descriptor& message, std::set<const google::protobuf::Descriptor*>* seen) {
  if (message.file()->package() != "minga.v1" || !seen->insert(&message).second) return;
  // What the server sets in resources, and `fiche.content`, which no path ends with.
  static const std::set<std::string> kSet = {"state", "create_time", "update_time", "submit_time", "return_comment", "late"};
  App app;
  for (int i = 0; i < message.field_count(); ++i) {
    const google::protobuf::FieldDescriptor& field = *message.field(i);
    const google::protobuf::Descriptor* inner = field.message_type();
    if (inner != nullptr) HaveWords(*inner, seen);
    if (kSet.contains(field.name())) continue;
    EXPECT_NE(PlaceName(app, field.name()), field.name()) << field.full_name();
    const std::string item = field.name() + "[0]";
    EXPECT_TRUE(!field.is_repeated() || PlaceName(app, item) != item) << field.full_name();
  }
}

TEST(Places, EveryFieldOfARequestHasWords) {
  std::set<const google::protobuf::Descriptor*> seen;
  int requests = 0;
  for (const auto& entry : std::filesystem::directory_iterator(std::filesystem::path(MINGA_SOURCE_DIR) / "proto/minga/v1")) {
    const auto* file = google::protobuf::DescriptorPool::generated_pool()->FindFileByName("minga/v1/" + entry.path().filename().string());
    ASSERT_NE(file, nullptr) << entry.path();
    for (int i = 0; i < file->service_count(); ++i) {
      for (int j = 0; j < file->service(i)->method_count(); ++j) {
        ++requests;
        HaveWords(*file->service(i)->method(j)->input_type(), &seen);
      }
    }
  }
  EXPECT_GT(requests, 60);
}

TEST(Table, CountsColumnsAndNotBytes) {
  EXPECT_EQ(DisplayWidth("cooperación"), 11);
  EXPECT_EQ(DisplayWidth("cooperacio\xCC\x81n"), 11);
  EXPECT_EQ(DisplayWidth("日本"), 4);
  EXPECT_EQ(DisplayWidth("a\xE2\x80\x8D"
                         "b"),
            2);
  EXPECT_EQ(DisplayWidth(""), 0);
}

TEST(Table, AlignsByDisplayWidth) {
  EXPECT_EQ(RenderTable({{"País"}, {"Iniciativas", true}}, {{"Perú", "2"}, {"日本", "13"}}, 0),
            "País  Iniciativas\n"
            "────  ───────────\n"
            "Perú            2\n"
            "日本           13\n");
}

TEST(Table, WrapsTheWidestColumnToTheTerminal) {
  const std::string table =
      RenderTable({{"Id"}, {"Título"}}, {{"k3f", "Desarrollo sostenible del turismo con participación comunitaria"}}, 30);
  EXPECT_EQ(table,
            "Id   Título\n"
            "───  ─────────────────────────\n"
            "k3f  Desarrollo sostenible del\n"
            "     turismo con participación\n"
            "     comunitaria\n");
}

TEST(Table, WrapsAtSpacesAndCutsOnlyWordsLongerThanALine) {
  EXPECT_THAT(Wrap("uno dos tres", 7), ElementsAre("uno dos", "tres"));
  EXPECT_THAT(Wrap("incomunicación sí", 5), ElementsAre("incom", "unica", "ción", "sí"));
  EXPECT_THAT(Wrap("  a \n b  ", 0), ElementsAre("a b"));
  EXPECT_THAT(Wrap("", 10), ElementsAre(""));
}

TEST(Table, LetsNoDataRewriteTheScreen) {
  EXPECT_EQ(Printable("a\x1b[31mb\rc\td"), "a [31mb c d");
  EXPECT_EQ(Printable("\xE2\x80\xAE"
                      "abc"),
            " abc");
  EXPECT_EQ(Printable("\xFF"), "\xEF\xBF\xBD");
}

TEST(Fields, IndentsWhatContinues) {
  Fields fields(20);
  fields.Field("Título", "uno dos tres cuatro");
  fields.Field("Vacío", "");
  fields.List("Actores", {"Ministerio de Turismo"});
  EXPECT_EQ(fields.text(),
            "Título: uno dos\n"
            "  tres cuatro\n"
            "Actores:\n"
            "  • Ministerio de\n"
            "    Turismo\n");
}

TEST(Codes, AreTakenInAnyCaseWithOrWithoutPrefix) {
  for (const char* text : {"not_multi_actor", "NOT-MULTI-ACTOR", "Exclusion_Reason_Not_Multi_Actor"}) {
    v1::ExclusionReason reason{};
    EXPECT_EQ(ReadCode(text, Language::kEnglish, &reason), "") << text;
    EXPECT_EQ(reason, v1::EXCLUSION_REASON_NOT_MULTI_ACTOR);
  }
}

TEST(Codes, UnknownOnesAreAnsweredWithThoseThatExist) {
  v1::Modality modality{};
  EXPECT_EQ(ReadCode("sideways", Language::kEnglish, &modality),
            "\"sideways\" does not exist. There are: BILATERAL, TRIANGULAR, REGIONAL, NATIONAL.");
  EXPECT_NE(ReadCode("unspecified", Language::kEnglish, &modality), "");
  EXPECT_EQ(modality, v1::MODALITY_UNSPECIFIED);
}

TEST(Codes, AreShownWithoutPrefixAndInWords) {
  EXPECT_EQ(CodeOf(*v1::PartyRole_descriptor(), v1::PARTY_ROLE_SECOND_PROVIDER), "SECOND_PROVIDER");
  EXPECT_EQ(CodeOf(*v1::PartyRole_descriptor(), 99), "99");
  EXPECT_EQ(Label(v1::MODALITY_TRIANGULAR, Language::kPortuguese), "trilateral");
  EXPECT_EQ(CountryName("DO", Language::kSpanish), "República Dominicana");
}

TEST(Codes, EachEnumThatIsShownHasWordsInEachLanguage) {
  for (const auto* type : {v1::InitiativeType_descriptor(),
                           v1::ActorCategory_descriptor(),
                           v1::Modality_descriptor(),
                           v1::PartyRole_descriptor(),
                           v1::InitiativeStatus_descriptor(),
                           v1::Decision_descriptor(),
                           v1::ExclusionReason_descriptor(),
                           v1::Visibility_descriptor(),
                           v1::Dimension_descriptor(),
                           v1::Measure_descriptor(),
                           v1::Counting_descriptor(),
                           v1::QualificationTest_descriptor(),
                           v1::QualificationResult_descriptor(),
                           v1::PartnershipElement_descriptor(),
                           google::protobuf::DescriptorPool::generated_pool()->FindEnumTypeByName("minga.v1.FicheState"),
                           google::protobuf::DescriptorPool::generated_pool()->FindEnumTypeByName("minga.v1.FicheVerb"),
                           google::protobuf::DescriptorPool::generated_pool()->FindEnumTypeByName("minga.v1.PrincipalKind"),
                           google::protobuf::DescriptorPool::generated_pool()->FindEnumTypeByName("minga.v1.ValidationMode"),
                           google::protobuf::DescriptorPool::generated_pool()->FindEnumTypeByName("minga.v1.Role"),
                           google::protobuf::DescriptorPool::generated_pool()->FindEnumTypeByName("minga.v1.MemberState"),
                           google::protobuf::DescriptorPool::generated_pool()->FindEnumTypeByName("minga.v1.RoundState"),
                           google::protobuf::DescriptorPool::generated_pool()->FindEnumTypeByName("minga.v1.Certainty")}) {
    ASSERT_NE(type, nullptr);
    for (int i = 1; i < type->value_count(); ++i)
      EXPECT_TRUE(texts::Exists("cli.code." + type->value(i)->name())) << type->value(i)->name();
  }
}

TEST(Codes, DimensionsAreLowerCaseAndCountryIsTheReportingOne) {
  v1::Dimension dimension{};
  EXPECT_EQ(ReadDimension("country", Language::kEnglish, &dimension), "");
  EXPECT_EQ(dimension, v1::DIMENSION_REPORTING_COUNTRY);
  EXPECT_EQ(ReadDimension("actor_category", Language::kEnglish, &dimension), "");
  EXPECT_EQ(dimension, v1::DIMENSION_ACTOR_CATEGORY);
  EXPECT_THAT(ReadDimension("colour", Language::kEnglish, &dimension), HasSubstr("partner_country, role, modality"));
}

TEST(Codes, ConditionsHaveADimensionAndValues) {
  v1::Condition condition;
  EXPECT_EQ(ReadCondition("country=pe,co", Language::kEnglish, &condition), "");
  EXPECT_EQ(condition.dimension(), v1::DIMENSION_REPORTING_COUNTRY);
  EXPECT_THAT(condition.values(), ElementsAre("PE", "CO"));
  condition.Clear();
  EXPECT_EQ(ReadCondition("qualification=narrow:yes", Language::kEnglish, &condition), "");
  EXPECT_THAT(condition.values(), ElementsAre("NARROW:YES"));
  condition.Clear();
  EXPECT_EQ(ReadCondition("round=2022", Language::kEnglish, &condition), "");
  EXPECT_THAT(condition.values(), ElementsAre("rounds/2022"));
  for (const char* wrong : {"country", "country=", "colour=red", "decision=maybe", "qualification=narrow"}) {
    condition.Clear();
    EXPECT_NE(ReadCondition(wrong, Language::kEnglish, &condition), "") << wrong;
  }
}

TEST(Codes, PartiesAreCountriesOrOrganizationsWithARole) {
  v1::Party party;
  EXPECT_EQ(ReadParty("pe:both", Language::kEnglish, &party), "");
  EXPECT_EQ(party.country_code(), "PE");
  EXPECT_EQ(party.role(), v1::PARTY_ROLE_BOTH);
  EXPECT_EQ(ReadParty("org:Unión: Europea:second_provider", Language::kEnglish, &party), "");
  EXPECT_EQ(party.organization(), "Unión: Europea");
  for (const char* wrong : {"PE", "PE:", ":both", "Perú:both", "PE:helper"})
    EXPECT_NE(ReadParty(wrong, Language::kEnglish, &party), "") << wrong;
}

TEST(Names, MayBeShort) {
  EXPECT_EQ(AgencyName("pe-apci"), "agencies/pe-apci");
  EXPECT_EQ(AgencyName("agencies/pe-apci"), "agencies/pe-apci");
  EXPECT_EQ(RoundName("r2022"), "rounds/r2022");
  EXPECT_EQ(RoundName("2022"), "rounds/2022");
  EXPECT_EQ(RoundName("rounds/r2022"), "rounds/r2022");
  EXPECT_EQ(FicheName("pe-apci/k3f"), "agencies/pe-apci/fiches/k3f");
  EXPECT_EQ(FicheName("agencies/pe-apci/fiches/k3f"), "agencies/pe-apci/fiches/k3f");
  EXPECT_EQ(KeyRecordName("pe-apci/k3f"), "agencies/pe-apci/apiKeys/k3f");
  EXPECT_EQ(InitiativeName("k3f"), "initiatives/k3f");
  EXPECT_EQ(MemberName("pe-apci/k3f"), "agencies/pe-apci/members/k3f");
  EXPECT_EQ(MemberName("secretariat/k3f"), "secretariat/members/k3f");
  EXPECT_EQ(MemberName("secretariat/members/k3f"), "secretariat/members/k3f");
  EXPECT_EQ(SessionName("k3f"), "sessions/k3f");
  EXPECT_EQ(AttachmentName("agencies/pe-apci/fiches/k3f", "a1"), "agencies/pe-apci/fiches/k3f/attachments/a1");
  EXPECT_EQ(AttachmentName("agencies/pe-apci/fiches/k3f", "agencies/x"), "agencies/x");
  EXPECT_EQ(IdOf("agencies/pe-apci/fiches/k3f"), "k3f");
  EXPECT_EQ(ParentOf("agencies/pe-apci/fiches/k3f"), "agencies/pe-apci");
  EXPECT_EQ(ParentOf("secretariat/members/k3f"), "secretariat");
}

TEST(Dates, MayLackDayAndMonth) {
  EXPECT_EQ(FormatDate(*ReadDate("2019")), "2019");
  EXPECT_EQ(FormatDate(*ReadDate("2019-01")), "2019-01");
  EXPECT_EQ(FormatDate(*ReadDate("2019-01-31")), "2019-01-31");
  for (const char* wrong : {"", "19", "2019-", "2019-1", "2019-00", "2019-01-31T", "31/01/2019", "0000"})
    EXPECT_FALSE(ReadDate(wrong)) << wrong;
}

TEST(Dates, PeriodsShowAnOpenEnd) {
  v1::Period period;
  EXPECT_EQ(FormatPeriod(period), "");
  *period.mutable_start() = *ReadDate("2019");
  EXPECT_EQ(FormatPeriod(period), "2019 – …");
  *period.mutable_end() = *ReadDate("2022-12");
  EXPECT_EQ(FormatPeriod(period), "2019 – 2022-12");
}

TEST(Dates, ADeadlineOnADayLeavesTheWholeDayInItsZone) {
  absl::TimeZone zone;
  ASSERT_TRUE(absl::LoadTimeZone("America/Montevideo", &zone));
  const auto expect = [&](const char* text, const char* utc) {
    const auto time = ReadDeadline(text, zone);
    ASSERT_TRUE(time) << text;
    EXPECT_EQ(absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", *time, absl::UTCTimeZone()), utc) << text;
  };
  expect("2023-03-31", "2023-04-01T03:00:00Z");
  expect("2023-03-31T18:00", "2023-03-31T21:00:00Z");
  expect("2023-03-31T18:00:00-05:00", "2023-03-31T23:00:00Z");
  EXPECT_FALSE(ReadDeadline("31 de marzo", zone));
  EXPECT_FALSE(ReadDeadline("2023-02-30", zone));
  google::protobuf::Timestamp stamp;
  stamp.set_seconds(1680318000);
  EXPECT_EQ(FormatTime(stamp, "America/Montevideo"), "2023-04-01 00:00 America/Montevideo");
}

TEST(Json, KeepsTheFieldNamesOfTheProtos) {
  v1::Initiative initiative;
  initiative.mutable_content()->set_type(v1::INITIATIVE_TYPE_PROJECT);
  initiative.add_reporting_country_codes("PE");
  EXPECT_EQ(ToJson(initiative), R"({"reporting_country_codes":["PE"],"content":{"type":"INITIATIVE_TYPE_PROJECT"}})");
  EXPECT_EQ(JsonString("a\"\xFF\n"), "\"a\\\"\xEF\xBF\xBD\\n\"");
}

TEST(Json, TakesCodesWithoutPrefix) {
  v1::InitiativeContent content;
  const absl::Status status = FromJson(
      R"({"modality":"BILATERAL","parties":[{"country_code":"PE","role":"both"}],"status":"INITIATIVE_STATUS_COMPLETED","sdgs":[8]})",
      &content);
  ASSERT_TRUE(status.ok()) << status;
  EXPECT_EQ(content.modality(), v1::MODALITY_BILATERAL);
  EXPECT_EQ(content.parties(0).role(), v1::PARTY_ROLE_BOTH);
  EXPECT_EQ(content.status(), v1::INITIATIVE_STATUS_COMPLETED);
  EXPECT_FALSE(FromJson("{", &content).ok());
  EXPECT_FALSE(FromJson(R"({"modalidad":"BILATERAL"})", &content).ok());
  EXPECT_FALSE(FromJson("[]", &content).ok());
}

TEST(Progress, TellsCountRateAndTimeLeft) {
  App app;
  app.language = Language::kEnglish;
  EXPECT_EQ(Progress::Line(app, 5, 20, absl::Seconds(10)), "█████░░░░░░░░░░░░░░░ 5 of 20, 0.5/s, 0:30 left");
  EXPECT_THAT(Progress::Line(app, 0, 20, absl::ZeroDuration()), HasSubstr("? left"));
}

TEST(SessionFile, EachServerHasItsOwn) {
  const std::filesystem::path home = std::filesystem::temp_directory_path() / ("minga-sessions-" + std::to_string(getpid()));
  setenv("XDG_CONFIG_HOME", home.c_str(), 1);
  const SessionFile file("unix:../../somewhere");
  EXPECT_EQ(file.path(), home / "minga" / "sessions" / "unix%3A..%2F..%2Fsomewhere");
  EXPECT_EQ(SessionFile("..").path(), home / "minga" / "sessions" / "%2E.");
  EXPECT_FALSE(file.Read().has_value());
  EXPECT_TRUE(file.Remove());
  EXPECT_TRUE(file.Write("one"));
  EXPECT_TRUE(file.Write("two"));
  EXPECT_EQ(file.Read(), "two");
  EXPECT_FALSE(SessionFile("127.0.0.1:7420").Read().has_value());
  EXPECT_TRUE(file.Remove());
  EXPECT_FALSE(file.Read().has_value());
  EXPECT_TRUE(std::filesystem::is_empty(home / "minga" / "sessions")) << "nothing half written stays";
  std::filesystem::remove_all(home);
  setenv("XDG_CONFIG_HOME", "relative", 1);
  unsetenv("HOME");
  EXPECT_EQ(SessionFile("a").path(), "");
  EXPECT_FALSE(SessionFile("a").Write("one"));
  unsetenv("XDG_CONFIG_HOME");
}

TEST(App, TheLanguageIsReadBeforeAnythingElse) {
  EXPECT_EQ(LanguageOf({"fiche", "--language", "pt"}, Language::kSpanish), Language::kPortuguese);
  EXPECT_EQ(LanguageOf({"--language=en", "fiche"}, Language::kSpanish), Language::kEnglish);
  EXPECT_EQ(LanguageOf({"fiche", "--", "--language=en"}, Language::kSpanish), Language::kSpanish);
}

}  // namespace
}  // namespace minga::cli
