#include "tests/benchmark/process.h"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <filesystem>

namespace minga::benchmark {
namespace {

// Whether servers get a core of their own.
bool apart = false;

constexpr char kListening[] = "listening on ";

// The cores that this program was given, before it moved anywhere.
const std::vector<int>& Cores() {
  static const std::vector<int> cores = [] {
    std::vector<int> found;
    cpu_set_t given;
    if (sched_getaffinity(0, sizeof given, &given) != 0) return found;
    for (int core = 0; core < CPU_SETSIZE; ++core) {
      if (CPU_ISSET(core, &given)) found.push_back(core);
    }
    return found;
  }();
  return cores;
}

// Usable between fork and exec: allocates nothing.
void StayOn(int core) {
  cpu_set_t one;
  CPU_ZERO(&one);
  CPU_SET(core, &one);
  sched_setaffinity(0, sizeof one, &one);
}

absl::Duration Time(clockid_t clock) {
  timespec now = {};
  clock_gettime(clock, &now);
  return absl::DurationFromTimespec(now);
}

// The child's end of `output` becomes its standard output.
absl::StatusOr<pid_t> Spawn(const std::vector<std::string>& command, int output) {
  std::vector<char*> arguments;
  for (const std::string& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  const int core = apart ? Cores()[1] : -1;
  const pid_t parent = getpid();
  const pid_t child = fork();
  if (child < 0) return absl::UnavailableError("cannot start " + command.front());
  if (child > 0) return child;
  // Whoever ends the benchmark ends its servers.
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (getppid() != parent) _exit(1);
  if (core >= 0) StayOn(core);
  if (output >= 0) dup2(output, STDOUT_FILENO);
  execv(arguments.front(), arguments.data());
  _exit(127);
}

absl::Status WaitFor(pid_t pid, const std::string& program) {
  int status = 0;
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return absl::OkStatus();
  return absl::InternalError(program + " failed");
}

}  // namespace

void StayApartFromServers() {
  apart = Cores().size() >= 2;
  if (apart) StayOn(Cores()[0]);
}

void StayOnAnyCore() {
  apart = false;
  cpu_set_t all;
  CPU_ZERO(&all);
  for (const int core : Cores()) CPU_SET(core, &all);
  sched_setaffinity(0, sizeof all, &all);
}

absl::Duration ThreadCpu() { return Time(CLOCK_THREAD_CPUTIME_ID); }

absl::StatusOr<std::unique_ptr<ServerProcess>> ServerProcess::Start(const std::vector<std::string>& command) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return absl::UnavailableError("no pipe");
  const absl::StatusOr<pid_t> pid = Spawn(command, ends[1]);
  close(ends[1]);
  if (!pid.ok()) {
    close(ends[0]);
    return pid.status();
  }
  std::string line;
  for (char byte = 0; read(ends[0], &byte, 1) == 1 && byte != '\n';) line += byte;
  close(ends[0]);
  if (line.rfind(kListening, 0) != 0) {
    kill(*pid, SIGTERM);
    WaitFor(*pid, command.front()).IgnoreError();
    return absl::UnavailableError(command.front() + " did not start");
  }
  return std::unique_ptr<ServerProcess>(new ServerProcess(*pid, line.substr(sizeof kListening - 1)));
}

ServerProcess::~ServerProcess() {
  kill(pid_, SIGTERM);
  WaitFor(pid_, "server").IgnoreError();
}

absl::Duration ServerProcess::Cpu() const {
  clockid_t clock;
  return clock_getcpuclockid(pid_, &clock) == 0 ? Time(clock) : absl::ZeroDuration();
}

absl::Status RunToEnd(const std::vector<std::string>& command) {
  const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
  const absl::StatusOr<pid_t> pid = Spawn(command, nowhere);
  close(nowhere);
  return pid.ok() ? WaitFor(*pid, command.front()) : pid.status();
}

std::string ProgramFolder() { return std::filesystem::read_symlink("/proc/self/exe").parent_path(); }

}  // namespace minga::benchmark
