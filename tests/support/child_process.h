// Programs as processes of their own: what a test can run to its end, or kill.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <string>
#include <vector>

namespace minga {

// How a program ended that was run to its end.
struct Ended {
  // -1 when a signal ended it.
  int code = -1;
  std::string out;
  std::string err;
};

// Runs `command` (path and arguments) to its end.
Ended RunToEnd(const std::vector<std::string>& command);

// A server that was started and said "listening on ADDRESS". Killed, when it still runs, with the object; it also ends with the
// thread that started it.
class ServerProcess {
 public:
  // Throws std::runtime_error with what the server said when it does not come to serve.
  explicit ServerProcess(const std::vector<std::string>& command);
  ~ServerProcess();
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  // 127.0.0.1:PORT.
  const std::string& address() const { return address_; }
  std::chrono::steady_clock::time_point started() const { return started_; }

  // What the server says next, up to the end of the line; waits for it, at most a minute: throws std::runtime_error. Empty when it
  // says nothing more.
  std::string ReadLine();

  // SIGKILL; returns when the process is gone.
  void Kill();
  // SIGTERM; returns at once.
  void Terminate();
  // Waits for the end; the exit code, or -1 when a signal ended it.
  int Wait();

 private:
  pid_t pid_ = -1;
  int out_ = -1;
  std::string address_;
  std::chrono::steady_clock::time_point started_;
};

}  // namespace minga
