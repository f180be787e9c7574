// The natures of actors, as the definitions group them.
#pragma once

#include <array>
#include <cstdint>

#include "minga/v1/initiative.pb.h"
#include "server/domain/qualification/definition.h"

namespace minga::domain {

inline constexpr int kActorCategories = v1::ActorCategory_ARRAYSIZE;

// The sectors of S2's cards, by `sector_group` of actor_categories.csv.
enum class SectorGroup : uint8_t { kNone, kPublic, kPrivate, kAcademia, kCivilSociety };
inline constexpr int kSectorGroups = 5;

// kNone for international organisations, OTHER and what is not certain.
SectorGroup SectorGroupOf(v1::ActorCategory category);
// "PUBLIC"; "" for kNone.
const char* CodeOf(SectorGroup group);

// Whether the category is certain: OTHER and none may each stand for one more nature, or for none.
bool IsKnownNature(v1::ActorCategory category);

// How many actors of an initiative have each category, by its number; a number that is no category counts as none.
std::array<int, kActorCategories> CountCategories(const v1::InitiativeContent& content);

}  // namespace minga::domain
