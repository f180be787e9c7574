#include "server/domain/fiche/fiche_merge.h"

#include <algorithm>
#include <deque>
#include <iterator>
#include <numeric>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "absl/container/inlined_vector.h"
#include "absl/functional/function_ref.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "google/protobuf/util/field_mask_util.h"
#include "server/base/limits.h"
#include "server/domain/fiche/element_order.h"
#include "server/domain/fiche/fiche_fields.h"
#include "server/domain/fiche/fiche_paths.h"
#include "server/domain/fiche/item_merge.h"

namespace minga::domain {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using Fields = std::vector<WrittenField>;

// Side 0 is the current version, side k the k-th of the others.
struct Version {
  int side;
  const Message* message;
};
// Never empty. What is merged is written over the first.
using Versions = absl::InlinedVector<Version, 4>;

// An entry or actor with the versions that hold it.
struct Element {
  Element(const Message& base, bool in_base) : base(&base), in_base(in_base) {}

  const Message* base;
  Versions holders;
  bool in_base;
  bool kept = true;
};

const FieldDescriptor* FicheField(int number) { return v1::Fiche::descriptor()->FindFieldByNumber(number); }

const Message& Nothing(const WrittenField& field) {
  return *field.part_reflection->GetMessageFactory()->GetPrototype(field.field->message_type());
}

// Items of a list or set as they are told apart: texts as they are, messages as their bytes. What is made is kept in `made`.
Items ItemsOf(const Message& message, const WrittenField& field, std::deque<std::string>* made) {
  const Message& holder = HolderOf(message, field);
  Items items;
  std::string unused;
  for (int place = 0; place < CountOf(message, field); ++place) {
    switch (field.type) {
      case FieldDescriptor::CPPTYPE_STRING:
        items.push_back(field.reflection->GetRepeatedStringReference(holder, field.field, place, &unused));
        break;
      case FieldDescriptor::CPPTYPE_MESSAGE:
        items.push_back(made->emplace_back(ElementOf(message, field, place).SerializeAsString()));
        break;
      default:
        items.push_back(made->emplace_back(TextOfItem(message, field, place)));
    }
  }
  return items;
}

// Writes the field as `from` has it, or its items behind those that are there.
void CopyField(const Message& from, const WrittenField& field, bool replace, Message* to) {
  google::protobuf::FieldMask mask;
  mask.add_paths(field.field->name());
  google::protobuf::util::FieldMaskUtil::MergeOptions options;
  options.set_replace_message_fields(true);
  options.set_replace_repeated_fields(replace);
  google::protobuf::util::FieldMaskUtil::MergeMessageTo(HolderOf(from, field), mask, options, MutableHolderOf(to, field));
}

// Leaves of a repeated field's items those at `places`, in that order.
void Arrange(std::vector<int> places, const WrittenField& field, Message* message) {
  Message* const holder = MutableHolderOf(message, field);
  const auto count = static_cast<int>(places.size());
  for (int i = 0; i < count; ++i) {
    const int at = places[static_cast<size_t>(i)];
    if (at == i) continue;
    field.reflection->SwapElements(holder, field.field, i, at);
    std::replace(places.begin() + i + 1, places.end(), i, at);
  }
  while (field.reflection->FieldSize(*holder, field.field) > count) field.reflection->RemoveLast(holder, field.field);
}

class Merger {
 public:
  // What is not settled is added to `conflicts`.
  Merger(const MergeChoices& choices, size_t others, std::vector<MergeConflict>* conflicts)
      : choices_(choices), others_(others), conflicts_(*conflicts) {}

