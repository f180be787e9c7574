// An e-mail as the bytes that a mail server takes (RFC 5322, RFC 2047, RFC 2045).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "texts/texts.h"

namespace minga::mail {

struct Mailbox {
  // `user@example.org`: domain::IsEmail.
  std::string address;
  // A person's or institution's name; may be empty.
  std::string display_name;
};

// `user@example.org` or `A name <user@example.org>`; empty when it is neither.
std::optional<Mailbox> ParseMailbox(std::string_view text);

struct Message {
  Mailbox from;
  Mailbox to;
  // UTF-8, as the body, in any form: line ends and control characters in subject and names become spaces, so that nothing in
  // them can begin another header.
  std::string subject;
  std::string body;
  texts::Language language = texts::Language::kSpanish;
  // What the Message-ID is made of: the same id and sender make the same Message-ID, by which one that arrives twice is
  // recognised. Characters of a resource id.
  std::string id;
  absl::Time date;
};

// The message with its headers, in lines that end with CRLF and have at most 78 bytes but for addresses. It is ASCII but for
// addresses that are not. The same message makes the same bytes.
std::string ToBytes(const Message& message);

}  // namespace minga::mail
