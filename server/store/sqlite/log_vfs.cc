#include "server/store/sqlite/log_vfs.h"

#include <sqlite3.h>

#include <array>
#include <cstring>
#include <list>
#include <memory>
#include <mutex>
#include <new>
#include <utility>

namespace minga::store::sqlite {
namespace {

// Thirty pages. SQLite's own VFS takes less than 128 KiB at once.
constexpr size_t kGathered = 120 << 10;

// A log. SQLite allocates its bytes; the base VFS's file follows.
struct Log {
  sqlite3_file file;
  sqlite3_file* real;
  // What is not written yet: `amount` bytes at `offset`.
  sqlite3_int64 offset;
  size_t amount;
  std::unique_ptr<std::array<char, kGathered>> gathered;
};
static_assert(sizeof(Log) % alignof(sqlite3_int64) == 0);

Log& Of(sqlite3_file* file) { return *reinterpret_cast<Log*>(file); }
sqlite3_file* RealOf(sqlite3_file* file) { return Of(file).real; }

int WriteGathered(Log& log) {
  if (log.amount == 0) return SQLITE_OK;
  const int amount = static_cast<int>(log.amount);
  // Also when it fails: SQLite then takes the transaction back and writes other bytes there.
  log.amount = 0;
  return log.real->pMethods->xWrite(log.real, log.gathered->data(), amount, log.offset);
}

int Close(sqlite3_file* file) {
  Log& log = Of(file);
  const int written = WriteGathered(log);
  const int closed = log.real->pMethods->xClose(log.real);
  log.~Log();
  return written == SQLITE_OK ? closed : written;
}

int Write(sqlite3_file* file, const void* from, int amount, sqlite3_int64 offset) {
  Log& log = Of(file);
  const auto size = static_cast<size_t>(amount);
  const bool follows = log.amount > 0 && offset == log.offset + static_cast<sqlite3_int64>(log.amount);
  if (!follows || log.amount + size > kGathered) {
    if (const int code = WriteGathered(log); code != SQLITE_OK) return code;
    log.offset = offset;
  }
  if (size > kGathered) return log.real->pMethods->xWrite(log.real, from, amount, offset);
  std::memcpy(log.gathered->data() + log.amount, from, size);
  log.amount += size;
  return SQLITE_OK;
}

// Everything else sees the log as SQLite wrote it.
template <typename... Parameters, typename... Arguments>
int OnWhole(sqlite3_file* file, int (*sqlite3_io_methods::*method)(sqlite3_file*, Parameters...), Arguments... arguments) {
  if (const int code = WriteGathered(Of(file)); code != SQLITE_OK) return code;
  return (RealOf(file)->pMethods->*method)(RealOf(file), arguments...);
}
int Read(sqlite3_file* file, void* to, int amount, sqlite3_int64 offset) {
  return OnWhole(file, &sqlite3_io_methods::xRead, to, amount, offset);
}
int Truncate(sqlite3_file* file, sqlite3_int64 size) { return OnWhole(file, &sqlite3_io_methods::xTruncate, size); }
int Sync(sqlite3_file* file, int flags) { return OnWhole(file, &sqlite3_io_methods::xSync, flags); }
int FileSize(sqlite3_file* file, sqlite3_int64* size) { return OnWhole(file, &sqlite3_io_methods::xFileSize, size); }
int Lock(sqlite3_file* file, int level) { return OnWhole(file, &sqlite3_io_methods::xLock, level); }
int Unlock(sqlite3_file* file, int level) { return OnWhole(file, &sqlite3_io_methods::xUnlock, level); }
int CheckReservedLock(sqlite3_file* file, int* held) { return OnWhole(file, &sqlite3_io_methods::xCheckReservedLock, held); }
int FileControl(sqlite3_file* file, int operation, void* argument) {
  return OnWhole(file, &sqlite3_io_methods::xFileControl, operation, argument);
}
int SectorSize(sqlite3_file* file) { return RealOf(file)->pMethods->xSectorSize(RealOf(file)); }
int Characteristics(sqlite3_file* file) { return RealOf(file)->pMethods->xDeviceCharacteristics(RealOf(file)); }

constexpr sqlite3_io_methods kMethods = {
    1,          Close,           Read,    Write,   Truncate, Sync,    FileSize, Lock,   Unlock, CheckReservedLock, FileControl,
    SectorSize, Characteristics, nullptr, nullptr, nullptr,  nullptr, nullptr,  nullptr};

sqlite3_vfs* BaseOf(sqlite3_vfs* vfs) { return static_cast<sqlite3_vfs*>(vfs->pAppData); }

int Open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  sqlite3_vfs* base = BaseOf(vfs);
  if ((flags & SQLITE_OPEN_WAL) == 0) return base->xOpen(base, name, file, flags, out_flags);
  file->pMethods = nullptr;
  auto* real = reinterpret_cast<sqlite3_file*>(reinterpret_cast<char*>(file) + sizeof(Log));
  auto gathered = std::unique_ptr<std::array<char, kGathered>>(new (std::nothrow) std::array<char, kGathered>);
  if (gathered == nullptr) return SQLITE_NOMEM;
  const int code = base->xOpen(base, name, real, flags, out_flags);
  if (code != SQLITE_OK) {
    if (real->pMethods != nullptr) real->pMethods->xClose(real);
    return code;
  }
  new (file) Log{{&kMethods}, real, 0, 0, std::move(gathered)};
  return SQLITE_OK;
}

int Delete(sqlite3_vfs* vfs, const char* name, int sync) { return BaseOf(vfs)->xDelete(BaseOf(vfs), name, sync); }
int Access(sqlite3_vfs* vfs, const char* name, int flags, int* out) { return BaseOf(vfs)->xAccess(BaseOf(vfs), name, flags, out); }
int FullPathname(sqlite3_vfs* vfs, const char* name, int size, char* out) {
  return BaseOf(vfs)->xFullPathname(BaseOf(vfs), name, size, out);
}
int Randomness(sqlite3_vfs* vfs, int size, char* out) { return BaseOf(vfs)->xRandomness(BaseOf(vfs), size, out); }
int Sleep(sqlite3_vfs* vfs, int micros) { return BaseOf(vfs)->xSleep(BaseOf(vfs), micros); }
int CurrentTime(sqlite3_vfs* vfs, double* now) { return BaseOf(vfs)->xCurrentTime(BaseOf(vfs), now); }
int GetLastError(sqlite3_vfs* vfs, int size, char* out) { return BaseOf(vfs)->xGetLastError(BaseOf(vfs), size, out); }

}  // namespace

