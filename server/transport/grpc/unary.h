// One RPC from gRPC's threads to the gate and back. A service registers its methods as raw callback methods, so that the
// bytes are parsed on a worker and only for a caller who may call, and so that an RPC is one line:
//   ServerUnaryReactor* GetFiche(CallbackServerContext* context, const ByteBuffer* in, ByteBuffer* out) override {
//     return unary_.Serve(context, in, out, rules_, &service::FicheService::GetFiche);
//   }
#pragma once

#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/server_callback.h>

#include <functional>

#include "absl/status/statusor.h"
#include "google/protobuf/message.h"
#include "server/service/answer_cache.h"
#include "server/transport/gate/gate.h"

namespace minga::transport {

class Unary {
 public:
  Unary(Gate& gate, const google::protobuf::ServiceDescriptor& service) : gate_(gate), service_(service) {}

  template <typename Rules, typename Request, typename Response>
  grpc::ServerUnaryReactor* Serve(grpc::CallbackServerContext* context, const grpc::ByteBuffer* in, grpc::ByteBuffer* out, Rules& rules,
                                  absl::StatusOr<Response> (Rules::*method)(const service::Call&, const Request&)) {
    // Looked up once: a request type belongs to exactly one RPC.
    static const google::protobuf::MethodDescriptor& descriptor = MethodOf(*Request::descriptor());
    return Run(context, in, out, descriptor,
               [&rules, method](const service::Call& call, const grpc::ByteBuffer& bytes, grpc::ByteBuffer* answer) {
                 Request request;
                 if (const absl::Status parsed = Parse(bytes, &request); !parsed.ok()) return parsed;
                 const absl::StatusOr<Response> response = (rules.*method)(call, request);
                 return response.ok() ? Serialize(*response, answer) : response.status();
               });
  }

  // The same with `kept`, which answers from memory or not at all (null bytes), tried first, on gRPC's own thread.
  template <typename Rules, typename Request, typename Response>
  grpc::ServerUnaryReactor* Serve(grpc::CallbackServerContext* context, const grpc::ByteBuffer* in, grpc::ByteBuffer* out, Rules& rules,
                                  absl::StatusOr<service::Encoded<Response>> (Rules::*method)(const service::Call&, const Request&),
                                  service::Encoded<Response> (Rules::*kept)(const service::Call&, const Request&)) {
    static const google::protobuf::MethodDescriptor& descriptor = MethodOf(*Request::descriptor());
    const auto answer = [&](const service::Call& call) {
      Request request;
      if (in->Length() > kSmall || !Parse(*in, &request).ok()) return false;
      const service::Encoded<Response> response = (rules.*kept)(call, request);
      return response.bytes != nullptr && Serialize(response, out).ok();
    };
    if (grpc::ServerUnaryReactor* reactor = RunNow(context, descriptor, answer)) return reactor;
    return Serve(context, in, out, rules, method);
  }

 private:
  // Bytes of a request that is parsed on gRPC's thread, at most.
  static constexpr size_t kSmall = 4'096;
  using Body = std::function<absl::Status(const service::Call&, const grpc::ByteBuffer&, grpc::ByteBuffer*)>;

  const google::protobuf::MethodDescriptor& MethodOf(const google::protobuf::Descriptor& request) const;
  grpc::ServerUnaryReactor* Run(grpc::CallbackServerContext* context, const grpc::ByteBuffer* in, grpc::ByteBuffer* out,
                                const google::protobuf::MethodDescriptor& method, Body body);
  // Null when the gate has to admit the call.
  grpc::ServerUnaryReactor* RunNow(grpc::CallbackServerContext* context, const google::protobuf::MethodDescriptor& method,
                                   absl::FunctionRef<bool(const service::Call&)> answer);
  static absl::Status Parse(const grpc::ByteBuffer& bytes, google::protobuf::Message* request);
  static absl::Status Serialize(const google::protobuf::Message& response, grpc::ByteBuffer* bytes);
  template <typename Response>
  static absl::Status Serialize(const service::Encoded<Response>& response, grpc::ByteBuffer* bytes) {
    return Share(response.bytes, bytes);
  }
  static absl::Status Share(std::shared_ptr<const std::string> response, grpc::ByteBuffer* bytes);

  Gate& gate_;
  const google::protobuf::ServiceDescriptor& service_;
};

}  // namespace minga::transport
