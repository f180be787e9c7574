// The comments of a document as a fiche's reader answers them.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "minga/v1/document.pb.h"
#include "server/forms/document_model.h"

namespace minga::forms {

// Replies stand below what they answer, those to a reply too. `paths` has the path of each answer by the Comment.id of what
// stands beside it. Texts and names are cut to their limits.
std::vector<v1::DocumentComment> ArrangeComments(const std::vector<Comment>& comments, const std::map<std::string, std::string>& paths);

}  // namespace minga::forms
