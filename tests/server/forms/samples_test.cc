// The sample fiches read to exactly what a careful person transcribes from them.
#include <gmock/gmock.h>
#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "server/forms/fiche_reader.h"

namespace minga::forms {
namespace {

namespace fs = std::filesystem;

std::string ReadFile(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

std::vector<fs::path> Samples() {
  std::vector<fs::path> samples;
  for (const auto& entry : fs::directory_iterator(fs::path(MINGA_SOURCE_DIR) / "tests/data/forms/filled")) {
    if (entry.path().extension() == ".docx") samples.push_back(entry.path());
  }
  std::sort(samples.begin(), samples.end());
  return samples;
}

TEST(Samples, AreTen) { EXPECT_EQ(Samples().size(), 10u); }

class SampleTest : public testing::TestWithParam<fs::path> {};

TEST_P(SampleTest, ReadsToWhatAPersonTranscribes) {
  const absl::StatusOr<FicheDocument> read = ReadFiche(ReadFile(GetParam()), texts::Language::kSpanish);
  ASSERT_TRUE(read.ok()) << read.status();
  v1::Fiche expected;
  const fs::path json = fs::path(GetParam()).replace_extension(".expected.json");
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(ReadFile(json), &expected).ok());
  std::string difference;
  google::protobuf::util::MessageDifferencer differencer;
  differencer.ReportDifferencesToString(&difference);
  EXPECT_TRUE(differencer.Compare(expected, read->fiche)) << difference;
  // What is clear is not flagged.
  for (const v1::Finding& finding : read->findings) ADD_FAILURE() << finding.ShortDebugString();
}

INSTANTIATE_TEST_SUITE_P(Filled, SampleTest, testing::ValuesIn(Samples()), [](const auto& info) {
  std::string name = info.param.stem().string();
  std::replace_if(name.begin(), name.end(), [](char c) { return !std::isalnum(static_cast<unsigned char>(c)); }, '_');
  return name;
});

}  // namespace
}  // namespace minga::forms
