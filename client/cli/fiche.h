// The commands of `minga fiche`, in four files: what sends documents, what fetches them, what decides, and the rest.
#pragma once

#include "client/cli/app.h"

namespace minga::cli {

void AddFicheDocuments(CLI::App& noun, App& app);
void AddFicheExport(CLI::App& noun, App& app);
void AddFicheDecide(CLI::App& noun, App& app);

}  // namespace minga::cli
