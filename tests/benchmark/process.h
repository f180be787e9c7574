// Servers that are measured run in processes of their own.
#pragma once

#include <sys/types.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace minga::benchmark {

// Puts this thread, and those that it starts from now on, on one core, and servers started from now on on another. Nothing
// happens on a machine with one.
void StayApartFromServers();
// Back to all cores, for both.
void StayOnAnyCore();

// Processor time of this thread since it began.
absl::Duration ThreadCpu();

// A program that says "listening on HOST:PORT" on its standard output.
class ServerProcess {
 public:
  static absl::StatusOr<std::unique_ptr<ServerProcess>> Start(const std::vector<std::string>& command);
  // Ends it with SIGTERM and waits.
  ~ServerProcess();
  ServerProcess(const ServerProcess&) = delete;
  ServerProcess& operator=(const ServerProcess&) = delete;

  const std::string& address() const { return address_; }
  // Processor time of all its threads since it began.
  absl::Duration Cpu() const;

 private:
  ServerProcess(pid_t pid, std::string address) : pid_(pid), address_(std::move(address)) {}

  const pid_t pid_;
  const std::string address_;
};

// Runs a program to its end.
absl::Status RunToEnd(const std::vector<std::string>& command);

// The folder of this program.
std::string ProgramFolder();

}  // namespace minga::benchmark
