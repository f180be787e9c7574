#include "server/transport/grpc/unary.h"

#include <grpcpp/impl/codegen/proto_utils.h>
#include <grpcpp/server_context.h>
#include <grpcpp/support/proto_buffer_reader.h>
#include <grpcpp/support/proto_buffer_writer.h>

#include <cstdlib>
#include <string>
#include <vector>

#include "server/base/errors.h"
#include "server/base/limits.h"
#include "server/transport/gate/wire_message.h"

namespace minga::transport {
namespace {

constexpr char kAuthorization[] = "authorization";
constexpr char kAcceptLanguage[] = "accept-language";

std::string_view Metadata(const grpc::CallbackServerContext& context, const char* name) {
  const auto found = context.client_metadata().find(name);
  return found == context.client_metadata().end() ? std::string_view() : std::string_view(found->second.data(), found->second.size());
}

absl::Time Deadline(const grpc::CallbackServerContext& context) {
  const auto deadline = context.deadline();
  return deadline == std::chrono::system_clock::time_point::max() ? absl::InfiniteFuture() : absl::FromChrono(deadline);
}

std::string Flat(const grpc::ByteBuffer& bytes) {
  std::vector<grpc::Slice> slices;
  std::string flat;
  if (bytes.Dump(&slices).ok()) {
    flat.reserve(bytes.Length());
    for (const grpc::Slice& slice : slices) flat.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return flat;
}

grpc::Status ToGrpc(const google::rpc::Status& status) {
  if (status.code() == 0) return grpc::Status::OK;
  return {static_cast<grpc::StatusCode>(status.code()), status.message(), status.SerializeAsString()};
}

}  // namespace

const google::protobuf::MethodDescriptor& Unary::MethodOf(const google::protobuf::Descriptor& request) const {
  for (int i = 0; i < service_.method_count(); ++i) {
    if (service_.method(i)->input_type() == &request) return *service_.method(i);
  }
  // Only a service that was wired to another service's rules gets here, on its first call in any test.
  std::abort();
}

grpc::ServerUnaryReactor* Unary::Run(grpc::CallbackServerContext* context, const grpc::ByteBuffer* in, grpc::ByteBuffer* out,
                                     const google::protobuf::MethodDescriptor& method, Body body) {
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  // gRPC keeps context and buffers until Finish.
  gate_.Admit(
      method,
      {std::string(Metadata(*context, kAuthorization)), std::string(Metadata(*context, kAcceptLanguage)), Deadline(*context),
       [context] { return context->IsCancelled(); }},
      [in, out, body = std::move(body)](const service::Call& call) {
        if (in->Length() > limits::kMessageBytes) return errors::RequestTooLarge(limits::kDocumentBytes);
        return body(call, *in, out);
      },
      [reactor](const google::rpc::Status& status) { reactor->Finish(ToGrpc(status)); });
  return reactor;
}

grpc::ServerUnaryReactor* Unary::RunNow(grpc::CallbackServerContext* context, const google::protobuf::MethodDescriptor& method,
                                        absl::FunctionRef<bool(const service::Call&)> answer) {
  if (!gate_.AnswerNow(method, Metadata(*context, kAuthorization), Metadata(*context, kAcceptLanguage), answer)) return nullptr;
  grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
  reactor->Finish(grpc::Status::OK);
  return reactor;
}

absl::Status Unary::Parse(const grpc::ByteBuffer& bytes, google::protobuf::Message* request) {
  grpc::ByteBuffer copy(bytes);
  {
    grpc::ProtoBufferReader reader(&copy);
    if (reader.status().ok() && request->ParseFromZeroCopyStream(&reader)) return absl::OkStatus();
  }
  return WhyMalformed(Flat(bytes), *request->GetDescriptor());
}

absl::Status Unary::Serialize(const google::protobuf::Message& response, grpc::ByteBuffer* bytes) {
  bool own_buffer = false;
  const grpc::Status status = grpc::GenericSerialize<grpc::ProtoBufferWriter, google::protobuf::Message>(response, bytes, &own_buffer);
  return status.ok() ? absl::OkStatus() : errors::Internal("response could not be serialised");
}

absl::Status Unary::Share(std::shared_ptr<const std::string> response, grpc::ByteBuffer* bytes) {
  auto* owner = new std::shared_ptr<const std::string>(std::move(response));
  // gRPC only reads what it sends; a slice just has no other type.
  void* data = const_cast<char*>((*owner)->data());
  const grpc::Slice slice(
      data, (*owner)->size(), [](void* kept) { delete static_cast<std::shared_ptr<const std::string>*>(kept); }, owner);
  *bytes = grpc::ByteBuffer(&slice, 1);
  return absl::OkStatus();
}

}  // namespace minga::transport
