// What the gate settled about a call before the rules of use see it.
#pragma once

#include <string>

#include "absl/time/time.h"
#include "server/base/scope.h"
#include "texts/texts.h"

namespace minga::service {

struct Call {
  // What the caller reaches.
  Scope scope;
  // Language for texts.
  texts::Language language = texts::Language::kSpanish;
  // When the call began; the only "now" of the rules.
  absl::Time now;
  // Id of the credential, for the log and the audit. Never the credential.
  std::string key;
};

}  // namespace minga::service
