// A registry in the same process that answers as a test says, and remembers what it was asked.
#pragma once

#include <google/protobuf/message.h>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"

namespace minga::testing {

// One call as it arrived.
struct Received {
  std::string request_type;
  std::map<std::string, std::string> metadata;
  std::shared_ptr<google::protobuf::Message> request;
  // How long the caller was willing to wait.
  double seconds_left;
};

class FakeServer {
 public:
  using Handler = std::function<absl::Status(const google::protobuf::Message& request, google::protobuf::Message* response)>;

  // Listens on a free port of the loopback interface, with TLS when a certificate and its key are given (PEM).
  explicit FakeServer(const std::string& certificate = "", const std::string& key = "");
  ~FakeServer();

  std::string address() const;

  // Answers calls with such a request. Without a handler a call gets UNIMPLEMENTED. Handlers may run in parallel.
  template <typename Request, typename Response>
  void On(std::function<absl::Status(const Request&, Response*)> handler) {
    OnType(Request::descriptor()->full_name(), [handler](const google::protobuf::Message& request, google::protobuf::Message* response) {
      return handler(static_cast<const Request&>(request), static_cast<Response*>(response));
    });
  }

  // What arrived so far, in order.
  std::vector<Received> received() const;

 private:
  struct State;
  void OnType(const std::string& type, Handler handler);

  std::unique_ptr<State> state_;
};

// An error as the registry makes them.
absl::Status RichError(absl::StatusCode code, const std::string& reason, const std::string& text,
                       const std::vector<std::pair<std::string, std::string>>& violations = {});

// `status` with a google.rpc.RetryInfo.
absl::Status ComeBackAfter(absl::Status status, int milliseconds);

}  // namespace minga::testing
