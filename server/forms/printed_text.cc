#include "server/forms/printed_text.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "server/forms/printed_phrases.h"
#include "texts/texts.h"

namespace minga::forms {
namespace {

// Longest stretch of a text in which a label or a hint is looked for.
constexpr size_t kLabelWords = 48;
constexpr size_t kShortSegment = 3;

bool IsSmall(std::string_view word) {
  static const auto* const kSmall = new absl::flat_hash_set<std::string>{
      "de", "la", "el", "los", "las", "del", "y",   "e",  "o",   "a",  "en", "su", "sus", "do",  "da", "dos", "das",  "na",   "no", "ou",
      "os", "as", "s",  "es",  "que", "sua", "seu", "um", "una", "un", "al", "ao", "con", "com", "se", "por", "para", "mail", "em"};
  return kSmall->contains(std::string(word));
}

struct Phrase {
  Question question = Question::kNone;
  std::vector<int> ids;
  double weight = 0;
  bool strong = false;
};

struct Knowledge {
  std::vector<std::string> vocabulary;
  std::vector<double> weights;
  absl::flat_hash_map<std::string, int> ids;
  std::vector<Phrase> labels;
  std::vector<Phrase> hints;
  std::vector<Phrase> introduction;

  int Id(const std::string& word) {
    const auto [at, fresh] = ids.try_emplace(word, static_cast<int>(vocabulary.size()));
    if (fresh) {
      vocabulary.push_back(word);
      weights.push_back(IsSmall(word) ? 0.3 : 1.0);
    }
    return at->second;
  }

  Phrase Make(Question question, std::string_view words) {
    Phrase phrase;
    phrase.question = question;
    int heavy = 0;
    for (const Word& word : Words(words)) {
      phrase.ids.push_back(Id(word.folded));
      phrase.weight += weights[static_cast<size_t>(phrase.ids.back())];
      heavy += weights[static_cast<size_t>(phrase.ids.back())] > 0.5 ? 1 : 0;
    }
    phrase.strong = heavy >= 2 && phrase.ids.size() >= 3;
    return phrase;
  }

