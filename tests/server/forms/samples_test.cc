// The sample fiches read to exactly what a careful person transcribes from them.
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include "server/forms/fiche_reader.h"
#include "tests/server/forms/files.h"

namespace minga::forms {
namespace {

TEST(Samples, AreTen) { EXPECT_EQ(Documents("forms/filled").size(), 10u); }

class SampleTest : public testing::TestWithParam<fs::path> {};

TEST_P(SampleTest, ReadsToWhatAPersonTranscribes) {
  const absl::StatusOr<FicheDocument> read = ReadFiche(ReadFile(GetParam()), texts::Language::kSpanish);
  ASSERT_TRUE(read.ok()) << read.status();
  v1::Fiche expected;
  ASSERT_TRUE(
      google::protobuf::util::JsonStringToMessage(ReadFile(fs::path(GetParam()).replace_extension(".expected.json")), &expected).ok());
  EXPECT_EQ(Difference(expected, read->fiche), "");
  // What is clear is not flagged.
  for (const v1::Finding& finding : read->findings) ADD_FAILURE() << finding.ShortDebugString();
}

INSTANTIATE_TEST_SUITE_P(Filled, SampleTest, testing::ValuesIn(Documents("forms/filled")),
                         [](const auto& info) { return TestName(info.param); });

class BlankFormTest : public testing::TestWithParam<fs::path> {};

TEST_P(BlankFormTest, HoldsNoAnswer) {
  const absl::StatusOr<FicheDocument> read = ReadFiche(ReadFile(GetParam()), texts::Language::kSpanish);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(Difference(v1::Fiche(), read->fiche), "");
  for (const v1::Finding& finding : read->findings) ADD_FAILURE() << finding.ShortDebugString();
}

INSTANTIATE_TEST_SUITE_P(Blank, BlankFormTest, testing::ValuesIn(Documents("forms/blank")),
                         [](const auto& info) { return TestName(info.param); });

}  // namespace
}  // namespace minga::forms