std::string LogVfs(const std::string& base) {
  // SQLite points to them for the life of the process.
  struct Kept {
    std::string name;
    sqlite3_vfs vfs;
  };
  static std::mutex mutex;
  static std::list<Kept>* const all = new std::list<Kept>;
  const std::lock_guard lock(mutex);
  sqlite3_vfs* real = sqlite3_vfs_find(base.empty() ? nullptr : base.c_str());
  if (real == nullptr) return {};
  std::string name = std::string("minga-log-over-") + real->zName;
  if (sqlite3_vfs_find(name.c_str()) != nullptr) return name;
  Kept& kept = all->emplace_back(Kept{std::move(name), {}});
  kept.vfs.iVersion = 1;
  kept.vfs.szOsFile = static_cast<int>(sizeof(Log)) + real->szOsFile;
  kept.vfs.mxPathname = real->mxPathname;
  kept.vfs.zName = kept.name.c_str();
  kept.vfs.pAppData = real;
  kept.vfs.xOpen = Open;
  kept.vfs.xDelete = Delete;
  kept.vfs.xAccess = Access;
  kept.vfs.xFullPathname = FullPathname;
  kept.vfs.xRandomness = Randomness;
  kept.vfs.xSleep = Sleep;
  kept.vfs.xCurrentTime = CurrentTime;
  kept.vfs.xGetLastError = GetLastError;
  return sqlite3_vfs_register(&kept.vfs, /*makeDflt=*/0) == SQLITE_OK ? kept.name : std::string();
}

}  // namespace minga::store::sqlite
