#include "server/store/sqlite/log_vfs.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <fstream>
#include <iterator>

#include "tests/support/temp_dir.h"
#include "tests/support/unsynced_vfs.h"

namespace minga::store::sqlite {
namespace {

class Database {
 public:
  Database(const std::string& path, const std::string& vfs) {
    EXPECT_EQ(sqlite3_open_v2(path.c_str(), &handle_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, vfs.empty() ? nullptr : vfs.c_str()),
              SQLITE_OK);
  }
  ~Database() { sqlite3_close_v2(handle_); }
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  int Run(const std::string& sql) { return sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr); }
  std::string Ask(const std::string& sql) {
    std::string answer;
    sqlite3_exec(
        handle_, sql.c_str(),
        [](void* to, int, char** values, char**) {
          *static_cast<std::string*>(to) = values[0] == nullptr ? "" : values[0];
          return 0;
        },
        &answer, nullptr);
    return answer;
  }

 private:
  sqlite3* handle_ = nullptr;
};

constexpr char kSettings[] = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = 10;";
constexpr char kTable[] = "CREATE TABLE t (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL)";

std::string Fill(int from, int to) {
  return fmt::format(
      "WITH RECURSIVE n (i) AS (VALUES ({}) UNION ALL SELECT i + 1 FROM n WHERE i < {}) INSERT INTO t SELECT i, zeroblob(i % 7000) FROM n",
      from, to);
}

// Small commits, one that is larger than the cache and than what is gathered, one taken back, and rows read meanwhile.
void Work(Database& database) {
  ASSERT_EQ(database.Run(kSettings), SQLITE_OK);
  ASSERT_EQ(database.Run(kTable), SQLITE_OK);
  for (int i = 0; i < 20; ++i) ASSERT_EQ(database.Run(Fill(i * 3, i * 3 + 2)), SQLITE_OK);
  ASSERT_EQ(database.Run("BEGIN; " + Fill(1'000, 1'400)), SQLITE_OK);
  EXPECT_EQ(database.Ask("SELECT SUM(LENGTH(bytes)) FROM t WHERE id >= 1000"), std::to_string(401 * 1'200));
  ASSERT_EQ(database.Run("COMMIT"), SQLITE_OK);
  ASSERT_EQ(database.Run("BEGIN; " + Fill(2'000, 2'400)), SQLITE_OK);
  ASSERT_EQ(database.Run("ROLLBACK"), SQLITE_OK);
  ASSERT_EQ(database.Run(Fill(3'000, 3'001)), SQLITE_OK);
}

std::string Bytes(const std::string& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

TEST(LogVfs, WritesTheLogThatSqliteWrites) {
  const test::TempDir dir;
  Database plain(dir.File("plain.db"), ""), gathering(dir.File("gathering.db"), LogVfs(""));
  Work(plain);
  Work(gathering);
  const std::string expected = Bytes(dir.File("plain.db-wal")), log = Bytes(dir.File("gathering.db-wal"));
  ASSERT_GT(expected.size(), size_t{1} << 20);
  ASSERT_EQ(log.size(), expected.size());
  // Salts, and checksums that begin with them, differ; the pages do not.
  constexpr size_t kHeader = 32, kFrameHeader = 24, kPage = 4096;
  for (size_t at = kHeader; at < log.size(); at += kFrameHeader + kPage) {
    ASSERT_EQ(log.compare(at, 8, expected, at, 8), 0) << at;
    ASSERT_EQ(log.compare(at + kFrameHeader, kPage, expected, at + kFrameHeader, kPage), 0) << at;
  }
}

TEST(LogVfs, AnotherConnectionSeesACommitAtOnce) {
  const test::TempDir dir;
  Database writer(dir.File("a.db"), LogVfs(""));
  ASSERT_EQ(writer.Run(kSettings), SQLITE_OK);
  ASSERT_EQ(writer.Run(kTable), SQLITE_OK);
  Database reader(dir.File("a.db"), "");
  for (int i = 0; i < 300; ++i) {
    ASSERT_EQ(writer.Run(Fill(i, i)), SQLITE_OK);
    ASSERT_EQ(reader.Ask("SELECT COUNT(*) FROM t"), std::to_string(i + 1));
    if (i % 100 != 99) continue;
    ASSERT_EQ(writer.Run("PRAGMA wal_checkpoint(RESTART)"), SQLITE_OK);
  }
  EXPECT_EQ(reader.Ask("PRAGMA integrity_check"), "ok");
}

TEST(LogVfs, AFailedWriteFailsTheCommitAndLeavesNothingBehind) {
  const test::TempDir dir;
  Database database(dir.File("a.db"), LogVfs(test::UnsyncedVfs()));
  ASSERT_EQ(database.Run(kSettings), SQLITE_OK);
  ASSERT_EQ(database.Run(kTable), SQLITE_OK);
  ASSERT_EQ(database.Run(Fill(1, 5)), SQLITE_OK);
  for (const int code : {SQLITE_FULL, SQLITE_IOERR_WRITE}) {
    test::SetFault([code](test::FileOperation operation, int64_t, const std::string& file) {
      return operation == test::FileOperation::kWrite && file.ends_with("-wal") ? code : SQLITE_OK;
    });
    EXPECT_EQ(database.Run(Fill(6, 9)), code & 0xff);
    EXPECT_EQ(database.Run(Fill(1'000, 1'200)), code & 0xff);
    test::SetFault({});
    EXPECT_EQ(database.Ask("SELECT COUNT(*) FROM t"), "5");
  }
  ASSERT_EQ(database.Run(Fill(6, 9)), SQLITE_OK);
  EXPECT_EQ(database.Ask("SELECT COUNT(*) FROM t"), "9");
  EXPECT_EQ(database.Ask("PRAGMA integrity_check"), "ok");
}

TEST(LogVfs, IsMadeOnceOverEachAndOverNoneThatIsNotThere) {
  EXPECT_EQ(LogVfs(""), LogVfs(""));
  EXPECT_NE(LogVfs(test::UnsyncedVfs()), LogVfs(""));
  EXPECT_EQ(LogVfs("no-such"), "");
}

}  // namespace
}  // namespace minga::store::sqlite
