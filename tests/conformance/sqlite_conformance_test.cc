#include "server/store/sqlite/sqlite_store.h"
#include "tests/conformance/store_conformance.h"
#include "tests/support/temp_dir.h"

namespace minga::store {
namespace {

class OpenSqlite final : public OpenStore {
 public:
  explicit OpenSqlite(sqlite::Options options) {
    options.path = dir_.File("minga.db");
    auto opened = sqlite::Open(options);
    if (opened.ok()) store_ = *std::move(opened);
  }
  Store& store() override { return *store_; }

 private:
  test::TempDir dir_;
  std::unique_ptr<Store> store_;
};

StoreEngine Engine(std::string name, const sqlite::Options& options) {
  return {std::move(name), [options] { return std::make_unique<OpenSqlite>(options); }};
}

// The second with all limits at their least: one write to a commit, and a log that begins anew again and again.
INSTANTIATE_TEST_SUITE_P(Sqlite, StoreConformance,
                         testing::Values(Engine("AsShipped", {}),
                                         Engine("Narrow", {.readers = 2, .writes_per_commit = 1, .checkpoint_pages = 100, .sync = false})),
                         EngineName);

}  // namespace
}  // namespace minga::store
