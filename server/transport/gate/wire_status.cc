#include "server/transport/gate/wire_status.h"

#include "google/rpc/error_details.pb.h"
#include "server/base/errors.h"

namespace minga::transport {
namespace {

constexpr int kRetrySeconds = 1;

}  // namespace

google::rpc::Status ToWire(const absl::Status& status, texts::Language language) {
  google::rpc::Status wire;
  if (status.ok()) return wire;
  const errors::Details details = errors::DetailsOf(status);
  const bool ours = !details.reason.empty();
  wire.set_code(static_cast<int>(ours ? status.code() : absl::StatusCode::kInternal));
  wire.set_message(errors::Text(status, language));

  google::rpc::ErrorInfo info;
  info.set_reason(ours ? details.reason : "INTERNAL");
  info.set_domain("minga");
  for (const auto& [name, value] : details.args) (*info.mutable_metadata())[name] = value;
  wire.add_details()->PackFrom(info);

  google::rpc::LocalizedMessage message;
  message.set_locale(std::string(texts::Code(language)));
  message.set_message(wire.message());
  wire.add_details()->PackFrom(message);

  if (!details.violations.empty()) {
    google::rpc::BadRequest bad;
    for (const Violation& violation : details.violations) {
      auto* field = bad.add_field_violations();
      field->set_field(violation.path);
      field->set_description(texts::Render("violation." + violation.rule, language, violation.args));
    }
    wire.add_details()->PackFrom(bad);
  }
  if (details.reason == "OVERLOADED" || details.reason == "SHUTTING_DOWN") {
    google::rpc::RetryInfo retry;
    retry.mutable_retry_delay()->set_seconds(kRetrySeconds);
    wire.add_details()->PackFrom(retry);
  }
  return wire;
}

}  // namespace minga::transport
