// A SQLite VFS for tests that has a power cut, and disks that fail.
//
// What is written to a database or its log stays in this process's memory, shared by all its connections, and reaches the
// real file at xSync only: kill -9 then loses exactly what was not synced, as a power cut would. Truncation is held back
// in the same way, and a file that is deleted without a sync of its folder is back after the kill. Locks and shared memory
// are the real ones. A file is used through this VFS or through the system's, not both at once.
#pragma once

#include <functional>
#include <string>

namespace minga::test {

// Registers the VFS, once in a process, beside the default one; its name for store::sqlite::Options::vfs.
const char* UnsyncedVfs();

enum class FileOperation { kWrite, kSync };

// From now on asked before every write (by its end in the file) and sync; a SQLite result code other than 0 is the
// operation's answer, and nothing is done. Called on the thread that writes. Empty: nothing fails.
void SetFault(std::function<int(FileOperation operation, int64_t end, const std::string& file)> fault);

}  // namespace minga::test
