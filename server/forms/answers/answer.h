// What stands as the answer to one question, freed of the form's hints, for the readers of each kind of answer.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "minga/v1/document.pb.h"
#include "server/forms/findings.h"
#include "server/forms/form_outline.h"

namespace minga::forms {

struct Answer {
  // Path of the field that the answer is for.
  std::string field;
  std::vector<Line> lines;
  std::vector<std::string> mail_links;
  Location location;

  // All lines, one space between them, white space collapsed.
  std::string Joined() const;
  // All lines with their breaks.
  std::string Text() const;
};

// Reports on the entry itself (retyped label, struck or hidden text, hints that were changed) and answers its words.
// Nothing is left of "N/A" and the like. For kType and kWillingToShare the hints stay in the lines.
Answer ReadAnswer(const Entry& entry, std::string field, Findings& findings);

// Cuts a value to its limit and says so.
std::string Within(std::string value, int limit, const std::string& field, const Location& location, Findings& findings);

}  // namespace minga::forms
