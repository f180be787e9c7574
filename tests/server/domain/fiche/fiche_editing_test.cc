// Several people at one draft, at random: what the merge promises, held against a model that knows nothing of how it works. A
// failure names its seed; MINGA_SEED=n runs that one alone.
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <random>
#include <set>

#include "google/protobuf/util/message_differencer.h"
#include "server/base/limits.h"
#include "server/domain/codes.h"
#include "server/domain/fiche/fiche_changes.h"
#include "server/domain/fiche/fiche_merge.h"

namespace minga::domain {
namespace {

using google::protobuf::RepeatedPtrField;
using google::protobuf::util::MessageDifferencer;

// Sanitizers see what there is to see in fewer.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr int kInterleavings = 500;
#else
constexpr int kInterleavings = 10'000;
#endif
constexpr int kPeople = 4;
constexpr int kSteps = 32;

class Dice {
 public:
  explicit Dice(uint64_t seed) : engine_(seed) {}
  int Below(int limit) { return static_cast<int>(engine_() % static_cast<uint64_t>(limit)); }
  bool OneIn(int chances) { return Below(chances) == 0; }
  // Letters that nothing else shares.
  std::string Letters(int count) {
    std::string letters;
    while (count-- > 0) letters.push_back(static_cast<char>('a' + Below(26)));
    return letters;
  }
  // Often what somebody else may write too.
  std::string Words() { return OneIn(3) ? "Agua" : OneIn(3) ? "" : Letters(8); }

