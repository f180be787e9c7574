// Lists the initiatives of a registry:   consumer SERVER [KEY]
// Without arguments it says how it is called, and ends well.
#include <minga/client.h>

#include <iostream>

int main(int argc, char** argv) {
  if (argc < 2) {
    std::cout << "usage: " << argv[0] << " SERVER [KEY]\n";
    return 0;
  }
  minga::Options options;
  options.server = argv[1];
  if (argc > 2) options.key = argv[2];
  options.log = [](const minga::AttemptLog& log) { std::cerr << log.method << " " << log.status.ToString() << "\n"; };
  const absl::StatusOr<minga::Client> client = minga::Client::Connect(options);
  if (!client.ok()) {
    std::cerr << client.status() << "\n";
    return 2;
  }
  for (const absl::StatusOr<minga::v1::Initiative>& initiative : client->ListInitiatives()) {
    if (!initiative.ok()) {
      std::cerr << minga::DetailsOf(initiative.status()).reason << " " << initiative.status() << "\n";
      return 1;
    }
    std::cout << initiative->name() << "\t" << initiative->content().title() << "\n";
  }
  return 0;
}
