// What somebody changed in a fiche, before it is sent, and how changes are shown.
#pragma once

#include <string>
#include <string_view>

#include "client/cli/app.h"
#include "minga/v1/fiche.pb.h"
#include "minga/v1/fiche_change.pb.h"

namespace minga::cli {

using FicheChanges = google::protobuf::RepeatedPtrField<v1::FicheChange>;

// The differences in what an agency writes, in the form of FicheChange: entries and actors told by their ids, those that are new by
// their place in `after` (`initiatives[#1]`, counted from 0). Space around a text counts for nothing, as the registry takes it away.
FicheChanges Changes(const App& app, const v1::Fiche& before, const v1::Fiche& after);

// `initiatives[ID].title` as `initiatives[2].title`, by the number of the entry or actor; empty when the fiche has no such one.
std::string NumberedPath(std::string_view path, const v1::Fiche& fiche);

// The same in words, with the number of the entry or actor in `fiche` or else in `other`.
std::string PathInWords(const App& app, std::string_view path, const v1::Fiche& fiche, const v1::Fiche& other);

// The text of a change or conflict at a path: words for codes, names for countries.
std::string TextInWords(const App& app, std::string_view path, std::string_view text);

// A table: place, what, before, after; of long texts what surrounds the difference.
std::string ChangesTable(const App& app, const FicheChanges& changes, const v1::Fiche& before, const v1::Fiche& after);

// Entries that are gone, and other places that say nothing any more.
struct Removed {
  int entries = 0;
  int places = 0;
};
Removed CountRemoved(const FicheChanges& changes);

}  // namespace minga::cli
