// The C++ client of the registry.
//
//   absl::StatusOr<minga::Client> client = minga::Client::Connect({.server = "registry.example.org:7420", .key = key});
//   for (const absl::StatusOr<minga::v1::Initiative>& initiative : client->ListInitiatives()) {
//     if (!initiative.ok()) return initiative.status();
//     std::cout << initiative->content().title() << "\n";
//   }
//
// What each method does, its errors and limits stand in the protos of minga.v1. A status that is not OK carries the
// registry's explanation: see DetailsOf in error_details.h. The client checks no rule of the registry itself.
#pragma once

#include <memory>

#include "absl/status/statusor.h"
#include "minga/error_details.h"
#include "minga/options.h"
#include "minga/page_range.h"
#include "minga/v1/agency_service.pb.h"
#include "minga/v1/comment_service.pb.h"
#include "minga/v1/confirmation_service.pb.h"
#include "minga/v1/fiche_service.pb.h"
#include "minga/v1/initiative_service.pb.h"
#include "minga/v1/member_service.pb.h"
#include "minga/v1/notice_service.pb.h"
#include "minga/v1/round_service.pb.h"
#include "minga/v1/session_service.pb.h"
#include "minga/v1/statistics_service.pb.h"

namespace minga {

// A connection to the registry: a value that is cheap to copy, the copies share one channel. Thread-safe.
//
// Every call carries the key and the language of Options, ends by its deadline and is repeated as its RetryPolicy says
// where that is safe: when the RPC has no side effects or is idempotent (`idempotency_level` in the protos), and only after
// UNAVAILABLE, or after RESOURCE_EXHAUSTED or ABORTED when the server says when to come back. A request with an empty
// `request_id` gets a random one, the same for all attempts. Messages up to 21 MiB pass.
class Client {
 public:
  // Does not wait for the server: one that cannot be reached shows as UNAVAILABLE in the first call.
  // Errors: INVALID_ARGUMENT for options that cannot work.
  static absl::StatusOr<Client> Connect(Options options);

  // AgencyService.
  absl::StatusOr<v1::Agency> CreateAgency(v1::CreateAgencyRequest request) const;
  absl::StatusOr<v1::Agency> GetAgency(v1::GetAgencyRequest request) const;
  PageRange<v1::Agency> ListAgencies(v1::ListAgenciesRequest request = {}) const;
  absl::StatusOr<v1::Agency> UpdateAgency(v1::UpdateAgencyRequest request) const;
  absl::StatusOr<v1::CreateApiKeyResponse> CreateApiKey(v1::CreateApiKeyRequest request) const;
  PageRange<v1::ApiKey> ListApiKeys(v1::ListApiKeysRequest request) const;
  absl::StatusOr<v1::ApiKey> RevokeApiKey(v1::RevokeApiKeyRequest request) const;

  // MemberService.
  absl::StatusOr<v1::CreateMemberResponse> CreateMember(v1::CreateMemberRequest request) const;
  absl::StatusOr<v1::Member> GetMember(v1::GetMemberRequest request) const;
  PageRange<v1::Member> ListMembers(v1::ListMembersRequest request) const;
  absl::StatusOr<v1::Member> UpdateMember(v1::UpdateMemberRequest request) const;
  absl::StatusOr<v1::InviteMemberResponse> InviteMember(v1::InviteMemberRequest request) const;
  absl::StatusOr<v1::DeleteMemberResponse> DeleteMember(v1::DeleteMemberRequest request) const;

  // SessionService.
  absl::StatusOr<v1::SignInResponse> SignIn(v1::SignInRequest request) const;
  absl::StatusOr<v1::SignOutResponse> SignOut(v1::SignOutRequest request) const;
  absl::StatusOr<v1::Identity> GetIdentity(v1::GetIdentityRequest request) const;
  absl::StatusOr<v1::ListSessionsResponse> ListSessions(v1::ListSessionsRequest request) const;
  absl::StatusOr<v1::EndSessionResponse> EndSession(v1::EndSessionRequest request) const;
  absl::StatusOr<v1::ChangePasswordResponse> ChangePassword(v1::ChangePasswordRequest request) const;
  absl::StatusOr<v1::Member> AcceptInvitation(v1::AcceptInvitationRequest request) const;
  absl::StatusOr<v1::RequestRecoveryResponse> RequestRecovery(v1::RequestRecoveryRequest request) const;
  absl::StatusOr<v1::RecoverPasswordResponse> RecoverPassword(v1::RecoverPasswordRequest request) const;

  // NoticeService.
  PageRange<v1::Notice> ListNotices(v1::ListNoticesRequest request = {}) const;
  absl::StatusOr<v1::Notice> ReadNotice(v1::ReadNoticeRequest request) const;
  absl::StatusOr<v1::NoticePreferences> GetNoticePreferences(v1::GetNoticePreferencesRequest request) const;
  absl::StatusOr<v1::NoticePreferences> UpdateNoticePreferences(v1::UpdateNoticePreferencesRequest request) const;

  // RoundService.
  absl::StatusOr<v1::Round> CreateRound(v1::CreateRoundRequest request) const;
  absl::StatusOr<v1::Round> GetRound(v1::GetRoundRequest request) const;
  PageRange<v1::Round> ListRounds(v1::ListRoundsRequest request = {}) const;
  absl::StatusOr<v1::Round> UpdateRound(v1::UpdateRoundRequest request) const;
  absl::StatusOr<v1::Round> CloseRound(v1::CloseRoundRequest request) const;
  absl::StatusOr<v1::RoundResponse> SetRoundExtension(v1::SetRoundExtensionRequest request) const;
  PageRange<v1::RoundResponse> ListRoundResponses(v1::ListRoundResponsesRequest request) const;
  absl::StatusOr<v1::RemindRoundResponse> RemindRound(v1::RemindRoundRequest request) const;

