// People at work: membership, signing in, keys with a role and an end, and each way of validating.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <set>

#include "google/protobuf/util/time_util.h"
#include "tests/support/calls.h"
#include "tests/support/documents.h"
#include "tests/support/test_registry.h"

namespace minga {
namespace {

using google::protobuf::util::TimeUtil;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr char kAgency[] = "agencies/pe-apci";
constexpr char kOther[] = "agencies/cl-agcid";

class People : public testing::Test {
 protected:
  People() {
    registry_.NewRound("r2022");
    key_ = registry_.NewAgency("pe-apci", "PE");
    registry_.NewAgency("cl-agcid", "CL");
  }

  std::string SignIn(const std::string& email, const std::vector<v1::Role>& roles, const std::string& tenant = kAgency) {
    return registry_.SignIn(tenant, email, roles);
  }
  absl::StatusOr<v1::CreateMemberResponse> Invite(const Client& client, const std::string& email, const std::string& tenant = kAgency,
                                                  v1::Role role = v1::ROLE_EDITOR) {
    v1::CreateMemberRequest request;
    request.set_parent(tenant);
    request.mutable_member()->set_email(email);
    request.mutable_member()->set_display_name("Luz Mamani");
    request.mutable_member()->add_roles(role);
    return client.CreateMember(request);
  }
  absl::StatusOr<v1::Member> Accept(const std::string& token, const std::string& password = kPassword) {
    v1::AcceptInvitationRequest request;
    request.set_token(token);
    request.set_password(password);
    return Nobody().AcceptInvitation(request);
  }
  absl::StatusOr<v1::SignInResponse> TryPassword(const std::string& email, const std::string& password, const std::string& tenant = "") {
    v1::SignInRequest request;
    request.set_email(email);
    request.set_password(password);
    request.set_tenant(tenant);
    return Nobody().SignIn(request);
  }
  absl::StatusOr<v1::Identity> WhoIs(const std::string& credential) { return registry_.As(credential).GetIdentity({}); }
  Client Nobody() { return registry_.As(""); }

  void ValidateBy(v1::ValidationMode mode) {
    v1::UpdateAgencyRequest request;
    request.mutable_agency()->set_name(kAgency);
    request.mutable_agency()->set_validation_mode(mode);
    request.mutable_update_mask()->add_paths("validation_mode");
    Must(registry_.Secretariat().UpdateAgency(request));
  }
  v1::Fiche Draft(const std::string& credential) {
    v1::CreateFicheRequest request;
    request.set_parent(kAgency);
    *request.mutable_fiche() = SmallFiche("r2022");
    return Must(registry_.As(credential).CreateFiche(request));
  }
  absl::StatusOr<v1::Fiche> Ask(const std::string& credential, const std::string& name) {
    return registry_.As(credential).RequestFicheReview(Named<v1::RequestFicheReviewRequest>(name));
  }
  absl::StatusOr<v1::Fiche> Validate(const std::string& credential, const std::string& name) {
    return registry_.As(credential).ValidateFiche(Named<v1::ValidateFicheRequest>(name));
  }
  absl::StatusOr<v1::Fiche> Submit(const std::string& credential, const std::string& name) {
    return registry_.As(credential).SubmitFiche(Named<v1::SubmitFicheRequest>(name));
  }
  absl::StatusOr<v1::Fiche> Recall(const std::string& credential, const std::string& name) {
    return registry_.As(credential).RecallFiche(Named<v1::RecallFicheRequest>(name));
  }
  absl::StatusOr<v1::Fiche> Return(const std::string& credential, const std::string& name) {
    auto request = Named<v1::ReturnFicheRequest>(name);
    request.set_comment("Falta un actor");
    return registry_.As(credential).ReturnFiche(request);
  }
  std::vector<v1::FicheRevision> History(const std::string& credential, const std::string& fiche) {
    v1::ListFicheRevisionsRequest request;
    request.set_parent(fiche);
    request.set_page_size(2);
    std::vector<v1::FicheRevision> history;
    for (const auto& revision : registry_.As(credential).ListFicheRevisions(request)) history.push_back(Must(revision));
    return history;
  }