  // What is merged is written to `target`, which says what the first version says; without one, conflicts are only looked for.
  void MergeFiche(const v1::Fiche& base, const Versions& versions, v1::Fiche* target) {
    const Fields& fields = WrittenFields(v1::Fiche::descriptor());
    Versions said = SettleNothingToReport(base, versions, target);
    const Versions overruled = WithoutNothingToReport(base, said);
    for (size_t i = 0; i < fields.size(); ++i) {
      if (fields[i].field == initiatives_) {
        // An entry stays, by a choice, that was taken out because there is nothing to report.
        if (MergeElements(base, said, fields[i], target) == 0) continue;
        said = overruled;
        if (target != nullptr && said.front().message == &base) target->set_nothing_to_report(base.nothing_to_report());
      } else {
        MergeField(base, fields[i].field == nothing_to_report_ ? said : versions, fields, i, target);
      }
    }
  }

 private:
  void MergeFields(const Message& base, const Versions& versions, const Fields& fields, Message* target) {
    for (size_t i = 0; i < fields.size(); ++i) MergeField(base, versions, fields, i, target);
  }

  void MergeField(const Message& base, const Versions& versions, const Fields& fields, size_t i, Message* target) {
    switch (fields[i].shape) {
      case FieldShape::kValue: {
        if (fields[i].completes_previous) return;
        const bool completed = i + 1 < fields.size() && fields[i + 1].completes_previous;
        MergeAnswer(base, versions, fields[i], completed ? &fields[i + 1] : nullptr, target);
        break;
      }
      case FieldShape::kSet:
      case FieldShape::kList:
        MergeItems(base, versions, fields[i], target);
        break;
      case FieldShape::kKeyed:
        MergeElements(base, versions, fields[i], target);
        break;
    }
  }

  // Most fields are as they were, and then the first version need not be looked at.
  template <typename Changed>
  static bool NoOther(const Versions& versions, Changed changed) {
    return std::none_of(versions.begin() + 1, versions.end(), [&](const Version& each) { return changed(*each.message); });
  }

  void MergeAnswer(const Message& base, const Versions& versions, const WrittenField& field, const WrittenField* completion,
                   Message* target) {
    const auto same = [&](const Message& a, const Message& b) {
      return SameField(a, b, field) && (completion == nullptr || SameField(a, b, *completion));
    };
    if (NoOther(versions, [&](const Message& other) { return !same(base, other); })) return;
    const Version* winner = nullptr;
    bool differ = false;
    for (const Version& each : versions) {
      if (same(base, *each.message)) continue;
      if (winner == nullptr) winner = &each;
      differ = differ || !same(*winner->message, *each.message);
    }
    if (differ) {
      const bool same_head =
          std::all_of(versions.begin(), versions.end(), [&](const Version& each) { return SameField(base, *each.message, field); });
      const auto text = [&](const Message& message) {
        if (same_head) return TextOf(message, *completion);
        const std::string more = completion == nullptr ? std::string() : TextOf(message, *completion);
        return more.empty() ? TextOf(message, field) : TextOf(message, field) + ": " + more;
      };
      const PathStep step(&path_, same_head ? *completion : field);
      winner = Settle(text(base), versions, [&](const Version& version) { return text(*version.message); });
    }
    if (target == nullptr || winner == nullptr || winner == versions.begin()) return;
    CopyField(*winner->message, field, true, target);
    if (completion != nullptr) CopyField(*winner->message, *completion, true, target);
  }

  void MergeItems(const Message& base, const Versions& versions, const WrittenField& field, Message* target) {
    if (NoOther(versions, [&](const Message& other) { return !SameField(base, other, field); })) return;
    const Version* winner = nullptr;
    bool differ = false;
    for (const Version& each : versions) {
      if (SameField(base, *each.message, field)) continue;
      if (winner == nullptr) winner = &each;
      differ = differ || !SameField(*winner->message, *each.message, field);
    }
    if (differ) {
      const std::vector<ItemPick> picks = PickItems(base, versions, field);
      if (target != nullptr) WritePicks(picks, versions, field, target);
    } else if (target != nullptr && winner != nullptr && winner != versions.begin()) {
      CopyField(*winner->message, field, true, target);
    }
  }

