// People, their memberships, sessions and one-use tokens.
#include <gmock/gmock.h>
#include <google/protobuf/util/message_differencer.h>

#include <vector>

#include "server/base/id.h"
#include "server/store/agency_store.h"
#include "server/store/notice_store.h"
#include "server/store/person_store.h"
#include "tests/conformance/store_conformance.h"
#include "tests/conformance/support.h"
#include "tests/support/records.h"

namespace minga::store {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using Kind = OneUseToken::Kind;

constexpr char kTenantOfAll[] = "secretariat";

v1::Member Member(std::string_view tenant, std::string_view id, std::string_view email = "luz@example.org",
                  v1::MemberState state = v1::MEMBER_STATE_ACTIVE) {
  v1::Member member;
  member.set_name(names::Member(tenant, id));
  member.set_email(std::string(email));
  member.set_display_name(fmt::format("Luz {}", id));
  member.set_language("pt");
  member.add_roles(v1::ROLE_READER);
  member.add_roles(v1::ROLE_ADMINISTRATOR);
  member.set_state(state);
  return member;
}

// The id under which the member is kept, or the reason why it is not.
std::string Insert(Store& store, const v1::Member& member, std::string_view new_person = "p1", const Scope& scope = kSystem) {
  std::string id;
  const absl::Status status = store.Write(scope, [&](Transaction& transaction) {
    const auto inserted = transaction.people().InsertMember(member, new_person, At(0));
    if (inserted.ok()) id = *inserted;
    return inserted.status();
  });
  return status.ok() ? id : Reason(status);
}

std::string Reach(Store& store, const Scope& scope, absl::FunctionRef<absl::Status(PersonStore&)> write) {
  return Reason(store.Write(scope, [&](Transaction& transaction) { return write(transaction.people()); }));
}

std::optional<v1::Member> Get(Store& store, const Scope& scope, std::string_view tenant, std::string_view member) {
  const auto found = Read(store, scope, [&](Transaction& transaction) { return transaction.people().GetMember(tenant, member); });
  EXPECT_TRUE(found.ok());
  return found.value_or(std::nullopt);
}

std::vector<std::string> List(Store& store, const Scope& scope, std::string_view tenant, std::string_view after = {}, int limit = 100) {
  const auto found = Read(store, scope, [&](Transaction& transaction) { return transaction.people().ListMembers(tenant, after, limit); });
  EXPECT_TRUE(found.ok());
  std::vector<std::string> names;
  for (const v1::Member& each : *found) names.push_back(each.name());
  return names;
}

std::optional<std::string> PersonOf(Store& store, std::string_view tenant, std::string_view member) {
  return Read(store, kSystem, [&](Transaction& transaction) { return transaction.people().PersonOf(tenant, member); }).value();
}

NewSession Session(std::string_view id, absl::Time expires = At(100)) {
  return {std::string(id), Hash(id), kA, "m1", "p1", "minga en portátil", expires};
}

std::optional<Credential> Find(Store& store, std::string_view token, absl::Time now) {
  return Read(store, kSystem, [&](Transaction& transaction) { return transaction.agencies().FindCredential(Hash(token), now); }).value();
}

std::vector<std::string> Sessions(Store& store, std::string_view person, absl::Time now, int limit = 100) {
  const auto found = Read(store, kSystem, [&](Transaction& transaction) { return transaction.people().ListSessions(person, now, limit); });
  std::vector<std::string> names;
  for (const v1::Session& each : found.value()) names.push_back(each.name());
  return names;
}

OneUseToken Token(Kind kind, std::string_view tenant, std::string_view subject, absl::Time expires = At(100)) {
  return {kind, std::string(tenant), std::string(subject), std::string("note\0\xff", 6), expires};
}

std::string Keep(Store& store, std::string_view token, const OneUseToken& kept, const Scope& scope = kSystem, absl::Time now = At(0)) {
  return Reach(store, scope, [&](PersonStore& people) { return people.InsertToken(Hash(token), kept, now); });
}

// Whose a token is: "tenant/subject", or empty.
std::string WhoseIs(Store& store, std::string_view token, Kind kind, absl::Time now = At(0), const Scope& scope = kSystem) {
  const auto found = Read(store, scope, [&](Transaction& transaction) { return transaction.people().FindToken(Hash(token), kind, now); });
  EXPECT_TRUE(found.ok());
  return found->has_value() ? (*found)->tenant + "/" + (*found)->subject : "";
}

// With a mail.
void Tell(Store& store, const std::string& person, const std::string& id, v1::NoticeKind kind, const std::string& tenant,
          const std::string& reader_tenant, const std::string& link_path = {}) {
  NewNotice told;
  told.notice.set_name(names::Notice(person, id));
  told.notice.set_kind(kind);
  told.tenant = tenant;
  told.reader_tenant = reader_tenant;
  told.mail = WantedMail{link_path, At(1'000)};
  ASSERT_TRUE(store.Write(kSystem, [&](Transaction& transaction) { return transaction.notices().Insert(told, At(1)); }).ok());
}

MailState MailOf(Store& store, const std::string& notice) {
  return Read(store, kSystem, [&](Transaction& transaction) { return transaction.notices().StateOfMail(notice); }).value();
}

}  // namespace

TEST_P(StoreConformance, AMemberComesBackAsItWasWritten) {
  v1::Member member = Member(kA, "m1");
  ASSERT_EQ(Insert(store(), member), "m1");
  v1::Member kept = *Get(store(), kScopeA, kA, "m1");
  EXPECT_EQ(kept.etag(), "1");
  EXPECT_EQ(kept.create_time().seconds(), absl::ToUnixSeconds(At(0)));
  kept.clear_etag();
  kept.clear_create_time();
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(kept, member)) << kept.ShortDebugString();

  member.set_display_name("Ana");
  member.set_language("es");
  member.clear_roles();
  member.add_roles(v1::ROLE_VALIDATOR);
  member.set_state(v1::MEMBER_STATE_INVITED);
  member.set_email("otra@example.org");
  EXPECT_EQ(Reach(store(), kScopeA, [&](PersonStore& people) { return people.UpdateMember(member); }), "OK");
  kept = *Get(store(), kScopeA, kA, "m1");
  EXPECT_EQ(kept.etag(), "2");
  EXPECT_EQ(kept.display_name(), "Ana");
  EXPECT_EQ(kept.language(), "es");
  EXPECT_THAT(kept.roles(), ElementsAre(v1::ROLE_VALIDATOR));
  EXPECT_EQ(kept.state(), v1::MEMBER_STATE_INVITED);
  EXPECT_EQ(kept.email(), "luz@example.org");
}

TEST_P(StoreConformance, MembersAreReachedByTheirOwnTenantTheSecretariatAndTheSystem) {
  Insert(store(), Member(kA, "m1", "a@example.org"), "p1");
  Insert(store(), Member(kB, "m2", "b@example.org"), "p2");
  Insert(store(), Member(kTenantOfAll, "m3", "c@example.org"), "p3");
  for (const Scope& scope : {kScopeA, kSecretariat, kSystem}) {
    EXPECT_THAT(List(store(), scope, kA), ElementsAre("agencies/pe-apci/members/m1"));
    EXPECT_TRUE(Get(store(), scope, kA, "m1").has_value());
    // Under another tenant's name it is nobody.
    EXPECT_FALSE(Get(store(), scope, kB, "m1").has_value());
  }
  for (const Scope& scope : {kSecretariat, kSystem}) {
    EXPECT_THAT(List(store(), scope, kTenantOfAll), ElementsAre("secretariat/members/m3"));
    EXPECT_TRUE(Get(store(), scope, kTenantOfAll, "m3").has_value());
  }
  for (const Scope& scope : {kScopeB, kNobody}) {
    EXPECT_THAT(List(store(), scope, kA), IsEmpty());
    EXPECT_FALSE(Get(store(), scope, kA, "m1").has_value());
    EXPECT_THAT(List(store(), scope, kTenantOfAll), IsEmpty());
    EXPECT_EQ(Insert(store(), Member(kA, "m4", "d@example.org"), "p4", scope), "NOT_FOUND");
    EXPECT_EQ(Reach(store(), scope, [](PersonStore& people) { return people.UpdateMember(Member(kA, "m1")); }), "NOT_FOUND");
    EXPECT_EQ(Reach(store(), scope, [](PersonStore& people) { return people.EndMember(kA, "m1"); }), "NOT_FOUND");
    EXPECT_EQ(Reach(store(), scope, [](PersonStore& people) { return people.PersonOf(kA, "m1").status(); }), "NOT_FOUND");
    EXPECT_EQ(Reach(store(), scope, [](PersonStore& people) { return people.CountMembers(kA, v1::ROLE_READER).status(); }), "NOT_FOUND");
  }
  EXPECT_EQ(Get(store(), kScopeA, kA, "m1")->etag(), "1");
  EXPECT_EQ(Reach(store(), kScopeA, [](PersonStore& people) { return people.UpdateMember(Member(kA, "none")); }), "NOT_FOUND");
}

TEST_P(StoreConformance, MembersAreListedByIdInPages) {
  for (const char* id : {"m3", "m1", "m2"}) Insert(store(), Member(kA, id, fmt::format("{}@example.org", id)), id);
  Insert(store(), Member(kB, "m0", "m0@example.org"), "m0");
  EXPECT_THAT(List(store(), kScopeA, kA, "", 2), ElementsAre("agencies/pe-apci/members/m1", "agencies/pe-apci/members/m2"));
  EXPECT_THAT(List(store(), kScopeA, kA, "m2", 2), ElementsAre("agencies/pe-apci/members/m3"));
  EXPECT_THAT(List(store(), kScopeA, kA, "m3", 2), IsEmpty());
}

TEST_P(StoreConformance, AnEmailIsOnePersonInAllAgencies) {
  ASSERT_EQ(Insert(store(), Member(kB, "m2"), "p1"), "m2");
  // Its own administrator invites somebody who is known elsewhere.
  ASSERT_EQ(Insert(store(), Member(kA, "m1", "luz@example.org", v1::MEMBER_STATE_INVITED), "p2", kScopeA), "m1");
  EXPECT_EQ(PersonOf(store(), kA, "m1"), "p1");
  EXPECT_EQ(PersonOf(store(), kB, "m2"), "p1");
  EXPECT_EQ(PersonOf(store(), kA, "m2"), std::nullopt);
  EXPECT_EQ(Insert(store(), Member(kA, "m3"), "p3", kScopeA), "MEMBER_EXISTS");
  const auto memberships =
      Read(store(), kSystem, [](Transaction& transaction) { return transaction.people().MembershipsOf("p1"); }).value();
  ASSERT_THAT(memberships, SizeIs(2));
  EXPECT_EQ(memberships[0].tenant + " " + memberships[0].member, "pe-apci m1");
  EXPECT_EQ(memberships[0].state, v1::MEMBER_STATE_INVITED);
  EXPECT_EQ(memberships[1].tenant + " " + memberships[1].member, "uy-auci m2");
  EXPECT_EQ(memberships[1].language, "pt");
  EXPECT_EQ(Reach(store(), kSystem, [](PersonStore& people) { return people.SetPassword("p1", "$argon2id$x"); }), "OK");
  for (const auto& person : {Read(store(), kSystem, [](Transaction& t) { return t.people().FindPerson("luz@example.org"); }).value(),
                             Read(store(), kSystem, [](Transaction& t) { return t.people().GetPerson("p1"); }).value()}) {
    ASSERT_TRUE(person.has_value());
    EXPECT_EQ(person->id + " " + person->email + " " + person->password, "p1 luz@example.org $argon2id$x");
  }
  EXPECT_FALSE(Read(store(), kSystem, [](Transaction& t) { return t.people().GetPerson("p2"); }).value().has_value());
}

TEST_P(StoreConformance, AnEndedMembershipBeginsAnewUnderItsOldId) {
  ASSERT_EQ(Insert(store(), Member(kA, "m1")), "m1");
  Reach(store(), kSystem, [](PersonStore& people) { return people.InsertSession(Session("s1"), At(0)); });
  Keep(store(), "invitation", Token(Kind::kInvitation, kA, "m1"));
  Keep(store(), "recovery", Token(Kind::kRecovery, "", "p1"));
  ASSERT_TRUE(Find(store(), "s1", At(1)).has_value());

  EXPECT_EQ(Reach(store(), kScopeA, [](PersonStore& people) { return people.EndMember(kA, "m1"); }), "OK");
  EXPECT_FALSE(Get(store(), kSystem, kA, "m1").has_value());
  EXPECT_THAT(List(store(), kSystem, kA), IsEmpty());
  EXPECT_THAT(Read(store(), kSystem, [](Transaction& t) { return t.people().MembershipsOf("p1"); }).value(), IsEmpty());
  EXPECT_FALSE(Find(store(), "s1", At(1)).has_value());
  EXPECT_THAT(Sessions(store(), "p1", At(1)), IsEmpty());
  EXPECT_EQ(WhoseIs(store(), "invitation", Kind::kInvitation), "");
  // What is the person's stays.
  EXPECT_EQ(WhoseIs(store(), "recovery", Kind::kRecovery), "/p1");
  EXPECT_EQ(PersonOf(store(), kA, "m1"), "p1");
  EXPECT_EQ(Reach(store(), kScopeA, [](PersonStore& people) { return people.EndMember(kA, "m1"); }), "NOT_FOUND");

  v1::Member again = Member(kA, "m2", "luz@example.org", v1::MEMBER_STATE_INVITED);
  again.clear_roles();
  again.add_roles(v1::ROLE_EDITOR);
  EXPECT_EQ(Insert(store(), again, "p2", kScopeA), "m1");
  EXPECT_THAT(List(store(), kScopeA, kA), ElementsAre("agencies/pe-apci/members/m1"));
  const v1::Member kept = *Get(store(), kScopeA, kA, "m1");
  EXPECT_EQ(kept.state(), v1::MEMBER_STATE_INVITED);
  EXPECT_EQ(kept.display_name(), "Luz m2");
  EXPECT_THAT(kept.roles(), ElementsAre(v1::ROLE_EDITOR));
  EXPECT_EQ(kept.etag(), "3");
  EXPECT_FALSE(Find(store(), "s1", At(1)).has_value());
}

TEST_P(StoreConformance, ActiveMembersAreCountedAndFoundByRole) {
  Insert(store(), Member(kA, "m1", "a@example.org"), "p1");
  Insert(store(), Member(kA, "m2", "b@example.org"), "p2");
  Insert(store(), Member(kA, "m3", "c@example.org", v1::MEMBER_STATE_INVITED), "p3");
  Insert(store(), Member(kB, "m4", "d@example.org"), "p4");
  const auto count = [&](v1::Role role) {
    return Read(store(), kScopeA, [&](Transaction& transaction) { return transaction.people().CountMembers(kA, role); }).value();
  };
  EXPECT_EQ(count(v1::ROLE_ADMINISTRATOR), 2);
  EXPECT_EQ(count(v1::ROLE_EDITOR), 0);
  const auto people = [&](const Scope& scope, v1::Role role) {
    return Read(store(), scope, [&](Transaction& transaction) { return transaction.people().PeopleWith(kA, role); });
  };
  EXPECT_THAT(people(kScopeA, v1::ROLE_ADMINISTRATOR).value(), ElementsAre("p1", "p2"));
  EXPECT_THAT(people(kSecretariat, v1::ROLE_EDITOR).value(), IsEmpty());
  // What one tenant does is told to people of another.
  EXPECT_THAT(people(kScopeB, v1::ROLE_ADMINISTRATOR).value(), ElementsAre("p1", "p2"));
  EXPECT_EQ(Reason(people(Scope(), v1::ROLE_ADMINISTRATOR).status()), "PERMISSION_DENIED");
  Reach(store(), kScopeA, [](PersonStore& people) { return people.EndMember(kA, "m1"); });
  EXPECT_EQ(count(v1::ROLE_ADMINISTRATOR), 1);
}

TEST_P(StoreConformance, PeopleAndSessionsAreForTheSystemAlone) {
  Insert(store(), Member(kA, "m1"));
  Reach(store(), kSystem, [](PersonStore& people) { return people.InsertSession(Session("s1"), At(0)); });
  for (const Scope& scope : {kScopeA, kSecretariat, kNobody}) {
    for (const auto& refused : std::vector<std::function<absl::Status(PersonStore&)>>{
             [](PersonStore& people) { return people.FindPerson("luz@example.org").status(); },
             [](PersonStore& people) { return people.GetPerson("p1").status(); },
             [](PersonStore& people) { return people.SetPassword("p1", "x"); },
             [](PersonStore& people) { return people.MembershipsOf("p1").status(); },
             [](PersonStore& people) { return people.InsertSession(Session("s2"), At(0)); },
             [](PersonStore& people) { return people.ListSessions("p1", At(0), 10).status(); },
             [](PersonStore& people) { return people.EndSession("p1", "s1").status(); },
             [](PersonStore& people) { return people.EndSessions("p1", ""); },
             [](PersonStore& people) { return people.NoteUse(Hash("s1"), At(1)); },
         }) {
      EXPECT_NE(Reach(store(), scope, refused), "OK");
    }
  }
  EXPECT_THAT(Sessions(store(), "p1", At(1)), ElementsAre("sessions/s1"));
  EXPECT_EQ(Read(store(), kSystem, [](Transaction& t) { return t.people().GetPerson("p1"); }).value()->password, "");
}

TEST_P(StoreConformance, ASessionIsACredentialUntilItExpires) {
  Insert(store(), Member(kA, "m1"));
  ASSERT_EQ(Reach(store(), kSystem, [](PersonStore& people) { return people.InsertSession(Session("s1", At(10)), At(0)); }), "OK");
  const std::optional<Credential> found = Find(store(), "s1", At(9));
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->identity.principal.kind, Principal::Kind::kPerson);
  EXPECT_EQ(found->identity.principal.tenant + " " + found->identity.principal.id, "pe-apci m1");
  EXPECT_EQ(found->identity.person + " " + found->identity.credential, "p1 s1");
  EXPECT_EQ(found->identity.roles, RoleBit(v1::ROLE_READER) | RoleBit(v1::ROLE_ADMINISTRATOR));
  EXPECT_EQ(found->identity.expire_time, At(10));
  EXPECT_FALSE(Find(store(), "s1", At(10)).has_value());
  EXPECT_THAT(Sessions(store(), "p1", At(9)), ElementsAre("sessions/s1"));
  EXPECT_THAT(Sessions(store(), "p1", At(10)), IsEmpty());

