// What holds for every RPC, found through the descriptors: a new RPC is covered on the day it is written.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <set>

#include "minga/v1/permission.pb.h"
#include "tests/support/raw_call.h"
#include "tests/support/test_registry.h"

namespace minga {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::MethodDescriptor;

constexpr int kInvalidArgument = 3, kNotFound = 5, kUnauthenticated = 16;

// Names of records that exist in one agency, or of none: what a request is filled with.
struct Names {
  std::string agency, round, fiche, initiative, key, entry;
};

class Walk : public testing::Test {
 protected:
  Walk() {
    registry_.NewRound("r2022");
    key_a_ = registry_.NewAgency("pe-apci", "PE");
    key_b_ = registry_.NewAgency("cl-agcid", "CL");
    person_a_ = registry_.SignIn("agencies/pe-apci", "ana@example.org", {v1::ROLE_EDITOR, v1::ROLE_VALIDATOR, v1::ROLE_ADMINISTRATOR});
    member_a_ = registry_.As(person_a_).GetIdentity({}).value().member();
  }

  // An agency's submitted fiche.
  Names Submitted(const std::string& agency, const std::string& key, const std::string& partner = "BO") {
    const Client client = registry_.As(key);
    v1::CreateFicheRequest create;
    create.set_parent("agencies/" + agency);
    *create.mutable_fiche() = SmallFiche("r2022");
    create.mutable_fiche()->mutable_initiatives(0)->mutable_content()->set_partner_country_codes(0, partner);
    const v1::Fiche fiche = client.CreateFiche(create).value();
    v1::SubmitFicheRequest submit;
    submit.set_name(fiche.name());
    EXPECT_TRUE(client.SubmitFiche(submit).ok());
    return {"agencies/" + agency, "rounds/r2022", fiche.name(), "initiatives/" + fiche.initiatives(0).id(), "", fiche.initiatives(0).id()};
  }

  RawAnswer Call(const MethodDescriptor& method, const Message& request, const std::string& key) {
    return caller_.Call(method, request.SerializeAsString(), key);
  }

  static v1::Permission PermissionOf(const MethodDescriptor& method) { return method.options().GetExtension(v1::permission); }

  static bool IsSecretariats(const MethodDescriptor& method) {
    const v1::Permission permission = PermissionOf(method);
    return permission == v1::PERMISSION_ANALYST || permission == v1::PERMISSION_SECRETARIAT_ADMINISTRATOR;
  }

  // A credential that may call the method.
  const std::string& Allowed(const MethodDescriptor& method) const {
    return IsSecretariats(method) ? registry_.secretariat_key() : person_a_;
  }

