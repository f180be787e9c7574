// Writes the survey form (annex of the PIFCSS report of 2022, Spanish or Portuguese) as people know it.
#pragma once

#include <string>

#include "absl/status/statusor.h"
#include "minga/v1/fiche.pb.h"
#include "texts/texts.h"

namespace minga::forms {

inline constexpr char kWordMediaType[] = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

struct WriteOptions {
  // Of the form's own words; what the fiche says stays as it was written. The form exists in Spanish and Portuguese; WriteFiche
  // takes the Spanish one for any other language.
  texts::Language language = texts::Language::kSpanish;
  // Only what the agency told of itself is filled in: country, institution and focal point.
  bool blank = false;
  // Version of the form that the round asks for, recorded in the document.
  std::string form_version;
  // What people call the agency and the round; a printed page names them by their ids where it is not known. Not for blank ones.
  std::string agency_display_name;
  std::string round_display_name;
};

// A .docx with the headings, tables, hints and page of the official form. Every answer is a content control whose tag is its
// path in the fiche: `institution`, `initiatives[ID].title`, `initiatives[ID].actors[ID]`; `[#0]` counts what has no id, or
// one too long for the 64 characters of a tag. An empty answer shows its hint as a placeholder. Initiatives beyond the three
// of the form are further blocks like the second. The document's custom properties MingaFormVersion, MingaFiche and MingaEtag
// say what it was written from (origin.h).
//
// ReadFiche reads the document back to the fiche's fields that the form asks for, without findings, also after LibreOffice or
// Word saved it: what nobody changed is read as it was written (quotation.h), the rest as in any form. Where the tags
// survive, as in Word, it brings the ids of entries and actors too; where they do not, an initiative without any content is
// lost. Characters that XML cannot hold (control characters, U+FFFE, U+FFFF) are left out; bytes that
// are not UTF-8 become U+FFFD.
//
// Pure: equal fiches and options give equal bytes. Errors: INTERNAL when the archive cannot be made.
absl::StatusOr<std::string> WriteFiche(const v1::Fiche& fiche, const WriteOptions& options);

}  // namespace minga::forms
