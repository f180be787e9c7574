#include "server/store/sqlite/writer.h"

#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <climits>
#include <exception>
#include <typeinfo>
#include <utility>

#include "server/base/errors.h"
#include "server/store/sql/transaction.h"

namespace minga::store::sqlite {
namespace {

const sql::Text kBegin("BEGIN IMMEDIATE");
const sql::Text kCommit("COMMIT");
const sql::Text kRollback("ROLLBACK");
const sql::Text kSavepoint("SAVEPOINT body");
const sql::Text kRelease("RELEASE body");
const sql::Text kRollbackBody("ROLLBACK TO body");

// Times the measure of the log.
constexpr int kPatience = 8;
constexpr int kCheckpointWaitMilliseconds = 200;

// Not std::atomic's wait: it yields the processor over and over before it sleeps, and dozens that do so while one thread
// writes cost as much as the writing.
using Word = std::atomic<uint32_t>;
static_assert(sizeof(Word) == sizeof(uint32_t) && Word::is_always_lock_free);
void SleepWhile(Word& word, uint32_t value) { syscall(SYS_futex, &word, FUTEX_WAIT_PRIVATE, value, nullptr, nullptr, 0); }
void WakeAll(Word& word) { syscall(SYS_futex, &word, FUTEX_WAKE_PRIVATE, INT_MAX, nullptr, nullptr, 0); }

absl::Status Do(Connection& connection, const sql::Text& text) { return sql::Execute(connection, text, {}).status(); }

absl::Status Guarded(Store::Body body, Transaction& transaction) {
  try {
    return body(transaction);
  } catch (const std::exception& exception) {
    return errors::Internal(std::string("a write threw ") + typeid(exception).name());
  } catch (...) {
    return errors::Internal("a write threw");
  }
}

}  // namespace

struct Writer::Call {
  Call(const Scope& caller, Store::Body write) : scope(caller), body(write) {}

  const Scope& scope;
  const Store::Body body;
  absl::Status status;

  // Set last: the call ends with its caller's frame as soon as this is seen.
  std::atomic<bool> done = false;
  size_t answer = 0;
};

class Writer::Watcher final : public Store::Watching {
 public:
  Watcher(Writer& writer, Topics topics, std::function<void()> changed) : writer_(writer), topics_(topics), changed_(std::move(changed)) {
    const std::lock_guard lock(writer_.watchers_mutex_);
    writer_.watchers_.push_back(this);
  }
  ~Watcher() override {
    const std::lock_guard lock(writer_.watchers_mutex_);
    std::erase(writer_.watchers_, this);
  }

  void Tell(Topics touched) const {
    if ((touched & topics_) != 0) changed_();
  }

 private:
  Writer& writer_;
  const Topics topics_;
  const std::function<void()> changed_;
};

Writer::Writer(std::unique_ptr<Connection> connection, Options options) : connection_(std::move(connection)), options_(std::move(options)) {
  sqlite3_wal_hook(
      connection_->handle(),
      [](void* pages, sqlite3*, const char*, int in_log) {
        *static_cast<int*>(pages) = in_log;
        return SQLITE_OK;
      },
      &log_pages_);
  thread_ = std::thread([this] { Run(); });
}

Writer::~Writer() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
    waiting_or_end_.notify_one();
  }
  thread_.join();
}

absl::Status Writer::Write(const Scope& scope, Store::Body body) {
  if (std::this_thread::get_id() == thread_.get_id()) return errors::Internal("a write inside a write");
  Call call(scope, body);
  {
    const std::lock_guard lock(mutex_);
    call.answer = next_answer_;
    queue_.push_back(&call);
    if (writer_waits_) waiting_or_end_.notify_one();
  }
  Word& answered = answered_[call.answer];
  for (uint32_t seen = answered; !call.done; seen = answered) SleepWhile(answered, seen);
  return std::move(call.status);
}

Writer::Group Writer::Take() {
  std::unique_lock lock(mutex_);
  writer_waits_ = true;
  waiting_or_end_.wait(lock, [&] { return ending_ || !queue_.empty(); });
  writer_waits_ = false;
  const size_t size = std::min(queue_.size(), static_cast<size_t>(options_.writes_per_commit));
  Group group(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(size));
  queue_.erase(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(size));
  next_answer_ = 1 - next_answer_;
  return group;
}

void Writer::Run() {
  for (Group group = Take(); !group.empty(); group = Take()) {
    Group again;
    if (!Commit(group, &again)) {
      // One by one, so that the next failure too meets only the call that runs into it.
      for (Call* call : again) {
        Group rest;
        // A lost transaction of one call has nobody left to run again.
        Commit({call}, &rest);
      }
    }
    Answer(group);
    Checkpoint();
  }
}

