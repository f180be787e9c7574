// A draft as a file that people edit: the form's questions as comments, what the fiche says behind them.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "client/cli/app.h"
#include "client/cli/yaml_tree.h"
#include "minga/v1/fiche.pb.h"

namespace minga::cli {

// The fiche with its name and etag, in the app's language. Read back it says the same, byte by byte.
std::string WriteFicheYaml(const App& app, const v1::Fiche& fiche);
// One entry alone, without questions.
std::string WriteEntryYaml(const App& app, const v1::FicheInitiative& entry);

struct FicheFault {
  // Counted from 1; 0: the file as a whole.
  int line = 0;
  std::string sentence;
};

// What a file says.
struct FicheFile {
  // With the name and the etag that the file has; otherwise only what an agency writes. Entries and actors without an id are new.
  v1::Fiche fiche;
  // All that is wrong; the fiche is not to be used then.
  std::vector<FicheFault> faults;
  // Nothing but comments stands in it.
  bool empty = false;
  // Where a place stands: `initiatives[0].title` to its line.
  std::map<std::string, int> lines;
};
FicheFile ReadFicheYaml(const App& app, std::string_view bytes);

}  // namespace minga::cli
