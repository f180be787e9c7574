// Calls any RPC by its descriptor, with any bytes: what a client that is wrong or hostile can send.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace minga {

struct RawAnswer {
  // gRPC's status code.
  int code = 0;
  std::string message;
  // Empty when the call succeeded.
  google::rpc::Status status;
  google::rpc::ErrorInfo info;
  google::rpc::BadRequest bad_request;
  // Of a success.
  std::string bytes;

  std::vector<std::string> Fields() const;
};

class RawCaller {
 public:
  explicit RawCaller(const std::string& address);
  ~RawCaller();
  RawAnswer Call(const google::protobuf::MethodDescriptor& method, const std::string& request, const std::string& key,
                 const std::string& language = "en") const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

// Every RPC of minga.v1, found through the linked descriptors.
std::vector<const google::protobuf::MethodDescriptor*> AllMethods();

// An empty request of a method.
std::unique_ptr<google::protobuf::Message> NewRequest(const google::protobuf::MethodDescriptor& method);

}  // namespace minga
