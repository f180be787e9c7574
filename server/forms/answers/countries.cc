#include "server/forms/answers/countries.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "code_lists/code_lists.h"
#include "server/base/limits.h"
#include "server/base/text.h"
#include "server/forms/words.h"

namespace minga::forms {
namespace {

constexpr size_t kLongestName = 9;

bool IsAmbiguous(std::string_view folded) {
  return folded == "congo" || folded == "corea" || folded == "coreia" || folded == "korea" || folded == "sudan y sudan del sur" ||
         folded == "islas virgenes" || folded == "ilhas virgens" || folded == "virgin islands" || folded == "timor" ||
         folded == "san martin";
}

// First words of all names, so that most words are dismissed without a look-up. Names are short and few: folded once.
struct NameIndex {
  absl::flat_hash_map<std::string, std::string> names;
  absl::flat_hash_set<std::string> first_words;

  void Add(std::string_view name, const std::string& alpha2) {
    const std::string folded = Folded(name);
    if (folded.size() < 4) return;
    const auto [at, fresh] = names.try_emplace(folded, alpha2);
    // Two countries of one name are told apart by nobody.
    if (!fresh && at->second != alpha2) at->second.clear();
    first_words.insert(folded.substr(0, folded.find(' ')));
  }

  NameIndex() {
    for (const code_lists::Country& country : code_lists::Countries()) {
      for (const std::string* name : {&country.names.es, &country.names.pt, &country.names.en}) Add(*name, country.alpha2);
      for (const std::string& alias : country.aliases) {
        if (alias.size() > 3) Add(alias, country.alpha2);
      }
    }
    for (const std::string_view name : {"congo", "corea", "coreia", "korea"}) {
      names[std::string(name)] = "";
      first_words.insert(std::string(name));
    }
    for (const auto& [name, alpha2] :
         {std::pair{"EUA", "US"}, {"EEUU", "US"}, {"EE.UU.", "US"}, {"EE UU", "US"}, {"USA", "US"}, {"RDC", "CD"}}) {
      names[Folded(name)] = alpha2;
      first_words.insert(Folded(name).substr(0, Folded(name).find(' ')));
    }
  }
};

const NameIndex& Index() {
  static const auto* const index = new NameIndex();
  return *index;
}

bool IsHyphen(std::string_view between) { return between == "-" || between == "\xE2\x80\x90" || between == "\xE2\x80\x91"; }

// Demonyms of the reporting countries, by their stems.
std::string ByDemonym(std::string_view text) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 26> kStems = {
      {{"peruan", "PE"},     {"mexican", "MX"},  {"chilen", "CL"},       {"colombian", "CO"}, {"brasileir", "BR"}, {"brasilen", "BR"},
       {"argentin", "AR"},   {"bolivian", "BO"}, {"costarricens", "CR"}, {"cuban", "CU"},     {"dominican", "DO"}, {"ecuatorian", "EC"},
       {"salvadoren", "SV"}, {"espanol", "ES"},  {"guatemaltec", "GT"},  {"hondurena", "HN"}, {"hondureno", "HN"}, {"nicaraguens", "NI"},
       {"panamen", "PA"},    {"paraguay", "PY"}, {"portugues", "PT"},    {"uruguay", "UY"},   {"venezolan", "VE"}, {"andorran", "AD"},
       {"equatorian", "EC"}, {"camoes", "PT"}}};
  std::string found;
  for (const Word& word : Words(text)) {
    for (const auto& [stem, alpha2] : kStems) {
      if (word.folded.compare(0, stem.size(), stem) != 0) continue;
      if (!found.empty() && found != alpha2) return {};
      found = alpha2;
    }
  }
  return found;
}

bool IsConnector(std::string_view word) {
  return word == "y" || word == "e" || word == "o" || word == "and" || word == "u" || word == "el" || word == "la" || word == "los" ||
         word == "las" || word == "os" || word == "as" || word == "a" || word == "the" || word == "ademas" || word == "tambien" ||
         word == "con" || word == "com";
}

// Words around a country that say what it does, not who takes part.
bool IsRoleWord(std::string_view word) {
  static const auto* const kWords = new absl::flat_hash_set<std::string>{
      "oferente",   "receptor",   "receptora",     "oferentes",    "receptores",   "primer",      "segundo",
      "primeiro",   "ofertante",  "socio",         "socia",        "socios",       "parceiro",    "pais",
      "paises",     "como",       "cooperante",    "donante",      "doador",       "triangular",  "bilateral",
      "y",          "e",          "ambos",         "beneficiario", "contraparte",  "otro",        "otros",
      "outros",     "outro",      "participantes", "participante", "involucrados", "involucrado", "envolvidos",
      "de",         "en",         "calidad",       "rol",          "que",          "informa",     "reporta",
      "informante", "reportante", "reporte",       "esta",         "ficha"};
  return kWords->contains(std::string(word));
}

// Pieces of an answer that name one or more countries each.
std::vector<std::string_view> Pieces(std::string_view text) {
  std::vector<std::string_view> pieces;
  size_t begin = 0;
  int depth = 0;
  for (size_t at = 0; at <= text.size(); ++at) {
    const char c = at < text.size() ? text[at] : '\n';
    if (c == '(') ++depth;
    if (c == ')') depth = std::max(0, depth - 1);
    const bool cut = c == '\n' || (depth == 0 && (c == ',' || c == ';' || c == '/' || c == '|'));
    if (!cut) continue;
    if (const std::string_view piece = Trim(text.substr(begin, at - begin)); !piece.empty()) pieces.push_back(piece);
    begin = at + 1;
    if (c == '\n') depth = 0;
  }
  return pieces;
}

}  // namespace

