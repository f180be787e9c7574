#include "server/domain/fiche/fiche_match.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "google/protobuf/util/message_differencer.h"
#include "server/base/text.h"
#include "server/domain/initiative/initiative_rules.h"

namespace minga::domain {
namespace {

// Shares of common words, 0 to 1. A claim is believed unless nearly nothing is left of what was said; without one, half of it
// has to be the same, and the next best clearly less so.
constexpr double kClaimed = 0.25;
constexpr double kAlike = 0.5;
constexpr double kClearly = 0.1;
// An entry is rather what is said of it than its name: those of one agency resemble each other in their names.
constexpr double kShareOfTitle = 0.3;

// Sorted; short words ("de", "para") are in every text.
std::vector<std::string> WordsOf(std::string_view text) {
  constexpr size_t kShortest = 4;
  const std::string folded = text::FoldWords(text);
  std::vector<std::string> words;
  for (size_t at = 0; at < folded.size();) {
    const size_t end = std::min(folded.find(' ', at), folded.size());
    if (end - at >= kShortest) words.push_back(folded.substr(at, end - at));
    at = end + 1;
  }
  std::sort(words.begin(), words.end());
  return words;
}

double ShareOfCommonWords(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  if (a.empty() || b.empty()) return 0;
  std::vector<std::string_view> common;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(common));
  return 2.0 * static_cast<double>(common.size()) / static_cast<double>(a.size() + b.size());
}

// What is compared of an entry.
struct Said {
  explicit Said(const v1::InitiativeContent& content) : title(text::FoldWords(content.title())), title_words(WordsOf(content.title())) {
    std::string answers = content.objectives() + " " + content.justification();
    for (const v1::Actor& actor : content.actors()) answers += " " + actor.display_name();
    for (const auto* list : {&content.strengths(), &content.challenges(), &content.results()}) {
      for (const std::string& item : *list) answers += " " + item;
    }
    answer_words = WordsOf(answers);
  }

  bool empty() const { return title.empty() && answer_words.empty(); }

  double Likeness(const Said& other) const {
    const double titles = title == other.title && !title.empty() ? 1 : ShareOfCommonWords(title_words, other.title_words);
    if (answer_words.empty() || other.answer_words.empty()) return titles;
    return kShareOfTitle * titles + (1 - kShareOfTitle) * ShareOfCommonWords(answer_words, other.answer_words);
  }

  std::string title;
  std::vector<std::string> title_words;
  std::vector<std::string> answer_words;
};

std::vector<Said> SaidBy(const v1::Fiche& fiche) {
  std::vector<Said> said;
  for (const v1::FicheInitiative& entry : fiche.initiatives()) said.emplace_back(entry.content());
  return said;
}

class Matcher {
 public:
  Matcher(const v1::Fiche& base, const v1::Fiche& read)
      : base_(SaidBy(base)), read_(SaidBy(read)), match_(read_.size(), -1), taken_(base_.size(), false) {}

  std::vector<int> Match(const v1::Fiche& base, const v1::Fiche& read) {
    ByClaim(base, read);
    ByTitle();
    ByLikeness();
    ByPlace();
    return std::move(match_);
  }

 private:
  void Take(size_t read, size_t base) {
    match_[read] = static_cast<int>(base);
    taken_[base] = true;
  }
  bool IsFree(size_t read) const { return match_[read] < 0; }

  void ByClaim(const v1::Fiche& base, const v1::Fiche& read) {
    std::map<std::string_view, int> claims;
    for (const v1::FicheInitiative& entry : read.initiatives()) ++claims[entry.id()];
    for (size_t i = 0; i < read_.size(); ++i) {
      const std::string& id = read.initiatives(static_cast<int>(i)).id();
      if (id.empty() || claims[id] > 1) continue;
      const auto& entries = base.initiatives();
      const auto at = std::find_if(entries.begin(), entries.end(), [&](const v1::FicheInitiative& entry) { return entry.id() == id; });
      const auto index = static_cast<size_t>(std::distance(entries.begin(), at));
      if (at != entries.end() && !taken_[index] && IsBelievable(read_[i], index)) Take(i, index);
    }
  }

