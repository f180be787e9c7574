// Against a real mail server, Debian's python3-aiosmtpd.
#include "server/mail/smtp.h"

#include <gmock/gmock.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <thread>

#include "tests/server/mail/smtp_server.h"

namespace minga::mail {
namespace {

using testing::HasSubstr;
using testing::Not;
using Options = std::vector<std::string>;

Message To(const std::string& address, const std::string& subject = "Aviso") {
  return {.from = {"minga@example.org", "Minga"},
          .to = {address, "Ana"},
          .subject = subject,
          .body = "Hola.\n",
          .id = "n1",
          .date = absl::FromUnixSeconds(1'650'000'000)};
}

SmtpOptions OptionsFor(const SmtpServer& server, const std::string& scheme = "smtp") {
  return {.url = server.Url(scheme), .verified = false};
}

TEST(Smtp, AMailArrivesAsItWasWritten) {
  SmtpServer server;
  Smtp smtp(OptionsFor(server));
  Message message =
      To("ana@example.org", "Devolución de la ficha «Agua para todos»: faltan actores, señalados en el comentario de la Unidad Técnica 𝒂");
  message.from.display_name = "Unidad Técnica";
  message.to.display_name = "José \"Pepe\" Núñez, del Ñandú";
  message.body = "Acentos: áéíóú ñ ç ã õ 𝒂\n\n.con punto\n..\n.\nFrom aquí\nal final hay espacios  \n= igual =20\n";
  for (int i = 0; i < 500; ++i) message.body += "larguísima ";
  message.body += "\nfin\n";
  ASSERT_EQ(smtp.Send(message).outcome, Outcome::kTaken);
  const nlohmann::json mail = server.NextMail();
  EXPECT_EQ(mail["headers"]["subject"], message.subject);
  EXPECT_EQ(mail["from"], nlohmann::json::parse(R"([["Unidad Técnica", "minga@example.org"]])"));
  EXPECT_EQ(mail["to"], nlohmann::json::parse(R"([["José \"Pepe\" Núñez, del Ñandú", "ana@example.org"]])"));
  EXPECT_EQ(mail["headers"]["message-id"], "<n1@example.org>");
  EXPECT_EQ(mail["headers"]["auto-submitted"], "auto-generated");
  EXPECT_EQ(mail["body"], message.body);
  EXPECT_EQ(mail["sender"], "minga@example.org");
  EXPECT_EQ(mail["recipients"], nlohmann::json({"ana@example.org"}));
  EXPECT_EQ(mail["defects"], nlohmann::json::array());
  EXPECT_EQ(mail["raw"], ToBytes(message));
}

TEST(Smtp, HostileWordsArriveAsWordsForTheOneRecipient) {
  SmtpServer server;
  Smtp smtp(OptionsFor(server));
  Message message = To("ana@example.org", "x\r\nBcc: all@example.org\r\n\r\nbody");
  message.to.display_name = "\" <evil@example.com>, \"\r\nRCPT TO:<evil@example.com>";
  message.body = "uno\r\n.\r\nMAIL FROM:<evil@example.com>\r\n";
  ASSERT_EQ(smtp.Send(message).outcome, Outcome::kTaken);
  const nlohmann::json mail = server.NextMail();
  EXPECT_EQ(mail["headers"]["subject"], "x Bcc: all@example.org body");
  EXPECT_FALSE(mail["headers"].contains("bcc"));
  EXPECT_EQ(mail["recipients"], nlohmann::json({"ana@example.org"}));
  EXPECT_EQ(mail["to"].size(), 1u);
  EXPECT_EQ(mail["to"][0][1], "ana@example.org");
  EXPECT_EQ(mail["body"], "uno\n.\nMAIL FROM:<evil@example.com>\n");
}

TEST(Smtp, SeveralMailsGoOverOneConnectionUntilItRests) {
  SmtpServer server;
  Smtp smtp(OptionsFor(server));
  std::vector<int> connections;
  for (int i = 0; i < 4; ++i) {
    if (i == 3) smtp.Rest();
    ASSERT_EQ(smtp.Send(To("ana@example.org")).outcome, Outcome::kTaken);
    connections.push_back(server.NextMail()["connection"]);
  }
  EXPECT_EQ(connections[0], connections[1]);
  EXPECT_EQ(connections[0], connections[2]);
  EXPECT_NE(connections[0], connections[3]);
}

TEST(Smtp, TellsForGoodFromForNowAndTheMailFromTheServer) {
  SmtpServer server;
  Smtp smtp(OptionsFor(server));
  const std::vector<std::tuple<const char*, Outcome, const char*>> cases = {
      {"nobody@example.org", Outcome::kRefused, "recipient: 550"},
      {"busy@example.org", Outcome::kDeferred, "recipient: 451"},
      {"unwanted@example.org", Outcome::kRefused, "content: 554"},
      {"full@example.org", Outcome::kDeferred, "content: 452"},
  };
  for (const auto& [address, outcome, cause] : cases) {
    const Delivery delivery = smtp.Send(To(address));
    EXPECT_EQ(delivery.outcome, outcome) << address;
    EXPECT_EQ(delivery.cause, cause) << address;
    // The next one goes all the same.
    EXPECT_EQ(smtp.Send(To("ana@example.org")).outcome, Outcome::kTaken) << address;
  }
  Message stranger = To("ana@example.org");
  stranger.from.address = "stranger@example.org";
  const Delivery delivery = smtp.Send(stranger);
  EXPECT_EQ(delivery.outcome, Outcome::kUnavailable);
  EXPECT_EQ(delivery.cause, "server: 550");
}

TEST(Smtp, AServerThatIsGoneIsUnavailableAndFoundAgain) {
  SmtpServer server;
  Smtp smtp(OptionsFor(server));
  ASSERT_EQ(smtp.Send(To("ana@example.org")).outcome, Outcome::kTaken);
  server.Kill();
  EXPECT_EQ(smtp.Send(To("ana@example.org")).outcome, Outcome::kUnavailable);
  server.Restart();
  EXPECT_EQ(smtp.Send(To("ana@example.org")).outcome, Outcome::kTaken);
  // The connection is dead, and the server is not.
  server.Kill();
  server.Restart();
  EXPECT_EQ(smtp.Send(To("ana@example.org")).outcome, Outcome::kTaken);
}

TEST(Smtp, AServerThatSaysNothingIsNotWaitedForLongerThanTold) {
  const int mute = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  ASSERT_EQ(bind(mute, reinterpret_cast<sockaddr*>(&address), size), 0);
  ASSERT_EQ(listen(mute, 1), 0);
  ASSERT_EQ(getsockname(mute, reinterpret_cast<sockaddr*>(&address), &size), 0);
  Smtp smtp({.url = "smtp://127.0.0.1:" + std::to_string(ntohs(address.sin_port)), .total_time = absl::Milliseconds(200)});
  EXPECT_EQ(smtp.Send(To("ana@example.org")).outcome, Outcome::kUnavailable);
  close(mute);
}

TEST(Smtp, AMailOverWhichTheServerFallsSilentIsDeferred) {
  SmtpServer server;
  SmtpOptions options = OptionsFor(server);
  options.total_time = absl::Milliseconds(500);
  Smtp smtp(options);
  for (const char* address : {"slow@example.org", "silent@example.org"}) {
    EXPECT_EQ(smtp.Send(To(address)).outcome, Outcome::kDeferred) << address;
    EXPECT_EQ(smtp.Send(To("ana@example.org")).outcome, Outcome::kTaken) << address;
  }
}

TEST(Smtp, AnInterruptEndsWhatIsUnderWayAndAllThatFollows) {
  for (const char* address : {"slow@example.org", "silent@example.org"}) {
    SmtpServer server;
    Smtp smtp(OptionsFor(server));
    const absl::Time begin = absl::Now();
    std::thread other([&] {
      EXPECT_EQ(server.NextMail()["silent"], address);
      smtp.Interrupt();
    });
    EXPECT_EQ(smtp.Send(To(address)).outcome, Outcome::kInterrupted) << address;
    other.join();
    EXPECT_EQ(smtp.Send(To("ana@example.org")).outcome, Outcome::kInterrupted) << address;
    smtp.Rest();
    EXPECT_LT(absl::Now() - begin, absl::Seconds(10)) << address;
  }
}

TEST(Smtp, EncryptsWhenItIsOfferedAndKnowsTheServerWhenItMust) {
  SmtpServer offering(Options{"--certificate", Certificate()}), plain, encrypted(Options{"--certificate", Certificate(), "--encrypted"});
  const auto send = [](SmtpServer& server, const std::string& scheme, bool verified, const std::string& authorities) {
    Smtp smtp({.url = server.Url(scheme), .verified = verified, .authorities = authorities});
    return smtp.Send(To("ana@example.org"));
  };
  EXPECT_EQ(send(plain, "smtp", false, "").outcome, Outcome::kTaken);
  EXPECT_EQ(plain.NextMail()["encrypted"], false);
  EXPECT_EQ(send(offering, "smtp", false, "").outcome, Outcome::kTaken);
  EXPECT_EQ(offering.NextMail()["encrypted"], true);
  EXPECT_EQ(send(offering, "smtp", true, Certificate()).outcome, Outcome::kTaken);
  EXPECT_EQ(offering.NextMail()["encrypted"], true);
  EXPECT_EQ(send(encrypted, "smtps", true, Certificate()).outcome, Outcome::kTaken);
  EXPECT_EQ(encrypted.NextMail()["encrypted"], true);
  // Nothing is sent to a server that does not encrypt, or that is nobody one knows.
  EXPECT_EQ(send(plain, "smtp", true, Certificate()).outcome, Outcome::kUnavailable);
  EXPECT_EQ(send(offering, "smtp", true, "").outcome, Outcome::kUnavailable);
  EXPECT_EQ(send(encrypted, "smtps", true, "").outcome, Outcome::kUnavailable);
}

TEST(Smtp, SaysWhoItIsAndNeverWhatWith) {
  SmtpServer server(Options{"--certificate", Certificate(), "--login", "minga:sesamo"});
  SmtpOptions options{.url = server.Url(), .user = "minga", .password = "sesamo", .authorities = Certificate()};
  ASSERT_EQ(Smtp(options).Send(To("ana@example.org")).outcome, Outcome::kTaken);
  EXPECT_EQ(server.NextMail()["user"], "minga");
  options.password = "sesame";
  const Delivery wrong = Smtp(options).Send(To("ana@example.org"));
  EXPECT_EQ(wrong.outcome, Outcome::kUnavailable);
  EXPECT_EQ(wrong.cause, "server: 535");
  options.user = options.password = "";
  EXPECT_EQ(Smtp(options).Send(To("ana@example.org")).outcome, Outcome::kUnavailable);
}

TEST(Smtp, AnAddressOfAServerIsASchemeAHostAndPerhapsAPort) {
  for (const char* good :
       {"smtp://mail.example.org", "smtp://mail.example.org:587", "smtps://127.0.0.1:465", "smtp://[::1]", "smtp://[::1]:25"}) {
    EXPECT_TRUE(CheckSmtpUrl(good).ok()) << good;
  }
  for (const char* bad :
       {"", "smtp://", "mail.example.org:25", "http://mail.example.org", "smtp://user:pass@mail.example.org", "smtp://mail/x",
        "smtp://mail:", "smtp://mail:port", "smtp://mail:123456", "smtp://:25", "smtp://mail example", "smtp://mail?x"}) {
    EXPECT_FALSE(CheckSmtpUrl(bad).ok()) << bad;
  }
  EXPECT_TRUE(IsLoopbackUrl("smtp://localhost:25"));
  EXPECT_TRUE(IsLoopbackUrl("smtps://127.0.0.1"));
  EXPECT_TRUE(IsLoopbackUrl("smtp://[::1]:25"));
  EXPECT_FALSE(IsLoopbackUrl("smtp://localhost.example.org:25"));
  EXPECT_FALSE(IsLoopbackUrl("smtp://mail.example.org"));
}

}  // namespace
}  // namespace minga::mail
