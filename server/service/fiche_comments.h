// Comments of Word documents, kept with the fiche into which the documents went.
#pragma once

#include <vector>

#include "absl/status/status.h"
#include "minga/v1/document.pb.h"
#include "minga/v1/fiche.pb.h"
#include "server/domain/comment/document_places.h"
#include "server/service/call.h"
#include "server/store/store.h"

namespace minga::service {

// Keeps them as threads of the fiche's agency, each at the place where the words beside which it stands landed. What came before,
// with this document or another, stays as it is now; what there is no room for (limits::kComments) is left out, as the answer of
// the call has it too. Nobody is told.
absl::Status KeepDocumentComments(store::Transaction& transaction, const Call& call, const v1::Fiche& fiche, const domain::SaidBeside& said,
                                  const std::vector<v1::DocumentComment>& comments);

}  // namespace minga::service
