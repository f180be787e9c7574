// The channel of a Client and the one way in which every call is made.
#pragma once

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>

#include <memory>

#include "absl/status/status.h"
#include "minga/client.h"

namespace minga {

class Client::Connection {
 public:
  // `options` have been checked.
  explicit Connection(Options options);
  ~Connection();

  // Makes the call, with repetitions; fills an empty `request_id` of the request. `response` is unspecified unless OK.
  absl::Status Call(const google::protobuf::MethodDescriptor& method, google::protobuf::Message& request,
                    google::protobuf::Message& response) const;

 private:
  class Channel;

  absl::Status Attempt(const google::protobuf::MethodDescriptor& method, const google::protobuf::Message& request, absl::Time deadline,
                       google::protobuf::Message& response) const;
  // False when a stop was requested meanwhile.
  bool Wait(absl::Duration duration) const;

  const Options options_;
  const std::unique_ptr<Channel> channel_;
};

}  // namespace minga
