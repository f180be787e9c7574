#include <iostream>

#include "client/cli/codes.h"
#include "client/cli/fiche_edit.h"
#include "client/cli/json.h"
#include "client/cli/places.h"
#include "client/cli/secrets.h"
#include "minga/error_details.h"

namespace minga::cli {
namespace {

// More places that would say nothing any more than this are asked about, as a block may have been deleted by mistake.
constexpr int kManyPlaces = 5;

// `fiche.initiatives[0].content.title` as the file has it.
std::string InFile(std::string path) {
  for (const std::string_view part : {"fiche.", "content."}) {
    for (size_t at = path.find(part); at != std::string::npos; at = path.find(part, at)) {
      if (at == 0 || path[at - 1] == '.') {
        path.erase(at, part.size());
      } else {
        at += part.size();
      }
    }
  }
  return path;
}

}  // namespace

bool Confirmed(const App& app, std::string_view key, bool otherwise) {
  const absl::StatusOr<std::string> line = Ask(app, key, /*hidden=*/false);
  if (!line.ok() || app.interrupted()) return false;
  return line->empty() ? otherwise : ReadYes(*line).value_or(false);
}

// The version that the file was made of: the one that it names, or else the current one.
bool FicheEdit::FindBase(const FicheFile& file) {
  if (!file.fiche.name().empty() && file.fiche.name() != base_.name()) {
    faults_.push_back({0, app_.T("edit.another_fiche", {{"name", file.fiche.name()}, {"wanted", base_.name()}})});
    return false;
  }
  if (file.fiche.etag().empty() || file.fiche.etag() == base_.etag()) return true;
  v1::GetFicheRevisionRequest request;
  request.set_name(base_.name() + "/revisions/" + file.fiche.etag());
  absl::StatusOr<v1::Fiche> base = client_.GetFicheRevision(std::move(request));
  if (base.ok()) {
    base_ = *std::move(base);
    return true;
  }
  status_ = base.status();
  return false;
}

bool FicheEdit::MayRemove(const FicheChanges& changes) {
  const Removed removed = CountRemoved(changes);
  if (options_.yes || (removed.entries == 0 && removed.places <= kManyPlaces)) return true;
  const std::string sentence =
      app_.T("edit.removes", {{"entries", std::to_string(removed.entries)}, {"places", std::to_string(removed.places)}});
  if (options_.no_input) {
    status_ = app_.Error("EDIT_REMOVES", "error.edit_removes", {{"what", sentence}});
    return false;
  }
  std::cout << std::flush;
  std::cerr << sentence << std::endl;
  return Confirmed(app_, "edit_remove", false);
}

FicheEdit::Outcome FicheEdit::Try(const std::string& text) {
  faults_.clear();
  status_ = absl::OkStatus();
  const FicheFile file = ReadFicheYaml(app_, text);
  if (file.empty) return Outcome::kEmpty;
  faults_ = file.faults;
  if (!faults_.empty()) return Outcome::kFaulty;
  if (!FindBase(file)) return status_.ok() ? Outcome::kFaulty : Outcome::kFailed;
  mine_ = file.fiche;
  mine_.set_name(base_.name());
  const FicheChanges changes = Changes(app_, base_, mine_);
  if (changes.empty()) {
    if (app_.json()) {
      std::cout << ToJson(base_) << "\n";
    } else {
      std::cout << app_.T("edit.nothing_changed") << "\n";
    }
    return Outcome::kNothingChanged;
  }
  if (!app_.json()) std::cout << ChangesTable(app_, changes, base_, mine_) << std::flush;
  if (!MayRemove(changes)) return status_.ok() ? Outcome::kDeclined : Outcome::kFailed;
  return Send(file);
}

FicheEdit::Outcome FicheEdit::Send(const FicheFile& file) {
  v1::UpdateFicheRequest request;
  *request.mutable_fiche() = mine_;
  request.set_etag(base_.etag());
  const absl::StatusOr<v1::Fiche> saved = client_.UpdateFiche(std::move(request));
  if (saved.ok()) {
    const bool merged = saved->etag() != std::to_string(std::stoll(base_.etag()) + 1);
    if (app_.json()) {
      std::cout << ToJson(*saved) << "\n";
    } else {
      std::cout << app_.T(merged ? "edit.saved_merged" : "edit.saved", {{"name", saved->name()}}) << "\n";
    }
    return Outcome::kSaved;
  }
  status_ = saved.status();
  const ErrorDetails details = DetailsOf(status_);
  if (details.reason == "FICHE_EDIT_CONFLICT") return Outcome::kConflict;
  if (details.reason != "INVALID_FIELDS") return Outcome::kFailed;
  for (const FieldViolation& violation : details.field_violations) {
    const auto line = file.lines.find(InFile(violation.path));
    faults_.push_back({line == file.lines.end() ? 0 : line->second, PlaceName(app_, violation.path) + ": " + violation.description});
  }
  return Outcome::kFaulty;
}

}  // namespace minga::cli