bool Writer::Commit(const Group& group, Group* again) {
  connection_->ClearFault();
  connection_->TakeTouched();
  absl::Status status = Do(*connection_, kBegin);
  for (size_t i = 0; status.ok() && i < group.size(); ++i) {
    if (RunBody(*group[i])) continue;
    if (connection_->InTransaction()) Do(*connection_, kRollback).IgnoreError();
    for (size_t other = 0; other < group.size(); ++other) {
      if (other != i) again->push_back(group[other]);
    }
    return false;
  }
  if (status.ok()) status = CommitTransaction();
  if (status.ok()) return true;
  Report();
  if (connection_->InTransaction()) Do(*connection_, kRollback).IgnoreError();
  // A body that failed of itself keeps its own answer.
  for (Call* call : group) {
    if (call->status.ok()) call->status = status;
  }
  return true;
}

absl::Status Writer::CommitTransaction() {
  const Topics touched = connection_->TakeTouched();
  const auto raise = [&] {
    for (size_t topic = 0; topic < epochs_.size(); ++topic) {
      if (touched >> topic & 1) ++epochs_[topic];
    }
  };
  raise();
  const absl::Status status = Do(*connection_, kCommit);
  raise();
  if (status.ok() && touched != 0) {
    const std::lock_guard lock(watchers_mutex_);
    for (const Watcher* each : watchers_) each->Tell(touched);
  }
  return status;
}

std::unique_ptr<Store::Watching> Writer::Watch(Topics topics, std::function<void()> changed) {
  return std::make_unique<Watcher>(*this, topics, std::move(changed));
}

std::optional<uint64_t> Writer::Epoch(Topics topics) const {
  // Each only ever rises, so their sum is the same only when each is.
  uint64_t sum = 0;
  for (size_t topic = 0; topic < epochs_.size(); ++topic) {
    if (!(topics >> topic & 1)) continue;
    const uint64_t epoch = epochs_[topic];
    if (epoch % 2 != 0) return std::nullopt;
    sum += epoch;
  }
  return sum;
}

bool Writer::RunBody(Call& call) {
  connection_->ClearFault();
  call.status = Do(*connection_, kSavepoint);
  if (call.status.ok()) {
    sql::SqlTransaction transaction(*connection_, call.scope);
    call.status = Guarded(call.body, transaction);
  }
  // A body may not go on over a failure of the engine.
  if (call.status.ok()) call.status = connection_->fault();
  if (call.status.ok()) call.status = Do(*connection_, kRelease);
  if (!connection_->fault().ok()) Report();
  if (call.status.ok()) return true;
  // Some failures end the whole transaction, and with it what other bodies wrote.
  return connection_->InTransaction() && Do(*connection_, kRollbackBody).ok() && Do(*connection_, kRelease).ok();
}

void Writer::Report() {
  failed_ = true;
  if (options_.report) options_.report(connection_->fault_cause());
}

void Writer::Checkpoint() {
  // What fills the disk may be the log: what is in it goes to the database, and its space back.
  const bool failed = std::exchange(failed_, false);
  if (log_pages_ < options_.checkpoint_pages) checkpoint_at_ = options_.checkpoint_pages;
  if (log_pages_ < checkpoint_at_ && !failed) return;
  // As long as a reader keeps the log from beginning anew, an attempt with every commit would only cost syncs.
  checkpoint_at_ = log_pages_ + std::max(1, options_.checkpoint_pages / 4);
  // Readers that follow one another closely can keep it for ever: far beyond its measure, wait for them, but not for a
  // backup, which reads for minutes.
  const bool wait = failed || log_pages_ > kPatience * options_.checkpoint_pages;
  sqlite3* handle = connection_->handle();
  if (wait) sqlite3_busy_timeout(handle, kCheckpointWaitMilliseconds);
  const int mode = failed ? SQLITE_CHECKPOINT_TRUNCATE : wait ? SQLITE_CHECKPOINT_RESTART : SQLITE_CHECKPOINT_PASSIVE;
  const int code = sqlite3_wal_checkpoint_v2(handle, nullptr, mode, nullptr, nullptr);
  if (wait) sqlite3_busy_timeout(handle, Connection::kBusyMilliseconds);
  // What was not copied stays in the log, which is as safe; a later commit tries again.
  if (code == SQLITE_OK || (code & 0xff) == SQLITE_BUSY) return;
  connection_->ToStatus(code).IgnoreError();
  if (options_.report) options_.report(connection_->fault_cause());
}

void Writer::Answer(const Group& group) {
  std::array<bool, 2> wakes = {};
  for (Call* call : group) {
    wakes[call->answer] = true;
    call->done = true;
  }
  for (size_t answer = 0; answer < wakes.size(); ++answer) {
    if (!wakes[answer]) continue;
    ++answered_[answer];
    WakeAll(answered_[answer]);
  }
}

}  // namespace minga::store::sqlite
