// Bad requests of every kind to every RPC: tests/data/bad_requests.json. Each case names the RPC, the caller, the request
// in proto JSON, the reason of the answer and, for INVALID_FIELDS, every violation as "path RULE".
//
// In a request "$NAME" stands for a record of the fixture below, "$LONG(n)" for n letters, "$ZEROS(n)" for n bytes,
// "$COUNTRIES(n)" and "$SECTORS(n)" for lists of n right values, and ["$REPEAT", n, item] for a list of n items, in which
// "$I" is the number of the item.
#include <gmock/gmock.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "absl/strings/escaping.h"
#include "code_lists/code_lists.h"
#include "server/base/errors.h"
#include "tests/support/calls.h"
#include "tests/support/documents.h"
#include "tests/support/raw_call.h"
#include "tests/support/test_registry.h"
#include "texts/texts.h"

namespace minga {
namespace {

using google::protobuf::MethodDescriptor;
using Json = nlohmann::json;

class BadRequests : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    table_ = new Json(Json::parse(documents::Read("tests/data/bad_requests.json")));
    registry_ = new TestRegistry();
    caller_ = new RawCaller(registry_->address());
    values_ = new std::map<std::string, std::string>();
    MakeRecords();
    MakePeople();
    MakeComments();
    MakeReviews();
    MakeDocuments();
  }
  static void TearDownTestSuite() {
    delete caller_;
    delete registry_;
    delete table_;
    delete values_;
  }

