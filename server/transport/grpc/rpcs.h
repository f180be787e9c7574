// The services as gRPC sees them: one line per RPC, nothing else.
#pragma once

#include <grpcpp/impl/codegen/service_type.h>

#include <memory>

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

namespace minga::transport {

// One maker per service, each in a file of its own. The rules outlive the service.
std::unique_ptr<grpc::Service> MakeAgencyRpcs(Gate& gate, service::AgencyService& rules);
std::unique_ptr<grpc::Service> MakeMemberRpcs(Gate& gate, service::MemberService& rules);
std::unique_ptr<grpc::Service> MakeSessionRpcs(Gate& gate, service::SessionService& rules);
std::unique_ptr<grpc::Service> MakeNoticeRpcs(Gate& gate, service::NoticeService& rules);
std::unique_ptr<grpc::Service> MakeRoundRpcs(Gate& gate, service::RoundService& rules);
std::unique_ptr<grpc::Service> MakeFicheRpcs(Gate& gate, service::FicheService& rules);
std::unique_ptr<grpc::Service> MakeCommentRpcs(Gate& gate, service::CommentService& rules);
std::unique_ptr<grpc::Service> MakeInitiativeRpcs(Gate& gate, service::InitiativeService& rules);
std::unique_ptr<grpc::Service> MakeConfirmationRpcs(Gate& gate, service::ConfirmationService& rules);
std::unique_ptr<grpc::Service> MakeStatisticsRpcs(Gate& gate, service::StatisticsService& rules);

}  // namespace minga::transport
