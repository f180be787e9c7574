// Answers that choose among printed options: yes or no, and the type of an initiative.
#pragma once

#include "minga/v1/fiche.pb.h"
#include "minga/v1/initiative.pb.h"
#include "server/forms/answers/answer.h"

namespace minga::forms {

// Sets willing_to_share only when one of the two was chosen. "Si/No" as printed is no answer; both chosen, conditions and
// other words leave it empty, with a finding.
void ReadWillingToShare(const Entry& entry, const Answer& answer, v1::Fiche& fiche, Findings& findings);

// Sets type, and type_other for "other" only. Options may be chosen by number, name, tick, emphasis, or by striking out
// the rest, beside the label too. More than one, or a number against a name, leaves it empty, with a finding.
void ReadType(const Entry& entry, const Answer& answer, v1::InitiativeContent& content, Findings& findings);

}  // namespace minga::forms
