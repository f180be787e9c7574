// The gRPC transport: minga.v1 with health service and reflection on one address.
#pragma once

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/service/agency_service.h"
#include "server/service/comment_service.h"
#include "server/service/confirmation_service.h"
#include "server/service/fiche_service.h"
#include "server/service/initiative_service.h"
#include "server/service/member_service.h"
#include "server/service/notice_service.h"
#include "server/service/round_service.h"
#include "server/service/session_service.h"
#include "server/service/statistics_service.h"
#include "server/transport/gate/gate.h"
#include "server/transport/grpc/tls.h"

namespace minga::transport {

// The rules of use of every service; they outlive the server.
struct AllRules {
  service::AgencyService& agencies;
  service::MemberService& members;
  service::SessionService& sessions;
  service::NoticeService& notices;
  service::RoundService& rounds;
  service::FicheService& fiches;
  service::CommentService& comments;
  service::InitiativeService& initiatives;
  service::ConfirmationService& confirmations;
  service::StatisticsService& statistics;
};

class GrpcServer {
 public:
  // Listens on `address` (HOST:PORT; port 0 takes a free one) and serves. Errors: UNAVAILABLE with the address when it
  // cannot be bound, as when another server has it; INVALID_ARGUMENT for files that are no certificate and its key.
  static absl::StatusOr<std::unique_ptr<GrpcServer>> Start(const std::string& address, const TlsFiles& tls, Gate& gate,
                                                           const AllRules& rules);
  // Ends at once what Stop did not end.
  ~GrpcServer();

  int port() const;

  // Says NOT_SERVING, lets the calls under way end for at most `limit`, and closes.
  void Stop(absl::Duration limit);

 private:
  struct Parts;
  explicit GrpcServer(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace minga::transport
