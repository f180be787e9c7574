#include "server/forms/form_outline.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "server/forms/document_walk.h"

namespace minga::forms {
namespace {

using Kind = Met::Kind;

bool HasWords(const Entry& entry) { return !entry.lines.empty() || !entry.beside_label.empty(); }

// Contacts and strengths are asked of the institution and of each initiative in nearly the same words: the place decides.
void TellApart(std::vector<Met>& met) {
  bool in_initiatives = false;
  Question last = Question::kNone;
  for (Met& each : met) {
    if (each.kind == Kind::kHeading) {
      if (each.heading.heading != Heading::kInstitutional) in_initiatives = true;
      if (each.heading.heading == Heading::kInstitutional) in_initiatives = false;
      continue;
    }
    if (each.kind != Kind::kEntry || each.entry.question == Question::kNone) continue;
    Question& question = each.entry.question;
    if (question == Question::kContact || question == Question::kInitiativeContact) {
      const bool institutional = !in_initiatives || last == Question::kInstitution;
      question = institutional ? Question::kContact : Question::kInitiativeContact;
    } else if (question == Question::kStrengths && !each.entry.strong && !in_initiatives) {
      question = Question::kInstitutionalStrengths;
    } else if (question == Question::kInstitutionalStrengths && !each.entry.strong && in_initiatives && last >= Question::kType) {
      question = Question::kStrengths;
    }
    // A short label in another's section does not move the section.
    if (IsInitiative(question) &&
        (each.entry.strong || question == Question::kType || question == Question::kTitle || question == Question::kObjectives)) {
      in_initiatives = true;
    }
    last = question;
  }
}

// A letter before the form may have a heading like one of its short questions; the question itself comes later.
void DropForerunners(std::vector<Met>& met) {
  const auto begins = std::find_if(met.begin(), met.end(), [](const Met& each) {
    return each.kind == Kind::kEntry && each.entry.question == Question::kInstitution && each.entry.strong;
  });
  if (begins == met.end()) return;
  std::array<bool, 32> later{};
  for (auto at = begins; at != met.end(); ++at) {
    if (at->kind == Kind::kEntry) later[static_cast<size_t>(at->entry.question)] = true;
  }
  for (auto at = met.begin(); at != begins; ++at) {
    if (at->kind != Kind::kEntry || at->entry.strong || at->entry.question == Question::kNone) continue;
    if (later[static_cast<size_t>(at->entry.question)]) at->entry.question = Question::kNone;
  }
}

// How often each question stands in words that leave no doubt, and how many initiatives the form has: as many as the
// question that is asked most, among those whose words say nothing else.
struct Asked {
  std::array<int, 32> times{};
  int blocks = 0;

  explicit Asked(const std::vector<Met>& met) {
    Question last = Question::kNone;
    for (const Met& each : met) {
      if (each.kind != Kind::kEntry || each.entry.question == Question::kNone || each.entry.label_guessed) continue;
      // A question and its explanation are one.
      if (std::exchange(last, each.entry.question) == each.entry.question) continue;
      const int count = ++times[static_cast<size_t>(each.entry.question)];
      if (IsInitiative(each.entry.question) && each.entry.strong) blocks = std::max(blocks, count);
    }
  }

