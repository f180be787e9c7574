// The zip container of a document, read from memory under the caps of base/limits.h.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace minga::forms {

// Part names are compared as OPC does, without regard to case; a backslash counts as a slash and a leading slash is
// dropped. No name of the archive ever reaches the file system. Not thread-safe; the bytes must outlive the archive.
class Archive {
 public:
  // Errors: DOCUMENT_DAMAGED for what is no readable zip, DOCUMENT_HOSTILE for too many entries, a declared size or
  // ratio over the limits, or a part that stands twice.
  static absl::StatusOr<std::unique_ptr<Archive>> Open(std::string_view bytes);
  virtual ~Archive() = default;

  virtual bool Has(std::string_view part) const = 0;
  // Whether any part's name begins so.
  virtual bool HasUnder(std::string_view folder) const = 0;
  // The inflated part. What is counted is what comes out, never what the headers declare. Errors: DOCUMENT_DAMAGED when
  // absent or broken, DOCUMENT_ENCRYPTED, DOCUMENT_HOSTILE over the limits.
  virtual absl::StatusOr<std::string> Read(std::string_view part) = 0;
};

}  // namespace minga::forms
