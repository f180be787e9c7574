// WordprocessingML into the document model.
#pragma once

#include <functional>
#include <pugixml.hpp>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "server/forms/document_model.h"

namespace minga::forms {

// Targets of mailto: relationships by relationship id; asked for only when a link shows no address.
using MailLinks = absl::flat_hash_map<std::string, std::string>;

// `root` is the main part as ParseXml gives it. Insertions count and deletions do not; a content control that shows its
// placeholder is empty; a text box comes after the paragraph that it hangs on, once; fields give their result.
Document ReadWordDocument(pugi::xml_node root, const std::function<MailLinks()>& mail_links);

// Takes over the comments of a part of comments. `extended` is the root of the part that says which answers which and what is
// done; empty when there is none.
void ReadWordComments(pugi::xml_node root, pugi::xml_node extended, Document& document);

// The texts of a part of footnotes or endnotes.
std::vector<std::string> ReadWordNotes(pugi::xml_node root);

}  // namespace minga::forms
