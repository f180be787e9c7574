// A call with a request_id counts once, however often and from however many threads it is made; with validate_only it
// does not count at all.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <set>
#include <thread>

#include "server/forms/fiche_writer.h"
#include "tests/support/calls.h"
#include "tests/support/documents.h"
#include "tests/support/raw_call.h"
#include "tests/support/test_registry.h"

namespace minga {
namespace {

using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

// 2100.
constexpr int64_t kFarAway = 4'102'444'800;

// A call that changes something, on records made for it alone.
struct Repeatable {
  std::string key;
  std::unique_ptr<Message> request;
  // The same call with another content.
  std::unique_ptr<Message> other;
};

class Idempotency : public testing::Test {
 protected:
  Idempotency() {
    registry_.NewRound("first");
    agency_ = registry_.NewAgency("pe-apci", "PE");
    other_agency_ = registry_.NewAgency("cl-agcid", "CL");
    readers_ = {registry_.secretariat_key(), agency_, other_agency_};
  }

  static std::vector<const MethodDescriptor*> MethodsWith(const char* field) {
    std::vector<const MethodDescriptor*> found;
    for (const MethodDescriptor* method : AllMethods()) {
      if (method->input_type()->FindFieldByName(field) != nullptr) found.push_back(method);
    }
    return found;
  }

  static void SetText(Message* message, const char* field, const std::string& value) {
    message->GetReflection()->SetString(message, message->GetDescriptor()->FindFieldByName(field), value);
  }
  static void SetFlag(Message* message, const char* field, bool value) {
    message->GetReflection()->SetBool(message, message->GetDescriptor()->FindFieldByName(field), value);
  }

  // A round that nobody answered yet.
  std::string NewRound() {
    const std::string id = "round-" + std::to_string(++made_);
    registry_.NewRound(id);
    return id;
  }
  v1::CreateFicheRequest Draft() {
    v1::CreateFicheRequest create;
    create.set_parent("agencies/pe-apci");
    *create.mutable_fiche() = SmallFiche(NewRound());
    return create;
  }
  v1::Fiche Submitted() {
    v1::SubmitFicheRequest submit;
    submit.set_name(Must(registry_.As(agency_).CreateFiche(Draft())).name());
    return Must(registry_.As(agency_).SubmitFiche(submit));
  }

  static v1::Member Somebody(const std::string& email) {
    v1::Member member;
    member.set_email(email);
    member.set_display_name("Luz Mamani");
    member.add_roles(v1::ROLE_READER);
    return member;
  }
  std::string Invited(const std::string& id) {
    v1::CreateMemberRequest create;
    create.set_parent("agencies/pe-apci");
    *create.mutable_member() = Somebody(id + "@example.org");
    return Must(registry_.Secretariat().CreateMember(create)).member().name();
  }
  // A draft of a new agency `id` that validates in this way; answers the agency's key.
  std::string Validating(const std::string& id, v1::ValidationMode mode, std::string* fiche) {
    readers_.push_back(registry_.NewAgency(id, "EC"));
    v1::UpdateAgencyRequest update;
    update.mutable_agency()->set_name("agencies/" + id);
    update.mutable_agency()->set_validation_mode(mode);
    update.mutable_update_mask()->add_paths("validation_mode");
    Must(registry_.Secretariat().UpdateAgency(update));
    v1::CreateFicheRequest create = Draft();
    create.set_parent("agencies/" + id);
    *fiche = Must(registry_.As(readers_.back()).CreateFiche(create)).name();
    return readers_.back();
  }
  void Ask(const std::string& key, const std::string& fiche) {
    v1::RequestFicheReviewRequest ask;
    ask.set_name(fiche);
    Must(registry_.As(key).RequestFicheReview(ask));
  }

  template <typename Request>
  static Repeatable Make(const std::string& key, Request request, const std::function<void(Request&)>& change) {
    Request other = request;
    change(other);
    return {key, std::make_unique<Request>(std::move(request)), std::make_unique<Request>(std::move(other))};
  }

