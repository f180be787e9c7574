// The organisations that take part in an initiative, with their kinds.
#pragma once

#include "minga/v1/initiative.pb.h"
#include "server/forms/answers/answer.h"

namespace minga::forms {

// Reads lists ("Name (kind)", "Name – kind"), groups ("Kind: a, b; kind: c", kinds as headings), tables and prose.
// `answer.field` is the path of the actors. A kind that is missing or not certain, a name that may be several and every
// actor found in prose come with a finding.
void ReadActors(const Answer& answer, v1::InitiativeContent& content, Findings& findings);

}  // namespace minga::forms
