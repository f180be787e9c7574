#include "server/domain/fiche/fiche_changes.h"

#include <algorithm>
#include <string>

#include "google/protobuf/message.h"
#include "server/domain/fiche/element_order.h"
#include "server/domain/fiche/fiche_fields.h"
#include "server/domain/fiche/fiche_paths.h"
#include "server/domain/fiche/item_alignment.h"

namespace minga::domain {
namespace {

using google::protobuf::Message;
using Texts = std::vector<std::string>;

Texts ItemsOf(const Message& message, const WrittenField& field) {
  Texts items;
  for (int place = 0; place < CountOf(message, field); ++place) items.push_back(TextOfItem(message, field, place));
  return items;
}

// For each element, whether it stays while the fewest others move: it is part of a longest rising run. -1 has no place.
std::vector<bool> Staying(const std::vector<int>& places) {
  std::vector<int> length(places.size(), 0);
  int longest = 0;
  for (size_t i = places.size(); i-- > 0;) {
    if (places[i] < 0) continue;
    for (size_t j = i + 1; j < places.size(); ++j) {
      if (places[j] > places[i]) length[i] = std::max(length[i], length[j]);
    }
    longest = std::max(longest, ++length[i]);
  }
  std::vector<bool> staying(places.size(), false);
  int last = -1;
  for (size_t i = 0; i < places.size(); ++i) {
    if (places[i] <= last || length[i] != longest) continue;
    staying[i] = true;
    last = places[i];
    --longest;
  }
  return staying;
}

class Differ {
 public:
  std::vector<v1::FicheChange> Take() { return std::move(changes_); }

  void Compare(const Message& before, const Message& after, const std::vector<WrittenField>& fields) {
    for (const WrittenField& field : fields) {
      if (field.addition) continue;
      switch (field.shape) {
        case FieldShape::kValue:
        case FieldShape::kSet:
          CompareUnit(before, after, field);
          break;
        case FieldShape::kList:
          CompareList(before, after, field);
          break;
        case FieldShape::kKeyed:
          CompareElements(before, after, field);
          break;
      }
    }
  }

 private:
  void CompareUnit(const Message& before, const Message& after, const WrittenField& field) {
    if (SameField(before, after, field)) return;
    const PathStep step(&path_, field);
    std::string old_text = TextOf(before, field), new_text = TextOf(after, field);
    const auto kind = old_text.empty()   ? v1::FICHE_CHANGE_KIND_ADDED
                      : new_text.empty() ? v1::FICHE_CHANGE_KIND_REMOVED
                                         : v1::FICHE_CHANGE_KIND_CHANGED;
    Add(kind, std::move(old_text), std::move(new_text));
  }

  void CompareList(const Message& before, const Message& after, const WrittenField& field) {
    if (SameField(before, after, field)) return;
    const Texts old_items = ItemsOf(before, field), new_items = ItemsOf(after, field);
    ItemAlignment alignment = AlignItems({old_items.begin(), old_items.end()}, {new_items.begin(), new_items.end()});
    const std::vector<int> moved_to = TakeMoved(old_items, new_items, &alignment);
    const auto add = [&](v1::FicheChangeKind kind, int place, std::string old_text, std::string new_text) {
      const PathStep step(&path_, field, place);
      Add(kind, std::move(old_text), std::move(new_text));
    };
    for (size_t gap = 0; gap <= old_items.size(); ++gap) {
      for (const int place : alignment.added[gap]) add(v1::FICHE_CHANGE_KIND_ADDED, place, {}, new_items[static_cast<size_t>(place)]);
      if (gap == old_items.size()) break;
      const auto place = static_cast<int>(gap);
      const int now = alignment.now[gap];
      if (moved_to[gap] >= 0) {
        add(v1::FICHE_CHANGE_KIND_MOVED, place, std::to_string(place), std::to_string(moved_to[gap]));
      } else if (now < 0) {
        add(v1::FICHE_CHANGE_KIND_REMOVED, place, old_items[gap], {});
      } else if (old_items[gap] != new_items[static_cast<size_t>(now)]) {
        add(v1::FICHE_CHANGE_KIND_CHANGED, place, old_items[gap], new_items[static_cast<size_t>(now)]);
      }
    }
  }