  bool IsBelievable(const Said& said, size_t base) const {
    if (said.empty() || base_[base].empty() || said.title == base_[base].title) return true;
    const bool has_name_of_another =
        !said.title.empty() && std::any_of(base_.begin(), base_.end(), [&](const Said& other) { return other.title == said.title; });
    return !has_name_of_another && said.Likeness(base_[base]) >= kClaimed;
  }

  void ByTitle() {
    std::map<std::string_view, int> times_read;
    std::map<std::string_view, int> times_base;
    for (size_t i = 0; i < read_.size(); ++i) times_read[read_[i].title] += IsFree(i) ? 1 : 0;
    for (size_t k = 0; k < base_.size(); ++k) times_base[base_[k].title] += taken_[k] ? 0 : 1;
    for (size_t i = 0; i < read_.size(); ++i) {
      const std::string& title = read_[i].title;
      if (!IsFree(i) || title.empty() || times_read[title] != 1 || times_base[title] != 1) continue;
      for (size_t k = 0; k < base_.size(); ++k) {
        if (!taken_[k] && base_[k].title == title) Take(i, k);
      }
    }
  }

  struct Pair {
    double likeness;
    size_t read;
    size_t base;
    // Both have the same place among those left, which are as many on both sides.
    bool same_place;
  };

  // Of what is left on both sides.
  std::vector<Pair> Pairs() const {
    const auto left = [](const auto& all, auto is_left) {
      std::vector<size_t> found;
      for (size_t i = 0; i < all.size(); ++i) {
        if (is_left(i)) found.push_back(i);
      }
      return found;
    };
    const std::vector<size_t> read = left(read_, [&](size_t i) { return IsFree(i); });
    const std::vector<size_t> base = left(base_, [&](size_t k) { return !taken_[k]; });
    std::vector<Pair> pairs;
    for (size_t i = 0; i < read.size(); ++i) {
      for (size_t k = 0; k < base.size(); ++k) {
        pairs.push_back({read_[read[i]].Likeness(base_[base[k]]), read[i], base[k], i == k && read.size() == base.size()});
      }
    }
    return pairs;
  }

  void ByLikeness() { TakeBest(kClearly, false); }
  void ByPlace() { TakeBest(0, true); }

  // Takes the pairs of which neither has another to which it is more alike, or less so by no more than `margin`. Rivals are
  // looked for among all, so that no match makes another one clearer than it was.
  void TakeBest(double margin, bool in_place) {
    const std::vector<Pair> pairs = Pairs();
    for (const Pair& pair : pairs) {
      if (pair.likeness < kAlike || (in_place && !pair.same_place)) continue;
      const bool rivalled = std::any_of(pairs.begin(), pairs.end(), [&](const Pair& other) {
        return (other.read == pair.read) != (other.base == pair.base) && other.likeness > pair.likeness - margin;
      });
      if (!rivalled) Take(pair.read, pair.base);
    }
  }

