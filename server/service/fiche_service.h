#pragma once

#include "absl/status/statusor.h"
#include "minga/v1/fiche_service.pb.h"
#include "server/service/call.h"
#include "server/store/store.h"

namespace minga::service {

// The rules of use of minga.v1.FicheService; what each call does and its errors are said in the proto.
class FicheService {
 public:
  explicit FicheService(store::Store& store) : store_(store) {}

  absl::StatusOr<v1::ReadFicheDocumentResponse> ReadFicheDocument(const Call& call, const v1::ReadFicheDocumentRequest& request);
  absl::StatusOr<v1::ImportFicheResponse> ImportFiche(const Call& call, const v1::ImportFicheRequest& request);
  absl::StatusOr<v1::Fiche> CreateFiche(const Call& call, const v1::CreateFicheRequest& request);
  absl::StatusOr<v1::Fiche> GetFiche(const Call& call, const v1::GetFicheRequest& request);
  absl::StatusOr<v1::ExportFicheResponse> ExportFiche(const Call& call, const v1::ExportFicheRequest& request);
  absl::StatusOr<v1::ListFichesResponse> ListFiches(const Call& call, const v1::ListFichesRequest& request);
  absl::StatusOr<v1::Fiche> UpdateFiche(const Call& call, const v1::UpdateFicheRequest& request);
  absl::StatusOr<v1::DeleteFicheResponse> DeleteFiche(const Call& call, const v1::DeleteFicheRequest& request);
  absl::StatusOr<v1::Fiche> SubmitFiche(const Call& call, const v1::SubmitFicheRequest& request);
  absl::StatusOr<v1::Fiche> ReturnFiche(const Call& call, const v1::ReturnFicheRequest& request);
  absl::StatusOr<v1::Initiative> DecideInitiative(const Call& call, const v1::DecideInitiativeRequest& request);

 private:
  store::Store& store_;
};

}  // namespace minga::service
