// SQLite writes each page of its write-ahead log with two system calls, one for a header of 24 bytes. This VFS, for the writer's
// connection, gathers them and writes what lies in a row at once, when SQLite syncs the log or reads it.
//
// Nobody sees the log late: another connection reads what the log's index says is committed, and with `synchronous` FULL
// SQLite syncs before it says so. Without syncing this VFS must not be used.
#pragma once

#include <string>

namespace minga::store::sqlite {

// Name of the VFS over the one of that name (empty: SQLite's default). Thread-safe; empty when there is none of that name.
std::string LogVfs(const std::string& base);

}  // namespace minga::store::sqlite
