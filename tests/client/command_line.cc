#include "tests/client/command_line.h"

#include <fcntl.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <sstream>

namespace minga {
namespace {

// Pointers into `strings`, as exec wants them.
std::vector<char*> Pointers(std::vector<std::string>& strings) {
  std::vector<char*> pointers;
  for (std::string& each : strings) pointers.push_back(each.data());
  pointers.push_back(nullptr);
  return pointers;
}

int CodeOf(int status) { return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status); }

}  // namespace

CommandLine::CommandLine() {
  std::string name = std::filesystem::temp_directory_path() / "minga-cli-XXXXXX";
  directory_ = mkdtemp(name.data());
}

CommandLine::~CommandLine() { std::filesystem::remove_all(directory_); }

std::string CommandLine::File(const std::string& name, const std::string& content) {
  const std::filesystem::path path = directory_ / name;
  std::ofstream(path, std::ios::binary) << content;
  return path;
}

std::string CommandLine::Content(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::vector<nlohmann::json> CommandLine::Lines(const std::string& text) {
  std::vector<nlohmann::json> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(nlohmann::json::parse(line));
  return lines;
}

pid_t CommandLine::Start(std::vector<std::string> arguments, const std::string& input) {
  arguments.insert(arguments.begin(), MINGA_BINARY_DIR "/bin/minga");
  const std::string in = File("stdin", input);
  const std::string out = directory_ / "stdout";
  const std::string err = directory_ / "stderr";
  const std::vector<char*> argv = Pointers(arguments);
  const std::vector<char*> envp = Pointers(environment_);
  // Only what is allowed between fork and exec in a process with threads.
  const pid_t child = fork();
  if (child == 0) {
    setsid();
    dup2(open(in.c_str(), O_RDONLY), 0);
    dup2(open(out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), 1);
    dup2(open(err.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600), 2);
    execve(argv[0], argv.data(), envp.data());
    _exit(127);
  }
  return child;
}

Ran CommandLine::Finish(pid_t child) {
  int status = 0;
  waitpid(child, &status, 0);
  return {CodeOf(status), Content(directory_ / "stdout"), Content(directory_ / "stderr")};
}

Ran CommandLine::RunAtTerminal(std::vector<std::string> arguments, const std::vector<std::pair<std::string, std::string>>& answers) {
  arguments.insert(arguments.begin(), MINGA_BINARY_DIR "/bin/minga");
  const std::vector<char*> argv = Pointers(arguments);
  const std::vector<char*> envp = Pointers(environment_);
  int terminal = -1;
  const pid_t child = forkpty(&terminal, nullptr, nullptr, nullptr);
  if (child == 0) {
    execve(argv[0], argv.data(), envp.data());
    _exit(127);
  }
  Ran ran;
  size_t next = 0;
  size_t seen = 0;
  // Reading fails when the last one at the terminal has gone.
  for (char piece[256];;) {
    const ssize_t size = read(terminal, piece, sizeof piece);
    if (size <= 0) break;
    ran.out.append(piece, static_cast<size_t>(size));
    while (next < answers.size()) {
      const size_t at = ran.out.find(answers[next].first, seen);
      if (at == std::string::npos) break;
      seen = at + answers[next].first.size();
      const std::string line = answers[next++].second + "\n";
      [[maybe_unused]] const ssize_t ignored = write(terminal, line.data(), line.size());
    }
  }
  close(terminal);
  int status = 0;
  waitpid(child, &status, 0);
  ran.code = CodeOf(status);
  return ran;
}

}  // namespace minga
