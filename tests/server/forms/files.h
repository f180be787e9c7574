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
