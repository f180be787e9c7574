#include "tests/support/server_process.h"

#include <fstream>

namespace minga {

std::vector<std::string> ServerCommand(const std::filesystem::path& data_dir) {
  return {MINGA_SERVER, "--data-dir", data_dir, "--listen", "127.0.0.1:0", "--log-file", data_dir.string() + ".log"};
}

std::string FirstLine(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::string line;
  std::getline(file, line);
  return line;
}

Client ClientOf(const ServerProcess& server, const std::string& key) {
  Options options;
  options.server = server.address();
  options.key = key;
  options.language = "en";
  options.retry.attempts = 1;
  return Client::Connect(options).value();
}

}  // namespace minga
