// The keys of the dimensions, as people write them and as small codes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/container/inlined_vector.h"
#include "minga/v1/statistics.pb.h"
#include "server/domain/statistics/facts.h"
#include "texts/texts.h"

namespace minga::domain {

// A key's code: the number of an enum or a country, the position of a sector in code_lists::Sectors(), a goal, the years
// since 1900, test * 4 + result of a qualification. AGENCY and ROUND have ids, not codes.
using KeyCode = uint32_t;
inline constexpr KeyCode kKeyCodes = 704;
using KeyCodes = absl::InlinedVector<KeyCode, 12>;

// Whether the dimension's keys are names of records.
bool IsNamed(v1::Dimension dimension);

// The code of a key of a dimension that is not IsNamed; empty when the dimension has no such key. `vocabulary` is that of
// SECTOR.
std::optional<KeyCode> CodeOfKey(v1::Dimension dimension, std::string_view key, std::string_view vocabulary);
std::string KeyOfCode(v1::Dimension dimension, KeyCode code);

// The id in a key of an IsNamed dimension; empty when it is none.
std::optional<std::string> IdOfKey(v1::Dimension dimension, const std::string& key);
std::string KeyOfId(v1::Dimension dimension, const std::string& id);

// The key as people read it, where a code list has its name; the key itself otherwise.
std::string LabelOfKey(v1::Dimension dimension, std::string_view vocabulary, const std::string& key, texts::Language language);

// The bits of a vocabulary's sectors in InitiativeFacts::sectors.
uint64_t SectorsOf(std::string_view vocabulary);

// The known keys of an initiative, each once, in a dimension that is not IsNamed. `sectors` masks SECTOR.
void AppendKeys(v1::Dimension dimension, const InitiativeFacts& facts, uint64_t sectors, KeyCodes* codes);

}  // namespace minga::domain
