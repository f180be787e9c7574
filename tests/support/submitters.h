// Sixty-four programs of agencies that create and submit fiches as fast as the server answers.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "minga/client.h"
#include "tests/support/server_process.h"

namespace minga {

class Submitters {
 public:
  static constexpr int kCount = 64;

  // Makes an agency for each, with a key, on a server that runs.
  void Prepare(const ServerProcess& server, const std::string& secretariat_key);

  // Makes `rounds` more rounds and sets everybody to work on them, first of all on the call that was not answered before:
  // it is repeated with its request_id.
  void Begin(const ServerProcess& server, int rounds);
  // Waits until everybody has stopped, because the server is gone or the rounds are done.
  void Join();
  // Everybody stops after the call under way.
  void Stop();

  // Title of the initiative to the name of its fiche, for every submission that was acknowledged.
  std::map<std::string, std::string> Acknowledged() const;
  size_t Count() const;
  // Repeats, on a server that runs, the calls that were not answered; everything is then acknowledged.
  void Finish(const ServerProcess& server);
  // What was said by calls that failed otherwise than for want of a server.
  std::vector<std::string> Surprises() const;

 private:
  struct Submitter {
    std::string agency;
    std::string key;
    // Round of the submission that was not acknowledged.
    std::optional<std::string> pending;
    std::thread thread;
  };
  // Whether the server answered.
  bool SubmitOne(const Client& client, Submitter& submitter, const std::string& round);

  std::string secretariat_key_;
  std::vector<Submitter> submitters_;
  int rounds_made_ = 0;
  std::atomic<bool> stop_ = false;
  mutable std::mutex mutex_;
  std::map<std::string, std::string> acknowledged_;
  std::vector<std::string> surprises_;
};

// The round in the title of a submission, `rounds/{round}`.
std::string RoundOf(const std::string& title);

// Title to how often it is registered, over everything that the secretariat sees, or over up to 100 rounds.
std::map<std::string, int> Registered(const Client& secretariat, const std::set<std::string>& rounds = {});

}  // namespace minga
