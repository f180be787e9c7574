#pragma once

#include "server/base/scope.h"
#include "server/store/round_store.h"
#include "server/store/sql/connection.h"

namespace minga::store::sql {

// An extension from three columns of a row: close_time, comment, create_time.
void ReadExtension(Query& row, int column, v1::RoundExtension* extension);

class SqlRoundStore final : public RoundStore {
 public:
  SqlRoundStore(Connection& connection, const Scope& scope) : connection_(connection), scope_(scope) {}

  absl::StatusOr<std::optional<v1::Round>> Get(std::string_view round, std::string_view agency) override;
  absl::StatusOr<std::vector<v1::Round>> List(int64_t before_micros, std::string_view before_round, int limit) override;
  absl::StatusOr<std::vector<v1::Round>> EndingAfter(absl::Time now) override;
  absl::StatusOr<bool> Insert(const v1::Round& round, absl::Time now) override;
  absl::Status Update(const v1::Round& round) override;
  // These are in round_responses.cc.
  absl::StatusOr<std::vector<KeptResponse>> Responses(std::string_view round, const ResponseFilter& filter) override;
  absl::Status SetExtension(std::string_view round, std::string_view agency, const v1::RoundExtension& extension, absl::Time now) override;
  absl::Status DeleteExtension(std::string_view round, std::string_view agency) override;
  absl::StatusOr<int64_t> EndExtensions(std::string_view round, absl::Time now) override;
  absl::Status NoteReminder(std::string_view round, std::string_view agency, absl::Time time, int people) override;
  absl::StatusOr<std::vector<std::string>> RemindedAt(std::string_view round, absl::Time time) override;
  absl::StatusOr<bool> WasRemindedOf(std::string_view round, std::string_view agency, absl::Time deadline, int days_before) override;
  absl::Status NoteRemindedOf(std::string_view round, std::string_view agency, absl::Time deadline, int days_before) override;

 private:
  Connection& connection_;
  const Scope& scope_;
};

}  // namespace minga::store::sql
