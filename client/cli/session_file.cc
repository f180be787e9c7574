#include "client/cli/session_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <fstream>

#include "client/cli/environment.h"

namespace minga::cli {
namespace {

namespace fs = std::filesystem;

// The specification of base directories has a relative path ignored.
std::string ConfigDirectory() {
  if (const std::string set = Environment("XDG_CONFIG_HOME"); set.starts_with("/")) return set;
  const std::string home = Environment("HOME");
  return home.starts_with("/") ? home + "/.config" : "";
}

std::string FileNameOf(std::string_view server) {
  std::string name;
  for (const char c : server) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
                       // No name may begin with a point: `..` leads elsewhere.
                       (c == '.' && !name.empty());
    name += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return name;
}

}  // namespace

SessionFile::SessionFile(std::string_view server) {
  if (const std::string directory = ConfigDirectory(); !directory.empty()) path_ = directory + "/minga/sessions/" + FileNameOf(server);
}

std::optional<std::string> SessionFile::Read() const {
  std::ifstream file(path_);
  std::string token;
  if (path_.empty() || !std::getline(file, token) || token.empty()) return std::nullopt;
  return token;
}

bool SessionFile::Write(const std::string& token) const {
  errno = ENOENT;
  if (path_.empty()) return false;
  const fs::path directory = fs::path(path_).parent_path();
  std::error_code error;
  fs::create_directories(directory.parent_path(), error);
  if (!error && fs::create_directory(directory, error)) fs::permissions(directory, fs::perms::owner_all, error);
  if (error) {
    errno = error.value();
    return false;
  }
  // Its name ends in what no server's has.
  std::string part = path_ + "%XXXXXX";
  const int file = mkstemp(part.data());
  if (file < 0) return false;
  const std::string line = token + "\n";
  const bool written = write(file, line.data(), line.size()) == static_cast<ssize_t>(line.size()) && fsync(file) == 0;
  int cause = errno;
  close(file);
  if (written && std::rename(part.c_str(), path_.c_str()) == 0) return true;
  if (written) cause = errno;
  std::remove(part.c_str());
  errno = cause;
  return false;
}

bool SessionFile::Remove() const { return path_.empty() || unlink(path_.c_str()) == 0 || errno == ENOENT; }

}  // namespace minga::cli