  TestRegistry registry_;
  std::string key_;
};

TEST_F(People, AnInvitationIsGoodOnceAndSetsTheFirstPassword) {
  const v1::CreateMemberResponse invited = Must(Invite(registry_.Secretariat(), " Luz@Example.org ", kAgency, v1::ROLE_ADMINISTRATOR));
  EXPECT_EQ(invited.member().email(), "luz@example.org");
  EXPECT_EQ(invited.member().state(), v1::MEMBER_STATE_INVITED);
  EXPECT_EQ(Reason(TryPassword("luz@example.org", "").status()), "SIGN_IN_FAILED");
  EXPECT_EQ(Reason(Accept(invited.invitation_token(), "corta").status()), "INVALID_FIELDS");
  EXPECT_EQ(Must(Accept(invited.invitation_token())).state(), v1::MEMBER_STATE_ACTIVE);
  EXPECT_EQ(Reason(Accept(invited.invitation_token()).status()), "TOKEN_INVALID");
  const v1::SignInResponse session = Must(TryPassword("LUZ@example.org", kPassword));
  EXPECT_EQ(session.session().tenant(), kAgency);
  const v1::Identity luz = Must(WhoIs(session.token()));
  EXPECT_EQ(luz.member(), invited.member().name());
  EXPECT_EQ(luz.display_name(), "Luz Mamani");
  EXPECT_THAT(luz.roles(), ElementsAre(v1::ROLE_ADMINISTRATOR));
  // And she invites the others of her agency, of no other.
  EXPECT_TRUE(Invite(registry_.As(session.token()), "ana@example.org").ok());
  EXPECT_EQ(Reason(Invite(registry_.As(session.token()), "ana@example.org", kOther).status()), "NOT_FOUND");
  EXPECT_EQ(Reason(Invite(registry_.As(session.token()), "luz@example.org").status()), "MEMBER_EXISTS");
}

TEST_F(People, ANewInvitationVoidsTheOneBefore) {
  const v1::CreateMemberResponse first = Must(Invite(registry_.Secretariat(), "luz@example.org"));
  const auto again = Must(registry_.Secretariat().InviteMember(Named<v1::InviteMemberRequest>(first.member().name())));
  EXPECT_EQ(Reason(Accept(first.invitation_token()).status()), "TOKEN_INVALID");
  EXPECT_TRUE(Accept(again.invitation_token()).ok());
  EXPECT_EQ(Reason(registry_.Secretariat().InviteMember(Named<v1::InviteMemberRequest>(first.member().name())).status()),
            "MEMBER_IS_ACTIVE");
}

TEST_F(People, SomebodyOfTwoAgenciesHasOnePasswordAndSaysForWhomToSignIn) {
  SignIn("luz@example.org", {v1::ROLE_EDITOR});
  const v1::CreateMemberResponse second = Must(Invite(registry_.Secretariat(), "luz@example.org", kOther));
  // Nobody learns from an invitation that there is such a person elsewhere.
  EXPECT_EQ(second.member().state(), v1::MEMBER_STATE_INVITED);
  EXPECT_EQ(Reason(Accept(second.invitation_token(), "another password").status()), "SIGN_IN_FAILED");
  EXPECT_TRUE(Accept(second.invitation_token()).ok());
  const absl::Status which = TryPassword("luz@example.org", kPassword).status();
  EXPECT_EQ(Reason(which), "TENANT_REQUIRED");
  EXPECT_THAT(which.ToString(), HasSubstr("agencies/cl-agcid, agencies/pe-apci"));
  EXPECT_EQ(Must(WhoIs(Must(TryPassword("luz@example.org", kPassword, kOther)).token())).tenant(), kOther);
  EXPECT_EQ(Reason(TryPassword("luz@example.org", kPassword, "secretariat").status()), "SIGN_IN_FAILED");
}

TEST_F(People, GuessingIsThrottledForThoseWhoExistAndThoseWhoDoNotAlike) {
  SignIn("luz@example.org", {v1::ROLE_EDITOR});
  for (const char* email : {"luz@example.org", "nobody@example.org"}) {
    for (int i = 0; i < 5; ++i) EXPECT_EQ(Reason(TryPassword(email, "wrong").status()), "SIGN_IN_FAILED") << email;
    EXPECT_EQ(Reason(TryPassword(email, kPassword).status()), "TOO_MANY_ATTEMPTS") << email;
  }
}

TEST_F(People, ASessionEndsWhenItIsToldTo) {
  const std::string first = SignIn("luz@example.org", {v1::ROLE_EDITOR});
  const v1::SignInResponse second = Must(TryPassword("luz@example.org", kPassword));
  const v1::SignInResponse third = Must(TryPassword("luz@example.org", kPassword));
  const auto sessions = Must(registry_.As(first).ListSessions({}));
  ASSERT_EQ(sessions.sessions_size(), 3);
  EXPECT_TRUE(sessions.sessions(2).current());
  EXPECT_GT(sessions.sessions(0).expire_time().seconds(), sessions.sessions(0).create_time().seconds());
  EXPECT_TRUE(registry_.As(first).EndSession(Named<v1::EndSessionRequest>(second.session().name())).ok());
  EXPECT_EQ(Reason(WhoIs(second.token()).status()), "UNAUTHENTICATED");
  EXPECT_EQ(Reason(registry_.As(first).EndSession(Named<v1::EndSessionRequest>(second.session().name())).status()), "NOT_FOUND");
  const std::string stranger = SignIn("ana@example.org", {v1::ROLE_EDITOR});
  EXPECT_EQ(Reason(registry_.As(stranger).EndSession(Named<v1::EndSessionRequest>(third.session().name())).status()), "NOT_FOUND");
  EXPECT_TRUE(registry_.As(third.token()).SignOut({}).ok());
  EXPECT_EQ(Reason(WhoIs(third.token()).status()), "UNAUTHENTICATED");
  EXPECT_TRUE(WhoIs(first).ok());
}

TEST_F(People, IdentitySaysUntilWhenTheSessionIsGood) {
  SignIn("luz@example.org", {v1::ROLE_EDITOR});
  const v1::SignInResponse session = Must(TryPassword("luz@example.org", kPassword));
  // The second time from what the server remembers.
  for (int i = 0; i < 2; ++i) EXPECT_TRUE(Must(WhoIs(session.token())).expire_time() == session.session().expire_time());
  EXPECT_FALSE(Must(WhoIs(key_)).has_expire_time());
}

TEST_F(People, ANewPasswordEndsTheOtherSessions) {
  const std::string first = SignIn("luz@example.org", {v1::ROLE_EDITOR});
  const std::string second = Must(TryPassword("luz@example.org", kPassword)).token();
  v1::ChangePasswordRequest change;
  change.set_current_password("wrong");
  change.set_new_password("otra clave larga");
  EXPECT_EQ(Reason(registry_.As(first).ChangePassword(change).status()), "SIGN_IN_FAILED");
  change.set_current_password(kPassword);
  EXPECT_TRUE(registry_.As(first).ChangePassword(change).ok());
  EXPECT_TRUE(WhoIs(first).ok());
  EXPECT_EQ(Reason(WhoIs(second).status()), "UNAUTHENTICATED");
  EXPECT_EQ(Reason(TryPassword("luz@example.org", kPassword).status()), "SIGN_IN_FAILED");
  EXPECT_TRUE(TryPassword("luz@example.org", "otra clave larga").ok());
}

TEST_F(People, ARoleThatIsTakenAwayIsGoneWithTheNextCall) {
  const std::string admin = SignIn("luz@example.org", {v1::ROLE_ADMINISTRATOR});
  const std::string ana = SignIn("ana@example.org", {v1::ROLE_EDITOR});
  const std::string member = Must(WhoIs(ana)).member();
  EXPECT_EQ(Draft(ana).state(), v1::FICHE_STATE_DRAFT);
  v1::UpdateMemberRequest update;
  update.mutable_member()->set_name(member);
  update.mutable_member()->add_roles(v1::ROLE_READER);
  update.mutable_update_mask()->add_paths("roles");
  EXPECT_TRUE(registry_.As(admin).UpdateMember(update).ok());
  v1::CreateFicheRequest create;
  EXPECT_EQ(Reason(registry_.As(ana).CreateFiche(create).status()), "PERMISSION_DENIED");
  EXPECT_TRUE(registry_.As(admin).DeleteMember(Named<v1::DeleteMemberRequest>(member)).ok());
  EXPECT_EQ(Reason(WhoIs(ana).status()), "UNAUTHENTICATED");
  EXPECT_EQ(Reason(TryPassword("ana@example.org", kPassword).status()), "SIGN_IN_FAILED");
  EXPECT_EQ(Reason(registry_.As(admin).GetMember(Named<v1::GetMemberRequest>(member)).status()), "NOT_FOUND");
}

TEST_F(People, AnAgencyKeepsItsLastAdministrator) {
  const std::string luz = SignIn("luz@example.org", {v1::ROLE_ADMINISTRATOR});
  const std::string member = Must(WhoIs(luz)).member();
  EXPECT_EQ(Reason(registry_.As(luz).DeleteMember(Named<v1::DeleteMemberRequest>(member)).status()), "LAST_ADMINISTRATOR");
  v1::UpdateMemberRequest update;
  update.mutable_member()->set_name(member);
  update.mutable_member()->add_roles(v1::ROLE_EDITOR);
  update.mutable_update_mask()->add_paths("roles");
  EXPECT_EQ(Reason(registry_.As(luz).UpdateMember(update).status()), "LAST_ADMINISTRATOR");
  SignIn("ana@example.org", {v1::ROLE_ADMINISTRATOR});
  EXPECT_TRUE(registry_.As(luz).DeleteMember(Named<v1::DeleteMemberRequest>(member)).ok());
}

TEST_F(People, MembersAreSeenByTheirOwnAgency) {
  const std::string luz = SignIn("luz@example.org", {v1::ROLE_READER});
  const std::string other = SignIn("eva@example.org", {v1::ROLE_ADMINISTRATOR}, kOther);
  const std::string analyst = SignIn("noa@example.org", {v1::ROLE_ANALYST}, "secretariat");
  const auto list = [&](const std::string& credential, const std::string& parent) {
    v1::ListMembersRequest request;
    request.set_parent(parent);
    std::vector<std::string> emails;
    for (const auto& member : registry_.As(credential).ListMembers(request)) {
      emails.push_back(member.ok() ? member->email() : Reason(member.status()));
    }
    return emails;
  };
  EXPECT_THAT(list(luz, kAgency), ElementsAre("luz@example.org"));
  EXPECT_THAT(list(luz, kOther), ElementsAre("NOT_FOUND"));
  EXPECT_THAT(list(luz, "secretariat"), ElementsAre("NOT_FOUND"));
  EXPECT_THAT(list(other, kOther), ElementsAre("eva@example.org"));
  EXPECT_THAT(list(analyst, "secretariat"), ElementsAre("noa@example.org"));
  EXPECT_THAT(list(analyst, kAgency), ElementsAre("NOT_FOUND"));
  EXPECT_THAT(list(registry_.secretariat_key(), kAgency), ElementsAre("luz@example.org"));
}

TEST_F(People, AKeyHasARoleAnEndAndALastUse) {
  const std::string admin = SignIn("luz@example.org", {v1::ROLE_ADMINISTRATOR});
  v1::CreateApiKeyRequest create;
  create.set_parent(kAgency);
  create.mutable_api_key()->set_role(v1::ROLE_READER);
  *create.mutable_api_key()->mutable_expire_time() = TimeUtil::SecondsToTimestamp(TimeUtil::GetCurrentTime().seconds() + 3600);
  const v1::CreateApiKeyResponse reader = Must(registry_.As(admin).CreateApiKey(create));
  EXPECT_FALSE(reader.api_key().has_last_use_time());
  EXPECT_EQ(Reason(registry_.As(reader.key()).CreateFiche({}).status()), "PERMISSION_DENIED");
  const v1::Identity identity = Must(WhoIs(reader.key()));
  EXPECT_EQ(identity.api_key(), reader.api_key().name());
  EXPECT_EQ(identity.expire_time().seconds(), create.api_key().expire_time().seconds());
  v1::ListApiKeysRequest list;
  list.set_parent(kAgency);
  bool used = false;
  for (const auto& key : registry_.As(admin).ListApiKeys(list)) {
    if (Must(key).name() == reader.api_key().name()) used = key->has_last_use_time();
  }
  EXPECT_TRUE(used);
  create.mutable_api_key()->set_role(v1::ROLE_VALIDATOR);
  EXPECT_EQ(Reason(registry_.As(admin).CreateApiKey(create).status()), "INVALID_FIELDS");
  create.mutable_api_key()->set_role(v1::ROLE_READER);
  *create.mutable_api_key()->mutable_expire_time() = TimeUtil::SecondsToTimestamp(TimeUtil::GetCurrentTime().seconds() - 1);
  EXPECT_EQ(Reason(registry_.As(admin).CreateApiKey(create).status()), "INVALID_FIELDS");
  create.set_parent(kOther);
  create.mutable_api_key()->clear_expire_time();
  EXPECT_EQ(Reason(registry_.As(admin).CreateApiKey(create).status()), "NOT_FOUND");
}

TEST_F(People, WithFourEyesAnotherPersonValidatesAndTheHistorySaysWho) {
  ValidateBy(v1::VALIDATION_MODE_FOUR_EYES);
  const std::string ana = SignIn("ana@example.org", {v1::ROLE_EDITOR, v1::ROLE_VALIDATOR});
  const std::string luz = SignIn("luz@example.org", {v1::ROLE_VALIDATOR});
  const v1::Fiche draft = Draft(ana);
  EXPECT_EQ(Reason(Submit(ana, draft.name()).status()), "FICHE_STATE_CONFLICT");
  EXPECT_EQ(Must(Ask(ana, draft.name())).state(), v1::FICHE_STATE_IN_REVIEW);
  // Nobody writes in what is being validated.
  v1::UpdateFicheRequest update;
  *update.mutable_fiche() = draft;
  EXPECT_EQ(Reason(registry_.As(ana).UpdateFiche(update).status()), "FICHE_STATE_CONFLICT");
  EXPECT_EQ(Reason(Validate(ana, draft.name()).status()), "FOUR_EYES_NEEDED");
  EXPECT_EQ(Reason(Validate(key_, draft.name()).status()), "PERMISSION_DENIED");
  EXPECT_EQ(Must(Return(luz, draft.name())).return_comment(), "Falta un actor");
  Must(Ask(ana, draft.name()));
  EXPECT_EQ(Must(Validate(luz, draft.name())).state(), v1::FICHE_STATE_VALIDATED);
  // A program may send what is validated.
  EXPECT_EQ(Must(Submit(key_, draft.name())).state(), v1::FICHE_STATE_SUBMITTED);

  const std::vector<v1::FicheRevision> history = History(ana, draft.name());
  std::vector<std::string> told;
  for (const v1::FicheRevision& revision : history) {
    told.push_back(v1::FicheVerb_Name(revision.verb()).substr(11) + " " + revision.principal().display_name());
  }
  EXPECT_THAT(told, ElementsAre("SUBMIT ", "VALIDATE luz", "REQUEST_REVIEW ana", "RETURN luz", "REQUEST_REVIEW ana", "CREATE ana"));
  EXPECT_EQ(history[0].validation(), v1::VALIDATION_MODE_FOUR_EYES);
  EXPECT_EQ(history[0].principal().kind(), v1::PRINCIPAL_KIND_PROGRAM);
  EXPECT_EQ(history[3].comment(), "Falta un actor");
  EXPECT_TRUE(history[5].content_changed());
  // The secretariat reads what concerns it, and nobody's name.
  const std::vector<v1::FicheRevision> shown = History(registry_.secretariat_key(), draft.name());
  ASSERT_EQ(shown.size(), 1u);
  EXPECT_EQ(shown[0].verb(), v1::FICHE_VERB_SUBMIT);
  EXPECT_EQ(shown[0].principal().tenant(), kAgency);
  EXPECT_EQ(shown[0].principal().name() + shown[0].principal().display_name(), "");
}

TEST_F(People, WhoBeginsToValidateHearsOfTheFichesThatWait) {
  ValidateBy(v1::VALIDATION_MODE_FOUR_EYES);
  const std::string ana = SignIn("ana@example.org", {v1::ROLE_EDITOR});
  const v1::Fiche draft = Draft(ana);
  auto ask = Named<v1::RequestFicheReviewRequest>(draft.name());
  ask.set_comment("Lista para leer");
  Must(registry_.As(ana).RequestFicheReview(ask));
  const auto waiting = [&](const std::string& credential) {
    std::vector<v1::Notice> found;
    for (const auto& notice : registry_.As(credential).ListNotices()) {
      if (Must(notice).kind() == v1::NOTICE_KIND_TASK_WAITING) found.push_back(*notice);
    }
    return found;
  };
  const auto make_validator = [&](const std::string& credential, const std::string& by) {
    v1::UpdateMemberRequest update;
    update.mutable_member()->set_name(Must(registry_.As(credential).GetIdentity({})).member());
    update.mutable_member()->add_roles(v1::ROLE_EDITOR);
    update.mutable_member()->add_roles(v1::ROLE_VALIDATOR);
    update.mutable_update_mask()->add_paths("roles");
    Must(registry_.As(by).UpdateMember(update));
  };
  // By accepting an invitation.
  const std::vector<v1::Notice> told = waiting(SignIn("luz@example.org", {v1::ROLE_VALIDATOR}));
  ASSERT_EQ(told.size(), 1u);
  EXPECT_EQ(told[0].record(), draft.name());
  EXPECT_EQ(told[0].comment(), "Lista para leer");
  EXPECT_EQ(told[0].author_display_name(), "ana");
  EXPECT_EQ(told[0].round_display_name(), "Round r2022");
  // By another role, which the secretariat or the agency's administrator gives; once.
  const std::string administrator = SignIn("adm@example.org", {v1::ROLE_ADMINISTRATOR});
  for (const std::string& by : {registry_.secretariat_key(), administrator}) {
    const std::string eva = SignIn(by == administrator ? "sol@example.org" : "eva@example.org", {v1::ROLE_EDITOR});
    EXPECT_THAT(waiting(eva), IsEmpty());
    for (int time = 0; time < 2; ++time) {
      make_validator(eva, by);
      EXPECT_EQ(waiting(eva).size(), 1u);
    }
  }
  // Nobody is told of what they asked for themselves.
  make_validator(ana, administrator);
  EXPECT_THAT(waiting(ana), IsEmpty());
  ValidateBy(v1::VALIDATION_MODE_LINK);
  EXPECT_THAT(waiting(SignIn("paz@example.org", {v1::ROLE_VALIDATOR})), IsEmpty());
  ValidateBy(v1::VALIDATION_MODE_FOUR_EYES);
  EXPECT_THAT(waiting(SignIn("iris@example.org", {v1::ROLE_VALIDATOR}, kOther)), IsEmpty());
  Must(Recall(ana, draft.name()));
  EXPECT_THAT(waiting(SignIn("rita@example.org", {v1::ROLE_VALIDATOR})), IsEmpty());
}

TEST_F(People, ASignedDocumentIsNeededWhereTheAgencyValidatesSo) {
  ValidateBy(v1::VALIDATION_MODE_SIGNED_DOCUMENT);
  const std::string luz = SignIn("luz@example.org", {v1::ROLE_EDITOR, v1::ROLE_VALIDATOR});
  const v1::Fiche draft = Draft(luz);
  Must(Ask(luz, draft.name()));
  auto validate = Named<v1::ValidateFicheRequest>(draft.name());
  EXPECT_EQ(Reason(registry_.As(luz).ValidateFiche(validate).status()), "SIGNED_DOCUMENT_NEEDED");
  validate.set_signed_document(draft.name() + "/attachments/none");
  const absl::Status unknown = registry_.As(luz).ValidateFiche(validate).status();
  EXPECT_EQ(Reason(unknown), "INVALID_FIELDS");
  EXPECT_EQ(DetailsOf(unknown).field_violations.at(0).path, "signed_document");
  v1::AddFicheAttachmentRequest add;
  add.set_parent(draft.name());
  add.set_file_name("firmado.pdf");
  add.set_document("MZ no document");
  EXPECT_EQ(Reason(registry_.As(luz).AddFicheAttachment(add).status()), "ATTACHMENT_WRONG_TYPE");
  add.set_document("%PDF-1.7 firmado");
  const v1::Attachment signed_document = Must(registry_.As(luz).AddFicheAttachment(add));
  EXPECT_EQ(signed_document.media_type(), "application/pdf");
  EXPECT_EQ(signed_document.size_bytes(), 16);
  // The same bytes are kept once.
  add.set_file_name("otra vez.pdf");
  EXPECT_EQ(Must(registry_.As(luz).AddFicheAttachment(add)).name(), signed_document.name());
  v1::ListFicheAttachmentsRequest list;
  list.set_parent(draft.name());
  EXPECT_EQ(Must(registry_.As(luz).ListFicheAttachments(list)).attachments_size(), 1);
  EXPECT_EQ(Must(registry_.As(luz).GetFicheAttachment(Named<v1::GetFicheAttachmentRequest>(signed_document.name()))).document(),
            add.document());
  validate.set_signed_document(signed_document.name());
  EXPECT_EQ(Must(registry_.As(luz).ValidateFiche(validate)).state(), v1::FICHE_STATE_VALIDATED);
  EXPECT_EQ(History(luz, draft.name()).front().comment(), "firmado.pdf");
  Must(Submit(luz, draft.name()));
  // It is the agency's own affair.
  EXPECT_EQ(Reason(registry_.Secretariat().ListFicheAttachments(list).status()), "NOT_FOUND");
  EXPECT_EQ(Reason(registry_.Secretariat().GetFicheAttachment(Named<v1::GetFicheAttachmentRequest>(signed_document.name())).status()),
            "NOT_FOUND");
  add.set_document("%PDF-1.7 tarde");
  EXPECT_EQ(Reason(registry_.As(luz).AddFicheAttachment(add).status()), "FICHE_STATE_CONFLICT");
}

TEST_F(People, TheFormThatAFicheWasImportedFromIsNoSignedDocument) {
  ValidateBy(v1::VALIDATION_MODE_SIGNED_DOCUMENT);
  const std::string luz = SignIn("luz@example.org", {v1::ROLE_EDITOR, v1::ROLE_VALIDATOR});
  v1::ImportFicheRequest import;
  import.set_parent(kAgency);
  import.set_round("rounds/r2022");
  import.set_document(documents::Read("tests/data/forms/filled/v01-pe-apci.docx"));
  const v1::Fiche draft = Must(registry_.As(luz).ImportFiche(import)).fiche();
  v1::AddFicheAttachmentRequest add;
  add.set_parent(draft.name());
  add.set_file_name("firmado.docx");
  add.set_document(import.document());
  std::vector<std::string> unsigned_documents = {Must(registry_.As(luz).AddFicheAttachment(add)).name()};
  // Added before it was imported, it is the same.
  import.set_fiche(draft.name());
  import.clear_round();
  import.set_document(Must(registry_.As(luz).ExportFiche(Named<v1::ExportFicheRequest>(draft.name()))).document());
  add.set_document(import.document());
  unsigned_documents.push_back(Must(registry_.As(luz).AddFicheAttachment(add)).name());
  Must(registry_.As(luz).ImportFiche(import));
  Must(Ask(luz, draft.name()));
  auto validate = Named<v1::ValidateFicheRequest>(draft.name());
  for (const std::string& each : unsigned_documents) {
    validate.set_signed_document(each);
    EXPECT_EQ(Reason(registry_.As(luz).ValidateFiche(validate).status()), "INVALID_FIELDS");
  }
  add.set_document("%PDF-1.7 firmado");
  validate.set_signed_document(Must(registry_.As(luz).AddFicheAttachment(add)).name());
  EXPECT_TRUE(registry_.As(luz).ValidateFiche(validate).ok());
}

TEST_F(People, ASignedDocumentIsRefusedWhereTheAgencyValidatesOtherwise) {
  ValidateBy(v1::VALIDATION_MODE_FOUR_EYES);
  const std::string ana = SignIn("ana@example.org", {v1::ROLE_EDITOR});
  const std::string luz = SignIn("luz@example.org", {v1::ROLE_EDITOR, v1::ROLE_VALIDATOR});
  const v1::Fiche draft = Draft(ana);
  v1::AddFicheAttachmentRequest add;
  add.set_parent(draft.name());
  add.set_file_name("firmado.pdf");
  add.set_document("%PDF-1.7 firmado");
  auto validate = Named<v1::ValidateFicheRequest>(draft.name());
  validate.set_signed_document(Must(registry_.As(ana).AddFicheAttachment(add)).name());
  Must(Ask(ana, draft.name()));
  EXPECT_EQ(Reason(registry_.As(luz).ValidateFiche(validate).status()), "INVALID_FIELDS");
  validate.clear_signed_document();
  EXPECT_TRUE(registry_.As(luz).ValidateFiche(validate).ok());
}

TEST_F(People, ADocumentIsTakenAwayFromADraftUnlessSomethingRestsOnIt) {
  ValidateBy(v1::VALIDATION_MODE_SIGNED_DOCUMENT);
  const std::string luz = SignIn("luz@example.org", {v1::ROLE_EDITOR, v1::ROLE_VALIDATOR});
  const v1::Fiche draft = Draft(luz);
  const auto attach = [&](const std::string& bytes) {
    v1::AddFicheAttachmentRequest add;
    add.set_parent(draft.name());
    add.set_file_name("documento.pdf");
    add.set_document("%PDF-1.7 " + bytes);
    return Must(registry_.As(luz).AddFicheAttachment(add)).name();
  };
  const auto remove = [&](const std::string& key, const std::string& name) {
    return Reason(registry_.As(key).DeleteFicheAttachment(Named<v1::DeleteFicheAttachmentRequest>(name)).status());
  };
  const std::string stranger = SignIn("sol@example.org", {v1::ROLE_EDITOR}, "agencies/cl-agcid");
  const std::string reader = SignIn("eva@example.org", {v1::ROLE_READER});
  const std::string mistaken = attach("equivocado");
  EXPECT_EQ(remove(stranger, mistaken), "NOT_FOUND");
  EXPECT_EQ(remove(reader, mistaken), "PERMISSION_DENIED");
  EXPECT_EQ(remove(luz, mistaken), "OK");
  EXPECT_EQ(remove(luz, mistaken), "NOT_FOUND");
  EXPECT_EQ(Reason(registry_.As(luz).GetFicheAttachment(Named<v1::GetFicheAttachmentRequest>(mistaken)).status()), "NOT_FOUND");
  // The same bytes can come back, as another attachment.
  EXPECT_NE(attach("equivocado"), mistaken);

  const std::string signed_document = attach("firmado");
  Must(Ask(luz, draft.name()));
  EXPECT_EQ(remove(luz, signed_document), "FICHE_STATE_CONFLICT");
  auto validate = Named<v1::ValidateFicheRequest>(draft.name());
  validate.set_signed_document(signed_document);
  Must(registry_.As(luz).ValidateFiche(validate));
  EXPECT_EQ(Must(Return(luz, draft.name())).state(), v1::FICHE_STATE_DRAFT);
  EXPECT_EQ(remove(luz, signed_document), "ATTACHMENT_IN_USE");
  const std::string beside = attach("al lado");
  Must(Ask(luz, draft.name()));
  Must(registry_.As(luz).ValidateFiche(validate));
  Must(Submit(luz, draft.name()));
  EXPECT_EQ(remove(luz, beside), "FICHE_STATE_CONFLICT");
  Must(Return(registry_.secretariat_key(), draft.name()));
  EXPECT_EQ(remove(luz, beside), "ATTACHMENT_IN_USE") << "the secretariat had the fiche with it";
  EXPECT_EQ(remove(luz, attach("después")), "OK");
}

TEST_F(People, ALinkValidatesOnceAndOnlyTheReviewThatItWasSentFor) {
  ValidateBy(v1::VALIDATION_MODE_LINK);
  const std::string ana = SignIn("ana@example.org", {v1::ROLE_EDITOR, v1::ROLE_VALIDATOR});
  const v1::Fiche draft = Draft(ana);
  const auto link = [&] {
    auto request = Named<v1::CreateValidationLinkRequest>(draft.name());
    request.mutable_recipient()->set_display_name("Directora Quispe");
    request.mutable_recipient()->set_email("direccion@example.org");
    return registry_.As(ana).CreateValidationLink(request);
  };
  const auto answer = [&](const std::string& token, bool valid) {
    v1::AnswerValidationLinkRequest request;
    request.set_token(token);
    request.set_valid(valid);
    if (!valid) request.set_comment("Corrijan el título");
    return Nobody().AnswerValidationLink(request);
  };
  const auto look = [&](const std::string& token) {
    v1::GetLinkedFicheRequest request;
    request.set_token(token);
    return Nobody().GetLinkedFiche(request);
  };
  EXPECT_EQ(Reason(link().status()), "FICHE_STATE_CONFLICT");
  Must(Ask(ana, draft.name()));
  EXPECT_EQ(Reason(Validate(ana, draft.name()).status()), "VALIDATION_BY_LINK");
  const std::string recalled = Must(link()).token();
  EXPECT_EQ(Must(look(recalled)).initiatives(0).content().title(), draft.initiatives(0).content().title());
  Must(Recall(ana, draft.name()));
  EXPECT_EQ(Reason(look(recalled).status()), "TOKEN_INVALID");
  Must(Ask(ana, draft.name()));
  EXPECT_EQ(Reason(answer(recalled, true).status()), "TOKEN_INVALID");
  const std::string replaced = Must(link()).token();
  const std::string returned = Must(link()).token();
  EXPECT_EQ(Reason(answer(replaced, true).status()), "TOKEN_INVALID");
  EXPECT_EQ(Must(answer(returned, false)).state(), v1::FICHE_STATE_DRAFT);
  PageRange<v1::Notice> inbox = registry_.As(ana).ListNotices();
  const v1::Notice told = Must(*inbox.begin());
  EXPECT_EQ(told.kind(), v1::NOTICE_KIND_RETURNED);
  EXPECT_EQ(told.comment(), "Corrijan el título");
  EXPECT_EQ(Reason(answer(returned, true).status()), "TOKEN_INVALID");
  Must(Ask(ana, draft.name()));
  const std::string good = Must(link()).token();
  EXPECT_EQ(Must(answer(good, true)).state(), v1::FICHE_STATE_VALIDATED);
  EXPECT_EQ(Reason(answer(good, true).status()), "TOKEN_INVALID");
  EXPECT_EQ(Reason(look(good).status()), "TOKEN_INVALID");
  EXPECT_EQ(Reason(look("ml_nothing").status()), "TOKEN_INVALID");
  // A link is no key.
  EXPECT_EQ(Reason(WhoIs(good).status()), "UNAUTHENTICATED");
  const v1::FicheRevision last = History(ana, draft.name()).front();
  EXPECT_EQ(last.principal().kind(), v1::PRINCIPAL_KIND_LINK);
  EXPECT_EQ(last.principal().display_name(), "Directora Quispe");
}

TEST_F(People, WhoIsRemovedFromAnAgencyHasItsNoticesNoMore) {
  const std::string ana = SignIn("ana@example.org", {v1::ROLE_EDITOR});
  const std::string luz = SignIn("luz@example.org", {v1::ROLE_EDITOR});
  const v1::Fiche draft = Draft(ana);
  v1::CreateCommentRequest comment;
  comment.set_parent(draft.name());
  comment.set_text("Lo que no debe salir");
  Must(registry_.As(luz).CreateComment(comment));
  const std::string other = SignIn("ana@example.org", {v1::ROLE_EDITOR}, kOther);
  const auto comments = [&] {
    std::vector<std::string> found;
    for (const auto& notice : registry_.As(other).ListNotices()) {
      if (Must(notice).kind() == v1::NOTICE_KIND_COMMENTED) found.push_back(notice->name());
    }
    return found;
  };
  const std::vector<std::string> told = comments();
  ASSERT_EQ(told.size(), 1u);
  v1::DeleteMemberRequest remove;
  remove.set_name(Must(WhoIs(ana)).member());
  Must(registry_.Secretariat().DeleteMember(remove));
  EXPECT_THAT(comments(), IsEmpty());
  EXPECT_EQ(Reason(registry_.As(other).ReadNotice(Named<v1::ReadNoticeRequest>(told[0])).status()), "NOT_FOUND");
}

TEST_F(People, ASubmissionSaysHowItWasValidatedThoughTheAgencyHasChosenAnotherWaySince) {
  ValidateBy(v1::VALIDATION_MODE_FOUR_EYES);
  const std::string ana = SignIn("ana@example.org", {v1::ROLE_EDITOR});
  const std::string luz = SignIn("luz@example.org", {v1::ROLE_VALIDATOR});
  const v1::Fiche draft = Draft(ana);
  Must(Ask(ana, draft.name()));
  Must(Validate(luz, draft.name()));
  ValidateBy(v1::VALIDATION_MODE_NONE);
  Must(Submit(ana, draft.name()));
  EXPECT_EQ(History(ana, draft.name()).front().validation(), v1::VALIDATION_MODE_FOUR_EYES);
}

TEST_F(People, ALinkIsVoidAsLongAsTheAgencyDoesNotValidateByLink) {
  ValidateBy(v1::VALIDATION_MODE_LINK);
  const std::string ana = SignIn("ana@example.org", {v1::ROLE_EDITOR});
  const v1::Fiche draft = Draft(key_);
  Must(Ask(key_, draft.name()));
  auto create = Named<v1::CreateValidationLinkRequest>(draft.name());
  create.mutable_recipient()->set_display_name("Directora Quispe");
  create.mutable_recipient()->set_email("direccion@example.org");
  v1::AnswerValidationLinkRequest answer;
  answer.set_token(Must(registry_.As(ana).CreateValidationLink(create)).token());
  answer.set_valid(true);
  ValidateBy(v1::VALIDATION_MODE_FOUR_EYES);
  EXPECT_EQ(Reason(Nobody().AnswerValidationLink(answer).status()), "TOKEN_INVALID");
  ValidateBy(v1::VALIDATION_MODE_LINK);
  EXPECT_EQ(Must(Nobody().AnswerValidationLink(answer)).state(), v1::FICHE_STATE_VALIDATED);
  EXPECT_EQ(History(key_, draft.name()).front().validation(), v1::VALIDATION_MODE_LINK);
}

TEST_F(People, WhatIsSubmittedIsRecalledUntilTheReviewBegins) {
  const std::string ana = SignIn("ana@example.org", {v1::ROLE_EDITOR});
  const v1::Fiche draft = Draft(ana);
  EXPECT_EQ(Reason(Ask(ana, draft.name()).status()), "NO_VALIDATION");
  Must(Submit(ana, draft.name()));
  EXPECT_EQ(History(ana, draft.name()).front().validation(), v1::VALIDATION_MODE_NONE);
  EXPECT_EQ(Must(Recall(ana, draft.name())).state(), v1::FICHE_STATE_DRAFT);
  EXPECT_EQ(Reason(registry_.Secretariat().GetFiche(Named<v1::GetFicheRequest>(draft.name())).status()), "NOT_FOUND");
  Must(Submit(ana, draft.name()));
  auto decide = Named<v1::DecideInitiativeRequest>(draft.name());
  decide.set_initiative_id(draft.initiatives(0).id());
  decide.set_decision(v1::DECISION_ADMITTED);
  Must(registry_.Secretariat().DecideInitiative(decide));
  EXPECT_EQ(Reason(Recall(ana, draft.name()).status()), "REVIEW_HAS_BEGUN");
  EXPECT_EQ(Must(Return(registry_.secretariat_key(), draft.name())).state(), v1::FICHE_STATE_DRAFT);
}

TEST_F(People, NothingToReportIsReviewedAtOnceAndCanBeRecalled) {
  const std::string ana = SignIn("ana@example.org", {v1::ROLE_EDITOR});
  v1::CreateFicheRequest create;
  create.set_parent(kAgency);
  create.mutable_fiche()->set_round("rounds/r2022");
  create.mutable_fiche()->set_institution("APCI");
  create.mutable_fiche()->set_nothing_to_report(true);
  const v1::Fiche draft = Must(registry_.As(ana).CreateFiche(create));
  EXPECT_EQ(Must(Submit(ana, draft.name())).state(), v1::FICHE_STATE_REVIEWED);
  EXPECT_EQ(Must(Recall(ana, draft.name())).state(), v1::FICHE_STATE_DRAFT);
}

TEST_F(People, EveryVersionIsKept) {
  const std::string ana = SignIn("ana@example.org", {v1::ROLE_EDITOR});
  const v1::Fiche draft = Draft(ana);
  v1::UpdateFicheRequest update;
  *update.mutable_fiche() = draft;
  update.mutable_fiche()->set_institution("Otra");
  update.mutable_fiche()->mutable_focal_point()->set_display_name("Eva");
  Must(registry_.As(ana).UpdateFiche(update));
  const auto revision = [&](const std::string& credential, int number) {
    return registry_.As(credential)
        .GetFicheRevision(Named<v1::GetFicheRevisionRequest>(draft.name() + "/revisions/" + std::to_string(number)));
  };
  EXPECT_EQ(Must(revision(ana, 1)).institution(), draft.institution());
  EXPECT_EQ(Must(revision(ana, 1)).focal_point().display_name(), draft.focal_point().display_name());
  EXPECT_EQ(Must(revision(ana, 2)).institution(), "Otra");
  EXPECT_EQ(Must(revision(ana, 2)).focal_point().display_name(), "Eva");
  EXPECT_EQ(Reason(revision(ana, 3).status()), "NOT_FOUND");
  Must(Submit(ana, draft.name()));
  EXPECT_EQ(Must(revision(ana, 3)).institution(), "Otra");
  EXPECT_EQ(Must(revision(registry_.secretariat_key(), 3)).institution(), "Otra");
  EXPECT_EQ(Reason(revision(registry_.secretariat_key(), 2).status()), "NOT_FOUND");
  EXPECT_THAT(History(registry_.secretariat_key(), draft.name()), testing::SizeIs(1));
}

// Every verb, for every role, in every state: what is not in the table is refused.
TEST_F(People, EveryRoleCanDoInEveryStateWhatTheTableSaysAndNothingElse) {
  ValidateBy(v1::VALIDATION_MODE_FOUR_EYES);
  const std::string author = SignIn("author@example.org", {v1::ROLE_EDITOR});
  const std::string eyes = SignIn("eyes@example.org", {v1::ROLE_VALIDATOR});
  const std::vector<std::pair<std::string, std::string>> callers = {
      {"reader", SignIn("r@example.org", {v1::ROLE_READER})},
      {"editor", SignIn("e@example.org", {v1::ROLE_EDITOR})},
      {"validator", SignIn("v@example.org", {v1::ROLE_VALIDATOR})},
      {"administrator", SignIn("a@example.org", {v1::ROLE_ADMINISTRATOR})},
      {"program", key_},
      {"other", SignIn("o@example.org", {v1::ROLE_EDITOR, v1::ROLE_VALIDATOR, v1::ROLE_ADMINISTRATOR}, kOther)},
      {"analyst", SignIn("n@example.org", {v1::ROLE_ANALYST}, "secretariat")},
  };
  // Who may do what in which state; everything else is refused.
  const std::set<std::string> allowed = {
      "editor DRAFT edit",          "editor DRAFT ask",         "editor IN_REVIEW recall",      "editor VALIDATED submit",
      "editor VALIDATED recall",    "editor SUBMITTED recall",  "editor REVIEWED answer",       "program DRAFT edit",
      "program DRAFT ask",          "program IN_REVIEW recall", "program VALIDATED submit",     "program VALIDATED recall",
      "program SUBMITTED recall",   "program REVIEWED answer",  "validator IN_REVIEW validate", "validator IN_REVIEW return",
      "validator VALIDATED return", "other SUBMITTED confirm",  "other REVIEWED confirm",       "analyst SUBMITTED return",
      "analyst SUBMITTED decide",   "analyst REVIEWED return",  "analyst REVIEWED decide"};
  int round = 0;
  const auto in_state = [&](v1::FicheState state) {
    const std::string id = "t" + std::to_string(1000 + round++);
    registry_.NewRound(id);
    v1::CreateFicheRequest create;
    create.set_parent(kAgency);
    *create.mutable_fiche() = SmallFiche(id);
    create.mutable_fiche()->mutable_initiatives(0)->mutable_content()->set_partner_country_codes(0, "CL");
    v1::Fiche fiche = Must(registry_.As(author).CreateFiche(create));
    if (state == v1::FICHE_STATE_DRAFT) return fiche;
    fiche = Must(Ask(author, fiche.name()));
    if (state == v1::FICHE_STATE_IN_REVIEW) return fiche;
    fiche = Must(Validate(eyes, fiche.name()));
    if (state == v1::FICHE_STATE_VALIDATED) return fiche;
    fiche = Must(Submit(author, fiche.name()));
    if (state == v1::FICHE_STATE_SUBMITTED) return fiche;
    auto decide = Named<v1::DecideInitiativeRequest>(fiche.name());
    decide.set_initiative_id(fiche.initiatives(0).id());
    decide.set_decision(v1::DECISION_ADMITTED);
    Must(registry_.Secretariat().DecideInitiative(decide));
    return fiche;
  };
  using Verb = std::function<absl::Status(const std::string&, const v1::Fiche&)>;
  const std::vector<std::pair<std::string, Verb>> verbs = {
      {"edit",
       [&](const std::string& who, const v1::Fiche& fiche) {
         v1::UpdateFicheRequest update;
         *update.mutable_fiche() = fiche;
         return registry_.As(who).UpdateFiche(update).status();
       }},
      {"ask", [&](const std::string& who, const v1::Fiche& fiche) { return Ask(who, fiche.name()).status(); }},
      {"validate", [&](const std::string& who, const v1::Fiche& fiche) { return Validate(who, fiche.name()).status(); }},
      {"submit", [&](const std::string& who, const v1::Fiche& fiche) { return Submit(who, fiche.name()).status(); }},
      {"recall", [&](const std::string& who, const v1::Fiche& fiche) { return Recall(who, fiche.name()).status(); }},
      {"return", [&](const std::string& who, const v1::Fiche& fiche) { return Return(who, fiche.name()).status(); }},
      {"decide",
       [&](const std::string& who, const v1::Fiche& fiche) {
         auto decide = Named<v1::DecideInitiativeRequest>(fiche.name());
         decide.set_initiative_id(fiche.initiatives(0).id());
         decide.set_decision(v1::DECISION_ADMITTED);
         return registry_.As(who).DecideInitiative(decide).status();
       }},
      {"answer",
       [&](const std::string& who, const v1::Fiche& fiche) {
         auto answer = Named<v1::AnswerDecisionRequest>("initiatives/" + fiche.initiatives(0).id());
         answer.mutable_answer()->set_agrees(true);
         return registry_.As(who).AnswerDecision(answer).status();
       }},
      {"confirm",
       [&](const std::string& who, const v1::Fiche& fiche) {
         auto confirm = Named<v1::AnswerConfirmationRequest>("initiatives/" + fiche.initiatives(0).id() + "/confirmations/CL");
         confirm.set_state(v1::CONFIRMATION_STATE_CONFIRMED);
         return registry_.As(who).AnswerConfirmation(confirm).status();
       }},
  };
  for (const auto state :
       {v1::FICHE_STATE_DRAFT, v1::FICHE_STATE_IN_REVIEW, v1::FICHE_STATE_VALIDATED, v1::FICHE_STATE_SUBMITTED, v1::FICHE_STATE_REVIEWED}) {
    v1::Fiche fiche = in_state(state);
    for (const auto& [title, credential] : callers) {
      for (const auto& [verb, act] : verbs) {
        const std::string row = title + " " + v1::FicheState_Name(state).substr(12) + " " + verb;
        const absl::Status status = act(credential, fiche);
        EXPECT_EQ(status.ok(), allowed.contains(row)) << row << " " << status;
        if (status.ok()) {
          fiche = in_state(state);
          continue;
        }
        EXPECT_THAT(Reason(status),
                    testing::AnyOf("PERMISSION_DENIED", "FICHE_STATE_CONFLICT", "NOT_FOUND", "REVIEW_HAS_BEGUN", "NOT_DECIDED"))
            << row;
      }
    }
  }
}

}  // namespace
}  // namespace minga