  // Roles are the member's of now, and somebody who has not accepted has none.
  v1::Member member = Member(kA, "m1");
  member.clear_roles();
  member.add_roles(v1::ROLE_EDITOR);
  Reach(store(), kScopeA, [&](PersonStore& people) { return people.UpdateMember(member); });
  EXPECT_EQ(Find(store(), "s1", At(9))->identity.roles, RoleBit(v1::ROLE_EDITOR));
  member.set_state(v1::MEMBER_STATE_INVITED);
  Reach(store(), kScopeA, [&](PersonStore& people) { return people.UpdateMember(member); });
  EXPECT_FALSE(Find(store(), "s1", At(9)).has_value());
}

TEST_P(StoreConformance, SessionsAreListedNewestFirstAndEndedByTheirPerson) {
  Insert(store(), Member(kA, "m1"));
  Insert(store(), Member(kB, "m2", "ana@example.org"), "p2");
  for (const int second : {1, 2, 3}) {
    Reach(store(), kSystem, [&](PersonStore& people) { return people.InsertSession(Session(fmt::format("s{}", second)), At(second)); });
  }
  EXPECT_THAT(Sessions(store(), "p1", At(4)), ElementsAre("sessions/s3", "sessions/s2", "sessions/s1"));
  EXPECT_THAT(Sessions(store(), "p1", At(4), 2), ElementsAre("sessions/s3", "sessions/s2"));
  const v1::Session last = Read(store(), kSystem, [](Transaction& t) { return t.people().ListSessions("p1", At(4), 1); }).value().front();
  EXPECT_EQ(last.tenant(), "agencies/pe-apci");
  EXPECT_EQ(last.client(), "minga en portátil");
  EXPECT_EQ(last.create_time().seconds(), absl::ToUnixSeconds(At(3)));
  EXPECT_EQ(last.last_use_time().seconds(), absl::ToUnixSeconds(At(3)));
  EXPECT_EQ(last.expire_time().seconds(), absl::ToUnixSeconds(At(100)));

  const auto end = [&](std::string_view person, std::string_view session) {
    bool ended = false;
    Reach(store(), kSystem, [&](PersonStore& people) {
      const auto answer = people.EndSession(person, session);
      ended = answer.value_or(false);
      return answer.status();
    });
    return ended;
  };
  EXPECT_FALSE(end("p2", "s1"));
  EXPECT_TRUE(end("p1", "s1"));
  EXPECT_FALSE(end("p1", "s1"));
  EXPECT_EQ(Reach(store(), kSystem, [](PersonStore& people) { return people.EndSessions("p1", "s2"); }), "OK");
  EXPECT_THAT(Sessions(store(), "p1", At(4)), ElementsAre("sessions/s2"));
  EXPECT_EQ(Reach(store(), kSystem, [](PersonStore& people) { return people.EndSessions("p1", ""); }), "OK");
  EXPECT_FALSE(Find(store(), "s2", At(4)).has_value());
}

