#include "server/forms/writer/form_words.h"

#include "code_lists/code_lists.h"

namespace minga::forms {

const FormWords& ReadersWordsIn(texts::Language language) {
  static constexpr FormWords kSpanish = {
      .types = {"1 - Acción", "2 - Proyecto", "3 - Espacio de articulación interinstitucional", "4 - Otros"},
      .yes = "Sí",
      .no = "No",
      .nothing_to_report = "No tenemos iniciativas para informar",
      .no_category = "sin clasificar",
      .form = "form-es.xml",
      .locale = "es-ES",
  };
  static constexpr FormWords kPortuguese = {
      .types = {"1 - Ação", "2 - Projeto", "3 - Espaço de articulação interinstitucional", "4 - Outros"},
      .yes = "Sim",
      .no = "Não",
      .nothing_to_report = "Não temos iniciativas a informar",
      .no_category = "sem classificação",
      .form = "form-pt.xml",
      .locale = "pt-BR",
  };
  static constexpr FormWords kEnglish = {
      .types = {"1 - Action", "2 - Project", "3 - Inter-institutional coordination space", "4 - Other"},
      .yes = "Yes",
      .no = "No",
      .nothing_to_report = "We have no initiatives to report",
      .no_category = "without a category",
      .form = "form-en.xml",
      .locale = "en-US",
  };
  if (language == texts::Language::kEnglish) return kEnglish;
  return language == texts::Language::kPortuguese ? kPortuguese : kSpanish;
}

const FormWords& WordsIn(texts::Language language) {
  return ReadersWordsIn(language == texts::Language::kPortuguese ? language : texts::Language::kSpanish);
}

std::string CountryName(const std::string& alpha2, texts::Language language) {
  const code_lists::Country* const country = code_lists::FindCountry(alpha2);
  return country == nullptr ? alpha2 : country->names.In(language);
}

std::string CategoryName(v1::ActorCategory category, texts::Language language) {
  constexpr std::string_view kPrefix = "ACTOR_CATEGORY_";
  const std::string& name = v1::ActorCategory_Name(category);
  const auto* const known =
      name.size() > kPrefix.size() ? code_lists::FindActorCategory(std::string_view(name).substr(kPrefix.size())) : nullptr;
  return known == nullptr ? std::string(WordsIn(language).no_category) : known->names.In(language);
}

}  // namespace minga::forms
