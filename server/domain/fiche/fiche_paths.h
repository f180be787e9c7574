// The one grammar of places in a fiche, for edits, comments, findings and differences:
//
//   path  = step *("." step)            institution    initiatives[ID].title    initiatives[ID].actors[ID].category
//   step  = field ["[" key "]"]         initiatives[ID].strengths[0]            focal_point.email
//   key   = id / place / "#" place
//
// A field is one that an agency writes (fiche_fields.h); an entry's content is left out. Entries and actors are named by
// their ids, of 1 to 26 characters of a-z and 0-9; those that have none yet by `#` and their place. Items of lists have no ids
// and are named by their place. Places count from 0. A field that is not named further is the whole of it, and of entries,
// actors and lists also their order. Units, which differ and are merged as a whole, are values such as `title` or
// `focal_point`, items of lists, and sets such as `partner_country_codes`; a path may go on into the parts of a message.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "minga/v1/fiche.pb.h"
#include "server/domain/fiche/fiche_fields.h"

namespace minga::domain {

struct FichePath {
  struct Step {
    const WrittenField* field = nullptr;
    // Id of an element; empty when the step names none, or names it by its place.
    std::string id;
    // Place of an element or item; -1 when the step names none, or names it by its id.
    int place = -1;

    friend bool operator==(const Step& a, const Step& b) { return a.field == b.field && a.id == b.id && a.place == b.place; }
  };
  // At least one.
  std::vector<Step> steps;

  friend bool operator==(const FichePath& a, const FichePath& b) { return a.steps == b.steps; }
};

// Empty for what is no path. Also reads `#` before the place of a list's item, as the tags of a written form have it.
std::optional<FichePath> ParseFichePath(std::string_view text);
std::string FormatFichePath(const FichePath& path);

// The same path with an id for each `#` place. Empty when the fiche has no such entry, actor or item; a field of what it has is
// there, filled in or not.
std::optional<FichePath> ResolveFichePath(const FichePath& path, const v1::Fiche& fiche);

// The text that stands at a path, as TextOf says it; empty when the fiche has no such place.
std::string TextAtPath(const FichePath& path, const v1::Fiche& fiche);

// Appends one step to a path's text for as long as it lives: for a walk down a fiche, which names what it meets.
class PathStep {
 public:
  PathStep(std::string* path, const WrittenField& field);
  PathStep(std::string* path, const WrittenField& field, std::string_view id);
  PathStep(std::string* path, const WrittenField& field, int place);
  PathStep(const PathStep&) = delete;
  PathStep& operator=(const PathStep&) = delete;
  ~PathStep() { path_->resize(length_); }

 private:
  std::string* path_;
  size_t length_;
};

}  // namespace minga::domain