  static v1::Fiche Create(const std::string& agency, const std::string& round, v1::Fiche fiche, const std::string& request_id = "") {
    v1::CreateFicheRequest create;
    create.set_parent("agencies/" + agency);
    *create.mutable_fiche() = std::move(fiche);
    create.mutable_fiche()->set_round("rounds/" + round);
    create.set_request_id(request_id);
    return Must(registry_->As((*values_)["key of " + agency]).CreateFiche(create));
  }
  static v1::Fiche Submit(const std::string& agency, const v1::Fiche& fiche) {
    v1::SubmitFicheRequest submit;
    submit.set_name(fiche.name());
    return Must(registry_->As((*values_)["key of " + agency]).SubmitFiche(submit));
  }
  static void Return(const v1::Fiche& fiche) {
    v1::ReturnFicheRequest request;
    request.set_name(fiche.name());
    request.set_comment("Falta el período.");
    Must(registry_->Secretariat().ReturnFiche(request));
  }
  static void Round(const std::string& id, const char* open, const char* close, const std::string& request_id = "",
                    const std::string& asks = "") {
    v1::CreateRoundRequest create;
    create.set_round_id(id);
    create.set_request_id(request_id);
    const std::string json = std::string(R"({"display_name":"Relevamiento","form_version":"2022","period":{"start":{"year":2019}})") +
                             (*open ? std::string(R"(,"open_time":")") + open + "\"" : "") +
                             (*close ? std::string(R"(,"close_time":")") + close + "\"" : "") + "}";
    ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(json, create.mutable_round()).ok());
    if (!asks.empty()) create.mutable_round()->add_agencies(asks);
    Must(registry_->Secretariat().CreateRound(create));
  }

  static void MakeRecords() {
    auto& values = *values_;
    const Client secretariat = registry_->Secretariat();
    const std::string agency = "pe-apci", other = "cl-agcid";
    values["key of " + agency] = registry_->NewAgency(agency, "PE");
    values["key of " + other] = registry_->NewAgency(other, "CL");
    values["AGENCY"] = "agencies/" + agency;
    values["OTHER_AGENCY"] = "agencies/" + other;
    v1::ListApiKeysRequest keys;
    keys.set_parent(values["AGENCY"]);
    for (const auto& key : secretariat.ListApiKeys(keys)) {
      values["KEY"] = key->name();
      values["KEY_UNDER_OTHER_AGENCY"] = values["OTHER_AGENCY"] + key->name().substr(key->name().find("/apiKeys"));
    }
    v1::ListAgenciesRequest first_page;
    first_page.set_page_size(1);
    v1::ListAgenciesResponse page;
    page.ParseFromString(
        caller_->Call(*MethodNamed("AgencyService.ListAgencies"), first_page.SerializeAsString(), registry_->secretariat_key()).bytes);
    values["TOKEN_OF_SECRETARIAT"] = page.next_page_token();

    for (const char* id :
         {"r2022", "free", "submitted", "reviewed", "returned", "resubmitted", "empty", "crowded", "incomplete", "edited", "closing"}) {
      Round(id, "", "", std::string(id) == "r2022" ? "used" : "");
    }
    Round("old", "2020-01-01T00:00:00Z", "2020-02-01T00:00:00Z");
    Round("future", "2190-01-01T00:00:00Z", "");
    Round("others", "", "", "", values["OTHER_AGENCY"]);
    values["ROUND"] = "rounds/r2022";
    values["OTHERS_ROUND"] = "rounds/others";
    values["FREE_ROUND"] = "rounds/free";
    values["OLD_ROUND"] = "rounds/old";
    values["FUTURE_ROUND"] = "rounds/future";
    values["CLOSED_ROUND"] = "rounds/closing";

    const v1::Fiche small = SmallFiche("");
    const v1::Fiche draft = Create(agency, "r2022", small, "used");
    values["DRAFT"] = draft.name();
    values["ENTRY"] = draft.initiatives(0).id();
    v1::AddFicheAttachmentRequest attach;
    attach.set_parent(Create(agency, "crowded", small).name());
    attach.set_file_name("a.pdf");
    values["CROWDED"] = attach.parent();
    for (int i = 0; i < 100; ++i) {
      attach.set_document("%PDF-1.7 " + std::to_string(i));
      Must(registry_->As(values["key of " + agency]).AddFicheAttachment(attach));
    }
    values["EMPTY_DRAFT"] = Create(agency, "empty", {}).name();
    v1::Fiche incomplete;
    incomplete.add_initiatives()->mutable_content();
    incomplete.add_initiatives()->mutable_content()->set_title("Agua");
    incomplete.mutable_initiatives(1)->mutable_content()->set_type(v1::INITIATIVE_TYPE_ACTION);
    values["INCOMPLETE"] = Create(agency, "incomplete", incomplete).name();

    v1::UpdateFicheRequest edit;
    *edit.mutable_fiche() = Create(agency, "edited", small);
    values["EDITED"] = edit.fiche().name();
    edit.mutable_fiche()->set_institution("Otra");
    edit.mutable_fiche()->mutable_focal_point()->set_display_name("Ana Quispe");
    Must(registry_->As(values["key of " + agency]).UpdateFiche(edit));

    const v1::Fiche submitted = Submit(agency, Create(agency, "submitted", small));
    values["SUBMITTED"] = submitted.name();
    values["SUBMITTED_ENTRY"] = submitted.initiatives(0).id();

    const v1::Fiche reviewed = Submit(agency, Create(agency, "reviewed", small));
    values["REVIEWED"] = reviewed.name();
    values["REVIEWED_ENTRY"] = reviewed.initiatives(0).id();
    v1::DecideInitiativeRequest decide;
    decide.set_name(reviewed.name());
    decide.set_initiative_id(reviewed.initiatives(0).id());
    decide.set_decision(v1::DECISION_ADMITTED);
    Must(secretariat.DecideInitiative(decide));

    const v1::Fiche to_return = Create(agency, "returned", small);
    attach.set_parent(to_return.name());
    values["SUBMITTED_DOCUMENT"] = Must(registry_->As(values["key of " + agency]).AddFicheAttachment(attach)).name();
    const v1::Fiche returned = Submit(agency, to_return);
    values["RETURNED"] = returned.name();
    values["RETURNED_ENTRY"] = returned.initiatives(0).id();
    Return(returned);

    // One of two entries was taken out before the fiche was sent again.
    v1::Fiche two = small;
    *two.add_initiatives() = small.initiatives(0);
    const v1::Fiche resubmitted = Submit(agency, Create(agency, "resubmitted", two));
    values["RESUBMITTED"] = resubmitted.name();
    values["WITHDRAWN_ENTRY"] = resubmitted.initiatives(1).id();
    Return(resubmitted);
    v1::UpdateFicheRequest update;
    *update.mutable_fiche() = resubmitted;
    update.mutable_fiche()->mutable_initiatives()->RemoveLast();
    Submit(agency, Must(registry_->As(values["key of " + agency]).UpdateFiche(update)));

    values["DRAFT_OF_CLOSED_ROUND"] = Create(agency, "closing", small).name();
    v1::CloseRoundRequest close;
    close.set_name("rounds/closing");
    Must(secretariat.CloseRound(close));

    const v1::Fiche foreign = Submit(other, Create(other, "r2022", small));
    values["FOREIGN"] = foreign.name();
    values["FOREIGN_ENTRY"] = foreign.initiatives(0).id();
    values["FOREIGN_INITIATIVE"] = "initiatives/" + foreign.initiatives(0).id();
    v1::Fiche asking = small;
    asking.mutable_initiatives(0)->mutable_content()->add_partner_country_codes("PE");
    const v1::Fiche asked = Submit(other, Create(other, "reviewed", asking));
    values["ASKED"] = "initiatives/" + asked.initiatives(0).id() + "/confirmations/PE";
    values["ASKED_OF_ANOTHER"] = "initiatives/" + asked.initiatives(0).id() + "/confirmations/BO";
    values["OWN_ASKED"] = "initiatives/" + submitted.initiatives(0).id() + "/confirmations/BO";
    values["FOREIGN_DRAFT"] = Create(other, "free", small).name();
  }

  static std::string Identity(const std::string& credential) { return Must(registry_->As(credential).GetIdentity({})).member(); }
  static std::vector<std::string> Sessions(const std::string& credential) {
    const v1::ListSessionsResponse sessions = Must(registry_->As(credential).ListSessions({}));
    std::vector<std::string> names;
    for (const v1::Session& each : sessions.sessions()) names.push_back(each.name());
    return names;
  }
  static v1::CreateMemberResponse Invite(const std::string& tenant, const std::string& email, v1::Role role = v1::ROLE_READER) {
    v1::CreateMemberRequest create;
    create.set_parent(tenant);
    create.mutable_member()->set_email(email);
    create.mutable_member()->set_display_name(email.substr(0, email.find('@')));
    create.mutable_member()->add_roles(role);
    return Must(registry_->Secretariat().CreateMember(create));
  }
  // A caller of each role, and credentials of every other kind, good and bad.
  static void MakePeople() {
    auto& values = *values_;
    const Client secretariat = registry_->Secretariat();
    const std::string &agency = values["AGENCY"], &other = values["OTHER_AGENCY"];
    const auto sign_in = [&](const std::string& who, const std::string& tenant, v1::Role role) {
      values["key of " + who] = registry_->SignIn(tenant, who + "@example.org", {role});
      return Identity(values["key of " + who]);
    };
    values["READER"] = sign_in("reader", agency, v1::ROLE_READER);
    values["EDITOR"] = sign_in("editor", agency, v1::ROLE_EDITOR);
    sign_in("validator", agency, v1::ROLE_VALIDATOR);
    values["ADMINISTRATOR"] = sign_in("administrator", agency, v1::ROLE_ADMINISTRATOR);
    values["ANALYST"] = sign_in("analyst", "secretariat", v1::ROLE_ANALYST);
    values["FOREIGN_MEMBER"] = sign_in("foreigner", other, v1::ROLE_EDITOR);
    values["MEMBER_UNDER_OTHER_AGENCY"] = other + values["EDITOR"].substr(agency.size());
    values["key of agency"] = values["key of pe-apci"];
    values["key of other_agency"] = values["key of cl-agcid"];
    values["key of secretariat"] = registry_->secretariat_key();
    values["key of nobody"] = "";
    v1::CreateApiKeyRequest key;
    key.set_parent(agency);
    key.mutable_api_key()->set_role(v1::ROLE_READER);
    values["key of readers_program"] = Must(secretariat.CreateApiKey(key)).key();
    values["SESSION_TOKEN"] = values["key of editor"];
    values["API_KEY"] = values["key of agency"];
    values["FOREIGN_SESSION"] = Sessions(values["key of analyst"]).front();
    sign_in("gone", agency, v1::ROLE_READER);
    Must(registry_->As(values["key of gone"]).SignOut({}));
    values["ENDED_MEMBER"] = sign_in("removed", agency, v1::ROLE_EDITOR);
    Must(secretariat.DeleteMember(Named<v1::DeleteMemberRequest>(values["ENDED_MEMBER"])));

    // Members of two agencies.
    registry_->SignIn(agency, "twofold@example.org", {v1::ROLE_READER});
    registry_->SignIn(other, "twofold@example.org", {v1::ROLE_READER});

    const v1::CreateMemberResponse replaced = Invite(agency, "invited@example.org");
    values["INVITED"] = replaced.member().name();
    values["REPLACED_INVITATION"] = replaced.invitation_token();
    values["INVITATION"] = Must(secretariat.InviteMember(Named<v1::InviteMemberRequest>(values["INVITED"]))).invitation_token();
    values["key of invitation"] = values["INVITATION"];
    // Somebody who has a password already.
    registry_->SignIn(other, "known@example.org", {v1::ROLE_READER});
    values["INVITATION_OF_SOMEBODY_KNOWN"] = Invite(agency, "known@example.org").invitation_token();
    const v1::CreateMemberResponse used = Invite(other, "eva@example.org");
    v1::AcceptInvitationRequest accept;
    accept.set_token(used.invitation_token());
    accept.set_password(kPassword);
    Must(secretariat.AcceptInvitation(accept));
    values["USED_INVITATION"] = used.invitation_token();
    values["PASSWORD"] = kPassword;

    // With the three attempts of one case a wrong password was given five times.
    sign_in("hasty", agency, v1::ROLE_READER);
    v1::SignInRequest wrong;
    wrong.set_email("hasty@example.org");
    for (int i = 0; i < 2; ++i) EXPECT_FALSE(secretariat.SignIn(wrong).ok());
  }

  static std::string Say(const std::string& who, const std::string& fiche, const std::string& request_id = "", bool reply = false) {
    v1::CreateCommentRequest say;
    say.set_parent(fiche);
    if (reply) say.set_reply_to((*values_)["COMMENT"]);
    say.set_text("Falta el año");
    say.set_request_id(request_id);
    return Must(registry_->As((*values_)["key of " + who]).CreateComment(say)).name();
  }
  static void MakeComments() {
    auto& values = *values_;
    values["COMMENT"] = Say("editor", values["DRAFT"], "used-comment");
    values["REPLY"] = Say("validator", values["DRAFT"], "", true);
    values["SHARED_COMMENT"] = Say("analyst", values["SUBMITTED"]);
    values["INSIDE_COMMENT"] = Say("editor", values["SUBMITTED"]);
    values["FOREIGN_COMMENT"] = Say("other_agency", values["FOREIGN"]);
    values["DELETED_COMMENT"] = Say("editor", values["DRAFT"]);
    Must(registry_->As(values["key of editor"]).DeleteComment(Named<v1::DeleteCommentRequest>(values["DELETED_COMMENT"])));
    for (int i = 0; i < 1'000; ++i) Say("agency", values["CROWDED"]);
  }

  static void ValidateBy(const std::string& agency, v1::ValidationMode mode) {
    v1::UpdateAgencyRequest request;
    request.mutable_agency()->set_name("agencies/" + agency);
    request.mutable_agency()->set_validation_mode(mode);
    request.mutable_update_mask()->add_paths("validation_mode");
    Must(registry_->Secretariat().UpdateAgency(request));
  }
  static std::string InReview(const std::string& agency, const std::string& round) {
    const std::string name = Create(agency, round, SmallFiche("")).name();
    Must(registry_->As((*values_)["key of " + agency]).RequestFicheReview(Named<v1::RequestFicheReviewRequest>(name)));
    return name;
  }
  static std::string Link(const std::string& agency, const std::string& fiche) {
    auto request = Named<v1::CreateValidationLinkRequest>(fiche);
    request.mutable_recipient()->set_display_name("Directora Quispe");
    request.mutable_recipient()->set_email("direccion@example.org");
    return Must(registry_->As((*values_)["key of " + agency]).CreateValidationLink(request)).token();
  }

  // An agency for each way of validating, with somebody who does everything there.
  static void MakeReviews() {
    auto& values = *values_;
    const std::vector<v1::Role> all = {v1::ROLE_EDITOR, v1::ROLE_VALIDATOR};
    const auto begin = [&](const std::string& agency, const std::string& country, const std::string& who, v1::ValidationMode mode) {
      registry_->NewAgency(agency, country);
      ValidateBy(agency, mode);
      values["key of " + who] = values["key of " + agency] = registry_->SignIn("agencies/" + agency, who + "@example.org", all);
    };
    begin("ec-eyes", "EC", "two_eyes", v1::VALIDATION_MODE_FOUR_EYES);
    values["EYES_DRAFT"] = Create("ec-eyes", "r2022", SmallFiche(""), "used").name();
    values["EYES_IN_REVIEW"] = InReview("ec-eyes", "free");
    values["EYES_INCOMPLETE"] = Create("ec-eyes", "empty", {}).name();
    values["EYES_VALIDATED"] = InReview("ec-eyes", "reviewed");
    const Client other = registry_->As(registry_->SignIn("agencies/ec-eyes", "other_eyes@example.org", all));
    Must(other.ValidateFiche(Named<v1::ValidateFicheRequest>(values["EYES_VALIDATED"])));
    InReview("ec-eyes", "returned");
    for (const auto& notice : other.ListNotices()) values["OTHERS_NOTICE"] = Must(notice).name();

    begin("ar-signed", "AR", "signer", v1::VALIDATION_MODE_SIGNED_DOCUMENT);
    const Client signer = registry_->As(values["key of signer"]);
    v1::ImportFicheRequest import;
    import.set_fiche(Create("ar-signed", "free", SmallFiche("")).name());
    import.set_parent("agencies/ar-signed");
    import.set_document(Must(signer.ExportFiche(Named<v1::ExportFicheRequest>(import.fiche()))).document());
    Must(signer.ImportFiche(import));
    Must(signer.RequestFicheReview(Named<v1::RequestFicheReviewRequest>(import.fiche())));
    values["SIGNED_IN_REVIEW"] = import.fiche();
    v1::ListFicheAttachmentsRequest attachments;
    attachments.set_parent(import.fiche());
    values["IMPORTED_FORM"] = Must(signer.ListFicheAttachments(attachments)).attachments(0).name();

    begin("uy-link", "UY", "linker", v1::VALIDATION_MODE_LINK);
    values["LINK_DRAFT"] = Create("uy-link", "r2022", SmallFiche(""), "used").name();
    values["LINK_IN_REVIEW"] = InReview("uy-link", "free");
    values["REPLACED_LINK"] = Link("uy-link", values["LINK_IN_REVIEW"]);
    values["LINK"] = Link("uy-link", values["LINK_IN_REVIEW"]);
    values["key of link"] = values["LINK"];
    values["LINK_VALIDATED"] = InReview("uy-link", "reviewed");
    values["USED_LINK"] = Link("uy-link", values["LINK_VALIDATED"]);
    v1::AnswerValidationLinkRequest answer;
    answer.set_token(values["USED_LINK"]);
    answer.set_valid(true);
    Must(registry_->As("").AnswerValidationLink(answer));
    const std::string recalled = InReview("uy-link", "returned");
    values["LINK_OF_RECALLED"] = Link("uy-link", recalled);
    Must(registry_->As(values["key of linker"]).RecallFiche(Named<v1::RecallFicheRequest>(recalled)));

    // An agency that validated by link when the fiche went into review, and now does not at all.
    begin("py-changed", "PY", "changed", v1::VALIDATION_MODE_LINK);
    values["CHANGED_IN_REVIEW"] = InReview("py-changed", "free");
    values["LINK_OF_CHANGED"] = Link("py-changed", values["CHANGED_IN_REVIEW"]);
    ValidateBy("py-changed", v1::VALIDATION_MODE_NONE);
  }

  static void MakeDocuments() {
    const std::map<std::string, std::string> all = {
        {"EMPTY", ""},
        {"PDF", documents::Pdf()},
        {"RTF", documents::Rtf()},
        {"OLD_DOC", documents::OldDoc()},
        {"ENCRYPTED", documents::Encrypted()},
        {"UNKNOWN_FORMAT", documents::UnknownFormat()},
        {"TRUNCATED", documents::Truncated()},
        {"BROKEN_XML", documents::BrokenXml()},
        {"DOCTYPE", documents::WithDoctype()},
        {"BOMB", documents::Bomb()},
        {"DEEP", documents::Deep()},
        {"NOT_THE_FORM", documents::NotTheForm()},
        {"FORM", documents::Read("tests/data/forms/filled/v01-pe-apci.docx")},
        {"FORM_OF_ANOTHER_COUNTRY", documents::Read("tests/data/forms/filled/v06-cl-agcid.docx")},
    };
    for (const auto& [name, bytes] : all) (*values_)[name] = absl::Base64Escape(bytes);
    for (const auto& [name, fiche] : {std::pair{"COPY", "DRAFT"}, {"COPY_OF_SUBMITTED", "SUBMITTED"}}) {
      const auto request = Named<v1::ExportFicheRequest>(values_->at(fiche));
      (*values_)[name] = absl::Base64Escape(Must(registry_->As(KeyOf("agency")).ExportFiche(request)).document());
    }
  }

  static const MethodDescriptor* MethodNamed(const std::string& name) {
    for (const MethodDescriptor* method : AllMethods()) {
      if (method->full_name() == "minga.v1." + name) return method;
    }
    throw std::runtime_error("there is no RPC " + name);
  }

  static Json FilledText(const std::string& text, int item) {
    std::string filled;
    for (size_t at = 0; at < text.size();) {
      if (text[at] != '$') {
        filled += text[at++];
        continue;
      }
      size_t end = text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ_", at + 1);
      const std::string name = text.substr(at + 1, std::min(end, text.size()) - at - 1);
      int count = 0;
      if (end < text.size() && text[end] == '(') {
        count = std::stoi(text.substr(end + 1));
        end = text.find(')', end) + 1;
      }
      at = std::min(end, text.size());
      if (name == "LONG") {
        filled.append(static_cast<size_t>(count), 'x');
      } else if (name == "ZEROS") {
        filled += absl::Base64Escape(std::string(static_cast<size_t>(count), '\0'));
      } else if (name == "I") {
        filled += std::to_string(item);
      } else if (name == "COUNTRIES") {
        Json list = Json::array();
        for (const auto& country : code_lists::Countries()) {
          if (country.alpha2 != "PE" && list.size() < static_cast<size_t>(count)) list.push_back(country.alpha2);
        }
        return list;
      } else if (name == "SECTORS") {
        Json list = Json::array();
        for (const auto& sector : code_lists::Sectors()) {
          if (list.size() < static_cast<size_t>(count)) list.push_back({{"vocabulary", sector.vocabulary}, {"code", sector.code}});
        }
        return list;
      } else {
        filled += values_->at(name);
      }
    }
    return filled;
  }

  static Json Filled(const Json& value, int item = 0) {
    if (value.is_string()) return FilledText(value.get<std::string>(), item);
    Json filled = value;
    if (value.is_array() && value.size() == 3 && value[0] == "$REPEAT") {
      filled = Json::array();
      for (int i = 0; i < value[1].get<int>(); ++i) filled.push_back(Filled(value[2], i));
    } else if (value.is_structured()) {
      for (auto& each : filled) each = Filled(each, item);
    }
    return filled;
  }

  static const std::string& KeyOf(const std::string& who) { return values_->at("key of " + who); }

  // Everything that a bad request could have changed.
  static std::string Everything() {
    std::string all;
    for (const char* who : {"secretariat", "agency", "other_agency", "two_eyes", "signer", "linker", "changed"}) {
      const Client client = registry_->As(KeyOf(who));
      v1::ListFichesRequest fiches;
      fiches.set_parent("agencies/-");
      for (const auto& each : client.ListAgencies()) all += Must(each).ShortDebugString();
      for (const auto& each : client.ListRounds()) {
        all += Must(each).ShortDebugString();
        v1::ListRoundResponsesRequest responses;
        responses.set_name(each->name());
        for (const auto& response : client.ListRoundResponses(responses)) all += Must(response).ShortDebugString();
      }
      for (const auto& each : client.ListFiches(fiches)) {
        all += Must(each).ShortDebugString();
        v1::ListCommentsRequest comments;
        comments.set_parent(each->name());
        for (const auto& comment : client.ListComments(comments)) all += Must(comment).ShortDebugString();
      }
      for (const auto& each : client.ListInitiatives()) all += Must(each).ShortDebugString();
    }
    const Client secretariat = registry_->Secretariat();
    std::vector<std::string> tenants = {"secretariat"};
    for (const auto& each : secretariat.ListAgencies()) tenants.push_back(Must(each).name());
    for (const std::string& tenant : tenants) {
      v1::ListMembersRequest members;
      members.set_parent(tenant);
      for (const auto& each : secretariat.ListMembers(members)) all += Must(each).ShortDebugString();
      if (tenant == "secretariat") continue;
      v1::ListApiKeysRequest keys;
      keys.set_parent(tenant);
      for (const auto& each : secretariat.ListApiKeys(keys)) {
        v1::ApiKey key = Must(each);
        key.clear_last_use_time();
        all += key.ShortDebugString();
      }
    }
    for (const char* who : {"reader", "editor", "validator", "administrator", "analyst"}) {
      for (const std::string& session : Sessions(KeyOf(who))) all += session;
    }
    return all;
  }

  // Whether a description is the sentence of the rule, whatever its arguments.
  static bool Says(const std::string& description, const std::string& rule, texts::Language language) {
    const std::string kAny(1, '\x01');
    texts::Args args;
    for (const char* name : {"value", "limit", "first", "last", "form", "expected", "current"}) args.emplace_back(name, kAny);
    const std::string sentence = texts::Render("violation." + rule, language, args);
    size_t at = 0, from = 0;
    for (;;) {
      const size_t end = std::min(sentence.find(kAny, from), sentence.size());
      const std::string piece = sentence.substr(from, end - from);
      const size_t found = description.find(piece, at);
      if (found == std::string::npos || (from == 0 && found != 0)) return false;
      at = found + piece.size();
      if (end == sentence.size()) return from != 0 || at == description.size();
      from = end + 1;
    }
  }

  static Json* table_;
  static TestRegistry* registry_;
  static RawCaller* caller_;
  static std::map<std::string, std::string>* values_;
};