TEST_P(StoreConformance, TheUseOfSessionsAndKeysIsNoted) {
  Insert(store(), Member(kA, "m1"));
  Reach(store(), kSystem, [](PersonStore& people) { return people.InsertSession(Session("s1"), At(0)); });
  ASSERT_TRUE(store()
                  .Write(kSystem,
                         [](Transaction& transaction) {
                           return transaction.agencies().InsertKey(kA, "k1", test::NewKey("Sistema"), Hash("k1"), At(0));
                         })
                  .ok());
  EXPECT_EQ(Find(store(), "k1", At(1))->last_use_time, absl::InfinitePast());
  EXPECT_EQ(Find(store(), "k1", At(1))->identity.expire_time, absl::InfiniteFuture());
  for (const auto& [token, second] : {std::pair{"s1", 7}, {"k1", 8}, {"unknown", 9}}) {
    EXPECT_EQ(Reach(store(), kSystem, [&, t = token, s = second](PersonStore& people) { return people.NoteUse(Hash(t), At(s)); }), "OK");
  }
  EXPECT_EQ(Find(store(), "s1", At(10))->last_use_time, At(7));
  EXPECT_EQ(Find(store(), "k1", At(10))->last_use_time, At(8));
  const auto key = Read(store(), kScopeA, [](Transaction& t) { return t.agencies().GetKey(kA, "k1"); }).value();
  EXPECT_EQ(key->last_use_time().seconds(), absl::ToUnixSeconds(At(8)));
}

