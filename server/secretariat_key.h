// The secretariat's own credential, which is the first thing in a registry.
#pragma once

#include <string>

#include "absl/status/status.h"
#include "server/base/clock.h"
#include "server/store/store.h"

namespace minga {

// Makes the secretariat's key and writes it to `path` (mode 0600) unless the registry has one already. FAILED_PRECONDITION when
// the registry has none but the file is there: then the database was lost.
absl::Status EnsureSecretariatKey(store::Store& store, const Clock& clock, const std::string& path);

// Revokes every key of the secretariat and writes a new one to `path`; when it fails the old one still works.
absl::Status ResetSecretariatKey(store::Store& store, const Clock& clock, const std::string& path);

}  // namespace minga
