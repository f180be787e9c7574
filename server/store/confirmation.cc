#include "server/store/confirmation.h"

#include <algorithm>

namespace minga::store {

std::vector<std::string> NamedCountries(const v1::Initiative& initiative) {
  const auto& reporting = initiative.reporting_country_codes();
  std::vector<std::string> named;
  const auto add = [&](const std::string& country) {
    if (country.empty() || std::find(reporting.begin(), reporting.end(), country) != reporting.end()) return;
    if (std::find(named.begin(), named.end(), country) == named.end()) named.push_back(country);
  };
  for (const std::string& country : initiative.content().partner_country_codes()) add(country);
  for (const v1::Party& party : initiative.content().parties()) add(party.country_code());
  return named;
}

bool AsksToConfirm(v1::Decision decision) { return decision == v1::DECISION_PENDING || decision == v1::DECISION_ADMITTED; }

const v1::ConfirmationAnswer* StandingAnswer(const v1::Initiative& initiative, std::string_view country) {
  for (const v1::ConfirmationAnswer& answer : initiative.confirmation_answers()) {
    if (answer.country_code() == country && !answer.outdated()) return &answer;
  }
  return nullptr;
}

v1::ConfirmationState ConfirmationOf(const v1::Initiative& initiative) {
  v1::ConfirmationState state = v1::CONFIRMATION_STATE_UNSPECIFIED;
  for (const std::string& country : NamedCountries(initiative)) {
    const v1::ConfirmationAnswer* const answer = StandingAnswer(initiative, country);
    state = std::max(state, answer == nullptr ? v1::CONFIRMATION_STATE_ASKED : answer->state());
  }
  return state;
}

}  // namespace minga::store
