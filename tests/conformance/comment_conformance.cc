// What a store promises of the comments on a fiche.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "server/store/comment_store.h"
#include "server/store/notice_store.h"
#include "server/store/person_store.h"
#include "tests/conformance/store_conformance.h"
#include "tests/conformance/support.h"

namespace minga::store {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr v1::CommentAudience kInside = v1::COMMENT_AUDIENCE_AGENCY, kShared = v1::COMMENT_AUDIENCE_SECRETARIAT;

FicheStep Step(v1::FicheVerb verb, const std::string& member = "m1") {
  FicheStep step;
  step.verb = verb;
  step.principal = {Principal::Kind::kPerson, kA, member};
  return step;
}

void Make(Store& store, v1::FicheState state = v1::FICHE_STATE_DRAFT, const std::string& member = "m1") {
  v1::Fiche fiche = Fiche(kA, kFiche);
  fiche.set_state(state);
  ASSERT_TRUE(
      store.Write(kScopeA, [&](Transaction& t) { return t.fiches().Insert(fiche, Step(v1::FICHE_VERB_CREATE, member), At(0)).status(); })
          .ok());
}

void SetState(Store& store, v1::FicheState state) {
  v1::Fiche fiche = Fiche(kA, kFiche);
  fiche.set_state(state);
  ASSERT_TRUE(store.Write(kScopeA, [&](Transaction& t) { return t.fiches().UpdateState(fiche, Step(v1::FICHE_VERB_SUBMIT), At(1)); }).ok());
}

KeptComment Said(const std::string& id, v1::CommentAudience audience = kInside, const std::string& reply_to = "") {
  KeptComment kept;
  kept.comment.set_name(names::Comment(kA, kFiche, id));
  if (!reply_to.empty()) kept.comment.set_reply_to(names::Comment(kA, kFiche, reply_to));
  kept.comment.set_audience(audience);
  kept.comment.set_text("texto de " + id);
  kept.comment.set_revision(1);
  kept.author = {Principal::Kind::kPerson, audience == kShared ? "secretariat" : kA, "m-" + id};
  return kept;
}

absl::Status Insert(Store& store, const KeptComment& kept, int64_t second, const Scope& scope = kScopeA) {
  return store.Write(scope, [&](Transaction& t) { return t.comments().Insert(kept, At(second)); });
}

absl::StatusOr<std::optional<KeptComment>> Get(Store& store, const std::string& id, const Scope& scope = kScopeA) {
  return Read(store, scope, [&](Transaction& t) { return t.comments().Get(kA, kFiche, id); });
}

std::string IdOf(const KeptComment& kept) {
  std::string agency, fiche, id;
  names::ParseComment(kept.comment.name(), &agency, &fiche, &id);
  return id;
}

std::vector<std::string> Listed(Store& store, const Scope& scope, const CommentFilter& filter = {}, int limit = 100) {
  const auto found = Read(store, scope, [&](Transaction& t) { return t.comments().List(kA, kFiche, filter, limit); });
  std::vector<std::string> ids;
  for (const KeptComment& each : *found) ids.push_back(IdOf(each));
  return ids;
}

absl::Status Delete(Store& store, const std::string& id, const Scope& scope = kScopeA) {
  return store.Write(scope, [&](Transaction& t) { return t.comments().Delete(kA, kFiche, id); });
}

}  // namespace

