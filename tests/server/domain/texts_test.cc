// Every sentence that the domain can say exists in the three languages.
#include "texts/texts.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <regex>
#include <set>

#include "tests/server/domain/support.h"

namespace minga::domain {
namespace {

std::set<std::string> KeysInCode() {
  // Fact("path", "REASON"…, Missing(…, "REASON"…, Sentence("REASON"…, violations.Add(…, "RULE"…, note("NAME"…; a reason chosen
  // by a condition is the other half of `? "A" : "B"`.
  static const std::regex upper(
      "\"([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|PERIOD|PARTIES|MODALITY|NATURES|SECTORS|REQUIRED|DUPLICATE|RECEIVED|FRACTIONAL|UNKNOWN|MENTIONS|"
      "QUALIFICATION)\"");
  std::set<std::string> found;
  for (const auto& file : std::filesystem::recursive_directory_iterator(MINGA_SOURCE_DIR "/server/domain")) {
    if (file.path().extension() != ".cc") continue;
    const std::string path = file.path().lexically_relative(MINGA_SOURCE_DIR).string();
    const std::string source = support::ReadFile(path);
    for (std::sregex_iterator at(source.begin(), source.end(), upper), end; at != end; ++at) found.insert(path + " " + (*at)[1].str());
  }
  return found;
}

TEST(DomainTexts, ExistInEveryLanguage) {
  // Codes that are no reasons.
  const std::set<std::string> codes = {"CIVIL_SOCIETY", "LEFT_OUT"};
  const auto keys = KeysInCode();
  EXPECT_GT(keys.size(), 80u);
  for (const std::string& each : keys) {
    const std::string key = each.substr(each.rfind(' ') + 1);
    if (codes.count(key) > 0) continue;
    EXPECT_TRUE(texts::Exists("qualification." + key) || texts::Exists("violation." + key) || texts::Exists("statistics.note." + key))
        << each;
  }
}

TEST(DomainTexts, AreAllUsed) {
  std::string sources;
  for (const std::string& each : KeysInCode()) sources += each + "\n";
  for (const std::string& key : texts::Keys(texts::Language::kSpanish)) {
    if (key.rfind("qualification.", 0) != 0 && key.rfind("statistics.", 0) != 0) continue;
    EXPECT_NE(sources.find(" " + key.substr(key.rfind('.') + 1) + "\n"), std::string::npos) << key;
  }
}

}  // namespace
}  // namespace minga::domain