TEST_P(StoreConformance, AOneUseTokenReplacesTheOneBeforeOfItsKindAndSubject) {
  Keep(store(), "first", Token(Kind::kInvitation, kA, "m1"));
  Keep(store(), "other subject", Token(Kind::kInvitation, kA, "m2"));
  Keep(store(), "other tenant", Token(Kind::kInvitation, kB, "m1"));
  Keep(store(), "other kind", Token(Kind::kValidation, kA, "m1"));
  EXPECT_EQ(WhoseIs(store(), "first", Kind::kInvitation), "pe-apci/m1");
  OneUseToken second = Token(Kind::kInvitation, kA, "m1", At(200));
  second.note = "otra";
  EXPECT_EQ(Keep(store(), "second", second, kScopeA), "OK");
  EXPECT_EQ(WhoseIs(store(), "first", Kind::kInvitation), "");
  const auto found =
      Read(store(), kSystem, [](Transaction& t) { return t.people().FindToken(Hash("second"), Kind::kInvitation, At(0)); }).value();
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->note, "otra");
  EXPECT_EQ(found->expire_time, At(200));
  EXPECT_EQ(found->kind, Kind::kInvitation);
  EXPECT_EQ(WhoseIs(store(), "other subject", Kind::kInvitation), "pe-apci/m2");
  EXPECT_EQ(WhoseIs(store(), "other tenant", Kind::kInvitation), "uy-auci/m1");
  EXPECT_EQ(WhoseIs(store(), "other kind", Kind::kValidation), "pe-apci/m1");
  EXPECT_EQ(Read(store(), kSystem, [](Transaction& t) { return t.people().FindToken(Hash("other kind"), Kind::kValidation, At(0)); })
                .value()
                ->note,
            std::string("note\0\xff", 6));
  EXPECT_EQ(Reach(store(), kScopeA, [](PersonStore& people) { return people.DeleteTokens(Kind::kInvitation, kA, "m1"); }), "OK");
  EXPECT_EQ(WhoseIs(store(), "second", Kind::kInvitation), "");
  EXPECT_EQ(WhoseIs(store(), "other tenant", Kind::kInvitation), "uy-auci/m1");
}

