// The words by which people say what kind of actor an organisation is.
#pragma once

#include <string>
#include <string_view>

#include "minga/v1/initiative.pb.h"

namespace minga::forms {

struct CategoryWords {
  // Whether the text says a kind of actor at all, rather than a name.
  bool is_category = false;
  // The form's own name for the kind, in either language, singular or plural, with a slip at most.
  bool is_form_wording = false;
  // Only when there is no other reading; unspecified for combinations ("público-privado") and for kinds that are decided
  // actor by actor (chambers, cooperatives, producers' associations).
  v1::ActorCategory category = v1::ACTOR_CATEGORY_UNSPECIFIED;
  // The words as written; those that stand for a category of the form in lower case, acronyms excepted.
  std::string text;
};
CategoryWords ReadCategory(std::string_view text);

// Whether a folded word opens the name of an organisation ("ministerio", "universidad", "fundacao").
bool OpensOrganization(std::string_view folded);
// Whether names that open so often hold commas ("Ministerio de Economía, Planificación y Desarrollo").
bool MayHoldCommas(std::string_view folded);

}  // namespace minga::forms
