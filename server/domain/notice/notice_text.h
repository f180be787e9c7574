// What a notice says to its reader. Only what stands in the message is printed, so that nobody reads what the notice was not
// given; what people wrote cannot pass for the registry's own words: titles and names are one line each, and every line of a
// comment is marked with "> ".
#pragma once

#include <string>

#include "minga/v1/notice.pb.h"
#include "texts/texts.h"

namespace minga::domain {

struct NoticeText {
  // One line.
  std::string subject;
  // Lines end with "\n".
  std::string body;
};

// A notice as the inbox shows it. Times are told in the notice's zone, with its name and distance from UTC.
NoticeText TextOf(const v1::Notice& notice, texts::Language language);

// Where a mail leads.
struct MailLink {
  std::string url;
  // It holds a one-use token.
  bool one_use = false;
};

// The same as a mail, with the link.
NoticeText MailTextOf(const v1::Notice& notice, const MailLink& link, texts::Language language);

}  // namespace minga::domain