  std::vector<ItemPick> PickItems(const Message& base, const Versions& versions, const WrittenField& field) {
    std::deque<std::string> made;
    const Items in_base = ItemsOf(base, field, &made);
    std::vector<Items> items;
    for (const Version& each : versions) items.push_back(ItemsOf(*each.message, field, &made));
    if (field.shape == FieldShape::kSet) return MergeSets(in_base, items);
    return MergeLists(in_base, items, [&](int place, const std::vector<int>& now) -> size_t {
      const PathStep step(&path_, field, place);
      const Version* const settled = Settle(TextOfItem(base, field, place), versions, [&](const Version& version) {
        const int there = now[static_cast<size_t>(&version - versions.begin())];
        return there < 0 ? std::string() : TextOfItem(*version.message, field, there);
      });
      return settled == nullptr ? 0 : static_cast<size_t>(settled - versions.begin());
    });
  }

  static void WritePicks(const std::vector<ItemPick>& picks, const Versions& versions, const WrittenField& field, Message* target) {
    std::vector<int> first(versions.size(), 0);
    for (size_t k = 1; k < versions.size(); ++k) {
      first[k] = CountOf(*target, field);
      CopyField(*versions[k].message, field, false, target);
    }
    std::vector<int> places;
    for (const ItemPick& each : picks) places.push_back(first[each.version] + each.place);
    Arrange(std::move(places), field, target);
  }

  // Answers how many there are then.
  size_t MergeElements(const Message& base, const Versions& versions, const WrittenField& field, Message* target) {
    std::vector<Order> orders;
    std::vector<Element> elements = FindElements(base, versions, field, &orders);
    for (Element& each : elements) each.kept = each.holders.size() == versions.size() || !each.in_base || IsKept(each, versions, field);
    if (field.field == initiatives_) LimitEntries(base, versions, field, &elements);

    const Order order = MergeOrders(base, versions, field, elements, orders);
    if (target != nullptr && order != orders.front()) {
      std::vector<int> places;
      for (const int number : order) {
        places.push_back(PlaceFor(elements[static_cast<size_t>(number)], number, orders.front(), field, target));
      }
      Arrange(std::move(places), field, target);
    }
    for (size_t i = 0; i < order.size(); ++i) {
      const Element& element = elements[static_cast<size_t>(order[i])];
      if (element.holders.size() == 1) continue;
      const PathStep step(&path_, field, IdOf(*element.holders.front().message, field));
      Message* into = nullptr;
      if (target != nullptr) {
        into = field.reflection->MutableRepeatedMessage(MutableHolderOf(target, field), field.field, static_cast<int>(i));
      }
      MergeFields(*element.base, element.holders, *field.parts, into);
    }
    return order.size();
  }

  // Those of the base first, by their places there. `orders` gets the numbers of each version's.
  static std::vector<Element> FindElements(const Message& base, const Versions& versions, const WrittenField& field,
                                           std::vector<Order>* orders) {
    std::vector<Element> elements;
    const int in_base = CountOf(base, field);
    for (int place = 0; place < in_base; ++place) elements.emplace_back(ElementOf(base, field, place), true);
    for (const Version& version : versions) {
      Order& order = orders->emplace_back();
      for (int place = 0; place < CountOf(*version.message, field); ++place) {
        const Message& found = ElementOf(*version.message, field, place);
        int number = FindElement(base, field, IdOf(found, field), place);
        if (number < 0) {
          const auto same = std::find_if(elements.begin() + in_base, elements.end(), [&](const Element& each) {
            return IdOf(*each.holders.front().message, field) == IdOf(found, field);
          });
          number = static_cast<int>(same - elements.begin());
          if (same == elements.end()) elements.emplace_back(Nothing(field), false);
        }
        elements[static_cast<size_t>(number)].holders.push_back({version.side, &found});
        order.push_back(number);
      }
    }
    return elements;
  }

