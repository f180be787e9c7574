#include "server/domain/qualification/natures.h"

#include <string_view>

#include "code_lists/code_lists.h"
#include "server/domain/codes.h"
#include "server/domain/qualification/tests.h"

namespace minga::domain {
namespace {

constexpr std::array<const char*, kSectorGroups> kGroupCodes = {"", "PUBLIC", "PRIVATE", "ACADEMIA", "CIVIL_SOCIETY"};

using Groups = std::array<SectorGroup, kActorCategories>;

Groups LoadGroups() {
  Groups groups{};
  for (int number = 0; number < kActorCategories; ++number) {
    const auto* const listed = code_lists::FindActorCategory(Code(static_cast<v1::ActorCategory>(number)));
    if (listed == nullptr || listed->sector_group.empty()) continue;
    for (size_t group = 1; group < kGroupCodes.size(); ++group) {
      if (listed->sector_group == kGroupCodes[group]) groups[static_cast<size_t>(number)] = static_cast<SectorGroup>(group);
    }
  }
  return groups;
}

// The actors of one category, as they are called.
std::vector<std::string> Names(const v1::InitiativeContent& content, v1::ActorCategory category) {
  std::vector<std::string> names;
  for (const v1::Actor& actor : content.actors()) {
    if (actor.category() == category) names.push_back(actor.display_name());
  }
  return names;
}

// A path by the stable id, or by position for an actor that has none yet.
std::string CategoryPath(const v1::InitiativeContent& content, int at) {
  const std::string& id = content.actors(at).id();
  return "actors[" + (id.empty() ? std::to_string(at) : id) + "].category";
}

void AddUncertainActors(const v1::InitiativeContent& content, Explanation& why) {
  for (int at = 0; at < content.actors_size(); ++at) {
    const v1::Actor& actor = content.actors(at);
    if (IsKnownNature(actor.category())) continue;
    if (actor.category() == v1::ACTOR_CATEGORY_OTHER) {
      why.Missing(CategoryPath(content, at), "CATEGORY_OTHER", {{"actor", actor.display_name()}});
    } else if (actor.category_text().empty()) {
      why.Missing(CategoryPath(content, at), "CATEGORY_MISSING", {{"actor", actor.display_name()}});
    } else {
      why.Missing(CategoryPath(content, at), "CATEGORY_UNCERTAIN", {{"actor", actor.display_name()}, {"text", actor.category_text()}});
    }
  }
}

// Each category is a nature of its own (S1's annex lists them side by side).
v1::QualificationResult AtLeastNatures(int needed, const v1::InitiativeContent& content, const Definition& definition, Explanation* why) {
  const auto counts = CountCategories(content);
  int known = 0, open = 0;
  for (int number = 0; number < kActorCategories; ++number) {
    const int count = counts[static_cast<size_t>(number)];
    const auto category = static_cast<v1::ActorCategory>(number);
    if (!IsKnownNature(category)) {
      open += count;
    } else if (count > 0 && (definition.international_organizations_count || category != v1::ACTOR_CATEGORY_INTERNATIONAL_ORGANIZATION)) {
      ++known;
    }
  }
  v1::QualificationResult result = v1::QUALIFICATION_RESULT_NO;
  if (known >= needed) {
    result = v1::QUALIFICATION_RESULT_YES;
  } else if (known + open >= needed || content.actors().empty()) {
    result = v1::QUALIFICATION_RESULT_UNKNOWN;
  }
  if (why == nullptr) return result;

  if (content.actors().empty()) {
    why->Missing("actors", "ACTORS_MISSING");
  } else {
    why->Fact("actors", "NATURES", {{"count", std::to_string(known)}, {"needed", std::to_string(needed)}});
  }
  for (int number = 0; number < kActorCategories; ++number) {
    const int count = counts[static_cast<size_t>(number)];
    const auto category = static_cast<v1::ActorCategory>(number);
    if (count == 0 || !IsKnownNature(category)) continue;
    why->Fact(
        "actors", "NATURE_OF",
        {{"category", why->Category(category)}, {"count", std::to_string(count)}, {"actors", why->ShortList(Names(content, category))}});
  }
  why->Fact("", "GROUPING_BY_CATEGORY",
            {{"international", definition.international_organizations_count ? "COUNT" : "LEFT_OUT"}, {"version", definition.version}});
  // Once the answer is YES, one more nature changes nothing.
  if (result != v1::QUALIFICATION_RESULT_YES) AddUncertainActors(content, *why);
  if (content.objectives().empty()) {
    why->Missing("objectives", "OBJECTIVES_MISSING");
  } else {
    why->Fact("objectives", "OBJECTIVES_RECORDED");
  }
  return result;
}

}  // namespace

SectorGroup SectorGroupOf(v1::ActorCategory category) {
  static const Groups groups = LoadGroups();
  return category >= 0 && category < kActorCategories ? groups[static_cast<size_t>(category)] : SectorGroup::kNone;
}

const char* CodeOf(SectorGroup group) { return kGroupCodes[static_cast<size_t>(group)]; }

bool IsKnownNature(v1::ActorCategory category) {
  return category != v1::ACTOR_CATEGORY_UNSPECIFIED && category != v1::ACTOR_CATEGORY_OTHER && v1::ActorCategory_IsValid(category);
}

std::array<int, kActorCategories> CountCategories(const v1::InitiativeContent& content) {
  std::array<int, kActorCategories> counts{};
  for (const v1::Actor& actor : content.actors()) {
    const int number = v1::ActorCategory_IsValid(actor.category()) ? actor.category() : 0;
    ++counts[static_cast<size_t>(number)];
  }
  return counts;
}

namespace tests {

v1::QualificationResult Narrow(const v1::InitiativeContent& content, const Definition& definition, Explanation* why) {
  return AtLeastNatures(2, content, definition, why);
}

v1::QualificationResult Broad(const v1::InitiativeContent& content, const Definition& definition, Explanation* why) {
  return AtLeastNatures(3, content, definition, why);
}

v1::QualificationResult Santiago2018(const v1::InitiativeContent& content, Explanation* why) {
  constexpr int kNeeded = 2;
  std::array<int, kSectorGroups> counts{};
  int open = 0;
  for (const v1::Actor& actor : content.actors()) {
    ++counts[static_cast<size_t>(SectorGroupOf(actor.category()))];
    if (!IsKnownNature(actor.category())) ++open;
  }
  int known = 0;
  for (size_t group = 1; group < counts.size(); ++group) known += counts[group] > 0 ? 1 : 0;
  const bool has_public = counts[static_cast<size_t>(SectorGroup::kPublic)] > 0;

  v1::QualificationResult result = v1::QUALIFICATION_RESULT_NO;
  if (has_public && known >= kNeeded) {
    result = v1::QUALIFICATION_RESULT_YES;
  } else if (content.actors().empty()) {
    result = v1::QUALIFICATION_RESULT_UNKNOWN;
  } else if (content.actors_size() >= kNeeded && (has_public || open > 0) && known + open >= kNeeded) {
    // Without a public actor one of the open ones has to be it, and brings a sector that is not there yet.
    result = v1::QUALIFICATION_RESULT_UNKNOWN;
  }
  if (why == nullptr) return result;

  if (content.actors().empty()) {
    why->Missing("actors", "ACTORS_MISSING");
  } else {
    why->Fact("actors", "ACTOR_COUNT", {{"count", std::to_string(content.actors_size())}});
    if (!has_public) why->Fact("actors", "NO_PUBLIC_ACTOR");
    why->Fact("actors", "SECTORS", {{"count", std::to_string(known)}});
  }
  for (size_t group = 1; group < counts.size(); ++group) {
    if (counts[group] == 0) continue;
    std::vector<std::string> names;
    for (const v1::Actor& actor : content.actors()) {
      if (SectorGroupOf(actor.category()) == static_cast<SectorGroup>(group)) names.push_back(actor.display_name());
    }
    why->Fact("actors", "SECTOR_OF",
              {{"sector", kGroupCodes[group]}, {"count", std::to_string(counts[group])}, {"actors", why->ShortList(std::move(names))}});
  }
  why->Fact("", "GROUPING_BY_SECTOR");
  if (result != v1::QUALIFICATION_RESULT_YES) AddUncertainActors(content, *why);
  return result;
}

}  // namespace tests
}  // namespace minga::domain