Json* BadRequests::table_ = nullptr;
TestRegistry* BadRequests::registry_ = nullptr;
RawCaller* BadRequests::caller_ = nullptr;
std::map<std::string, std::string>* BadRequests::values_ = nullptr;

TEST_F(BadRequests, EachIsAnsweredWithItsReasonAndAllItsFieldsInThreeLanguages) {
  const std::string before = Everything();
  std::map<std::string, absl::StatusCode> codes;
  for (const errors::Entry& entry : errors::Catalogue()) codes[std::string(entry.reason)] = entry.code;
  for (const Json& each : table_->at("cases")) {
    const std::string where = each.dump().substr(0, 400);
    const MethodDescriptor& method = *MethodNamed(each.at("rpc"));
    const auto request = NewRequest(method);
    const auto parsed = google::protobuf::util::JsonStringToMessage(Filled(each.at("request")).dump(), request.get());
    ASSERT_TRUE(parsed.ok()) << parsed.ToString() << " " << where;
    const std::string reason = each.at("reason");
    std::set<std::string> sentences;
    std::map<size_t, std::set<std::string>> descriptions;
    for (const texts::Language language : texts::kLanguages) {
      const RawAnswer answer =
          caller_->Call(method, request->SerializeAsString(), KeyOf(each.at("as")), std::string(texts::Code(language)));
      EXPECT_EQ(answer.info.reason(), reason) << where << "\n" << answer.message;
      EXPECT_EQ(answer.code, static_cast<int>(codes.at(reason))) << where;
      sentences.insert(answer.message);
      const auto& violations = answer.bad_request.field_violations();
      std::vector<std::string> wanted, got;
      if (each.contains("fields")) wanted = each.at("fields").get<std::vector<std::string>>();
      std::multiset<std::string> left(wanted.begin(), wanted.end());
      for (int i = 0; i < violations.size(); ++i) {
        descriptions[static_cast<size_t>(i)].insert(violations[i].description());
        const auto match = std::find_if(left.begin(), left.end(), [&](const std::string& want) {
          const size_t space = want.rfind(' ');
          return want.substr(0, space) == violations[i].field() && Says(violations[i].description(), want.substr(space + 1), language);
        });
        if (match == left.end()) {
          ADD_FAILURE() << "not expected: " << violations[i].field() << ": " << violations[i].description() << "\n" << where;
        } else {
          left.erase(match);
        }
      }
      EXPECT_THAT(left, testing::IsEmpty()) << where;
    }
    EXPECT_EQ(sentences.size(), 3u) << where << "\n" << testing::PrintToString(sentences);
    for (const auto& [at, texts] : descriptions) EXPECT_EQ(texts.size(), 3u) << where << "\n" << testing::PrintToString(texts);
  }
  EXPECT_EQ(Everything(), before) << "a bad request changed something";
}

