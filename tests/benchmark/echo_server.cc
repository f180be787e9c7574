#include "tests/benchmark/echo_server.h"

#include <grpcpp/grpcpp.h>
#include <pthread.h>
#include <signal.h>

#include <fstream>
#include <iostream>
#include <sstream>

#include "minga/v1/initiative_service.grpc.pb.h"

namespace minga::benchmark {
namespace {

class Echo final : public v1::InitiativeService::WithRawCallbackMethod_GetInitiative<v1::InitiativeService::Service> {
 public:
  explicit Echo(const std::string& response) {
    const grpc::Slice slice(response);
    response_ = grpc::ByteBuffer(&slice, 1);
  }

  grpc::ServerUnaryReactor* GetInitiative(grpc::CallbackServerContext* context, const grpc::ByteBuffer*, grpc::ByteBuffer* out) override {
    *out = response_;
    grpc::ServerUnaryReactor* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

 private:
  grpc::ByteBuffer response_;
};

}  // namespace

int ServeEcho(const std::string& response_file) {
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &ends, nullptr);

  std::ifstream file(response_file, std::ios::binary);
  std::ostringstream response;
  response << file.rdbuf();
  Echo echo(response.str());
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&echo);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (server == nullptr) return 1;
  std::cout << "listening on 127.0.0.1:" << port << std::endl;
  int signal = 0;
  sigwait(&ends, &signal);
  server->Shutdown(std::chrono::system_clock::now());
  return 0;
}

}  // namespace minga::benchmark