 private:
  std::mt19937_64 engine_;
};

// An edit as data, so that it can be done to any version: it does nothing where its place is gone.
struct Edit {
  enum Kind {
    kText,        // key: which field of the fiche
    kFocalPoint,  // key: which part
    kShare,
    kNothing,
    kSomething,
    kAddEntry,
    kRemoveEntry,
    kMoveEntry,
    kEntryText,  // key: which field
    kType,
    kVisibility,
    kCountry,  // key: the country; number: there or not
    kAddItem,  // key: list; value: text, with its mark before the space
    kSetItem,
    kRemoveItem,
    kAddActor,
    kRemoveActor,
    kMoveActor,
    kActorName,
    kActorCategory,
    kKinds,
  };
  Kind kind;
  std::string entry;
  std::string key;
  std::string value;
  int number = 0;
};

// Items are told apart by the mark that they begin with.
std::string MarkOf(const std::string& item) { return item.substr(0, item.find(' ')); }

template <typename List>
auto FindId(List* list, const std::string& id) {
  return std::find_if(list->begin(), list->end(), [&](const auto& each) { return each.id() == id; });
}

template <typename List>
void MoveTo(List* list, const std::string& id, int place) {
  int at = static_cast<int>(FindId(list, id) - list->begin());
  if (at == list->size()) return;
  for (; at > place; --at) list->SwapElements(at, at - 1);
  for (; at < std::min(place, list->size() - 1); ++at) list->SwapElements(at, at + 1);
}

RepeatedPtrField<std::string>* ListOf(v1::InitiativeContent* content, const std::string& key) {
  return key == "strengths"    ? content->mutable_strengths()
         : key == "challenges" ? content->mutable_challenges()
                               : content->mutable_results();
}

void ApplyToEntry(const Edit& edit, v1::FicheInitiative* entry) {
  v1::InitiativeContent* const content = entry->mutable_content();
  auto* const actors = content->mutable_actors();
  const auto actor = FindId(actors, edit.key);
  switch (edit.kind) {
    case Edit::kEntryText:
      (edit.key == "title"        ? *content->mutable_title()
       : edit.key == "objectives" ? *content->mutable_objectives()
                                  : *content->mutable_justification()) = edit.value;
      break;
    case Edit::kType:
      content->set_type(static_cast<v1::InitiativeType>(edit.number));
      content->set_type_other(edit.value);
      break;
    case Edit::kVisibility:
      entry->set_visibility(static_cast<v1::Visibility>(edit.number));
      break;
    case Edit::kCountry: {
      auto* const codes = content->mutable_partner_country_codes();
      codes->erase(std::remove(codes->begin(), codes->end(), edit.key), codes->end());
      if (edit.number == 1) codes->Add(std::string(edit.key));
      break;
    }
    case Edit::kAddItem: {
      auto* const list = ListOf(content, edit.key);
      list->Add(std::string(edit.value));
      for (int at = list->size() - 1; at > edit.number; --at) list->SwapElements(at, at - 1);
      break;
    }
    case Edit::kSetItem:
    case Edit::kRemoveItem: {
      auto* const list = ListOf(content, edit.key);
      const auto item =
          std::find_if(list->begin(), list->end(), [&](const std::string& each) { return MarkOf(each) == MarkOf(edit.value); });
      if (item == list->end()) break;
      if (edit.kind == Edit::kSetItem) {
        *item = edit.value;
      } else {
        list->erase(item);
      }
      break;
    }
    case Edit::kAddActor: {
      v1::Actor* const added = actors->Add();
      added->set_id(edit.key);
      added->set_display_name(edit.value);
      MoveTo(actors, edit.key, edit.number);
      break;
    }
    case Edit::kRemoveActor:
      if (actor != actors->end()) actors->erase(actor);
      break;
    case Edit::kMoveActor:
      MoveTo(actors, edit.key, edit.number);
      break;
    case Edit::kActorName:
      if (actor != actors->end()) actor->set_display_name(edit.value);
      break;
    case Edit::kActorCategory:
      if (actor != actors->end()) actor->set_category(static_cast<v1::ActorCategory>(edit.number));
      break;
    default:
      break;
  }
}

void Apply(const Edit& edit, v1::Fiche* fiche) {
  auto* const entries = fiche->mutable_initiatives();
  const auto entry = FindId(entries, edit.entry);
  switch (edit.kind) {
    case Edit::kText:
      (edit.key == "institution" ? *fiche->mutable_institution() : *fiche->mutable_institutional_strengths()) = edit.value;
      break;
    case Edit::kFocalPoint:
      (edit.key == "email" ? *fiche->mutable_focal_point()->mutable_email() : *fiche->mutable_focal_point()->mutable_display_name()) =
          edit.value;
      break;
    case Edit::kShare:
      fiche->clear_willing_to_share();
      if (edit.number < 2) fiche->set_willing_to_share(edit.number == 1);
      break;
    case Edit::kNothing:
      entries->Clear();
      fiche->set_nothing_to_report(true);
      break;
    case Edit::kSomething:
      fiche->set_nothing_to_report(false);
      break;
    case Edit::kAddEntry:
      entries->Add()->set_id(edit.entry);
      entries->rbegin()->mutable_content()->set_title(edit.value);
      fiche->set_nothing_to_report(false);
      break;
    case Edit::kRemoveEntry:
      if (entry != entries->end()) entries->erase(entry);
      break;
    case Edit::kMoveEntry:
      MoveTo(entries, edit.entry, edit.number);
      break;
    default:
      if (entry != entries->end()) ApplyToEntry(edit, &*entry);
  }
}

// What one person did since the last save. In one list items are either put in or taken out: who does both at one place has
// rewritten an item, as far as words without ids can tell.
struct Session {
  std::set<std::string> grown, shrunk;
  std::vector<Edit> edits;
};

// An edit that means something in `fiche`; false when the dice named none.
bool Invent(const v1::Fiche& fiche, const Session& session, Dice& dice, Edit* edit) {
  edit->kind = static_cast<Edit::Kind>(dice.Below(Edit::kKinds));
  edit->value = dice.Words();
  edit->number = dice.Below(4);
  if (edit->kind == Edit::kNothing) return dice.OneIn(6);
  if (edit->kind == Edit::kSomething) return fiche.nothing_to_report();
  if (edit->kind == Edit::kRemoveEntry && !dice.OneIn(3)) return false;
  if (edit->kind < Edit::kAddEntry) {
    edit->key =
        edit->kind == Edit::kText ? (dice.OneIn(2) ? "institution" : "institutional_strengths") : (dice.OneIn(2) ? "email" : "name");
    edit->number = dice.Below(3);
    return true;
  }
  if (edit->kind == Edit::kAddEntry) {
    edit->entry = "e" + dice.Letters(6);
    return fiche.initiatives_size() < limits::kInitiativesPerFiche;
  }
  if (fiche.initiatives().empty()) return false;
  const v1::FicheInitiative& entry = fiche.initiatives(dice.Below(fiche.initiatives_size()));
  edit->entry = entry.id();
  const v1::InitiativeContent& content = entry.content();
  constexpr const char* kTexts[] = {"title", "objectives", "justification"};
  constexpr const char* kLists[] = {"strengths", "challenges", "results"};
  constexpr const char* kCountries[] = {"PE", "BR", "KE", "AR"};
  const int which = dice.Below(3);
  switch (edit->kind) {
    case Edit::kEntryText:
      edit->key = kTexts[which];
      return true;
    case Edit::kType:
      edit->number = 1 + dice.Below(4);
      if (edit->number != v1::INITIATIVE_TYPE_OTHER) edit->value.clear();
      return true;
    case Edit::kCountry:
      edit->key = kCountries[dice.Below(4)];
      edit->number = dice.Below(2);
      return true;
    case Edit::kAddItem:
    case Edit::kSetItem:
    case Edit::kRemoveItem: {
      edit->key = kLists[which];
      v1::InitiativeContent copy = content;
      const auto& list = *ListOf(&copy, edit->key);
      const std::string place = edit->entry + edit->key;
      if (edit->kind == Edit::kAddItem) {
        edit->number = dice.Below(list.size() + 1);
        edit->value = dice.Letters(20) + " new";
        return list.size() < limits::kListItems && !session.shrunk.contains(place);
      }
      if (list.empty() || (edit->kind == Edit::kRemoveItem && session.grown.contains(place))) return false;
      edit->value = MarkOf(list.Get(dice.Below(list.size()))) + (dice.OneIn(2) ? " this" : " that");
      return true;
    }
    case Edit::kAddActor:
      edit->key = "a" + dice.Letters(6);
      edit->number = dice.Below(content.actors_size() + 1);
      return true;
    case Edit::kRemoveActor:
    case Edit::kMoveActor:
    case Edit::kActorName:
    case Edit::kActorCategory:
      if (content.actors().empty()) return false;
      edit->key = content.actors(dice.Below(content.actors_size())).id();
      return true;
    default:
      return true;
  }
}

void EditAtRandom(Dice& dice, Session* session, v1::Fiche* fiche) {
  Edit edit;
  if (!Invent(*fiche, *session, dice, &edit)) return;
  Apply(edit, fiche);
  if (edit.kind == Edit::kAddItem) session->grown.insert(edit.entry + edit.key);
  if (edit.kind == Edit::kRemoveItem) session->shrunk.insert(edit.entry + edit.key);
  session->edits.push_back(std::move(edit));
}

// Makes up to `count` edits.
void EditAtRandom(int count, Dice& dice, Session* session, v1::Fiche* fiche) {
  while (count-- > 0) EditAtRandom(dice, session, fiche);
}

v1::Fiche RandomDraft(Dice& dice) {
  v1::Fiche draft;
  Session session;
  EditAtRandom(80, dice, &session, &draft);
  return draft;
}

// The model: a fiche as facts, each a key with a value, and the orders of its elements.
using Facts = std::map<std::string, std::string>;
struct Model {
  Facts facts;
  std::map<std::string, std::vector<std::string>> orders;
  // Keys of items as paths.
  std::map<std::string, std::string> paths;
};

void AddItems(const std::string& list, const RepeatedPtrField<std::string>& items, Model* model) {
  for (int i = 0; i < items.size(); ++i) {
    const std::string key = list + "{" + MarkOf(items[i]) + "}";
    model->facts[key] = items[i];
    model->paths[key] = list + "[" + std::to_string(i) + "]";
  }
}

Model ModelOf(const v1::Fiche& fiche) {
  Model model;
  const auto add = [&](const std::string& key, const std::string& value) {
    if (!value.empty()) model.facts[key] = value;
  };
  add("institution", fiche.institution());
  add("focal_point", fiche.focal_point().display_name() + "," + fiche.focal_point().email());
  add("institutional_strengths", fiche.institutional_strengths());
  add("willing_to_share", fiche.has_willing_to_share() ? std::to_string(static_cast<int>(fiche.willing_to_share())) : "");
  add("nothing_to_report", fiche.nothing_to_report() ? "true" : "");
  for (const v1::FicheInitiative& entry : fiche.initiatives()) {
    const std::string at = "initiatives[" + entry.id() + "]";
    const v1::InitiativeContent& content = entry.content();
    add(at, "there");
    model.orders["initiatives"].push_back(entry.id());
    add(at + ".title", content.title());
    add(at + ".objectives", content.objectives());
    add(at + ".justification", content.justification());
    add(at + ".type", content.type() == 0 ? "" : Code(content.type()) + " " + content.type_other());
    add(at + ".visibility", entry.visibility() == 0 ? "" : Code(entry.visibility()));
    for (const std::string& country : content.partner_country_codes()) add(at + ".partner_country_codes{" + country + "}", "there");
    AddItems(at + ".strengths", content.strengths(), &model);
    AddItems(at + ".challenges", content.challenges(), &model);
    AddItems(at + ".results", content.results(), &model);
    for (const v1::Actor& actor : content.actors()) {
      const std::string who = at + ".actors[" + actor.id() + "]";
      add(who, "there");
      model.orders[at + ".actors"].push_back(actor.id());
      add(who + ".display_name", actor.display_name());
      add(who + ".category", actor.category() == 0 ? "" : Code(actor.category()));
    }
  }
  return model;
}

std::string At(const Facts& facts, const std::string& key) {
  const auto found = facts.find(key);
  return found == facts.end() ? "" : found->second;
}

// What changed, with the value after; "" for what is gone.
Facts ChangedFacts(const Facts& before, const Facts& after) {
  Facts changed;
  for (const auto& [key, value] : before) {
    if (At(after, key) != value) changed[key] = At(after, key);
  }
  for (const auto& [key, value] : after) {
    if (At(before, key) != value) changed[key] = value;
  }
  return changed;
}

bool IsElement(const std::string& key) { return key.back() == ']'; }

std::vector<std::string> Among(const std::vector<std::string>& order, const std::vector<std::string>& others) {
  std::vector<std::string> among;
  for (const std::string& each : order) {
    if (std::find(others.begin(), others.end(), each) != others.end()) among.push_back(each);
  }
  return among;
}

// Whether elements that two versions have, and the base if there is one, stand in another order.
bool Moved(const Model& a, const Model& b, const Model* base = nullptr) {
  return std::any_of(a.orders.begin(), a.orders.end(), [&](const auto& list) {
    const auto other = b.orders.find(list.first);
    if (other == b.orders.end()) return false;
    std::vector<std::string> some = list.second;
    if (base != nullptr) {
      const auto before = base->orders.find(list.first);
      some = before == base->orders.end() ? std::vector<std::string>() : Among(some, before->second);
    }
    return Among(some, other->second) != Among(other->second, some);
  });
}

// The paths in conflict, told from the facts.
std::set<std::string> ExpectedConflicts(const Model& base, const Model& current, const Model& mine) {
  const Facts theirs = ChangedFacts(base.facts, current.facts), ours = ChangedFacts(base.facts, mine.facts);
  std::set<std::string> conflicts, gone;
  for (const auto& [key, value] : base.facts) {
    if (!IsElement(key)) continue;
    const bool in_current = current.facts.contains(key), in_mine = mine.facts.contains(key);
    if (in_current && in_mine) continue;
    const bool inside_gone = std::any_of(gone.begin(), gone.end(), [&](const std::string& each) { return key.starts_with(each + "."); });
    gone.insert(key);
    if (inside_gone || in_current == in_mine) continue;
    const auto inside = [&](const std::string& other) { return other.starts_with(key + "."); };
    const Model& holder = in_current ? current : mine;
    const Facts& changed = in_current ? theirs : ours;
    bool touched = std::any_of(changed.begin(), changed.end(), [&](const auto& each) { return inside(each.first); });
    for (const auto& [list, order] : holder.orders)
      touched = touched || (inside(list) && base.orders.contains(list) && base.orders.at(list) != order);
    if (touched) conflicts.insert(key);
  }
  const auto is_gone = [&](const std::string& key) {
    return std::any_of(gone.begin(), gone.end(), [&](const std::string& each) { return key == each || key.starts_with(each + "."); });
  };
  for (const auto& [key, value] : ours) {
    const auto other = theirs.find(key);
    if (other == theirs.end() || other->second == value || is_gone(key)) continue;
    const auto item = base.paths.find(key);
    std::string path = item == base.paths.end() ? key : item->second;
    const auto type = [](const std::string& text) { return text.substr(0, text.find(' ')); };
    const bool same_type = type(At(base.facts, key)) == type(value) && type(other->second) == type(value);
    if (path.ends_with(".type") && same_type) path += "_other";
    conflicts.insert(path);
  }
  for (const auto& [list, order] : base.orders) {
    if (is_gone(list) || !current.orders.contains(list) || !mine.orders.contains(list)) continue;
    const auto& in_current = current.orders.at(list);
    const auto& in_mine = mine.orders.at(list);
    const auto before = Among(Among(order, in_current), in_mine);
    const auto current_order = Among(in_current, before), mine_order = Among(in_mine, before);
    if (current_order != before && mine_order != before && current_order != mine_order) conflicts.insert(list);
  }
  const auto fresh = [&](const Facts& changed) {
    return std::count_if(changed.begin(), changed.end(), [&](const auto& each) {
      return each.second == "there" && IsElement(each.first) && each.first.find('.') == std::string::npos;
    });
  };
  const auto says_nothing = [](const Facts& changed) { return At(changed, "nothing_to_report") == "true"; };
  if ((says_nothing(ours) && fresh(theirs) > 0) || (says_nothing(theirs) && fresh(ours) > 0)) conflicts.insert("nothing_to_report");
  const auto is_entry = [](const std::string& key) { return IsElement(key) && key.find('.') == std::string::npos; };
  auto entries = fresh(ours) + fresh(theirs);
  for (const auto& [key, value] : base.facts) {
    if (is_entry(key) && (!gone.contains(key) || conflicts.contains(key))) ++entries;
  }
  if (entries > limits::kInitiativesPerFiche) conflicts.insert("initiatives");
  return conflicts;
}

// Facts as both sides leave them when there is no conflict.
Facts ExpectedFacts(const Facts& base, const Facts& current, const Facts& mine) {
  Facts merged = current;
  for (const auto& [key, value] : ChangedFacts(base, mine)) {
    if (value.empty()) {
      merged.erase(key);
    } else {
      merged[key] = value;
    }
  }
  return merged;
}

// Every accepted edit, with the revision that it came in with, until it is edited again.
struct Accepted {
  std::string value;
  size_t revision;
};

struct Tally {
  int merged = 0, refused = 0;
  size_t edits = 0;
};

class Draft {
 public:
  explicit Draft(const v1::Fiche& first) : revisions_{{first, ModelOf(first)}} {}

