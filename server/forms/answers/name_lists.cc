#include "server/forms/answers/name_lists.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "server/base/text.h"
#include "server/forms/answers/actor_categories.h"
#include "server/forms/words.h"

namespace minga::forms {
namespace {

bool IsAcronym(std::string_view text) {
  int capitals = 0;
  for (const char c : text) {
    if (c >= 'a' && c <= 'z') return false;
    if (c >= 'A' && c <= 'Z') ++capitals;
  }
  return capitals >= 2;
}

std::string_view Bytes(std::string_view text, const Word& word) { return text.substr(word.begin, word.end - word.begin); }

bool IsArticle(std::string_view word) {
  return word == "el" || word == "la" || word == "los" || word == "las" || word == "o" || word == "a" || word == "os" || word == "as" ||
         word == "al" || word == "del" || word == "un" || word == "una" || word == "the" || word == "lo";
}

// Whether a piece opens like a name of its own, after an article.
bool OpensName(std::string_view piece) {
  const auto words = Words(piece, 3);
  for (const Word& word : words) {
    if (IsArticle(word.folded)) continue;
    return OpensOrganization(word.folded) || IsAcronym(Bytes(piece, word));
  }
  return false;
}

bool IsVerb(std::string_view word) {
  static const auto* const kVerbs = new absl::flat_hash_set<std::string>{
      "participan",  "participaron", "participa",  "participo", "participam", "participou", "participaram", "intervienen", "interviene",
      "intervino",   "involucra",    "involucran", "incluye",   "incluyen",   "conforman",  "integran",     "integra",     "lidera",
      "liderado",    "liderada",     "coordina",   "coordinan", "coordinado", "coordinada", "ejecuta",      "ejecutan",    "apoyan",
      "apoya",       "acompana",     "acompanan",  "aporta",    "aportan",    "envolve",    "envolvem",     "executa",     "executam",
      "sumo",        "sumaron",      "suma",       "suman",     "trabajan",   "trabaja",    "conto",        "cuenta",      "implementa",
      "implementan", "financia",     "financian",  "convoca",   "convoco",    "fue",        "fueron",       "es",          "son",
      "ha",          "han",          "esta",       "estan",     "foi",        "foram",      "sao",          "colabora",    "colaboran",
      "brinda",      "brindan",      "articula",   "impulsa",   "impulsan",   "llevan",     "lleva",        "forman",      "actua",
      "actuan",      "contou",       "conta",      "apoiam",    "apoia",      "coordena"};
  return kVerbs->contains(std::string(word));
}

// A verb where it stands: "São Paulo" holds none.
bool IsVerbHere(std::string_view text, const Word& word) {
  return IsVerb(word.folded) && !(word.folded == "sao" && Bytes(text, word).starts_with("S\xC3\xA3"));
}

// "MSP", "UdelaR": a single word with capitals of its own.
bool LooksLikeAcronym(std::string_view text) {
  return Words(text, 2).size() == 1 && std::count_if(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; }) > 1;
}

// What a name of its own opens with, and nothing goes on with.
bool OpensAnother(std::string_view text) {
  static constexpr std::array<std::string_view, 12> kOpeners = {"ministerio", "universidad", "universidade", "fundacion",
                                                                "fundacao",   "agencia",     "instituto",    "municipalidad",
                                                                "prefeitura", "intendencia", "ong",          "secretaria"};
  const auto words = Words(text, 1);
  return !words.empty() && std::find(kOpeners.begin(), kOpeners.end(), words[0].folded) != kOpeners.end() && StartsUpper(text);
}

// "I.P.", "S.A. de C.V.": the legal form that a comma parts from its name.
bool IsLegalForm(std::string_view text) {
  static constexpr std::array<std::string_view, 22> kForms = {"ip", "sa",   "sas",    "srl", "ltda", "inc",  "llc", "sl",
                                                              "ac", "iap",  "sc",     "saa", "sac",  "eirl", "spa", "epe",
                                                              "ep", "gmbh", "sadecv", "scl", "ltd",  "aisbl"};
  std::string joined;
  for (const Word& word : Words(text, 6)) joined += word.folded;
  return std::find(kForms.begin(), kForms.end(), joined) != kForms.end() && StartsUpper(text);
}

// What follows the last "y" that opens a name of its own.
std::string_view LastName(std::string_view names) {
  for (size_t at = names.rfind(' '); at != std::string_view::npos && at > 2; at = names.rfind(' ', at - 1)) {
    const std::string_view link = names.substr(at - 2, 3);
    if ((link == " y " || link == " e ") && OpensName(names.substr(at + 1))) return names.substr(at + 1);
  }
  return names;
}

bool IsLead(std::string_view word) {
  static const auto* const kLead = new absl::flat_hash_set<std::string>{
      "y",     "e",          "and",  "con",      "com",     "junto", "juntos", "ademas", "tambien", "tambem",  "asi",
      "assim", "como",       "por",  "parte",    "de",      "se",    "entre",  "ellos",  "ellas",   "otros",   "cual",
      "en",    "iniciativa", "esta", "alem",     "apoyo",   "apoio", "desde",  "do",     "da",      "no",      "na",
      "pelo",  "pela",       "que",  "proyecto", "projeto", "a",     "al",     "sector", "publico", "privado", "lado"};
  return kLead->contains(std::string(word)) || IsArticle(word);
}

}  // namespace

