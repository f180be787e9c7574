// Where something stands in a record, in words.
#pragma once

#include <string>
#include <string_view>

#include "client/cli/app.h"

namespace minga::cli {

// `initiatives[1].actors[0].category` as "Iniciativa 2, actor 1, tipo de actor". A path of which a part has no words comes
// back as it is.
std::string PlaceName(const App& app, std::string_view path);

}  // namespace minga::cli
