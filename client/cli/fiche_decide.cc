#include <CLI/CLI.hpp>
#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <memory>

#include "client/cli/codes.h"
#include "client/cli/dates.h"
#include "client/cli/fiche.h"
#include "client/cli/files.h"
#include "client/cli/initiative_view.h"
#include "client/cli/names.h"
#include "client/cli/print.h"

namespace minga::cli {
namespace {

struct Deciding {
  v1::DecideInitiativeRequest request;
  v1::InitiativeContent from_file;
  bool admit = false;
};

int Decide(App& app, Deciding& deciding) {
  v1::DecideInitiativeRequest& request = deciding.request;
  if (deciding.admit == (request.exclusion_reasons_size() > 0)) {
    return app.FailUsage(app.T("usage.admit_or_exclude"), "minga fiche decide");
  }
  request.set_decision(deciding.admit ? v1::DECISION_ADMITTED : v1::DECISION_EXCLUDED);
  // What stands on the command line goes over what stands in the file; a list replaces the whole list.
  v1::InitiativeContent& from_file = deciding.from_file;
  if (!request.additions().parties().empty()) from_file.clear_parties();
  if (!request.additions().sectors().empty()) from_file.clear_sectors();
  if (!request.additions().sdgs().empty()) from_file.clear_sdgs();
  from_file.MergeFrom(request.additions());
  *request.mutable_additions() = deciding.from_file;
  return CallAndPrint(
      app, [&](const Client& client) { return client.DecideInitiative(request); },
      [&](const v1::Initiative& initiative) {
        std::string text =
            app.T("fiche.decided", {{"title", initiative.content().title()}, {"decision", Label(initiative.decision(), app.language)}});
        const std::string summary = Summary(app, initiative.qualification());
        return Printable(text) + "\n" + (summary.empty() ? "" : summary + "\n");
      });
}

std::string ReadAdditions(App& app, const std::string& path, v1::InitiativeContent* content) {
  const absl::StatusOr<std::string> text = Files(app, {path}).Read(0);
  if (!text.ok()) return app.Sentence(text.status());
  const absl::Status status = FromJson(*text, content);
  return status.ok() ? "" : app.T("usage.bad_additions", {{"file", path}, {"cause", std::string(status.message())}});
}

// Where the initiative is carried out in time, and what it is.
void AddFacts(CLI::App* decide, App& app, const std::shared_ptr<Deciding>& deciding) {
  v1::InitiativeContent* additions = deciding->request.mutable_additions();
  app.Add(decide, "--modality", "modality", [&app, additions](const std::string& text) {
    v1::Modality modality{};
    std::string wrong = ReadCode(text, app.language, &modality);
    additions->set_modality(modality);
    return wrong;
  });
  app.Add(
         decide, "--party", "party",
         [&app, additions](const std::string& text) { return ReadParty(text, app.language, additions->add_parties()); }, true)
      ->allow_extra_args(false);
  app.Add(
         decide, "--sector", "sector",
         [&app, additions](const std::string& text) { return ReadSector(text, app.language, additions->add_sectors()); }, true)
      ->allow_extra_args(false);
  app.Add(
         decide, "--sdg", "sdg",
         [&app, additions](const std::string& text) {
           char* end = nullptr;
           const long number = std::strtol(text.c_str(), &end, 10);
           if (text.empty() || *end != '\0' || number < 1 || number > 17) return app.T("usage.bad_sdg", {{"value", text}});
           additions->add_sdgs(static_cast<int>(number));
           return std::string();
         },
         true)
      ->delimiter(',')
      ->allow_extra_args(false);
  const auto add_date = [&](const std::string& name, std::string_view key, bool start) {
    app.Add(decide, name, key, [&app, additions, start](const std::string& text) {
      const auto date = ReadDate(text);
      if (!date) return app.T("usage.bad_date", {{"value", text}});
      *(start ? additions->mutable_period()->mutable_start() : additions->mutable_period()->mutable_end()) = *date;
      return std::string();
    });
  };
  add_date("--from", "initiative_from", true);
  add_date("--to", "initiative_to", false);
  app.Add(decide, "--status", "status", [&app, additions](const std::string& text) {
    v1::InitiativeStatus status{};
    std::string wrong = ReadCode(text, app.language, &status);
    additions->set_status(status);
    return wrong;
  });
}

}  // namespace

void AddFicheDecide(CLI::App& noun, App& app) {
  auto deciding = std::make_shared<Deciding>();
  CLI::App* decide = app.Command(noun, "decide",
                                 {"fiche decide pe-apci/k3f… a2b3… --admit --modality bilateral --party PE:both --party TH:both \\\n"
                                  "      --sector REPORT:TOURISM --sdg 8 --sdg 12 --from 2019 --to 2022 --status completed",
                                  "fiche decide pe-apci/k3f… a2b3… --exclude not_multi_actor outside_period",
                                  "fiche decide pe-apci/k3f… a2b3… --admit --party \"org:Unión Europea:second_provider\""},
                                 [&app, deciding] { return Decide(app, *deciding); });
  app.Add(decide, "NAME", "fiche",
          [deciding](const std::string& text) {
            deciding->request.set_name(FicheName(text));
            return std::string();
          })
      ->required();
  app.Add(decide, "ENTRY_ID", "entry", deciding->request.mutable_initiative_id())->required();
  CLI::Option* admit = app.AddFlag(decide, "--admit", "admit", &deciding->admit);
  app.Add(
         decide, "--exclude", "exclude",
         [&app, deciding](const std::string& text) {
           v1::ExclusionReason reason{};
           std::string wrong = ReadCode(text, app.language, &reason);
           deciding->request.add_exclusion_reasons(reason);
           return wrong;
         },
         true)
      ->delimiter(',')
      ->excludes(admit);
  AddFacts(decide, app, deciding);
  app.Add(decide, "--additions", "additions",
          [&app, deciding](const std::string& path) { return ReadAdditions(app, path, &deciding->from_file); });
}

}  // namespace minga::cli
