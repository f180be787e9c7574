#include "server/mail/message.h"

#include <gmock/gmock.h>

#include <algorithm>

namespace minga::mail {
namespace {

using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

Message Small() {
  return {.from = {"minga@example.org", "Minga"},
          .to = {"ana@example.org", "Ana"},
          .subject = "Acuse de recibo",
          .body = "Hola.\n",
          .language = texts::Language::kSpanish,
          .id = "n1",
          .date = absl::FromUnixSeconds(1'650'000'000)};
}

std::string HeadOf(const Message& message) {
  const std::string bytes = ToBytes(message);
  return bytes.substr(0, bytes.find("\r\n\r\n") + 2);
}

std::string BodyOf(const Message& message) {
  const std::string bytes = ToBytes(message);
  return bytes.substr(bytes.find("\r\n\r\n") + 4);
}

std::vector<std::string> LinesOf(const std::string& bytes) {
  std::vector<std::string> lines;
  for (size_t at = 0, end; (end = bytes.find("\r\n", at)) != std::string::npos; at = end + 2) lines.push_back(bytes.substr(at, end - at));
  return lines;
}

TEST(Message, IsWrittenAsTheStandardSays) {
  EXPECT_EQ(ToBytes(Small()),
            "From: \"Minga\"\r\n <minga@example.org>\r\n"
            "To: \"Ana\"\r\n <ana@example.org>\r\n"
            "Subject: Acuse de recibo\r\n"
            "Date: Fri, 15 Apr 2022 05:20:00 +0000\r\n"
            "Message-ID: <n1@example.org>\r\n"
            "Auto-Submitted: auto-generated\r\n"
            "MIME-Version: 1.0\r\n"
            "Content-Language: es\r\n"
            "Content-Type: text/plain; charset=utf-8\r\n"
            "Content-Transfer-Encoding: quoted-printable\r\n"
            "\r\n"
            "Hola.\r\n");
  Message nameless = Small();
  nameless.to.display_name = " ";
  EXPECT_THAT(HeadOf(nameless), HasSubstr("\r\nTo: <ana@example.org>\r\n"));
}

TEST(Message, HasShortLinesOfAscii) {
  Message message = Small();
  message.from.display_name = "Secretaría de Cooperación — Unidad Técnica del Programa Iberoamericano";
  message.to.display_name = "José María Ñandú «el \"Viejo\" \\ Gómez», con un nombre que no cabe en una línea";
  for (int i = 0; i < 20; ++i) message.subject += "Devolución de la ficha 𝒂; ";
  for (int i = 0; i < 400; ++i) message.body += "ñandú=𝒂 ";
  const std::string bytes = ToBytes(message);
  EXPECT_TRUE(std::all_of(bytes.begin(), bytes.end(), [](char c) { return (c >= 0x20 && c < 0x7F) || c == '\r' || c == '\n'; }));
  for (const std::string& line : LinesOf(bytes)) EXPECT_LE(line.size(), 76u) << line;
  EXPECT_THAT(bytes, Not(ContainsRegex("[^\r]\n")));
}

TEST(Message, NothingThatPeopleWroteBeginsAnotherHeader) {
  for (const char* hostile :
       {"x\r\nBcc: all@example.org", "x\nBcc: all@example.org", "x\rBcc: all@example.org", "x\r\n\r\nBcc: body", "x\v\fBcc: y",
        "x\xE2\x80\xA8"
        "Bcc: y",
        "x\xC2\x85"
        "Bcc: y",
        "\r\nBcc: y", "x\r\n Bcc: y", "=?UTF-8?Q?x=0D=0ABcc:_y?="}) {
    Message message = Small();
    message.subject = message.to.display_name = message.from.display_name = hostile;
    const std::string head = HeadOf(message);
    EXPECT_THAT(head, Not(ContainsRegex("[\r\n]Bcc"))) << hostile;
    EXPECT_THAT(head, Not(HasSubstr("=0D"))) << hostile;
    // No encoded word of theirs is decoded.
    EXPECT_THAT(head, Not(HasSubstr("?x="))) << hostile;
    // A header begins at each line that is no continuation: these and no other.
    int headers = 0;
    for (const std::string& line : LinesOf(head)) headers += line.front() == ' ' ? 0 : 1;
    EXPECT_EQ(headers, 10) << head;
  }
  const std::string nul("x\0Bcc: y", 8);
  Message message = Small();
  message.subject = nul;
  EXPECT_THAT(HeadOf(message), HasSubstr("Subject: x Bcc: y\r\n"));
}

TEST(Message, ANameCannotBecomeAnAddress) {
  for (const char* hostile : {"\" <evil@example.com>, \"", "a\\", "Ana <evil@example.com>", "a, evil@example.com", "(x)"}) {
    Message message = Small();
    message.to.display_name = hostile;
    const std::string head = HeadOf(message);
    const size_t to = head.find("To: ") + 4;
    const std::string name = head.substr(to, head.find("\r\n <ana@", to) - to);
    // Quoted without a quote in it, or encoded.
    EXPECT_THAT(name, testing::AnyOf(testing::MatchesRegex("\"[^\"\\\\]*\""), testing::MatchesRegex("=\\?UTF-8\\?Q\\?[A-Za-z0-9=_]*\\?=")))
        << hostile;
  }
}

TEST(Message, ABodyKeepsItsLinesWhateverTheirEnds) {
  Message message = Small();
  message.body = "uno\r\ndos\rtres\n\n.cuatro\nFrom cinco \nx\ty";
  EXPECT_EQ(BodyOf(message), "uno\r\ndos\r\ntres\r\n\r\n.cuatro\r\n=46rom cinco=20\r\nx=09y\r\n");
  // A space at the very end of a full line finds no room to be escaped there.
  message.body = std::string(74, 'x') + " \n";
  EXPECT_EQ(BodyOf(message), std::string(74, 'x') + "=\r\n=20\r\n");
}

TEST(Message, TheSameMakesTheSameBytes) { EXPECT_EQ(ToBytes(Small()), ToBytes(Small())); }

TEST(Mailbox, IsReadFromASetting) {
  const auto plain = ParseMailbox("minga@example.org");
  ASSERT_TRUE(plain.has_value());
  EXPECT_EQ(plain->address, "minga@example.org");
  EXPECT_EQ(plain->display_name, "");
  const auto named = ParseMailbox("Unidad Técnica <minga@example.org>");
  ASSERT_TRUE(named.has_value());
  EXPECT_EQ(named->address, "minga@example.org");
  EXPECT_EQ(named->display_name, "Unidad Técnica");
  for (const char* bad :
       {"", "minga", "minga@", "@example.org", "a <b>", "a <b@example.org", "a <b@example.org> c", "a@example.org, b@example.org",
        "a@example.org\r\nBcc: b@example.org", "a <b@example.org\r\n>", "<>", "a b@example.org"}) {
    EXPECT_FALSE(ParseMailbox(bad).has_value()) << bad;
  }
}

}  // namespace
}  // namespace minga::mail
