// What every engine's store does. An engine instantiates the suite in a file of its own:
//   INSTANTIATE_TEST_SUITE_P(Engine, StoreConformance, testing::Values(StoreEngine{"Engine", [] { … }}), EngineName);
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>

#include "server/store/store.h"

namespace minga::store {

// An empty store, and what it stands on.
class OpenStore {
 public:
  virtual ~OpenStore() = default;
  virtual Store& store() = 0;
};

struct StoreEngine {
  std::string name;
  std::function<std::unique_ptr<OpenStore>()> open;
};
inline void PrintTo(const StoreEngine& engine, std::ostream* out) { *out << engine.name; }
inline std::string EngineName(const testing::TestParamInfo<StoreEngine>& info) { return info.param.name; }

// Agencies "pe-apci" and "uy-auci" and the round "r2022" are there.
class StoreConformance : public testing::TestWithParam<StoreEngine> {
 protected:
  void SetUp() override;
  Store& store() { return open_->store(); }

 private:
  std::unique_ptr<OpenStore> open_;
};

}  // namespace minga::store
