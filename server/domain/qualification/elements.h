#pragma once

#include "minga/v1/initiative.pb.h"
#include "minga/v1/qualification.pb.h"

namespace minga::domain {

// The elements of the UN's and TPI's definition (2020), each as recorded or missing. Recorded means that a field states
// it: a span of time for SUSTAINED, objectives for SHARED_VISION, contributions of two or more for COMBINED_RESOURCES,
// goals for SDG_VALUE. No field states SHARED_RISKS or PARTNER_BENEFIT yet: texts that may speak of them are not guessed at.
void AddElements(const v1::InitiativeContent& content, v1::Qualification* qualification);

}  // namespace minga::domain
