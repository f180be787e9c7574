#include "tests/support/child_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <stdexcept>

namespace minga {
namespace {

constexpr std::string_view kListening = "listening on ";

// `out` and `err` are the child's ends.
pid_t Spawn(const std::vector<std::string>& command, int out, int err) {
  std::vector<char*> arguments;
  for (const std::string& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  const pid_t child = fork();
  if (child != 0) return child;
  // Between fork and exec only what is safe beside other threads.
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (out >= 0) dup2(out, STDOUT_FILENO);
  if (err >= 0) dup2(err, STDERR_FILENO);
  execv(arguments[0], arguments.data());
  _exit(127);
}

int CodeOf(pid_t child) {
  int how = 0;
  while (waitpid(child, &how, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(how) ? WEXITSTATUS(how) : -1;
}

}  // namespace

Ended RunToEnd(const std::vector<std::string>& command) {
  int out[2], err[2];
  if (pipe2(out, O_CLOEXEC) != 0 || pipe2(err, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  const pid_t child = Spawn(command, out[1], err[1]);
  close(out[1]);
  close(err[1]);
  Ended ended;
  pollfd ends[] = {{out[0], POLLIN, 0}, {err[0], POLLIN, 0}};
  std::string* texts[] = {&ended.out, &ended.err};
  for (int open = 2; open > 0;) {
    poll(ends, 2, -1);
    for (int i = 0; i < 2; ++i) {
      if (ends[i].fd < 0 || ends[i].revents == 0) continue;
      char buffer[4096];
      const ssize_t got = read(ends[i].fd, buffer, sizeof buffer);
      if (got > 0) {
        texts[i]->append(buffer, static_cast<size_t>(got));
      } else {
        close(ends[i].fd);
        ends[i].fd = -1;
        --open;
      }
    }
  }
  ended.code = CodeOf(child);
  return ended;
}

ServerProcess::ServerProcess(const std::vector<std::string>& command) : started_(std::chrono::steady_clock::now()) {
  int out[2];
  if (pipe2(out, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  pid_ = Spawn(command, out[1], -1);
  close(out[1]);
  out_ = out[0];
  const std::string said = ReadLine();
  if (said.rfind(kListening, 0) != 0) {
    const int code = Wait();
    throw std::runtime_error("the server did not serve (exit code " + std::to_string(code) + "): " + said);
  }
  address_ = said.substr(kListening.size());
}

ServerProcess::~ServerProcess() {
  Kill();
  if (out_ >= 0) close(out_);
}

std::string ServerProcess::ReadLine() {
  // Longer than anything takes that is to come: a test that waits for what never comes fails, and says where.
  constexpr int kMilliseconds = 60'000;
  pollfd said{out_, POLLIN, 0};
  if (poll(&said, 1, kMilliseconds) == 0) throw std::runtime_error("the server says nothing");
  std::string line;
  char c = 0;
  while (read(out_, &c, 1) == 1 && c != '\n') line += c;
  return line;
}

void ServerProcess::Kill() {
  if (pid_ < 0) return;
  kill(pid_, SIGKILL);
  Wait();
}

void ServerProcess::Terminate() {
  if (pid_ >= 0) kill(pid_, SIGTERM);
}

int ServerProcess::Wait() {
  if (pid_ < 0) return -1;
  const int code = CodeOf(pid_);
  pid_ = -1;
  return code;
}

}  // namespace minga
