#include "client/cli/fiche_changes.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <memory>

#include "client/cli/codes.h"
#include "client/cli/fiche_fields.h"
#include "client/cli/places.h"
#include "client/cli/table.h"

namespace minga::cli {
namespace {

using google::protobuf::Message;

std::string_view Trimmed(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t\r\n");
  return first == std::string_view::npos ? "" : text.substr(first, text.find_last_not_of(" \t\r\n") + 1 - first);
}

std::vector<const Message*> Elements(const Message& message, const FicheField& field) {
  const Message& holder = HolderOf(message, field);
  std::vector<const Message*> elements;
  for (int i = 0; i < holder.GetReflection()->FieldSize(holder, field.field); ++i) {
    elements.push_back(&holder.GetReflection()->GetRepeatedMessage(holder, field.field, i));
  }
  return elements;
}

const Message* FindElement(const std::vector<const Message*>& elements, const std::string& id) {
  const auto found = std::find_if(elements.begin(), elements.end(), [&](const Message* each) { return IdOfElement(*each) == id; });
  return id.empty() || found == elements.end() ? nullptr : *found;
}

class Differ {
 public:
  Differ(const App& app, FicheChanges* changes) : app_(app), changes_(*changes) {}

  void Compare(const std::string& path, const Message& before, const Message& after) {
    for (const FicheField& field : FicheFields(*before.GetDescriptor())) {
      if (field.name() == "id") continue;
      const std::string place = path.empty() ? field.name() : fmt::format("{}.{}", path, field.name());
      if (field.is_keyed()) {
        Keyed(place, field, before, after);
      } else if (IsList(field)) {
        List(place, field, before, after);
      } else {
        Add(place, Text(before, field), Text(after, field));
      }
    }
  }

 private:
  static bool IsList(const FicheField& field) {
    return field.field->is_repeated() &&
           (field.is_message() ||
            (field.field->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_STRING && field.name() != "partner_country_codes"));
  }

  void Add(const std::string& path, std::string before, std::string after) {
    if (Trimmed(before) == Trimmed(after)) return;
    const v1::FicheChangeKind kind = Trimmed(before).empty()  ? v1::FICHE_CHANGE_KIND_ADDED
                                     : Trimmed(after).empty() ? v1::FICHE_CHANGE_KIND_REMOVED
                                                              : v1::FICHE_CHANGE_KIND_CHANGED;
    AddOf(kind, path, std::move(before), std::move(after));
  }

  void AddOf(v1::FicheChangeKind kind, const std::string& path, std::string before, std::string after) {
    v1::FicheChange& change = *changes_.Add();
    change.set_path(path);
    change.set_kind(kind);
    change.set_before(std::move(before));
    change.set_after(std::move(after));
  }

  // The members of a set in an order of their own: theirs says nothing.
  std::string Text(const Message& message, const FicheField& field) const {
    if (!field.field->is_repeated()) return TextOfField(app_, message, field);
    const Message& holder = HolderOf(message, field);
    std::vector<std::string> members;
    for (int i = 0; i < holder.GetReflection()->FieldSize(holder, field.field); ++i) members.push_back(TextOfItem(app_, message, field, i));
    std::sort(members.begin(), members.end());
    std::string text;
    for (const std::string& member : members) text += (text.empty() ? "" : ", ") + member;
    return text;
  }

  std::vector<std::string> Items(const Message& message, const FicheField& field) const {
    const Message& holder = HolderOf(message, field);
    std::vector<std::string> items;
    for (int i = 0; i < holder.GetReflection()->FieldSize(holder, field.field); ++i) {
      std::string item(Trimmed(TextOfItem(app_, message, field, i)));
      if (!item.empty()) items.push_back(std::move(item));
    }
    return items;
  }

