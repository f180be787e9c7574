// What a tool that knows nothing of the protos finds out from a server by reflection.
#include <gmock/gmock.h>
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/dynamic_message.h>
#include <google/protobuf/util/json_util.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "absl/strings/escaping.h"
#include "tests/support/raw_call.h"
#include "tests/support/test_registry.h"

namespace minga {
namespace {

using google::protobuf::FileDescriptorProto;
using Json = nlohmann::json;

// gRPC's library has the reflection service's messages, its headers do not.
std::unique_ptr<google::protobuf::Message> NewMessage(const std::string& name) {
  const auto* type = google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName("grpc.reflection.v1alpha." + name);
  return std::unique_ptr<google::protobuf::Message>(google::protobuf::MessageFactory::generated_factory()->GetPrototype(type)->New());
}

// One question, on a stream of its own; both in proto JSON.
Json Ask(const std::string& address, const Json& question) {
  const auto request = NewMessage("ServerReflectionRequest"), response = NewMessage("ServerReflectionResponse");
  EXPECT_TRUE(google::protobuf::util::JsonStringToMessage(question.dump(), request.get()).ok());
  grpc::GenericStub stub(grpc::CreateChannel(address, grpc::InsecureChannelCredentials()));
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
  grpc::CompletionQueue queue;
  const auto stream = stub.PrepareCall(&context, "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo", &queue);
  const auto done = [&] {
    void* tag = nullptr;
    bool ok = false;
    return queue.Next(&tag, &ok) && ok;
  };
  stream->StartCall(nullptr);
  EXPECT_TRUE(done());
  const grpc::Slice slice(request->SerializeAsString());
  stream->Write(grpc::ByteBuffer(&slice, 1), nullptr);
  EXPECT_TRUE(done());
  grpc::ByteBuffer buffer;
  stream->Read(&buffer, nullptr);
  EXPECT_TRUE(done());
  std::vector<grpc::Slice> slices;
  std::string bytes;
  EXPECT_TRUE(buffer.Dump(&slices).ok());
  for (const grpc::Slice& piece : slices) bytes.append(reinterpret_cast<const char*>(piece.begin()), piece.size());
  EXPECT_TRUE(response->ParseFromString(bytes));
  stream->WritesDone(nullptr);
  done();
  grpc::Status status;
  stream->Finish(&status, nullptr);
  done();
  queue.Shutdown();
  done();
  std::string json;
  EXPECT_TRUE(google::protobuf::util::MessageToJsonString(*response, &json).ok());
  return Json::parse(json);
}

class Reflection : public testing::Test {
 protected:
  std::vector<std::string> Services() {
    std::vector<std::string> services;
    const Json answer = Ask(registry_.address(), {{"listServices", "*"}});
    for (const Json& service : answer.at("listServicesResponse").at("service")) services.push_back(service.at("name"));
    return services;
  }

  // The file of a symbol and everything that it imports, asking for what was not sent along.
  void Fetch(const Json& question, std::map<std::string, FileDescriptorProto>& files) {
    const Json answer = Ask(registry_.address(), question);
    ASSERT_TRUE(answer.contains("fileDescriptorResponse")) << question << answer;
    std::set<std::string> imports;
    for (const std::string encoded : answer.at("fileDescriptorResponse").at("fileDescriptorProto")) {
      FileDescriptorProto file;
      std::string bytes;
      ASSERT_TRUE(absl::Base64Unescape(encoded, &bytes));
      ASSERT_TRUE(file.ParseFromString(bytes));
      imports.insert(file.dependency().begin(), file.dependency().end());
      files[file.name()] = file;
    }
    for (const std::string& import : imports) {
      if (!files.contains(import)) Fetch({{"fileByFilename", import}}, files);
    }
  }

  static void Build(const std::string& name, const std::map<std::string, FileDescriptorProto>& files,
                    google::protobuf::DescriptorPool& pool) {
    if (pool.FindFileByName(name) != nullptr) return;
    for (const std::string& import : files.at(name).dependency()) Build(import, files, pool);
    ASSERT_NE(pool.BuildFile(files.at(name)), nullptr) << name;
  }

  TestRegistry registry_;
};

TEST_F(Reflection, ListsEveryService) {
  EXPECT_THAT(Services(), testing::UnorderedElementsAre("minga.v1.AgencyService", "minga.v1.MemberService", "minga.v1.SessionService",
                                                        "minga.v1.NoticeService", "minga.v1.RoundService", "minga.v1.FicheService",
                                                        "minga.v1.CommentService", "minga.v1.ConfirmationService",
                                                        "minga.v1.InitiativeService", "minga.v1.StatisticsService", "grpc.health.v1.Health",
                                                        "grpc.reflection.v1alpha.ServerReflection"));
}

TEST_F(Reflection, GivesWhatIsNeededToCallEveryMethod) {
  std::map<std::string, FileDescriptorProto> files;
  const std::vector<std::string> services = Services();
  for (const std::string& service : services) Fetch({{"fileContainingSymbol", service}}, files);
  ASSERT_FALSE(HasFatalFailure());
  google::protobuf::DescriptorPool pool;
  for (const auto& [name, file] : files) Build(name, files, pool);
  for (const std::string& service : services) EXPECT_NE(pool.FindServiceByName(service), nullptr) << service;
  for (const auto* method : AllMethods()) EXPECT_NE(pool.FindMethodByName(method->full_name()), nullptr) << method->full_name();

  // A call made from nothing but what the server said.
  google::protobuf::DynamicMessageFactory factory;
  const auto* method = pool.FindMethodByName("minga.v1.RoundService.ListRounds");
  ASSERT_NE(method, nullptr);
  registry_.NewRound("r2022");
  std::unique_ptr<google::protobuf::Message> request(factory.GetPrototype(method->input_type())->New());
  const RawAnswer answer = RawCaller(registry_.address()).Call(*method, request->SerializeAsString(), registry_.secretariat_key());
  ASSERT_EQ(answer.code, 0) << answer.message;
  std::unique_ptr<google::protobuf::Message> response(factory.GetPrototype(method->output_type())->New());
  ASSERT_TRUE(response->ParseFromString(answer.bytes));
  EXPECT_THAT(response->ShortDebugString(), testing::HasSubstr("rounds/r2022"));
}

}  // namespace
}  // namespace minga