TEST_F(BadRequests, AreThereForEveryRpcRuleAndError) {
  std::set<std::string> rpcs, rules, reasons;
  for (const Json& each : table_->at("cases")) {
    rpcs.insert("minga.v1." + each.at("rpc").get<std::string>());
    reasons.insert(each.at("reason"));
    if (!each.contains("fields")) continue;
    for (const std::string field : each.at("fields")) rules.insert(field.substr(field.rfind(' ') + 1));
  }
  for (const MethodDescriptor* method : AllMethods()) EXPECT_TRUE(rpcs.contains(method->full_name())) << method->full_name();
  // JSON cannot say these; the walk over all RPCs and the test below do.
  rules.insert({"INVALID_UTF8", "INVALID_TIME"});
  for (const std::string& key : texts::Keys(texts::Language::kEnglish)) {
    if (key.rfind("violation.", 0) != 0) continue;
    EXPECT_TRUE(rules.contains(key.substr(10))) << "no case breaks the rule " << key.substr(10);
  }
  // Not the caller's doing, or of bytes that are no message.
  reasons.insert({"MALFORMED_REQUEST", "OVERLOADED", "DEADLINE_EXCEEDED", "CANCELLED", "SHUTTING_DOWN", "STORAGE_FULL",
                  "STORAGE_UNAVAILABLE", "INTERNAL"});
  for (const errors::Entry& entry : errors::Catalogue()) EXPECT_TRUE(reasons.contains(std::string(entry.reason))) << entry.reason;
}

