// A real store on a file of its own, for tests of what stands on it.
#pragma once

#include <memory>

#include "server/store/sqlite/sqlite_store.h"
#include "tests/support/temp_dir.h"

namespace minga::test {

// Not synced, as nobody pulls the plug on these tests. Ends the process when it cannot be opened.
class TestStore {
 public:
  TestStore() {
    auto opened = store::sqlite::Open({.path = dir_.File("minga.db"), .sync = false});
    if (!opened.ok()) std::abort();
    store_ = *std::move(opened);
  }
  store::Store& operator*() { return *store_; }
  store::Store* operator->() { return store_.get(); }
  const std::string& dir() const { return dir_.path(); }

 private:
  TempDir dir_;
  std::unique_ptr<store::Store> store_;
};

}  // namespace minga::test
