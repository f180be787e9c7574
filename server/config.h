// What the server is told by flags and a TOML file.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "server/base/limits.h"

namespace minga {

struct Config {
  // Where everything is kept.
  std::string data_dir;
  // HOST:PORT.
  std::string listen = "127.0.0.1:7420";
  // Allows an address other than loopback without TLS.
  bool insecure_listen = false;
  // PEM files of the server's certificate, with those between it and the authority, and of its private key; empty: no TLS. They are
  // looked at again every few seconds.
  std::string tls_certificate;
  std::string tls_key;
  std::string log_file;
  std::string log_level = "info";
  // The mail server that sends what people are told, smtp://HOST:PORT or smtps://HOST:PORT; empty: nothing is mailed and
  // notices stand in the inbox only.
  std::string smtp_url;
  // Allows a mail server on another machine without encryption, or with a certificate that nobody vouches for.
  bool smtp_insecure = false;
  // Empty: no login.
  std::string smtp_user;
  // File whose first line is the user's password.
  std::string smtp_password_file;
  // Sender of the mails: `minga@example.org` or `A name <minga@example.org>`.
  std::string mail_from;
  // What the links in mails begin with, the portal's address: https://minga.example.org.
  std::string mail_link_base;
  // How many days before its deadline an agency that has not sent its fiche is reminded: whole numbers, `7,1`; `off`: never.
  std::string reminder_days = "7,1";
  // Threads that run the rules of use.
  int workers = limits::kWorkers;

  std::string DatabasePath() const { return data_dir + "/minga.db"; }
  std::string SecretariatKeyPath() const { return data_dir + "/secretariat.key"; }
};

// The settings of a TOML file, its keys being the fields' names above. An unknown key, a wrong type or a syntax error is
// INVALID_ARGUMENT with file and line.
absl::StatusOr<Config> ReadConfigFile(const std::string& path);

// The numbers of Config::reminder_days; none for `off`. INVALID_ARGUMENT, a sentence for the operator.
absl::StatusOr<std::vector<int>> ReminderDays(const std::string& text);

// Whether HOST:PORT names this machine only.
bool IsLoopback(const std::string& address);

// What is wrong with the settings as a whole; a sentence for the operator.
absl::Status CheckConfig(const Config& config);

}  // namespace minga
