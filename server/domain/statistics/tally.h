// Counts initiatives, or mentions of actors, by the keys of a question.
//
// WHOLE counts an initiative once under each combination of its keys, FRACTIONAL in equal parts under them. An initiative
// without a known key in one of the dimensions is `unknown` and in no row. Dimensions that speak of one thing are
// combined as that thing has them, not crossed:
// - ROLE and PARTICIPATING_COUNTRY, in one question as dimensions or as single conditions, are those of one party;
// - ACTOR_CATEGORY and SECTOR_GROUP are those of one actor.
// With the measure ACTORS each mention falls under its own category and sector group and under the initiative's keys
// otherwise. Conditions on actors choose initiatives, as all conditions do; all mentions in those are counted.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/inlined_vector.h"
#include "absl/functional/function_ref.h"
#include "minga/v1/statistics_service.pb.h"
#include "server/domain/statistics/question.h"
#include "texts/texts.h"

namespace minga::domain {

// Counts for one question, which must outlive it. Not thread-safe.
class Tallier {
 public:
  explicit Tallier(const Question& question);

  // Counts the initiative if it passes the question's filter.
  void Add(const InitiativeFacts& facts);
  // The answer so far, its notes in `language`.
  v1::ComputeStatisticsResponse Finish(texts::Language language) const;

 private:
  // The codes of a row's keys, each at the place of its dimension.
  using Cell = uint64_t;
  using Cells = absl::InlinedVector<Cell, 16>;

  // Dimensions whose keys are taken together; -1 for one that is not among them.
  struct Slot {
    enum class Kind { kPlain, kParty, kActor };
    Kind kind;
    int first = -1, second = -1;
  };

  void AddSlot(int place);
  void FillSlot(const Slot& slot, const InitiativeFacts& facts, Cells* cells);
  void FillParty(const Slot& slot, const InitiativeFacts& facts, Cells* cells) const;
  void FillActorCells(const Slot& slot);
  void AddInitiative(const InitiativeFacts& facts);
  void AddMentions(const InitiativeFacts& facts);
  // Counts `weight` under all combinations of the slots' cells.
  void Spread(int64_t weight);
  KeyCode CodeOfId(int place, const std::string& id);
  std::string Key(Cell cell, int place) const;
  void AddNotes(double sum, texts::Language language, v1::ComputeStatisticsResponse* response) const;
  bool Uses(v1::Dimension dimension) const;
  int PlaceOf(v1::Dimension dimension) const;

  const Question& question_;
  std::vector<Slot> slots_;
  // Index of the actors' slot, or -1.
  int actor_slot_ = -1;
  // The cell of each category in that slot; kNoCell where its dimensions do not know the category.
  static constexpr Cell kNoCell = ~Cell{0};
  std::array<Cell, kActorCategories> actor_cells_{};
  // For parties: what one of them must satisfy; null where nothing is asked.
  const Restriction* role_ = nullptr;
  const Restriction* country_ = nullptr;

  std::array<Cells, 3> cells_;
  absl::flat_hash_map<Cell, double> values_;
  // In place of `values_` where there is one dimension and it has codes: the code is the index.
  std::vector<double> values_by_code_;
  int64_t total_ = 0;
  int64_t unknown_ = 0;
  // Ids of AGENCY and ROUND by place, in the order met.
  std::array<absl::flat_hash_map<std::string, KeyCode>, 3> codes_of_ids_;
  std::array<std::vector<std::string>, 3> ids_;
};

// `each` calls its argument with every initiative that the caller may see.
v1::ComputeStatisticsResponse Tally(const Question& question, absl::FunctionRef<void(absl::FunctionRef<void(const InitiativeFacts&)>)> each,
                                    texts::Language language);

}  // namespace minga::domain
