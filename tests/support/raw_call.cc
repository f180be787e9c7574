#include "tests/support/raw_call.h"

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <condition_variable>
#include <cstdlib>
#include <filesystem>
#include <mutex>
#include <set>

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
  // From the files, so that no service is forgotten.
  std::set<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(MINGA_SOURCE_DIR "/proto/minga/v1")) {
    const std::string name = entry.path().filename();
    if (name.ends_with("_service.proto")) names.insert("minga/v1/" + name);
  }
  for (const std::string& name : names) {
    const auto* file = google::protobuf::DescriptorPool::generated_pool()->FindFileByName(name);
    if (file == nullptr) std::abort();
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