std::vector<std::string> SplitOutsideBrackets(std::string_view text, std::string_view separators) {
  std::vector<std::string> pieces;
  int depth = 0;
  size_t begin = 0;
  const bool balanced = std::count(text.begin(), text.end(), '(') == std::count(text.begin(), text.end(), ')');
  for (size_t at = 0; at <= text.size(); ++at) {
    const char c = at < text.size() ? text[at] : '\0';
    if (c == '(' || c == '[') ++depth;
    if (c == ')' || c == ']') depth = std::max(0, depth - 1);
    if (at < text.size() && ((depth > 0 && balanced) || separators.find(c) == std::string_view::npos)) continue;
    if (const std::string_view piece = Trim(text.substr(begin, at - begin)); !piece.empty()) pieces.emplace_back(piece);
    begin = at + 1;
  }
  return pieces;
}

std::vector<NamePiece> SplitNames(std::string_view text) {
  std::vector<NamePiece> names;
  const std::vector<std::string> pieces = SplitOutsideBrackets(text, ",");
  for (size_t i = 0; i < pieces.size(); ++i) {
    const std::string& piece = pieces[i];
    if (!names.empty() && IsLegalForm(piece)) {
      names.back().text += ", " + piece;
      continue;
    }
    if (!names.empty() && !OpensName(piece)) {
      const std::string_view last = LastName(names.back().text);
      const auto first = Words(last, 2);
      const size_t opener = !first.empty() && IsArticle(first[0].folded) && first.size() > 1 ? 1 : 0;
      const bool closed = names.back().text.ends_with(')');
      // What follows a ministry's acronym is another name; without one it may still be the ministry's.
      if (!first.empty() && MayHoldCommas(first[opener].folded) && !closed) {
        names.back().text += ", " + piece;
        const auto brackets = piece.find('(');
        const bool completes =
            brackets != std::string::npos || piece.find(" y ") != std::string::npos || piece.find(" e ") != std::string::npos;
        names.back().may_be_several = !completes || i + 1 < pieces.size();
        // "..., Planificación y Desarrollo (MEPyD)" is complete whatever came before.
        if (brackets != std::string::npos) names.back().may_be_several = false;
        continue;
      }
      // "Empresas hoteleras de Bayahíbe, Punta Cana y Samaná": of several places, or others after them.
      const bool plural = !first.empty() && OpensOrganization(first[opener].folded) && first[opener].folded.ends_with('s');
      if (plural && !closed && last.find(" de") != std::string_view::npos) {
        names.back().text += ", " + piece;
        names.back().may_be_several = true;
        continue;
      }
      if (StartsLower(piece)) {
        names.back().text += ", " + piece;
        names.back().may_be_several = true;
        continue;
      }
    }
    names.push_back({piece, false});
  }
  // The last "y" of a list: it parts when a name of its own follows.
  std::vector<NamePiece> parted;
  for (NamePiece& name : names) {
    for (bool again = true; again;) {
      again = false;
      for (const std::string_view conjunction : {" y ", " e ", " and "}) {
        for (size_t at = name.text.find(conjunction); at != std::string::npos && !again; at = name.text.find(conjunction, at + 1)) {
          const std::string left = name.text.substr(0, at);
          const std::string right = name.text.substr(at + conjunction.size());
          if (std::count(left.begin(), left.end(), '(') != std::count(left.begin(), left.end(), ')')) continue;
          if (OpensName(right)) {
            parted.push_back({left, name.may_be_several});
            name.text = right;
            again = true;
          } else if (Words(left, 3).size() == 1 && Words(right, 3).size() <= 2 && StartsUpper(right)) {
            // Two brands: "Danper y Backus".
            name.may_be_several = true;
          }
        }
        if (again) break;
      }
    }
    parted.push_back(std::move(name));
  }
  return parted;
}

