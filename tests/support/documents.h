// Small documents that are no fiche, each with the fault in its name. The samples are in tests/data/forms.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace minga::documents {

// The bytes of a file under the repository's root.
std::string Read(const std::string& path);

// A zip archive of (name, content).
std::string Zip(const std::vector<std::pair<std::string, std::string>>& parts);
// A .docx whose word/document.xml is this.
std::string Docx(const std::string& document_xml);

std::string Pdf();
std::string Rtf();
std::string OldDoc();
std::string Encrypted();
std::string UnknownFormat();
// A sample whose second half is missing.
std::string Truncated();
std::string BrokenXml();
std::string WithDoctype();
// Inflates to more than any form.
std::string Bomb();
// Elements within elements within elements.
std::string Deep();
// A letter.
std::string NotTheForm();

}  // namespace minga::documents
