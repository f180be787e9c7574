#include "tests/client/fake_server.h"

#include <google/rpc/error_details.pb.h>
#include <google/rpc/status.pb.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>

#include <chrono>
#include <mutex>
#include <utility>

#include "minga/v1/agency_service.grpc.pb.h"
#include "minga/v1/fiche_service.grpc.pb.h"
#include "minga/v1/initiative_service.grpc.pb.h"
#include "minga/v1/round_service.grpc.pb.h"
#include "minga/v1/statistics_service.grpc.pb.h"

namespace minga::testing {
namespace {

grpc::Status ToGrpc(const absl::Status& status) {
  google::rpc::Status wire;
  wire.set_code(static_cast<int>(status.code()));
  wire.set_message(std::string(status.message()));
  status.ForEachPayload([&](absl::string_view type, const absl::Cord& value) {
    auto* detail = wire.add_details();
    detail->set_type_url(std::string(type));
    detail->set_value(std::string(value));
  });
  return {static_cast<grpc::StatusCode>(status.code()), std::string(status.message()), wire.SerializeAsString()};
}

void Add(absl::Status& status, const google::protobuf::Message& detail) {
  status.SetPayload("type.googleapis.com/" + detail.GetDescriptor()->full_name(), absl::Cord(detail.SerializeAsString()));
}

}  // namespace

struct FakeServer::State {
  template <typename Service>
  struct Base : Service {
    State* state = nullptr;
  };

#define RPC(method, answer)                                                                                              \
  grpc::Status method(grpc::ServerContext* context, const v1::method##Request* request, v1::answer* response) override { \
    return state->Answer(*context, *request, response);                                                                  \
  }
  struct Agencies : Base<v1::AgencyService::Service>{RPC(CreateAgency, Agency) RPC(GetAgency, Agency)
                                                         RPC(ListAgencies, ListAgenciesResponse) RPC(CreateApiKey, CreateApiKeyResponse)
                                                             RPC(ListApiKeys, ListApiKeysResponse) RPC(RevokeApiKey, ApiKey)} agencies;
  struct Rounds : Base<v1::RoundService::Service>{RPC(CreateRound, Round) RPC(GetRound, Round) RPC(ListRounds, ListRoundsResponse)
                                                      RPC(CloseRound, Round)} rounds;
  struct Fiches : Base<v1::FicheService::Service>{
                      RPC(ReadFicheDocument, ReadFicheDocumentResponse) RPC(ImportFiche, ImportFicheResponse) RPC(GetFiche, Fiche)
                          RPC(ExportFiche, ExportFicheResponse) RPC(ListFiches, ListFichesResponse) RPC(DeleteFiche, DeleteFicheResponse)
                              RPC(SubmitFiche, Fiche) RPC(ReturnFiche, Fiche) RPC(DecideInitiative, Initiative)} fiches;
  struct Initiatives
      : Base<v1::InitiativeService::Service>{RPC(GetInitiative, Initiative) RPC(ListInitiatives, ListInitiativesResponse)} initiatives;
  struct Statistics : Base<v1::StatisticsService::Service>{RPC(ComputeStatistics, ComputeStatisticsResponse)} statistics;
#undef RPC

  grpc::Status Answer(const grpc::ServerContext& context, const google::protobuf::Message& request, google::protobuf::Message* response) {
    const std::string& type = request.GetDescriptor()->full_name();
    Received arrived{type, {}, std::shared_ptr<google::protobuf::Message>(request.New()), 0};
    arrived.request->CopyFrom(request);
    arrived.seconds_left = std::chrono::duration<double>(context.deadline() - std::chrono::system_clock::now()).count();
    for (const auto& [key, value] : context.client_metadata()) {
      arrived.metadata.emplace(std::string(key.data(), key.size()), std::string(value.data(), value.size()));
    }
    Handler handler;
    {
      const std::lock_guard lock(mutex);
      received.push_back(std::move(arrived));
      if (const auto found = handlers.find(type); found != handlers.end()) handler = found->second;
    }
    return handler ? ToGrpc(handler(request, response)) : grpc::Status(grpc::StatusCode::UNIMPLEMENTED, type);
  }

  mutable std::mutex mutex;
  std::map<std::string, Handler> handlers;
  std::vector<Received> received;
  int port = 0;
  std::unique_ptr<grpc::Server> server;
};

FakeServer::FakeServer(const std::string& certificate, const std::string& key) : state_(std::make_unique<State>()) {
  grpc::ServerBuilder builder;
  grpc::SslServerCredentialsOptions tls;
  tls.pem_key_cert_pairs.push_back({key, certificate});
  builder.AddListeningPort("127.0.0.1:0", certificate.empty() ? grpc::InsecureServerCredentials() : grpc::SslServerCredentials(tls),
                           &state_->port);
  builder.SetMaxReceiveMessageSize(32 << 20);
  const auto add = [&](auto& service) {
    service.state = state_.get();
    builder.RegisterService(&service);
  };
  add(state_->agencies);
  add(state_->rounds);
  add(state_->fiches);
  add(state_->initiatives);
  add(state_->statistics);
  state_->server = builder.BuildAndStart();
}

FakeServer::~FakeServer() { state_->server->Shutdown(std::chrono::system_clock::now()); }

std::string FakeServer::address() const { return "127.0.0.1:" + std::to_string(state_->port); }

std::vector<Received> FakeServer::received() const {
  const std::lock_guard lock(state_->mutex);
  return state_->received;
}

void FakeServer::OnType(const std::string& type, Handler handler) {
  const std::lock_guard lock(state_->mutex);
  state_->handlers[type] = std::move(handler);
}

absl::Status RichError(absl::StatusCode code, const std::string& reason, const std::string& text,
                       const std::vector<std::pair<std::string, std::string>>& violations) {
  absl::Status status(code, "for developers");
  google::rpc::ErrorInfo info;
  info.set_reason(reason);
  info.set_domain("minga");
  (*info.mutable_metadata())["name"] = "agencies/pe-apci";
  Add(status, info);
  google::rpc::LocalizedMessage message;
  message.set_locale("es");
  message.set_message(text);
  Add(status, message);
  if (!violations.empty()) {
    google::rpc::BadRequest request;
    for (const auto& [path, description] : violations) {
      auto* violation = request.add_field_violations();
      violation->set_field(path);
      violation->set_description(description);
    }
    Add(status, request);
  }
  return status;
}

absl::Status ComeBackAfter(absl::Status status, int milliseconds) {
  google::rpc::RetryInfo info;
  info.mutable_retry_delay()->set_nanos(milliseconds * 1'000'000);
  Add(status, info);
  return status;
}

}  // namespace minga::testing
