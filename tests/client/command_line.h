// The command as people and scripts run it: the binary as a process, in a directory and an environment of its own.
#pragma once

#include <gtest/gtest.h>
#include <sys/types.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

namespace minga {

struct Ran {
  // 1000 and the signal's number for one that ended by a signal.
  int code;
  std::string out;
  std::string err;
};

class CommandLine : public ::testing::Test {
 protected:
  CommandLine();
  ~CommandLine() override;

  const std::filesystem::path& directory() const { return directory_; }
  // Makes a file in the directory; answers its path.
  std::string File(const std::string& name, const std::string& content = "");
  static std::string Content(const std::filesystem::path& path);
  // One JSON value per line.
  static std::vector<nlohmann::json> Lines(const std::string& text);

  // Starts the command without a terminal, with `input` as its standard input.
  pid_t Start(std::vector<std::string> arguments, const std::string& input = "");
  Ran Finish(pid_t child);
  Ran Run(std::vector<std::string> arguments, const std::string& input = "") { return Finish(Start(std::move(arguments), input)); }
  // Runs it at a terminal, where each prompt is answered once it shows. All that the terminal shows is in `out`.
  Ran RunAtTerminal(std::vector<std::string> arguments, const std::vector<std::pair<std::string, std::string>>& answers);

  // `NAME=VALUE`: all that the command sees.
  std::vector<std::string> environment_;

 private:
  std::filesystem::path directory_;
};

}  // namespace minga
