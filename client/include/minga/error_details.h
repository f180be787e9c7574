// What the registry says about an error beyond its code.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"

namespace minga {

// One wrong argument of a request.
struct FieldViolation {
  // In the request's terms, `fiche.initiatives[0].content.title`.
  std::string path;
  // What is wrong, in the caller's language.
  std::string description;
};

// google.rpc.ErrorInfo, LocalizedMessage and BadRequest of a status.
struct ErrorDetails {
  // Stable code, UPPER_SNAKE, of docs/errors.md. Empty when the error was not made by the registry, for example when it
  // cannot be reached.
  std::string reason;
  // `minga` for errors of the registry.
  std::string domain;
  // The arguments of the sentence.
  std::map<std::string, std::string> metadata;
  // The sentence for a person, in the caller's language. Empty under the same condition as `reason`.
  std::string localized_message;
  std::vector<FieldViolation> field_violations;
};

// The details that a status of Client carries. Never fails: what is absent or damaged stays empty.
ErrorDetails DetailsOf(const absl::Status& status);

}  // namespace minga
