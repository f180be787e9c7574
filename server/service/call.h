// What the gate settled about a call before the rules of use see it.
#pragma once

#include "absl/time/time.h"
#include "server/base/identity.h"
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
  // Who calls, and in which roles.
  Identity identity;
};

}  // namespace minga::service
