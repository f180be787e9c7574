#include "server/config.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <iterator>

#include "server/mail/message.h"
#include "server/mail/smtp.h"

namespace minga {
namespace {

template <typename Type>
struct Setting {
  std::string_view name;
  Type Config::*field;
};
constexpr Setting<std::string> kTexts[] = {
    {"data_dir", &Config::data_dir},
    {"listen", &Config::listen},
    {"tls_certificate", &Config::tls_certificate},
    {"tls_key", &Config::tls_key},
    {"log_file", &Config::log_file},
    {"log_level", &Config::log_level},
    {"smtp_url", &Config::smtp_url},
    {"smtp_user", &Config::smtp_user},
    {"smtp_password_file", &Config::smtp_password_file},
    {"mail_from", &Config::mail_from},
    {"mail_link_base", &Config::mail_link_base},
    {"reminder_days", &Config::reminder_days},
};
constexpr Setting<bool> kFlags[] = {{"insecure_listen", &Config::insecure_listen}, {"smtp_insecure", &Config::smtp_insecure}};
constexpr std::string_view kWorkers = "workers";

std::string SettingNames() {
  std::string names;
  for (const auto& setting : kTexts) names += fmt::format("{}, ", setting.name);
  for (const auto& setting : kFlags) names += fmt::format("{}, ", setting.name);
  return names.append(kWorkers);
}

absl::Status CheckMail(const Config& config) {
  if (config.smtp_url.empty()) return absl::OkStatus();
  if (const absl::Status url = mail::CheckSmtpUrl(config.smtp_url); !url.ok()) return url;
  if (!mail::ParseMailbox(config.mail_from).has_value()) {
    return absl::InvalidArgumentError(
        fmt::format("mail_from needs the sender of the mails, for example Minga <minga@example.org>; not \"{}\"", config.mail_from));
  }
  const std::string& base = config.mail_link_base;
  if ((!base.starts_with("https://") && !base.starts_with("http://")) || base.find_first_of("?# \t\r\n") != std::string::npos) {
    return absl::InvalidArgumentError(fmt::format(
        "mail_link_base needs the address that links in mails begin with, for example https://minga.example.org; not \"{}\"", base));
  }
  if (config.smtp_user.empty() != config.smtp_password_file.empty()) {
    return absl::InvalidArgumentError("smtp_user and smtp_password_file go together");
  }
  return absl::OkStatus();
}

absl::Status Wrong(const std::string& path, const toml::source_region& where, std::string_view what) {
  return absl::InvalidArgumentError(fmt::format("{}:{}: {}", path, where.begin.line, what));
}

}  // namespace

absl::StatusOr<Config> ReadConfigFile(const std::string& path) {
  Config config;
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(path, ignored)) return absl::InvalidArgumentError(path + " is not a file that can be read");
  toml::table table;
  try {
    table = toml::parse_file(path);
  } catch (const toml::parse_error& error) {
    return Wrong(path, error.source(), error.description());
  }
  for (const auto& entry : table) {
    const std::string_view name = entry.first.str();
    const toml::node& node = entry.second;
    absl::Status read;
    const auto named = [&](const auto& setting) { return setting.name == name; };
    if (const auto setting = std::find_if(std::begin(kTexts), std::end(kTexts), named); setting != std::end(kTexts)) {
      const auto value = node.value_exact<std::string>();
      if (value) config.*setting->field = *value;
      if (!value) read = Wrong(path, node.source(), fmt::format("{} must be a text in quotes", name));
    } else if (const auto flag = std::find_if(std::begin(kFlags), std::end(kFlags), named); flag != std::end(kFlags)) {
      const auto value = node.value_exact<bool>();
      if (value) config.*flag->field = *value;
      if (!value) read = Wrong(path, node.source(), fmt::format("{} must be true or false", name));
    } else if (name == kWorkers) {
      const auto value = node.value_exact<int64_t>();
      if (value && *value >= 1 && *value <= 1024) config.workers = static_cast<int>(*value);
      if (!value || *value < 1 || *value > 1024) read = Wrong(path, node.source(), "workers must be a whole number from 1 to 1024");
    } else {
      read = Wrong(path, node.source(), fmt::format("unknown setting {}; there are {}", name, SettingNames()));
    }
    if (!read.ok()) return read;
  }
  return config;
}

absl::StatusOr<std::vector<int>> ReminderDays(const std::string& text) {
  std::vector<int> days;
  if (text == "off") return days;
  const char* const end = text.data() + text.size();
  for (const char* at = text.data();;) {
    while (at != end && *at == ' ') ++at;
    int number = 0;
    const auto [stopped, error] = std::from_chars(at, end, number);
    const bool possible = error == std::errc() && number >= 1 && number <= limits::kReminderDaysBefore;
    if (possible) days.push_back(number);
    if (possible && stopped == end && days.size() <= limits::kRemindersOfADeadline) return days;
    if (!possible || *stopped != ',') break;
    at = stopped + 1;
  }
  return absl::InvalidArgumentError(
      fmt::format("reminder_days needs up to {} numbers of days from 1 to {}, for example 7,1, or off; not \"{}\"",
                  limits::kRemindersOfADeadline, limits::kReminderDaysBefore, text));
}

bool IsLoopback(const std::string& address) {
  const std::string host = address.substr(0, address.rfind(':'));
  return host == "localhost" || host == "[::1]" ||
         (host.rfind("127.", 0) == 0 && host.find_first_not_of("0123456789.") == std::string::npos);
}

absl::Status CheckConfig(const Config& config) {
  if (config.data_dir.empty()) return absl::InvalidArgumentError("--data-dir is needed: the directory where everything is kept");
  const size_t colon = config.listen.rfind(':');
  const std::string port = colon == std::string::npos ? "" : config.listen.substr(colon + 1);
  if (port.empty() || port.size() > 5 || port.find_first_not_of("0123456789") != std::string::npos || std::stoi(port) > 65535) {
    return absl::InvalidArgumentError(
        fmt::format("--listen needs HOST:PORT with a port from 0 to 65535, for example 127.0.0.1:7420; not \"{}\"", config.listen));
  }
  if (config.tls_certificate.empty() != config.tls_key.empty()) {
    return absl::InvalidArgumentError("tls_certificate and tls_key go together");
  }
  if (!IsLoopback(config.listen) && config.tls_certificate.empty() && !config.insecure_listen) {
    return absl::InvalidArgumentError(fmt::format(
        "{} can be reached from other machines, and without TLS keys and personal data could be read on the way. Give "
        "--tls-certificate and --tls-key, listen on 127.0.0.1 behind a proxy with TLS, or say --insecure-listen on a network that you "
        "trust.",
        config.listen));
  }
  if (const auto days = ReminderDays(config.reminder_days); !days.ok()) return days.status();
  return CheckMail(config);
}

}  // namespace minga
