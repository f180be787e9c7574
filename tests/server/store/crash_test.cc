#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <random>
#include <sstream>
#include <thread>

#include "server/base/errors.h"
#include "server/store/change_feed.h"
#include "server/store/sqlite/sqlite_store.h"
#include "server/store/sqlite/tools.h"
#include "tests/support/records.h"
#include "tests/support/temp_dir.h"

namespace minga::store::sqlite {
namespace {

// Ids that the writer was told are kept before it was killed.
std::vector<std::string> WriteAndKill(const std::string& path, const std::string& prefix, bool sync, std::chrono::milliseconds life) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return {};
  const char* mode = sync ? "sync" : "nosync";
  const pid_t child = fork();
  if (child == 0) {
    dup2(ends[1], STDOUT_FILENO);
    execl(MINGA_CRASH_WRITER, MINGA_CRASH_WRITER, path.c_str(), prefix.c_str(), mode, nullptr);
    _exit(127);
  }
  close(ends[1]);
  std::thread killer([&] {
    std::this_thread::sleep_for(life);
    kill(child, SIGKILL);
  });
  std::string text;
  char buffer[4096];
  for (ssize_t got; (got = read(ends[0], buffer, sizeof buffer)) > 0;) text.append(buffer, static_cast<size_t>(got));
  killer.join();
  close(ends[0]);
  int how = 0;
  waitpid(child, &how, 0);
  EXPECT_TRUE(WIFSIGNALED(how)) << "the writer ended by itself with " << WEXITSTATUS(how);
  // A line that was cut off was not read by anybody.
  text.resize(text.rfind('\n') == std::string::npos ? 0 : text.rfind('\n') + 1);
  std::vector<std::string> ids;
  std::istringstream lines(text);
  for (std::string id; std::getline(lines, id);) ids.push_back(id);
  return ids;
}

size_t Lost(Store& store, const std::vector<std::string>& ids) {
  size_t lost = 0;
  for (const std::string& id : ids) lost += test::IsSubmitted(store, id) ? 0 : 1;
  return lost;
}

TEST(Crash, EveryAnsweredWriteIsThereOnceAfterAPowerCut) {
  const test::TempDir dir;
  const std::string path = dir.File("minga.db");
  std::mt19937 random(std::random_device{}());
  std::vector<std::string> kept;
  for (int round = 0; round < 10; ++round) {
    const std::chrono::milliseconds life(150 + random() % 350);
    const std::vector<std::string> ids = WriteAndKill(path, fmt::format("r{}", round), /*sync=*/true, life);
    kept.insert(kept.end(), ids.begin(), ids.end());
    const auto begin = std::chrono::steady_clock::now();
    auto store = Open({.path = path});
    ASSERT_TRUE(store.ok()) << errors::CauseOf(store.status()) << store.status();
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(2));
    EXPECT_EQ(Lost(**store, kept), 0u) << "of " << kept.size();
    // The feed has each record once, and numbers go on after a crash.
    const absl::Status status = (*store)->Read(Scope::System(), [&](Transaction& transaction) {
      const auto changes = transaction.changes().After(0, 10'000'000);
      if (!changes.ok()) return changes.status();
      EXPECT_GE(changes->size(), kept.size());
      return absl::OkStatus();
    });
    EXPECT_TRUE(status.ok());
    store->reset();
    const auto report = Check(path);
    ASSERT_TRUE(report.ok());
    EXPECT_TRUE(report->sound()) << fmt::format("{}", fmt::join(report->findings, "\n"));
    if (HasFailure()) break;
  }
  EXPECT_GT(kept.size(), 100u);
}

TEST(Crash, WithoutSyncsTheSameCutIsNoticed) {
  const test::TempDir dir;
  const std::string path = dir.File("minga.db");
  size_t lost = 0;
  for (int round = 0; round < 5 && lost == 0; ++round) {
    const std::vector<std::string> ids = WriteAndKill(path, fmt::format("r{}", round), /*sync=*/false, std::chrono::milliseconds(300));
    ASSERT_FALSE(ids.empty());
    auto store = Open({.path = path});
    lost = store.ok() ? Lost(**store, ids) : ids.size();
  }
  EXPECT_GT(lost, 0u);
}

}  // namespace
}  // namespace minga::store::sqlite
