// The database's shape, changed forward in numbered steps, each recorded with its checksum.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "server/store/sqlite/connection.h"

namespace minga::store::sqlite {

struct Migration {
  // 1, 2, 3, … without gaps.
  int number = 0;
  std::string_view name;
  std::string_view sql;
};

// Those of this program, migrations/*.sql.
const std::vector<Migration>& Migrations();

// "MNGA", in the file's header.
inline constexpr int64_t kApplicationId = 0x4d4e4741;

// Brings the database to the last of `migrations`, each step in a transaction of its own. FAILED_PRECONDITION, with a text
// for the operator, when the file is another program's, when a recorded step differs from ours, or when the database
// knows more steps than we do.
absl::Status Migrate(Connection& connection, const std::vector<Migration>& migrations, absl::Time now);

// The same judgement without changing anything; also FAILED_PRECONDITION when a step is missing.
absl::Status CheckMigrations(Connection& connection, const std::vector<Migration>& migrations);

}  // namespace minga::store::sqlite