TEST_P(StoreConformance, ACommentComesBackAsItWasSaid) {
  Make(store());
  KeptComment said = Said("c1");
  said.comment.set_path("initiatives[f1one].title");
  said.comment.set_quoted("Agua one");
  said.comment.set_author_text("Ana");
  said.comment.mutable_document_time()->set_seconds(7);
  said.comment.mutable_document_time()->set_nanos(123'456'000);
  said.source = std::string("\0\xff source", 9);
  ASSERT_TRUE(Insert(store(), said, 5).ok());
  const KeptComment kept = **Get(store(), "c1");
  v1::Comment expected = said.comment;
  expected.mutable_create_time()->set_seconds(absl::ToUnixSeconds(At(5)));
  expected.set_etag("1");
  EXPECT_EQ(kept.comment.SerializeAsString(), expected.SerializeAsString());
  EXPECT_EQ(kept.author.tenant + kept.author.id, "pe-apcim-c1");
  EXPECT_EQ(kept.author.kind, Principal::Kind::kPerson);
  EXPECT_EQ(kept.thread, "c1");
  const auto by_source = Read(store(), kScopeA, [&](Transaction& t) { return t.comments().FindSource(kA, kFiche, said.source); });
  EXPECT_EQ(IdOf(**by_source), "c1");
  EXPECT_FALSE(Insert(store(), said, 6).ok()) << "a name and a source are there once";
  EXPECT_FALSE((*Get(store(), "c2")).has_value());
}

TEST_P(StoreConformance, CommentsAreReachedByTheirAudience) {
  Make(store(), v1::FICHE_STATE_SUBMITTED);
  EXPECT_TRUE(Insert(store(), Said("inside"), 1).ok());
  EXPECT_TRUE(Insert(store(), Said("shared", kShared), 2, kSecretariat).ok());
  EXPECT_TRUE(Insert(store(), Said("answer", kShared, "shared"), 3).ok());
  EXPECT_THAT(Listed(store(), kScopeA), ElementsAre("inside", "shared", "answer"));
  EXPECT_THAT(Listed(store(), kSystem), SizeIs(3));
  EXPECT_THAT(Listed(store(), kSecretariat), ElementsAre("shared", "answer"));
  EXPECT_EQ(*Read(store(), kSecretariat, [](Transaction& t) { return t.comments().Count(kA, kFiche, kInside); }), 0);
  EXPECT_EQ(*Read(store(), kScopeA, [](Transaction& t) { return t.comments().Count(kA, kFiche, kShared); }), 2);
  for (const Scope& scope : {kScopeB, kNobody}) {
    EXPECT_THAT(Listed(store(), scope), IsEmpty());
    EXPECT_FALSE((*Get(store(), "shared", scope)).has_value());
    EXPECT_EQ(Reason(Insert(store(), Said("x", kShared), 4, scope)), "NOT_FOUND");
    EXPECT_EQ(Reason(Delete(store(), "shared", scope)), "NOT_FOUND");
  }
  // What it does not reach it neither makes nor changes.
  EXPECT_EQ(Reason(Insert(store(), Said("x"), 4, kSecretariat)), "NOT_FOUND");
  const auto change = [&](const Scope& scope, auto call) { return Reason(store().Write(scope, call)); };
  const auto edit = [](Transaction& t) { return t.comments().SetText(kA, kFiche, "inside", "x", At(9)); };
  const auto resolve = [](Transaction& t) { return t.comments().Resolve(kA, kFiche, "inside", {}, At(9)); };
  const auto reopen = [](Transaction& t) { return t.comments().Reopen(kA, kFiche, "inside"); };
  for (const Scope& scope : {kSecretariat, kScopeB, kNobody}) {
    EXPECT_EQ(change(scope, edit), "NOT_FOUND");
    EXPECT_EQ(change(scope, resolve), "NOT_FOUND");
    EXPECT_EQ(change(scope, reopen), "NOT_FOUND");
    EXPECT_EQ(Reason(Delete(store(), "inside", scope)), "NOT_FOUND");
  }
  SetState(store(), v1::FICHE_STATE_DRAFT);
  EXPECT_THAT(Listed(store(), kSecretariat), IsEmpty());
  EXPECT_FALSE((*Get(store(), "shared", kSecretariat)).has_value());
  EXPECT_EQ(Reason(Insert(store(), Said("y", kShared), 5, kSecretariat)), "NOT_FOUND");
  EXPECT_THAT(Listed(store(), kScopeA), SizeIs(3));
}

