#include "server/forms/answers/actor_categories.h"

#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "code_lists/code_lists.h"
#include "server/base/text.h"
#include "server/forms/words.h"

namespace minga::forms {
namespace {

struct Synonyms {
  v1::ActorCategory category;
  // Separated by |, folded.
  std::string_view form_wording;
  std::string_view others;
};

constexpr std::array kSynonyms = {
    Synonyms{v1::ACTOR_CATEGORY_PUBLIC_SECTOR, "sector publico|setor publico|public sector|sectores publicos",
             "publico|publica|publicos|publicas|sector publico nacional|setor publico federal|setor publico nacional|gobierno "
             "nacional|governo nacional|gobierno central|"
             "governo federal|gobierno federal|institucion publica|instituciones publicas|instituicao publica|instituicoes "
             "publicas|entidad publica|entidades publicas|"
             "organismo publico|organismos publicos|orgao publico|orgaos publicos|sector estatal|sector gubernamental|administracion "
             "publica|administracao publica|"
             "institucion gubernamental|entidad gubernamental|actor publico|actores publicos|ator publico|agencia publica|entidad estatal|"
             "pub|s publico|sec publico|sect publico|sector pub|public|public institution|government agency"},
    Synonyms{v1::ACTOR_CATEGORY_LOCAL_GOVERNMENT,
             "gobiernos locales|gobierno local|governos locais|governo local|local government|local governments",
             "municipio|municipios|municipalidad|municipalidades|municipalidade|prefeitura|prefeituras|ayuntamiento|ayuntamientos|alcaldia|"
             "alcaldias|gobierno municipal|"
             "gobiernos municipales|governo municipal|governos municipais|gobierno subnacional|gobiernos subnacionales|governo "
             "subnacional|governos subnacionais|"
             "gobierno provincial|gobiernos provinciales|gobierno departamental|gobiernos departamentales|gob local|gobs locales|gob "
             "locales|gov "
             "local|gobierno loc"},
    Synonyms{v1::ACTOR_CATEGORY_PARLIAMENT, "parlamentos|parlamento|parliament|parliaments",
             "parlamento nacional|congreso|congreso nacional|congreso de la republica|congresso nacional|asamblea legislativa|asamblea "
             "nacional|assembleia legislativa|poder "
             "legislativo|senado|camara de diputados|camara dos deputados"},
    Synonyms{v1::ACTOR_CATEGORY_PRIVATE_SECTOR, "sector privado|setor privado|private sector",
             "priv|s privado|sec privado|sect privado|sector priv|private|private company|"
             "privado|privada|privados|privadas|empresa|empresas|empresa privada|empresas privadas|sector empresarial|setor "
             "empresarial|sector privado empresarial|actor privado|ator privado"},
    Synonyms{v1::ACTOR_CATEGORY_CIVIL_SOCIETY, "sociedad civil|sociedade civil|civil society",
             "ngo|ngos|soc civil|sociedad civ|civil society organization|civil society organizations|"
             "ong|ongs|osc|oscs|ong internacional|organizacion de la sociedad civil|organizaciones de la sociedad civil|organizacao da "
             "sociedade civil|organizacoes da sociedade civil|"
             "organizacion no gubernamental|organizaciones no gubernamentales|organizacao nao governamental|organizacoes nao "
             "governamentais|sociedad civil organizada|"
             "sociedade civil organizada|organizacion comunitaria|organizaciones comunitarias|organizacao comunitaria|organizacion "
             "sociedad civil|actor de la sociedad civil"},
    Synonyms{v1::ACTOR_CATEGORY_TRADE_UNION, "sindicatos|sindicato|trade union|trade unions",
             "sindicales|sector sindical|organizacion sindical|organizaciones sindicales|central sindical|organizacao sindical|centrais "
             "sindicais"},
    Synonyms{v1::ACTOR_CATEGORY_ACADEMIA, "academia",
             "univ|acad|university|universities|"
             "academicos|academicas|universidad|universidades|universidade|sector academico|setor academico|academico|academica|sector "
             "academia|institucion "
             "academica|instituciones academicas|"
             "instituicao academica|centro de investigacion|centros de investigacion|centro de pesquisa|instituto de "
             "investigacion|academia y centros de investigacion"},
    Synonyms{v1::ACTOR_CATEGORY_INTERNATIONAL_ORGANIZATION,
             "organismos internacionales|organismo internacional|organismos internacionais|organizaciones internacionales|organizacion "
             "internacional|organizacoes internacionais|"
             "organizacao internacional|international organization|international organizations",
             "organismo multilateral|organismos multilaterales|organismos multilaterais|organismo regional|organismo "
             "intergubernamental|agencia de naciones unidas|sistema de naciones unidas|"
             "organismo internacional de cooperacion"},
    Synonyms{v1::ACTOR_CATEGORY_OTHER, "otros|otro|outros|outro|other", ""},
};

// Kinds that are no category of the form, or more than one.
constexpr std::string_view kOpenKinds =
    "publico privado|mixto|mista|misto|mixta|alianza publico privada|cooperativa|cooperativas|gremio|gremios|camara|camaras|camara "
    "empresarial|camara de comercio|asociacion|"
    "asociaciones|associacao|asociacion de productores|fundacion|fundaciones|fundacao|fundacion empresarial|empresa publica|empresas "
    "publicas|empresa estatal|universidad publica|"
    "universidade publica|universidad privada|universidad estatal|gobierno|governo|estado|gobierno regional|gobiernos regionales|governo "
    "estadual|governos estaduais|gobierno estatal|"
    "gobiernos estatales|comunidad indigena|comunidades indigenas|pueblos indigenas|comunidad|comunidades|cooperacion "
    "internacional|cooperacion bilateral|agencia de cooperacion|donante|"
    "socio cooperante|productores|asociacion civil|sector social|economia social|sector productivo|setor produtivo|sector "
    "financiero|organismo tecnico|organismo autonomo|ente autonomo|"
    "red|redes|consorcio|medios de comunicacion|banco|banca|sector cooperativo|tercer sector|terceiro setor|institucion "
    "autonoma|subnacional|local|internacional|multilateral|academia publica|"
    "gobierno nacional y local|familias|expertos|consultor|consultora|voluntarios|iglesia|asociacion de "
    "municipios|organizacion|organizaciones|institucion|organismo|organizacion social|"
    "organizaciones sociales|movimiento social|sector publico y privado";

std::vector<std::string> SplitBars(std::string_view list) {
  std::vector<std::string> pieces;
  for (const std::string_view piece : SplitLines(list, '|')) pieces.emplace_back(piece);
  return pieces;
}

struct Kinds {
  struct Known {
    v1::ActorCategory category;
    bool form_wording;
  };
  absl::flat_hash_map<std::string, Known> by_words;
  absl::flat_hash_set<std::string> open;
  std::vector<std::pair<std::string, v1::ActorCategory>> form_wording;

