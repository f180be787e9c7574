// Notices as the rules of use make them: in the transaction of what they tell, so that none is lost and none is told of what
// did not happen.
#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "minga/v1/comment.pb.h"
#include "minga/v1/fiche.pb.h"
#include "minga/v1/initiative.pb.h"
#include "minga/v1/member.pb.h"
#include "minga/v1/notice.pb.h"
#include "server/service/call.h"
#include "server/store/comment_store.h"
#include "server/store/store.h"

namespace minga::service {

// Tells everybody in the fiche's agency who has the role, but not whoever did it. `comment`: as Notice.comment.
absl::Status TellAgency(store::Transaction& transaction, const Call& call, v1::NoticeKind kind, const v1::Fiche& fiche, v1::Role role,
                        const std::string& comment);

// Tells those of a tenant who have the role about an initiative, but not whoever did it. `answering_agency`: who confirmed or objected,
// `agencies/{agency}`; empty: the notice names the reporting agency.
absl::Status TellAbout(store::Transaction& transaction, const Call& call, v1::NoticeKind kind, const v1::Initiative& initiative,
                       const std::string& tenant, v1::Role role, const std::string& comment, const std::string& answering_agency = {});

// Tells the validators of the countries that an initiative names that they are asked to confirm it: of all that it names, or, with
// what it was `before`, of those that it did not ask then.
absl::Status AskToConfirm(store::Transaction& transaction, const Call& call, const v1::Initiative* before, const v1::Initiative& after);

// Tells a member who begins to validate in an agency what waits there: the fiches in review, unless they are validated by link, and
// those of `asked` (WaitingInitiatives) that still ask its country. At most limits::kWaitingTold of each. Before `after` is kept.
absl::Status TellWhatWaits(store::Transaction& transaction, const Call& call, const v1::Member& before, const v1::Member& after,
                           const std::vector<std::string>& asked);

// Tells these people of a comment on the fiche, each once and not whoever wrote it.
absl::Status TellOfComment(store::Transaction& transaction, const Call& call, const v1::Fiche& fiche, const v1::Comment& comment,
                           const std::vector<store::Reader>& readers);

// Sends the token of an invitation, or of a recovery, to one person. `agency` is empty for a recovery.
absl::Status SendToken(store::Transaction& transaction, const Call& call, v1::NoticeKind kind, const std::string& person,
                       const std::string& tenant, const std::string& token, absl::Time good_until);

// Sends a link to validate the fiche to whom the link was made for (CreateValidationLink).
absl::Status SendValidationLink(store::Transaction& transaction, const Call& call, const v1::Fiche& fiche, const std::string& token,
                                absl::Time good_until);

}  // namespace minga::service
