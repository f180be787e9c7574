// minga-server as a process of its own: what a test can kill.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "minga/client.h"

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

// A server that was started and said where it listens. Killed, when it still runs, with the object; it also ends with the
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

// The built minga-server on `data_dir`, on a free port.
std::vector<std::string> ServerCommand(const std::filesystem::path& data_dir);

// The first line of a file; the secretariat's key is one.
std::string FirstLine(const std::filesystem::path& file);

// A client that says at once when the server is not there.
Client ClientOf(const ServerProcess& server, const std::string& key);

}  // namespace minga
