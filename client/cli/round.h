// The commands of a round.
#pragma once

#include <string>

#include "client/cli/app.h"

namespace minga::cli {

// Where agencies stand: status and extend.
void AddRoundStatus(CLI::App& noun, App& app);
// remind.
void AddRoundReminders(CLI::App& noun, App& app);

// The positional ROUND, which every command but `open` has.
void AddRoundName(App& app, CLI::App* to, std::string* name);
// When it closes, for the caller's agency, in the round's zone; empty when it has no end.
std::string ClosingOf(const App& app, const v1::Round& round);

}  // namespace minga::cli