TEST_P(StoreConformance, ThreadsStandInTheirOrderAndRepliesBelow) {
  Make(store());
  ASSERT_TRUE(Insert(store(), Said("b"), 1).ok());
  ASSERT_TRUE(Insert(store(), Said("a"), 2).ok());
  for (const char* id : {"b2", "b1"}) ASSERT_TRUE(Insert(store(), Said(id, kInside, "b"), 3).ok());
  // A clock that went back does not part a reply from its thread.
  ASSERT_TRUE(Insert(store(), Said("a1", kInside, "a"), 0).ok());
  EXPECT_THAT(Listed(store(), kScopeA), ElementsAre("b", "b2", "b1", "a", "a1"));
  CommentFilter filter;
  std::vector<std::string> paged;
  for (int page = 0; page < 5; ++page) {
    const auto found = Read(store(), kScopeA, [&](Transaction& t) { return t.comments().List(kA, kFiche, filter, 1); });
    ASSERT_EQ(found->size(), 1u);
    paged.push_back(IdOf(found->front()));
    filter.after_micros = found->front().thread_micros;
    filter.after_thread = found->front().thread;
    filter.after_number = found->front().number;
  }
  EXPECT_EQ(paged, Listed(store(), kScopeA));
  EXPECT_THAT(Listed(store(), kScopeA, filter), IsEmpty());
}

TEST_P(StoreConformance, CommentsAreFoundByTheirPlaceAndWhatIsInIt) {
  Make(store());
  int second = 0;
  for (const char* path : {"", "initiatives", "initiatives[x]", "initiatives[x].title", "initiatives[xy]", "institution", "institution%"}) {
    KeptComment said = Said(fmt::format("c{}", second));
    said.comment.set_path(path);
    ASSERT_TRUE(Insert(store(), said, ++second).ok());
  }
  const auto at = [&](const std::string& path) {
    CommentFilter filter;
    filter.path = path;
    return Listed(store(), kScopeA, filter);
  };
  EXPECT_THAT(at(""), SizeIs(7));
  EXPECT_THAT(at("initiatives"), ElementsAre("c1", "c2", "c3", "c4"));
  EXPECT_THAT(at("initiatives[x]"), ElementsAre("c2", "c3"));
  EXPECT_THAT(at("institution"), ElementsAre("c5"));
  EXPECT_THAT(at("inst%"), IsEmpty());
}

TEST_P(StoreConformance, AThreadIsSettledAndOpenedAgain) {
  Make(store());
  ASSERT_TRUE(Insert(store(), Said("c1"), 1).ok());
  ASSERT_TRUE(Insert(store(), Said("r1", kInside, "c1"), 2).ok());
  ASSERT_TRUE(Insert(store(), Said("c2"), 3).ok());
  const Principal eva{Principal::Kind::kPerson, kA, "m-eva"};
  ASSERT_TRUE(store().Write(kScopeA, [&](Transaction& t) { return t.comments().Resolve(kA, kFiche, "c1", eva, At(9)); }).ok());
  KeptComment settled = **Get(store(), "c1");
  EXPECT_TRUE(settled.comment.resolved());
  EXPECT_EQ(settled.comment.resolve_time().seconds(), absl::ToUnixSeconds(At(9)));
  EXPECT_EQ(settled.resolver.id, "m-eva");
  EXPECT_EQ(settled.comment.etag(), "2");
  CommentFilter open;
  open.unresolved_only = true;
  EXPECT_THAT(Listed(store(), kScopeA, open), ElementsAre("c2"));
  ASSERT_TRUE(store().Write(kScopeA, [&](Transaction& t) { return t.comments().Reopen(kA, kFiche, "c1"); }).ok());
  settled = **Get(store(), "c1");
  EXPECT_FALSE(settled.comment.resolved() || settled.comment.has_resolve_time());
  EXPECT_EQ(settled.resolver.id, "");
  EXPECT_THAT(Listed(store(), kScopeA, open), SizeIs(3));
}

