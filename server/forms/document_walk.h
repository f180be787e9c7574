// A document as the flat sequence of what a reader of the form meets: questions with their answers, headings, the rest.
#pragma once

#include <vector>

#include "server/forms/form_outline.h"

namespace minga::forms {

struct Met {
  enum class Kind { kEntry, kHeading, kStray };
  Kind kind = Kind::kStray;
  Entry entry;
  HeadingMatch heading;
  Line stray;
};

std::vector<Met> Walk(const Document& document);

}  // namespace minga::forms
