#pragma once

#include "server/base/scope.h"
#include "server/store/comment_store.h"
#include "server/store/sql/connection.h"

namespace minga::store::sql {

class SqlCommentStore final : public CommentStore {
 public:
  SqlCommentStore(Connection& connection, const Scope& scope) : connection_(connection), scope_(scope) {}

  absl::StatusOr<std::optional<KeptComment>> Get(std::string_view agency, std::string_view fiche, std::string_view comment) override;
  absl::StatusOr<std::optional<KeptComment>> FindSource(std::string_view agency, std::string_view fiche, std::string_view source) override;
  absl::StatusOr<std::vector<KeptComment>> List(std::string_view agency, std::string_view fiche, const CommentFilter& filter,
                                                int limit) override;
  absl::StatusOr<int64_t> Count(std::string_view agency, std::string_view fiche, v1::CommentAudience audience) override;
  absl::Status Insert(const KeptComment& comment, absl::Time now) override;
  absl::Status SetText(std::string_view agency, std::string_view fiche, std::string_view comment, std::string_view text,
                       absl::Time now) override;
  absl::Status Resolve(std::string_view agency, std::string_view fiche, std::string_view thread, const Principal& by,
                       absl::Time now) override;
  absl::Status Reopen(std::string_view agency, std::string_view fiche, std::string_view thread) override;
  absl::Status Delete(std::string_view agency, std::string_view fiche, std::string_view comment) override;
  absl::StatusOr<std::vector<Reader>> WritersIn(std::string_view agency, std::string_view fiche, std::string_view thread) override;
  absl::StatusOr<std::vector<Reader>> WorkersOn(std::string_view agency, std::string_view fiche) override;

 private:
  absl::StatusOr<std::optional<KeptComment>> One(Query& row);
  absl::Status Collect(const Text& text, Values values, std::vector<Reader>* people);
  absl::StatusOr<int64_t> RepliesIn(std::string_view agency, std::string_view fiche, std::string_view thread);

  Connection& connection_;
  const Scope& scope_;
};

}  // namespace minga::store::sql
