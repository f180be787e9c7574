#include "tests/benchmark/raw_writer.h"

#include <fmt/format.h>

#include <fstream>
#include <iterator>
#include <thread>

#include "absl/time/clock.h"
#include "server/base/id.h"
#include "server/base/resource_name.h"
#include "tests/benchmark/process.h"

namespace minga::benchmark {

struct RawWriter::Rows {
  struct Entry {
    std::string id, content;
    bool has_contact = false;
    v1::FocalPoint contact;
  };
  std::string agency, country, id, round, name, content, key;
  std::vector<Entry> entries;
  std::string request_id, request_hash;
};

struct RawWriter::Statements {
  sqlite3_stmt *begin, *commit, *fiche, *initiative, *contact, *advance, *change, *step, *request;
  ~Statements() {
    for (sqlite3_stmt* each : {begin, commit, fiche, initiative, contact, advance, change, step, request}) sqlite3_finalize(each);
  }
};

namespace {

constexpr char kPragmas[] =
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON;"
    "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 8000;";

struct Binder {
  sqlite3_stmt* statement;
  int index = 0;
  Binder& Text(const std::string& text) {
    sqlite3_bind_text(statement, ++index, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
    return *this;
  }
  Binder& Blob(const std::string& bytes) {
    sqlite3_bind_blob(statement, ++index, bytes.data(), static_cast<int>(bytes.size()), SQLITE_STATIC);
    return *this;
  }
  Binder& Integer(int64_t value) {
    sqlite3_bind_int64(statement, ++index, value);
    return *this;
  }
  bool Run() {
    const int code = sqlite3_step(statement);
    sqlite3_reset(statement);
    return code == SQLITE_DONE;
  }
};

absl::Status Failure(sqlite3* handle) { return absl::InternalError(std::string("SQLite alone: ") + sqlite3_errmsg(handle)); }

}  // namespace

RawWriter::RawWriter() = default;

RawWriter::~RawWriter() {
  statements_.reset();
  sqlite3_close_v2(handle_);
}

absl::StatusOr<std::unique_ptr<RawWriter>> RawWriter::Open(const std::string& path, const std::vector<v1::Fiche>& drafts) {
  std::unique_ptr<RawWriter> writer(new RawWriter);
  if (sqlite3_open_v2(path.c_str(), &writer->handle_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr) != SQLITE_OK ||
      sqlite3_exec(writer->handle_, kPragmas, nullptr, nullptr, nullptr) != SQLITE_OK) {
    return Failure(writer->handle_);
  }
  if (const absl::Status prepared = writer->Prepare(drafts); !prepared.ok()) return prepared;
  return writer;
}

absl::Status RawWriter::Prepare(const std::vector<v1::Fiche>& drafts) {
  const auto prepare = [this](const char* sql) {
    sqlite3_stmt* statement = nullptr;
    sqlite3_prepare_v3(handle_, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    return statement;
  };
  statements_.reset(new Statements{
      prepare("BEGIN IMMEDIATE"), prepare("COMMIT"),
      prepare("UPDATE fiche SET state = 4, revision = revision + 1, update_time = ?, submit_time = ?, return_comment = '', content = ?"
              " WHERE agency = ? AND id = ?"),
      prepare("INSERT INTO initiative (id, agency, country, fiche, round, decision, exclusion_reasons, visibility, revision, create_time,"
              " update_time, content, change) VALUES (?, ?, ?, ?, ?, 1, 0, 1, 1, ?, ?, ?, (SELECT value FROM sequencer WHERE name = "
              "'change'))"),
      prepare("INSERT INTO contact (kind, record, path, display_name, email) VALUES (2, ?, 'content.focal_point', ?, ?)"),
      prepare("UPDATE sequencer SET value = value + 1 WHERE name = 'change'"),
      prepare("INSERT INTO change (initiative, sequence) VALUES (?, (SELECT value FROM sequencer WHERE name = 'change'))"),
      prepare("INSERT INTO fiche_revision (agency, fiche, revision, verb, state, validation, time, principal_kind, principal_tenant,"
              " principal, comment) VALUES (?, ?, 2, 6, 4, 1, ?, 2, ?, ?, '')"),
      prepare("INSERT INTO request (tenant, id, hash, resource, create_time) VALUES (?, ?, ?, ?, ?)")});
  sqlite3_stmt* const kept = prepare("SELECT content FROM fiche WHERE agency = ? AND id = ?");
  for (const v1::Fiche& draft : drafts) {
    Rows& rows = rows_.emplace_back();
    names::ParseFiche(draft.name(), &rows.agency, &rows.id);
    names::ParseRound(draft.round(), &rows.round);
    rows.name = draft.name();
    rows.country = draft.country_code();
    Binder{kept}.Text(rows.agency).Text(rows.id);
    if (sqlite3_step(kept) == SQLITE_ROW) {
      rows.content.assign(static_cast<const char*>(sqlite3_column_blob(kept, 0)), static_cast<size_t>(sqlite3_column_bytes(kept, 0)));
    }
    sqlite3_reset(kept);
    for (const v1::FicheInitiative& entry : draft.initiatives()) {
      v1::InitiativeContent content = entry.content();
      content.clear_focal_point();
      rows.entries.push_back({entry.id(), content.SerializeAsString(), entry.content().has_focal_point(), entry.content().focal_point()});
    }
    rows.key = NewId();
    rows.request_id = NewId() + NewItemId();
    rows.request_hash = Hash(rows.request_id);
  }
  sqlite3_finalize(kept);
  return absl::OkStatus();
}

void RawWriter::WriteOne(const Rows& rows) {
  Statements& run = *statements_;
  const int64_t now = absl::ToUnixMicros(absl::Now());
  bool done = true;
  for (const Rows::Entry& entry : rows.entries) {
    done &= Binder{run.advance}.Run();
    done &= Binder{run.initiative}
                .Text(entry.id)
                .Text(rows.agency)
                .Text(rows.country)
                .Text(rows.id)
                .Text(rows.round)
                .Integer(now)
                .Integer(now)
                .Blob(entry.content)
                .Run();
    if (entry.has_contact) done &= Binder{run.contact}.Text(entry.id).Text(entry.contact.display_name()).Text(entry.contact.email()).Run();
    done &= Binder{run.change}.Text(entry.id).Run();
  }
  done &= Binder{run.fiche}.Integer(now).Integer(now).Blob(rows.content).Text(rows.agency).Text(rows.id).Run();
  done &= Binder{run.step}.Text(rows.agency).Text(rows.id).Integer(now).Text(rows.agency).Text(rows.key).Run();
  done &= Binder{run.request}.Text(rows.agency).Text(rows.request_id).Blob(rows.request_hash).Text(rows.name).Integer(now).Run();
  failed_ |= !done;
}

absl::StatusOr<RawWriter::Done> RawWriter::Submit(size_t count, size_t group) {
  if (next_ + count > rows_.size()) return absl::InternalError("SQLite alone has no more drafts");
  Done done;
  std::thread([&] {
    const absl::Time start = absl::Now();
    for (const size_t end = next_ + count; next_ < end;) {
      failed_ |= !Binder{statements_->begin}.Run();
      for (size_t i = 0; i < group && next_ < end; ++i) WriteOne(rows_[next_++]);
      failed_ |= !Binder{statements_->commit}.Run();
    }
    done = {absl::Now() - start, ThreadCpu()};
  }).join();
  if (failed_) return Failure(handle_);
  return done;
}

absl::StatusOr<std::string> Amounts(const std::string& path) {
  sqlite3* handle = nullptr;
  sqlite3_stmt* statement = nullptr;
  std::string amounts;
  if (sqlite3_open_v2(path.c_str(), &handle, SQLITE_OPEN_READWRITE, nullptr) == SQLITE_OK &&
      sqlite3_prepare_v2(
          handle,
          "SELECT 'fiches ' || COUNT(*) || ' of ' || SUM(LENGTH(content)) FROM fiche WHERE submit_time IS NOT NULL"
          " UNION ALL SELECT ', initiatives ' || COUNT(*) || ' of ' || SUM(LENGTH(content)) FROM initiative"
          " UNION ALL SELECT ', contacts ' || COUNT(*) || ' of ' || SUM(LENGTH(display_name) + LENGTH(email)) FROM contact"
          " UNION ALL SELECT ', changes ' || COUNT(*) || ' to ' || MAX(sequence) FROM change"
          " UNION ALL SELECT ', steps ' || COUNT(*) || ' of ' || SUM(LENGTH(principal)) FROM fiche_revision WHERE verb = 6"
          " UNION ALL SELECT ', requests ' || COUNT(*) || ' of ' || SUM(LENGTH(id) + LENGTH(hash) + LENGTH(resource)) FROM request",
          -1, &statement, nullptr) == SQLITE_OK) {
    while (sqlite3_step(statement) == SQLITE_ROW) {
      const auto* amount = reinterpret_cast<const char*>(sqlite3_column_text(statement, 0));
      amounts += amount == nullptr ? ", none" : amount;
    }
  }
  const absl::Status failure = Failure(handle);
  sqlite3_finalize(statement);
  sqlite3_close_v2(handle);
  if (amounts.empty()) return failure;
  return amounts;
}

int CommitsInLog(const std::string& path) {
  // https://www.sqlite.org/fileformat2.html#walformat: a frame that ends a commit says how large the database is after it;
  // one of an earlier turn of the log has other salts.
  constexpr size_t kHeader = 32, kFrameHeader = 24;
  std::ifstream file(path + "-wal", std::ios::binary);
  const std::string log((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (log.size() < kHeader) return 0;
  const auto number = [&](size_t at) {
    uint32_t value = 0;
    for (size_t i = 0; i < 4; ++i) value = value << 8 | static_cast<unsigned char>(log[at + i]);
    return value;
  };
  const size_t frame = kFrameHeader + number(8);
  int commits = 0;
  for (size_t at = kHeader; at + frame <= log.size() && log.compare(at + 8, 8, log, 16, 8) == 0; at += frame)
    commits += number(at + 4) != 0;
  return commits;
}

}  // namespace minga::benchmark