  size_t newest() const { return revisions_.size() - 1; }
  const v1::Fiche& at(size_t revision) const { return revisions_[revision].fiche; }

  // What a server does that keeps revisions.
  void Save(size_t seen, const v1::Fiche& mine, Tally* tally) {
    const Revision& base = revisions_[seen];
    const Revision& before = revisions_.back();
    const Model edited = ModelOf(mine);
    v1::Fiche current = before.fiche;
    const std::vector<MergeConflict> conflicts = Merge(base.fiche, mine, &current);
    std::set<std::string> named;
    for (const MergeConflict& each : conflicts) named.insert(each.path);
    EXPECT_EQ(named.size(), conflicts.size()) << "a path twice";
    EXPECT_EQ(named, ExpectedConflicts(base.model, before.model, edited));
    if (!conflicts.empty()) {
      EXPECT_EQ(current.SerializeAsString(), before.fiche.SerializeAsString()) << "a refused edit changed the draft";
      ++tally->refused;
      return;
    }
    Model after = ModelOf(current);
    EXPECT_EQ(after.facts, ExpectedFacts(base.model.facts, before.model.facts, edited.facts));
    Keep(base.model, edited, after, seen, tally);
    tally->merged += seen < newest() ? 1 : 0;
    revisions_.push_back({std::move(current), std::move(after)});
  }

