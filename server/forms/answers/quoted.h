// Answers that Minga wrote into the form and nobody changed.
#pragma once

#include "minga/v1/fiche.pb.h"
#include "minga/v1/initiative.pb.h"
#include "server/forms/form_outline.h"

namespace minga::forms {

// Sets what the entry's question asks for, exactly as it was written, and answers whether it did: the answer has to be quotes
// (quotation.h) that suit the question and keep the limits, and nothing else. `content` is null for institutional questions.
bool TakeQuoted(const Entry& entry, v1::Fiche& fiche, v1::InitiativeContent* content);

}  // namespace minga::forms