  // An item that was taken out here and put in there with the same words. Answers where each stands now, -1 for the others.
  static std::vector<int> TakeMoved(const Texts& old_items, const Texts& new_items, ItemAlignment* alignment) {
    std::vector<int> moved_to(old_items.size(), -1);
    for (size_t i = 0; i < old_items.size(); ++i) {
      for (std::vector<int>& added : alignment->added) {
        if (alignment->now[i] >= 0 || moved_to[i] >= 0) break;
        const auto same =
            std::find_if(added.begin(), added.end(), [&](int place) { return new_items[static_cast<size_t>(place)] == old_items[i]; });
        if (same == added.end()) continue;
        moved_to[i] = *same;
        added.erase(same);
      }
    }
    return moved_to;
  }

  void CompareElements(const Message& before, const Message& after, const WrittenField& field) {
    const int old_count = CountOf(before, field), new_count = CountOf(after, field);
    // Numbers of elements: those of `after` by place, then those that were taken out.
    Order order, old_order;
    std::vector<int> was(static_cast<size_t>(new_count), -1), removed;
    for (int place = 0; place < new_count; ++place) order.push_back(place);
    for (int old_place = 0; old_place < old_count; ++old_place) {
      const int place = FindElement(after, field, IdOf(ElementOf(before, field, old_place), field), old_place);
      if (place >= 0) {
        was[static_cast<size_t>(place)] = old_place;
      } else {
        removed.push_back(old_place);
      }
      old_order.push_back(place >= 0 ? place : new_count + static_cast<int>(removed.size()) - 1);
    }
    Interleave(old_order, &order);
    const std::vector<bool> staying = Staying(was);

    for (const int number : order) {
      if (number >= new_count) {
        AddElement(ElementOf(before, field, removed[static_cast<size_t>(number - new_count)]), field, v1::FICHE_CHANGE_KIND_REMOVED);
        continue;
      }
      const Message& element = ElementOf(after, field, number);
      const int old_place = was[static_cast<size_t>(number)];
      if (old_place < 0) {
        AddElement(element, field, v1::FICHE_CHANGE_KIND_ADDED);
        continue;
      }
      const PathStep step(&path_, field, IdOf(element, field));
      if (!staying[static_cast<size_t>(number)]) {
        Add(v1::FICHE_CHANGE_KIND_MOVED, std::to_string(old_place), std::to_string(number));
      }
      Compare(ElementOf(before, field, old_place), element, *field.parts);
    }
  }

  void AddElement(const Message& element, const WrittenField& field, v1::FicheChangeKind kind) {
    const PathStep step(&path_, field, IdOf(element, field));
    const Message& nothing = *field.part_reflection->GetMessageFactory()->GetPrototype(field.field->message_type());
    if (kind == v1::FICHE_CHANGE_KIND_ADDED) {
      Add(kind, {}, TextOfElement(element, field));
      Compare(nothing, element, *field.parts);
    } else {
      Add(kind, TextOfElement(element, field), {});
      Compare(element, nothing, *field.parts);
    }
  }

  void Add(v1::FicheChangeKind kind, std::string before, std::string after) {
    v1::FicheChange change;
    change.set_path(path_);
    change.set_kind(kind);
    change.set_before(std::move(before));
    change.set_after(std::move(after));
    changes_.push_back(std::move(change));
  }

  std::string path_;
  std::vector<v1::FicheChange> changes_;
};

}  // namespace

std::vector<v1::FicheChange> Changes(const v1::Fiche& before, const v1::Fiche& after) {
  Differ differ;
  differ.Compare(before, after, WrittenFields(v1::Fiche::descriptor()));
  return differ.Take();
}

}  // namespace minga::domain
