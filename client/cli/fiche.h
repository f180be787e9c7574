// The commands of `minga fiche`, by file: what sends documents, what fetches them, what keeps them, what is edited, what validates
// inside the agency, what decides, what tells the history, and the rest.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "client/cli/app.h"
#include "client/cli/names.h"

namespace minga::cli {

void AddFicheDocuments(CLI::App& noun, App& app);
void AddFicheExport(CLI::App& noun, App& app);
void AddFicheValidation(CLI::App& noun, App& app);
void AddFicheDecide(CLI::App& noun, App& app);
// What tells the history, and two of its steps apart.
void AddFicheHistory(CLI::App& noun, App& app);
// What brings Word copies together.
void AddFicheMerge(CLI::App& noun, App& app);
// What opens a draft in an editor.
void AddFicheEdit(CLI::App& noun, App& app);
// What keeps documents with a fiche.
void AddFicheAttachments(CLI::App& noun, App& app);
// What is said about it.
void AddFicheComment(CLI::App& noun, App& app);

// A command about one fiche, given by its name, which `request` gets.
template <typename Request>
CLI::App* AddNamed(CLI::App& noun, App& app, const std::string& name, const std::vector<std::string>& examples,
                   std::shared_ptr<Request> request, std::function<int()> run) {
  CLI::App* command = app.Command(noun, name, examples, std::move(run));
  app.Add(command, "NAME", "fiche",
          [request](const std::string& text) {
            request->set_name(FicheName(text));
            return std::string();
          })
      ->required();
  return command;
}

}  // namespace minga::cli
