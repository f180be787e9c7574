// Which questions of a fiche are left open, for those who fill it in.
#pragma once

#include <vector>

#include "minga/v1/fiche.pb.h"
#include "minga/v1/round_response.pb.h"
#include "texts/texts.h"

namespace minga::domain {

// The questions of the form that have no answer, in its order, named in `language`. What the secretariat adds, the visibility and
// what only some fiches have to say are no questions; a fiche with nothing to report is asked for no initiatives. Those without
// which it cannot be submitted (CheckReadyToSubmit) are `required`.
std::vector<v1::MissingAnswer> MissingAnswers(const v1::Fiche& fiche, texts::Language language);

}  // namespace minga::domain
