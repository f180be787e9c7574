// Comments on a fiche: who reads them, who may do what to them, who is told, and what comes with Word documents; and what people
// want to be told by mail.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "tests/server/forms/copies.h"
#include "tests/support/calls.h"
#include "tests/support/documents.h"
#include "tests/support/raw_call.h"
#include "tests/support/test_registry.h"

namespace minga {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

constexpr char kAgency[] = "agencies/pe-apci";

std::vector<std::string> Fields(const absl::Status& status) {
  std::vector<std::string> fields;
  for (const FieldViolation& violation : DetailsOf(status).field_violations) fields.push_back(violation.path);
  return fields;
}

class Comments : public testing::Test {
 protected:
  Comments() {
    registry_.NewRound("r2022");
    key_ = registry_.NewAgency("pe-apci", "PE");
    other_key_ = registry_.NewAgency("cl-agcid", "CL");
    ana_ = registry_.SignIn(kAgency, "ana@example.org", {v1::ROLE_EDITOR});
    eva_ = registry_.SignIn(kAgency, "eva@example.org", {v1::ROLE_READER});
  }

  v1::Fiche Draft() {
    v1::CreateFicheRequest request;
    request.set_parent(kAgency);
    *request.mutable_fiche() = SmallFiche("r2022");
    return Must(registry_.As(ana_).CreateFiche(request));
  }
  v1::Fiche Submit(const v1::Fiche& fiche) { return Must(registry_.As(ana_).SubmitFiche(Named<v1::SubmitFicheRequest>(fiche.name()))); }
  void Return(const v1::Fiche& fiche) {
    auto request = Named<v1::ReturnFicheRequest>(fiche.name());
    request.set_comment("Falta un actor");
    Must(registry_.Secretariat().ReturnFiche(request));
  }
  absl::StatusOr<v1::Comment> Say(const std::string& credential, const v1::Fiche& fiche, const std::string& text,
                                  const std::string& path = "", const std::string& reply_to = "") {
    v1::CreateCommentRequest request;
    request.set_parent(fiche.name());
    request.set_text(text);
    request.set_path(path);
    request.set_reply_to(reply_to);
    return registry_.As(credential).CreateComment(request);
  }
  absl::StatusOr<v1::Comment> Get(const std::string& credential, const std::string& name) {
    return registry_.As(credential).GetComment(Named<v1::GetCommentRequest>(name));
  }
  absl::StatusOr<v1::Comment> Resolve(const std::string& credential, const std::string& name) {
    return registry_.As(credential).ResolveComment(Named<v1::ResolveCommentRequest>(name));
  }
  absl::StatusOr<v1::Comment> Edit(const std::string& credential, const std::string& name, const std::string& text) {
    auto request = Named<v1::UpdateCommentRequest>(name);
    request.set_text(text);
    return registry_.As(credential).UpdateComment(request);
  }
  absl::Status Delete(const std::string& credential, const std::string& name) {
    return registry_.As(credential).DeleteComment(Named<v1::DeleteCommentRequest>(name)).status();
  }
  // The texts of a fiche's comments, replies marked.
  std::vector<std::string> Texts(
      const std::string& credential, const v1::Fiche& fiche, const std::function<void(v1::ListCommentsRequest&)>& ask = [](auto&) {}) {
    v1::ListCommentsRequest request;
    request.set_parent(fiche.name());
    ask(request);
    std::vector<std::string> texts;
    for (const auto& each : registry_.As(credential).ListComments(request)) {
      const v1::Comment comment = Must(each);
      texts.push_back((comment.reply_to().empty() ? "" : "> ") + comment.text());
    }
    return texts;
  }
  // What the inbox says of comments, the latest first.
  std::vector<v1::Notice> Told(const std::string& credential) {
    std::vector<v1::Notice> told;
    for (const auto& each : registry_.As(credential).ListNotices()) {
      if (const v1::Notice notice = Must(each); notice.kind() == v1::NOTICE_KIND_COMMENTED) told.push_back(notice);
    }
    return told;
  }
  int Unread(const std::string& credential) {
    const auto& method = *v1::ListNoticesRequest::descriptor()->file()->service(0)->FindMethodByName("ListNotices");
    v1::ListNoticesRequest request;
    request.set_page_size(1);
    v1::ListNoticesResponse page;
    page.ParseFromString(RawCaller(registry_.address()).Call(method, request.SerializeAsString(), credential).bytes);
    return page.unread_count();
  }
  std::string SignInAtSecretariat() { return registry_.SignIn("secretariat", "rosa@example.org", {v1::ROLE_ANALYST}); }