TEST_P(StoreConformance, ACommentWithRepliesLeavesItsPlaceUntilTheLastIsGone) {
  Make(store());
  KeptComment first = Said("c1");
  first.comment.set_path("institution");
  first.comment.set_quoted("Agencia");
  ASSERT_TRUE(Insert(store(), first, 1).ok());
  for (const char* id : {"r1", "r2"}) ASSERT_TRUE(Insert(store(), Said(id, kInside, "c1"), 2).ok());
  ASSERT_TRUE(Insert(store(), Said("c2"), 3).ok());
  ASSERT_TRUE(Delete(store(), "c1").ok());
  const KeptComment place = **Get(store(), "c1");
  EXPECT_TRUE(place.comment.deleted());
  EXPECT_EQ(place.comment.text() + place.comment.quoted() + place.author.id + place.author.tenant, "");
  EXPECT_EQ(place.comment.path(), "institution");
  ASSERT_TRUE(Delete(store(), "r1").ok());
  EXPECT_THAT(Listed(store(), kScopeA), ElementsAre("c1", "r2", "c2"));
  ASSERT_TRUE(Delete(store(), "r2").ok());
  EXPECT_THAT(Listed(store(), kScopeA), ElementsAre("c2"));
  ASSERT_TRUE(Insert(store(), Said("r3", kInside, "c2"), 4).ok());
  ASSERT_TRUE(Delete(store(), "r3").ok());
  EXPECT_THAT(Listed(store(), kScopeA), ElementsAre("c2")) << "what was not deleted stays";
  EXPECT_EQ(Reason(Delete(store(), "r3")), "NOT_FOUND");
}

TEST_P(StoreConformance, ADeletedFicheTakesItsCommentsWithIt) {
  Make(store());
  ASSERT_TRUE(Insert(store(), Said("c1"), 1).ok());
  ASSERT_TRUE(store().Write(kScopeA, [](Transaction& t) { return t.fiches().Delete(kA, kFiche); }).ok());
  EXPECT_EQ(Reason(Insert(store(), Said("c2"), 1)), "NOT_FOUND");
  Make(store());
  EXPECT_THAT(Listed(store(), kSystem), IsEmpty());
}

TEST_P(StoreConformance, WhoWorksOnAFicheIsFoundFromItsContentAndItsComments) {
  const auto join = [&](const std::string& tenant, const std::string& id) {
    v1::Member member;
    member.set_name(names::Member(tenant, id));
    member.set_email(id + "@example.org");
    member.set_display_name(id);
    member.add_roles(tenant == kA ? v1::ROLE_EDITOR : v1::ROLE_ANALYST);
    member.set_language("es");
    member.set_state(v1::MEMBER_STATE_ACTIVE);
    EXPECT_TRUE(store().Write(kSystem, [&](Transaction& t) { return t.people().InsertMember(member, "p-" + id, At(0)).status(); }).ok());
  };
  for (const char* id : {"writer", "m-c1", "m-r1", "gone"}) join(kA, id);
  join("secretariat", "m-s1");
  Make(store(), v1::FICHE_STATE_SUBMITTED, "writer");
  ASSERT_TRUE(Insert(store(), Said("c1"), 1).ok());
  ASSERT_TRUE(Insert(store(), Said("s1", kShared), 2, kSecretariat).ok());
  KeptComment reply = Said("r1", kShared, "s1");
  reply.author.tenant = kA;
  ASSERT_TRUE(Insert(store(), reply, 3).ok());
  const auto people = [](const absl::StatusOr<std::vector<Reader>>& found) {
    std::vector<std::string> told;
    for (const Reader& each : *found) told.push_back(each.person + " " + each.tenant);
    return told;
  };
  const auto workers = [&](const Scope& scope) {
    return people(Read(store(), scope, [](Transaction& t) { return t.comments().WorkersOn(kA, kFiche); }));
  };
  const auto writers = [&](const Scope& scope, const std::string& thread) {
    return people(Read(store(), scope, [&](Transaction& t) { return t.comments().WritersIn(kA, kFiche, thread); }));
  };
  EXPECT_THAT(workers(kScopeA), ElementsAre("p-m-c1 pe-apci", "p-writer pe-apci"));
  EXPECT_THAT(workers(kSecretariat), IsEmpty());
  EXPECT_THAT(workers(kScopeB), IsEmpty());
  EXPECT_THAT(writers(kScopeA, "s1"), ElementsAre("p-m-r1 pe-apci", "p-m-s1 secretariat"));
  EXPECT_THAT(writers(kSecretariat, "s1"), SizeIs(2));
  EXPECT_THAT(writers(kSecretariat, "c1"), IsEmpty());
  EXPECT_THAT(writers(kScopeB, "s1"), IsEmpty());
  ASSERT_TRUE(store().Write(kSystem, [](Transaction& t) { return t.people().EndMember(kA, "m-c1"); }).ok());
  EXPECT_THAT(workers(kScopeA), ElementsAre("p-writer pe-apci"));
}