 private:
  struct Revision {
    v1::Fiche fiche;
    Model model;
  };

  void Keep(const Model& before, const Model& edited, const Model& after, size_t seen, Tally* tally) {
    const Facts edits = ChangedFacts(before.facts, edited.facts);
    for (const auto& [key, accepted] : accepted_) {
      const auto again = edits.find(key);
      if (again == edits.end()) {
        EXPECT_EQ(At(after.facts, key), accepted.value) << key << " was lost";
      } else {
        // Who had the same words before, though of an earlier revision, has seen them.
        const bool known = accepted.revision <= seen || accepted.value == At(before.facts, key);
        EXPECT_TRUE(known || accepted.value == again->second) << key << " was overwritten unseen";
      }
    }
    for (const auto& [key, value] : edits) {
      EXPECT_EQ(At(after.facts, key), value) << key << " was not taken";
      accepted_[key] = {value, revisions_.size()};
    }
    for (const auto& [list, order] : edited.orders) {
      if (!before.orders.contains(list) || !after.orders.contains(list)) continue;
      const auto& now = after.orders.at(list);
      const auto were = Among(Among(before.orders.at(list), order), now);
      if (Among(order, were) != were) {
        EXPECT_EQ(Among(now, order), Among(order, now)) << list << " lost its order";
      }
    }
    tally->edits += edits.size();
  }

