#include "server/domain/qualification/elements.h"

#include <algorithm>

#include "server/domain/qualification/date_span.h"

namespace minga::domain {
namespace {

bool HasSeveralContributors(const v1::InitiativeContent& content) {
  const auto& amounts = content.amounts();
  const auto named = std::find_if(amounts.begin(), amounts.end(), [](const v1::Amount& each) { return !each.contributor().empty(); });
  return named != amounts.end() && std::any_of(named, amounts.end(), [&](const v1::Amount& each) {
           return !each.contributor().empty() && each.contributor() != named->contributor();
         });
}

bool HasSpan(const v1::InitiativeContent& content) {
  return content.period().has_start() && (content.period().has_end() || IsOngoing(content));
}

}  // namespace

void AddElements(const v1::InitiativeContent& content, v1::Qualification* qualification) {
  const auto add = [&](v1::PartnershipElement element, bool recorded, const char* path) {
    v1::ElementResult* const result = qualification->add_elements();
    result->set_element(element);
    result->set_recorded(recorded);
    if (recorded) result->set_path(path);
  };
  add(v1::PARTNERSHIP_ELEMENT_SUSTAINED, HasSpan(content), "period");
  add(v1::PARTNERSHIP_ELEMENT_SHARED_VISION, !content.objectives().empty(), "objectives");
  add(v1::PARTNERSHIP_ELEMENT_COMBINED_RESOURCES, HasSeveralContributors(content), "amounts");
  add(v1::PARTNERSHIP_ELEMENT_SHARED_RISKS, false, "");
  add(v1::PARTNERSHIP_ELEMENT_SDG_VALUE, !content.sdgs().empty(), "sdgs");
  add(v1::PARTNERSHIP_ELEMENT_PARTNER_BENEFIT, false, "");
}

}  // namespace minga::domain