TEST_P(StoreConformance, AMailThatIsNotWantedIsNoneAndTheNoticeStands) {
  const auto tell = [&](const std::string& person, const std::string& id, v1::NoticeKind kind) {
    NewNotice told;
    told.notice.set_name(names::Notice(person, id));
    told.notice.set_kind(kind);
    told.mail = WantedMail{{}, At(1000)};
    EXPECT_TRUE(store().Write(kScopeA, [&](Transaction& t) { return t.notices().Insert(told, At(1)); }).ok());
  };
  const auto want = [&](bool wanted) {
    return store().Write(kSystem, [&](Transaction& t) { return t.notices().WantMails("ana", v1::NOTICE_KIND_COMMENTED, wanted); });
  };
  const auto state = [&](const std::string& id) {
    return *Read(store(), kSystem, [&](Transaction& t) { return t.notices().StateOfMail(id); });
  };
  const auto unread = [&] { return *Read(store(), kSystem, [](Transaction& t) { return t.notices().CountUnread("ana"); }); };
  ASSERT_TRUE(want(false).ok());
  ASSERT_TRUE(want(false).ok());
  tell("ana", "n1", v1::NOTICE_KIND_COMMENTED);
  tell("ana", "n2", v1::NOTICE_KIND_RETURNED);
  tell("eva", "n3", v1::NOTICE_KIND_COMMENTED);
  EXPECT_EQ(state("n1"), MailState::kNone);
  EXPECT_EQ(state("n2"), MailState::kWaiting);
  EXPECT_EQ(state("n3"), MailState::kWaiting);
  EXPECT_EQ(unread(), 2);
  EXPECT_THAT(*Read(store(), kSystem, [](Transaction& t) { return t.notices().UnwantedMails("ana"); }),
              ElementsAre(v1::NOTICE_KIND_COMMENTED));
  ASSERT_TRUE(store().Write(kSystem, [](Transaction& t) { return t.notices().MarkRead("ana", "n1", At(2)); }).ok());
  EXPECT_EQ(unread(), 1);
  ASSERT_TRUE(want(true).ok());
  tell("ana", "n4", v1::NOTICE_KIND_COMMENTED);
  EXPECT_EQ(state("n4"), MailState::kWaiting);
  // Others neither see nor say what somebody wants.
  EXPECT_FALSE(Read(store(), kScopeA, [](Transaction& t) { return t.notices().UnwantedMails("ana"); }).ok());
  EXPECT_FALSE(Read(store(), kScopeA, [](Transaction& t) { return t.notices().CountUnread("ana"); }).ok());
  EXPECT_EQ(Reason(store().Write(kScopeA, [](Transaction& t) { return t.notices().WantMails("ana", v1::NOTICE_KIND_RETURNED, false); })),
            "PERMISSION_DENIED");
  ASSERT_TRUE(want(false).ok());
  ASSERT_TRUE(store().Write(kSystem, [](Transaction& t) { return t.notices().ErasePerson("ana"); }).ok());
  EXPECT_THAT(*Read(store(), kSystem, [](Transaction& t) { return t.notices().UnwantedMails("ana"); }), IsEmpty());
}

}  // namespace minga::store
