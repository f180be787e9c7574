#pragma once

#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/base/scope.h"
#include "server/store/change_feed.h"
#include "server/store/sql/connection.h"

namespace minga::store::sql {

class SqlChangeFeed final : public ChangeFeed {
 public:
  SqlChangeFeed(Connection& connection, const Scope& scope) : connection_(connection), scope_(scope) {}

  absl::StatusOr<std::vector<Change>> After(int64_t sequence, int limit) override;

 private:
  Connection& connection_;
  const Scope& scope_;
};

// Makes the initiative the latest that changed and answers the number to keep with it. The sequencer's row stays locked until
// the commit, also where writers are many, so that numbers rise in the order of commits.
absl::StatusOr<int64_t> RecordChange(Connection& connection, std::string_view initiative);
// Before a kept initiative changes again: of each only the latest change is kept.
absl::Status ForgetChange(Connection& connection, std::string_view initiative);

}  // namespace minga::store::sql