  std::vector<Revision> revisions_;
  std::map<std::string, Accepted> accepted_;
};

void PlayInterleaving(uint64_t seed, Tally* tally) {
  Dice dice(seed);
  Draft draft(RandomDraft(dice));
  struct Person {
    size_t revision = 0;
    v1::Fiche mine;
    Session session;
  };
  std::vector<Person> people(kPeople);
  const auto load = [&](Person* person) { *person = {draft.newest(), draft.at(draft.newest()), {}}; };
  for (Person& person : people) load(&person);
  for (int step = 0; step < kSteps; ++step) {
    Person& person = people[static_cast<size_t>(dice.Below(kPeople))];
    if (!dice.OneIn(3)) {
      EditAtRandom(1 + dice.Below(3), dice, &person.session, &person.mine);
    } else {
      draft.Save(person.revision, person.mine, tally);
      load(&person);
    }
  }
}

// The seeds to play: all, or the one that MINGA_SEED names.
std::pair<uint64_t, uint64_t> Seeds(uint64_t count) {
  const char* const one = std::getenv("MINGA_SEED");
  return one == nullptr ? std::pair<uint64_t, uint64_t>(1, count) : std::pair<uint64_t, uint64_t>(std::stoull(one), std::stoull(one));
}

TEST(FicheEditing, LosesNobodysWords) {
  Tally tally;
  const auto [first, last] = Seeds(kInterleavings);
  for (uint64_t seed = first; seed <= last; ++seed) {
    PlayInterleaving(seed, &tally);
    ASSERT_FALSE(HasFailure()) << "seed " << seed;
  }
  if (last - first + 1 < kInterleavings) return;
  RecordProperty("merged", tally.merged);
  RecordProperty("refused", tally.refused);
  RecordProperty("edits", static_cast<int>(tally.edits));
  EXPECT_GT(tally.merged, kInterleavings);
  EXPECT_GT(tally.refused, kInterleavings / 2);
}

// Makes up to `count` edits of which none undoes what another did, nor does nothing.
void EditForward(int count, Dice& dice, Session* session, v1::Fiche* fiche) {
  const Model base = ModelOf(*fiche);
  Facts changed;
  while (count-- > 0) {
    Session next = *session;
    v1::Fiche edited = *fiche;
    EditAtRandom(dice, &next, &edited);
    const Model model = ModelOf(edited), before = ModelOf(*fiche);
    Facts now = ChangedFacts(base.facts, model.facts);
    const bool kept = std::all_of(changed.begin(), changed.end(), [&](const auto& each) { return now.contains(each.first); });
    const bool moved = base.orders != before.orders && base.orders == model.orders;
    if (!kept || moved || (model.facts == before.facts && model.orders == before.orders)) continue;
    changed = std::move(now);
    *session = std::move(next);
    *fiche = std::move(edited);
  }
}

TEST(FicheEditing, MergesCopiesToTheSameAsEditsInSequence) {
  int merged_copies = 0;
  const auto [first, last] = Seeds(kInterleavings);
  for (uint64_t seed = first; seed <= last; ++seed) {
    Dice dice(seed);
    const v1::Fiche base = RandomDraft(dice);
    std::vector<v1::Fiche> copies(3, base);
    v1::Fiche in_sequence = base, one_by_one = base;
    bool conflict = false, early = false;
    for (v1::Fiche& copy : copies) {
      Session session;
      EditForward(3, dice, &session, &copy);
      for (const Edit& edit : session.edits) Apply(edit, &in_sequence);
      for (const MergeConflict& each : Merge(base, copy, &one_by_one)) {
        conflict = true;
        // A later copy may take out what is too much, or what these disagree about the order of.
        early = early || each.path == "initiatives" || each.path.ends_with(".actors");
      }
    }
    v1::Fiche merged = base;
    const auto conflicts = Merge(base, {&copies[0], &copies[1], &copies[2]}, {}, &merged);
    ASSERT_TRUE(early || conflicts.empty() == !conflict) << "seed " << seed;
    if (conflict) continue;
    ++merged_copies;
    const Model at_once = ModelOf(merged);
    ASSERT_EQ(at_once.facts, ModelOf(in_sequence).facts) << "seed " << seed;
    // Where something is put that stood beside what another copy moved or took out is left open.
    const Model before = ModelOf(base);
    const auto rearranged = [&](const v1::Fiche& copy) {
      const Facts changed = ChangedFacts(before.facts, ModelOf(copy).facts);
      const auto is_out = [](const auto& each) { return each.second.empty() && (IsElement(each.first) || each.first.back() == '}'); };
      return Moved(before, ModelOf(copy)) || std::any_of(changed.begin(), changed.end(), is_out);
    };
    if (std::any_of(copies.begin(), copies.end(), rearranged)) {
      ASSERT_FALSE(Moved(at_once, ModelOf(one_by_one), &before)) << "seed " << seed;
    } else {
      ASSERT_TRUE(MessageDifferencer::Equivalent(merged, one_by_one)) << "seed " << seed;
    }
  }
  if (last - first + 1 < kInterleavings) return;
  RecordProperty("merged", merged_copies);
  EXPECT_GT(merged_copies, kInterleavings / 4);
}

// Who chooses one version at every conflict gets a fiche without any left, and that version's words at each of them.
TEST(FicheEditing, SettlesEveryConflictAsChosen) {
  int settled = 0;
  const auto [first, last] = Seeds(kInterleavings);
  for (uint64_t seed = first; seed <= last; ++seed) {
    Dice dice(seed);
    const v1::Fiche base = RandomDraft(dice);
    v1::Fiche current = base, mine = base;
    Session theirs, ours;
    EditAtRandom(12, dice, &theirs, &current);
    EditAtRandom(12, dice, &ours, &mine);
    v1::Fiche merged = current;
    const auto conflicts = Merge(base, mine, &merged);
    if (conflicts.empty()) continue;
    for (const int side : {0, 1}) {
      MergeChoices choices;
      for (const MergeConflict& each : conflicts) choices[each.path] = side;
      merged = current;
      ASSERT_TRUE(Merge(base, {&mine}, choices, &merged).empty()) << "seed " << seed;
      ASSERT_LE(merged.initiatives_size(), limits::kInitiativesPerFiche) << "seed " << seed;
      ASSERT_FALSE(merged.nothing_to_report() && merged.initiatives_size() > 0) << "seed " << seed;
      const Facts after = ModelOf(merged).facts, chosen = ModelOf(side == 0 ? current : mine).facts;
      for (const MergeConflict& each : conflicts) {
        if (each.path.back() != ']') {
          ASSERT_EQ(At(after, each.path), At(chosen, each.path)) << "seed " << seed << " " << each.path;
        }
      }
      ++settled;
    }
  }
  if (last - first + 1 < kInterleavings) return;
  EXPECT_GT(settled, kInterleavings);
}

// Differences say all: between versions without any nothing differs but the order of a set.
TEST(FicheEditing, ChangesNameWhatIsDifferent) {
  const auto [first, last] = Seeds(kInterleavings);
  for (uint64_t seed = first; seed <= last; ++seed) {
    Dice dice(seed);
    const v1::Fiche before = RandomDraft(dice);
    v1::Fiche after = before;
    Session session;
    EditAtRandom(dice.Below(8), dice, &session, &after);
    const Model old_model = ModelOf(before), new_model = ModelOf(after);
    std::set<std::string> expected, named;
    for (const auto& [key, value] : ChangedFacts(old_model.facts, new_model.facts)) {
      const auto& paths = old_model.paths.contains(key) ? old_model.paths : new_model.paths;
      const auto item = paths.find(key);
      expected.insert(item == paths.end() ? key.substr(0, key.find('{')) : item->second);
    }
    for (const v1::FicheChange& each : Changes(before, after)) {
      std::string path = each.path();
      if (path.ends_with("_other")) path.resize(path.size() - 6);
      if (each.kind() != v1::FICHE_CHANGE_KIND_MOVED) named.insert(path);
    }
    ASSERT_EQ(named, expected) << "seed " << seed;
    const bool none = expected.empty() && old_model.orders == new_model.orders;
    ASSERT_EQ(Changes(before, after).empty(), none) << "seed " << seed;
  }
}

}  // namespace
}  // namespace minga::domain