  bool Everywhere(Question question) const {
    return times[static_cast<size_t>(question)] >= (IsInstitutional(question) ? 1 : std::max(blocks, 1));
  }
};

// Another version of the form may ask more, in words that resemble a question ("Resultados esperados", "Institución
// ejecutora"). Where the question itself is asked wherever it belongs, what only resembles it is another.
void DropSurplusGuesses(std::vector<Met>& met, bool institution_only) {
  const Asked asked(met);
  for (Met& each : met) {
    if (each.kind != Kind::kEntry || !each.entry.label_guessed || !asked.Everywhere(each.entry.question)) continue;
    if (institution_only && each.entry.question != Question::kInstitution) continue;
    each.entry.question = Question::kNone;
  }
}

// A question in words of its own, between two that were recognised and are two apart: the one between.
void GuessByPosition(std::vector<Met>& met) {
  const Asked asked(met);
  std::vector<Entry*> entries;
  for (Met& each : met) {
    if (each.kind == Kind::kEntry) entries.push_back(&each.entry);
  }
  for (size_t i = 0; i < entries.size(); ++i) {
    if (entries[i]->question != Question::kNone || !HasWords(*entries[i])) continue;
    const Question before = i > 0 ? entries[i - 1]->question : Question::kNone;
    const Question after = i + 1 < entries.size() ? entries[i + 1]->question : Question::kNone;
    Question guess = Question::kNone;
    if (after != Question::kNone && before != Question::kNone && static_cast<int>(after) - static_cast<int>(before) == 2) {
      guess = static_cast<Question>(static_cast<int>(before) + 1);
    }
    if (guess == Question::kNone || guess == Question::kType || asked.Everywhere(guess)) continue;
    entries[i]->question = guess;
    entries[i]->label_from_position = true;
  }
}

void Merge(Entry& into, Entry&& from) {
  const auto move = [](auto& target, auto& source) {
    target.insert(target.end(), std::make_move_iterator(source.begin()), std::make_move_iterator(source.end()));
  };
  if (into.lines.empty() && !into.beside_label.empty() && !from.lines.empty()) into.lines.swap(into.beside_label);
  move(into.beside_label, from.beside_label);
  move(into.lines, from.lines);
  move(into.struck, from.struck);
  move(into.hidden, from.hidden);
  move(into.mail_links, from.mail_links);
  move(into.tagged, from.tagged);
  move(into.comments, from.comments);
  into.label_guessed = into.label_guessed || from.label_guessed;
  into.label_from_position = into.label_from_position || from.label_from_position;
}

// "Pregunta | Respuesta"
bool IsTableHead(const Entry& entry) {
  static constexpr std::array<std::string_view, 8> kHeads = {"pregunta", "respuesta", "preguntas", "respuestas",
                                                             "pergunta", "resposta",  "perguntas", "respostas"};
  const auto head = [](std::string_view text) { return std::find(kHeads.begin(), kHeads.end(), Folded(text)) != kHeads.end(); };
  return head(entry.label) && entry.beside_label.empty() &&
         std::all_of(entry.lines.begin(), entry.lines.end(), [&](const Line& line) { return head(line.text); });
}

std::string TextOf(const Entry& entry) {
  std::string text;
  for (const std::vector<Line>* lines : {&entry.beside_label, &entry.lines}) {
    for (const Line& line : *lines) text += Folded(Unquoted(line.text, line.quotes)) + " ";
  }
  return text;
}

struct Group {
  std::vector<Entry> entries;
  bool paired = false;