bool NamesSeveral(std::string_view text) {
  // "MSP / ANEP"
  if (text.find(" / ") != std::string_view::npos) return true;
  const std::vector<std::string> pieces = SplitOutsideBrackets(text, ",");
  for (size_t i = 1; i < pieces.size(); ++i) {
    if (OpensName(pieces[i])) return true;
  }
  for (const std::string_view conjunction : {" y ", " e ", " & ", " + "}) {
    for (size_t at = text.find(conjunction); at != std::string_view::npos; at = text.find(conjunction, at + 1)) {
      const std::string_view left = text.substr(0, at);
      if (std::count(left.begin(), left.end(), '(') != std::count(left.begin(), left.end(), ')')) continue;
      const std::string_view right = text.substr(at + conjunction.size());
      // "... A.C. y Fe y Alegría", "... (MSP) y Vida"
      if (!left.empty() && (left.back() == '.' || left.back() == ')') && StartsUpper(right.substr(0, 4))) return true;
      const auto words = Words(right, 2);
      // "la Universidad A y la Universidad B": an article repeats only before another name.
      if (words.size() == 2 && IsArticle(words[0].folded) && OpensOrganization(words[1].folded)) return true;
      // "Ministerio de Salud y Ministerio de Educación", "UdelaR y UTEC"
      if (OpensAnother(right)) return true;
      const size_t comma = left.rfind(',');
      if (LooksLikeAcronym(left.substr(comma == std::string_view::npos ? 0 : comma + 1)) &&
          LooksLikeAcronym(right.substr(0, right.find_first_of(",("))))
        return true;
    }
  }
  // "MSP – MIDES – UdelaR", "Ministerio de Salud - Ministerio de Educación"; one dash alone parts a body from its department.
  size_t dashes = 0;
  for (const std::string_view dash : {" - ", " \xE2\x80\x93 ", " \xE2\x80\x94 "}) {
    for (size_t at = text.find(dash); at != std::string_view::npos; at = text.find(dash, at + 1)) {
      if (++dashes > 1 || OpensAnother(text.substr(at + dash.size()))) return true;
    }
  }
  return false;
}

bool IsProse(std::string_view text, size_t kinds) {
  const auto words = Words(text, 400);
  if (words.size() < 6) return false;
  const bool verb = std::any_of(words.begin(), words.end(),
                                [&](const Word& word) { return IsVerbHere(text, word) && word.folded != "es" && word.folded != "esta"; });
  if (verb && (kinds == 0 || IsVerb(words[0].folded) || StartsLower(text) || IsArticle(words[0].folded) || IsLead(words[0].folded)))
    return true;
  if (kinds == 0 && verb) return true;
  // A long sentence that opens with an article and lists what it speaks of.
  return kinds == 0 && words.size() > 12 && IsArticle(words[0].folded);
}

size_t FindOrganization(std::string_view text) {
  for (const Word& word : Words(text)) {
    const std::string_view bytes = Bytes(text, word);
    if ((OpensOrganization(word.folded) && StartsUpper(bytes)) || (IsAcronym(bytes) && bytes.size() >= 3)) return word.begin;
  }
  // Written without capitals.
  for (const Word& word : Words(text)) {
    if (OpensOrganization(word.folded)) return word.begin;
  }
  return std::string_view::npos;
}

namespace {

bool EndsName(std::string_view text, const Word& word) {
  const std::string& folded = word.folded;
  return IsVerbHere(text, word) || folded == "que" || folded == "quien" || folded == "quienes" || folded == "mediante" ||
         folded == "donde" || folded == "cuyo" || folded == "cuya";
}

}  // namespace

