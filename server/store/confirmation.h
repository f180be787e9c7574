// Which countries an initiative names and so asks to confirm it, and what they answered. The stores need it to know who may
// answer, and so it stands with them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "minga/v1/initiative.pb.h"

namespace minga::store {

// Partner countries, then parties, without the reporting countries; each once.
std::vector<std::string> NamedCountries(const v1::Initiative& initiative);

// Whether the initiative waits for what named countries say: it is pending or admitted.
bool AsksToConfirm(v1::Decision decision);

// The answer of the country that stands; null when there is none.
const v1::ConfirmationAnswer* StandingAnswer(const v1::Initiative& initiative, std::string_view country);

// Initiative.confirmation.
v1::ConfirmationState ConfirmationOf(const v1::Initiative& initiative);

}  // namespace minga::store
