#pragma once

#include "server/base/scope.h"
#include "server/store/fiche_store.h"
#include "server/store/sql/connection.h"
#include "server/store/sql/contact_table.h"

namespace minga::store::sql {

class SqlFicheStore final : public FicheStore {
 public:
  SqlFicheStore(Connection& connection, const Scope& scope) : connection_(connection), scope_(scope) {}

  absl::StatusOr<std::optional<v1::Fiche>> Get(std::string_view agency, std::string_view fiche) override;
  absl::StatusOr<std::optional<v1::Fiche>> FindByRound(std::string_view agency, std::string_view round) override;
  absl::StatusOr<std::vector<v1::Fiche>> List(const FicheFilter& filter, int limit) override;
  absl::StatusOr<bool> Insert(const v1::Fiche& fiche, const FicheStep& step, absl::Time now) override;
  absl::Status Update(const v1::Fiche& fiche, const FicheStep& step, absl::Time now) override;
  absl::Status UpdateState(const v1::Fiche& fiche, const FicheStep& step, absl::Time now) override;
  absl::Status Delete(std::string_view agency, std::string_view fiche) override;
  absl::StatusOr<std::vector<KeptStep>> Steps(std::string_view agency, std::string_view fiche, int64_t before, int limit) override;
  absl::StatusOr<std::vector<WaitingFiche>> InReview(std::string_view agency, int limit) override;
  absl::StatusOr<bool> HasStep(std::string_view agency, std::string_view fiche, v1::FicheVerb verb, std::string_view comment) override;
  absl::StatusOr<std::optional<v1::Fiche>> Revision(std::string_view agency, std::string_view fiche, int64_t revision) override;
  absl::Status Attach(std::string_view agency, std::string_view fiche, const Attachment& attachment, absl::Time now) override;
  absl::Status Detach(std::string_view agency, std::string_view fiche, std::string_view attachment) override;
  absl::StatusOr<std::optional<Attachment>> FindAttachment(std::string_view agency, std::string_view fiche,
                                                           std::string_view attachment) override;
  absl::StatusOr<std::vector<v1::Attachment>> ListAttachments(std::string_view agency, std::string_view fiche, int limit) override;
  absl::StatusOr<std::optional<std::string>> AttachmentBytes(std::string_view agency, std::string_view fiche,
                                                             std::string_view attachment) override;
  absl::StatusOr<std::vector<Attachment>> Attachments(std::string_view agency, std::string_view fiche) override;

 private:
  // The row that the query stands on, with decisions and contacts joined.
  absl::Status Assemble(Query& row, v1::Fiche* fiche);
  absl::StatusOr<std::optional<v1::Fiche>> One(Query& row);
  // Joins the contacts of the fiche itself or of one of its revisions, as far as the scope sees them.
  absl::Status JoinContacts(ContactKind kind, std::string_view agency, std::string_view record, v1::Fiche* fiche);
  // Whether the scope reaches the fiche at all.
  absl::StatusOr<bool> Reaches(std::string_view agency, std::string_view fiche);

  Connection& connection_;
  const Scope& scope_;
};

}  // namespace minga::store::sql
