// Makes archives for tests, in memory.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace minga::forms {

using Parts = std::vector<std::pair<std::string, std::string>>;

// A deflated zip of the parts, in their order. A password encrypts them all.
std::string MakeZip(const Parts& parts, const std::string& password = "");

// The parts of a .docx with this main part.
Parts WordParts(std::string document_xml);

// Overwrites the declared inflated size of a part, in its local header and in the directory.
void DeclareSize(std::string& zip, const std::string& part, unsigned int size);

}  // namespace minga::forms
