// The words of the form, taken from the template that it is written with.
#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "texts/texts.h"

namespace minga::forms {

struct AskedParagraph {
  std::string text;
  // An explanation, set in italics.
  bool is_hint = false;
};

struct AskedQuestion {
  // As the template names it: `institution`, `title`.
  std::string field;
  std::vector<AskedParagraph> label;
  // What stands in the place of the answer until there is one.
  std::string hint;
};

struct FormSection {
  // Without the number of the initiative.
  std::string heading;
  std::vector<AskedQuestion> questions;
};

struct FormText {
  std::string title;
  std::vector<std::string> introduction;
  FormSection institution;
  // Information and description.
  std::vector<FormSection> initiative;
};

// Errors: INTERNAL when the template is none.
absl::StatusOr<FormText> ReadFormText(texts::Language language);

}  // namespace minga::forms