  Repeatable New(const std::string& rpc) {
    const std::string& secretariat = registry_.secretariat_key();
    const std::string id = "made-" + std::to_string(++made_);
    if (rpc == "CreateAgency") {
      v1::CreateAgencyRequest request;
      request.set_agency_id(id);
      request.mutable_agency()->set_display_name("Agencia");
      request.mutable_agency()->set_country_code("UY");
      return Make<v1::CreateAgencyRequest>(secretariat, request, [](auto& each) { each.mutable_agency()->set_country_code("AR"); });
    }
    if (rpc == "CreateApiKey") {
      v1::CreateApiKeyRequest request;
      request.set_parent("agencies/pe-apci");
      request.mutable_api_key()->set_display_name(id);
      return Make<v1::CreateApiKeyRequest>(secretariat, request, [](auto& each) { each.set_parent("agencies/cl-agcid"); });
    }
    if (rpc == "CreateRound") {
      v1::CreateRoundRequest request;
      request.set_round_id(id);
      request.mutable_round()->set_display_name("Relevamiento");
      request.mutable_round()->set_form_version("2022");
      request.mutable_round()->mutable_period()->mutable_start()->set_year(2019);
      return Make<v1::CreateRoundRequest>(secretariat, request, [](auto& each) { each.set_round_id(each.round_id() + "x"); });
    }
    if (rpc == "UpdateRound") {
      v1::UpdateRoundRequest request;
      request.mutable_round()->set_name("rounds/" + NewRound());
      request.mutable_round()->set_display_name("Relevamiento de siempre");
      request.mutable_update_mask()->add_paths("display_name");
      return Make<v1::UpdateRoundRequest>(secretariat, request, [](auto& each) { each.mutable_round()->set_display_name("Otro"); });
    }
    if (rpc == "SetRoundExtension") {
      v1::UpdateRoundRequest ends;
      ends.mutable_round()->set_name("rounds/" + NewRound());
      ends.mutable_round()->mutable_close_time()->set_seconds(kFarAway);
      ends.mutable_update_mask()->add_paths("close_time");
      v1::SetRoundExtensionRequest request;
      request.set_name(Must(registry_.Secretariat().UpdateRound(ends)).name());
      request.set_agency("agencies/pe-apci");
      request.mutable_close_time()->set_seconds(kFarAway + 3'600);
      return Make<v1::SetRoundExtensionRequest>(secretariat, request, [](auto& each) { each.set_comment("Cambio de autoridades."); });
    }
    if (rpc == "RemindRound") {
      registry_.SignIn("agencies/pe-apci", id + "@example.org", {v1::ROLE_EDITOR});
      v1::RemindRoundRequest request;
      request.set_name("rounds/" + NewRound());
      request.add_agencies("agencies/pe-apci");
      return Make<v1::RemindRoundRequest>(secretariat, request, [](auto& each) { each.set_message("Quedan tres días."); });
    }
    if (rpc == "ImportFiche") {
      v1::ImportFicheRequest request;
      request.set_parent("agencies/pe-apci");
      request.set_round("rounds/" + NewRound());
      request.set_document(documents::Read("tests/data/forms/filled/v01-pe-apci.docx"));
      return Make<v1::ImportFicheRequest>(agency_, request, [](auto& each) { each.set_file_name("otra.docx"); });
    }
    if (rpc == "CreateFiche") {
      return Make<v1::CreateFicheRequest>(agency_, Draft(), [](auto& each) { each.mutable_fiche()->set_institution("Otra"); });
    }
    if (rpc == "UpdateFiche") {
      v1::UpdateFicheRequest request;
      *request.mutable_fiche() = Must(registry_.As(agency_).CreateFiche(Draft()));
      request.mutable_fiche()->set_institution("Agencia de siempre");
      *request.mutable_fiche()->add_initiatives()->mutable_content() = SmallFiche("").initiatives(0).content();
      return Make<v1::UpdateFicheRequest>(agency_, request, [](auto& each) { each.mutable_fiche()->set_institution("Otra"); });
    }
    if (rpc == "SubmitFiche") {
      v1::SubmitFicheRequest request;
      request.set_name(Must(registry_.As(agency_).CreateFiche(Draft())).name());
      return Make<v1::SubmitFicheRequest>(agency_, request, [](auto& each) { each.set_etag("1"); });
    }
    if (rpc == "ReturnFiche") {
      v1::ReturnFicheRequest request;
      request.set_name(Submitted().name());
      request.set_comment("Falta el período.");
      return Make<v1::ReturnFicheRequest>(secretariat, request, [](auto& each) { each.set_comment("Otro."); });
    }
    if (rpc == "DecideInitiative") {
      const v1::Fiche fiche = Submitted();
      v1::DecideInitiativeRequest request;
      request.set_name(fiche.name());
      request.set_initiative_id(fiche.initiatives(0).id());
      request.set_decision(v1::DECISION_ADMITTED);
      return Make<v1::DecideInitiativeRequest>(secretariat, request, [](auto& each) {
        each.set_decision(v1::DECISION_EXCLUDED);
        each.add_exclusion_reasons(v1::EXCLUSION_REASON_DUPLICATE);
      });
    }
    if (rpc == "AnswerDecision") {
      const v1::Fiche fiche = Submitted();
      v1::DecideInitiativeRequest decide;
      decide.set_name(fiche.name());
      decide.set_initiative_id(fiche.initiatives(0).id());
      decide.set_decision(v1::DECISION_ADMITTED);
      v1::AnswerDecisionRequest request;
      request.set_name(Must(registry_.Secretariat().DecideInitiative(decide)).name());
      request.mutable_answer()->set_agrees(true);
      return Make<v1::AnswerDecisionRequest>(agency_, request, [](auto& each) { each.mutable_answer()->set_comment("Gracias."); });
    }
    if (rpc == "AnswerConfirmation") {
      // SmallFiche names Bolivia.
      registry_.NewAgency(id, "BO");
      v1::AnswerConfirmationRequest request;
      request.set_name("initiatives/" + Submitted().initiatives(0).id() + "/confirmations/BO");
      request.set_state(v1::CONFIRMATION_STATE_CONFIRMED);
      return Make<v1::AnswerConfirmationRequest>(registry_.SignIn("agencies/" + id, id + "@example.org", {v1::ROLE_VALIDATOR}), request,
                                                 [](auto& each) { each.set_comment("Con gusto."); });
    }
    if (rpc == "UpdateAgency") {
      v1::UpdateAgencyRequest request;
      request.mutable_agency()->set_name("agencies/cl-agcid");
      request.mutable_agency()->set_display_name(id);
      return Make<v1::UpdateAgencyRequest>(secretariat, request, [](auto& each) { each.mutable_agency()->set_display_name("Otra"); });
    }
    if (rpc == "CreateMember") {
      v1::CreateMemberRequest request;
      request.set_parent("agencies/pe-apci");
      *request.mutable_member() = Somebody(id + "@example.org");
      return Make<v1::CreateMemberRequest>(secretariat, request, [](auto& each) { each.mutable_member()->set_email("x@example.org"); });
    }
    if (rpc == "UpdateMember") {
      v1::UpdateMemberRequest request;
      *request.mutable_member() = Somebody({});
      request.mutable_member()->set_name(Invited(id));
      request.mutable_member()->set_display_name("Otra");
      return Make<v1::UpdateMemberRequest>(secretariat, request, [](auto& each) { each.mutable_member()->set_display_name("Luz"); });
    }
    if (rpc == "InviteMember") {
      v1::InviteMemberRequest request;
      request.set_name(Invited(id));
      const std::string other = Invited(id + "-other");
      return Make<v1::InviteMemberRequest>(secretariat, request, [&](auto& each) { each.set_name(other); });
    }
    if (rpc == "RequestFicheReview") {
      std::string fiche;
      const std::string key = Validating(id, v1::VALIDATION_MODE_FOUR_EYES, &fiche);
      v1::RequestFicheReviewRequest request;
      request.set_name(fiche);
      return Make<v1::RequestFicheReviewRequest>(key, request, [](auto& each) { each.set_comment("Es urgente."); });
    }
    if (rpc == "ValidateFiche") {
      std::string fiche;
      Ask(Validating(id, v1::VALIDATION_MODE_FOUR_EYES, &fiche), fiche);
      v1::ValidateFicheRequest request;
      request.set_name(fiche);
      return Make<v1::ValidateFicheRequest>(registry_.SignIn("agencies/" + id, id + "@example.org", {v1::ROLE_VALIDATOR}), request,
                                            [](auto& each) { each.set_etag("1"); });
    }
    if (rpc == "CreateValidationLink") {
      std::string fiche;
      const std::string key = Validating(id, v1::VALIDATION_MODE_LINK, &fiche);
      Ask(key, fiche);
      v1::CreateValidationLinkRequest request;
      request.set_name(fiche);
      request.mutable_recipient()->set_display_name("Directora Quispe");
      request.mutable_recipient()->set_email("direccion@example.org");
      return Make<v1::CreateValidationLinkRequest>(registry_.SignIn("agencies/" + id, id + "@example.org", {v1::ROLE_EDITOR}), request,
                                                   [](auto& each) { each.set_language("pt"); });
    }
    if (rpc == "AddFicheAttachment") {
      v1::AddFicheAttachmentRequest request;
      request.set_parent(Must(registry_.As(agency_).CreateFiche(Draft())).name());
      request.set_file_name("firmado.pdf");
      request.set_document("%PDF-1.7 firmado");
      return Make<v1::AddFicheAttachmentRequest>(agency_, request, [](auto& each) { each.set_document("%PDF-1.7 otro"); });
    }
    if (rpc == "MergeFicheCopies") {
      v1::Fiche copy = Must(registry_.As(agency_).CreateFiche(Draft()));
      copy.set_institution("Otra");
      v1::MergeFicheCopiesRequest request;
      request.set_name(copy.name());
      request.add_copies()->set_document(Must(forms::WriteFiche(copy, {})));
      return Make<v1::MergeFicheCopiesRequest>(agency_, request, [](auto& each) { each.mutable_copies(0)->set_file_name("otra.docx"); });
    }
    if (rpc == "CreateComment") {
      v1::CreateCommentRequest request;
      request.set_parent(Must(registry_.As(agency_).CreateFiche(Draft())).name());
      request.set_text("Falta el período.");
      return Make<v1::CreateCommentRequest>(agency_, request, [](auto& each) { each.set_text("Otro."); });
    }
    if (rpc == "UpdateComment") {
      v1::CreateCommentRequest create;
      create.set_parent(Must(registry_.As(agency_).CreateFiche(Draft())).name());
      create.set_text("Falta el período.");
      v1::UpdateCommentRequest request;
      request.set_name(Must(registry_.As(agency_).CreateComment(create)).name());
      request.set_text("Falta el período de ejecución.");
      return Make<v1::UpdateCommentRequest>(agency_, request, [](auto& each) { each.set_text("Otro."); });
    }
    if (rpc == "RecallFiche") {
      v1::RecallFicheRequest request;
      request.set_name(Submitted().name());
      return Make<v1::RecallFicheRequest>(agency_, request, [](auto& each) { each.set_etag("1"); });
    }
    throw std::runtime_error(rpc + " has a request_id and no case here");
  }

  RawAnswer Call(const MethodDescriptor& method, const Message& request, const std::string& key) {
    return RawCaller(registry_.address()).Call(method, request.SerializeAsString(), key);
  }

  // Every record with its version.
  std::string Everything() {
    std::string all;
    for (const std::string& key : readers_) {
      const Client client = registry_.As(key);
      v1::ListFichesRequest fiches;
      fiches.set_parent("agencies/-");
      for (const auto& each : client.ListAgencies()) all += Must(each).ShortDebugString() + "\n";
      for (const auto& each : client.ListRounds()) {
        all += Must(each).ShortDebugString() + "\n";
        v1::ListRoundResponsesRequest responses;
        responses.set_name(each->name());
        for (const auto& response : client.ListRoundResponses(responses)) all += Must(response).ShortDebugString() + "\n";
      }
      for (const auto& each : client.ListFiches(fiches)) {
        all += Must(each).ShortDebugString() + "\n";
        v1::ListCommentsRequest comments;
        comments.set_parent(each->name());
        for (const auto& comment : client.ListComments(comments)) all += Must(comment).ShortDebugString() + "\n";
      }
      for (const auto& each : client.ListInitiatives()) all += Must(each).ShortDebugString() + "\n";
    }
    for (const std::string agency : {"agencies/pe-apci", "agencies/cl-agcid"}) {
      v1::ListApiKeysRequest keys;
      keys.set_parent(agency);
      for (const auto& each : registry_.Secretariat().ListApiKeys(keys)) all += Must(each).ShortDebugString() + "\n";
      v1::ListMembersRequest members;
      members.set_parent(agency);
      for (const auto& each : registry_.Secretariat().ListMembers(members)) all += Must(each).ShortDebugString() + "\n";
    }
    return all;
  }

  // Keys and tokens are shown once: takes what the answer shows.
  static std::string TakeSecret(Message* answer) {
    std::string secret;
    for (const char* field : {"key", "token", "invitation_token"}) {
      const auto* found = answer->GetDescriptor()->FindFieldByName(field);
      if (found == nullptr) continue;
      secret = answer->GetReflection()->GetString(*answer, found);
      answer->GetReflection()->ClearField(answer, found);
    }
    return secret;
  }

  struct Answer {
    // What two answers to one call have in common.
    std::string comparable;
    std::string secret;
  };
  static Answer Read(const MethodDescriptor& method, const std::string& bytes) {
    const std::unique_ptr<Message> answer(google::protobuf::MessageFactory::generated_factory()->GetPrototype(method.output_type())->New());
    answer->ParseFromString(bytes);
    const std::string secret = TakeSecret(answer.get());
    // Until when a link is good is said with it.
    if (auto* link = dynamic_cast<v1::CreateValidationLinkResponse*>(answer.get())) link->clear_expire_time();
    // A returned fiche's content is its agency's again.
    if (const auto* fiche = dynamic_cast<const v1::Fiche*>(answer.get()); fiche != nullptr && method.name() == "ReturnFiche") {
      return {fiche->name() + " " + std::to_string(fiche->state()) + " " + fiche->return_comment(), secret};
    }
    return {answer->SerializeAsString(), secret};
  }
  static std::string Comparable(const MethodDescriptor& method, const std::string& bytes) { return Read(method, bytes).comparable; }

  TestRegistry registry_;
  std::string agency_, other_agency_;
  // Credentials that together find every record.
  std::vector<std::string> readers_;
  int made_ = 0;
};

TEST_F(Idempotency, ACallMadeTwiceCountsOnceAlsoAfterARestart) {
  for (const MethodDescriptor* method : MethodsWith("request_id")) {
    SCOPED_TRACE(method->full_name());
    const Repeatable call = New(method->name());
    SetText(call.request.get(), "request_id", "twice-" + method->name());
    SetText(call.other.get(), "request_id", "twice-" + method->name());

    const RawAnswer first = Call(*method, *call.request, call.key);
    ASSERT_EQ(first.code, 0) << first.message;
    const std::string after = Everything();
    const RawAnswer second = Call(*method, *call.request, call.key);
    EXPECT_EQ(second.code, 0) << second.message;
    EXPECT_EQ(Comparable(*method, second.bytes), Comparable(*method, first.bytes));
    EXPECT_EQ(Everything(), after);
    EXPECT_EQ(Call(*method, *call.other, call.key).info.reason(), "REQUEST_ID_REUSED");
    EXPECT_EQ(Everything(), after);

    registry_.Restart();
    const RawAnswer third = Call(*method, *call.request, call.key);
    EXPECT_EQ(third.code, 0) << third.message;
    EXPECT_EQ(Comparable(*method, third.bytes), Comparable(*method, first.bytes));
    EXPECT_EQ(Call(*method, *call.other, call.key).info.reason(), "REQUEST_ID_REUSED");
    EXPECT_EQ(Everything(), after);
  }
}

TEST_F(Idempotency, SixteenAtOnceCountOnce) {
  for (const MethodDescriptor* method : MethodsWith("request_id")) {
    SCOPED_TRACE(method->full_name());
    const Repeatable call = New(method->name());
    SetText(call.request.get(), "request_id", "at-once-" + method->name());
    std::vector<RawAnswer> answers(16);
    std::vector<std::thread> threads;
    for (RawAnswer& answer : answers) {
      threads.emplace_back([&, this] { answer = Call(*method, *call.request, call.key); });
    }
    for (std::thread& thread : threads) thread.join();
    std::set<std::string> distinct;
    std::multiset<std::string> secrets;
    for (const RawAnswer& answer : answers) {
      EXPECT_EQ(answer.code, 0) << answer.message;
      const Answer read = Read(*method, answer.bytes);
      distinct.insert(read.comparable);
      if (!read.secret.empty()) secrets.insert(read.secret);
    }
    EXPECT_EQ(distinct.size(), 1u);
    static const std::set<std::string> shown_once = {"CreateApiKey", "CreateMember", "InviteMember", "CreateValidationLink"};
    EXPECT_EQ(secrets.size(), shown_once.contains(method->name()) ? 1u : 0u);
  }
}

TEST_F(Idempotency, ARequestIdBelongsToItsTenant) {
  v1::CreateFicheRequest create;
  create.set_request_id("mine");
  create.set_parent("agencies/pe-apci");
  *create.mutable_fiche() = SmallFiche("first");
  const v1::Fiche first = Must(registry_.As(agency_).CreateFiche(create));
  create.set_parent("agencies/cl-agcid");
  const v1::Fiche second = Must(registry_.As(other_agency_).CreateFiche(create));
  EXPECT_NE(first.name(), second.name());
  v1::CreateRoundRequest round;
  round.set_request_id("mine");
  round.set_round_id("second");
  round.mutable_round()->set_display_name("Relevamiento");
  round.mutable_round()->set_form_version("2022");
  round.mutable_round()->mutable_period()->mutable_start()->set_year(2019);
  EXPECT_EQ(registry_.Secretariat().CreateRound(round).status().ToString(), "OK");
}

TEST_F(Idempotency, ARequestIdOfACallThatFailedIsFree) {
  v1::CreateFicheRequest create;
  create.set_request_id("again");
  create.set_parent("agencies/pe-apci");
  *create.mutable_fiche() = SmallFiche("none");
  EXPECT_EQ(DetailsOf(registry_.As(agency_).CreateFiche(create).status()).reason, "NOT_FOUND");
  create.mutable_fiche()->set_round("rounds/first");
  EXPECT_EQ(registry_.As(agency_).CreateFiche(create).status().ToString(), "OK");
}

TEST_F(Idempotency, ValidateOnlyAnswersAndChangesNothing) {
  for (const MethodDescriptor* method : MethodsWith("validate_only")) {
    SCOPED_TRACE(method->full_name());
    const Repeatable call = New(method->name());
    const std::string before = Everything();
    SetText(call.request.get(), "request_id", "tried-" + method->name());
    SetFlag(call.request.get(), "validate_only", true);
    const RawAnswer tried = Call(*method, *call.request, call.key);
    EXPECT_EQ(tried.code, 0) << tried.message;
    EXPECT_NE(tried.bytes, "");
    EXPECT_EQ(Everything(), before);
    // It did not use the id up either.
    SetFlag(call.request.get(), "validate_only", false);
    const RawAnswer made = Call(*method, *call.request, call.key);
    EXPECT_EQ(made.code, 0) << made.message;
    EXPECT_NE(Everything(), before);
  }
}

}  // namespace
}  // namespace minga
