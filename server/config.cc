#include "server/config.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <filesystem>

namespace minga {
namespace {

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
    const auto text = [&](std::string* field) {
      const auto value = node.value_exact<std::string>();
      if (value) *field = *value;
      return value ? absl::OkStatus() : Wrong(path, node.source(), fmt::format("{} must be a text in quotes", name));
    };
    absl::Status read;
    if (name == "data_dir") {
      read = text(&config.data_dir);
    } else if (name == "listen") {
      read = text(&config.listen);
    } else if (name == "log_file") {
      read = text(&config.log_file);
    } else if (name == "log_level") {
      read = text(&config.log_level);
    } else if (name == "insecure_listen") {
      const auto value = node.value_exact<bool>();
      if (value) config.insecure_listen = *value;
      if (!value) read = Wrong(path, node.source(), "insecure_listen must be true or false");
    } else if (name == "workers") {
      const auto value = node.value_exact<int64_t>();
      if (value && *value >= 1 && *value <= 1024) config.workers = static_cast<int>(*value);
      if (!value || *value < 1 || *value > 1024) read = Wrong(path, node.source(), "workers must be a whole number from 1 to 1024");
    } else {
      read = Wrong(path, node.source(),
                   fmt::format("unknown setting {}; there are data_dir, listen, insecure_listen, log_file, log_level, workers", name));
    }
    if (!read.ok()) return read;
  }
  return config;
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
  if (!IsLoopback(config.listen) && !config.insecure_listen) {
    return absl::InvalidArgumentError(fmt::format(
        "{} can be reached from other machines, and this server speaks without encryption: keys and personal data could be read "
        "on the way. Listen on 127.0.0.1 behind a proxy with TLS, or say --insecure-listen on a network that you trust.",
        config.listen));
  }
  return absl::OkStatus();
}

}  // namespace minga
