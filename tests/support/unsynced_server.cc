// The server on a disk that has power cuts: what is not synced is lost with the process (unsynced_vfs.h).
//   unsynced_server sync|nosync DATA_DIR
// With nosync the store does not sync either, which a crash test must notice.
#include <unistd.h>

#include <iostream>
#include <string_view>

#include "server/server.h"
#include "tests/support/unsynced_vfs.h"

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const bool sync = std::string_view(argv[1]) == "sync";
  minga::Config config;
  config.data_dir = argv[2];
  config.listen = "127.0.0.1:0";
  config.log_file = config.data_dir + ".log";
  auto server = minga::Server::Start(config, {.vfs = minga::test::UnsyncedVfs(), .sync = sync});
  if (!server.ok()) {
    std::cerr << server.status().message() << "\n";
    return 1;
  }
  std::cout << "listening on 127.0.0.1:" << (*server)->port() << std::endl;
  // Until it is killed.
  for (;;) pause();
}
