// minga-samples: plays the sample round against a server. Used by `./dev run`.
#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>

#include "tests/support/samples.h"

int main(int argc, char** argv) {
  CLI::App app{"Sends the sample fiches of ten agencies to a server and admits them."};
  minga::Options options;
  std::string key_file, folder, round = "2022";
  app.add_option("--server", options.server, "HOST:PORT")->required();
  app.add_option("--key-file", key_file, "The secretariat's key")->required();
  app.add_option("--data", folder, "The folder tests/data/forms")->required();
  app.add_option("--round", round, "Id of the round to make (2022)");
  CLI11_PARSE(app, argc, argv);
  std::ifstream file(key_file);
  std::getline(file, options.key);

  const auto samples = minga::samples::Load(folder);
  absl::Status status = samples.status();
  if (status.ok()) status = minga::samples::Play(*samples, options, round);
  if (!status.ok()) {
    std::cerr << "minga-samples: " << status.message() << "\n";
    for (const auto& violation : minga::DetailsOf(status).field_violations)
      std::cerr << "  " << violation.path << ": " << violation.description << "\n";
    return 1;
  }
  size_t initiatives = 0;
  for (const auto& sample : samples->fiches) initiatives += sample.additions.size();
  std::cout << samples->fiches.size() << " fiches submitted, " << initiatives << " initiatives admitted\n";
  return 0;
}
