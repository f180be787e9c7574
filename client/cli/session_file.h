// The sessions of who has signed in with `minga login`, one for each server.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace minga::cli {

// The token of the session at one server, in a file of its own that nobody but its owner reads:
// $XDG_CONFIG_HOME/minga/sessions/SERVER, ~/.config where that is not set. What cannot be done leaves errno.
class SessionFile {
 public:
  // `server` as it was given; what a file's name cannot have is written as %HH.
  explicit SessionFile(std::string_view server);

  // Empty when the environment names no place for it.
  const std::string& path() const { return path_; }

  // Absent when nobody has signed in.
  std::optional<std::string> Read() const;
  // Replaces the one before, whole or not at all.
  bool Write(const std::string& token) const;
  // True also when there was none.
  bool Remove() const;

 private:
  std::string path_;
};

}  // namespace minga::cli
