// Names and e-mail addresses of focal points.
#pragma once

#include "minga/v1/initiative.pb.h"
#include "server/forms/answers/answer.h"

namespace minga::forms {

// `answer.field` is the path of the focal point. Several addresses: the first, with a finding; an address written around
// ("(at)") or only behind a link: with a finding; none: a finding.
void ReadFocalPoint(const Answer& answer, v1::FocalPoint& focal_point, Findings& findings);

}  // namespace minga::forms
