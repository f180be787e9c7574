#include "tests/server/mail/smtp_server.h"

namespace minga::mail {

SmtpServer::SmtpServer(std::vector<std::string> options) : options_(std::move(options)) { Start(); }

void SmtpServer::Start() {
  // Debian's, which the package of the mail server is for.
  std::vector<std::string> command = {"/usr/bin/python3", MINGA_SOURCE_DIR "/tests/server/mail/smtp_server.py"};
  command.insert(command.end(), options_.begin(), options_.end());
  if (!address_.empty()) command.insert(command.end(), {"--port", address_.substr(address_.rfind(':') + 1)});
  process_ = std::make_unique<ServerProcess>(command);
  address_ = process_->address();
}

std::string SmtpServer::Url(const std::string& scheme) const { return scheme + "://" + address_; }

nlohmann::json SmtpServer::NextMail() { return nlohmann::json::parse(process_->ReadLine()); }

void SmtpServer::Kill() { process_->Kill(); }

void SmtpServer::Restart() {
  process_.reset();
  Start();
}

std::string Certificate() { return MINGA_SOURCE_DIR "/tests/server/mail/localhost.pem"; }

}  // namespace minga::mail