TEST_F(BadRequests, ATimeThatDoesNotExistIsNamed) {
  v1::CreateRoundRequest request;
  request.set_round_id("r2099");
  request.mutable_round()->set_display_name("Relevamiento");
  request.mutable_round()->set_form_version("2022");
  request.mutable_round()->mutable_period()->mutable_start()->set_year(2019);
  request.mutable_round()->mutable_open_time()->set_seconds(INT64_MAX);
  request.mutable_round()->mutable_close_time()->set_nanos(-1);
  const RawAnswer answer =
      caller_->Call(*MethodNamed("RoundService.CreateRound"), request.SerializeAsString(), registry_->secretariat_key());
  EXPECT_THAT(answer.Fields(), testing::UnorderedElementsAre("round.open_time", "round.close_time"));
}

// What an error says travels in headers, whose size clients limit.
TEST_F(BadRequests, AThousandViolationsStillArrive) {
  v1::CreateFicheRequest request;
  request.set_parent("agencies/pe-apci");
  for (int i = 0; i < 3; ++i) {
    auto* content = request.mutable_fiche()->add_initiatives()->mutable_content();
    for (int j = 0; j < 200; ++j) content->add_actors()->set_country_code(std::string(60, 'x'));
  }
  for (const std::string language : {"es", "pt", "en"}) {
    const RawAnswer answer =
        caller_->Call(*MethodNamed("FicheService.CreateFiche"), request.SerializeAsString(), KeyOf("agency"), language);
    EXPECT_EQ(answer.info.reason(), "INVALID_FIELDS") << answer.message;
    EXPECT_GT(answer.Fields().size(), 20u);
    EXPECT_EQ(answer.Fields().size() + std::stoul(answer.info.metadata().at("omitted")), 100u);
  }
}

}  // namespace
}  // namespace minga