  // FicheService.
  absl::StatusOr<v1::ReadFicheDocumentResponse> ReadFicheDocument(v1::ReadFicheDocumentRequest request) const;
  absl::StatusOr<v1::ImportFicheResponse> ImportFiche(v1::ImportFicheRequest request) const;
  absl::StatusOr<v1::MergeFicheCopiesResponse> MergeFicheCopies(v1::MergeFicheCopiesRequest request) const;
  absl::StatusOr<v1::Fiche> CreateFiche(v1::CreateFicheRequest request) const;
  absl::StatusOr<v1::Fiche> GetFiche(v1::GetFicheRequest request) const;
  absl::StatusOr<v1::ExportFicheResponse> ExportFiche(v1::ExportFicheRequest request) const;
  PageRange<v1::Fiche> ListFiches(v1::ListFichesRequest request) const;
  absl::StatusOr<v1::Fiche> UpdateFiche(v1::UpdateFicheRequest request) const;
  absl::StatusOr<v1::DeleteFicheResponse> DeleteFiche(v1::DeleteFicheRequest request) const;
  absl::StatusOr<v1::Fiche> RequestFicheReview(v1::RequestFicheReviewRequest request) const;
  absl::StatusOr<v1::Fiche> ValidateFiche(v1::ValidateFicheRequest request) const;
  absl::StatusOr<v1::CreateValidationLinkResponse> CreateValidationLink(v1::CreateValidationLinkRequest request) const;
  absl::StatusOr<v1::Fiche> GetLinkedFiche(v1::GetLinkedFicheRequest request) const;
  absl::StatusOr<v1::Fiche> AnswerValidationLink(v1::AnswerValidationLinkRequest request) const;
  absl::StatusOr<v1::Fiche> SubmitFiche(v1::SubmitFicheRequest request) const;
  absl::StatusOr<v1::Fiche> RecallFiche(v1::RecallFicheRequest request) const;
  absl::StatusOr<v1::Fiche> ReturnFiche(v1::ReturnFicheRequest request) const;
  PageRange<v1::FicheRevision> ListFicheRevisions(v1::ListFicheRevisionsRequest request) const;
  absl::StatusOr<v1::Fiche> GetFicheRevision(v1::GetFicheRevisionRequest request) const;
  absl::StatusOr<v1::DiffFicheRevisionsResponse> DiffFicheRevisions(v1::DiffFicheRevisionsRequest request) const;
  absl::StatusOr<v1::Attachment> AddFicheAttachment(v1::AddFicheAttachmentRequest request) const;
  absl::StatusOr<v1::ListFicheAttachmentsResponse> ListFicheAttachments(v1::ListFicheAttachmentsRequest request) const;
  absl::StatusOr<v1::GetFicheAttachmentResponse> GetFicheAttachment(v1::GetFicheAttachmentRequest request) const;
  absl::StatusOr<v1::DeleteFicheAttachmentResponse> DeleteFicheAttachment(v1::DeleteFicheAttachmentRequest request) const;
  absl::StatusOr<v1::Initiative> DecideInitiative(v1::DecideInitiativeRequest request) const;

  // CommentService.
  absl::StatusOr<v1::Comment> CreateComment(v1::CreateCommentRequest request) const;
  absl::StatusOr<v1::Comment> GetComment(v1::GetCommentRequest request) const;
  PageRange<v1::Comment> ListComments(v1::ListCommentsRequest request) const;
  absl::StatusOr<v1::Comment> UpdateComment(v1::UpdateCommentRequest request) const;
  absl::StatusOr<v1::Comment> ResolveComment(v1::ResolveCommentRequest request) const;
  absl::StatusOr<v1::Comment> ReopenComment(v1::ReopenCommentRequest request) const;
  absl::StatusOr<v1::DeleteCommentResponse> DeleteComment(v1::DeleteCommentRequest request) const;

  // InitiativeService.
  absl::StatusOr<v1::Initiative> GetInitiative(v1::GetInitiativeRequest request) const;
  PageRange<v1::Initiative> ListInitiatives(v1::ListInitiativesRequest request = {}) const;
  absl::StatusOr<v1::Initiative> AnswerDecision(v1::AnswerDecisionRequest request) const;

  // ConfirmationService.
  PageRange<v1::Confirmation> ListConfirmations(v1::ListConfirmationsRequest request = {}) const;
  absl::StatusOr<v1::Confirmation> GetConfirmation(v1::GetConfirmationRequest request) const;
  absl::StatusOr<v1::Confirmation> AnswerConfirmation(v1::AnswerConfirmationRequest request) const;

  // StatisticsService.
  absl::StatusOr<v1::ComputeStatisticsResponse> ComputeStatistics(v1::ComputeStatisticsRequest request) const;

 private:
  class Connection;
  template <typename Response, typename Request>
  absl::StatusOr<Response> Call(Request& request) const;
  template <typename Item, typename Response, typename Request>
  PageRange<Item> List(Request request) const;

  explicit Client(std::shared_ptr<const Connection> connection) : connection_(std::move(connection)) {}

  std::shared_ptr<const Connection> connection_;
};

}  // namespace minga