  // Of an element of the base that some versions took out.
  bool IsKept(const Element& element, const Versions& versions, const WrittenField& field) {
    const bool changed = std::any_of(element.holders.begin(), element.holders.end(),
                                     [&](const Version& each) { return !SameWords(*element.base, *each.message, *field.parts); });
    if (!changed) return false;
    const auto holding = [&](const Version& version) {
      return std::find_if(element.holders.begin(), element.holders.end(), [&](const Version& each) { return each.side == version.side; });
    };
    const PathStep step(&path_, field, IdOf(*element.base, field));
    const Version* const settled = Settle(TextOfElement(*element.base, field), versions, [&](const Version& version) {
      const auto held = holding(version);
      return held == element.holders.end() ? std::string() : TextOfElement(*held->message, field);
    });
    return settled == nullptr || holding(*settled) != element.holders.end();
  }

  void LimitEntries(const Message& base, const Versions& versions, const WrittenField& field, std::vector<Element>* elements) {
    const auto count = std::count_if(elements->begin(), elements->end(), [](const Element& each) { return each.kept; });
    if (count <= limits::kInitiativesPerFiche) return;
    const Version* const settled = SettleField(base, versions, field);
    if (settled == nullptr) {
      const PathStep step(&path_, field);
      for (MergeConflict& each : conflicts_) each.too_many = each.too_many || each.path == path_;
      return;
    }
    const auto chosen = [&](const Version& version) { return version.side == settled->side; };
    const auto held = [&](const Element& each) { return std::any_of(each.holders.begin(), each.holders.end(), chosen); };
    int left = 0;
    for (Element& each : *elements) {
      each.kept = each.kept && (each.in_base || held(each));
      left += each.kept ? 1 : 0;
    }
    if (left <= limits::kInitiativesPerFiche) return;
    for (Element& each : *elements) each.kept = each.kept && held(each);
  }

  Order MergeOrders(const Message& base, const Versions& versions, const WrittenField& field, const std::vector<Element>& elements,
                    const std::vector<Order>& orders) {
    const auto filtered = [&](const Order& order, auto wanted) {
      Order some;
      std::copy_if(order.begin(), order.end(), std::back_inserter(some),
                   [&](int number) { return wanted(elements[static_cast<size_t>(number)]); });
      return some;
    };
    const auto common = [&](const Element& each) { return each.in_base && each.kept && each.holders.size() == versions.size(); };
    const bool nothing_moved = std::all_of(orders.begin(), orders.end(), [&](const Order& each) { return each == orders.front(); });
    if (nothing_moved) return filtered(orders.front(), [](const Element& each) { return each.kept; });

    std::optional<size_t> winner;
    bool differ = false;
    for (size_t k = 0; k < orders.size(); ++k) {
      const Order order = filtered(orders[k], common);
      if (std::is_sorted(order.begin(), order.end())) continue;
      if (!winner) winner = k;
      differ = differ || order != filtered(orders[*winner], common);
    }
    if (differ) {
      const Version* const settled = SettleField(base, versions, field);
      winner = settled == nullptr ? 0 : static_cast<size_t>(settled - versions.begin());
    }
    // What was taken out keeps its place until the end: others may have put something behind it.
    Order merged = filtered(orders[winner.value_or(0)], [](const Element& each) { return each.in_base; });
    Order before(static_cast<size_t>(CountOf(base, field)));
    std::iota(before.begin(), before.end(), 0);
    Interleave(before, &merged);
    for (const Order& order : orders) Interleave(order, &merged);
    return filtered(merged, [](const Element& each) { return each.kept; });
  }

  // Where an element of the merged list stands in `target`, which gets it when the first version has none.
  static int PlaceFor(const Element& element, int number, const Order& first, const WrittenField& field, Message* target) {
    const auto found = std::find(first.begin(), first.end(), number);
    if (found != first.end()) return static_cast<int>(found - first.begin());
    Message* const added = field.reflection->AddMessage(MutableHolderOf(target, field), field.field);
    added->CopyFrom(*element.holders.front().message);
    if (auto* const entry = dynamic_cast<v1::FicheInitiative*>(added)) entry->clear_decision();
    return CountOf(*target, field) - 1;
  }

