#pragma once

#include "absl/status/statusor.h"
#include "minga/v1/fiche_service.pb.h"
#include "server/service/call.h"
#include "server/store/store.h"

namespace minga::service {

// The rules of use of minga.v1.FicheService; what each call does and its errors are said in the proto.
class FicheService {
 public:
  // `sends_mail`: one-use links reach people by mail, and are not answered to whoever asks for them.
  FicheService(store::Store& store, bool sends_mail) : store_(store), sends_mail_(sends_mail) {}

  absl::StatusOr<v1::ReadFicheDocumentResponse> ReadFicheDocument(const Call& call, const v1::ReadFicheDocumentRequest& request);
  absl::StatusOr<v1::ImportFicheResponse> ImportFiche(const Call& call, const v1::ImportFicheRequest& request);
  absl::StatusOr<v1::MergeFicheCopiesResponse> MergeFicheCopies(const Call& call, const v1::MergeFicheCopiesRequest& request);
  absl::StatusOr<v1::Fiche> CreateFiche(const Call& call, const v1::CreateFicheRequest& request);
  absl::StatusOr<v1::Fiche> GetFiche(const Call& call, const v1::GetFicheRequest& request);
  absl::StatusOr<v1::ExportFicheResponse> ExportFiche(const Call& call, const v1::ExportFicheRequest& request);
  absl::StatusOr<v1::ListFichesResponse> ListFiches(const Call& call, const v1::ListFichesRequest& request);
  absl::StatusOr<v1::Fiche> UpdateFiche(const Call& call, const v1::UpdateFicheRequest& request);
  absl::StatusOr<v1::DeleteFicheResponse> DeleteFiche(const Call& call, const v1::DeleteFicheRequest& request);
  absl::StatusOr<v1::Fiche> RequestFicheReview(const Call& call, const v1::RequestFicheReviewRequest& request);
  absl::StatusOr<v1::Fiche> ValidateFiche(const Call& call, const v1::ValidateFicheRequest& request);
  absl::StatusOr<v1::CreateValidationLinkResponse> CreateValidationLink(const Call& call, const v1::CreateValidationLinkRequest& request);
  absl::StatusOr<v1::Fiche> GetLinkedFiche(const Call& call, const v1::GetLinkedFicheRequest& request);
  absl::StatusOr<v1::Fiche> AnswerValidationLink(const Call& call, const v1::AnswerValidationLinkRequest& request);
  absl::StatusOr<v1::Fiche> SubmitFiche(const Call& call, const v1::SubmitFicheRequest& request);
  absl::StatusOr<v1::Fiche> RecallFiche(const Call& call, const v1::RecallFicheRequest& request);
  absl::StatusOr<v1::Fiche> ReturnFiche(const Call& call, const v1::ReturnFicheRequest& request);
  absl::StatusOr<v1::ListFicheRevisionsResponse> ListFicheRevisions(const Call& call, const v1::ListFicheRevisionsRequest& request);
  absl::StatusOr<v1::DiffFicheRevisionsResponse> DiffFicheRevisions(const Call& call, const v1::DiffFicheRevisionsRequest& request);
  absl::StatusOr<v1::Fiche> GetFicheRevision(const Call& call, const v1::GetFicheRevisionRequest& request);
  absl::StatusOr<v1::Attachment> AddFicheAttachment(const Call& call, const v1::AddFicheAttachmentRequest& request);
  absl::StatusOr<v1::ListFicheAttachmentsResponse> ListFicheAttachments(const Call& call, const v1::ListFicheAttachmentsRequest& request);
  absl::StatusOr<v1::GetFicheAttachmentResponse> GetFicheAttachment(const Call& call, const v1::GetFicheAttachmentRequest& request);
  absl::StatusOr<v1::DeleteFicheAttachmentResponse> DeleteFicheAttachment(const Call& call,
                                                                          const v1::DeleteFicheAttachmentRequest& request);
  absl::StatusOr<v1::Initiative> DecideInitiative(const Call& call, const v1::DecideInitiativeRequest& request);

 private:
  store::Store& store_;
  const bool sends_mail_;
};

}  // namespace minga::service
