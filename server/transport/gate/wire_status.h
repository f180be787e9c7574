// Statuses as callers get them: google.rpc.Status with ErrorInfo, LocalizedMessage, BadRequest and RetryInfo.
#pragma once

#include "absl/status/status.h"
#include "google/rpc/status.pb.h"
#include "texts/texts.h"

namespace minga::transport {

// `status` in the caller's language; OK is empty. A status that was not made by the catalogue, and every internal cause, becomes
// INTERNAL without a word of it. Violations beyond limits::kStatusBytes are left out, and ErrorInfo's metadata says how many
// (`omitted`).
google::rpc::Status ToWire(const absl::Status& status, texts::Language language);

}  // namespace minga::transport
