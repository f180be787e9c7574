#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "google/rpc/error_details.pb.h"
#include "minga/v1/fiche_service.pb.h"
#include "server/base/errors.h"
#include "server/transport/gate/wire_message.h"
#include "server/transport/gate/wire_status.h"

namespace minga::transport {
namespace {

TEST(WireStatus, OkIsEmpty) { EXPECT_EQ(ToWire(absl::OkStatus(), texts::Language::kEnglish).ByteSizeLong(), 0u); }

TEST(WireStatus, CarriesReasonTextAndEveryViolation) {
  Violations violations;
  violations.Add("fiche.institution", "REQUIRED");
  violations.Add("fiche.initiatives[0].content.title", "TOO_LONG", {{"limit", "500"}});
  const google::rpc::Status wire = ToWire(violations.ToStatus(), texts::Language::kPortuguese);
  EXPECT_EQ(wire.code(), 3);
  google::rpc::ErrorInfo info;
  google::rpc::LocalizedMessage message;
  google::rpc::BadRequest bad;
  for (const auto& detail : wire.details()) {
    detail.UnpackTo(&info);
    detail.UnpackTo(&message);
    detail.UnpackTo(&bad);
  }
  EXPECT_EQ(info.reason(), "INVALID_FIELDS");
  EXPECT_EQ(info.domain(), "minga");
  EXPECT_EQ(message.locale(), "pt");
  ASSERT_EQ(bad.field_violations_size(), 2);
  EXPECT_EQ(bad.field_violations(1).field(), "fiche.initiatives[0].content.title");
  EXPECT_EQ(bad.field_violations(1).description(), "Tem mais de 500 caracteres.");
}

TEST(WireStatus, SaysNothingOfWhatIsInside) {
  for (const absl::Status& status : {errors::Internal("table fiche: disk I/O error"), absl::UnknownError("secret")}) {
    const std::string bytes = ToWire(status, texts::Language::kEnglish).SerializeAsString();
    EXPECT_EQ(bytes.find("fiche"), std::string::npos);
    EXPECT_EQ(bytes.find("secret "), std::string::npos);
    EXPECT_NE(bytes.find("INTERNAL"), std::string::npos);
  }
}

TEST(WireMessage, NamesEveryStringThatIsNotUtf8) {
  v1::CreateFicheRequest request;
  request.set_parent("agencies/\xff");
  auto* content = request.mutable_fiche()->add_initiatives()->mutable_content();
  content->add_strengths("good");
  content->add_strengths("bad\xc3");
  v1::CreateFicheRequest parsed;
  const absl::Status status = ParseRequest(request.SerializeAsString(), &parsed);
  std::vector<std::string> paths;
  for (const auto& violation : errors::DetailsOf(status).violations) paths.push_back(violation.path);
  EXPECT_THAT(paths, testing::UnorderedElementsAre("parent", "fiche.initiatives[0].content.strengths[1]"));
}

TEST(WireMessage, RefusesWhatIsNoMessage) {
  v1::CreateFicheRequest parsed;
  for (const std::string& bytes : {std::string("\x0a\xff\xff\xff\xff\x0f"),
                                   std::string("\x0a\x05"
                                               "ab"),
                                   std::string("\xff")}) {
    EXPECT_EQ(errors::DetailsOf(ParseRequest(bytes, &parsed)).reason, "MALFORMED_REQUEST");
  }
  EXPECT_TRUE(ParseRequest("", &parsed).ok());
}

}  // namespace
}  // namespace minga::transport
