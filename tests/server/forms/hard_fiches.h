// Fiches that say in every field what a reader of forms could take for something else, or a writer of XML spoil.
#pragma once

#include <string>
#include <vector>

#include "minga/v1/fiche.pb.h"

namespace minga::forms {

inline const std::vector<std::string>& HardTexts() {
  static const std::vector<std::string> texts = {
      "<w:p>&amp; \"x\" 'y' ]]> <!-- -->",
      "Nombre de la iniciativa:",
      "País e institución que completa la ficha",
      "INFORMACIÓN INICIATIVA 2",
      "Si/No",
      "Nombre todos los actores e identifique a qué tipo de actor corresponden",
      "N/A",
      "Ver anexo",
      "No tenemos iniciativas para informar",
      "Ninguno",
      "Respuesta: sí",
      "1. uno\n2. dos\n\n3) tres",
      "• una viñeta sola",
      "Primer párrafo.\nSegundo párrafo,\tcon tabulador.\n\nTercero.",
      "dos  espacios,   tres y  uno que no se parte",
      "مرحبا بالعالم, שלום 123 (abc)",
      "👩‍🌾🌎 emoji \xF0\x9F\x87\xB5\xF0\x9F\x87\xBE e\xCC\x81 \xC2\xAD\xE2\x80\x8B\xE2\x80\x91 fin",
      "A, B y C (sector público); D – academia / E: privado",
      "maria@example.org, otra@example.org",
      "☒ Sí ☐ No (X) [ ]",
      "____",
      "2",
      "4 - Otros: ¿cuál?",
      "Perú, Colombia y la Unión Europea",
      "Firma: ______ Lima, 3 de mayo de 2022",
      "_Minga1_t_00000000",
  };
  return texts;
}

inline v1::Fiche HardFiche(const std::string& text) {
  v1::Fiche fiche;
  fiche.set_country_code("PY");
  fiche.set_institution(text);
  fiche.mutable_focal_point()->set_display_name(text);
  fiche.mutable_focal_point()->set_email("a.b+c@example.org");
  fiche.set_institutional_strengths(text);
  fiche.set_institutional_weaknesses(text);
  fiche.set_willing_to_share(false);
  for (int i = 0; i < 3; ++i) {
    v1::InitiativeContent& content = *fiche.add_initiatives()->mutable_content();
    content.set_type(static_cast<v1::InitiativeType>(i + 2));
    if (content.type() == v1::INITIATIVE_TYPE_OTHER) content.set_type_other(text);
    content.set_title(text);
    content.set_objectives(text);
    for (int k = 0; k < 3; ++k) {
      v1::Actor& actor = *content.add_actors();
      actor.set_display_name(text);
      if (k == 1) actor.set_category(v1::ACTOR_CATEGORY_TRADE_UNION);
      if (k == 2) actor.set_category_text(text);
      if (k > 0) actor.set_country_code("CD");
    }
    // Words and categories that do not agree.
    v1::Actor& actor = *content.add_actors();
    actor.set_display_name(text);
    actor.set_category_text("sector público");
    if (i > 0) actor.set_category(v1::ACTOR_CATEGORY_ACADEMIA);
    for (const char* country : {"CG", "KR", "DE", "US"}) content.add_partner_country_codes(country);
    content.mutable_focal_point()->set_display_name(text);
    content.set_justification(text);
    for (int k = 0; k < 5; ++k) {
      content.add_strengths(text);
      content.add_challenges(text);
      content.add_results(text);
    }
  }
  return fiche;
}

}  // namespace minga::forms
