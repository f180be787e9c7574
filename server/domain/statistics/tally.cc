#include "server/domain/statistics/tally.h"

#include <algorithm>
#include <cmath>

#include "server/domain/codes.h"

namespace minga::domain {
namespace {

// Three places of 21 bits; ids of agencies and rounds are numbered as they are met.
constexpr int kPlaceBits = 21;

uint64_t At(int place, KeyCode code) { return place < 0 ? 0 : uint64_t{code} << (place * kPlaceBits); }

KeyCode CodeAt(uint64_t cell, int place) {
  return static_cast<KeyCode>((cell >> (place * kPlaceBits)) & ((uint64_t{1} << kPlaceBits) - 1));
}

void AppendOnce(uint64_t cell, absl::InlinedVector<uint64_t, 16>* cells) {
  if (std::find(cells->begin(), cells->end(), cell) == cells->end()) cells->push_back(cell);
}

// Thirds that add up to one must print, and sort, as one.
double WithoutNoise(double value) { return std::round(value * 1e9) / 1e9; }

}  // namespace

Tallier::Tallier(const Question& question) : question_(question) {
  if (Uses(v1::DIMENSION_ROLE) && Uses(v1::DIMENSION_PARTICIPATING_COUNTRY)) {
    role_ = question.filter.Only(v1::DIMENSION_ROLE);
    country_ = question.filter.Only(v1::DIMENSION_PARTICIPATING_COUNTRY);
  }
  for (int place = 0; place < static_cast<int>(question.dimensions.size()); ++place) AddSlot(place);
  if (question.dimensions.size() == 1 && !IsNamed(question.dimensions[0])) values_by_code_.resize(kKeyCodes);
}

int Tallier::PlaceOf(v1::Dimension dimension) const {
  const auto& all = question_.dimensions;
  const auto found = std::find(all.begin(), all.end(), dimension);
  return found == all.end() ? -1 : static_cast<int>(found - all.begin());
}

bool Tallier::Uses(v1::Dimension dimension) const { return PlaceOf(dimension) >= 0 || question_.filter.Only(dimension) != nullptr; }

void Tallier::AddSlot(int place) {
  const v1::Dimension dimension = question_.dimensions[static_cast<size_t>(place)];
  Slot slot{Slot::Kind::kPlain, place, -1};
  if (dimension == v1::DIMENSION_ROLE || dimension == v1::DIMENSION_PARTICIPATING_COUNTRY) {
    slot = {Slot::Kind::kParty, PlaceOf(v1::DIMENSION_PARTICIPATING_COUNTRY), PlaceOf(v1::DIMENSION_ROLE)};
  } else if (dimension == v1::DIMENSION_ACTOR_CATEGORY || dimension == v1::DIMENSION_SECTOR_GROUP) {
    slot = {Slot::Kind::kActor, PlaceOf(v1::DIMENSION_ACTOR_CATEGORY), PlaceOf(v1::DIMENSION_SECTOR_GROUP)};
  }
  // A pair has been added at its earlier dimension.
  if (std::any_of(slots_.begin(), slots_.end(),
                  [&](const Slot& each) { return each.kind == slot.kind && each.kind != Slot::Kind::kPlain; })) {
    return;
  }
  if (slot.kind == Slot::Kind::kActor) {
    actor_slot_ = static_cast<int>(slots_.size());
    FillActorCells(slot);
  }
  slots_.push_back(slot);
}

KeyCode Tallier::CodeOfId(int place, const std::string& id) {
  const auto at = static_cast<size_t>(place);
  const auto [found, fresh] = codes_of_ids_[at].try_emplace(id, static_cast<KeyCode>(ids_[at].size()));
  if (fresh) ids_[at].push_back(id);
  return found->second;
}

void Tallier::FillParty(const Slot& slot, const InitiativeFacts& facts, Cells* cells) const {
  // Organisations have roles too, and count where no country is asked about.
  const bool needs_country = slot.first >= 0 || country_ != nullptr;
  const bool needs_role = slot.second >= 0 || role_ != nullptr;
  for (const PartyFact& party : facts.parties) {
    if (needs_country && party.country == PartyFact::kNoCountry) continue;
    if (needs_role && party.role == 0) continue;
    if (country_ != nullptr && !country_->codes.test(party.country)) continue;
    if (role_ != nullptr && !role_->codes.test(party.role)) continue;
    AppendOnce(At(slot.first, party.country) | At(slot.second, party.role), cells);
  }
}

void Tallier::FillActorCells(const Slot& slot) {
  for (int category = 0; category < kActorCategories; ++category) {
    const SectorGroup group = SectorGroupOf(static_cast<v1::ActorCategory>(category));
    const bool known = category != v1::ACTOR_CATEGORY_UNSPECIFIED && (slot.second < 0 || group != SectorGroup::kNone);
    actor_cells_[static_cast<size_t>(category)] =
        known ? At(slot.first, static_cast<KeyCode>(category)) | At(slot.second, static_cast<KeyCode>(group)) : kNoCell;
  }
}

void Tallier::FillSlot(const Slot& slot, const InitiativeFacts& facts, Cells* cells) {
  cells->clear();
  if (slot.kind == Slot::Kind::kParty) {
    FillParty(slot, facts, cells);
  } else if (slot.kind == Slot::Kind::kActor) {
    for (size_t category = 0; category < actor_cells_.size(); ++category) {
      if (facts.actors[category] > 0 && actor_cells_[category] != kNoCell) AppendOnce(actor_cells_[category], cells);
    }
  } else {
    const v1::Dimension dimension = question_.dimensions[static_cast<size_t>(slot.first)];
    if (dimension == v1::DIMENSION_ROUND) {
      if (!facts.round.empty()) cells->push_back(At(slot.first, CodeOfId(slot.first, facts.round)));
    } else if (dimension == v1::DIMENSION_AGENCY) {
      for (const std::string& agency : facts.agencies) cells->push_back(At(slot.first, CodeOfId(slot.first, agency)));
    } else {
      KeyCodes codes;
      AppendKeys(dimension, facts, question_.filter.sectors, &codes);
      for (const KeyCode code : codes) cells->push_back(At(slot.first, code));
    }
  }
}

void Tallier::Spread(int64_t weight) {
  size_t combinations = 1;
  for (size_t slot = 0; slot < slots_.size(); ++slot) combinations *= cells_[slot].size();
  if (combinations == 0) {
    unknown_ += weight;
    return;
  }
  if (slots_.empty()) return;
  const double part = question_.counting == v1::COUNTING_FRACTIONAL ? static_cast<double>(weight) / static_cast<double>(combinations)
                                                                    : static_cast<double>(weight);
  for (size_t combination = 0; combination < combinations; ++combination) {
    Cell cell = 0;
    for (size_t slot = 0, rest = combination; slot < slots_.size(); rest /= cells_[slot].size(), ++slot) {
      cell |= cells_[slot][rest % cells_[slot].size()];
    }
    if (values_by_code_.empty()) {
      values_[cell] += part;
    } else {
      values_by_code_[cell] += part;
    }
  }
}

void Tallier::Add(const InitiativeFacts& facts) {
  if (!Matches(question_.filter, facts)) return;
  if (question_.measure == v1::MEASURE_ACTORS) {
    AddMentions(facts);
  } else {
    AddInitiative(facts);
  }
}

void Tallier::AddInitiative(const InitiativeFacts& facts) {
  ++total_;
  for (size_t slot = 0; slot < slots_.size(); ++slot) FillSlot(slots_[slot], facts, &cells_[slot]);
  Spread(1);
}

void Tallier::AddMentions(const InitiativeFacts& facts) {
  const int mentions = facts.ActorCount();
  if (mentions == 0) return;
  total_ += mentions;
  for (size_t slot = 0; slot < slots_.size(); ++slot) {
    if (static_cast<int>(slot) != actor_slot_) FillSlot(slots_[slot], facts, &cells_[slot]);
  }
  if (actor_slot_ < 0) return Spread(mentions);
  const auto own = static_cast<size_t>(actor_slot_);
  for (size_t category = 0; category < actor_cells_.size(); ++category) {
    if (facts.actors[category] == 0) continue;
    cells_[own].clear();
    if (actor_cells_[category] != kNoCell) cells_[own].push_back(actor_cells_[category]);
    Spread(facts.actors[category]);
  }
}

std::string Tallier::Key(Cell cell, int place) const {
  const auto at = static_cast<size_t>(place);
  const v1::Dimension dimension = question_.dimensions[at];
  const KeyCode code = CodeAt(cell, place);
  return IsNamed(dimension) ? KeyOfId(dimension, ids_[at][code]) : KeyOfCode(dimension, code);
}

v1::ComputeStatisticsResponse Tallier::Finish(texts::Language language) const {
  v1::ComputeStatisticsResponse response;
  double sum = 0;
  const auto add_row = [&](Cell cell, double value) {
    v1::StatisticsRow* const row = response.add_rows();
    for (int place = 0; place < static_cast<int>(question_.dimensions.size()); ++place) row->add_keys(Key(cell, place));
    row->set_value(WithoutNoise(value));
    sum += value;
  };
  for (const auto& [cell, value] : values_) add_row(cell, value);
  for (size_t code = 0; code < values_by_code_.size(); ++code) {
    if (values_by_code_[code] > 0) add_row(code, values_by_code_[code]);
  }
  std::sort(response.mutable_rows()->begin(), response.mutable_rows()->end(), [](const v1::StatisticsRow& a, const v1::StatisticsRow& b) {
    if (a.value() != b.value()) return a.value() > b.value();
    return std::lexicographical_compare(a.keys().begin(), a.keys().end(), b.keys().begin(), b.keys().end());
  });
  for (v1::StatisticsRow& row : *response.mutable_rows()) {
    for (int place = 0; place < row.keys_size(); ++place) {
      row.add_labels(LabelOfKey(question_.dimensions[static_cast<size_t>(place)], question_.vocabulary, row.keys(place), language));
    }
  }
  response.set_total(total_);
  response.set_unknown(unknown_);
  response.set_counting(question_.counting);
  response.set_measure(question_.measure);
  response.set_definition_version(CurrentDefinition().version);
  const auto& restrictions = question_.filter.restrictions;
  const bool filters_sector =
      std::any_of(restrictions.begin(), restrictions.end(), [](const Restriction& each) { return each.dimension == v1::DIMENSION_SECTOR; });
  if (filters_sector || PlaceOf(v1::DIMENSION_SECTOR) >= 0) response.set_sector_vocabulary(question_.vocabulary);
  AddNotes(sum, language, &response);
  return response;
}

void Tallier::AddNotes(double sum, texts::Language language, v1::ComputeStatisticsResponse* response) const {
  const auto note = [&](const char* name, const texts::Args& args = {}) {
    response->add_notes(texts::Render(std::string("statistics.note.") + name, language, args));
  };
  const std::string measure = Code(question_.measure);
  const auto rows = static_cast<int64_t>(std::llround(sum));
  const int64_t known = total_ - unknown_;
  if (question_.received_by_default) note("RECEIVED");
  if (question_.measure == v1::MEASURE_ACTORS) note("MENTIONS");
  if (question_.counting == v1::COUNTING_FRACTIONAL && !slots_.empty()) note("FRACTIONAL", {{"measure", measure}});
  if (question_.counting == v1::COUNTING_WHOLE && rows > known) {
    note("SEVERAL_KEYS", {{"sum", std::to_string(rows)}, {"known", std::to_string(known)}, {"measure", measure}});
  }
  if (unknown_ > 0) note("UNKNOWN", {{"count", std::to_string(unknown_)}, {"total", std::to_string(total_)}, {"measure", measure}});
  if (PlaceOf(v1::DIMENSION_QUALIFICATION) >= 0) note("QUALIFICATION");
  if (PlaceOf(v1::DIMENSION_SECTOR_GROUP) >= 0) note("SECTOR_GROUPS");
  if (Uses(v1::DIMENSION_ROLE) && Uses(v1::DIMENSION_PARTICIPATING_COUNTRY)) note("ROLE_OF_COUNTRY");
  const auto& restrictions = question_.filter.restrictions;
  const bool filters_actors = std::any_of(restrictions.begin(), restrictions.end(), [](const Restriction& each) {
    return each.dimension == v1::DIMENSION_ACTOR_CATEGORY || each.dimension == v1::DIMENSION_SECTOR_GROUP;
  });
  if (question_.measure == v1::MEASURE_ACTORS && filters_actors) note("ACTORS_OF_CHOSEN");
}

v1::ComputeStatisticsResponse Tally(const Question& question, absl::FunctionRef<void(absl::FunctionRef<void(const InitiativeFacts&)>)> each,
                                    texts::Language language) {
  Tallier tallier(question);
  each([&](const InitiativeFacts& facts) { tallier.Add(facts); });
  return tallier.Finish(language);
}

}  // namespace minga::domain
