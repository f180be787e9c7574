#include "client/src/connection.h"

#include <google/rpc/error_details.pb.h>
#include <google/rpc/status.pb.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/impl/codegen/proto_utils.h>
#include <grpcpp/security/credentials.h>

#include <algorithm>
#include <cmath>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <random>
#include <string>
#include <utility>

#include "absl/synchronization/notification.h"
#include "client/src/security.h"

namespace minga {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MessageLite;
using google::protobuf::MethodDescriptor;
using google::protobuf::MethodOptions;

// The largest document and what travels beside it.
constexpr int kMessageBytes = 21 << 20;
constexpr char kRetryInfo[] = "type.googleapis.com/google.rpc.RetryInfo";

uint64_t Random64() {
  thread_local std::random_device device;
  return (static_cast<uint64_t>(device()) << 32) | device();
}

std::string RandomId() {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string id;
  for (uint64_t bits : {Random64(), Random64()}) {
    for (int i = 0; i < 16; ++i, bits >>= 4) id.push_back(kDigits[bits & 15]);
  }
  return id;
}

// Whether a second attempt does no harm. An idempotent RPC recognises one by its request_id, where it has the field.
bool MakeRepeatable(const MethodDescriptor& method, Message& request) {
  if (const FieldDescriptor* id = request.GetDescriptor()->FindFieldByName("request_id");
      id != nullptr && id->cpp_type() == FieldDescriptor::CPPTYPE_STRING && !id->is_repeated()) {
    if (request.GetReflection()->GetString(request, id).empty()) request.GetReflection()->SetString(&request, id, RandomId());
  }
  return method.options().idempotency_level() != MethodOptions::IDEMPOTENCY_UNKNOWN;
}

// Each detail becomes a payload under its own type, so that copies and wrappers of the status keep it.
absl::Status ToAbsl(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  absl::Status answer(static_cast<absl::StatusCode>(status.error_code()), status.error_message());
  google::rpc::Status details;
  if (details.ParseFromString(status.error_details())) {
    for (const google::protobuf::Any& detail : details.details()) answer.SetPayload(detail.type_url(), absl::Cord(detail.value()));
  }
  return answer;
}

// The wait that the server asks for; absent when it asks for none.
std::optional<absl::Duration> AskedDelay(const absl::Status& status) {
  const auto payload = status.GetPayload(kRetryInfo);
  google::rpc::RetryInfo info;
  if (!payload.has_value() || !info.ParseFromString(std::string(*payload))) return std::nullopt;
  return absl::Seconds(info.retry_delay().seconds()) + absl::Nanoseconds(info.retry_delay().nanos());
}

// The wait before the attempt after `attempt`; absent when the error is not one that passes.
std::optional<absl::Duration> RetryDelay(const RetryPolicy& policy, const absl::Status& status, int attempt) {
  const std::optional<absl::Duration> asked = AskedDelay(status);
  const bool passes = absl::IsUnavailable(status) || (asked && (absl::IsResourceExhausted(status) || absl::IsAborted(status)));
  if (!passes) return std::nullopt;
  const absl::Duration bound = std::min(policy.max_backoff, policy.initial_backoff * std::pow(policy.multiplier, attempt - 1));
  // Many clients turned away at once must not all come back at once, neither after a wait of the server's choice.
  const double share = 0.5 + 0.5 * std::ldexp(static_cast<double>(Random64() >> 11), -53);
  return asked ? std::max(*asked, absl::ZeroDuration()) + bound * (share - 0.5) : bound * share;
}

std::shared_ptr<grpc::ChannelCredentials> Credentials(const Options& options) {
  if (!UsesTls(options)) return grpc::InsecureChannelCredentials();
  grpc::SslCredentialsOptions tls;
  // Empty: gRPC looks for the system's.
  tls.pem_root_certs = options.root_certificates;
  return grpc::SslCredentials(tls);
}

std::shared_ptr<grpc::Channel> Open(const Options& options) {
  grpc::ChannelArguments arguments;
  arguments.SetUserAgentPrefix("minga-cpp");
  arguments.SetMaxReceiveMessageSize(kMessageBytes);
  arguments.SetMaxSendMessageSize(kMessageBytes);
  // Repetition is decided here, where the method is known; gRPC's own would multiply the attempts.
  arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
  // A server that restarts is found again within the waits of the retry policy.
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 5000);
  // A proxy of the environment leads away from this machine.
  if (IsLoopback(options.server)) arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  return grpc::CreateCustomChannel(options.server, Credentials(options), arguments);
}

}  // namespace

class Client::Connection::Channel {
 public:
  explicit Channel(const Options& options) : stub(Open(options)) {}
  mutable grpc::TemplatedGenericStub<MessageLite, MessageLite> stub;
};

Client::Connection::Connection(Options options) : options_(std::move(options)), channel_(std::make_unique<Channel>(options_)) {}

Client::Connection::~Connection() = default;

absl::Status Client::Connection::Call(const MethodDescriptor& method, Message& request, Message& response) const {
  const bool repeatable = MakeRepeatable(method, request);
  const absl::Time deadline = absl::Now() + options_.deadline;
  for (int attempt = 1;; ++attempt) {
    const absl::Time start = absl::Now();
    absl::Status status = Attempt(method, request, deadline, response);
    std::optional<absl::Duration> wait;
    if (repeatable && attempt < options_.retry.attempts) wait = RetryDelay(options_.retry, status, attempt);
    if (wait && absl::Now() + *wait >= deadline) wait.reset();
    if (options_.log) options_.log({method.full_name(), attempt, status, absl::Now() - start, wait});
    if (!wait) return status;
    if (!Wait(*wait)) return absl::CancelledError("stopped by the caller");
  }
}

absl::Status Client::Connection::Attempt(const MethodDescriptor& method, const Message& request, absl::Time deadline,
                                         Message& response) const {
  if (options_.stop.stop_requested()) return absl::CancelledError("stopped by the caller");
  grpc::ClientContext context;
  if (!options_.key.empty()) context.AddMetadata("authorization", "Bearer " + options_.key);
  if (!options_.language.empty()) context.AddMetadata("accept-language", options_.language);
  if (deadline != absl::InfiniteFuture()) context.set_deadline(absl::ToChronoTime(deadline));

  response.Clear();
  grpc::Status status;
  absl::Notification done;
  // The stub keeps the pointer to the path for the whole call.
  const std::string path = "/" + method.service()->full_name() + "/" + method.name();
  channel_->stub.UnaryCall(&context, path, grpc::StubOptions(), &request, &response, [&](grpc::Status answer) {
    status = std::move(answer);
    done.Notify();
  });
  {
    const std::stop_callback cancel(options_.stop, [&context] { context.TryCancel(); });
    done.WaitForNotification();
  }
  return ToAbsl(status);
}

bool Client::Connection::Wait(absl::Duration duration) const {
  std::mutex mutex;
  std::condition_variable_any never;
  std::unique_lock<std::mutex> lock(mutex);
  never.wait_for(lock, options_.stop, absl::ToChronoNanoseconds(duration), [] { return false; });
  return !options_.stop.stop_requested();
}

}  // namespace minga
