// A fiche as paper: for signing, filing and filling in by hand.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "minga/v1/fiche.pb.h"
#include "server/forms/fiche_writer.h"

namespace minga::forms {

inline constexpr char kHtmlMediaType[] = "text/html; charset=utf-8";

// One HTML file with the questions of the official form and the answers to them, laid out for A4 by its style sheet: browsers
// print it or save it as PDF. The head of a table stands on each of its pages. What was not answered says so; where the form is to
// be blank, there are lines and boxes for a pen, for three initiatives. It is in English too: the words of the form, which has
// none, are translated for readers. It has no scripts and loads nothing, and whatever a text of the fiche says is text.
//
// Pure: equal fiches and options give equal bytes. Errors: INTERNAL when the form's template cannot be read.
absl::StatusOr<std::string> PrintFiche(const v1::Fiche& fiche, const WriteOptions& options);

}  // namespace minga::forms
