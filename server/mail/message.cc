#include "server/mail/message.h"

#include <fmt/format.h>

#include <algorithm>

#include "server/base/text.h"
#include "server/domain/fields.h"

namespace minga::mail {
namespace {

constexpr char kCrlf[] = "\r\n";
// RFC 2045: a line of quoted-printable, its soft break included.
constexpr size_t kQuotedLine = 76;
// RFC 2047: a line with an encoded word has 76 characters at most. The first one begins with "Subject: " and 12 of the others
// are around the text ("=?UTF-8?Q?" and "?=").
constexpr size_t kEncodedText = 76 - 9 - 12;
// A header's plain text up to this stays on the header's own line.
constexpr size_t kPlainHeader = 60;

bool IsPrintableAscii(char c) { return c >= 0x20 && c < 0x7F; }

std::string Escaped(char c) { return fmt::format("={:02X}", static_cast<unsigned char>(c)); }

// The bytes of the code point that `text`, which is not empty, begins with.
std::string_view FirstCharacter(std::string_view text) {
  size_t length = 1;
  while (length < text.size() && (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80) ++length;
  return text.substr(0, length);
}

std::string OneLine(std::string_view value) {
  std::string line(value);
  // Also the separators of lines and paragraphs, U+2028 and U+2029, and what else is white space.
  std::replace_if(
      line.begin(), line.end(), [](char c) { return (c >= 0 && c < 0x20) || c == 0x7F; }, ' ');
  return text::Collapse(line);
}

// Words for readers in a header: as they are when they are short and plain, otherwise as encoded words on lines of their own.
std::string Words(std::string_view value, bool in_mailbox) {
  const std::string line = OneLine(value);
  const bool plain = line.size() <= kPlainHeader && std::all_of(line.begin(), line.end(), IsPrintableAscii) &&
                     line.find("=?") == std::string::npos && (!in_mailbox || line.find_first_of("\"\\") == std::string::npos);
  if (plain) return in_mailbox ? fmt::format("\"{}\"", line) : line;
  std::string words, word;
  const auto end_word = [&] {
    words += fmt::format("{}=?UTF-8?Q?{}?=", words.empty() ? "" : "\r\n ", word);
    word.clear();
  };
  for (std::string_view rest = line; !rest.empty();) {
    const std::string_view character = FirstCharacter(rest);
    rest.remove_prefix(character.size());
    std::string encoded;
    for (const char c : character) {
      // What stands in a mailbox's name may hold only these unescaped.
      const bool safe = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      encoded += safe ? std::string(1, c) : c == ' ' ? "_" : Escaped(c);
    }
    // A character is not divided between two words.
    if (word.size() + encoded.size() > kEncodedText) end_word();
    word += encoded;
  }
  end_word();
  return words;
}

std::string MailboxHeader(std::string_view name, const Mailbox& mailbox) {
  if (OneLine(mailbox.display_name).empty()) return fmt::format("{}: <{}>\r\n", name, mailbox.address);
  return fmt::format("{}: {}\r\n <{}>\r\n", name, Words(mailbox.display_name, true), mailbox.address);
}

// Quoted-printable, RFC 2045 6.7. Line ends of any kind come out as CRLF.
std::string Quoted(std::string_view body) {
  std::string quoted, line;
  const auto end_line = [&] {
    // White space at the end of a line gets lost on the way.
    if (!line.empty() && line.back() == ' ') line.replace(line.size() - 1, 1, line.size() + 2 <= kQuotedLine ? "=20" : "=\r\n=20");
    quoted += line + kCrlf;
    line.clear();
  };
  for (size_t at = 0; at < body.size(); ++at) {
    const char c = body[at];
    if (c == '\r' && at + 1 < body.size() && body[at + 1] == '\n') continue;
    if (c == '\n' || c == '\r') {
      end_line();
      continue;
    }
    std::string piece = IsPrintableAscii(c) && c != '=' ? std::string(1, c) : Escaped(c);
    // Some programs that store mail take it for the beginning of the next message.
    if (line == "From" && c == ' ') line = "=46rom";
    // Room for the "=" of a soft break.
    if (line.size() + piece.size() >= kQuotedLine) {
      quoted += line + "=" + kCrlf;
      line.clear();
    }
    line += piece;
  }
  if (!line.empty()) end_line();
  return quoted;
}

std::string_view DomainOf(std::string_view address) { return address.substr(address.rfind('@') + 1); }

}  // namespace

std::optional<Mailbox> ParseMailbox(std::string_view text) {
  Mailbox mailbox;
  const size_t open = text.find('<');
  if (open == std::string_view::npos) {
    mailbox.address = std::string(text);
  } else {
    if (!text.ends_with('>')) return std::nullopt;
    mailbox.address = std::string(text.substr(open + 1, text.size() - open - 2));
    mailbox.display_name = OneLine(text.substr(0, open));
  }
  if (!domain::IsEmail(mailbox.address)) return std::nullopt;
  return mailbox;
}

std::string ToBytes(const Message& message) {
  std::string bytes = MailboxHeader("From", message.from);
  bytes += MailboxHeader("To", message.to);
  bytes += fmt::format("Subject: {}\r\n", Words(message.subject, false));
  bytes += fmt::format("Date: {}\r\n", absl::FormatTime(absl::RFC1123_full, message.date, absl::UTCTimeZone()));
  bytes += fmt::format("Message-ID: <{}@{}>\r\n", message.id, DomainOf(message.from.address));
  // RFC 3834: nobody's absence is announced to it.
  bytes += "Auto-Submitted: auto-generated\r\n";
  bytes += "MIME-Version: 1.0\r\n";
  bytes += fmt::format("Content-Language: {}\r\n", texts::Code(message.language));
  bytes += "Content-Type: text/plain; charset=utf-8\r\n";
  bytes += "Content-Transfer-Encoding: quoted-printable\r\n\r\n";
  return bytes + Quoted(message.body);
}

}  // namespace minga::mail
