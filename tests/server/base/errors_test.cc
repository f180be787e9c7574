#include "server/base/errors.h"

#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>

namespace minga {
namespace {

TEST(Errors, EveryReasonHasATextInEachLanguage) {
  for (const errors::Entry& entry : errors::Catalogue()) {
    EXPECT_TRUE(texts::Exists("error." + std::string(entry.reason))) << entry.reason;
  }
}

TEST(Errors, TheCataloguesOfTheThreeLanguagesHaveTheSameKeys) {
  EXPECT_EQ(texts::Keys(texts::Language::kSpanish), texts::Keys(texts::Language::kPortuguese));
  EXPECT_EQ(texts::Keys(texts::Language::kSpanish), texts::Keys(texts::Language::kEnglish));
}

TEST(Errors, TheDocumentationListsExactlyTheCatalogue) {
  std::ifstream file(MINGA_SOURCE_DIR "/docs/errors.md");
  std::set<std::string> documented, existing;
  for (std::string line; std::getline(file, line);) {
    if (line.rfind("| `", 0) == 0) documented.insert(line.substr(3, line.find('`', 3) - 3));
  }
  for (const errors::Entry& entry : errors::Catalogue()) existing.insert(std::string(entry.reason));
  EXPECT_EQ(documented, existing);
}

TEST(Errors, KeepTheirArgumentsAndRenderInTheCallersLanguage) {
  const absl::Status status = errors::EtagMismatch("rounds/r1", "7");
  EXPECT_EQ(status.code(), absl::StatusCode::kAborted);
  EXPECT_EQ(errors::DetailsOf(status).reason, "ETAG_MISMATCH");
  EXPECT_NE(errors::Text(status, texts::Language::kEnglish).find("rounds/r1"), std::string::npos);
  EXPECT_NE(errors::Text(status, texts::Language::kPortuguese).find("versão atual: 7"), std::string::npos);
}

TEST(Errors, TheCauseOfAnInternalErrorNeverReachesItsText) {
  const absl::Status status = errors::Internal("table x is gone");
  for (const texts::Language language : texts::kLanguages) EXPECT_EQ(errors::Text(status, language).find("table x"), std::string::npos);
  EXPECT_EQ(errors::CauseOf(status), "table x is gone");
  EXPECT_EQ(errors::Text(absl::UnknownError("secret"), texts::Language::kEnglish), errors::Text(status, texts::Language::kEnglish));
}

TEST(Errors, ViolationsAreCollectedUpToTheLimit) {
  Violations violations;
  EXPECT_TRUE(violations.ToStatus().ok());
  for (int i = 0; i < 300; ++i) violations.Add("f", "REQUIRED");
  EXPECT_EQ(errors::DetailsOf(violations.ToStatus()).violations.size(), 100u);
}

}  // namespace
}  // namespace minga
