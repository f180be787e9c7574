#include "server/domain/comment/document_places.h"

#include <utility>

namespace minga::domain {

std::optional<FichePath> NearestPlace(FichePath path, const v1::Fiche& fiche) {
  while (!path.steps.empty()) {
    if (std::optional<FichePath> found = ResolveFichePath(path, fiche); found.has_value()) return found;
    FichePath::Step& last = path.steps.back();
    if (last.id.empty() && last.place < 0) {
      path.steps.pop_back();
    } else {
      // The list in which it was.
      last.id.clear();
      last.place = -1;
    }
  }
  return std::nullopt;
}

std::optional<FichePath> DocumentPlace(std::string_view path, const SaidBeside& said) {
  // A document numbers its entries; in a path of a fiche a bare number is an id.
  std::string counted;
  for (const char c : path) counted.append(c == '[' ? "[#" : std::string(1, c));
  std::optional<FichePath> place = ParseFichePath(counted);
  if (!place.has_value()) return std::nullopt;
  FichePath::Step& first = place->steps.front();
  if (first.field->shape == FieldShape::kKeyed && first.place >= 0 && !said.places.empty()) {
    const bool known = static_cast<size_t>(first.place) < said.places.size();
    first.place = known ? said.places[static_cast<size_t>(first.place)] : -1;
    if (first.place < 0) place->steps.resize(1);
  }
  return NearestPlace(*std::move(place), said.fiche);
}

}  // namespace minga::domain
