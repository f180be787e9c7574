// Where in a fiche the comments of a document belong.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "minga/v1/fiche.pb.h"
#include "server/domain/fiche/fiche_paths.h"

namespace minga::domain {

// The fiche beside which a document's comments stand: as it was read, with ids.
struct SaidBeside {
  const v1::Fiche& fiche;
  // For each entry of the document its place in `fiche`, -1 when it was not taken over; empty: all have the place they had.
  std::vector<int> places;
};

// The place of a DocumentComment.path in that fiche, by ids; or of what it stands in, when it has gone. Empty: the whole fiche.
std::optional<FichePath> DocumentPlace(std::string_view path, const SaidBeside& said);

// The same place in a fiche into which the other was merged, or what is left there of what it stands in.
std::optional<FichePath> NearestPlace(FichePath path, const v1::Fiche& fiche);

}  // namespace minga::domain
