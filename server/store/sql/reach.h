// The one place that turns a Scope into SQL. A scoped statement has a reach predicate in its text and the scope as its
// first two parameters:
//   const Text kGet(fmt::format("SELECT … FROM fiche WHERE agency = $3 AND id = $4 AND {}", FicheReached()));
//   Query query(connection, kGet, {KindOf(scope), AgencyOf(scope), agency, fiche});
#pragma once

#include <string>
#include <string_view>

#include "minga/v1/comment.pb.h"
#include "server/base/scope.h"
#include "server/store/sql/connection.h"

namespace minga::store::sql {

// $1 and $2.
Value KindOf(const Scope& scope);
Value AgencyOf(const Scope& scope);

// An agency's own fiches; for the secretariat those that are SUBMITTED or REVIEWED; for the system all.
std::string FicheReached();
// What only the fiche's agency (and the system) may do or see.
std::string FicheOwned();
// Of a fiche that is reached: an agency's own steps; for the secretariat the submissions, the answers to its decisions, and its own.
std::string FicheStepReached();
// An agency's own fiches' comments; for the secretariat those of the threads that it began, of fiches that it reaches.
std::string CommentReached();
// An agency's own initiatives and the ADMITTED ones of others with visibility NETWORK or PUBLIC; for the secretariat and
// the system all.
std::string InitiativeReached();
// An agency's own initiatives; for the secretariat and the system all.
std::string InitiativeWritable();
// Initiatives that ask named countries to confirm (store/confirmation.h), with a fiche that is with the secretariat: for an agency those of
// others, of which it may see and answer those that name its country; for the secretariat and the system all.
std::string InitiativeAsked();

// The same for records that are not there yet.
bool MayInsertFicheOf(const Scope& scope, const std::string& agency);
bool MayPutInitiativeOf(const Scope& scope, const std::string& agency);
bool MayInsertCommentOf(const Scope& scope, const std::string& agency, v1::CommentAudience audience);
// Whether the fiche of an initiative of `agency` is named to this scope.
bool SeesFicheOf(const Scope& scope, const std::string& agency);

// Of agencies, those whose answers to rounds are reached: an agency's own; for the secretariat and the system all.
std::string ResponseReached();

// Agencies, rounds with their extensions and reminders, and keys: who sees and who writes them.
bool SeesDirectory(const Scope& scope);
bool GovernsDirectory(const Scope& scope);

// An agency's own members; for the secretariat and the system those of every tenant. To see and to write.
bool SeesMembersOf(const Scope& scope, std::string_view tenant);

// Notices: who makes them, and who reads inboxes and the mails that wait.
bool MayTell(const Scope& scope);
bool KeepsInboxes(const Scope& scope);

// Whose repeatable calls these are: an agency's id or "secretariat"; empty for none.
std::string_view TenantOf(const Scope& scope);

}  // namespace minga::store::sql