  TestRegistry registry_;
  std::string key_, other_key_;
  // An editor and a reader.
  std::string ana_, eva_;
};

TEST_F(Comments, SayWhereByWhomAndWhatStoodThere) {
  const v1::Fiche fiche = Draft();
  const std::string entry = fiche.initiatives(0).id();
  const v1::Comment comment = Must(Say(eva_, fiche, "  ¿Es de todos?\n", "initiatives[" + entry + "].title"));
  EXPECT_THAT(comment.name(), testing::StartsWith(fiche.name() + "/comments/"));
  EXPECT_EQ(comment.text(), "¿Es de todos?");
  EXPECT_EQ(comment.path(), "initiatives[" + entry + "].title");
  EXPECT_EQ(comment.quoted(), "Agua para todos");
  EXPECT_EQ(comment.audience(), v1::COMMENT_AUDIENCE_AGENCY);
  EXPECT_EQ(comment.author().kind(), v1::PRINCIPAL_KIND_PERSON);
  EXPECT_EQ(comment.author().name(), Must(registry_.As(eva_).GetIdentity({})).member());
  EXPECT_FALSE(comment.author().display_name().empty());
  EXPECT_EQ(comment.revision(), 1);
  EXPECT_TRUE(comment.has_create_time());
  EXPECT_EQ(comment.etag(), "1");
  EXPECT_EQ(Must(Get(ana_, comment.name())).SerializeAsString(), comment.SerializeAsString());
  // By its place in the fiche, which becomes its id.
  EXPECT_EQ(Must(Say(key_, fiche, "Y esto", "initiatives[#0].actors[#1]")).path(),
            "initiatives[" + entry + "].actors[" + fiche.initiatives(0).content().actors(1).id() + "]");
  // Who is named apart is not quoted.
  EXPECT_EQ(Must(Say(ana_, fiche, "¿Sigue?", "focal_point.email")).quoted(), "");
  EXPECT_EQ(Must(Say(ana_, fiche, "En general")).path(), "");
}

TEST_F(Comments, APlaceThatIsNotInTheFicheIsNamed) {
  const v1::Fiche fiche = Draft();
  for (const char* path : {"initiatives[zzz].title", "initiatives[#1]", "nada", "state", "initiatives["}) {
    const absl::Status status = Say(ana_, fiche, "", path).status();
    EXPECT_EQ(Reason(status), "INVALID_FIELDS") << path;
    EXPECT_THAT(Fields(status), ElementsAre("path", "text")) << path;
  }
}

TEST_F(Comments, TheTextOfWhatWasTakenOutStaysToBeUnderstood) {
  v1::Fiche fiche = Draft();
  const v1::Comment comment = Must(Say(ana_, fiche, "¿Va?", "initiatives[#0]"));
  v1::UpdateFicheRequest update;
  *update.mutable_fiche() = fiche;
  update.mutable_fiche()->clear_initiatives();
  Must(registry_.As(ana_).UpdateFiche(update));
  EXPECT_EQ(Must(Get(eva_, comment.name())).quoted(), "Agua para todos");
  EXPECT_THAT(Texts(eva_, fiche, [&](auto& request) { request.set_path(comment.path()); }), ElementsAre("¿Va?"));
}

TEST_F(Comments, AnAgencysOwnStayInsideWhateverBecomesOfTheFiche) {
  const v1::Fiche fiche = Draft();
  const v1::Comment comment = Must(Say(ana_, fiche, "Entre nosotros"));
  const std::string absent = fiche.name() + "/comments/aaaaaaaaaaaaaaaaaaaaaaaaaa";
  const auto unseen = [&](const std::string& who) {
    for (const std::string& name : {comment.name(), absent}) {
      EXPECT_EQ(Reason(Get(who, name).status()), "NOT_FOUND");
      EXPECT_EQ(Reason(Resolve(who, name).status()), "NOT_FOUND");
      EXPECT_EQ(Reason(Edit(who, name, "x").status()), "NOT_FOUND");
      EXPECT_EQ(Reason(Delete(who, name)), "NOT_FOUND");
      EXPECT_EQ(Reason(Say(who, fiche, "x", "", name).status()), "NOT_FOUND");
    }
  };
  unseen(other_key_);
  unseen(registry_.secretariat_key());
  EXPECT_EQ(Reason(Say(registry_.secretariat_key(), fiche, "x").status()), "NOT_FOUND");
  Submit(fiche);
  unseen(other_key_);
  unseen(registry_.secretariat_key());
  EXPECT_THAT(Texts(registry_.secretariat_key(), fiche), IsEmpty());
  EXPECT_THAT(Texts(eva_, fiche), ElementsAre("Entre nosotros"));
  EXPECT_THROW(Texts(other_key_, fiche), std::runtime_error);
}

TEST_F(Comments, TheSecretariatsThreadIsSharedWhileItHasTheFicheAndNamesNobodyToTheOther) {
  const std::string rosa = SignInAtSecretariat();
  const v1::Fiche fiche = Submit(Draft());
  Must(Say(ana_, fiche, "Entre nosotros"));
  const v1::Comment asked = Must(Say(rosa, fiche, "¿Desde cuándo?", "initiatives[#0].title"));
  EXPECT_EQ(asked.audience(), v1::COMMENT_AUDIENCE_SECRETARIAT);
  EXPECT_FALSE(asked.author().display_name().empty());
  const v1::Comment seen = Must(Get(eva_, asked.name()));
  EXPECT_EQ(seen.author().tenant(), "secretariat");
  EXPECT_EQ(seen.author().name() + seen.author().display_name(), "");
  const v1::Comment answer = Must(Say(ana_, fiche, "Desde 2019", "", asked.name()));
  EXPECT_EQ(answer.audience(), v1::COMMENT_AUDIENCE_SECRETARIAT);
  EXPECT_EQ(answer.path(), asked.path());
  const v1::Comment read = Must(Get(rosa, answer.name()));
  EXPECT_EQ(read.author().tenant(), kAgency);
  EXPECT_EQ(read.author().name() + read.author().display_name(), "");
  EXPECT_THAT(Texts(rosa, fiche), ElementsAre("¿Desde cuándo?", "> Desde 2019"));
  EXPECT_THAT(Texts(eva_, fiche), ElementsAre("Entre nosotros", "¿Desde cuándo?", "> Desde 2019"));
  EXPECT_EQ(Reason(Get(other_key_, asked.name()).status()), "NOT_FOUND");

  Return(fiche);
  EXPECT_EQ(Reason(Get(rosa, asked.name()).status()), "NOT_FOUND");
  EXPECT_EQ(Reason(Resolve(rosa, asked.name()).status()), "NOT_FOUND");
  const size_t told = Told(rosa).size();
  Must(Say(ana_, fiche, "Y hasta 2021", "", asked.name()));
  EXPECT_THAT(Told(rosa), SizeIs(told)) << "a draft is the agency's alone";
  Submit(fiche);
  EXPECT_THAT(Texts(rosa, fiche), ElementsAre("¿Desde cuándo?", "> Desde 2019", "> Y hasta 2021"));
}

TEST_F(Comments, ThreadsAreListedInTheirOrderByPlaceAndInPages) {
  const v1::Fiche fiche = Draft();
  const std::string entry = "initiatives[" + fiche.initiatives(0).id() + "]";
  const v1::Comment one = Must(Say(ana_, fiche, "uno", entry + ".title"));
  const v1::Comment two = Must(Say(ana_, fiche, "dos"));
  const v1::Comment three = Must(Say(ana_, fiche, "tres", entry));
  const v1::Comment reply = Must(Say(eva_, fiche, "re uno", "", one.name()));
  // The name of a reply stands for its thread.
  EXPECT_EQ(Must(Say(ana_, fiche, "re re uno", entry + ".title", reply.name())).reply_to(), one.name());
  EXPECT_EQ(Fields(Say(ana_, fiche, "x", entry, one.name()).status()), std::vector<std::string>{"path"});
  const std::vector<std::string> all = {"uno", "> re uno", "> re re uno", "dos", "tres"};
  for (const int size : {1, 2, 3, 5}) {
    EXPECT_EQ(Texts(eva_, fiche, [&](auto& request) { request.set_page_size(size); }), all) << size;
  }
  EXPECT_THAT(Texts(eva_, fiche, [&](auto& request) { request.set_path(entry + ".title"); }), SizeIs(3));
  EXPECT_THAT(Texts(eva_, fiche, [&](auto& request) { request.set_path(entry); }), SizeIs(4));
  EXPECT_THAT(Texts(eva_, fiche, [&](auto& request) { request.set_path("initiatives[#0]"); }), SizeIs(4));
  EXPECT_THAT(Texts(eva_, fiche, [&](auto& request) { request.set_path("institution"); }), IsEmpty());
  Must(Resolve(ana_, reply.name()));
  EXPECT_THAT(Texts(eva_, fiche, [&](auto& request) { request.set_unresolved_only(true); }), ElementsAre("dos", "tres"));
}

TEST_F(Comments, OnlyItsAuthorChangesATextAndEditorsSettleAThread) {
  const v1::Fiche fiche = Draft();
  const v1::Comment of_eva = Must(Say(eva_, fiche, "Falta el año")), of_ana = Must(Say(ana_, fiche, "Falta el mes"));
  EXPECT_EQ(Reason(Edit(ana_, of_eva.name(), "x").status()), "COMMENT_OF_ANOTHER");
  const v1::Comment edited = Must(Edit(eva_, of_eva.name(), "Falta el año de inicio"));
  EXPECT_EQ(edited.text(), "Falta el año de inicio");
  EXPECT_TRUE(edited.has_edit_time());
  EXPECT_EQ(edited.etag(), "2");
  auto stale = Named<v1::UpdateCommentRequest>(of_eva.name());
  stale.set_text("y");
  stale.set_etag("1");
  EXPECT_EQ(Reason(registry_.As(eva_).UpdateComment(stale).status()), "ETAG_MISMATCH");

  EXPECT_EQ(Reason(Resolve(eva_, of_ana.name()).status()), "COMMENT_OF_ANOTHER");
  const v1::Comment settled = Must(Resolve(ana_, of_eva.name()));
  EXPECT_TRUE(settled.resolved());
  EXPECT_EQ(settled.resolved_by().name(), Must(registry_.As(ana_).GetIdentity({})).member());
  // Again changes nothing.
  EXPECT_EQ(Must(Resolve(key_, of_eva.name())).SerializeAsString(), settled.SerializeAsString());
  EXPECT_FALSE(Must(registry_.As(eva_).ReopenComment(Named<v1::ReopenCommentRequest>(of_eva.name()))).resolved());
  Must(Resolve(eva_, of_eva.name()));
  Must(Say(ana_, fiche, "¿Seguro?", "", of_eva.name()));
  EXPECT_FALSE(Must(Get(ana_, of_eva.name())).resolved()) << "who answers opens it again";
}

TEST_F(Comments, AFirstCommentThatIsDeletedLeavesItsPlaceToTheReplies) {
  const std::string admin = registry_.SignIn(kAgency, "admin@example.org", {v1::ROLE_ADMINISTRATOR});
  const v1::Fiche fiche = Draft();
  const v1::Comment first = Must(Say(eva_, fiche, "¿Va?", "institution")), reply = Must(Say(ana_, fiche, "Va", "", first.name()));
  EXPECT_EQ(Reason(Delete(ana_, first.name())), "COMMENT_OF_ANOTHER");
  EXPECT_EQ(Reason(Delete(eva_, first.name())), "OK");
  const v1::Comment place = Must(Get(ana_, first.name()));
  EXPECT_TRUE(place.deleted());
  EXPECT_EQ(place.text() + place.quoted() + place.author().name() + place.author().tenant(), "");
  EXPECT_EQ(place.path(), "institution");
  EXPECT_EQ(Reason(Delete(eva_, first.name())), "NOT_FOUND");
  EXPECT_EQ(Reason(Edit(eva_, first.name(), "x").status()), "NOT_FOUND");
  EXPECT_THAT(Texts(ana_, fiche), ElementsAre("", "> Va"));
  EXPECT_EQ(Reason(Delete(admin, reply.name())), "OK");
  EXPECT_THAT(Texts(ana_, fiche), IsEmpty());
  EXPECT_EQ(Reason(Get(ana_, first.name()).status()), "NOT_FOUND");
}

TEST_F(Comments, AFicheThatIsDeletedTakesThemWithIt) {
  const v1::Fiche fiche = Draft();
  const v1::Comment comment = Must(Say(ana_, fiche, "uno"));
  Must(registry_.As(ana_).DeleteFiche(Named<v1::DeleteFicheRequest>(fiche.name())));
  EXPECT_EQ(Reason(Get(ana_, comment.name()).status()), "NOT_FOUND");
  EXPECT_THAT(Texts(ana_, Draft()), IsEmpty());
}

TEST_F(Comments, AReadersProgramReadsOnly) {
  v1::CreateApiKeyRequest create;
  create.set_parent(kAgency);
  create.mutable_api_key()->set_role(v1::ROLE_READER);
  create.mutable_api_key()->set_display_name("Tablero");
  const std::string program = Must(registry_.Secretariat().CreateApiKey(create)).key();
  const v1::Fiche fiche = Draft();
  EXPECT_EQ(Reason(Say(program, fiche, "x").status()), "PERMISSION_DENIED");
  const v1::Comment comment = Must(Say(key_, fiche, "x"));
  EXPECT_EQ(comment.author().kind(), v1::PRINCIPAL_KIND_PROGRAM);
  EXPECT_EQ(Must(Get(program, comment.name())).text(), "x");
}

TEST_F(Comments, TellWhoWorksOnItAndWhoWroteInTheThread) {
  const std::string luz = registry_.SignIn(kAgency, "luz@example.org", {v1::ROLE_EDITOR}), rosa = SignInAtSecretariat();
  const v1::Fiche fiche = Draft();
  const v1::Comment first = Must(Say(eva_, fiche, "¿Desde cuándo?", "initiatives[#0]"));
  ASSERT_THAT(Told(ana_), SizeIs(1)) << "who wrote the fiche";
  const v1::Notice notice = Told(ana_)[0];
  EXPECT_EQ(notice.record(), first.name());
  EXPECT_EQ(notice.comment(), "¿Desde cuándo?");
  EXPECT_EQ(notice.initiative_title(), "Agua para todos");
  EXPECT_FALSE(notice.author_display_name().empty());
  EXPECT_THAT(Told(eva_), IsEmpty()) << "not the author";
  EXPECT_THAT(Told(luz), IsEmpty()) << "who had nothing to do with it";
  Must(Say(luz, fiche, "Desde 2019", "", first.name()));
  EXPECT_THAT(Told(eva_), SizeIs(1));
  EXPECT_THAT(Told(ana_), SizeIs(1)) << "who did not write in the thread";
  Must(Say(ana_, fiche, "Otro"));
  EXPECT_THAT(Told(luz), SizeIs(1)) << "who commented before";

  EXPECT_EQ(Unread(luz), 1);
  Submit(fiche);
  const v1::Comment asked = Must(Say(rosa, fiche, "¿Y los montos?"));
  EXPECT_EQ(Told(luz)[0].record(), asked.name()) << "every editor";
  EXPECT_EQ(Told(luz)[0].author_display_name(), "") << "people of one tenant are not named to another";
  EXPECT_THAT(Told(luz), SizeIs(2));
  EXPECT_THAT(Told(eva_), SizeIs(2)) << "a reader is told of what the agency says only";
  Must(Say(luz, fiche, "Ya van", "", asked.name()));
  ASSERT_THAT(Told(rosa), SizeIs(1));
  EXPECT_EQ(Told(rosa)[0].author_display_name(), "");
  EXPECT_EQ(Told(rosa)[0].comment(), "Ya van");
}

// Word copies.

std::vector<forms::Remark> Remarks(const v1::Fiche& fiche) {
  const std::string& title = fiche.initiatives(1).content().title();
  return {{fiche.institution(), "Ana", "2026-05-03T10:00:00Z", "¿Sigla?"},
          {title, "Beto", "2026-05-04T10:00:00Z", "Falta el año"},
          {title, "Ana", "2026-05-04T12:00:00Z", "Agregado", 1},
          {title, "Carla", "", "Listo", -1, true}};
}

TEST_F(Comments, OfACopyComeOnceAndStandBesideWhatTheyWereWrittenBeside) {
  v1::ImportFicheRequest import;
  import.set_parent(kAgency);
  import.set_round("rounds/r2022");
  import.set_document(documents::Read("tests/data/forms/filled/v01-pe-apci.docx"));
  const v1::Fiche fiche = Must(registry_.As(ana_).ImportFiche(import)).fiche();
  ASSERT_GE(fiche.initiatives_size(), 2);
  const std::string copy = Must(registry_.As(ana_).ExportFiche(Named<v1::ExportFicheRequest>(fiche.name()))).document();
  v1::MergeFicheCopiesRequest merge;
  merge.set_name(fiche.name());
  merge.add_copies()->set_document(forms::WithComments(copy, Remarks(fiche)));
  merge.set_validate_only(true);
  Must(registry_.As(ana_).MergeFicheCopies(merge));
  EXPECT_THAT(Texts(ana_, fiche), IsEmpty());
  merge.set_validate_only(false);
  const std::vector<std::string> all = {"¿Sigla?", "Falta el año", "> Agregado", "Listo"};
  for (int time = 0; time < 2; ++time) {
    Must(registry_.As(ana_).MergeFicheCopies(merge));
    EXPECT_EQ(Texts(ana_, fiche), all) << time;
  }
  v1::ListCommentsRequest list;
  list.set_parent(fiche.name());
  std::vector<v1::Comment> comments;
  for (const auto& each : registry_.As(ana_).ListComments(list)) comments.push_back(Must(each));
  EXPECT_EQ(comments[0].path(), "institution");
  EXPECT_EQ(comments[1].path(), "initiatives[" + fiche.initiatives(1).id() + "].title");
  EXPECT_EQ(comments[1].quoted(), fiche.initiatives(1).content().title());
  EXPECT_EQ(comments[1].author_text(), "Beto");
  EXPECT_EQ(comments[1].author().kind(), v1::PRINCIPAL_KIND_UNSPECIFIED);
  EXPECT_EQ(comments[1].document_time().seconds(), 1777888800);
  EXPECT_FALSE(comments[1].resolved());
  EXPECT_EQ(comments[2].path(), comments[1].path());
  EXPECT_TRUE(comments[3].resolved());
  EXPECT_FALSE(comments[3].has_document_time());
  EXPECT_THAT(Told(ana_), IsEmpty());
  // A later answer in another copy goes into the thread that is there.
  std::vector<forms::Remark> more = Remarks(fiche);
  more.push_back({more[1].anchor, "Eva", "2026-05-05T10:00:00Z", "Gracias", 1});
  merge.mutable_copies(0)->set_document(forms::WithComments(copy, more));
  Must(registry_.As(ana_).MergeFicheCopies(merge));
  EXPECT_THAT(Texts(ana_, fiche), ElementsAre("¿Sigla?", "Falta el año", "> Agregado", "> Gracias", "Listo"));
  // Nobody is its author: editors delete it, nobody changes it.
  EXPECT_EQ(Reason(Edit(ana_, comments[0].name(), "x").status()), "COMMENT_OF_ANOTHER");
  EXPECT_EQ(Reason(Delete(eva_, comments[0].name())), "COMMENT_OF_ANOTHER");
  EXPECT_EQ(Reason(Delete(ana_, comments[0].name())), "OK");
}

TEST_F(Comments, ALaterAnswerOfADocumentStandsWhereItsThreadDoes) {
  v1::ImportFicheRequest import;
  import.set_parent(kAgency);
  import.set_round("rounds/r2022");
  import.set_document(documents::Read("tests/data/forms/filled/v01-pe-apci.docx"));
  const v1::Fiche fiche = Must(registry_.As(ana_).ImportFiche(import)).fiche();
  ASSERT_GE(fiche.initiatives_size(), 2);
  const std::string copy = Must(registry_.As(ana_).ExportFiche(Named<v1::ExportFicheRequest>(fiche.name()))).document();
  v1::MergeFicheCopiesRequest merge;
  merge.set_name(fiche.name());
  merge.add_copies()->set_document(forms::WithComments(copy, Remarks(fiche)));
  Must(registry_.As(ana_).MergeFicheCopies(merge));
  // The initiative goes, and the copy still says something beside it.
  v1::UpdateFicheRequest update;
  *update.mutable_fiche() = fiche;
  update.mutable_fiche()->mutable_initiatives()->DeleteSubrange(1, 1);
  Must(registry_.As(ana_).UpdateFiche(update));
  std::vector<forms::Remark> more = Remarks(fiche);
  more.push_back({more[1].anchor, "Eva", "2026-05-05T10:00:00Z", "Gracias", 1});
  merge.mutable_copies(0)->set_document(forms::WithComments(copy, more));
  Must(registry_.As(ana_).MergeFicheCopies(merge));
  v1::ListCommentsRequest list;
  list.set_parent(fiche.name());
  std::vector<std::string> places;
  for (const auto& each : registry_.As(ana_).ListComments(list)) places.push_back(Must(each).text() + " at " + each->path());
  const std::string title = "initiatives[" + fiche.initiatives(1).id() + "].title";
  EXPECT_THAT(places, ElementsAre("¿Sigla? at institution", "Falta el año at " + title, "Agregado at " + title, "Gracias at " + title,
                                  "Listo at " + title));
}

TEST_F(Comments, OfAnImportedDocumentComeOnceToo) {
  v1::ImportFicheRequest import;
  import.set_parent(kAgency);
  import.set_round("rounds/r2022");
  import.set_document(documents::Read("tests/data/forms/filled/v01-pe-apci.docx"));
  import.set_validate_only(true);
  const v1::Fiche sample = Must(registry_.As(ana_).ImportFiche(import)).fiche();
  import.set_validate_only(false);
  import.set_document(forms::WithComments(forms::WrittenForm(sample), Remarks(sample)));
  const v1::Fiche fiche = Must(registry_.As(ana_).ImportFiche(import)).fiche();
  const std::vector<std::string> all = {"¿Sigla?", "Falta el año", "> Agregado", "Listo"};
  EXPECT_EQ(Texts(eva_, fiche), all);
  EXPECT_THAT(Texts(eva_, fiche, [&](auto& request) { request.set_path("initiatives[" + fiche.initiatives(1).id() + "].title"); }),
              ElementsAre("Falta el año", "> Agregado", "Listo"));
  import.clear_round();
  import.set_fiche(fiche.name());
  Must(registry_.As(ana_).ImportFiche(import));
  EXPECT_EQ(Texts(eva_, fiche), all);
}

TEST_F(Comments, WhatThereIsNoRoomForIsSaid) {
  v1::ImportFicheRequest import;
  import.set_parent(kAgency);
  import.set_round("rounds/r2022");
  import.set_document(documents::Read("tests/data/forms/filled/v01-pe-apci.docx"));
  const v1::Fiche fiche = Must(registry_.As(ana_).ImportFiche(import)).fiche();
  v1::CreateCommentRequest create;
  create.set_parent(fiche.name());
  for (int i = 0; i < 999; ++i) {
    create.set_text(std::to_string(i));
    Must(registry_.As(ana_).CreateComment(create));
  }
  import.clear_round();
  import.set_fiche(fiche.name());
  import.set_document(forms::WithComments(forms::WrittenForm(fiche), Remarks(fiche)));
  const v1::ImportFicheResponse imported = Must(registry_.As(ana_).ImportFiche(import));
  ASSERT_GT(imported.findings_size(), 0);
  const v1::Finding& last = imported.findings(imported.findings_size() - 1);
  EXPECT_EQ(last.reason(), "COMMENTS_NOT_KEPT");
  EXPECT_THAT(last.message(), HasSubstr("3 comments")) << "one of four had room";
}

// What is sent by mail.

TEST_F(Comments, PreferencesAreAPersonsOwn) {
  const v1::NoticePreferences at_first = Must(registry_.As(ana_).GetNoticePreferences({}));
  ASSERT_THAT(at_first.preferences(), SizeIs(v1::NoticeKind_ARRAYSIZE - 1));
  for (const v1::NoticePreference& each : at_first.preferences()) {
    EXPECT_TRUE(each.mail());
    EXPECT_EQ(each.required(), each.kind() == v1::NOTICE_KIND_INVITED || each.kind() == v1::NOTICE_KIND_RECOVERY);
  }
  v1::UpdateNoticePreferencesRequest update;
  update.add_preferences()->set_kind(v1::NOTICE_KIND_COMMENTED);
  update.set_language("pt");
  const v1::NoticePreferences changed = Must(registry_.As(ana_).UpdateNoticePreferences(update));
  EXPECT_EQ(changed.language(), "pt");
  for (const v1::NoticePreference& each : changed.preferences()) EXPECT_EQ(each.mail(), each.kind() != v1::NOTICE_KIND_COMMENTED);
  EXPECT_EQ(Must(registry_.As(ana_).GetNoticePreferences({})).SerializeAsString(), changed.SerializeAsString());
  EXPECT_EQ(Must(registry_.As(eva_).GetNoticePreferences({})).SerializeAsString(), at_first.SerializeAsString());
  const std::string member = Must(registry_.As(ana_).GetIdentity({})).member();
  EXPECT_EQ(Must(registry_.Secretariat().GetMember(Named<v1::GetMemberRequest>(member))).language(), "pt");
  update.clear_language();
  update.mutable_preferences(0)->set_mail(true);
  EXPECT_EQ(Must(registry_.As(ana_).UpdateNoticePreferences(update)).language(), "pt");
}

}  // namespace
}  // namespace minga