  // The versions as far as `nothing_to_report` and the entries are concerned.
  Versions SettleNothingToReport(const v1::Fiche& base, const Versions& versions, v1::Fiche* target) {
    const WrittenField& list = *FindWrittenField(v1::Fiche::descriptor(), initiatives_->name());
    const WrittenField& nothing = *FindWrittenField(v1::Fiche::descriptor(), nothing_to_report_->name());
    const auto says_nothing = [&](const Version& version) { return SaysNothing(base, version); };
    const auto adds = [&](const Version& version) {
      for (int place = 0; place < CountOf(*version.message, list); ++place) {
        if (FindElement(base, list, IdOf(ElementOf(*version.message, list, place), list), place) < 0) return true;
      }
      return false;
    };
    const auto any = [&](const auto& does) { return std::any_of(versions.begin(), versions.end(), does); };
    if (!any(says_nothing) || !any(adds)) return versions;
    const Version* const settled = SettleField(base, versions, nothing);
    if (settled == nullptr) return versions;
    const bool nothing_stands = says_nothing(*settled);
    Versions said;
    for (const Version& each : versions) {
      const bool loses = nothing_stands ? adds(each) : says_nothing(each);
      said.push_back({each.side, loses ? &base : each.message});
    }
    if (target != nullptr && said.front().message == &base) ResetEntries(base, target);
    return said;
  }

  static bool SaysNothing(const v1::Fiche& base, const Version& version) {
    return static_cast<const v1::Fiche*>(version.message)->nothing_to_report() && !base.nothing_to_report();
  }

  static Versions WithoutNothingToReport(const v1::Fiche& base, Versions versions) {
    for (Version& each : versions) {
      const auto& fiche = static_cast<const v1::Fiche&>(*each.message);
      if (SaysNothing(base, each) && fiche.initiatives().empty()) each.message = &base;
    }
    return versions;
  }

  static void ResetEntries(const v1::Fiche& base, v1::Fiche* target) {
    auto entries = base.initiatives();
    for (v1::FicheInitiative& entry : entries) {
      entry.clear_decision();
      for (const v1::FicheInitiative& current : target->initiatives()) {
        if (current.id() == entry.id()) entry.set_decision(current.decision());
      }
    }
    target->mutable_initiatives()->Swap(&entries);
    target->set_nothing_to_report(base.nothing_to_report());
  }

  // The version that was chosen at the present path; null when none was, which is a conflict.
  const Version* Settle(std::string base, const Versions& versions, absl::FunctionRef<std::string(const Version&)> text) {
    if (const auto chosen = choices_.find(path_); chosen != choices_.end()) {
      const auto found = std::find_if(versions.begin(), versions.end(), [&](const Version& each) { return each.side == chosen->second; });
      if (found != versions.end()) return &*found;
    }
    const bool known = std::any_of(conflicts_.begin(), conflicts_.end(), [&](const MergeConflict& each) { return each.path == path_; });
    if (known) return nullptr;
    MergeConflict conflict{path_, std::move(base), {}, std::vector<std::string>(others_)};
    for (const Version& each : versions) {
      (each.side == 0 ? conflict.current : conflict.others[static_cast<size_t>(each.side - 1)]) = text(each);
    }
    conflicts_.push_back(std::move(conflict));
    return nullptr;
  }

  const Version* SettleField(const Message& base, const Versions& versions, const WrittenField& field) {
    const PathStep step(&path_, field);
    return Settle(TextOf(base, field), versions, [&](const Version& version) { return TextOf(*version.message, field); });
  }

  const FieldDescriptor* const initiatives_ = FicheField(v1::Fiche::kInitiativesFieldNumber);
  const FieldDescriptor* const nothing_to_report_ = FicheField(v1::Fiche::kNothingToReportFieldNumber);
  const MergeChoices& choices_;
  const size_t others_;
  std::string path_;
  std::vector<MergeConflict>& conflicts_;
};

}  // namespace