  Knowledge() {
    for (const PrintedQuestion& printed : kPrintedQuestions) {
      for (const texts::Language language : {texts::Language::kSpanish, texts::Language::kPortuguese}) {
        labels.push_back(Make(printed.question, texts::Render(printed.key, language)));
      }
    }
    for (const Retyped& retyped : kRetyped) labels.push_back(Make(retyped.question, retyped.words));
    for (const std::string_view hint : kHints) hints.push_back(Make(Question::kNone, hint));
    for (const std::string_view line : kIntroduction) introduction.push_back(Make(Question::kNone, line));
    // The longest first, so that the first exact match is the longest.
    std::stable_sort(labels.begin(), labels.end(), [](const Phrase& a, const Phrase& b) { return a.ids.size() > b.ids.size(); });
    std::stable_sort(hints.begin(), hints.end(), [](const Phrase& a, const Phrase& b) { return a.ids.size() > b.ids.size(); });
  }
};

const Knowledge& Known() {
  static const auto* const known = new Knowledge();
  return *known;
}

// A word of a text: its id where the form knows it, else -1.
struct Seen {
  const Word* word;
  int id;
  double weight;
};

std::vector<Seen> Look(const std::vector<Word>& words, size_t from, size_t to) {
  const Knowledge& known = Known();
  std::vector<Seen> seen;
  seen.reserve(to - from);
  for (size_t i = from; i < to; ++i) {
    const auto found = known.ids.find(words[i].folded);
    const int id = found == known.ids.end() ? -1 : found->second;
    seen.push_back({&words[i], id, id >= 0 ? known.weights[static_cast<size_t>(id)] : IsSmall(words[i].folded) ? 0.3 : 1.0});
  }
  return seen;
}

double Substitution(const Phrase& phrase, size_t i, const Seen& seen) {
  const Knowledge& known = Known();
  const int id = phrase.ids[i];
  if (id == seen.id) return 0;
  const double weight = std::max(known.weights[static_cast<size_t>(id)], seen.weight);
  return SameWord(known.vocabulary[static_cast<size_t>(id)], seen.word->folded) ? 0.12 * weight : weight;
}

struct Alignment {
  double cost = 1e9;
  // Words of the text that the phrase takes.
  size_t taken = 0;
};

// Weighted edit distance between a phrase and the beginning of a text, or all of it.
Alignment Align(const Phrase& phrase, const std::vector<Seen>& seen, size_t from, bool whole) {
  const Knowledge& known = Known();
  const size_t n = phrase.ids.size();
  const size_t m = whole ? seen.size() - from : std::min(seen.size() - from, n + 4);
  std::vector<double> row(m + 1);
  std::vector<double> above(m + 1);
  for (size_t j = 1; j <= m; ++j) above[j] = above[j - 1] + seen[from + j - 1].weight;
  for (size_t i = 1; i <= n; ++i) {
    const double weight = known.weights[static_cast<size_t>(phrase.ids[i - 1])];
    row[0] = above[0] + weight;
    for (size_t j = 1; j <= m; ++j) {
      const Seen& other = seen[from + j - 1];
      row[j] = std::min({above[j] + weight, row[j - 1] + other.weight, above[j - 1] + Substitution(phrase, i - 1, other)});
    }
    std::swap(row, above);
  }
  Alignment best;
  for (size_t j = whole ? m : 0; j <= m; ++j) {
    if (above[j] < best.cost) best = {above[j], j};
  }
  return best;
}

// Share of a phrase's weight whose words stand in the text, exactly.
double Overlap(const Phrase& phrase, const std::vector<Seen>& seen, size_t from, size_t to) {
  const Knowledge& known = Known();
  double common = 0;
  for (const int id : phrase.ids) {
    for (size_t i = from; i < to; ++i) {
      if (seen[i].id == id) {
        common += known.weights[static_cast<size_t>(id)];
        break;
      }
    }
  }
  return common / phrase.weight;
}

Question Family(Question question) {
  if (question == Question::kInitiativeContact) return Question::kContact;
  if (question == Question::kInstitutionalStrengths) return Question::kStrengths;
  return question;
}

// Moves `end` over what closes a label: a list in brackets, colons, dashes, question marks. True when something else follows.
bool CloseLabel(std::string_view text, size_t& end, bool strong) {
  const auto skip = [&](std::string_view what) {
    while (end < text.size()) {
      if (what.find(text[end]) != std::string_view::npos) {
        ++end;
      } else if (text.compare(end, 2, "\xC2\xA0") == 0) {
        end += 2;
      } else {
        break;
      }
    }
  };
  skip(" ");
  const bool glued_mark = end < text.size() && text[end] == '*';
  if (glued_mark) skip("* ");
  if (end < text.size() && text[end] == '(') {
    const size_t close = text.find(')', end);
    if (close != std::string_view::npos && close - end < 220) {
      const std::string_view after = Trim(text.substr(close + 1));
      if (after.empty() || after.front() == ':' || after.front() == '?' || after.front() == '.' || strong) end = close + 1;
    }
    skip(" ");
  }
  if (end >= text.size()) return false;
  const size_t before = end;
  skip(" :?.=|\t\n-*)\"");
  for (const std::string_view dash : {"\xE2\x80\x93", "\xE2\x80\x94", "\xC2\xBB", "\xE2\x80\x9D"}) {
    if (text.compare(end, dash.size(), dash) == 0) end += dash.size();
  }
  skip(" ");
  return end == before && end < text.size();
}

// Where a label that goes on in other words ends: at the colon, if that is near.
bool ExtendToColon(std::string_view text, size_t& end) {
  const size_t colon = text.find_first_of(":\n\t?", end);
  if (colon == std::string_view::npos || text[colon] == '\n' || text[colon] == '\t') return false;
  if (Words(text.substr(end, colon - end), 8).size() > 6) return false;
  end = colon + 1;
  return true;
}

std::optional<LabelMatch> MatchExactly(std::string_view text, const std::vector<Seen>& seen) {
  for (const Phrase& phrase : Known().labels) {
    if (phrase.ids.size() > seen.size()) continue;
    if (!std::equal(phrase.ids.begin(), phrase.ids.end(), seen.begin(), [](int id, const Seen& word) { return id == word.id; })) continue;
    LabelMatch match;
    match.question = phrase.question;
    match.score = 1;
    match.strong = phrase.strong;
    match.end = seen[phrase.ids.size() - 1].word->end;
    match.run_on = CloseLabel(text, match.end, phrase.strong);
    if (match.run_on && phrase.strong && ExtendToColon(text, match.end)) match.run_on = false;
    // A word or two that go on are the beginning of a sentence, not a label.
    if (match.run_on && !phrase.strong) continue;
    return match;
  }
  return std::nullopt;
}

// A slip in a short label leaves no known word; longer texts are only looked at when they share some.
void GuessWords(std::vector<Seen>& seen) {
  const Knowledge& known = Known();
  for (Seen& word : seen) {
    if (word.id >= 0 || word.word->folded.size() < 5) continue;
    for (size_t id = 0; id < known.vocabulary.size(); ++id) {
      if (known.vocabulary[id].size() >= 5 && known.vocabulary[id][0] == word.word->folded[0] &&
          SameWord(known.vocabulary[id], word.word->folded)) {
        word.id = static_cast<int>(id);
        break;
      }
    }
  }
}

std::optional<LabelMatch> MatchRoughly(std::string_view text, const std::vector<Word>& words, size_t first, bool loose) {
  size_t stop = text.find_first_of(":?\n\t", words[first].end);
  if (stop == std::string_view::npos) stop = text.size();
  size_t last = first;
  while (last < words.size() && words[last].begin < stop) ++last;
  if (last - first >= kLabelWords) return std::nullopt;
  std::vector<Seen> seen = Look(words, first, last);
  const std::vector<Seen> before = seen;
  const bool brief = seen.size() <= kShortSegment;
  if (brief) GuessWords(seen);
  double weight = 0;
  for (const Seen& word : seen) weight += word.weight;
  LabelMatch match;
  for (const Phrase& phrase : Known().labels) {
    // Lengths that differ more than the score allows need no closer look.
    if (std::min(phrase.weight, weight) < (loose ? 0.45 : 0.65) * std::max(phrase.weight, weight)) continue;
    if (Overlap(phrase, seen, 0, seen.size()) < 0.4) continue;
    const double score = 1 - Align(phrase, before, 0, true).cost / std::max(phrase.weight, weight);
    if (score > match.score) {
      if (Family(match.question) != Family(phrase.question)) match.runner_up = match.score;
      match.score = score;
      match.question = phrase.question;
      match.strong = phrase.strong;
    } else if (Family(match.question) != Family(phrase.question)) {
      match.runner_up = std::max(match.runner_up, score);
    }
  }
  if (match.question == Question::kNone) return std::nullopt;
  if (match.score < (loose ? 0.5 : 0.72) || match.score - match.runner_up < 0.1) return std::nullopt;
  match.end = words[last - 1].end;
  match.run_on = CloseLabel(text, match.end, true);
  return match;
}

}  // namespace

std::span<const PrintedQuestion> PrintedQuestions() { return kPrintedQuestions; }

std::optional<LabelMatch> MatchLabel(std::string_view text, bool loose) {
  const std::vector<Word> words = Words(text, kLabelWords);
  if (words.empty()) return std::nullopt;
  size_t first = 0;
  // "3. Objetivos": the number is not the label's.
  if (const size_t mark = ItemMark(text); mark > 0) {
    while (first < words.size() && words[first].begin < mark) ++first;
  }
  for (const size_t from : {first, size_t{0}}) {
    if (from >= words.size()) continue;
    if (auto match = MatchExactly(text, Look(words, from, words.size()))) return match;
    if (first == 0) break;
  }
  return first < words.size() ? MatchRoughly(text, words, first, loose) : std::nullopt;
}

std::optional<HeadingMatch> MatchHeading(std::string_view text) {
  static constexpr std::array<std::string_view, 12> kInformation = {"informacion", "informacoes", "informacao", "informaciones",
                                                                    "datos",       "dados",       "ficha",      "detalle",
                                                                    "information", "bloque",      "bloco",      "seccion"};
  static constexpr std::array<std::string_view, 3> kDescribing = {"descripcion", "descricao", "description"};
  static constexpr std::array<std::string_view, 8> kInstitution = {"institucional", "institucionales", "institucionais", "institucion",
                                                                   "instituicao",   "institution",     "institutional",  "institucionai"};
  static constexpr std::array<std::string_view, 14> kNumbers = {"1", "2", "3", "4",  "5",   "6",   "7",
                                                                "8", "9", "i", "ii", "iii", "uno", "dos"};
  static constexpr std::array<int, 14> kValues = {1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2, 3, 1, 2};
  const auto among = [](const auto& list, const std::string& word) { return std::find(list.begin(), list.end(), word) != list.end(); };
  const std::vector<Word> words = Words(text, 12);
  if (words.empty()) return std::nullopt;
  HeadingMatch match;
  size_t at = 0;
  // "II. INFORMACIÓN INICIATIVA 1"
  const std::string_view behind = text.substr(words[0].end, 1);
  if (words.size() > 2 && words[0].folded.find_first_not_of("ivx0123456789") == std::string::npos &&
      (behind == "." || behind == ")" || behind == "-"))
    ++at;
  bool describes = false;
  bool informs = false;
  while (at < words.size() && (IsSmall(words[at].folded) || words[at].folded == "sobre" || among(kInformation, words[at].folded) ||
                               among(kDescribing, words[at].folded))) {
    describes = describes || among(kDescribing, words[at].folded);
    informs = informs || among(kInformation, words[at].folded);
    ++at;
  }
  if (at == words.size()) return std::nullopt;
  if (informs && among(kInstitution, words[at].folded)) {
    if (at + 1 != words.size()) return std::nullopt;
    return HeadingMatch{Heading::kInstitutional, 0, text.size()};
  }
  if (words[at].folded != "iniciativa" && words[at].folded != "iniciativas") return std::nullopt;
  match.heading = describes ? Heading::kDescription : Heading::kInitiative;
  match.end = words[at].end;
  ++at;
  while (at < words.size() &&
         (words[at].folded == "n" || words[at].folded == "no" || words[at].folded == "nro" || words[at].folded == "numero"))
    ++at;
  if (at < words.size() && among(kNumbers, words[at].folded)) {
    match.number = kValues[static_cast<size_t>(std::find(kNumbers.begin(), kNumbers.end(), words[at].folded) - kNumbers.begin())];
    match.end = words[at].end;
    ++at;
  }
  if (!describes && !informs && match.number == 0) return std::nullopt;
  // "INICIATIVA 2: the name of it" and the like are headings only as far as they go; the caller looks at the rest.
  if (at < words.size() && !describes && !informs) return std::nullopt;
  if (at == words.size()) match.end = text.size();
  return match;
}

namespace {

// Words of a hint's beginning that open a text and end at a colon, a question mark or its end: the rest was deleted.
size_t HalfHint(std::string_view text, const std::vector<Word>& words, const std::vector<Seen>& seen) {
  if (words[0].folded == "sector" || words[0].folded == "setor") return 0;
  for (const Phrase& hint : Known().hints) {
    size_t same = 0;
    while (same < hint.ids.size() && same < seen.size() && hint.ids[same] == seen[same].id) ++same;
    if (same < 4 || same == hint.ids.size()) continue;
    const size_t next = text.find_first_not_of(" )", words[same - 1].end);
    if (next == std::string_view::npos || text[next] == ':' || text[next] == '?' || text[next] == '\n') return same;
  }
  return 0;
}

}  // namespace

std::string WithoutHints(std::string_view text, bool* removed, bool* doubtful) {
  *removed = false;
  *doubtful = false;
  const std::vector<Word> words = Words(text);
  if (words.size() < 2) return std::string(text);
  const std::vector<Seen> seen = Look(words, 0, words.size());
  std::string out;
  size_t copied = 0;
  for (size_t from = 0; from < seen.size();) {
    if (seen[from].id < 0) {
      ++from;
      continue;
    }
    size_t taken = 0;
    for (const Phrase& hint : Known().hints) {
      const bool begins = hint.ids[0] == seen[from].id || (hint.ids.size() > 6 && hint.ids[1] == seen[from].id);
      if (!begins) continue;
      const size_t to = std::min(seen.size(), from + hint.ids.size() + 4);
      const double overlap = Overlap(hint, seen, from, to);
      if (overlap < 0.5) continue;
      const Alignment found = Align(hint, seen, from, false);
      const double score = 1 - found.cost / hint.weight;
      if (score >= 0.78) {
        taken = found.taken;
        break;
      }
      if (score >= 0.55 && hint.ids.size() > 5) *doubtful = true;
    }
    if (taken == 0 && from == 0) taken = HalfHint(text, words, seen);
    if (taken == 0) {
      ++from;
      continue;
    }
    *removed = true;
    size_t begin = words[from].begin;
    while (begin > copied && (text[begin - 1] == '(' || text[begin - 1] == '\xBF' || text[begin - 1] == '\xC2')) --begin;
    out += text.substr(copied, begin - copied);
    size_t end = words[from + taken - 1].end;
    while (end < text.size() &&
           (text[end] == '.' || text[end] == ':' || text[end] == '?' || text[end] == ')' || text[end] == ' ' || text[end] == ','))
      ++end;
    // What stood on both sides must not grow together.
    if (!out.empty() && out.back() != ' ' && out.back() != '\n') out.push_back(' ');
    copied = end;
    from += taken;
  }
  out += text.substr(copied);
  return *removed ? std::string(Trim(out)) : std::string(text);
}

bool IsIntroduction(std::string_view text) {
  const std::vector<Word> words = Words(text, 64);
  if (words.empty()) return false;
  const std::vector<Seen> seen = Look(words, 0, words.size());
  double weight = 0;
  for (const Seen& word : seen) weight += word.weight;
  return std::any_of(Known().introduction.begin(), Known().introduction.end(), [&](const Phrase& phrase) {
    if (Overlap(phrase, seen, 0, seen.size()) < 0.6) return false;
    return 1 - Align(phrase, seen, 0, true).cost / std::max(weight, phrase.weight) >= 0.7;
  });
}

// "No hay segunda iniciativa", "Sin otras iniciativas para reportar".
bool SaysNoMoreInitiatives(std::string_view text) {
  const std::string folded = Folded(text.substr(0, 200));
  static constexpr std::array<std::string_view, 8> kNo = {"no hay ",          "sin ",    "no se ", "no tenemos ", "no existe",
                                                          "no contamos con ", "nao ha ", "sem "};
  static constexpr std::array<std::string_view, 12> kMore = {
      "otra iniciativa", "otras iniciativas", "mas iniciativas",    "segunda iniciativa", "tercera iniciativa",      "iniciativa 2",
      "iniciativa 3",    "outra iniciativa",  "outras iniciativas", "mais iniciativas",   "iniciativas adicionales", "terceira iniciativa"};
  // "No hay tercera"
  static constexpr std::array<std::string_view, 10> kOther = {" segunda",  " tercera", " otra",   " otras", " mas",
                                                              " terceira", " outra",   " outras", " mais",  " adicionales"};
  if (folded.size() < 40 && std::any_of(kNo.begin(), kNo.end(), [&](std::string_view no) { return folded.starts_with(no); }) &&
      std::any_of(kOther.begin(), kOther.end(), [&](std::string_view other) { return folded.ends_with(other); }))
    return true;
  return folded.size() < 80 && std::any_of(kNo.begin(), kNo.end(), [&](std::string_view no) { return folded.starts_with(no); }) &&
         std::any_of(kMore.begin(), kMore.end(), [&](std::string_view more) { return folded.find(more) != std::string_view::npos; });
}

// "La institución no ejecutó iniciativas multiactor": as the name of an initiative, whatever the verb.
bool SaysNoInitiative(std::string_view text) {
  const std::vector<Word> words = Words(text, 30);
  for (size_t i = 0; i < words.size(); ++i) {
    if (words[i].folded != "no" && words[i].folded != "nao") continue;
    for (size_t k = i + 2; k < words.size() && k < i + 6; ++k) {
      if (words[k].folded == "iniciativas" || words[k].folded == "iniciativa") return true;
    }
  }
  return false;
}

bool SaysNothingToReport(std::string_view text) {
  static constexpr std::array<std::string_view, 22> kSayings = {"no tenemos iniciativas",
                                                                "no tiene iniciativas",
                                                                "no hay iniciativas",
                                                                "sin iniciativas",
                                                                "no se registran iniciativas",
                                                                "no se cuenta con iniciativas",
                                                                "no contamos con iniciativas",
                                                                "no cuenta con iniciativas",
                                                                "no se identificaron iniciativas",
                                                                "no existen iniciativas",
                                                                "no hubo iniciativas",
                                                                "no hay nada que",
                                                                "nada que reportar",
                                                                "nada que informar",
                                                                "nao temos iniciativas",
                                                                "nao ha iniciativas",
                                                                "nao existem iniciativas",
                                                                "nao dispomos de iniciativas",
                                                                "sem iniciativas",
                                                                "nada a reportar",
                                                                "nada a informar",
                                                                "no posee iniciativas"};
  const std::string folded = Folded(text.substr(0, 600));
  return SaysNoMoreInitiatives(text) ||
         std::any_of(kSayings.begin(), kSayings.end(), [&](std::string_view saying) { return folded.find(saying) != std::string::npos; });
}

}  // namespace minga::forms