TEST_P(StoreConformance, AOneUseTokenIsGoodForItsKindUntilItExpires) {
  Keep(store(), "token", Token(Kind::kRecovery, "", "p1", At(10)));
  EXPECT_EQ(WhoseIs(store(), "token", Kind::kRecovery, At(9)), "/p1");
  EXPECT_EQ(WhoseIs(store(), "token", Kind::kInvitation, At(9)), "");
  EXPECT_EQ(WhoseIs(store(), "token", Kind::kValidation, At(9)), "");
  EXPECT_EQ(WhoseIs(store(), "token", Kind::kRecovery, At(10)), "");
  EXPECT_EQ(WhoseIs(store(), "", Kind::kRecovery, At(9)), "");
}

TEST_P(StoreConformance, AnAgencyReachesItsOwnTokensOnly) {
  Keep(store(), "mine", Token(Kind::kInvitation, kA, "m1"));
  Keep(store(), "recovery", Token(Kind::kRecovery, "", "p1"));
  EXPECT_EQ(WhoseIs(store(), "mine", Kind::kInvitation, At(0), kScopeA), "pe-apci/m1");
  for (const Scope& scope : {kScopeB, kNobody}) {
    EXPECT_EQ(WhoseIs(store(), "mine", Kind::kInvitation, At(0), scope), "");
    EXPECT_EQ(Keep(store(), "theirs", Token(Kind::kInvitation, kA, "m1"), scope), "NOT_FOUND");
    EXPECT_EQ(Reach(store(), scope, [](PersonStore& people) { return people.DeleteTokens(Kind::kInvitation, kA, "m1"); }), "NOT_FOUND");
  }
  // Whoever recovers a password is nobody's.
  for (const Scope& scope : {kScopeA, kNobody}) {
    EXPECT_EQ(WhoseIs(store(), "recovery", Kind::kRecovery, At(0), scope), "");
    EXPECT_NE(Keep(store(), "theirs", Token(Kind::kRecovery, "", "p1"), scope), "OK");
  }
  EXPECT_EQ(WhoseIs(store(), "mine", Kind::kInvitation), "pe-apci/m1");
  EXPECT_EQ(WhoseIs(store(), "recovery", Kind::kRecovery), "/p1");
}

