// A gRPC client that does as little as possible for a call, so that what is measured is the server.
#pragma once

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "google/protobuf/message.h"

namespace minga::benchmark {

struct Request {
  // "/minga.v1.InitiativeService/GetInitiative".
  std::string method;
  // The key that goes with it; empty: none.
  std::string key;
  grpc::ByteBuffer bytes;
};

grpc::ByteBuffer ToBytes(const google::protobuf::Message& message);
bool FromBytes(const grpc::ByteBuffer& bytes, google::protobuf::Message* message);

// One thread, one completion queue, a fixed number of connections. Not thread-safe.
class Load {
 public:
  static constexpr int kInFlight = 64;

  Load(const std::string& address, int connections);
  ~Load();

  // The request with this number; null: no more.
  using Next = std::function<const Request*(size_t number)>;
  using Answered = std::function<void(size_t number, const grpc::ByteBuffer& response)>;

  struct Done {
    size_t calls = 0;
    absl::Duration elapsed;
    double PerSecond() const { return static_cast<double>(calls) / absl::ToDoubleSeconds(elapsed); }
  };
  // Keeps kInFlight calls under way until there are no more and all are answered. Any call that fails is an error.
  absl::StatusOr<Done> Run(const Next& next, const Answered& answered = nullptr);
  // The requests in their order, each once.
  absl::StatusOr<Done> RunAll(const std::vector<Request>& requests, const Answered& answered = nullptr);
  // The requests again and again for a while.
  absl::StatusOr<Done> RunFor(absl::Duration duration, const std::vector<Request>& requests);

 private:
  struct Slot;
  void StartCall(Slot& slot, size_t number, const Request& request);

  std::vector<std::unique_ptr<grpc::GenericStub>> connections_;
  grpc::CompletionQueue queue_;
  std::vector<std::unique_ptr<Slot>> slots_;
};

}  // namespace minga::benchmark
