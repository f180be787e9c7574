// smtp_server.py as a process of its own: a real mail server that a test can kill.
#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/support/child_process.h"

namespace minga::mail {

class SmtpServer {
 public:
  // `options` are the script's.
  explicit SmtpServer(std::vector<std::string> options = {});

  // smtp://127.0.0.1:PORT, or smtps.
  std::string Url(const std::string& scheme = "smtp") const;
  // Waits for what the server says next: a mail that it took.
  nlohmann::json NextMail();
  void Kill();
  // Starts it anew where it was.
  void Restart();

 private:
  void Start();

  std::vector<std::string> options_;
  std::string address_;
  std::unique_ptr<ServerProcess> process_;
};

// The certificate of the test server, which is its own authority.
std::string Certificate();

}  // namespace minga::mail