TEST_P(StoreConformance, WhoDidSomethingHasANameInsideTheOwnTenant) {
  Insert(store(), Member(kA, "m1", "a@example.org"), "p1");
  Insert(store(), Member(kA, "m2", "b@example.org"), "p2");
  ASSERT_TRUE(store()
                  .Write(kSystem,
                         [](Transaction& transaction) {
                           return transaction.agencies().InsertKey(kA, "k1", test::NewKey("Sistema"), Hash("k1"), At(0));
                         })
                  .ok());
  Reach(store(), kScopeA, [](PersonStore& people) { return people.EndMember(kA, "m2"); });
  const auto name = [&](const Scope& scope, Principal::Kind kind, const std::string& id, const std::string& tenant = kA) {
    return Read(store(), scope, [&](Transaction& transaction) { return transaction.people().DisplayNameOf({kind, tenant, id}); }).value();
  };
  for (const Scope& scope : {kScopeA, kSecretariat, kSystem}) {
    EXPECT_EQ(name(scope, Principal::Kind::kPerson, "m1"), "Luz m1");
    // Also of somebody who has gone.
    EXPECT_EQ(name(scope, Principal::Kind::kPerson, "m2"), "Luz m2");
    EXPECT_EQ(name(scope, Principal::Kind::kProgram, "k1"), "Sistema");
    EXPECT_EQ(name(scope, Principal::Kind::kPerson, "k1"), "");
    EXPECT_EQ(name(scope, Principal::Kind::kProgram, "m1"), "");
    EXPECT_EQ(name(scope, Principal::Kind::kLink, "m1"), "");
    EXPECT_EQ(name(scope, Principal::Kind::kPerson, "m1", kB), "");
  }
  EXPECT_EQ(name(kScopeB, Principal::Kind::kPerson, "m1"), "");
  EXPECT_EQ(name(kNobody, Principal::Kind::kProgram, "k1"), "");
}

