#include "server/transport/grpc/grpc_server.h"

#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/health_check_service_interface.h>

#include <mutex>
#include <utility>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "google/protobuf/message.h"
#include "grpc/health/v1/health.pb.h"
#include "server/base/limits.h"
#include "server/transport/grpc/rpcs.h"

namespace minga::transport {

struct GrpcServer::Parts {
  Gate& gate;
  std::vector<std::unique_ptr<grpc::Service>> services;
  std::unique_ptr<grpc::Server> server;
  int port = 0;
};

GrpcServer::GrpcServer(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

GrpcServer::~GrpcServer() { Stop(absl::ZeroDuration()); }

int GrpcServer::port() const { return parts_->port; }

absl::StatusOr<std::unique_ptr<GrpcServer>> GrpcServer::Start(const std::string& address, const TlsFiles& tls, Gate& gate,
                                                              const AllRules& rules) {
  if (const absl::Status checked = CheckTls(tls); !checked.ok()) return checked;
  static std::once_flag once;
  std::call_once(once, [] {
    // gRPC's health service has no descriptor of its own; without one reflection lists a service that nobody can call.
    google::protobuf::LinkMessageReflection<grpc::health::v1::HealthCheckRequest>();
    grpc::EnableDefaultHealthCheckService(true);
    grpc::reflection::InitProtoReflectionServerBuilderPlugin();
    // Debian's Abseil looks for cycles at every lock that gRPC takes, a tool for finding errors in gRPC.
    absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
  });
  auto parts = std::make_unique<Parts>(Parts{gate, {}, nullptr, 0});
  parts->services.push_back(MakeAgencyRpcs(gate, rules.agencies));
  parts->services.push_back(MakeMemberRpcs(gate, rules.members));
  parts->services.push_back(MakeSessionRpcs(gate, rules.sessions));
  parts->services.push_back(MakeNoticeRpcs(gate, rules.notices));
  parts->services.push_back(MakeRoundRpcs(gate, rules.rounds));
  parts->services.push_back(MakeFicheRpcs(gate, rules.fiches));
  parts->services.push_back(MakeCommentRpcs(gate, rules.comments));
  parts->services.push_back(MakeInitiativeRpcs(gate, rules.initiatives));
  parts->services.push_back(MakeConfirmationRpcs(gate, rules.confirmations));
  parts->services.push_back(MakeStatisticsRpcs(gate, rules.statistics));

  grpc::ServerBuilder builder;
  builder.AddListeningPort(address, CredentialsOf(tls), &parts->port);
  for (const auto& service : parts->services) builder.RegisterService(service.get());
  // A little above our own limit, so that a caller slightly over it gets our error and not the library's.
  builder.SetMaxReceiveMessageSize(static_cast<int>(limits::kMessageBytes + (1u << 20)));
  builder.SetMaxSendMessageSize(-1);
  // Two servers on one port would share its callers between two registries.
  builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
  // A compressed message inflates before its size is checked.
  builder.AddChannelArgument(GRPC_COMPRESSION_CHANNEL_ENABLED_ALGORITHMS_BITSET, 1);
  parts->server = builder.BuildAndStart();
  if (parts->server == nullptr || parts->port == 0)
    return absl::UnavailableError("cannot listen on " + address + "; is another server using it?");
  parts->server->GetHealthCheckService()->SetServingStatus(true);
  return std::unique_ptr<GrpcServer>(new GrpcServer(std::move(parts)));
}

void GrpcServer::Stop(absl::Duration limit) {
  if (parts_->server == nullptr) return;
  parts_->server->GetHealthCheckService()->SetServingStatus(false);
  parts_->gate.Drain(limit);
  parts_->server->Shutdown(absl::ToChronoTime(absl::Now() + absl::Seconds(1)));
  parts_->server->Wait();
  parts_->server.reset();
}

}  // namespace minga::transport
