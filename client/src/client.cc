#include "minga/client.h"

#include <google/protobuf/descriptor.h>

#include <cstdlib>
#include <iterator>
#include <utility>

#include "client/src/connection.h"
#include "client/src/security.h"

namespace minga {
namespace {

// Each RPC has a request type of its own (buf's RPC_REQUEST_RESPONSE_UNIQUE), so the request names the method, and no table
// of names can drift away from the protos.
const google::protobuf::MethodDescriptor& MethodOf(const google::protobuf::Descriptor& request) {
  const google::protobuf::FileDescriptor& file = *request.file();
  for (int s = 0; s < file.service_count(); ++s) {
    for (int m = 0; m < file.service(s)->method_count(); ++m) {
      if (file.service(s)->method(m)->input_type() == &request) return *file.service(s)->method(m);
    }
  }
  std::abort();
}

template <typename T>
std::vector<T> Items(google::protobuf::RepeatedPtrField<T>* field) {
  return {std::make_move_iterator(field->begin()), std::make_move_iterator(field->end())};
}

// The items of a page stand in the only repeated field of its message.
std::vector<v1::Agency> ItemsOf(v1::ListAgenciesResponse& page) { return Items(page.mutable_agencies()); }
std::vector<v1::ApiKey> ItemsOf(v1::ListApiKeysResponse& page) { return Items(page.mutable_api_keys()); }
std::vector<v1::Member> ItemsOf(v1::ListMembersResponse& page) { return Items(page.mutable_members()); }
std::vector<v1::Notice> ItemsOf(v1::ListNoticesResponse& page) { return Items(page.mutable_notices()); }
std::vector<v1::RoundResponse> ItemsOf(v1::ListRoundResponsesResponse& page) { return Items(page.mutable_responses()); }
std::vector<v1::Round> ItemsOf(v1::ListRoundsResponse& page) { return Items(page.mutable_rounds()); }
std::vector<v1::Fiche> ItemsOf(v1::ListFichesResponse& page) { return Items(page.mutable_fiches()); }
std::vector<v1::Comment> ItemsOf(v1::ListCommentsResponse& page) { return Items(page.mutable_comments()); }
std::vector<v1::FicheRevision> ItemsOf(v1::ListFicheRevisionsResponse& page) { return Items(page.mutable_revisions()); }
std::vector<v1::Confirmation> ItemsOf(v1::ListConfirmationsResponse& page) { return Items(page.mutable_confirmations()); }
std::vector<v1::Initiative> ItemsOf(v1::ListInitiativesResponse& page) { return Items(page.mutable_initiatives()); }

}  // namespace

absl::StatusOr<Client> Client::Connect(Options options) {
  if (absl::Status status = Check(options); !status.ok()) return status;
  return Client(std::make_shared<const Connection>(std::move(options)));
}

template <typename Response, typename Request>
absl::StatusOr<Response> Client::Call(Request& request) const {
  static const google::protobuf::MethodDescriptor& method = MethodOf(*Request::descriptor());
  Response response;
  if (absl::Status status = connection_->Call(method, request, response); !status.ok()) return status;
  return response;
}

template <typename Item, typename Response, typename Request>
PageRange<Item> Client::List(Request request) const {
  std::string first = request.page_token();
  auto fetch = [client = *this,
                request = std::move(request)](const std::string& token) mutable -> absl::StatusOr<typename PageRange<Item>::Page> {
    request.set_page_token(token);
    absl::StatusOr<Response> page = client.Call<Response>(request);
    if (!page.ok()) return page.status();
    return typename PageRange<Item>::Page{ItemsOf(*page), page->next_page_token()};
  };
  return PageRange<Item>(std::move(fetch), std::move(first));
}

absl::StatusOr<v1::Agency> Client::CreateAgency(v1::CreateAgencyRequest request) const { return Call<v1::Agency>(request); }
absl::StatusOr<v1::Agency> Client::GetAgency(v1::GetAgencyRequest request) const { return Call<v1::Agency>(request); }
PageRange<v1::Agency> Client::ListAgencies(v1::ListAgenciesRequest request) const {
  return List<v1::Agency, v1::ListAgenciesResponse>(std::move(request));
}
absl::StatusOr<v1::Agency> Client::UpdateAgency(v1::UpdateAgencyRequest request) const { return Call<v1::Agency>(request); }
absl::StatusOr<v1::CreateApiKeyResponse> Client::CreateApiKey(v1::CreateApiKeyRequest request) const {
  return Call<v1::CreateApiKeyResponse>(request);
}
PageRange<v1::ApiKey> Client::ListApiKeys(v1::ListApiKeysRequest request) const {
  return List<v1::ApiKey, v1::ListApiKeysResponse>(std::move(request));
}
absl::StatusOr<v1::ApiKey> Client::RevokeApiKey(v1::RevokeApiKeyRequest request) const { return Call<v1::ApiKey>(request); }

absl::StatusOr<v1::CreateMemberResponse> Client::CreateMember(v1::CreateMemberRequest request) const {
  return Call<v1::CreateMemberResponse>(request);
}
absl::StatusOr<v1::Member> Client::GetMember(v1::GetMemberRequest request) const { return Call<v1::Member>(request); }
PageRange<v1::Member> Client::ListMembers(v1::ListMembersRequest request) const {
  return List<v1::Member, v1::ListMembersResponse>(std::move(request));
}
absl::StatusOr<v1::Member> Client::UpdateMember(v1::UpdateMemberRequest request) const { return Call<v1::Member>(request); }
absl::StatusOr<v1::InviteMemberResponse> Client::InviteMember(v1::InviteMemberRequest request) const {
  return Call<v1::InviteMemberResponse>(request);
}
absl::StatusOr<v1::DeleteMemberResponse> Client::DeleteMember(v1::DeleteMemberRequest request) const {
  return Call<v1::DeleteMemberResponse>(request);
}

absl::StatusOr<v1::SignInResponse> Client::SignIn(v1::SignInRequest request) const { return Call<v1::SignInResponse>(request); }
absl::StatusOr<v1::SignOutResponse> Client::SignOut(v1::SignOutRequest request) const { return Call<v1::SignOutResponse>(request); }
absl::StatusOr<v1::Identity> Client::GetIdentity(v1::GetIdentityRequest request) const { return Call<v1::Identity>(request); }
absl::StatusOr<v1::ListSessionsResponse> Client::ListSessions(v1::ListSessionsRequest request) const {
  return Call<v1::ListSessionsResponse>(request);
}
absl::StatusOr<v1::EndSessionResponse> Client::EndSession(v1::EndSessionRequest request) const {
  return Call<v1::EndSessionResponse>(request);
}
absl::StatusOr<v1::ChangePasswordResponse> Client::ChangePassword(v1::ChangePasswordRequest request) const {
  return Call<v1::ChangePasswordResponse>(request);
}
absl::StatusOr<v1::Member> Client::AcceptInvitation(v1::AcceptInvitationRequest request) const { return Call<v1::Member>(request); }
absl::StatusOr<v1::RequestRecoveryResponse> Client::RequestRecovery(v1::RequestRecoveryRequest request) const {
  return Call<v1::RequestRecoveryResponse>(request);
}
absl::StatusOr<v1::RecoverPasswordResponse> Client::RecoverPassword(v1::RecoverPasswordRequest request) const {
  return Call<v1::RecoverPasswordResponse>(request);
}

PageRange<v1::Notice> Client::ListNotices(v1::ListNoticesRequest request) const {
  return List<v1::Notice, v1::ListNoticesResponse>(std::move(request));
}
absl::StatusOr<v1::Notice> Client::ReadNotice(v1::ReadNoticeRequest request) const { return Call<v1::Notice>(request); }
absl::StatusOr<v1::NoticePreferences> Client::GetNoticePreferences(v1::GetNoticePreferencesRequest request) const {
  return Call<v1::NoticePreferences>(request);
}
absl::StatusOr<v1::NoticePreferences> Client::UpdateNoticePreferences(v1::UpdateNoticePreferencesRequest request) const {
  return Call<v1::NoticePreferences>(request);
}

absl::StatusOr<v1::Round> Client::CreateRound(v1::CreateRoundRequest request) const { return Call<v1::Round>(request); }
absl::StatusOr<v1::Round> Client::GetRound(v1::GetRoundRequest request) const { return Call<v1::Round>(request); }
PageRange<v1::Round> Client::ListRounds(v1::ListRoundsRequest request) const {
  return List<v1::Round, v1::ListRoundsResponse>(std::move(request));
}
absl::StatusOr<v1::Round> Client::UpdateRound(v1::UpdateRoundRequest request) const { return Call<v1::Round>(request); }
absl::StatusOr<v1::Round> Client::CloseRound(v1::CloseRoundRequest request) const { return Call<v1::Round>(request); }
absl::StatusOr<v1::RoundResponse> Client::SetRoundExtension(v1::SetRoundExtensionRequest request) const {
  return Call<v1::RoundResponse>(request);
}
PageRange<v1::RoundResponse> Client::ListRoundResponses(v1::ListRoundResponsesRequest request) const {
  return List<v1::RoundResponse, v1::ListRoundResponsesResponse>(std::move(request));
}
absl::StatusOr<v1::RemindRoundResponse> Client::RemindRound(v1::RemindRoundRequest request) const {
  return Call<v1::RemindRoundResponse>(request);
}

absl::StatusOr<v1::ReadFicheDocumentResponse> Client::ReadFicheDocument(v1::ReadFicheDocumentRequest request) const {
  return Call<v1::ReadFicheDocumentResponse>(request);
}
absl::StatusOr<v1::ImportFicheResponse> Client::ImportFiche(v1::ImportFicheRequest request) const {
  return Call<v1::ImportFicheResponse>(request);
}
absl::StatusOr<v1::MergeFicheCopiesResponse> Client::MergeFicheCopies(v1::MergeFicheCopiesRequest request) const {
  return Call<v1::MergeFicheCopiesResponse>(request);
}
absl::StatusOr<v1::Fiche> Client::CreateFiche(v1::CreateFicheRequest request) const { return Call<v1::Fiche>(request); }
absl::StatusOr<v1::Fiche> Client::GetFiche(v1::GetFicheRequest request) const { return Call<v1::Fiche>(request); }
absl::StatusOr<v1::ExportFicheResponse> Client::ExportFiche(v1::ExportFicheRequest request) const {
  return Call<v1::ExportFicheResponse>(request);
}
PageRange<v1::Fiche> Client::ListFiches(v1::ListFichesRequest request) const {
  return List<v1::Fiche, v1::ListFichesResponse>(std::move(request));
}
absl::StatusOr<v1::Fiche> Client::UpdateFiche(v1::UpdateFicheRequest request) const { return Call<v1::Fiche>(request); }
absl::StatusOr<v1::DeleteFicheResponse> Client::DeleteFiche(v1::DeleteFicheRequest request) const {
  return Call<v1::DeleteFicheResponse>(request);
}
absl::StatusOr<v1::Fiche> Client::RequestFicheReview(v1::RequestFicheReviewRequest request) const { return Call<v1::Fiche>(request); }
absl::StatusOr<v1::Fiche> Client::ValidateFiche(v1::ValidateFicheRequest request) const { return Call<v1::Fiche>(request); }
absl::StatusOr<v1::CreateValidationLinkResponse> Client::CreateValidationLink(v1::CreateValidationLinkRequest request) const {
  return Call<v1::CreateValidationLinkResponse>(request);
}
absl::StatusOr<v1::Fiche> Client::GetLinkedFiche(v1::GetLinkedFicheRequest request) const { return Call<v1::Fiche>(request); }
absl::StatusOr<v1::Fiche> Client::AnswerValidationLink(v1::AnswerValidationLinkRequest request) const { return Call<v1::Fiche>(request); }
absl::StatusOr<v1::Fiche> Client::SubmitFiche(v1::SubmitFicheRequest request) const { return Call<v1::Fiche>(request); }
absl::StatusOr<v1::Fiche> Client::RecallFiche(v1::RecallFicheRequest request) const { return Call<v1::Fiche>(request); }
absl::StatusOr<v1::Fiche> Client::ReturnFiche(v1::ReturnFicheRequest request) const { return Call<v1::Fiche>(request); }
PageRange<v1::FicheRevision> Client::ListFicheRevisions(v1::ListFicheRevisionsRequest request) const {
  return List<v1::FicheRevision, v1::ListFicheRevisionsResponse>(std::move(request));
}
absl::StatusOr<v1::Fiche> Client::GetFicheRevision(v1::GetFicheRevisionRequest request) const { return Call<v1::Fiche>(request); }
absl::StatusOr<v1::DiffFicheRevisionsResponse> Client::DiffFicheRevisions(v1::DiffFicheRevisionsRequest request) const {
  return Call<v1::DiffFicheRevisionsResponse>(request);
}
absl::StatusOr<v1::Attachment> Client::AddFicheAttachment(v1::AddFicheAttachmentRequest request) const {
  return Call<v1::Attachment>(request);
}
absl::StatusOr<v1::ListFicheAttachmentsResponse> Client::ListFicheAttachments(v1::ListFicheAttachmentsRequest request) const {
  return Call<v1::ListFicheAttachmentsResponse>(request);
}
absl::StatusOr<v1::GetFicheAttachmentResponse> Client::GetFicheAttachment(v1::GetFicheAttachmentRequest request) const {
  return Call<v1::GetFicheAttachmentResponse>(request);
}
absl::StatusOr<v1::DeleteFicheAttachmentResponse> Client::DeleteFicheAttachment(v1::DeleteFicheAttachmentRequest request) const {
  return Call<v1::DeleteFicheAttachmentResponse>(request);
}
absl::StatusOr<v1::Initiative> Client::DecideInitiative(v1::DecideInitiativeRequest request) const { return Call<v1::Initiative>(request); }

absl::StatusOr<v1::Comment> Client::CreateComment(v1::CreateCommentRequest request) const { return Call<v1::Comment>(request); }
absl::StatusOr<v1::Comment> Client::GetComment(v1::GetCommentRequest request) const { return Call<v1::Comment>(request); }
PageRange<v1::Comment> Client::ListComments(v1::ListCommentsRequest request) const {
  return List<v1::Comment, v1::ListCommentsResponse>(std::move(request));
}
absl::StatusOr<v1::Comment> Client::UpdateComment(v1::UpdateCommentRequest request) const { return Call<v1::Comment>(request); }
absl::StatusOr<v1::Comment> Client::ResolveComment(v1::ResolveCommentRequest request) const { return Call<v1::Comment>(request); }
absl::StatusOr<v1::Comment> Client::ReopenComment(v1::ReopenCommentRequest request) const { return Call<v1::Comment>(request); }
absl::StatusOr<v1::DeleteCommentResponse> Client::DeleteComment(v1::DeleteCommentRequest request) const {
  return Call<v1::DeleteCommentResponse>(request);
}

absl::StatusOr<v1::Initiative> Client::GetInitiative(v1::GetInitiativeRequest request) const { return Call<v1::Initiative>(request); }
PageRange<v1::Initiative> Client::ListInitiatives(v1::ListInitiativesRequest request) const {
  return List<v1::Initiative, v1::ListInitiativesResponse>(std::move(request));
}

absl::StatusOr<v1::Initiative> Client::AnswerDecision(v1::AnswerDecisionRequest request) const { return Call<v1::Initiative>(request); }

PageRange<v1::Confirmation> Client::ListConfirmations(v1::ListConfirmationsRequest request) const {
  return List<v1::Confirmation, v1::ListConfirmationsResponse>(std::move(request));
}
absl::StatusOr<v1::Confirmation> Client::GetConfirmation(v1::GetConfirmationRequest request) const {
  return Call<v1::Confirmation>(request);
}
absl::StatusOr<v1::Confirmation> Client::AnswerConfirmation(v1::AnswerConfirmationRequest request) const {
  return Call<v1::Confirmation>(request);
}

absl::StatusOr<v1::ComputeStatisticsResponse> Client::ComputeStatistics(v1::ComputeStatisticsRequest request) const {
  return Call<v1::ComputeStatisticsResponse>(request);
}

}  // namespace minga
