// The rules of the house that a compiler does not see: which way includes may go, and that documents name what exists.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "texts/texts.h"

namespace minga {
namespace {

namespace fs = std::filesystem;

const fs::path kRoot = MINGA_SOURCE_DIR;

std::string ReadFile(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::vector<fs::path> Sources(const std::vector<std::string>& folders) {
  std::vector<fs::path> found;
  for (const std::string& folder : folders) {
    for (const auto& entry : fs::recursive_directory_iterator(kRoot / folder)) {
      const auto extension = entry.path().extension();
      if (entry.is_regular_file() && (extension == ".h" || extension == ".cc")) found.push_back(fs::relative(entry.path(), kRoot));
    }
  }
  return found;
}

// A layer is a folder; the longest prefix that matches a path names it. What it may include of ours, besides itself.
const std::map<std::string, std::set<std::string>>& Layers() {
  static const std::map<std::string, std::set<std::string>> layers = {
      {"texts/", {}},
      {"code_lists/", {"texts/"}},
      {"server/base/", {"texts/"}},
      {"server/domain/", {"server/base/", "texts/", "code_lists/"}},
      {"server/forms/", {"server/base/", "texts/", "code_lists/"}},
      {"server/store/", {"server/base/"}},
      {"server/store/sql/", {"server/store/", "server/base/"}},
      {"server/store/sqlite/", {"server/store/sql/", "server/store/", "server/base/"}},
      {"server/index/", {"server/domain/", "server/store/", "server/base/"}},
      {"server/mail/", {"server/domain/", "server/store/", "server/base/", "texts/"}},
      {"server/service/", {"server/index/", "server/domain/", "server/forms/", "server/store/", "server/base/", "texts/", "code_lists/"}},
      {"server/transport/gate/", {"server/service/", "server/store/", "server/base/", "texts/"}},
      {"server/transport/grpc/", {"server/transport/gate/", "server/service/", "server/base/"}},
      {"server/",
       {"server/transport/gate/", "server/transport/grpc/", "server/service/", "server/index/", "server/mail/", "server/store/",
        "server/store/sqlite/", "server/base/"}},
      {"client/include/", {}},
      {"client/src/", {"client/include/"}},
      {"client/cli/", {"client/include/", "texts/", "code_lists/"}},
  };
  return layers;
}

std::string LayerOf(const std::string& path) {
  std::string longest;
  for (const auto& [layer, may] : Layers()) {
    if (path.rfind(layer, 0) == 0 && layer.size() > longest.size()) longest = layer;
  }
  return longest;
}

std::vector<std::string> Includes(const fs::path& file) {
  static const std::regex include(R"re(^\s*#\s*include\s*["<]([^">]+)[">])re");
  std::vector<std::string> found;
  std::istringstream text(ReadFile(kRoot / file));
  std::smatch match;
  for (std::string line; std::getline(text, line);) {
    if (std::regex_search(line, match, include)) found.push_back(match[1]);
  }
  return found;
}

TEST(House, IncludesGoOneWay) {
  int seen = 0;
  for (const fs::path& file : Sources({"server", "client", "texts", "code_lists"})) {
    const std::string layer = LayerOf(file.string());
    ASSERT_NE(layer, "") << file << " stands in no layer";
    for (std::string included : Includes(file)) {
      if (included.rfind("minga/", 0) == 0 && included.rfind("minga/v1/", 0) != 0) included = "client/include/" + included;
      const std::string other = LayerOf(included);
      if (other.empty() || other == layer) continue;
      ++seen;
      EXPECT_TRUE(Layers().at(layer).contains(other)) << file << " may not include " << included;
    }
  }
  EXPECT_GT(seen, 50) << "the reader of includes is blind";
}

TEST(House, LibrariesStandBehindTheirLayer) {
  const std::vector<std::pair<std::regex, std::set<std::string>>> owners = {
      {std::regex("^grpc(pp)?/|\\.grpc\\.pb\\.h$"), {"server/transport/grpc/", "client/src/"}},
      {std::regex("^sqlite3\\.h$"), {"server/store/sqlite/"}},
      {std::regex("^(zip\\.h|pugixml\\.hpp)$"), {"server/forms/"}},
      {std::regex("^sodium"), {"server/base/"}},
      {std::regex("^openssl/"), {"server/transport/grpc/"}},
      {std::regex("^curl/"), {"server/mail/"}},
      {std::regex("^yaml-cpp/"), {"client/cli/"}},
  };
  for (const fs::path& file : Sources({"server", "client"})) {
    for (const std::string& included : Includes(file)) {
      for (const auto& [library, layers] : owners) {
        if (!std::regex_search(included, library)) continue;
        EXPECT_TRUE(layers.contains(LayerOf(file.string()))) << file << " includes " << included;
      }
    }
  }
}

TEST(House, WhatGetsTheTimeDoesNotAskForIt) {
  for (const fs::path& file : Sources({"server/domain", "server/forms", "server/service", "server/index", "server/mail"})) {
    EXPECT_THAT(ReadFile(kRoot / file), testing::Not(testing::AnyOf(testing::HasSubstr("absl::Now("), testing::HasSubstr("system_clock"))))
        << file;
  }
}

TEST(House, FeaturesDocumentNamesFilesThatExist) {
  const std::string text = ReadFile(kRoot / "docs/features.md");
  static const std::regex path(R"(`((?:server|client|proto|tests|docs|texts)/[A-Za-z0-9_./*-]+)`)");
  int named = 0;
  for (auto at = std::sregex_iterator(text.begin(), text.end(), path); at != std::sregex_iterator(); ++at) {
    ++named;
    EXPECT_TRUE(fs::exists(kRoot / std::string((*at)[1]))) << (*at)[1];
  }
  EXPECT_GT(named, 20);
}

TEST(House, EveryFeatureWithAServiceHasARow) {
  const std::string text = ReadFile(kRoot / "docs/features.md");
  for (const auto& entry : fs::directory_iterator(kRoot / "proto/minga/v1")) {
    const std::string file = entry.path().filename();
    if (const size_t at = file.find("_service.proto"); at != std::string::npos) {
      EXPECT_NE(text.find("| " + file.substr(0, at) + " |"), std::string::npos) << file;
    }
  }
}

TEST(House, EveryTextThatCodeNamesExists) {
  static const std::regex literal(R"re("((?:cli|error|violation|finding|notice|qualification|statistics)\.[A-Za-z0-9_.]+)")re");
  static const std::regex violation(R"re(\.Add\([^;]*?"([A-Z][A-Z0-9_]+)")re");
  for (const fs::path& file : Sources({"server", "client"})) {
    const std::string text = ReadFile(kRoot / file);
    for (auto at = std::sregex_iterator(text.begin(), text.end(), literal); at != std::sregex_iterator(); ++at) {
      const std::string key = (*at)[1];
      // What goes on behind a point or an underscore is put together; the command line's own texts leave out "cli.".
      if (key.back() == '.' || key.back() == '_') continue;
      EXPECT_TRUE(texts::Exists(key) || texts::Exists("cli." + key)) << key << " in " << file;
    }
    // Of the layers that check requests; the reader's findings have a test of their own.
    if (file.string().rfind("server/", 0) != 0 || file.string().rfind("server/forms/", 0) == 0) continue;
    for (auto at = std::sregex_iterator(text.begin(), text.end(), violation); at != std::sregex_iterator(); ++at) {
      EXPECT_TRUE(texts::Exists("violation." + std::string((*at)[1]))) << (*at)[1] << " in " << file;
    }
  }
}

TEST(House, TheFormsAskWhatTheTextsSay) {
  const std::map<texts::Language, fs::path> forms = {{texts::Language::kSpanish, "server/forms/writer/templates/form-es.xml"},
                                                     {texts::Language::kPortuguese, "server/forms/writer/templates/form-pt.xml"},
                                                     {texts::Language::kEnglish, "server/forms/printer/templates/form-en.xml"}};
  for (const auto& [language, path] : forms) {
    const std::string form = ReadFile(kRoot / path);
    int asked = 0;
    for (const std::string& key : texts::Keys(language)) {
      if (key.rfind("form.", 0) != 0) continue;
      ++asked;
      EXPECT_THAT(form, testing::HasSubstr(texts::Render(key, language))) << key << " in " << path;
    }
    EXPECT_GE(asked, 15);
  }
}

}  // namespace
}  // namespace minga
