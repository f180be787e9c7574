// Writes until it is killed: crash_writer DATABASE PREFIX SYNC, over the VFS that loses what is not synced. Prints the id
// of each record when the store has answered that it is kept.
#include <unistd.h>

#include <string>
#include <thread>
#include <vector>

#include "server/store/sqlite/sqlite_store.h"
#include "tests/support/records.h"
#include "tests/support/unsynced_vfs.h"

int main(int, char** arguments) {
  using namespace minga;
  auto store = store::sqlite::Open({.path = arguments[1],
                                    .writes_per_commit = 16,
                                    .checkpoint_pages = 40,
                                    .vfs = test::UnsyncedVfs(),
                                    .sync = std::string_view(arguments[3]) == "sync"});
  if (!store.ok() || !test::Prepare(**store).ok()) return 1;
  std::vector<std::thread> writers;
  for (int thread = 0; thread < 8; ++thread) {
    writers.emplace_back([&, thread] {
      for (int i = 0;; ++i) {
        const std::string id = fmt::format("{}t{}n{}", arguments[2], thread, i);
        if (!test::Submit(**store, id).ok()) _exit(2);
        const std::string line = id + "\n";
        if (write(STDOUT_FILENO, line.data(), line.size()) < 0) _exit(3);
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
}
