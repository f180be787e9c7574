// The server is killed under sixty-four submitters: what was acknowledged is there, once, and the server is back soon.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "tests/support/submitters.h"
#include "tests/support/temp_dir.h"

namespace minga {
namespace {

using std::chrono::duration;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

struct Figures {
  size_t acknowledged = 0;
  size_t lost = 0;
  size_t twice = 0;
  double longest_ready = 0;
};

// The server as the tests of this file start it.
using Command = std::vector<std::string>;
Command OnADisk(const test::TempDir& dir) { return ServerCommand(dir.File("data")); }
Command OnADiskWithPowerCuts(const test::TempDir& dir, const char* mode = "sync") {
  return {MINGA_UNSYNCED_SERVER, mode, dir.File("data")};
}

// From the start of the process to the first answer.
double SecondsToServe(const ServerProcess& server, const std::string& key) {
  v1::ListRoundsRequest request;
  request.set_page_size(1);
  for (const auto& round : ClientOf(server, key).ListRounds(request)) {
    EXPECT_EQ(round.status().ToString(), "OK");
    break;
  }
  return duration<double>(steady_clock::now() - server.started()).count();
}

void Compare(const std::map<std::string, std::string>& acknowledged, const std::map<std::string, int>& registered, Figures& figures) {
  for (const auto& [title, fiche] : acknowledged) {
    const auto found = registered.find(title);
    if (found == registered.end()) ++figures.lost;
  }
  for (const auto& [title, count] : registered) figures.twice += count > 1 ? 1 : 0;
}

// Kills the server of `command` `kills` times while everybody submits, and compares after each.
Figures KillUnderLoad(const test::TempDir& dir, const Command& command, int kills) {
  Figures figures;
  Submitters submitters;
  std::mt19937 random(std::random_device{}());
  auto server = std::make_unique<ServerProcess>(command);
  const std::string key = FirstLine(dir.File("data/secretariat.key"));
  submitters.Prepare(*server, key);
  for (int at = 0; at < kills; ++at) {
    auto before = submitters.Acknowledged();
    submitters.Begin(*server, 30);
    std::this_thread::sleep_for(milliseconds(200 + random() % 600));
    server->Kill();
    submitters.Join();
    auto since = submitters.Acknowledged();
    std::set<std::string> rounds;
    std::erase_if(since, [&](const auto& each) { return before.contains(each.first); });
    for (const auto& [title, fiche] : since) rounds.insert(RoundOf(title));
    EXPECT_FALSE(since.empty()) << "nothing was submitted before kill " << at;

    server = std::make_unique<ServerProcess>(command);
    figures.longest_ready = std::max(figures.longest_ready, SecondsToServe(*server, key));
    Compare(since, Registered(ClientOf(*server, key), rounds), figures);
    // What was not acknowledged may be there, at most one submission of each.
    const auto total = ClientOf(*server, key).ComputeStatistics({});
    EXPECT_TRUE(total.ok()) << total.status();
    EXPECT_LE(static_cast<size_t>(total->total()), submitters.Count() + Submitters::kCount);
    if (figures.lost + figures.twice > 0 || testing::Test::HasFailure()) break;
  }
  submitters.Finish(*server);
  const auto registered = Registered(ClientOf(*server, key));
  Compare(submitters.Acknowledged(), registered, figures);
  EXPECT_EQ(registered.size(), submitters.Count());
  EXPECT_THAT(submitters.Surprises(), testing::IsEmpty());
  const auto total = ClientOf(*server, key).ComputeStatistics({});
  EXPECT_TRUE(total.ok() && static_cast<size_t>(total->total()) == submitters.Count()) << total.status();
  figures.acknowledged = submitters.Count();
  return figures;
}

void Expect(const Figures& figures, int kills) {
  std::cout << kills << " kills, " << figures.acknowledged << " submissions acknowledged, " << figures.lost << " lost, " << figures.twice
            << " twice, ready again after at most " << figures.longest_ready << " s\n";
  EXPECT_EQ(figures.lost, 0u);
  EXPECT_EQ(figures.twice, 0u);
  EXPECT_LT(figures.longest_ready, 2.0);
  EXPECT_GT(figures.acknowledged, static_cast<size_t>(kills) * Submitters::kCount / 4);
}

TEST(Crash, EveryAcknowledgedSubmissionIsThereOnceAfterTwentyKills) {
  const test::TempDir dir;
  Expect(KillUnderLoad(dir, OnADisk(dir), 20), 20);
  const Ended check = RunToEnd({MINGA_SERVER, "check", "--data-dir", dir.File("data")});
  EXPECT_EQ(check.code, 0) << check.err;
}

TEST(Crash, EveryAcknowledgedSubmissionIsThereOnceAfterPowerCuts) {
  const test::TempDir dir;
  Expect(KillUnderLoad(dir, OnADiskWithPowerCuts(dir), 6), 6);
  const Ended check = RunToEnd({MINGA_SERVER, "check", "--data-dir", dir.File("data")});
  EXPECT_EQ(check.code, 0) << check.err;
}

// The tests above could fail: a server that acknowledges before it syncs is found out.
TEST(Crash, AServerThatDoesNotSyncLosesSubmissionsInAPowerCut) {
  const test::TempDir dir;
  Submitters submitters;
  std::string key;
  {
    ServerProcess server(OnADiskWithPowerCuts(dir));
    key = FirstLine(dir.File("data/secretariat.key"));
    submitters.Prepare(server, key);
  }
  {
    ServerProcess server(OnADiskWithPowerCuts(dir, "nosync"));
    submitters.Begin(server, 10);
    std::this_thread::sleep_for(milliseconds(500));
    server.Kill();
    submitters.Join();
  }
  ASSERT_GT(submitters.Count(), 0u);
  ServerProcess server(OnADiskWithPowerCuts(dir));
  Figures figures;
  Compare(submitters.Acknowledged(), Registered(ClientOf(server, key)), figures);
  EXPECT_GT(figures.lost, 0u);
}

}  // namespace
}  // namespace minga
