// Fiches as they arrive in real life, each with one trait (tests/data/documents, made by tools/make_hard_documents.py).
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "server/forms/fiche_reader.h"
#include "tests/server/forms/files.h"

namespace minga::forms {
namespace {

class HardDocumentTest : public testing::TestWithParam<fs::path> {};

TEST_P(HardDocumentTest, ReadsToWhatAPersonTranscribes) {
  const absl::StatusOr<FicheDocument> read = ReadFiche(ReadFile(GetParam()), texts::Language::kSpanish);
  ASSERT_TRUE(read.ok()) << read.status();
  const nlohmann::json wanted = nlohmann::json::parse(ReadFile(GetParam().string() + ".expected.json"));
  v1::Fiche expected;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(wanted["fiche"].dump(), &expected).ok());
  EXPECT_EQ(Difference(expected, read->fiche), "");
  std::string found;
  for (const v1::Finding& finding : read->findings) {
    found += finding.ShortDebugString() + "\n";
    EXPECT_FALSE(finding.message().empty());
    EXPECT_NE(finding.message(), "finding." + finding.reason());
    EXPECT_NE(finding.certainty(), v1::CERTAINTY_UNSPECIFIED);
  }
  if (!wanted.contains("findings")) return;
  for (const auto& finding : wanted["findings"]) {
    const bool there = std::any_of(read->findings.begin(), read->findings.end(), [&](const v1::Finding& other) {
      return other.field() == finding["field"].get<std::string>() && other.reason() == finding["reason"].get<std::string>();
    });
    EXPECT_TRUE(there) << "not reported: " << finding.dump() << "\nreported:\n" << found;
  }
  // What is clear is not flagged.
  if (wanted["findings"].empty()) {
    EXPECT_EQ(found, "");
  }
}

INSTANTIATE_TEST_SUITE_P(Documents, HardDocumentTest, testing::ValuesIn(Documents("documents")),
                         [](const auto& info) { return TestName(info.param); });

}  // namespace
}  // namespace minga::forms