TEST_P(StoreConformance, WhoLeavesATenantHasNoneOfItsNoticesAndMails) {
  Insert(store(), Member(kA, "m1", "ana@example.org"), "ana");
  Insert(store(), Member(kB, "m2", "ana@example.org"), "ana");
  for (const auto& [id, tenant] : {std::pair{"n1", kA}, {"n2", kB}, {"n3", ""}}) {
    Tell(store(), "ana", id, v1::NOTICE_KIND_COMMENTED, kA, tenant);
  }
  const auto due = [&] {
    const auto mails = Read(store(), kSystem, [](Transaction& t) { return t.notices().DueMails(At(9), 9); });
    std::vector<std::string> found;
    for (const WaitingMail& each : mails.value()) found.push_back(each.id + " " + each.reader_tenant);
    return found;
  };
  const auto listed = [&](bool unread_only) {
    const auto notices = Read(store(), kSystem, [&](Transaction& t) { return t.notices().List("ana", {.unread_only = unread_only}, 9); });
    std::vector<std::string> found;
    for (const v1::Notice& each : notices.value()) found.push_back(each.name());
    return found;
  };
  const auto unread = [&] { return Read(store(), kSystem, [](Transaction& t) { return t.notices().CountUnread("ana"); }).value(); };
  const auto mark = [&] { return Reason(store().Write(kSystem, [](Transaction& t) { return t.notices().MarkRead("ana", "n1", At(3)); })); };
  const auto there = [&] { return Read(store(), kSystem, [](Transaction& t) { return t.notices().Get("ana", "n1"); })->has_value(); };
  EXPECT_THAT(due(), ElementsAre("n1 pe-apci", "n2 uy-auci", "n3 "));
  EXPECT_THAT(listed(false), SizeIs(3));
  EXPECT_EQ(unread(), 3);

  ASSERT_EQ(Reach(store(), kScopeA, [](PersonStore& people) { return people.EndMember(kA, "m1"); }), "OK");
  EXPECT_THAT(due(), ElementsAre("n2 uy-auci", "n3 "));
  EXPECT_EQ(MailOf(store(), "n1"), MailState::kGivenUp);
  EXPECT_THAT(listed(false), ElementsAre("people/ana/notices/n3", "people/ana/notices/n2"));
  EXPECT_THAT(listed(true), ElementsAre("people/ana/notices/n3", "people/ana/notices/n2"));
  EXPECT_EQ(unread(), 2);
  EXPECT_EQ(mark(), "NOT_FOUND");
  EXPECT_FALSE(there());

  // Invited again is not in yet; who is in again has the notices, and no mail of then.
  Insert(store(), Member(kA, "m9", "ana@example.org", v1::MEMBER_STATE_INVITED));
  EXPECT_FALSE(there());
  ASSERT_EQ(Reach(store(), kSystem, [](PersonStore& people) { return people.UpdateMember(Member(kA, "m1", "ana@example.org")); }), "OK");
  EXPECT_TRUE(there());
  EXPECT_EQ(unread(), 3);
  EXPECT_EQ(mark(), "OK");
  EXPECT_THAT(due(), ElementsAre("n2 uy-auci", "n3 "));
}