  const std::vector<Said> base_;
  const std::vector<Said> read_;
  std::vector<int> match_;
  std::vector<bool> taken_;
};

void MatchActors(const v1::InitiativeContent& base, v1::InitiativeContent* read) {
  const auto folded = [](const v1::InitiativeContent& content) {
    std::vector<std::string> names;
    for (const v1::Actor& actor : content.actors()) names.push_back(text::FoldWords(actor.display_name()));
    return names;
  };
  const std::vector<std::string> before = folded(base);
  const std::vector<std::string> now = folded(*read);
  std::vector<bool> taken(before.size(), false);
  std::vector<std::string> claims;
  for (v1::Actor& actor : *read->mutable_actors()) {
    claims.push_back(actor.id());
    actor.clear_id();
  }
  const auto take = [&](size_t i, size_t k) {
    read->mutable_actors(static_cast<int>(i))->set_id(base.actors(static_cast<int>(k)).id());
    taken[k] = true;
  };
  const auto is_free = [&](size_t i) { return read->actors(static_cast<int>(i)).id().empty(); };
  for (size_t i = 0; i < now.size(); ++i) {
    for (size_t k = 0; k < before.size() && !claims[i].empty(); ++k) {
      if (taken[k] || base.actors(static_cast<int>(k)).id() != claims[i]) continue;
      const bool has_name_of_another = now[i] != before[k] && std::find(before.begin(), before.end(), now[i]) != before.end();
      if (!has_name_of_another && is_free(i)) take(i, k);
    }
  }
  for (size_t i = 0; i < now.size(); ++i) {
    for (size_t k = 0; k < before.size() && is_free(i); ++k) {
      if (!taken[k] && now[i] == before[k]) take(i, k);
    }
  }
  for (size_t i = 0; i < now.size() && now.size() == before.size(); ++i) {
    if (is_free(i) && !taken[i]) take(i, i);
  }
}

template <typename Items>
const typename Items::value_type* ById(const Items& items, const std::string& id) {
  for (const auto& each : items) {
    if (!id.empty() && each.id() == id) return &each;
  }
  return nullptr;
}

bool SayTheSame(v1::Actor one, v1::Actor other) {
  one.clear_id();
  other.clear_id();
  return google::protobuf::util::MessageDifferencer::Equals(one, other);
}

void TakeActorIds(const v1::InitiativeContent& base, const v1::InitiativeContent& known, v1::InitiativeContent* read) {
  for (v1::Actor& actor : *read->mutable_actors()) {
    if (!actor.id().empty()) continue;
    for (const v1::Actor& other : known.actors()) {
      const bool is_new = ById(base.actors(), other.id()) == nullptr && ById(read->actors(), other.id()) == nullptr;
      if (is_new && SayTheSame(actor, other)) actor.set_id(other.id());
    }
  }
}

// Nothing but its id tells of it.
bool SaysNothing(const v1::FicheInitiative& entry) { return !entry.id().empty() && entry.content().ByteSizeLong() == 0; }

}  // namespace

void MatchIds(const v1::Fiche& base, v1::Fiche* read) {
  const std::vector<int> matches = Matcher(base, *read).Match(base, *read);
  for (int i = 0; i < read->initiatives_size(); ++i) {
    v1::FicheInitiative& entry = *read->mutable_initiatives(i);
    const int match = matches[static_cast<size_t>(i)];
    const v1::FicheInitiative& same = match < 0 ? v1::FicheInitiative::default_instance() : base.initiatives(match);
    entry.set_id(same.id());
    if (entry.has_content()) MatchActors(same.content(), entry.mutable_content());
  }
}

void TakeIdsOfTheSame(const v1::Fiche& base, const v1::Fiche& known, v1::Fiche* read) {
  for (v1::FicheInitiative& entry : *read->mutable_initiatives()) {
    for (const v1::FicheInitiative& other : known.initiatives()) {
      const v1::FicheInitiative* const before = ById(base.initiatives(), other.id());
      if (entry.id().empty()) {
        if (before != nullptr || ById(read->initiatives(), other.id()) != nullptr || !ReportTheSame(entry.content(), other.content()))
          continue;
        entry.set_id(other.id());
        *entry.mutable_content()->mutable_actors() = other.content().actors();
      } else if (entry.id() == other.id() && entry.has_content()) {
        TakeActorIds(before == nullptr ? v1::InitiativeContent::default_instance() : before->content(), other.content(),
                     entry.mutable_content());
      }
    }
  }
}

void KeepUnasked(const v1::Fiche& before, v1::Fiche* read) {
  for (v1::FicheInitiative& entry : *read->mutable_initiatives()) {
    const v1::FicheInitiative* const same = ById(before.initiatives(), entry.id());
    if (same == nullptr) continue;
    entry.set_visibility(same->visibility());
    CopyAdditions(same->content(), entry.mutable_content());
  }
}

void ForgetIds(v1::Fiche* read) {
  auto& entries = *read->mutable_initiatives();
  entries.erase(std::remove_if(entries.begin(), entries.end(), SaysNothing), entries.end());
  for (v1::FicheInitiative& entry : entries) {
    entry.clear_id();
    for (v1::Actor& actor : *entry.mutable_content()->mutable_actors()) actor.clear_id();
  }
}

std::vector<int> PlacesWithoutIds(const v1::Fiche& read) {
  std::vector<int> places;
  int kept = 0;
  for (const v1::FicheInitiative& entry : read.initiatives()) places.push_back(SaysNothing(entry) ? -1 : kept++);
  return places;
}

}  // namespace minga::domain
