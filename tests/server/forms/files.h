// Files of tests/data, and comparison of fiches.
#pragma once

#include <google/protobuf/util/message_differencer.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "minga/v1/fiche.pb.h"

namespace minga::forms {

namespace fs = std::filesystem;

inline std::string ReadFile(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

// The documents of a folder of tests/data, in the order of their names.
inline std::vector<fs::path> Documents(const std::string& folder) {
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator(fs::path(MINGA_SOURCE_DIR) / "tests/data" / folder)) {
    if (entry.path().extension() == ".docx" || entry.path().extension() == ".odt") found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

// What the form says of a fiche: without names, ids, states, times, and what the secretariat adds.
inline v1::Fiche OnTheForm(const v1::Fiche& fiche) {
  v1::Fiche said;
  said.set_country_code(fiche.country_code());
  said.set_institution(fiche.institution());
  if (fiche.has_focal_point()) *said.mutable_focal_point() = fiche.focal_point();
  said.set_institutional_strengths(fiche.institutional_strengths());
  said.set_institutional_weaknesses(fiche.institutional_weaknesses());
  if (fiche.has_willing_to_share()) said.set_willing_to_share(fiche.willing_to_share());
  said.set_nothing_to_report(fiche.nothing_to_report());
  for (const v1::FicheInitiative& entry : fiche.initiatives()) {
    const v1::InitiativeContent& content = entry.content();
    v1::InitiativeContent& form = *said.add_initiatives()->mutable_content();
    form.set_type(content.type());
    form.set_type_other(content.type_other());
    form.set_title(content.title());
    form.set_objectives(content.objectives());
    for (v1::Actor actor : content.actors()) {
      actor.clear_id();
      *form.add_actors() = std::move(actor);
    }
    *form.mutable_partner_country_codes() = content.partner_country_codes();
    if (content.has_focal_point()) *form.mutable_focal_point() = content.focal_point();
    form.set_justification(content.justification());
    *form.mutable_strengths() = content.strengths();
    *form.mutable_challenges() = content.challenges();
    *form.mutable_results() = content.results();
  }
  return said;
}

// Empty when they are equal.
inline std::string Difference(const v1::Fiche& expected, const v1::Fiche& actual) {
  std::string difference;
  google::protobuf::util::MessageDifferencer differencer;
  differencer.ReportDifferencesToString(&difference);
  differencer.Compare(expected, actual);
  return difference;
}

inline std::string TestName(const fs::path& path) {
  std::string name = path.filename().string();
  std::replace_if(
      name.begin(), name.end(), [](char c) { return !std::isalnum(static_cast<unsigned char>(c)); }, '_');
  return name;
}

}  // namespace minga::forms
