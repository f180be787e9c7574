#include "server/forms/archive.h"

#include <fmt/format.h>
#include <zip.h>

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "server/base/errors.h"
#include "server/base/limits.h"

namespace minga::forms {
namespace {

std::string PartName(std::string_view name) {
  std::string out;
  out.reserve(name.size());
  for (const char c : name) {
    if (c == '\\') {
      out.push_back('/');
    } else {
      out.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c);
    }
  }
  if (!out.empty() && out.front() == '/') out.erase(0, 1);
  return out;
}

// libzip keeps a record for each entry of the directory; a directory of half a million is refused before it is read.
bool DeclaresTooManyEntries(std::string_view bytes) {
  constexpr std::string_view kEnd("PK\x05\x06", 4);
  const size_t at = bytes.rfind(kEnd);
  if (at == std::string_view::npos || at + 12 > bytes.size()) return false;
  const auto byte = [&](size_t offset) { return static_cast<unsigned char>(bytes[at + offset]); };
  return byte(10) + (byte(11) << 8) > static_cast<int>(limits::kArchiveEntries);
}

struct CloseFile {
  void operator()(zip_file_t* file) const { zip_fclose(file); }
};

class ZipArchive final : public Archive {
 public:
  explicit ZipArchive(zip_t* zip, size_t file_size)
      : zip_(zip), budget_(std::min(limits::kInflatedBytes, std::max<size_t>(file_size * limits::kInflationRatio, 1u << 16))) {}
  ~ZipArchive() override { zip_discard(zip_); }
  ZipArchive(const ZipArchive&) = delete;
  ZipArchive& operator=(const ZipArchive&) = delete;

  absl::Status Index() {
    const zip_int64_t entries = zip_get_num_entries(zip_, 0);
    if (entries > static_cast<zip_int64_t>(limits::kArchiveEntries)) return errors::DocumentHostile("zip: > 2000");
    size_t declared = 0;
    for (zip_int64_t at = 0; at < entries; ++at) {
      zip_stat_t stat;
      if (zip_stat_index(zip_, static_cast<zip_uint64_t>(at), 0, &stat) != 0 || stat.name == nullptr) {
        return errors::DocumentDamaged("zip");
      }
      if ((stat.valid & ZIP_STAT_SIZE) != 0) {
        if (stat.size > limits::kInflatedBytes) return errors::DocumentHostile("zip: > 100 MiB");
        declared += static_cast<size_t>(stat.size);
        if (declared > budget_) return errors::DocumentHostile(budget_ == limits::kInflatedBytes ? "zip: > 100 MiB" : "zip: > 200:1");
      }
      std::string name = PartName(stat.name);
      if (name.empty() || name.back() == '/') continue;
      if (!parts_.emplace(std::move(name), static_cast<zip_uint64_t>(at)).second) return errors::DocumentHostile("zip: 2 x 1");
    }
    return absl::OkStatus();
  }

  bool Has(std::string_view part) const override { return parts_.contains(PartName(part)); }

  bool HasUnder(std::string_view folder) const override {
    const std::string prefix = PartName(folder);
    const auto at = parts_.lower_bound(prefix);
    return at != parts_.end() && at->first.compare(0, prefix.size(), prefix) == 0;
  }

  absl::StatusOr<std::string> Read(std::string_view part) override {
    const auto found = parts_.find(PartName(part));
    if (found == parts_.end()) return errors::DocumentDamaged(part);
    zip_stat_t stat;
    if (zip_stat_index(zip_, found->second, 0, &stat) != 0) return errors::DocumentDamaged(part);
    if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && stat.encryption_method != ZIP_EM_NONE) return errors::DocumentEncrypted();
    const std::unique_ptr<zip_file_t, CloseFile> file(zip_fopen_index(zip_, found->second, 0));
    if (file == nullptr) return errors::DocumentDamaged(part);
    std::string bytes;
    if ((stat.valid & ZIP_STAT_SIZE) != 0) bytes.reserve(static_cast<size_t>(stat.size));
    std::array<char, 1 << 16> chunk;
    for (;;) {
      const zip_int64_t got = zip_fread(file.get(), chunk.data(), chunk.size());
      if (got < 0) return errors::DocumentDamaged(part);
      if (got == 0) break;
      inflated_ += static_cast<size_t>(got);
      if (inflated_ > budget_) return errors::DocumentHostile(budget_ == limits::kInflatedBytes ? "zip: > 100 MiB" : "zip: > 200:1");
      bytes.append(chunk.data(), static_cast<size_t>(got));
    }
    return bytes;
  }

 private:
  zip_t* const zip_;
  const size_t budget_;
  size_t inflated_ = 0;
  std::map<std::string, zip_uint64_t> parts_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Archive>> Archive::Open(std::string_view bytes) {
  if (DeclaresTooManyEntries(bytes)) return errors::DocumentHostile("zip: > 2000");
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* const source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  if (source == nullptr) {
    zip_error_fini(&error);
    return errors::DocumentDamaged("zip");
  }
  zip_t* const zip = zip_open_from_source(source, ZIP_RDONLY, &error);
  zip_error_fini(&error);
  if (zip == nullptr) {
    zip_source_free(source);
    return errors::DocumentDamaged("zip");
  }
  auto archive = std::make_unique<ZipArchive>(zip, bytes.size());
  if (absl::Status status = archive->Index(); !status.ok()) return status;
  return std::unique_ptr<Archive>(std::move(archive));
}

}  // namespace minga::forms