  // What stayed at the beginning and at the end, and between them item by item.
  void List(const std::string& path, const FicheField& field, const Message& before, const Message& after) {
    const std::vector<std::string> old_items = Items(before, field);
    const std::vector<std::string> new_items = Items(after, field);
    const size_t shorter = std::min(old_items.size(), new_items.size());
    size_t first = 0;
    while (first < shorter && old_items[first] == new_items[first]) ++first;
    size_t last = 0;
    while (last < shorter - first && old_items[old_items.size() - 1 - last] == new_items[new_items.size() - 1 - last]) ++last;
    const size_t old_end = old_items.size() - last;
    const size_t new_end = new_items.size() - last;
    for (size_t i = first; i < std::max(old_end, new_end); ++i) {
      Add(fmt::format("{}[{}]", path, i), i < old_end ? old_items[i] : "", i < new_end ? new_items[i] : "");
    }
  }

  void Keyed(const std::string& path, const FicheField& field, const Message& before, const Message& after) {
    const std::vector<const Message*> old_elements = Elements(before, field);
    const std::vector<const Message*> new_elements = Elements(after, field);
    for (const Message* old_element : old_elements) {
      const std::string& id = IdOfElement(*old_element);
      if (FindElement(new_elements, id) == nullptr) {
        AddOf(v1::FICHE_CHANGE_KIND_REMOVED, fmt::format("{}[{}]", path, id), NameOfElement(*old_element), "");
      }
    }
    for (size_t i = 0; i < new_elements.size(); ++i) {
      const Message& element = *new_elements[i];
      const std::string& id = IdOfElement(element);
      const Message* same = FindElement(old_elements, id);
      if (same != nullptr) {
        Compare(fmt::format("{}[{}]", path, id), *same, element);
        continue;
      }
      const std::string place = fmt::format("{}[#{}]", path, i);
      AddOf(v1::FICHE_CHANGE_KIND_ADDED, place, "", NameOfElement(element));
      const std::unique_ptr<Message> nothing(element.New());
      Compare(place, *nothing, element);
    }
    Moved(path, old_elements, new_elements);
  }

  void Moved(const std::string& path, const std::vector<const Message*>& old_elements, const std::vector<const Message*>& new_elements) {
    const auto order = [](const std::vector<const Message*>& elements, const std::vector<const Message*>& others) {
      std::vector<std::string> ids;
      for (const Message* each : elements) {
        if (FindElement(others, IdOfElement(*each)) != nullptr) ids.push_back(IdOfElement(*each));
      }
      return ids;
    };
    if (order(old_elements, new_elements) == order(new_elements, old_elements)) return;
    const auto names = [](const std::vector<const Message*>& elements) {
      std::string text;
      for (const Message* each : elements) text += (text.empty() ? "" : "; ") + NameOfElement(*each);
      return text;
    };
    AddOf(v1::FICHE_CHANGE_KIND_MOVED, path, names(old_elements), names(new_elements));
  }

  const App& app_;
  FicheChanges& changes_;
};

// `id` or `#2` of a part of a path as the number that PlaceName knows; -1 when there is none.
int NumberOf(const std::vector<const Message*>& elements, std::string_view id) {
  if (id.starts_with("#")) return std::atoi(std::string(id.substr(1)).c_str());
  for (size_t i = 0; i < elements.size(); ++i) {
    if (IdOfElement(*elements[i]) == id) return static_cast<int>(i);
  }
  return -1;
}

// The field at which a path ends; null for an entry or actor as such, and for what this program does not know.
const google::protobuf::FieldDescriptor* FieldAt(std::string_view path) {
  const google::protobuf::Descriptor* message = v1::Fiche::descriptor();
  while (message != nullptr) {
    const size_t dot = std::min(path.find('.'), path.size());
    const std::string_view part = path.substr(0, dot);
    const FicheField* field = FindFicheField(*message, part.substr(0, part.find('[')));
    if (field == nullptr || dot == path.size()) return field == nullptr || field->is_keyed() ? nullptr : field->field;
    message = field->field->message_type();
    path.remove_prefix(dot + 1);
  }
  return nullptr;
}

// Where something that moved stands: the registry counts places from 0; a list of names stays as it is.
std::string Rank(const App& app, std::string_view text) {
  int place = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), place);
  if (error != std::errc() || end != text.data() + text.size()) return std::string(text);
  return app.T("change.rank", {{"number", std::to_string(place + 1)}});
}

// Where code points begin.
bool IsBoundary(std::string_view text, size_t at) { return at >= text.size() || (static_cast<unsigned char>(text[at]) & 0xc0) != 0x80; }