std::vector<NamedCountry> FindCountries(std::string_view text) {
  const NameIndex& index = Index();
  const std::vector<Word> words = Words(text);
  std::vector<NamedCountry> found;
  size_t matched_until = 0;
  for (size_t i = 0; i < words.size(); ++i) {
    if (!index.first_words.contains(words[i].folded)) continue;
    // Part of a longer word, unless that is a country too.
    if (i > 0 && i > matched_until && IsHyphen(text.substr(words[i - 1].end, words[i].begin - words[i - 1].end))) continue;
    std::string name;
    size_t best = 0;
    const std::string* alpha2 = nullptr;
    for (size_t j = i; j < words.size() && j < i + kLongestName; ++j) {
      if (j > i) {
        const std::string_view between = text.substr(words[j - 1].end, words[j].begin - words[j - 1].end);
        if (between.find_first_of(",;:/|\n)") != std::string_view::npos && between.find('(') == std::string_view::npos) break;
        name.push_back(' ');
      }
      name += words[j].folded;
      if (const auto at = index.names.find(name); at != index.names.end()) {
        best = j + 1;
        alpha2 = &at->second;
      }
    }
    if (best == 0) continue;
    // "Perú-Bolivia" are two, "Colombia-APC" is none.
    if (best < words.size() && IsHyphen(text.substr(words[best - 1].end, words[best].begin - words[best - 1].end)) &&
        !index.first_words.contains(words[best].folded))
      continue;
    NamedCountry country;
    country.begin = words[i].begin;
    country.end = words[best - 1].end;
    // "Bolivia (Estado Plurinacional de)"; "Honduras, C.A.", where C.A. is Central America.
    const std::string_view name_bytes = text.substr(country.begin, country.end - country.begin);
    if (name_bytes.find('(') != std::string_view::npos && text.substr(country.end, 1) == ")") ++country.end;
    if (best + 1 < words.size() && words[best].folded == "c" && words[best + 1].folded == "a" &&
        text.substr(words[best].begin, 3) == "C.A") {
      country.end = words[best + 1].end;
      if (text.substr(country.end, 1) == ".") ++country.end;
      best += 2;
    }
    country.alpha2 = *alpha2;
    country.ambiguous = alpha2->empty() || IsAmbiguous(Folded(text.substr(country.begin, country.end - country.begin)));
    found.push_back(std::move(country));
    matched_until = best;
    i = best - 1;
  }
  return found;
}

