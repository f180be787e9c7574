#include "server/forms/writer/package.h"

#include <zip.h>

#include <memory>

#include "server/base/errors.h"

namespace minga::forms {
namespace {

absl::Status Failed() { return errors::Internal("a document's archive could not be made"); }

// The first day that a zip can say.
constexpr zip_uint16_t kNoTime = 0;
constexpr zip_uint16_t kNoDate = (1 << 5) | 1;

bool AddPart(zip_t* archive, const PackagePart& part) {
  const auto& [name, bytes] = part;
  zip_source_t* const source = zip_source_buffer(archive, bytes.data(), bytes.size(), 0);
  if (source == nullptr) return false;
  const zip_int64_t index = zip_file_add(archive, name.c_str(), source, ZIP_FL_ENC_UTF_8);
  if (index < 0) {
    zip_source_free(source);
    return false;
  }
  const auto at = static_cast<zip_uint64_t>(index);
  return zip_set_file_compression(archive, at, ZIP_CM_DEFLATE, 0) == 0 && zip_file_set_dostime(archive, at, kNoTime, kNoDate, 0) == 0;
}

struct FreeSource {
  void operator()(zip_source_t* source) const { zip_source_free(source); }
};

}  // namespace

absl::StatusOr<std::string> MakePackage(const std::vector<PackagePart>& parts) {
  const std::unique_ptr<zip_source_t, FreeSource> target(zip_source_buffer_create(nullptr, 0, 0, nullptr));
  if (target == nullptr) return Failed();
  // The archive takes a reference of its own.
  zip_source_keep(target.get());
  zip_t* const archive = zip_open_from_source(target.get(), ZIP_TRUNCATE, nullptr);
  if (archive == nullptr) {
    zip_source_free(target.get());
    return Failed();
  }
  for (const PackagePart& part : parts) {
    if (AddPart(archive, part)) continue;
    zip_discard(archive);
    return Failed();
  }
  if (zip_close(archive) != 0) {
    zip_discard(archive);
    return Failed();
  }
  if (zip_source_open(target.get()) != 0) return Failed();
  std::string bytes;
  if (zip_source_seek(target.get(), 0, SEEK_END) == 0) bytes.resize(static_cast<size_t>(zip_source_tell(target.get())));
  const bool read = zip_source_seek(target.get(), 0, SEEK_SET) == 0 &&
                    zip_source_read(target.get(), bytes.data(), bytes.size()) == static_cast<zip_int64_t>(bytes.size());
  zip_source_close(target.get());
  if (!read || bytes.empty()) return Failed();
  return bytes;
}

}  // namespace minga::forms
