// One try to save what somebody wrote in a file: read it, show what changes, ask about what would be gone, send it.
#pragma once

#include <string>
#include <vector>

#include "client/cli/app.h"
#include "client/cli/fiche_changes.h"
#include "client/cli/fiche_yaml.h"
#include "minga/v1/fiche.pb.h"

namespace minga::cli {

struct EditOptions {
  std::string name;
  // Where the text comes from instead of an editor; `-` is stdin.
  std::string file;
  bool print = false;
  // Asks nothing: what would need an answer ends in a failure.
  bool no_input = false;
  // What would be gone may go.
  bool yes = false;
};

class FicheEdit {
 public:
  enum class Outcome {
    kSaved,
    kNothingChanged,
    // The file says nothing, which is not taken for an answer.
    kEmpty,
    // faults() tells what is wrong.
    kFaulty,
    // Somebody else changed the same: status() has the places.
    kConflict,
    // The person does not want to lose what would be gone.
    kDeclined,
    // status() tells.
    kFailed,
  };

  // `base` is the fiche as it is now.
  FicheEdit(App& app, const Client& client, const EditOptions& options, v1::Fiche base)
      : app_(app), client_(client), options_(options), base_(std::move(base)) {}

  // Tells what changes and what came of it on stdout, but for faults and failures.
  Outcome Try(const std::string& text);

  // The version that the text was made of; a file that names another one changes it.
  const v1::Fiche& base() const { return base_; }
  void set_base(v1::Fiche base) { base_ = std::move(base); }
  const std::vector<FicheFault>& faults() const { return faults_; }
  const absl::Status& status() const { return status_; }
  // What the last text says.
  const v1::Fiche& mine() const { return mine_; }

 private:
  bool FindBase(const FicheFile& file);
  bool MayRemove(const FicheChanges& changes);
  Outcome Send(const FicheFile& file);

  App& app_;
  const Client& client_;
  const EditOptions& options_;
  v1::Fiche base_;
  v1::Fiche mine_;
  std::vector<FicheFault> faults_;
  absl::Status status_;
};

// A question at the terminal; `otherwise` is the answer of Enter alone. False without a terminal and after an interrupt.
bool Confirmed(const App& app, std::string_view key, bool otherwise);

}  // namespace minga::cli
