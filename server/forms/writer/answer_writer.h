// Puts the answers of a fiche into the places that a form has for them.
#pragma once

#include <pugixml.hpp>
#include <string>
#include <string_view>

#include "minga/v1/fiche.pb.h"
#include "server/forms/writer/controls.h"
#include "texts/texts.h"

namespace minga::forms {

class AnswerWriter {
 public:
  AnswerWriter(const v1::Fiche& fiche, texts::Language language) : fiche_(fiche), language_(language) {}

  // Replaces a minga:answer of the institutional part by the paragraphs of its answer.
  void WriteInstitutional(pugi::xml_node place);
  // The same of initiative `index`, from 0; one that the fiche does not have is left to be filled in.
  void WriteInitiative(pugi::xml_node place, int index);

 private:
  const v1::Fiche& fiche_;
  const texts::Language language_;
  ControlWriter controls_;
};

}  // namespace minga::forms
