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

// What was kept of the documents of one call.
struct KeptComments {
  // Threads, which stand in the order of their times.
  int threads = 0;
  // Comments and replies that there was no room for.
  int left_out = 0;
};

// Keeps them as threads of the fiche's agency, each at the place where the words beside which it stands landed, behind those that were
// `kept` of documents before. What came before this call, with this document or another, stays as it is now; what there is no room for
// (limits::kComments) is left out. Nobody is told.
absl::Status KeepDocumentComments(store::Transaction& transaction, const Call& call, const v1::Fiche& fiche, const domain::SaidBeside& said,
                                  const std::vector<v1::DocumentComment>& comments, KeptComments* kept);

}  // namespace minga::service