void ReadInstitution(const Answer& answer, v1::Fiche& fiche, Findings& findings) {
  if (answer.lines.empty()) return;
  std::string text;
  for (const Line& line : answer.lines) {
    // "País: Perú", "Institución: APCI", each in its line or in its row.
    std::string part = line.text;
    if (const size_t colon = part.find(':'); colon != std::string::npos) {
      const std::string announced = Folded(part.substr(0, colon));
      if (announced == "pais" || announced == "institucion" || announced == "instituicao" || announced == "nombre de la institucion" ||
          announced == "organismo")
        part = part.substr(colon + 1);
    }
    // A second announcement in the same line.
    for (const std::string_view announcement : {"Institución:", "Instituição:", "INSTITUCIÓN:", "institución:", "País:", "PAÍS:"}) {
      if (const size_t at = part.find(announcement); at != std::string::npos)
        part = std::string(TrimMarks(part.substr(0, at), ".,;:/|")) + "\n" + part.substr(at + announcement.size());
    }
    text += (text.empty() ? "" : "\n") + part;
  }
  const auto report = [&](const char* field, v1::Certainty certainty, std::string_view reason, const texts::Args& args = {}) {
    findings.Add(field, answer.Text(), certainty, answer.location, reason, args);
  };
  const auto set_institution = [&](std::string_view institution) {
    // A point before it parted it from the country; one after it is its own.
    const std::string_view bare = TrimMarks(institution, ",;:/|.");
    const std::string_view whole_end = TrimMarks(institution, ",;:/|");
    std::string value =
        bare.empty()
            ? ""
            : text::Collapse(std::string_view(bare.data(), static_cast<size_t>(whole_end.data() + whole_end.size() - bare.data())));
    if (value.size() > 2 && value.front() == '(' && value.find(')') == value.size() - 1) value = value.substr(1, value.size() - 2);
    if (value.empty()) {
      report("institution", v1::CERTAINTY_DOUBTFUL, "INSTITUTION_MISSING");
      return;
    }
    fiche.set_institution(Within(std::move(value), limits::kInstitution, "institution", answer.location, findings));
  };
  const std::vector<NamedCountry> countries = FindCountries(text);
  const std::string_view whole = text;
  const auto before = [&](const NamedCountry& country) {
    const std::string_view head = TrimMarks(whole.substr(0, country.begin), ",;:/|.(");
    // "República de Panamá – ..."
    const std::string folded = Folded(head);
    const bool title = folded == "republica de" || folded == "la republica de" || folded == "republica del" || folded == "republica do" ||
                       folded == "republica da" || folded == "republica";
    return title ? std::string_view() : head;
  };
  const auto after = [&](const NamedCountry& country) { return whole.substr(country.end); };
  const auto separated_after = [&](const NamedCountry& country) {
    const std::string_view rest = after(country);
    if (Trim(rest).empty()) return true;
    if (rest.find('\n') == rest.find_first_not_of(" \t")) return true;
    static constexpr std::array<std::string_view, 9> kSigns = {",", ".", ";", ":", "/", "|", ")", "\t", "("};
    const std::string_view bare = rest.substr(std::min(rest.find_first_not_of(' '), rest.size()));
    return std::any_of(kSigns.begin(), kSigns.end(), [&](std::string_view sign) { return bare.substr(0, sign.size()) == sign; }) ||
           TrimMarks(bare.substr(0, 3), "").size() < Trim(bare.substr(0, 3)).size();
  };
  const auto take = [&](const NamedCountry& country, std::string_view institution) {
    if (country.ambiguous) {
      report("country_code", v1::CERTAINTY_DOUBTFUL, "COUNTRY_AMBIGUOUS");
    } else {
      fiche.set_country_code(country.alpha2);
    }
    set_institution(institution);
  };
  if (!countries.empty() && before(countries.front()).empty()) {
    const NamedCountry& country = countries.front();
    // Several side by side: whose fiche it is, is not for the reader to say.
    size_t last = 0;
    while (last + 1 < countries.size()) {
      const std::string between = Folded(whole.substr(countries[last].end, countries[last + 1].begin - countries[last].end));
      if (!between.empty() && between != "y" && between != "e") break;
      ++last;
    }
    if (countries[last].alpha2 != country.alpha2) {
      report("country_code", v1::CERTAINTY_DOUBTFUL, "COUNTRY_SEVERAL");
      return set_institution(after(countries[last]));
    }
    // "Chile (AGCID) y Uruguay (AUCI)": another that reports with it, not one that the institution's name holds.
    for (const NamedCountry& other : countries) {
      const std::string_view head = whole.substr(0, other.begin);
      const bool joined = head.ends_with(") y ") || head.ends_with(") e ") || head.ends_with(") / ") || head.ends_with("; ") ||
                          head.ends_with("), ") || head.ends_with(")\n") || head.ends_with(")/");
      if (other.alpha2 == country.alpha2 || !joined) continue;
      report("country_code", v1::CERTAINTY_DOUBTFUL, "COUNTRY_SEVERAL");
      return set_institution(whole);
    }
    // "Guatemala\nGuatemala: SEGEPLAN" says it twice.
    const NamedCountry& named = last > 0 && separated_after(countries[last]) ? countries[last] : country;
    std::string_view institution = after(named);
    if (!separated_after(named)) {
      report("country_code", v1::CERTAINTY_LIKELY, "INSTITUTION_BOUNDARY");
      report("institution", v1::CERTAINTY_LIKELY, "INSTITUTION_BOUNDARY");
      // "Perú y la Agencia Peruana ..."
      for (const std::string_view link : {" y la ", " y el ", " e a ", " e o ", " y ", " e "}) {
        if (!institution.starts_with(link)) continue;
        institution.remove_prefix(link.size());
        break;
      }
    }
    return take(country, institution);
  }
  if (!countries.empty()) {
    const NamedCountry& country = countries.back();
    const std::string_view rest = TrimMarks(after(country), ",;:/|.)");
    const std::string_view head = Trim(whole.substr(0, country.begin));
    const bool own_line = whole.substr(0, country.begin).find_last_not_of(" \t") != std::string_view::npos &&
                          whole[whole.substr(0, country.begin).find_last_not_of(" \t")] == '\n';
    const bool set_apart = own_line || (!head.empty() && (head.back() == '(' || head.back() == ',' || head.back() == ';' ||
                                                          head.back() == '/' || head.back() == '|' || head.back() == '.' ||
                                                          head.back() == ':' || TrimMarks(head, "").size() < head.size()));
    if (rest.empty() && set_apart) {
      // "Ministerio (Chile)" loses both brackets with the country.
      std::string institution(TrimMarks(head, ",;:/|"));
      if (!institution.empty() && institution.back() == '(') institution.pop_back();
      return take(country, institution);
    }
  }
  set_institution(text);
  std::set<std::string> named;
  for (const NamedCountry& country : countries) {
    if (!country.ambiguous) named.insert(country.alpha2);
  }
  std::string guess = named.size() == 1 ? *named.begin() : named.empty() ? ByDemonym(text) : "";
  if (guess.empty()) {
    report("country_code", v1::CERTAINTY_DOUBTFUL, named.size() > 1 ? "COUNTRY_SEVERAL" : "COUNTRY_MISSING");
  } else {
    fiche.set_country_code(guess);
    report("country_code", v1::CERTAINTY_LIKELY, "COUNTRY_FROM_INSTITUTION", {{"country", guess}});
  }
}