std::vector<MergeConflict> Merge(const v1::Fiche& base, const std::vector<const v1::Fiche*>& others, const MergeChoices& choices,
                                 v1::Fiche* current) {
  Versions versions = {{0, current}};
  for (const v1::Fiche* each : others) versions.push_back({static_cast<int>(versions.size()), each});
  std::vector<MergeConflict> conflicts;
  Merger merger(choices, others.size(), &conflicts);
  merger.MergeFiche(base, versions, nullptr);
  if (conflicts.empty()) merger.MergeFiche(base, versions, current);
  return conflicts;
}

void TakeBack(const v1::Fiche& base, const std::string& path, v1::Fiche* version) {
  const std::optional<FichePath> place = ParseFichePath(path);
  if (!place.has_value()) return;
  const Message* from = &base;
  Message* to = version;
  for (size_t i = 0; i + 1 < place->steps.size(); ++i) {
    const WrittenField& field = *place->steps[i].field;
    if (field.shape != FieldShape::kKeyed) return;
    const int before = FindElement(*from, field, place->steps[i].id), now = FindElement(*to, field, place->steps[i].id);
    if (before < 0 || now < 0) return;
    from = &ElementOf(*from, field, before);
    Message* const holder = MutableHolderOf(to, field);
    to = field.reflection->MutableRepeatedMessage(holder, field.field, now);
  }
  const FichePath::Step& last = place->steps.back();
  if (!last.id.empty() || last.place >= 0 || last.field->shape == FieldShape::kKeyed) return;
  for (const WrittenField& each : WrittenFields(from->GetDescriptor())) {
    // A type and which other are one answer.
    const bool completes = each.completes_previous && each.field->name() == last.field->field->name() + "_other";
    if (&each != last.field && !completes) continue;
    Message* const holder = MutableHolderOf(to, each);
    each.reflection->ClearField(holder, each.field);
    CopyField(*from, each, /*replace=*/true, to);
  }
}

void KeepUnread(const v1::Fiche& base, FichePath path, v1::Fiche* version) {
  FichePath::Step& last = path.steps.back();
  if (last.field->shape == FieldShape::kKeyed) return;
  last.place = -1;
  if (TextAtPath(path, *version).empty()) return TakeBack(base, FormatFichePath(path), version);
  if (last.field->shape != FieldShape::kSet || path.steps.size() != 2) return;
  for (v1::FicheInitiative& entry : *version->mutable_initiatives()) {
    const WrittenField& field = *last.field;
    const int before = entry.id() == path.steps.front().id ? FindElement(base, *path.steps.front().field, entry.id()) : -1;
    if (before < 0 || field.type != FieldDescriptor::CPPTYPE_STRING) continue;
    const Message& source = HolderOf(base.initiatives(before), field);
    Message* const holder = MutableHolderOf(&entry, field);
    std::set<std::string> said;
    for (int at = 0; at < field.reflection->FieldSize(*holder, field.field); ++at) {
      said.insert(field.reflection->GetRepeatedString(*holder, field.field, at));
    }
    for (int at = 0; at < field.reflection->FieldSize(source, field.field); ++at) {
      const std::string member = field.reflection->GetRepeatedString(source, field.field, at);
      if (said.insert(member).second) field.reflection->AddString(holder, field.field, member);
    }
  }
}

std::set<std::string> PlacesToChoose(const v1::Fiche& base, const std::vector<const v1::Fiche*>& others, const MergeChoices& choices,
                                     const v1::Fiche& current) {
  std::set<std::string> places;
  MergeChoices made;
  for (;;) {
    v1::Fiche merged = current;
    for (const MergeConflict& each : Merge(base, others, made, &merged)) places.insert(each.path);
    const size_t before = made.size();
    for (const auto& [path, side] : choices) {
      if (places.contains(path)) made.emplace(path, side);
    }
    if (made.size() == before) return places;
  }
}

std::vector<MergeConflict> Merge(const v1::Fiche& base, const v1::Fiche& mine, v1::Fiche* current) {
  return Merge(base, {&mine}, {}, current);
}

}  // namespace minga::domain
