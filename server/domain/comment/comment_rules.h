// Who may do what to a comment that the caller reads, and what a comment says of its place.
#pragma once

#include <string>

#include "minga/v1/comment.pb.h"
#include "minga/v1/fiche.pb.h"
#include "server/base/identity.h"
#include "server/domain/fiche/fiche_paths.h"

namespace minga::domain {

// Who may change its text: its author.
bool MayEditComment(const Principal& author, const Identity& caller);
// Who may settle a thread or open it again: the author of its first comment, editors of the agency, and of a thread that is shared
// the secretariat.
bool MaySettleThread(const Principal& author, v1::CommentAudience audience, const Identity& caller);
// Who may delete it: its author, administrators of the author's tenant, and of what came with a document the agency's editors.
bool MayDeleteComment(const Principal& author, const Identity& caller);

// The threads that somebody of this tenant begins.
v1::CommentAudience AudienceOf(const Principal& author);

// The beginning of what stands at a place, as Comment.quoted; contacts are not quoted.
std::string QuotedAt(const FichePath& path, const v1::Fiche& fiche);
// The title of the entry in which the place stands; empty for other places, and when the fiche has no such entry any more.
std::string EntryTitleAt(const std::string& path, const v1::Fiche& fiche);

}  // namespace minga::domain