void ReadPartnerCountries(const Answer& answer, std::string_view reporting_country, v1::InitiativeContent& content, Findings& findings) {
  std::set<std::string> taken;
  const auto add = [&](const NamedCountry& country) {
    if (country.alpha2 == reporting_country || !taken.insert(country.alpha2).second) return;
    if (content.partner_country_codes_size() < limits::kPartnerCountries) content.add_partner_country_codes(country.alpha2);
  };
  for (const Line& line : answer.lines) {
    const std::string_view text = std::string_view(line.text).substr(ItemMark(line.text));
    const auto report = [&](std::string_view piece, v1::Certainty certainty, std::string_view reason) {
      findings.Add(answer.field, piece, certainty, line.location, reason);
    };
    if (IsNone(text) || IsNoAnswer(text)) continue;
    for (const std::string_view piece : Pieces(text)) {
      if (IsNone(piece) || IsNoAnswer(piece)) continue;
      const std::vector<NamedCountry> countries = FindCountries(piece);
      const std::vector<Word> words = Words(piece);
      // Words that no country took.
      std::vector<const Word*> left;
      for (const Word& word : words) {
        const bool inside = std::any_of(countries.begin(), countries.end(), [&](const NamedCountry& country) {
          return word.begin >= country.begin && word.end <= country.end;
        });
        // "Chile (AGCID)", "(MERCOSUR)": who acts for it, or what it belongs to.
        const std::string_view bytes = piece.substr(word.begin, word.end - word.begin);
        const bool acronym = word.begin > 0 && piece[word.begin - 1] == '(' && piece.substr(word.end, 1) == ")" &&
                             std::all_of(bytes.begin(), bytes.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
        if (acronym && !countries.empty()) continue;
        if (!inside && !IsConnector(word.folded)) left.push_back(&word);
      }
      const bool only_roles = std::all_of(left.begin(), left.end(), [](const Word* word) { return IsRoleWord(word->folded); });
      if (countries.empty()) {
        if (!left.empty() && !IsNone(piece)) report(piece, v1::CERTAINTY_DOUBTFUL, "NOT_A_COUNTRY");
        continue;
      }
      bool doubtful = false;
      for (const NamedCountry& country : countries) {
        if (country.ambiguous) {
          report(piece.substr(country.begin, country.end - country.begin), v1::CERTAINTY_DOUBTFUL, "COUNTRY_AMBIGUOUS");
          continue;
        }
        // "Universidad de Chile" is an organisation; "GIZ (Alemania)" names its country.
        const Word* before = nullptr;
        for (const Word& word : words) {
          if (word.end <= country.begin) before = &word;
        }
        const bool in_brackets = country.begin > 0 && piece[country.begin - 1] == '(';
        const bool of =
            before != nullptr && (before->folded == "de" || before->folded == "del" || before->folded == "da" || before->folded == "do" ||
                                  before->folded == "of" || before->folded == "en" || before->folded == "no" || before->folded == "na");
        if (of && !in_brackets && !only_roles) {
          doubtful = true;
          continue;
        }
        // A clause that takes it back.
        const bool denied = std::any_of(words.begin(), words.end(), [&](const Word& word) {
          return word.end <= country.begin &&
                 (word.folded == "ninguno" || word.folded == "nenhum" || word.folded == "excepto" || word.folded == "salvo" ||
                  word.folded == "sin" || word.folded == "sem" || word.folded == "no" || word.folded == "nao");
        });
        if (denied) {
          doubtful = true;
          continue;
        }
        add(country);
      }
      if (doubtful) {
        report(piece, v1::CERTAINTY_DOUBTFUL, "NOT_A_COUNTRY");
      } else if (!only_roles) {
        report(piece, v1::CERTAINTY_LIKELY, "COUNTRY_IN_WORDS");
      }
    }
  }
}

}  // namespace minga::forms