  Kinds() {
    for (const Synonyms& synonyms : kSynonyms) {
      for (std::string& words : SplitBars(synonyms.form_wording)) {
        form_wording.emplace_back(words, synonyms.category);
        by_words[std::move(words)] = {synonyms.category, true};
      }
      for (std::string& words : SplitBars(synonyms.others)) by_words[std::move(words)] = {synonyms.category, false};
    }
    for (std::string& words : SplitBars(kOpenKinds)) open.insert(std::move(words));
  }
};

const Kinds& Known() {
  static const auto* const kinds = new Kinds();
  return *kinds;
}

bool IsAcronym(std::string_view word, std::string_view folded) {
  static constexpr std::array<std::string_view, 10> kAcronyms = {"ngo",  "ngos", "ong", "ongs", "osc",
                                                                 "oscs", "onu",  "ies", "pyme", "oscip"};
  return std::find(kAcronyms.begin(), kAcronyms.end(), folded) != kAcronyms.end() && word.size() > 1 && word[0] >= 'A' && word[0] <= 'Z' &&
         word[1] >= 'A' && word[1] <= 'Z';
}

std::string InLowerCase(std::string_view text) {
  std::string out;
  size_t at = 0;
  const auto lower = [](std::string_view piece) {
    std::string made;
    icu::UnicodeString::fromUTF8(icu::StringPiece(piece.data(), static_cast<int32_t>(piece.size()))).toLower().toUTF8String(made);
    return made;
  };
  for (const Word& word : Words(text)) {
    out += text.substr(at, word.begin - at);
    const std::string_view here = text.substr(word.begin, word.end - word.begin);
    out += IsAcronym(here, word.folded) ? std::string(here) : lower(here);
    at = word.end;
  }
  return out + std::string(text.substr(at));
}

// Words that may stand before or after a kind without changing it.
std::string Core(std::string_view folded) {
  static constexpr std::array<std::string_view, 19> kBefore = {
      "tipo ", "tipo de actor ", "categoria ", "actores ", "actor ", "atores ", "ator ", "por ", "por parte de ", "por parte ",
      "de ",   "del ",           "do ",        "da ",      "la ",    "el ",     "o ",    "a ",   "pelo "};
  std::string core(folded);
  for (bool again = true; again;) {
    again = false;
    // "actor público" is a kind of its own; only what goes before a kind is dropped.
    if (Known().by_words.contains(core) || Known().open.contains(core)) break;
    for (const std::string_view before : kBefore) {
      if (core.size() > before.size() && core.compare(0, before.size(), before) == 0) {
        core.erase(0, before.size());
        again = true;
        break;
      }
    }
  }
  return core;
}

bool SameWords(std::string_view a, std::string_view b) {
  const auto left = SplitLines(a, ' ');
  const auto right = SplitLines(b, ' ');
  return left.size() == right.size() && std::equal(left.begin(), left.end(), right.begin(), SameWord);
}

// Whether every word belongs to the vocabulary of kinds, as in "sector público y academia".
bool IsOfKindWords(const std::vector<Word>& words) {
  static const auto* const kWords = new absl::flat_hash_set<std::string>{"sector",
                                                                         "setor",
                                                                         "sectores",
                                                                         "setores",
                                                                         "publico",
                                                                         "publica",
                                                                         "privado",
                                                                         "privada",
                                                                         "sociedad",
                                                                         "sociedade",
                                                                         "civil",
                                                                         "academia",
                                                                         "academico",
                                                                         "sindicato",
                                                                         "sindicatos",
                                                                         "gobierno",
                                                                         "gobiernos",
                                                                         "governo",
                                                                         "governos",
                                                                         "local",
                                                                         "locales",
                                                                         "locais",
                                                                         "nacional",
                                                                         "subnacional",
                                                                         "municipal",
                                                                         "regional",
                                                                         "estatal",
                                                                         "estadual",
                                                                         "federal",
                                                                         "provincial",
                                                                         "parlamento",
                                                                         "ong",
                                                                         "organismo",
                                                                         "organismos",
                                                                         "internacional",
                                                                         "internacionales",
                                                                         "internacionais",
                                                                         "organizacion",
                                                                         "organizacao",
                                                                         "multilateral",
                                                                         "mixto",
                                                                         "mixta",
                                                                         "misto",
                                                                         "empresa",
                                                                         "empresarial",
                                                                         "productivo",
                                                                         "social",
                                                                         "financiero",
                                                                         "y",
                                                                         "e",
                                                                         "o",
                                                                         "de",
                                                                         "la",
                                                                         "el",
                                                                         "da",
                                                                         "del",
                                                                         "autonomo",
                                                                         "autonoma",
                                                                         "descentralizado",
                                                                         "tecnico",
                                                                         "cooperativa",
                                                                         "gremial",
                                                                         "gremio",
                                                                         "universidad",
                                                                         "universidade",
                                                                         "comunitario",
                                                                         "comunitaria",
                                                                         "sem",
                                                                         "sin",
                                                                         "fines",
                                                                         "lucro",
                                                                         "fins"};
  return !words.empty() && std::all_of(words.begin(), words.end(), [&](const Word& word) { return kWords->contains(word.folded); });
}

}  // namespace

CategoryWords ReadCategory(std::string_view text) {
  CategoryWords out;
  const std::string_view whole = text;
  text = TrimMarks(text, ".,:;/*");
  if (text.size() > 2 && ((text.front() == '(' && text.back() == ')') || (text.front() == '[' && text.back() == ']')) &&
      text.find_first_of("([", 1) == std::string_view::npos)
    text = TrimMarks(text.substr(1, text.size() - 2), ".,:;/*");
  if (text.empty() || text.size() > 120) return out;
  const auto words = Words(text, 9);
  if (words.empty() || words.size() > 8) return out;
  std::string folded;
  for (const Word& word : words) folded += (folded.empty() ? "" : " ") + word.folded;
  const std::string core = Core(folded);
  const size_t dropped = static_cast<size_t>(std::count(folded.begin(), folded.end(), ' ') - std::count(core.begin(), core.end(), ' '));
  std::string_view kept = Trim(text.substr(words[std::min(dropped, words.size() - 1)].begin));
  // The point of an abbreviation is its own.
  if (words.back().folded.size() < 5 && text.data() + text.size() < whole.data() + whole.size() && text.data()[text.size()] == '.' &&
      kept.data() + kept.size() == text.data() + text.size() &&
      (words.back().folded == "pub" || words.back().folded == "priv" || words.back().folded == "univ" || words.back().folded == "acad" ||
       words.back().folded == "loc" || words.back().folded == "civ"))
    kept = std::string_view(kept.data(), kept.size() + 1);
  if (const auto found = Known().by_words.find(core); found != Known().by_words.end()) {
    out = {true, found->second.form_wording, found->second.category, InLowerCase(kept)};
    // "público / privado" folds to no entry, but a slash inside a known one would still be two kinds.
    if (kept.find('/') != std::string_view::npos) out.category = v1::ACTOR_CATEGORY_UNSPECIFIED;
    return out;
  }
  if (Known().open.contains(core)) return {true, false, v1::ACTOR_CATEGORY_UNSPECIFIED, std::string(kept)};
  for (const auto& [wording, category] : Known().form_wording) {
    if (core.size() > 6 && SameWords(core, wording)) return {true, true, category, InLowerCase(kept)};
  }
  const std::string& first = words[std::min(dropped, words.size() - 1)].folded;
  if (IsOfKindWords(words) && words.size() > 1) return {true, false, v1::ACTOR_CATEGORY_UNSPECIFIED, std::string(kept)};
  if ((first == "sector" || first == "setor") && words.size() <= 5 && words.size() > 1)
    return {true, false, v1::ACTOR_CATEGORY_UNSPECIFIED, std::string(kept)};
  return out;
}

bool OpensOrganization(std::string_view folded) {
  static const auto* const kWords = new absl::flat_hash_set<std::string>{"ministerio",
                                                                         "ministerios",
                                                                         "viceministerio",
                                                                         "secretaria",
                                                                         "subsecretaria",
                                                                         "direccion",
                                                                         "diretoria",
                                                                         "direcao",
                                                                         "agencia",
                                                                         "instituto",
                                                                         "institutos",
                                                                         "universidad",
                                                                         "universidades",
                                                                         "universidade",
                                                                         "universidades",
                                                                         "facultad",
                                                                         "faculdade",
                                                                         "fundacion",
                                                                         "fundaciones",
                                                                         "fundacao",
                                                                         "asociacion",
                                                                         "asociaciones",
                                                                         "associacao",
                                                                         "associacoes",
                                                                         "camara",
                                                                         "camaras",
                                                                         "municipio",
                                                                         "municipios",
                                                                         "municipalidad",
                                                                         "municipalidades",
                                                                         "prefeitura",
                                                                         "ayuntamiento",
                                                                         "ayuntamientos",
                                                                         "alcaldia",
                                                                         "alcaldias",
                                                                         "gobierno",
                                                                         "gobernacion",
                                                                         "governo",
                                                                         "gobiernos",
                                                                         "intendencia",
                                                                         "consejo",
                                                                         "conselho",
                                                                         "comision",
                                                                         "comissao",
                                                                         "comite",
                                                                         "confederacion",
                                                                         "confederacao",
                                                                         "federacion",
                                                                         "federacao",
                                                                         "sindicato",
                                                                         "sindicatos",
                                                                         "central",
                                                                         "banco",
                                                                         "union",
                                                                         "uniao",
                                                                         "centro",
                                                                         "corporacion",
                                                                         "corporacao",
                                                                         "cooperativa",
                                                                         "cooperativas",
                                                                         "empresa",
                                                                         "empresas",
                                                                         "compania",
                                                                         "companhia",
                                                                         "ong",
                                                                         "red",
                                                                         "rede",
                                                                         "programa",
                                                                         "embajada",
                                                                         "embaixada",
                                                                         "organizacion",
                                                                         "organizaciones",
                                                                         "organizacao",
                                                                         "organismo",
                                                                         "departamento",
                                                                         "servicio",
                                                                         "servico",
                                                                         "sistema",
                                                                         "fondo",
                                                                         "fundo",
                                                                         "consorcio",
                                                                         "parlamento",
                                                                         "congreso",
                                                                         "asamblea",
                                                                         "senado",
                                                                         "oficina",
                                                                         "colegio",
                                                                         "escuela",
                                                                         "escola",
                                                                         "hospital",
                                                                         "laboratorio",
                                                                         "cancilleria",
                                                                         "cruz",
                                                                         "caritas",
                                                                         "mancomunidad",
                                                                         "junta",
                                                                         "autoridad",
                                                                         "superintendencia",
                                                                         "procuraduria",
                                                                         "defensoria",
                                                                         "contraloria",
                                                                         "tribunal",
                                                                         "grupo",
                                                                         "movimiento",
                                                                         "plataforma",
                                                                         "alianza",
                                                                         "mesa",
                                                                         "cooperacion",
                                                                         "delegacion",
                                                                         "unidad",
                                                                         "mipymes",
                                                                         "pymes",
                                                                         "productores",
                                                                         "comunidad",
                                                                         "comunidades",
                                                                         "presidencia",
                                                                         "vicepresidencia",
                                                                         "cabildo",
                                                                         "diputacion",
                                                                         "xunta"};
  return kWords->contains(std::string(folded));
}

bool MayHoldCommas(std::string_view folded) {
  static constexpr std::array<std::string_view, 17> kWords = {
      "ministerio", "ministerios",     "viceministerio", "secretaria",    "subsecretaria", "direccion",
      "instituto",  "departamento",    "comision",       "facultad",      "faculdade",     "servicio",
      "municipios", "municipalidades", "consejo",        "ayuntamientos", "direcao"};
  return std::find(kWords.begin(), kWords.end(), folded) != kWords.end();
}

}  // namespace minga::forms
