// Pages of lists (AIP-158). A page token says where a list goes on; it is signed, and bound to the caller (a person's
// membership, a program's key) and to the request that it was made for, so that it can be neither forged nor carried elsewhere.
#pragma once

#include <string>
#include <string_view>

#include "google/protobuf/message.h"
#include "server/base/errors.h"
#include "server/service/call.h"

namespace minga::service {

struct Page {
  // How many to answer.
  int size = 0;
  // Where to go on, in the form given to NextToken; empty on the first page.
  std::string cursor;
};

// Reads `page_size` and `page_token` of a list request; adds violations when they are wrong.
Page PageOf(const google::protobuf::Message& request, const Call& call, std::string_view secret, Violations& violations);

// The token of the page after `cursor` for the same request.
std::string NextToken(const google::protobuf::Message& request, const Call& call, std::string_view secret, std::string_view cursor);

// A cursor of a time and an id, and back; an empty cursor is {0, ""}.
std::string TimeCursor(int64_t micros, std::string_view id);
struct TimePosition {
  int64_t micros = 0;
  std::string id;
};
TimePosition ParseTimeCursor(std::string_view cursor);

}  // namespace minga::service