  Entry* Find(Question question) {
    const auto at = std::find_if(entries.begin(), entries.end(), [&](const Entry& entry) { return entry.question == question; });
    return at == entries.end() ? nullptr : &*at;
  }
  bool HasInformation() const {
    return std::any_of(entries.begin(), entries.end(), [](const Entry& entry) { return !IsDescription(entry.question); });
  }
  bool HasDescription() const {
    return std::any_of(entries.begin(), entries.end(), [](const Entry& entry) { return IsDescription(entry.question); });
  }
};

// A question that was already asked begins the next initiative, whatever the headings say; asked twice in a row it goes on.
std::vector<Group> GroupByOrder(std::vector<Entry> entries) {
  std::vector<Group> groups;
  Question last = Question::kNone;
  for (Entry& entry : entries) {
    const Question question = entry.question;
    Entry* const same = groups.empty() ? nullptr : groups.back().Find(question);
    const bool names = question == Question::kType || question == Question::kTitle;
    const bool goes_on = same != nullptr && question == last && !(names && HasWords(*same) && HasWords(entry));
    const bool opens = groups.empty() || (same != nullptr && !goes_on) || (question == Question::kType && IsDescription(last));
    last = question;
    if (goes_on) {
      Merge(*same, std::move(entry));
      continue;
    }
    // Name before type is as good an order as type before name.
    if (same == nullptr && question == Question::kTitle && !groups.empty() && groups.back().HasDescription()) {
      groups.emplace_back();
    } else if (opens) {
      groups.emplace_back();
    }
    groups.back().entries.push_back(std::move(entry));
  }
  return groups;
}

// Some write all tables first and all descriptions after them. Equal in number, they belong together in order.
void PairDescriptions(std::vector<Group>& groups) {
  std::vector<size_t> information;
  std::vector<size_t> descriptions;
  for (size_t i = 0; i < groups.size(); ++i) {
    if (groups[i].HasInformation()) information.push_back(i);
    if (groups[i].HasDescription()) descriptions.push_back(i);
  }
  const bool apart = std::any_of(groups.begin(), groups.end(), [](const Group& group) { return !group.HasInformation(); });
  if (!apart || information.size() != descriptions.size()) return;
  std::vector<std::vector<Entry>> described;
  for (const size_t i : descriptions) {
    std::vector<Entry>& entries = groups[i].entries;
    const auto first =
        std::stable_partition(entries.begin(), entries.end(), [](const Entry& entry) { return !IsDescription(entry.question); });
    described.emplace_back(std::make_move_iterator(first), std::make_move_iterator(entries.end()));
    entries.erase(first, entries.end());
  }
  for (size_t i = 0; i < information.size(); ++i) {
    Group& group = groups[information[i]];
    std::move(described[i].begin(), described[i].end(), std::back_inserter(group.entries));
    group.paired = true;
  }
  std::erase_if(groups, [](const Group& group) { return group.entries.empty(); });
}

}  // namespace

Outline FindForm(const Document& document) {
  std::vector<Met> met = Walk(document);
  // Whose the contact after it is, goes by what the institution's question is.
  DropSurplusGuesses(met, true);
  TellApart(met);
  DropForerunners(met);
  DropSurplusGuesses(met, false);
  GuessByPosition(met);
  Outline outline;
  outline.has_embedded_parts = document.has_embedded_parts;
  std::array<bool, 32> seen{};
  std::array<bool, 32> seen_strong{};
  std::vector<Entry> initiative_entries;
  bool answered = false;
  for (Met& each : met) {
    if (each.kind == Kind::kStray) {
      outline.stray.push_back(std::move(each.stray));
      continue;
    }
    if (each.kind == Kind::kHeading) continue;
    Entry& entry = each.entry;
    if (entry.question == Question::kNone) {
      if (IsTableHead(entry)) continue;
      // Nobody's question: kept, as it stands, with its label.
      Line line;
      line.text = entry.label;
      line.location = entry.location;
      for (const std::vector<Line>* lines : {&entry.beside_label, &entry.lines}) {
        for (const Line& other : *lines) line.text += (line.text.ends_with(':') ? " " : ": ") + Unquoted(other.text, other.quotes);
      }
      outline.stray.push_back(std::move(line));
      continue;
    }
    const auto index = static_cast<size_t>(entry.question);
    seen[index] = true;
    if (entry.strong) seen_strong[index] = true;
    if (IsInstitutional(entry.question)) {
      const auto same = std::find_if(outline.institution.begin(), outline.institution.end(),
                                     [&](const Entry& other) { return other.question == entry.question; });
      if (same == outline.institution.end()) {
        outline.institution.push_back(std::move(entry));
      } else if (answered && entry.strong && HasWords(*same) && HasWords(entry)) {
        // After an initiative: another fiche in the same document, or the same words again.
        if (TextOf(*same) != TextOf(entry)) outline.repeated.push_back(std::move(entry));
      } else {
        Merge(*same, std::move(entry));
      }
    } else {
      answered = answered || HasWords(entry);
      initiative_entries.push_back(std::move(entry));
    }
  }
  // Notes at the foot belong to no question, and may hold a part of an answer.
  for (const std::string& note : document.notes) {
    Line line;
    line.text = note;
    outline.stray.push_back(std::move(line));
  }
  outline.questions = static_cast<int>(std::count(seen.begin(), seen.end(), true));
  outline.strong_questions = static_cast<int>(std::count(seen_strong.begin(), seen_strong.end(), true));
  std::vector<Group> groups = GroupByOrder(std::move(initiative_entries));
  PairDescriptions(groups);
  for (Group& group : groups) outline.initiatives.push_back({std::move(group.entries), group.paired});
  return outline;
}

}  // namespace minga::forms