std::vector<std::string> NamesInProse(std::string_view text) {
  std::vector<std::string> names;
  for (const std::string& sentence : SplitOutsideBrackets(text, ".;:")) {
    // Parts of the sentence between commas and conjunctions, joined again where the next does not open a name.
    std::vector<std::string> parts;
    for (const std::string& clause : SplitOutsideBrackets(sentence, ",")) {
      std::string_view rest = clause;
      while (!rest.empty()) {
        size_t cut = std::string_view::npos;
        size_t length = 0;
        for (const std::string_view conjunction :
             {" y ", " e ", " junto con ", " junto a ", " con ", " com ", " as\xC3\xAD como ", " bem como ", " adem\xC3\xA1s de "}) {
          for (size_t at = rest.find(conjunction); at != std::string_view::npos; at = rest.find(conjunction, at + 1)) {
            if (!OpensName(rest.substr(at + conjunction.size()))) continue;
            if (at < cut) cut = at, length = conjunction.size();
            break;
          }
        }
        parts.emplace_back(rest.substr(0, cut));
        rest = cut == std::string_view::npos ? std::string_view() : rest.substr(cut + length);
      }
    }
    bool open = false;
    for (size_t i = 0; i < parts.size(); ++i) {
      const std::string part = parts[i];
      const size_t at = FindOrganization(part);
      if (!OpensName(part) && open && at != 0 && !names.empty()) {
        const auto first = Words(names.back(), 1);
        // The rest of a ministry's name.
        if (!first.empty() && MayHoldCommas(first[0].folded) && StartsUpper(part)) {
          names.back() += ", " + part;
          continue;
        }
      }
      open = at != std::string::npos;
      if (!open) continue;
      std::string_view name = std::string_view(part).substr(at);
      // A verb ends it; another organisation may stand behind the verb.
      const auto words = Words(name);
      for (size_t k = 1; k < words.size(); ++k) {
        if (!EndsName(name, words[k])) continue;
        parts.insert(parts.begin() + static_cast<std::ptrdiff_t>(i) + 1, std::string(name.substr(words[k].end)));
        size_t last = k - 1;
        while (last > 0 && (IsLead(words[last].folded) || IsVerb(words[last].folded)) && !StartsUpper(Bytes(name, words[last]))) --last;
        size_t end = words[last].end;
        if (end < name.size() && name[end] == ')') ++end;
        name = name.substr(0, end);
        break;
      }
      names.emplace_back(name);
    }
  }
  return names;
}

std::string WithoutLead(std::string_view text) {
  const std::string_view bare = TrimMarks(text, ",;:.");
  // A point at the end may be an abbreviation's: the name's cleaning tells.
  const auto end = static_cast<size_t>(bare.data() + bare.size() - text.data());
  text = bare.empty() || text.substr(end, 1) != "." ? bare : std::string_view(bare.data(), bare.size() + 1);
  const auto words = Words(text);
  size_t from = 0;
  const size_t organization = FindOrganization(text);
  // With a verb before it, the name begins at its organisation.
  for (size_t i = 0; i < words.size() && words[i].begin < organization; ++i) {
    if (IsVerbHere(text, words[i]) && organization != std::string_view::npos) from = organization;
  }
  if (from == 0) {
    for (const Word& word : words) {
      if (!IsLead(word.folded) || StartsUpper(Bytes(text, word))) {
        from = word.begin;
        break;
      }
    }
  }
  return std::string(text.substr(from));
}

std::string CleanName(std::string_view text) {
  text = TrimMarks(text, ",;:/|*");
  if (text.ends_with('.')) {
    const size_t word = text.find_last_of(" .", text.size() - 2);
    const std::string_view last = text.substr(word == std::string_view::npos ? 0 : word + 1);
    static constexpr std::array<std::string_view, 10> kAbbreviations = {"Ltda.", "Inc.", "Cia.",  "Co.",  "Corp.",
                                                                        "Asoc.", "Cía.", "Gral.", "Nac.", "etc."};
    const bool abbreviation = last.size() <= 3 || std::find(kAbbreviations.begin(), kAbbreviations.end(), last) != kAbbreviations.end();
    if (!abbreviation || text.ends_with(").")) text.remove_suffix(1);
  }
  return text::Collapse(text);
}

}  // namespace minga::forms