constexpr size_t kShown = 160;
constexpr size_t kLead = 40;

std::string Excerpt(std::string_view text, size_t from) {
  size_t begin = text.size() <= kShown || from <= kLead ? 0 : from - kLead;
  size_t end = std::min(text.size(), begin + kShown);
  while (!IsBoundary(text, begin)) --begin;
  while (!IsBoundary(text, end)) ++end;
  return (begin > 0 ? "…" : "") + std::string(text.substr(begin, end - begin)) + (end < text.size() ? "…" : "");
}

}  // namespace

FicheChanges Changes(const App& app, const v1::Fiche& before, const v1::Fiche& after) {
  FicheChanges changes;
  Differ(app, &changes).Compare("", before, after);
  return changes;
}

std::string NumberedPath(std::string_view path, const v1::Fiche& fiche) {
  const Message* at = &fiche;
  std::string numbered;
  while (!path.empty()) {
    const size_t dot = std::min(path.find('.'), path.size());
    const std::string_view part = path.substr(0, dot);
    path.remove_prefix(std::min(dot + 1, path.size()));
    const size_t bracket = std::min(part.find('['), part.size());
    const FicheField* field = at == nullptr ? nullptr : FindFicheField(*at->GetDescriptor(), part.substr(0, bracket));
    numbered += (numbered.empty() ? "" : ".") + std::string(part.substr(0, bracket));
    if (bracket == part.size() || field == nullptr || !field->is_keyed()) {
      numbered += part.substr(bracket);
      continue;
    }
    const std::vector<const Message*> elements = Elements(*at, *field);
    const int number = NumberOf(elements, part.substr(bracket + 1, part.size() - bracket - 2));
    if (number < 0 || number >= static_cast<int>(elements.size())) return "";
    numbered += fmt::format("[{}]", number);
    at = elements[static_cast<size_t>(number)];
  }
  return numbered;
}

std::string PathInWords(const App& app, std::string_view path, const v1::Fiche& fiche, const v1::Fiche& other) {
  std::string numbered = NumberedPath(path, fiche);
  if (numbered.empty()) numbered = NumberedPath(path, other);
  return numbered.empty() ? std::string(path) : PlaceName(app, numbered);
}

std::string TextInWords(const App& app, std::string_view path, std::string_view text) {
  const google::protobuf::FieldDescriptor* field = FieldAt(path);
  return field == nullptr ? std::string(text) : InWords(app, *field, text);
}

std::string ChangesTable(const App& app, const FicheChanges& changes, const v1::Fiche& before, const v1::Fiche& after) {
  std::vector<std::vector<std::string>> rows;
  for (const v1::FicheChange& change : changes) {
    const bool moved = change.kind() == v1::FICHE_CHANGE_KIND_MOVED;
    const std::string was = moved ? Rank(app, change.before()) : TextInWords(app, change.path(), change.before());
    const std::string is = moved ? Rank(app, change.after()) : TextInWords(app, change.path(), change.after());
    const auto differ = std::mismatch(was.begin(), was.end(), is.begin(), is.end());
    const auto from = static_cast<size_t>(differ.first - was.begin());
    // What is gone has its number in the version before.
    const bool removed = change.kind() == v1::FICHE_CHANGE_KIND_REMOVED;
    rows.push_back({PathInWords(app, change.path(), removed ? before : after, removed ? after : before), Label(change.kind(), app.language),
                    Excerpt(was, from), Excerpt(is, from)});
  }
  return RenderTable(
      {Column{app.T("heading.place")}, Column{app.T("heading.what")}, Column{app.T("heading.before")}, Column{app.T("heading.after")}},
      rows, TerminalWidth());
}

Removed CountRemoved(const FicheChanges& changes) {
  Removed removed;
  for (const v1::FicheChange& change : changes) {
    if (change.kind() != v1::FICHE_CHANGE_KIND_REMOVED) continue;
    const bool entry = change.path().starts_with("initiatives[") && change.path().find('.') == std::string::npos;
    ++(entry ? removed.entries : removed.places);
  }
  return removed;
}

}  // namespace minga::cli
