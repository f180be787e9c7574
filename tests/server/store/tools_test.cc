#include "server/store/sqlite/tools.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

#include "server/base/errors.h"
#include "server/store/sqlite/sqlite_store.h"
#include "tests/support/records.h"
#include "tests/support/temp_dir.h"

namespace minga::store::sqlite {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Pair;

std::unique_ptr<Store> OpenAt(const std::string& path) {
  auto opened = Open({.path = path, .checkpoint_pages = 100, .sync = false});
  if (!opened.ok()) return nullptr;
  if (!test::Prepare(**opened).ok()) return nullptr;
  return *std::move(opened);
}

void Raw(const std::string& path, const char* sql) {
  sqlite3* handle = nullptr;
  ASSERT_EQ(sqlite3_open(path.c_str(), &handle), SQLITE_OK);
  char* error = nullptr;
  EXPECT_EQ(sqlite3_exec(handle, sql, nullptr, nullptr, &error), SQLITE_OK) << error;
  sqlite3_close(handle);
}

std::string Findings(const std::string& path) {
  const auto report = Check(path);
  return report.ok() ? fmt::format("{}", fmt::join(report->findings, "\n")) : report.status().ToString();
}

size_t FilesIn(const std::string& folder) {
  return static_cast<size_t>(std::distance(std::filesystem::directory_iterator(folder), std::filesystem::directory_iterator()));
}

TEST(Backup, IsConsistentWhileTheServerWrites) {
  const test::TempDir dir;
  auto store = OpenAt(dir.File("minga.db"));
  ASSERT_NE(store, nullptr);
  std::atomic<bool> writing = true;
  std::atomic<int> answered = 0;
  std::vector<std::thread> writers;
  for (int thread = 0; thread < 4; ++thread) {
    writers.emplace_back([&, thread] {
      for (int i = 0; writing; ++i) {
        EXPECT_TRUE(test::Submit(*store, fmt::format("t{}n{}", thread, i)).ok());
        ++answered;
      }
    });
  }
  while (answered < 200) std::this_thread::yield();
  for (int copy = 0; copy < 3; ++copy) {
    const int before = answered;
    const std::string path = dir.File(fmt::format("copy{}.db", copy));
    const absl::Status status = Backup(dir.File("minga.db"), path);
    ASSERT_TRUE(status.ok()) << status;
    const auto report = Check(path);
    ASSERT_TRUE(report.ok());
    EXPECT_TRUE(report->sound()) << Findings(path);
    // An initiative, its change, its contact and its call go together.
    std::map<std::string, int64_t> rows(report->counts.begin(), report->counts.end());
    EXPECT_GE(rows["initiative"], before);
    EXPECT_EQ(rows["initiative"], rows["change"]);
    EXPECT_EQ(rows["initiative"], rows["request"]);
    // And the fiche's own, with its one revision.
    EXPECT_EQ(rows["initiative"], rows["contact"] - 2);
    struct stat mode = {};
    ASSERT_EQ(stat(path.c_str(), &mode), 0);
    EXPECT_EQ(mode.st_mode & 0777, 0600u);
  }
  writing = false;
  for (std::thread& writer : writers) writer.join();
}

TEST(Backup, NeverOverwritesAndLeavesNoPart) {
  const test::TempDir dir;
  ASSERT_NE(OpenAt(dir.File("minga.db")), nullptr);
  std::ofstream(dir.File("copy.db")) << "something dear";
  const size_t files = FilesIn(dir.path());
  EXPECT_TRUE(absl::IsAlreadyExists(Backup(dir.File("minga.db"), dir.File("copy.db"))));
  EXPECT_TRUE(absl::IsNotFound(Backup(dir.File("none.db"), dir.File("copy2.db"))));
  EXPECT_FALSE(Backup(dir.File("minga.db"), dir.File("no-such-folder/copy.db")).ok());
  EXPECT_EQ(FilesIn(dir.path()), files);
}

TEST(Backup, RefusesADamagedDatabase) {
  const test::TempDir dir;
  ASSERT_NE(OpenAt(dir.File("minga.db")), nullptr);
  Raw(dir.File("minga.db"), "PRAGMA foreign_keys = OFF; DELETE FROM agency;");
  EXPECT_TRUE(absl::IsDataLoss(Backup(dir.File("minga.db"), dir.File("copy.db"))));
  EXPECT_FALSE(std::filesystem::exists(dir.File("copy.db")));
}

TEST(Restore, TakesOverWhatIsOnlyInTheLog) {
  const test::TempDir dir;
  auto store = OpenAt(dir.File("minga.db"));
  ASSERT_TRUE(test::Submit(*store, "kept").ok());
  // As after a power cut: a server that did not end leaves its log.
  for (const char* suffix : {"", "-wal"}) {
    std::filesystem::copy_file(dir.File(std::string("minga.db") + suffix), dir.File(std::string("left.db") + suffix));
  }
  std::filesystem::create_directory(dir.File("new"));
  const absl::Status status = Restore(dir.File("left.db"), dir.File("new/minga.db"), /*replace=*/false);
  ASSERT_TRUE(status.ok()) << status;
  // The database and its lock.
  EXPECT_EQ(FilesIn(dir.File("new")), 2u);
  EXPECT_TRUE(test::IsSubmitted(**Open({.path = dir.File("new/minga.db")}), "kept"));
}

TEST(Restore, BringsBackWhatTheBackupHad) {
  const test::TempDir dir;
  std::string secret;
  {
    auto store = OpenAt(dir.File("minga.db"));
    ASSERT_TRUE(test::Submit(*store, "kept").ok());
    secret = store->secret();
    ASSERT_TRUE(Backup(dir.File("minga.db"), dir.File("copy.db")).ok());
    ASSERT_TRUE(test::Submit(*store, "later").ok());
    EXPECT_TRUE(absl::IsFailedPrecondition(Restore(dir.File("copy.db"), dir.File("minga.db"), /*replace=*/true)));
  }
  EXPECT_TRUE(absl::IsAlreadyExists(Restore(dir.File("copy.db"), dir.File("minga.db"), /*replace=*/false)));
  for (const char* name : {"minga.db", "fresh.db"}) {
    // A log of the old file must not be read into the new one.
    std::ofstream(dir.File(std::string(name) + "-wal")) << "stale";
    const absl::Status status = Restore(dir.File("copy.db"), dir.File(name), /*replace=*/true);
    ASSERT_TRUE(status.ok()) << status;
    auto store = Open({.path = dir.File(name)});
    ASSERT_TRUE(store.ok()) << store.status();
    EXPECT_TRUE(test::IsSubmitted(**store, "kept"));
    EXPECT_FALSE(test::IsSubmitted(**store, "later"));
    EXPECT_EQ((*store)->secret(), secret);
    EXPECT_TRUE(test::Submit(**store, "after").ok());
  }
}

TEST(Restore, RefusesWhatIsNoSoundBackupAndLeavesTheDatabase) {
  const test::TempDir dir;
  {
    auto store = OpenAt(dir.File("minga.db"));
    ASSERT_TRUE(test::Submit(*store, "kept").ok());
  }
  std::ofstream(dir.File("text.db")) << std::string(10'000, 'x');
  EXPECT_TRUE(absl::IsDataLoss(Restore(dir.File("text.db"), dir.File("minga.db"), true)));
  EXPECT_TRUE(absl::IsNotFound(Restore(dir.File("none.db"), dir.File("minga.db"), true)));
  auto store = OpenAt(dir.File("minga.db"));
  ASSERT_NE(store, nullptr);
  EXPECT_TRUE(test::IsSubmitted(*store, "kept"));
}

TEST(Check, CountsWhatThereIs) {
  const test::TempDir dir;
  auto store = OpenAt(dir.File("minga.db"));
  ASSERT_TRUE(test::Submit(*store, "one").ok());
  const auto report = Check(dir.File("minga.db"));
  ASSERT_TRUE(report.ok());
  EXPECT_TRUE(report->sound()) << Findings(dir.File("minga.db"));
  EXPECT_THAT(report->counts, Contains(Pair("initiative", 1)));
  EXPECT_THAT(report->counts, Contains(Pair("contact", 3)));
  EXPECT_TRUE(absl::IsNotFound(Check(dir.File("none.db")).status()));
}

TEST(Check, FindsADamagedFile) {
  const test::TempDir dir;
  const std::string path = dir.File("minga.db");
  {
    auto store = OpenAt(path);
    for (int i = 0; i < 50; ++i) ASSERT_TRUE(test::Submit(*store, fmt::format("i{}", i), 3'000).ok());
  }
  ASSERT_EQ(Findings(path), "");
  const auto size = static_cast<off_t>(std::filesystem::file_size(path));
  const int file = open(path.c_str(), O_RDWR);
  const std::string noise(3 * 4096, '\x5a');
  ASSERT_EQ(pwrite(file, noise.data(), noise.size(), size / 2 / 4096 * 4096), static_cast<ssize_t>(noise.size()));
  close(file);
  EXPECT_NE(Findings(path), "");
}

TEST(Check, FindsAFileThatIsCutShortOrNoDatabase) {
  const test::TempDir dir;
  const std::string path = dir.File("minga.db");
  {
    auto store = OpenAt(path);
    for (int i = 0; i < 50; ++i) ASSERT_TRUE(test::Submit(*store, fmt::format("i{}", i), 3'000).ok());
  }
  std::filesystem::resize_file(path, std::filesystem::file_size(path) / 2);
  EXPECT_NE(Findings(path), "");
  std::ofstream(dir.File("text.db")) << std::string(10'000, 'x');
  EXPECT_THAT(Findings(dir.File("text.db")), HasSubstr("not a database"));
  Raw(dir.File("other.db"), "CREATE TABLE t (a)");
  EXPECT_THAT(Findings(dir.File("other.db")), HasSubstr("not a Minga database"));
}

TEST(Check, FindsRowsThatReferToNothingAndContentThatCannotBeRead) {
  const test::TempDir dir;
  const std::string path = dir.File("minga.db");
  {
    auto store = OpenAt(path);
    ASSERT_TRUE(test::Submit(*store, "one").ok());
  }
  Raw(path, "PRAGMA foreign_keys = OFF; DELETE FROM fiche; UPDATE initiative SET content = x'ff', answers = x'ff';");
  EXPECT_THAT(Findings(path), HasSubstr("initiative row 1 refers to nothing in fiche"));
  EXPECT_THAT(Findings(path), HasSubstr("contacts: of a record that is not there"));
  EXPECT_THAT(Findings(path), HasSubstr("table initiative: the content of 1 rows cannot be read"));
  EXPECT_THAT(Findings(path), HasSubstr("table initiative: the answers of 1 rows cannot be read"));
}

TEST(Check, ReadsTheContentOfEveryStepThatHasOne) {
  const test::TempDir dir;
  const std::string path = dir.File("minga.db");
  {
    auto store = OpenAt(path);
    ASSERT_TRUE(test::Submit(*store, "one").ok());
  }
  // A step that changed no content has none, and nothing is wrong with it.
  Raw(path,
      "INSERT INTO fiche_revision (agency, fiche, revision, verb, state, validation, time, principal_kind, principal_tenant, principal,"
      " comment) SELECT agency, fiche, revision + 100, verb, state, validation, time, principal_kind, principal_tenant, principal, comment"
      " FROM fiche_revision LIMIT 1");
  EXPECT_EQ(Findings(path), "");
  Raw(path, "UPDATE fiche_revision SET content = x'ff' WHERE content IS NOT NULL");
  EXPECT_THAT(Findings(path), HasSubstr("table fiche_revision: the content of 1 rows cannot be read"));
}

}  // namespace
}  // namespace minga::store::sqlite
