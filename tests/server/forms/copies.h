// Forms that were written here, as people give them back.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "minga/v1/fiche.pb.h"
#include "tests/server/forms/zip_maker.h"

namespace minga::forms {

// A sample of tests/data/forms/filled as the registry keeps it: with a name, an etag and ids.
v1::Fiche StoredSample(const char* name = "v02-py-mre.docx");

std::string Part(const std::string& document, std::string_view part);

// The form of a fiche in Spanish.
std::string WrittenForm(const v1::Fiche& fiche);

// A written form with another part; one of that name is replaced.
std::string WithPart(const std::string& document, const std::string& part, const std::string& content);
// A written form after somebody changed its main part; `from` has to be there.
std::string Changed(const std::string& document, const std::string& from, const std::string& to);

struct Remark {
  // Words of the document that it marks; without any it marks nothing.
  std::string anchor;
  std::string author;
  std::string date;
  std::string text;
  // Index of the remark that it answers.
  int answers = -1;
  bool done = false;
};
// A written form with comments as Word writes them.
std::string WithComments(const std::string& document, const std::vector<Remark>& remarks);

}  // namespace minga::forms
