#include "tests/support/unsynced_vfs.h"

#include <sqlite3.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <vector>

namespace minga::test {
namespace {

constexpr char kName[] = "minga-unsynced";
constexpr size_t kBlock = 4096;

// A file as this process sees it.
struct Image {
  std::mutex mutex;
  std::vector<char> bytes;
  // Numbers of the blocks that the real file does not have.
  std::set<size_t> unsynced;
  bool resized = false;
  bool deleted = false;
  // A log or journal whose folder is to be synced with its first sync, as SQLite's own VFS does.
  bool folder_unsynced = false;
};

std::mutex images_mutex;
std::map<std::string, std::shared_ptr<Image>> images;
std::mutex fault_mutex;
std::function<int(FileOperation, int64_t, const std::string&)> fault;

int Fault(FileOperation operation, int64_t end, const std::string& file) {
  const std::lock_guard lock(fault_mutex);
  return fault ? fault(operation, end, file) : SQLITE_OK;
}

sqlite3_vfs* Real() { return sqlite3_vfs_find("unix"); }

// SQLite allocates the bytes, the real file's follow.
struct File {
  sqlite3_file base;
  Image* image;
  // Empty: passed through, such as temporary files.
  const char* name;
  sqlite3_file* real;
};

File* Of(sqlite3_file* file) { return reinterpret_cast<File*>(file); }
sqlite3_file* RealOf(sqlite3_file* file) { return Of(file)->real; }

int Close(sqlite3_file* file) { return RealOf(file)->pMethods->xClose(RealOf(file)); }

int Read(sqlite3_file* file, void* to, int amount, sqlite3_int64 offset) {
  Image& image = *Of(file)->image;
  const std::lock_guard lock(image.mutex);
  const size_t at = std::min(static_cast<size_t>(offset), image.bytes.size());
  const size_t there = std::min(static_cast<size_t>(amount), image.bytes.size() - at);
  if (there > 0) std::memcpy(to, image.bytes.data() + at, there);
  if (there == static_cast<size_t>(amount)) return SQLITE_OK;
  std::memset(static_cast<char*>(to) + there, 0, static_cast<size_t>(amount) - there);
  return SQLITE_IOERR_SHORT_READ;
}

int Write(sqlite3_file* file, const void* from, int amount, sqlite3_int64 offset) {
  const int code = Fault(FileOperation::kWrite, offset + amount, Of(file)->name);
  if (code != SQLITE_OK) return code;
  Image& image = *Of(file)->image;
  const std::lock_guard lock(image.mutex);
  const auto at = static_cast<size_t>(offset);
  const size_t end = at + static_cast<size_t>(amount);
  if (image.bytes.size() < end) image.bytes.resize(end);
  std::memcpy(image.bytes.data() + at, from, static_cast<size_t>(amount));
  for (size_t block = at / kBlock; block * kBlock < end; ++block) image.unsynced.insert(block);
  return SQLITE_OK;
}

int Truncate(sqlite3_file* file, sqlite3_int64 size) {
  Image& image = *Of(file)->image;
  const std::lock_guard lock(image.mutex);
  image.bytes.resize(static_cast<size_t>(size));
  image.resized = true;
  return SQLITE_OK;
}

// Files that were deleted in the folder go, unless they were made anew.
void SyncFolder(const std::string& file) {
  const std::string folder = file.substr(0, file.rfind('/') + 1);
  const std::lock_guard lock(images_mutex);
  for (auto& [name, image] : images) {
    if (name.substr(0, name.rfind('/') + 1) != folder || name == file) continue;
    const std::lock_guard image_lock(image->mutex);
    if (image->deleted) Real()->xDelete(Real(), name.c_str(), 0);
  }
}

int Sync(sqlite3_file* file, int) {
  const int fails = Fault(FileOperation::kSync, 0, Of(file)->name);
  if (fails != SQLITE_OK) return fails;
  Image& image = *Of(file)->image;
  sqlite3_file* real = RealOf(file);
  const std::lock_guard lock(image.mutex);
  if (image.resized) {
    const int code = real->pMethods->xTruncate(real, static_cast<sqlite3_int64>(image.bytes.size()));
    if (code != SQLITE_OK) return code;
    image.resized = false;
  }
  for (const size_t block : image.unsynced) {
    const size_t at = block * kBlock;
    if (at >= image.bytes.size()) continue;
    const size_t amount = std::min(kBlock, image.bytes.size() - at);
    const int code = real->pMethods->xWrite(real, image.bytes.data() + at, static_cast<int>(amount), static_cast<sqlite3_int64>(at));
    if (code != SQLITE_OK) return code;
  }
  image.unsynced.clear();
  return SQLITE_OK;
}

int SyncWithFolder(sqlite3_file* file, int flags) {
  const int code = Sync(file, flags);
  if (code != SQLITE_OK) return code;
  Image& image = *Of(file)->image;
  {
    const std::lock_guard lock(image.mutex);
    if (!image.folder_unsynced) return SQLITE_OK;
    image.folder_unsynced = false;
  }
  SyncFolder(Of(file)->name);
  return SQLITE_OK;
}

int FileSize(sqlite3_file* file, sqlite3_int64* size) {
  Image& image = *Of(file)->image;
  const std::lock_guard lock(image.mutex);
  *size = static_cast<sqlite3_int64>(image.bytes.size());
  return SQLITE_OK;
}

int Lock(sqlite3_file* file, int level) { return RealOf(file)->pMethods->xLock(RealOf(file), level); }
int Unlock(sqlite3_file* file, int level) { return RealOf(file)->pMethods->xUnlock(RealOf(file), level); }
int CheckReservedLock(sqlite3_file* file, int* out) { return RealOf(file)->pMethods->xCheckReservedLock(RealOf(file), out); }
int FileControl(sqlite3_file* file, int operation, void* argument) {
  // The real file's size is not the one that counts.
  if (operation == SQLITE_FCNTL_SIZE_HINT || operation == SQLITE_FCNTL_CHUNK_SIZE) return SQLITE_OK;
  return RealOf(file)->pMethods->xFileControl(RealOf(file), operation, argument);
}
int SectorSize(sqlite3_file* file) { return RealOf(file)->pMethods->xSectorSize(RealOf(file)); }
int Characteristics(sqlite3_file* file) { return RealOf(file)->pMethods->xDeviceCharacteristics(RealOf(file)); }
int ShmMap(sqlite3_file* file, int region, int size, int extend, void volatile** out) {
  return RealOf(file)->pMethods->xShmMap(RealOf(file), region, size, extend, out);
}
int ShmLock(sqlite3_file* file, int offset, int count, int flags) {
  return RealOf(file)->pMethods->xShmLock(RealOf(file), offset, count, flags);
}
void ShmBarrier(sqlite3_file* file) { RealOf(file)->pMethods->xShmBarrier(RealOf(file)); }
int ShmUnmap(sqlite3_file* file, int remove) { return RealOf(file)->pMethods->xShmUnmap(RealOf(file), remove); }

constexpr sqlite3_io_methods kMethods = {
    2,          Close,           Read,   Write,   Truncate,   SyncWithFolder, FileSize, Lock,   Unlock, CheckReservedLock, FileControl,
    SectorSize, Characteristics, ShmMap, ShmLock, ShmBarrier, ShmUnmap,       nullptr,  nullptr};

// The image of a file that was just opened, read from it at the first time.
int ImageOf(const char* name, bool in_log, sqlite3_file* real, Image** image) {
  const std::lock_guard lock(images_mutex);
  std::shared_ptr<Image>& kept = images[name];
  if (kept != nullptr) {
    const std::lock_guard image_lock(kept->mutex);
    if (kept->deleted) {
      kept->deleted = false;
      kept->bytes.clear();
      kept->unsynced.clear();
      kept->resized = true;
      kept->folder_unsynced = in_log;
    }
  } else {
    kept = std::make_shared<Image>();
    kept->folder_unsynced = in_log;
    sqlite3_int64 size = 0;
    int code = real->pMethods->xFileSize(real, &size);
    kept->bytes.resize(static_cast<size_t>(size));
    if (code == SQLITE_OK && size > 0) code = real->pMethods->xRead(real, kept->bytes.data(), static_cast<int>(size), 0);
    if (code != SQLITE_OK) {
      images.erase(name);
      return code;
    }
  }
  *image = kept.get();
  return SQLITE_OK;
}

int Open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  File* opened = Of(file);
  opened->real = reinterpret_cast<sqlite3_file*>(opened + 1);
  opened->base.pMethods = nullptr;
  constexpr int kHeld = SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL;
  if (name == nullptr || (flags & kHeld) == 0) {
    // Nothing of ours is needed: the real file takes the place.
    return Real()->xOpen(Real(), name, file, flags, out_flags);
  }
  int code = Real()->xOpen(Real(), name, opened->real, flags, out_flags);
  if (code != SQLITE_OK) return code;
  code = ImageOf(name, (flags & SQLITE_OPEN_MAIN_DB) == 0, opened->real, &opened->image);
  if (code != SQLITE_OK) {
    opened->real->pMethods->xClose(opened->real);
    return code;
  }
  opened->name = name;
  opened->base.pMethods = &kMethods;
  return SQLITE_OK;
}

int Delete(sqlite3_vfs*, const char* name, int sync_folder) {
  {
    const std::lock_guard lock(images_mutex);
    const auto found = images.find(name);
    if (found != images.end()) {
      const std::lock_guard image_lock(found->second->mutex);
      if (found->second->deleted) return SQLITE_IOERR_DELETE_NOENT;
      found->second->deleted = true;
      if (sync_folder == 0) return SQLITE_OK;
    }
  }
  return Real()->xDelete(Real(), name, sync_folder);
}

int Access(sqlite3_vfs*, const char* name, int flags, int* out) {
  const std::lock_guard lock(images_mutex);
  const auto found = images.find(name);
  if (found == images.end()) return Real()->xAccess(Real(), name, flags, out);
  const std::lock_guard image_lock(found->second->mutex);
  // SQLite asks whether a log is there and holds anything.
  *out = !found->second->deleted && (flags != SQLITE_ACCESS_EXISTS || !found->second->bytes.empty());
  return SQLITE_OK;
}

int FullPathname(sqlite3_vfs*, const char* name, int size, char* out) { return Real()->xFullPathname(Real(), name, size, out); }
int Randomness(sqlite3_vfs*, int size, char* out) { return Real()->xRandomness(Real(), size, out); }
int Sleep(sqlite3_vfs*, int microseconds) { return Real()->xSleep(Real(), microseconds); }
int CurrentTime(sqlite3_vfs*, double* out) { return Real()->xCurrentTime(Real(), out); }
int CurrentTimeInt64(sqlite3_vfs*, sqlite3_int64* out) { return Real()->xCurrentTimeInt64(Real(), out); }
int GetLastError(sqlite3_vfs*, int size, char* out) { return Real()->xGetLastError(Real(), size, out); }

}  // namespace

const char* UnsyncedVfs() {
  static const bool registered = [] {
    sqlite3_initialize();
    static sqlite3_vfs vfs;
    vfs = {};
    vfs.iVersion = 2;
    vfs.szOsFile = static_cast<int>(sizeof(File)) + Real()->szOsFile;
    vfs.mxPathname = Real()->mxPathname;
    vfs.zName = kName;
    vfs.xOpen = Open;
    vfs.xDelete = Delete;
    vfs.xAccess = Access;
    vfs.xFullPathname = FullPathname;
    vfs.xRandomness = Randomness;
    vfs.xSleep = Sleep;
    vfs.xCurrentTime = CurrentTime;
    vfs.xGetLastError = GetLastError;
    vfs.xCurrentTimeInt64 = CurrentTimeInt64;
    sqlite3_vfs_register(&vfs, 0);
    return true;
  }();
  static_cast<void>(registered);
  return kName;
}

void SetFault(std::function<int(FileOperation, int64_t, const std::string&)> next) {
  const std::lock_guard lock(fault_mutex);
  fault = std::move(next);
}

}  // namespace minga::test
