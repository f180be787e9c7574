#include "server/transport/gate/wire_status.h"

#include "google/rpc/error_details.pb.h"
#include "server/base/errors.h"
#include "server/base/limits.h"

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

  google::rpc::LocalizedMessage message;
  message.set_locale(std::string(texts::Code(language)));
  message.set_message(wire.message());

  google::rpc::BadRequest bad;
  size_t size = wire.message().size() * 2;
  for (const Violation& violation : details.violations) {
    auto* field = bad.add_field_violations();
    field->set_field(violation.path);
    field->set_description(texts::Render("violation." + violation.rule, language, violation.args));
    size += field->ByteSizeLong();
    if (size > limits::kStatusBytes) {
      // An answer that is too large does not arrive at all.
      bad.mutable_field_violations()->RemoveLast();
      (*info.mutable_metadata())["omitted"] = std::to_string(details.violations.size() - static_cast<size_t>(bad.field_violations_size()));
      break;
    }
  }
  wire.add_details()->PackFrom(info);
  wire.add_details()->PackFrom(message);
  if (!details.violations.empty()) wire.add_details()->PackFrom(bad);
  if (details.reason == "OVERLOADED" || details.reason == "SHUTTING_DOWN") {
    google::rpc::RetryInfo retry;
    retry.mutable_retry_delay()->set_seconds(kRetrySeconds);
    wire.add_details()->PackFrom(retry);
  }
  return wire;
}

}  // namespace minga::transport