  TestRegistry registry_;
  RawCaller caller_{registry_.address()};
  std::string key_a_, key_b_;
  // Somebody of the first agency who may do everything there.
  std::string person_a_, member_a_;
};

// Calls `visit` for every field that a message of this type can have, with a message in which it can be set.
void EachField(Message* message, const std::string& prefix, int depth, Message* root,
               const std::function<void(Message*, const FieldDescriptor*, const std::string&)>& visit) {
  if (depth > 4) return;
  const auto* descriptor = message->GetDescriptor();
  for (int i = 0; i < descriptor->field_count(); ++i) {
    const FieldDescriptor* field = descriptor->field(i);
    const std::string path = prefix + field->name() + (field->is_repeated() ? "[0]" : "");
    visit(message, field, path);
    if (field->type() != FieldDescriptor::TYPE_MESSAGE || field->is_map()) continue;
    Message* inside = field->is_repeated() ? message->GetReflection()->AddMessage(message, field)
                                           : message->GetReflection()->MutableMessage(message, field);
    EachField(inside, path + ".", depth + 1, root, visit);
    message->GetReflection()->ClearField(message, field);
  }
}

TEST_F(Walk, EveryMethodDeclaresItsPermissionAndWhetherItMayBeRepeated) {
  for (const MethodDescriptor* method : AllMethods()) {
    EXPECT_NE(PermissionOf(*method), v1::PERMISSION_UNSPECIFIED) << method->full_name();
    // What is deleted is not found by the second call, and what is spent is not good for one.
    static const std::set<std::string> once = {
        "DeleteFiche",           "DeleteMember",     "SignIn",          "SignOut",         "EndSession",
        "ChangePassword",        "AcceptInvitation", "RequestRecovery", "RecoverPassword", "AnswerValidationLink",
        "DeleteFicheAttachment", "DeleteComment"};
    const bool repeatable = !once.contains(method->name());
    EXPECT_EQ(method->options().idempotency_level() != google::protobuf::MethodOptions::IDEMPOTENCY_UNKNOWN, repeatable)
        << method->full_name();
  }
  EXPECT_GE(AllMethods().size(), 20u);
}

TEST_F(Walk, NobodyGetsInWithoutAKey) {
  for (const MethodDescriptor* method : AllMethods()) {
    if (PermissionOf(*method) == v1::PERMISSION_ANYONE) continue;
    for (const std::string& key : {std::string(), std::string("wrong"), "mk_" + std::string(52, 'a')}) {
      const RawAnswer answer = Call(*method, *NewRequest(*method), key);
      EXPECT_EQ(answer.code, kUnauthenticated) << method->full_name();
      EXPECT_EQ(answer.info.reason(), "UNAUTHENTICATED");
    }
  }
}

TEST_F(Walk, ARevokedKeyIsNoKey) {
  const Client secretariat = registry_.Secretariat();
  v1::ListApiKeysRequest list;
  list.set_parent("agencies/pe-apci");
  v1::RevokeApiKeyRequest revoke;
  for (const auto& key : secretariat.ListApiKeys(list)) revoke.set_name(key->name());
  ASSERT_TRUE(secretariat.RevokeApiKey(revoke).ok());
  for (const MethodDescriptor* method : AllMethods()) {
    if (PermissionOf(*method) != v1::PERMISSION_ANYONE) {
      EXPECT_EQ(Call(*method, *NewRequest(*method), key_a_).code, kUnauthenticated);
    }
  }
}

TEST_F(Walk, BytesThatAreNoRequestAreRefusedByEveryMethod) {
  for (const MethodDescriptor* method : AllMethods()) {
    const RawAnswer answer = caller_.Call(*method, "\x0a\xff\xff\xff\xff\x0f", Allowed(*method));
    EXPECT_EQ(answer.code, kInvalidArgument) << method->full_name();
    EXPECT_EQ(answer.info.reason(), "MALFORMED_REQUEST");
  }
}

TEST_F(Walk, AStringThatIsNotUtf8IsNamedByItsPathInEveryMethod) {
  int seen = 0;
  for (const MethodDescriptor* method : AllMethods()) {
    const auto request = NewRequest(*method);
    EachField(request.get(), "", 0, request.get(), [&](Message* message, const FieldDescriptor* field, const std::string& path) {
      if (field->type() != FieldDescriptor::TYPE_STRING) return;
      const auto* reflection = message->GetReflection();
      if (field->is_repeated()) {
        reflection->AddString(message, field, "a\xff");
      } else {
        reflection->SetString(message, field, "a\xff");
      }
      const RawAnswer answer = Call(*method, *request, Allowed(*method));
      EXPECT_EQ(answer.code, kInvalidArgument) << method->full_name() << " " << path;
      EXPECT_THAT(answer.Fields(), testing::ElementsAre(path)) << method->full_name();
      reflection->ClearField(message, field);
      ++seen;
    });
  }
  EXPECT_GT(seen, 100);
}

TEST_F(Walk, AnUnknownEnumValueIsNeverTakenOver) {
  const Names own = Submitted("pe-apci", key_a_);
  const Names asking = Submitted("cl-agcid", key_b_, "PE");
  for (const MethodDescriptor* method : AllMethods()) {
    const auto request = NewRequest(*method);
    EachField(request.get(), "", 0, request.get(), [&](Message* message, const FieldDescriptor* field, const std::string& path) {
      if (field->type() != FieldDescriptor::TYPE_ENUM) return;
      // What is output only is ignored on the way in.
      if (path.ends_with("].decision") || path.ends_with(".state") || path.ends_with("agency.validation_mode")) return;
      // And so is what a decision does not add, and who answers.
      if (path == "additions.type" || path.starts_with("additions.actors") || path.starts_with("answer.principal")) return;
      const auto* reflection = message->GetReflection();
      if (field->is_repeated()) {
        reflection->AddEnumValue(message, field, 99);
      } else {
        reflection->SetEnumValue(message, field, 99);
      }
      // Named records exist, so that the value itself is what is wrong.
      const auto whole = std::unique_ptr<Message>(request->New());
      whole->CopyFrom(*request);
      const auto set = [&](const char* name, const std::string& value) {
        const auto* found = whole->GetDescriptor()->FindFieldByName(name);
        if (found != nullptr && found->type() == FieldDescriptor::TYPE_STRING) whole->GetReflection()->SetString(whole.get(), found, value);
      };
      set("name", own.fiche);
      set("parent", own.agency);
      set("initiative_id", own.entry);
      if (auto* answer = dynamic_cast<v1::AnswerConfirmationRequest*>(whole.get()))
        answer->set_name(asking.initiative + "/confirmations/PE");
      if (auto* update = dynamic_cast<v1::UpdateMemberRequest*>(whole.get())) update->mutable_member()->set_name(member_a_);
      if (auto* update = dynamic_cast<v1::UpdateAgencyRequest*>(whole.get())) update->mutable_agency()->set_name(own.agency);
      if (auto* update = dynamic_cast<v1::UpdateFicheRequest*>(whole.get())) update->mutable_fiche()->set_name(own.fiche);
      if (auto* update = dynamic_cast<v1::UpdateRoundRequest*>(whole.get())) update->mutable_round()->set_name(own.round);
      const RawAnswer answer = Call(*method, *whole, Allowed(*method));
      EXPECT_EQ(answer.code, kInvalidArgument) << method->full_name() << " " << path << " " << answer.message;
      EXPECT_THAT(answer.Fields(), testing::Contains(path)) << method->full_name();
      reflection->ClearField(message, field);
    });
  }
}

TEST_F(Walk, PagesBeyondTheLimitAndForeignTokensAreRefused) {
  int lists = 0;
  for (const MethodDescriptor* method : AllMethods()) {
    const auto request = NewRequest(*method);
    const auto* size = request->GetDescriptor()->FindFieldByName("page_size");
    if (size == nullptr) continue;
    ++lists;
    const auto* parent = request->GetDescriptor()->FindFieldByName("parent");
    if (parent != nullptr) request->GetReflection()->SetString(request.get(), parent, "agencies/pe-apci");
    for (const int wrong : {-1, 1001, INT32_MIN, INT32_MAX}) {
      request->GetReflection()->SetInt32(request.get(), size, wrong);
      EXPECT_THAT(Call(*method, *request, Allowed(*method)).Fields(), testing::Contains("page_size")) << method->full_name();
    }
    request->GetReflection()->SetInt32(request.get(), size, 1);
    const auto* token = request->GetDescriptor()->FindFieldByName("page_token");
    for (const std::string& wrong : {std::string("x"), std::string("AAAAAAAAAAAAAAAAAAAAAAAA"), std::string(5000, 'A')}) {
      request->GetReflection()->SetString(request.get(), token, wrong);
      EXPECT_THAT(Call(*method, *request, Allowed(*method)).Fields(), testing::Contains("page_token")) << method->full_name();
    }
  }
  EXPECT_EQ(lists, 11);
}

// The heart of isolation: whatever A asks about B's record, it gets the answer for a record that does not exist.
TEST_F(Walk, AnotherAgencysRecordAnswersAsOneThatDoesNotExist) {
  const Names foreign = Submitted("cl-agcid", key_b_);
  const Names absent{"agencies/cl-nobody",
                     "rounds/none",
                     "agencies/cl-agcid/fiches/aaaaaaaaaaaaaaaaaaaaaaaaaa",
                     "initiatives/aaaaaaaaaaaaaaaaaaaaaaaaaa",
                     "",
                     "aaaaaaaaaaaaaaaaaaaaaaaaaa"};
  int compared = 0;
  for (const MethodDescriptor* method : AllMethods()) {
    if (IsSecretariats(*method)) continue;
    const auto fill = [&](const Names& names) {
      auto request = NewRequest(*method);
      const auto set = [&](const char* field, const std::string& value) {
        const auto* found = request->GetDescriptor()->FindFieldByName(field);
        if (found != nullptr && found->type() == FieldDescriptor::TYPE_STRING)
          request->GetReflection()->SetString(request.get(), found, value);
      };
      const std::string& service = method->service()->name();
      if (service == "FicheService") set("name", method->name() == "GetFicheRevision" ? names.fiche + "/revisions/1" : names.fiche);
      if (service == "CommentService") {
        set("parent", names.fiche);
        set("name", names.fiche + "/comments/aaaaaaaaaaaaaaaaaaaaaaaaaa");
        set("text", "Falta un actor");
      }
      if (service == "InitiativeService") set("name", names.initiative);
      if (service == "FicheService") set("parent", method->name() == "ListFicheRevisions" ? names.fiche : names.agency);
      set("initiative_id", names.entry);
      set("comment", "Falta un actor");
      if (auto* update = dynamic_cast<v1::UpdateFicheRequest*>(request.get())) {
        *update->mutable_fiche() = SmallFiche("r2022");
        update->mutable_fiche()->set_name(names.fiche);
      }
      if (auto* create = dynamic_cast<v1::CreateFicheRequest*>(request.get())) *create->mutable_fiche() = SmallFiche("r2022");
      if (auto* import = dynamic_cast<v1::ImportFicheRequest*>(request.get())) {
        import->set_round("rounds/r2022");
        import->set_document("x");
      }
      return request;
    };
    const auto of_foreign = fill(foreign), of_absent = fill(absent);
    if (of_foreign->SerializeAsString() == of_absent->SerializeAsString()) continue;
    ++compared;
    const RawAnswer theirs = Call(*method, *of_foreign, person_a_);
    const RawAnswer nobodys = Call(*method, *of_absent, person_a_);
    EXPECT_EQ(theirs.code, nobodys.code) << method->full_name();
    EXPECT_EQ(theirs.code, method->name() == "ListFiches" ? 0 : kNotFound) << method->full_name();
    EXPECT_EQ(theirs.info.reason(), nobodys.info.reason()) << method->full_name();
    EXPECT_EQ(theirs.bytes, nobodys.bytes) << method->full_name();
    // The name that the caller gave is all that may differ.
    std::string normal = theirs.message;
    for (const auto& [own, other] :
         {std::pair(foreign.fiche, absent.fiche), {foreign.initiative, absent.initiative}, {foreign.agency, absent.agency}}) {
      const size_t at = normal.find(own);
      if (at == std::string::npos) continue;
      normal.replace(at, own.size(), other);
      break;
    }
    EXPECT_EQ(normal, nobodys.message) << method->full_name();
  }
  EXPECT_GE(compared, 8);
  // And B itself finds it, so the test compares what exists.
  EXPECT_TRUE(registry_.As(key_b_)
                  .GetFiche([&] {
                    v1::GetFicheRequest get;
                    get.set_name(foreign.fiche);
                    return get;
                  }())
                  .ok());
}

TEST_F(Walk, TheSecretariatDoesNotFindADraft) {
  v1::CreateFicheRequest create;
  create.set_parent("agencies/pe-apci");
  *create.mutable_fiche() = SmallFiche("r2022");
  const v1::Fiche draft = registry_.As(key_a_).CreateFiche(create).value();
  v1::GetFicheRequest get;
  get.set_name(draft.name());
  EXPECT_EQ(DetailsOf(registry_.Secretariat().GetFiche(get).status()).reason, "NOT_FOUND");
  v1::ListFichesRequest list;
  list.set_parent("agencies/-");
  for (const auto& fiche : registry_.Secretariat().ListFiches(list)) ADD_FAILURE() << fiche->name();
}

}  // namespace
}  // namespace minga
