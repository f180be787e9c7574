#include "client/cli/fiche_edit_conflict.h"

#include <algorithm>
#include <set>

#include "client/cli/fiche_changes.h"
#include "client/cli/fiche_fields.h"
#include "client/cli/fiche_yaml.h"
#include "minga/error_details.h"

namespace minga::cli {
namespace {

constexpr int kAttempts = 8;

// `initiatives[ID].title` taken apart as far as it matters here: a field of the fiche, an entry, a field of an entry.
struct Place {
  std::string field;
  std::string entry;
  std::string entry_field;
};

Place ReadPlace(std::string_view path) {
  const auto name = [](std::string_view text) { return std::string(text.substr(0, text.find_first_of(".["))); };
  Place place;
  place.field = name(path);
  if (path.size() <= place.field.size() || path[place.field.size()] != '[') return place;
  path.remove_prefix(place.field.size() + 1);
  place.entry = std::string(path.substr(0, path.find(']')));
  const size_t dot = path.find('.');
  if (dot != std::string_view::npos) place.entry_field = name(path.substr(dot + 1));
  return place;
}

v1::FicheInitiative* FindEntry(v1::Fiche* fiche, const std::string& id) {
  for (v1::FicheInitiative& entry : *fiche->mutable_initiatives()) {
    if (entry.id() == id) return &entry;
  }
  return nullptr;
}
const v1::FicheInitiative* FindEntry(const v1::Fiche& fiche, const std::string& id) {
  return FindEntry(const_cast<v1::Fiche*>(&fiche), id);
}

void CopyField(const google::protobuf::Message& from, const std::string& name, google::protobuf::Message* to) {
  const FicheField* field = FindFicheField(*from.GetDescriptor(), name);
  if (field == nullptr) return;
  const google::protobuf::Message& source = HolderOf(from, *field);
  std::unique_ptr<google::protobuf::Message> only(source.New());
  only->CopyFrom(source);
  std::vector<const google::protobuf::FieldDescriptor*> set;
  only->GetReflection()->ListFields(*only, &set);
  for (const auto* each : set) {
    if (each != field->field) only->GetReflection()->ClearField(only.get(), each);
  }
  google::protobuf::Message* target = MutableHolderOf(to, *field);
  target->GetReflection()->ClearField(target, field->field);
  target->MergeFrom(*only);
}

// Takes back what `mine` changed at a place: the whole field, or the whole entry where that is the place.
void TakeBack(const Place& place, const v1::Fiche& base, v1::Fiche* mine) {
  if (place.field == "nothing_to_report" || (place.field == "initiatives" && place.entry.empty())) {
    CopyField(base, "nothing_to_report", mine);
    CopyField(base, "initiatives", mine);
    return;
  }
  if (place.field != "initiatives") return CopyField(base, place.field, mine);
  const v1::FicheInitiative* before = FindEntry(base, place.entry);
  if (before == nullptr) return;
  v1::FicheInitiative* entry = FindEntry(mine, place.entry);
  if (entry == nullptr) {
    *mine->add_initiatives() = *before;
  } else if (place.entry_field.empty()) {
    *entry = *before;
  } else {
    CopyField(*before, place.entry_field, entry);
    // One answer in two fields.
    if (place.entry_field == "type" || place.entry_field == "type_other") {
      CopyField(*before, "type", entry);
      CopyField(*before, "type_other", entry);
    }
  }
}

// The registry gave ids to what is new, but keeps nothing of it: it is new again the next time.
void ForgetNewIds(const v1::Fiche& current, v1::Fiche* merged) {
  for (v1::FicheInitiative& entry : *merged->mutable_initiatives()) {
    const v1::FicheInitiative* kept = FindEntry(current, entry.id());
    std::set<std::string> actors;
    if (kept == nullptr) {
      entry.clear_id();
    } else {
      for (const v1::Actor& actor : kept->content().actors()) actors.insert(actor.id());
    }
    for (v1::Actor& actor : *entry.mutable_content()->mutable_actors()) {
      if (!actors.contains(actor.id())) actor.clear_id();
    }
  }
}

std::string TextAt(const App& app, const Place& place, const v1::Fiche& fiche) {
  if (place.entry.empty()) {
    const FicheField* field = FindFicheField(*v1::Fiche::descriptor(), place.field);
    return field == nullptr ? "" : InWords(app, *field->field, TextOfField(app, fiche, *field));
  }
  const v1::FicheInitiative* entry = FindEntry(fiche, place.entry);
  if (entry == nullptr) return "";
  if (place.entry_field.empty()) return WriteEntryYaml(app, *entry);
  const FicheField* field = FindFicheField(*v1::FicheInitiative::descriptor(), place.entry_field);
  if (field == nullptr) return "";
  if (place.entry_field != "actors") return InWords(app, *field->field, TextOfField(app, *entry, *field));
  // Their names alone would not tell what differs.
  v1::FicheInitiative only;
  *only.mutable_content()->mutable_actors() = entry->content().actors();
  std::string text;
  for (const v1::Actor& actor : only.content().actors()) {
    std::string line;
    for (const FicheField& each : FicheFields(*v1::Actor::descriptor())) {
      if (each.name() != "id" && Says(actor, each))
        line += (line.empty() ? "" : ", ") + InWords(app, *each.field, WordOf(app, actor, each));
    }
    text += (text.empty() ? "" : "\n") + line;
  }
  return text;
}

std::string Indented(const App& app, const std::string& text) {
  if (text.empty()) return "    " + app.T("edit.nothing") + "\n";
  std::string indented = "    ";
  for (size_t at = 0; at < text.size(); ++at) {
    indented += text[at];
    if (text[at] == '\n' && at + 1 < text.size()) indented += "    ";
  }
  return indented.ends_with("\n") ? indented : indented + "\n";
}

}  // namespace

absl::StatusOr<Rebased> Rebase(const App& app, const Client& client, const v1::Fiche& base, const v1::Fiche& mine,
                               std::vector<std::string> paths) {
  v1::UpdateFicheRequest request;
  *request.mutable_fiche() = mine;
  request.set_etag(base.etag());
  request.set_validate_only(true);
  for (const std::string& path : paths) TakeBack(ReadPlace(path), base, request.mutable_fiche());
  for (int i = 0; i < kAttempts; ++i) {
    v1::GetFicheRequest get;
    get.set_name(base.name());
    absl::StatusOr<v1::Fiche> current = client.GetFiche(std::move(get));
    if (!current.ok()) return current.status();
    absl::StatusOr<v1::Fiche> merged = client.UpdateFiche(request);
    if (!merged.ok()) {
      const ErrorDetails details = DetailsOf(merged.status());
      if (details.reason != "FICHE_EDIT_CONFLICT") return merged.status();
      for (const FieldViolation& each : details.field_violations) {
        TakeBack(ReadPlace(each.path), base, request.mutable_fiche());
        if (std::find(paths.begin(), paths.end(), each.path) == paths.end()) paths.push_back(each.path);
      }
      continue;
    }
    // Of the same version, or somebody has written in between once more.
    if (merged->etag() != std::to_string(std::stoll(current->etag()) + 1)) continue;
    ForgetNewIds(*current, &*merged);
    merged->set_etag(current->etag());
    return Rebased{*std::move(current), *std::move(merged), std::move(paths)};
  }
  return app.Error("EDITED_ALL_THE_TIME", "error.edited_all_the_time", {{"name", base.name()}});
}

std::string ConflictText(const App& app, const Rebased& rebased, const v1::Fiche& mine) {
  std::string text;
  for (const std::string& path : rebased.paths) {
    const Place place = ReadPlace(path);
    text += PathInWords(app, path, rebased.current, mine) + "\n";
    text += "  " + app.T("edit.theirs") + "\n" + Indented(app, TextAt(app, place, rebased.current));
    text += "  " + app.T("edit.yours") + "\n" + Indented(app, TextAt(app, place, mine));
  }
  return text;
}

}  // namespace minga::cli
