#include "server/store/sqlite/sqlite_store.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <set>
#include <sstream>
#include <thread>
#include <tuple>

#include "minga/v1/agency.pb.h"
#include "server/base/errors.h"
#include "server/store/change_feed.h"
#include "server/store/sqlite/connection.h"
#include "server/store/sqlite/migrations.h"
#include "tests/support/records.h"
#include "tests/support/temp_dir.h"

namespace minga::store::sqlite {
namespace {

using ::testing::HasSubstr;

std::unique_ptr<Connection> Writing(const std::string& path) {
  auto opened = Connection::Open({.path = path, .writer = true});
  return opened.ok() ? *std::move(opened) : nullptr;
}

TEST(Migrations, AreAppliedOnceAndInOrder) {
  const test::TempDir dir;
  auto connection = Writing(dir.File("minga.db"));
  const std::vector<Migration> first = {{1, "one", "CREATE TABLE one (a INTEGER) STRICT"}};
  const std::vector<Migration> both = {first[0], {2, "two", "ALTER TABLE one ADD COLUMN b INTEGER"}};
  ASSERT_TRUE(Migrate(*connection, first, absl::Now()).ok());
  EXPECT_TRUE(absl::IsFailedPrecondition(CheckMigrations(*connection, both)));
  ASSERT_TRUE(Migrate(*connection, both, absl::Now()).ok());
  ASSERT_TRUE(Migrate(*connection, both, absl::Now()).ok());
  EXPECT_TRUE(CheckMigrations(*connection, both).ok());
  EXPECT_TRUE(connection->Run("INSERT INTO one (a, b) VALUES (1, 2)").ok());
  EXPECT_EQ(*connection->Number("SELECT COUNT(*) FROM migration WHERE length(checksum) = 64 AND apply_time > 0"), 2);
  EXPECT_EQ(*connection->Number("PRAGMA application_id"), kApplicationId);
}

TEST(Migrations, AChangedStepIsRefused) {
  const test::TempDir dir;
  auto connection = Writing(dir.File("minga.db"));
  ASSERT_TRUE(Migrate(*connection, {{1, "one", "CREATE TABLE one (a INTEGER)"}}, absl::Now()).ok());
  const absl::Status status = Migrate(*connection, {{1, "one", "CREATE TABLE one (a TEXT)"}}, absl::Now());
  EXPECT_TRUE(absl::IsFailedPrecondition(status));
  EXPECT_THAT(std::string(status.message()), HasSubstr("migration 1"));
}

TEST(Migrations, ANewerDatabaseIsRefused) {
  const test::TempDir dir;
  {
    auto connection = Writing(dir.File("minga.db"));
    std::vector<Migration> newer = Migrations();
    newer.push_back({static_cast<int>(newer.size()) + 1, "later", "CREATE TABLE later (a INTEGER)"});
    ASSERT_TRUE(Migrate(*connection, newer, absl::Now()).ok());
  }
  const auto opened = Open({.path = dir.File("minga.db")});
  EXPECT_TRUE(absl::IsFailedPrecondition(opened.status()));
  EXPECT_THAT(std::string(opened.status().message()), HasSubstr("newer version"));
}

TEST(Migrations, AFailedStepLeavesTheDatabaseAsItWas) {
  const test::TempDir dir;
  auto connection = Writing(dir.File("minga.db"));
  const std::vector<Migration> bad = {{1, "one", "CREATE TABLE one (a INTEGER); CREATE TABLE one (a INTEGER)"}};
  EXPECT_FALSE(Migrate(*connection, bad, absl::Now()).ok());
  EXPECT_EQ(*connection->Number("SELECT COUNT(*) FROM sqlite_schema"), 0);
  EXPECT_TRUE(Migrate(*connection, Migrations(), absl::Now()).ok());
}

TEST(Migrations, AgenciesOfAnOlderDatabaseAreFoundByTheirCountry) {
  const test::TempDir dir;
  auto connection = Writing(dir.File("minga.db"));
  const std::vector<Migration> older(Migrations().begin(), Migrations().begin() + 4);
  ASSERT_TRUE(Migrate(*connection, older, absl::Now()).ok());
  v1::Agency agency;
  // 26 bytes, so that its length looks like the key of the country.
  agency.set_display_name("Agencia de los 26 octetos.");
  agency.set_country_code("PE");
  agency.set_validation_mode(v1::VALIDATION_MODE_LINK);
  for (const auto& [id, content] : {std::pair{"pe-apci", agency}, {"empty", v1::Agency()}}) {
    std::string hex;
    for (const unsigned char byte : content.SerializeAsString()) hex += fmt::format("{:02X}", byte);
    ASSERT_TRUE(connection
                    ->Run(fmt::format("INSERT INTO tenant (id) VALUES ('{0}'); INSERT INTO agency (id, revision, create_time, content)"
                                      " VALUES ('{0}', 1, 0, X'{1}')",
                                      id, hex))
                    .ok());
  }
  ASSERT_TRUE(Migrate(*connection, Migrations(), absl::Now()).ok());
  EXPECT_THAT(*connection->Column("SELECT id || ' ' || country FROM agency ORDER BY id"), testing::ElementsAre("empty ", "pe-apci PE"));
}

TEST(Migrations, StepsAndDocumentsOfAnOlderDatabaseAreTold) {
  const test::TempDir dir;
  const auto connection = Writing(dir.File("minga.db"));
  const std::vector<Migration> older(Migrations().begin(), Migrations().begin() + 7);
  ASSERT_TRUE(Migrate(*connection, older, absl::Now()).ok());
  ASSERT_TRUE(
      connection
          ->Run("INSERT INTO tenant (id) VALUES ('a'); INSERT INTO agency (id, revision, create_time, content) VALUES ('a', 1, 0, X'')")
          .ok());
  for (const auto& [fiche, late] : {std::pair("late", 1), std::pair("prompt", 0)}) {
    // One round for each, as an agency has one fiche in it.
    ASSERT_TRUE(
        connection->Run(fmt::format("INSERT INTO round (id, revision, create_time, content) VALUES ('of-{}', 1, 0, X'')", fiche)).ok());
    ASSERT_TRUE(
        connection
            ->Run(fmt::format("INSERT INTO fiche (agency, id, round, state, revision, create_time, update_time, return_comment, content,"
                              " late) VALUES ('a', '{0}', 'of-{0}', 4, 3, 1, 3, '', X'', {1})",
                              fiche, late))
            .ok());
    // Imported, and submitted twice.
    for (const auto& [revision, verb] : {std::pair(1, 3), std::pair(2, 6), std::pair(3, 6)}) {
      ASSERT_TRUE(
          connection
              ->Run(fmt::format("INSERT INTO fiche_revision (agency, fiche, revision, verb, state, validation, time, principal_kind,"
                                " principal_tenant, principal, comment) VALUES ('a', '{}', {}, {}, 4, 0, {}, 1, 'a', 'm', '')",
                                fiche, revision, verb, revision * 10))
              .ok());
    }
    for (const int time : {10, 20}) {
      ASSERT_TRUE(connection
                      ->Run(fmt::format("INSERT INTO attachment (agency, fiche, id, file_name, media_type, hash, create_time, bytes)"
                                        " VALUES ('a', '{}', 'at{}', '', '', X'', {}, X'')",
                                        fiche, time, time))
                      .ok());
    }
  }
  ASSERT_TRUE(Migrate(*connection, Migrations(), absl::Now()).ok());
  EXPECT_THAT(*connection->Column("SELECT fiche || ' ' || revision FROM fiche_revision WHERE late = 1"), testing::ElementsAre("late 2"));
  EXPECT_THAT(*connection->Column("SELECT fiche || ' ' || id FROM attachment WHERE imported = 1 ORDER BY fiche"),
              testing::ElementsAre("late at10", "prompt at10"));
}

TEST(Migrations, ReadersOfOlderNoticesAreToldByTheirRecords) {
  const test::TempDir dir;
  const auto connection = Writing(dir.File("minga.db"));
  const std::vector<Migration> older(Migrations().begin(), Migrations().begin() + 9);
  ASSERT_TRUE(Migrate(*connection, older, absl::Now()).ok());
  const auto run = [&](const std::string& sql) { ASSERT_TRUE(connection->Run(sql).ok()) << sql; };
  for (const char* id : {"pe-a", "pe-b", "uy-c"}) {
    run(
        fmt::format("INSERT INTO tenant (id) VALUES ('{0}'); INSERT INTO agency (id, revision, create_time, content, country)"
                    " VALUES ('{0}', 1, 0, X'', upper(substr('{0}', 1, 2)))",
                    id));
  }
  run("INSERT INTO round (id, revision, create_time, content) VALUES ('r', 1, 0, X'');"
      "INSERT INTO fiche (agency, id, round, state, revision, create_time, update_time, return_comment, content)"
      " VALUES ('pe-a', 'f', 'r', 4, 1, 0, 0, '', X'');"
      "INSERT INTO initiative (id, agency, country, fiche, round, decision, exclusion_reasons, visibility, revision, create_time, "
      "update_time,"
      " content) VALUES ('i', 'pe-a', 'PE', 'f', 'r', 1, 0, 1, 1, 0, 0, X'')");
  // ana has left pe-a and is in pe-b; sofia is at the secretariat alone.
  for (const auto& [person, tenant, state] : {std::tuple("ana", "pe-a", 3), {"ana", "pe-b", 2}, {"sofia", "secretariat", 2}}) {
    run(
        fmt::format("INSERT INTO person (id, email, create_time) VALUES ('{0}', '{0}@example.org', 0) ON CONFLICT DO NOTHING;"
                    "INSERT INTO member (tenant, id, person, display_name, language, roles, state, revision, create_time)"
                    " VALUES ('{1}', '{0}', '{0}', '', 'es', 4, {2}, 1, 0)",
                    person, tenant, state));
  }
  const std::vector<std::tuple<const char*, const char*, int, const char*>> cases = {
      {"ana", "agencies/pe-a/fiches/f", 2, "pe-a"},
      {"ana", "agencies/pe-a/fiches/f/comments/c", 6, "pe-a"},
      {"sofia", "agencies/pe-a/fiches/f/comments/c", 6, "secretariat"},
      {"ana", "agencies/uy-c/fiches/f", 3, ""},
      {"link-f", "agencies/pe-a/fiches/f", 1, ""},
      {"ana", "initiatives/i", 11, "pe-a"},
      {"ana", "initiatives/i", 12, "pe-a"},
      {"sofia", "initiatives/i", 12, "secretariat"},
      {"sofia", "initiatives/i", 10, "secretariat"},
      {"ana", "initiatives/i/confirmations/PE", 5, "pe-b"},
      {"ana", "initiatives/i/confirmations/UY", 5, ""},
      {"ana", "rounds/r", 3, ""},
      {"ana", "", 7, ""},
      {"ana", "", 8, ""},
  };
  for (size_t i = 0; i < cases.size(); ++i) {
    const auto& [person, record, kind, tenant] = cases[i];
    run(
        fmt::format("INSERT INTO notice (id, person, tenant, kind, record, author, author_display_name, create_time, content)"
                    " VALUES ('{}', '{}', 'pe-a', {}, '{}', '', '', 0, X'')",
                    i, person, kind, record));
  }
  ASSERT_TRUE(Migrate(*connection, Migrations(), absl::Now()).ok());
  for (size_t i = 0; i < cases.size(); ++i) {
    EXPECT_THAT(*connection->Column(fmt::format("SELECT reader_tenant FROM notice WHERE id = '{}'", i)),
                testing::ElementsAre(std::get<3>(cases[i])))
        << std::get<0>(cases[i]) << " " << std::get<1>(cases[i]) << " " << std::get<2>(cases[i]);
  }
}

TEST(SqliteStore, RefusesAnotherProgramsFile) {
  const test::TempDir dir;
  ASSERT_TRUE(Writing(dir.File("minga.db"))->Run("CREATE TABLE theirs (a INTEGER)").ok());
  EXPECT_TRUE(absl::IsFailedPrecondition(Open({.path = dir.File("minga.db")}).status()));
}

TEST(SqliteStore, OneServerHoldsADatabase) {
  const test::TempDir dir;
  auto first = Open({.path = dir.File("minga.db")});
  ASSERT_TRUE(first.ok());
  const auto second = Open({.path = dir.File("minga.db")});
  EXPECT_TRUE(absl::IsFailedPrecondition(second.status()));
  EXPECT_THAT(std::string(second.status().message()), HasSubstr("another server"));
  first->reset();
  EXPECT_TRUE(Open({.path = dir.File("minga.db")}).ok());
}

TEST(SqliteStore, ItsFilesAreItsOwnersAlone) {
  const test::TempDir dir;
  auto store = Open({.path = dir.File("minga.db")});
  ASSERT_TRUE(store.ok());
  ASSERT_TRUE(test::Prepare(**store).ok());
  for (const char* name : {"minga.db", "minga.db-wal", "minga.db-shm", "minga.db.lock"}) {
    struct stat mode = {};
    ASSERT_EQ(stat(dir.File(name).c_str(), &mode), 0) << name;
    EXPECT_EQ(mode.st_mode & 0777, 0600u) << name;
  }
}

TEST(SqliteStore, KeepsItsSecretAndItsRecords) {
  const test::TempDir dir;
  std::string secret;
  {
    auto store = Open({.path = dir.File("minga.db")});
    ASSERT_TRUE(store.ok() && test::Prepare(**store).ok() && test::Submit(**store, "one").ok());
    secret = (*store)->secret();
  }
  auto store = Open({.path = dir.File("minga.db")});
  ASSERT_TRUE(store.ok());
  EXPECT_EQ((*store)->secret(), secret);
  EXPECT_TRUE(test::IsSubmitted(**store, "one"));
}

TEST(SqliteStore, PeopleAreInTheContactTableAlone) {
  const test::TempDir dir;
  {
    auto store = Open({.path = dir.File("minga.db")});
    ASSERT_TRUE(store.ok() && test::Prepare(**store).ok() && test::Submit(**store, "one").ok());
  }
  auto connection = Writing(dir.File("minga.db"));
  EXPECT_EQ(*connection->Number("SELECT COUNT(*) FROM contact WHERE email LIKE '%@example.org'"), 3);
  ASSERT_TRUE(connection->Run("DELETE FROM contact").ok());
  connection.reset();
  // secure_delete and the checkpoint at the end have overwritten the bytes too.
  std::ostringstream bytes;
  bytes << std::ifstream(dir.File("minga.db"), std::ios::binary).rdbuf();
  EXPECT_EQ(bytes.str().find("@example.org"), std::string::npos);
}

TEST(SqliteStore, AWriteInsideAWriteIsAnErrorAndNoStandstill) {
  const test::TempDir dir;
  auto store = Open({.path = dir.File("minga.db"), .sync = false});
  ASSERT_TRUE(store.ok());
  absl::Status inner;
  EXPECT_TRUE((*store)
                  ->Write(Scope::System(),
                          [&](Transaction&) {
                            inner = test::Prepare(**store);
                            return absl::OkStatus();
                          })
                  .ok());
  EXPECT_EQ(errors::DetailsOf(inner).reason, "INTERNAL");
}

TEST(SqliteStore, ABodyCannotGoOnOverAFailureItDidNotPassOn) {
  const test::TempDir dir;
  auto store = Open({.path = dir.File("minga.db"), .sync = false});
  ASSERT_TRUE(store.ok() && test::Prepare(**store).ok());
  EXPECT_EQ(errors::DetailsOf((*store)->Read(Scope::System(),
                                             [](Transaction& transaction) {
                                               v1::Round round;
                                               round.set_name("rounds/new");
                                               transaction.rounds().Insert(round, absl::UnixEpoch()).IgnoreError();
                                               return absl::OkStatus();
                                             }))
                .reason,
            "INTERNAL");
}

TEST(SqliteStore, TheLogStaysNearItsMeasureUnderReadersThatNeverPause) {
  const test::TempDir dir;
  auto store = Open({.path = dir.File("minga.db"), .checkpoint_pages = 100, .sync = false});
  ASSERT_TRUE(store.ok() && test::Prepare(**store).ok());
  std::atomic<bool> writing = true;
  std::vector<std::thread> readers;
  for (int i = 0; i < 4; ++i) {
    readers.emplace_back([&] {
      while (writing) test::IsSubmitted(**store, "n1");
    });
  }
  for (int i = 0; i < 1'500; ++i) ASSERT_TRUE(test::Submit(**store, fmt::format("n{}", i)).ok());
  writing = false;
  for (std::thread& reader : readers) reader.join();
  struct stat log = {};
  ASSERT_EQ(stat(dir.File("minga.db-wal").c_str(), &log), 0);
  EXPECT_LT(log.st_size, 20 * 100 * 4'096);
}

// A plan that scans takes a time that grows with the registry; nothing that a page or a scope needs may.
TEST(QueryPlans, NoStatementScansATableOrSortsRows) {
  const test::TempDir dir;
  auto connection = Writing(dir.File("minga.db"));
  ASSERT_TRUE(Migrate(*connection, Migrations(), absl::Now()).ok());
  int explained = 0;
  for (const sql::Text* text : sql::Text::All()) {
    const std::string& sql = text->sql();
    if (sql.rfind("SELECT", 0) != 0 && sql.rfind("UPDATE", 0) != 0 && sql.rfind("DELETE", 0) != 0 && sql.rfind("INSERT", 0) != 0) continue;
    sqlite3_stmt* statement = nullptr;
    ASSERT_EQ(sqlite3_prepare_v2(connection->handle(), ("EXPLAIN QUERY PLAN " + sql).c_str(), -1, &statement, nullptr), SQLITE_OK)
        << sql << ": " << sqlite3_errmsg(connection->handle());
    while (sqlite3_step(statement) == SQLITE_ROW) {
      const std::string step = reinterpret_cast<const char*>(sqlite3_column_text(statement, 3));
      EXPECT_EQ(step.find("SCAN"), std::string::npos) << sql << "\n  " << step;
      EXPECT_EQ(step.find("TEMP B-TREE"), std::string::npos) << sql << "\n  " << step;
    }
    sqlite3_finalize(statement);
    ++explained;
  }
  EXPECT_GT(explained, 30);
}

}  // namespace
}  // namespace minga::store::sqlite