TEST_P(StoreConformance, MailsWithTheLinkOfATokenThatIsReplacedOrDeletedAreGivenUp) {
  Insert(store(), Member(kA, "m1", "ana@example.org", v1::MEMBER_STATE_INVITED), "ana");
  Insert(store(), Member(kB, "m1", "ana@example.org", v1::MEMBER_STATE_INVITED), "ana");
  struct Case {
    OneUseToken token;
    std::string person;
    v1::NoticeKind kind;
  };
  for (const Case& each : {Case{Token(Kind::kInvitation, kA, "m1"), "ana", v1::NOTICE_KIND_INVITED},
                           Case{Token(Kind::kRecovery, "", "ana"), "ana", v1::NOTICE_KIND_RECOVERY},
                           Case{Token(Kind::kValidation, kA, kFiche), LinkReader(kFiche), v1::NOTICE_KIND_TASK_WAITING}}) {
    const std::string of = fmt::format("of{}", static_cast<int>(each.kind));
    SCOPED_TRACE(of);
    const std::string& tenant = each.token.tenant;
    ASSERT_EQ(Keep(store(), of + "first", each.token), "OK");
    Tell(store(), each.person, of + "1", each.kind, tenant, "", "first");
    // Neither another agency's nor what has no link.
    Tell(store(), each.person, of + "other", each.kind, kB, "", "other");
    Tell(store(), each.person, of + "plain", each.kind, tenant, "");
    EXPECT_EQ(MailOf(store(), of + "1"), MailState::kWaiting);
    ASSERT_EQ(Keep(store(), of + "second", each.token), "OK");
    EXPECT_EQ(MailOf(store(), of + "1"), MailState::kGivenUp);
    Tell(store(), each.person, of + "2", each.kind, tenant, "", "second");
    EXPECT_EQ(MailOf(store(), of + "2"), MailState::kWaiting);
    ASSERT_EQ(Reach(store(), kSystem, [&](PersonStore& p) { return p.DeleteTokens(each.token.kind, tenant, each.token.subject); }), "OK");
    EXPECT_EQ(MailOf(store(), of + "2"), MailState::kGivenUp);
    EXPECT_EQ(MailOf(store(), of + "other"), MailState::kWaiting);
    EXPECT_EQ(MailOf(store(), of + "plain"), MailState::kWaiting);
  }
}

}  // namespace minga::store
