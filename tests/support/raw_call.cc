#include "tests/support/raw_call.h"

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <condition_variable>
#include <mutex>

#include "minga/v1/agency_service.pb.h"
#include "minga/v1/fiche_service.pb.h"
#include "minga/v1/initiative_service.pb.h"
#include "minga/v1/round_service.pb.h"
#include "minga/v1/statistics_service.pb.h"

namespace minga {

struct RawCaller::Parts {
  std::shared_ptr<grpc::Channel> channel;
  std::unique_ptr<grpc::GenericStub> stub;
};

RawCaller::RawCaller(const std::string& address) : parts_(std::make_unique<Parts>()) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(-1);
  parts_->channel = grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
  parts_->stub = std::make_unique<grpc::GenericStub>(parts_->channel);
}

RawCaller::~RawCaller() = default;

RawAnswer RawCaller::Call(const google::protobuf::MethodDescriptor& method, const std::string& request, const std::string& key,
                          const std::string& language) const {
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
  if (!key.empty()) context.AddMetadata("authorization", "Bearer " + key);
  context.AddMetadata("accept-language", language);
  const grpc::Slice slice(request);
  grpc::ByteBuffer sent(&slice, 1), received;
  grpc::Status status;
  std::mutex mutex;
  std::condition_variable ended;
  bool done = false;
  parts_->stub->UnaryCall(&context, "/" + method.service()->full_name() + "/" + method.name(), grpc::StubOptions(), &sent, &received,
                          [&](grpc::Status answered) {
                            std::lock_guard lock(mutex);
                            status = std::move(answered);
                            done = true;
                            ended.notify_one();
                          });
  std::unique_lock lock(mutex);
  ended.wait(lock, [&] { return done; });

  RawAnswer answer;
  answer.code = status.error_code();
  answer.message = status.error_message();
  answer.status.ParseFromString(status.error_details());
  for (const auto& detail : answer.status.details()) {
    detail.UnpackTo(&answer.info);
    detail.UnpackTo(&answer.bad_request);
  }
  std::vector<grpc::Slice> slices;
  if (status.ok() && received.Dump(&slices).ok()) {
    for (const grpc::Slice& piece : slices) answer.bytes.append(reinterpret_cast<const char*>(piece.begin()), piece.size());
  }
  return answer;
}

std::vector<std::string> RawAnswer::Fields() const {
  std::vector<std::string> fields;
  for (const auto& violation : bad_request.field_violations()) fields.push_back(violation.field());
  return fields;
}

std::vector<const google::protobuf::MethodDescriptor*> AllMethods() {
  std::vector<const google::protobuf::MethodDescriptor*> methods;
  for (const auto* file :
       {v1::GetAgencyRequest::descriptor()->file(), v1::GetRoundRequest::descriptor()->file(), v1::GetFicheRequest::descriptor()->file(),
        v1::GetInitiativeRequest::descriptor()->file(), v1::ComputeStatisticsRequest::descriptor()->file()}) {
    for (int s = 0; s < file->service_count(); ++s) {
      for (int m = 0; m < file->service(s)->method_count(); ++m) methods.push_back(file->service(s)->method(m));
    }
  }
  return methods;
}

std::unique_ptr<google::protobuf::Message> NewRequest(const google::protobuf::MethodDescriptor& method) {
  return std::unique_ptr<google::protobuf::Message>(
      google::protobuf::MessageFactory::generated_factory()->GetPrototype(method.input_type())->New());
}

}  // namespace minga
