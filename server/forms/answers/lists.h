// Answers that are lists: strengths, challenges, results.
#pragma once

#include <string>
#include <vector>

#include "server/forms/answers/answer.h"

namespace minga::forms {

// The items without their numbers, dashes and bullets, whether typed, set by the word processor or run into one
// paragraph. More than the three asked for are kept and reported; lines joined in doubt are reported.
std::vector<std::string> ReadList(const Answer& answer, Findings& findings);

}  // namespace minga::forms
