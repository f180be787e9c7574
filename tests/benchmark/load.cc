#include "tests/benchmark/load.h"

#include "absl/time/clock.h"

namespace minga::benchmark {

// A call under way.
struct Load::Slot {
  grpc::GenericStub* stub = nullptr;
  size_t number = 0;
  std::unique_ptr<grpc::ClientContext> context;
  std::unique_ptr<grpc::GenericClientAsyncResponseReader> reader;
  grpc::ByteBuffer response;
  grpc::Status status;
};

grpc::ByteBuffer ToBytes(const google::protobuf::Message& message) {
  const grpc::Slice slice(message.SerializeAsString());
  return grpc::ByteBuffer(&slice, 1);
}

bool FromBytes(const grpc::ByteBuffer& bytes, google::protobuf::Message* message) {
  std::vector<grpc::Slice> slices;
  if (!bytes.Dump(&slices).ok()) return false;
  std::string flat;
  for (const grpc::Slice& slice : slices) flat.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  return message->ParseFromString(flat);
}

Load::Load(const std::string& address, int connections) {
  for (int i = 0; i < connections; ++i) {
    grpc::ChannelArguments arguments;
    // Otherwise channels to one address share one connection.
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    arguments.SetMaxReceiveMessageSize(-1);
    connections_.push_back(
        std::make_unique<grpc::GenericStub>(grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments)));
  }
  for (int i = 0; i < kInFlight; ++i) {
    slots_.push_back(std::make_unique<Slot>());
    slots_.back()->stub = connections_[static_cast<size_t>(i % connections)].get();
  }
}

Load::~Load() {
  queue_.Shutdown();
  void* tag = nullptr;
  bool ok = false;
  while (queue_.Next(&tag, &ok)) {
  }
}

void Load::StartCall(Slot& slot, size_t number, const Request& request) {
  slot.number = number;
  slot.reader.reset();
  slot.context = std::make_unique<grpc::ClientContext>();
  slot.context->set_wait_for_ready(true);
  slot.context->set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(60));
  if (!request.key.empty()) slot.context->AddMetadata("authorization", "Bearer " + request.key);
  slot.response.Clear();
  slot.reader = slot.stub->PrepareUnaryCall(slot.context.get(), request.method, request.bytes, &queue_);
  slot.reader->StartCall();
  slot.reader->Finish(&slot.response, &slot.status, &slot);
}

absl::StatusOr<Load::Done> Load::Run(const Next& next, const Answered& answered) {
  Done done;
  size_t started = 0;
  bool more = true;
  absl::Status failed;
  const auto begin = [&](Slot& slot) {
    const Request* request = more ? next(started) : nullptr;
    more = request != nullptr;
    if (more) StartCall(slot, started++, *request);
  };
  const absl::Time start = absl::Now();
  for (const auto& slot : slots_) begin(*slot);
  while (done.calls < started) {
    void* tag = nullptr;
    bool ok = false;
    if (!queue_.Next(&tag, &ok)) return absl::InternalError("the completion queue ended");
    Slot& slot = *static_cast<Slot*>(tag);
    ++done.calls;
    if (!slot.status.ok()) {
      failed = absl::InternalError("a call failed: " + slot.status.error_message());
      more = false;
    } else if (answered) {
      answered(slot.number, slot.response);
    }
    begin(slot);
  }
  done.elapsed = absl::Now() - start;
  if (!failed.ok()) return failed;
  return done;
}

absl::StatusOr<Load::Done> Load::RunAll(const std::vector<Request>& requests, const Answered& answered) {
  return Run([&](size_t number) { return number < requests.size() ? &requests[number] : nullptr; }, answered);
}

absl::StatusOr<Load::Done> Load::RunFor(absl::Duration duration, const std::vector<Request>& requests) {
  const absl::Time end = absl::Now() + duration;
  return Run([&](size_t number) { return absl::Now() < end ? &requests[number % requests.size()] : nullptr; });
}

}  // namespace minga::benchmark
