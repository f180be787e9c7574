// How two agencies and the secretariat work: a Word form, three copies written in apart, parallel edits, comments, each way of
// validating, submission, recall, return, correction, confirmation by the other country, decisions and answers, with a real mail
// server; and what the history tells of it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <regex>

#include "server/forms/fiche_writer.h"
#include "tests/server/forms/copies.h"
#include "tests/server/mail/smtp_server.h"
#include "tests/support/calls.h"
#include "tests/support/documents.h"
#include "tests/support/test_registry.h"

namespace minga {
namespace {

using testing::AnyOf;
using testing::ElementsAreArray;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr char kAgency[] = "agencies/pe-apci";
constexpr char kOther[] = "agencies/cl-agcid";

class Story : public testing::Test {
 protected:
  Story()
      : registry_([this](Config& config) {
          config.smtp_url = smtp_.Url();
          config.mail_from = "Minga <minga@example.org>";
          config.mail_link_base = "https://minga.example.org";
        }) {
    registry_.NewRound("r2022");
    registry_.NewAgency("pe-apci", "PE");
    registry_.NewAgency("cl-agcid", "CL");
    Validate(v1::VALIDATION_MODE_FOUR_EYES);
  }

  // How the agency validates from here on.
  void Validate(v1::ValidationMode mode) {
    v1::UpdateAgencyRequest update;
    update.mutable_agency()->set_name(kAgency);
    update.mutable_agency()->set_validation_mode(mode);
    update.mutable_update_mask()->add_paths("validation_mode");
    Must(registry_.Secretariat().UpdateAgency(update));
  }

  // The mail to `to` whose subject has these words, and that was not asked for before; waits for it.
  nlohmann::json Mail(const std::string& to, const std::string& subject) {
    for (size_t at = 0;; ++at) {
      if (at == mails_.size()) mails_.push_back(NextMail(to, subject));
      nlohmann::json& mail = mails_[at];
      const std::string line = mail["headers"]["subject"];
      if (mail["recipients"][0] != to || line.find(subject) == std::string::npos || mail.contains("read")) continue;
      mail["read"] = true;
      return mail;
    }
  }
  nlohmann::json NextMail(const std::string& to, const std::string& subject) {
    try {
      return smtp_.NextMail();
    } catch (const std::runtime_error& silence) {
      throw std::runtime_error("no mail to " + to + " about " + subject + ": " + silence.what());
    }
  }
  // The token in a mail's link.
  static std::string TokenIn(const nlohmann::json& mail, const std::string& what) {
    std::smatch token;
    const std::string body = mail["body"];
    EXPECT_TRUE(std::regex_search(body, token, std::regex("https://minga.example.org/" + what + "/(ml_[a-z2-7]+)"))) << body;
    return token[1];
  }

  // Invited, accepted with the link of the mail, signed in.
  Client Join(const std::string& email, const std::string& name, const std::string& language, const std::vector<v1::Role>& roles,
              const std::string& invited, const std::string& tenant = kAgency) {
    v1::CreateMemberRequest create;
    create.set_parent(tenant);
    create.mutable_member()->set_email(email);
    create.mutable_member()->set_display_name(name);
    create.mutable_member()->set_language(language);
    for (const v1::Role role : roles) create.mutable_member()->add_roles(role);
    EXPECT_EQ(Must(registry_.Secretariat().CreateMember(create)).invitation_token(), "");
    const nlohmann::json mail = Mail(email, invited);
    EXPECT_EQ(mail["to"][0][0], name);
    v1::AcceptInvitationRequest accept;
    accept.set_token(TokenIn(mail, "invitation"));
    accept.set_password(kPassword);
    Must(registry_.As("").AcceptInvitation(accept));
    v1::SignInRequest sign_in;
    sign_in.set_email(email);
    sign_in.set_password(kPassword);
    return registry_.As(Must(registry_.As("").SignIn(sign_in)).token());
  }

  static v1::Fiche Get(const Client& who, const std::string& name) { return Must(who.GetFiche(Named<v1::GetFicheRequest>(name))); }
  static absl::StatusOr<v1::Fiche> Edit(const Client& who, const v1::Fiche& seen, const std::function<void(v1::Fiche*)>& change) {
    v1::UpdateFicheRequest update;
    *update.mutable_fiche() = seen;
    change(update.mutable_fiche());
    update.set_etag(seen.etag());
    return who.UpdateFiche(update);
  }
  static v1::Comment Say(const Client& who, const std::string& fiche, const std::string& path, const std::string& text,
                         const std::string& reply_to = {}) {
    v1::CreateCommentRequest comment;
    comment.set_parent(fiche);
    comment.set_path(path);
    comment.set_text(text);
    comment.set_reply_to(reply_to);
    return Must(who.CreateComment(comment));
  }
  static std::vector<v1::Comment> Comments(const Client& who, const std::string& fiche) {
    v1::ListCommentsRequest list;
    list.set_parent(fiche);
    std::vector<v1::Comment> comments;
    for (const auto& comment : who.ListComments(list)) comments.push_back(Must(comment));
    return comments;
  }
  static std::vector<v1::Notice> Inbox(const Client& who, v1::NoticeKind kind) {
    std::vector<v1::Notice> inbox;
    for (const auto& notice : who.ListNotices()) {
      if (Must(notice).kind() == kind) inbox.push_back(*notice);
    }
    return inbox;
  }
  static v1::Initiative Decide(const Client& who, const v1::Fiche& fiche, int entry, v1::Decision decision) {
    auto decide = Named<v1::DecideInitiativeRequest>(fiche.name());
    decide.set_initiative_id(fiche.initiatives(entry).id());
    decide.set_decision(decision);
    if (decision == v1::DECISION_EXCLUDED) decide.add_exclusion_reasons(v1::EXCLUSION_REASON_NOT_MULTI_ACTOR);
    return Must(who.DecideInitiative(decide));
  }
  static void Answer(const Client& who, const std::string& initiative, bool agrees, const std::string& comment) {
    auto answer = Named<v1::AnswerDecisionRequest>(initiative);
    answer.mutable_answer()->set_agrees(agrees);
    answer.mutable_answer()->set_comment(comment);
    Must(who.AnswerDecision(answer));
  }
  // "VERB by who" of each step, the first first.
  static std::vector<std::string> Told(const Client& who, const std::string& fiche) {
    v1::ListFicheRevisionsRequest list;
    list.set_parent(fiche);
    std::vector<std::string> told;
    for (const auto& revision : who.ListFicheRevisions(list)) {
      const v1::Principal principal = Must(revision).principal();
      const std::string& by = principal.display_name().empty() ? principal.tenant() : principal.display_name();
      told.insert(told.begin(), v1::FicheVerb_Name(revision->verb()).substr(11) + " by " + by);
    }
    return told;
  }

  mail::SmtpServer smtp_;
  std::vector<nlohmann::json> mails_;
  TestRegistry registry_;
};

TEST_F(Story, FromAWordFormToADecisionNothingIsLostAndTheHistoryTellsWhoDidWhat) {
  const Client ana = Join("ana@example.org", "Ana Núñez", "es", {v1::ROLE_EDITOR}, "Invitación al registro de iniciativas de cooperación");
  const Client luz = Join("luz@example.org", "Luz Conceição", "pt", {v1::ROLE_EDITOR, v1::ROLE_VALIDATOR}, "Convite");
  const Client eva = Join("eva@example.org", "Eva Smith", "en", {v1::ROLE_EDITOR}, "Invitation");
  const Client diego = Join("diego@example.cl", "Diego Soto", "es", {v1::ROLE_EDITOR}, "Invitación", kOther);
  const Client carla = Join("carla@example.cl", "Carla Rojas", "pt", {v1::ROLE_VALIDATOR}, "Convite", kOther);
  const Client sofia = Join("sofia@example.int", "Sofía Vidal", "es", {v1::ROLE_ANALYST}, "Invitación", "secretariat");

  // The Word form that the agency has.
  v1::ImportFicheRequest import;
  import.set_parent(kAgency);
  import.set_round("rounds/r2022");
  import.set_document(documents::Read("tests/data/forms/filled/v01-pe-apci.docx"));
  v1::Fiche fiche = Must(ana.ImportFiche(import)).fiche();
  const std::string name = fiche.name();
  const std::string entry = fiche.initiatives(0).id();
  const v1::InitiativeContent content = fiche.initiatives(0).content();

  // Three copies, written in apart; two change the title, each otherwise.
  const std::string copy = Must(ana.ExportFiche(Named<v1::ExportFicheRequest>(name))).document();
  v1::MergeFicheCopiesRequest merge;
  merge.set_name(name);
  merge.add_copies()->set_document(forms::Changed(copy, fiche.institution(), "Agencia de todos"));
  merge.add_copies()->set_document(forms::Changed(copy, content.title(), "El título de Luz"));
  merge.add_copies()->set_document(
      forms::WithComments(forms::Changed(copy, content.title(), "El título de Eva"),
                          {{.anchor = "El título de Eva", .author = "Eva", .date = "2022-03-01T10:00:00Z", .text = "¿Así?"}}));
  v1::MergeFicheCopiesResponse merged = Must(ana.MergeFicheCopies(merge));
  EXPECT_FALSE(merged.has_fiche());
  ASSERT_EQ(merged.conflicts_size(), 1);
  const v1::FicheCopyConflict& conflict = merged.conflicts(0);
  EXPECT_EQ(conflict.path(), "initiatives[" + entry + "].title");
  EXPECT_EQ(conflict.base(), content.title());
  ASSERT_EQ(conflict.copies_size(), 3);
  EXPECT_EQ(conflict.copies(1).text(), "El título de Luz");
  EXPECT_EQ(conflict.copies(2).text(), "El título de Eva");
  ASSERT_EQ(merged.copies(2).comments_size(), 1);
  EXPECT_EQ(Get(ana, name).etag(), fiche.etag()) << "nothing is changed before it is chosen";
  EXPECT_THAT(Comments(ana, name), IsEmpty());
  v1::FicheCopyChoice& choice = *merge.add_choices();
  choice.set_path(conflict.path());
  choice.set_copy(2);
  merge.set_request_id("merge-with-choice");
  v1::Fiche expected = fiche;
  fiche = Must(ana.MergeFicheCopies(merge)).fiche();
  expected.set_institution("Agencia de todos");
  expected.mutable_initiatives(0)->mutable_content()->set_title("El título de Luz");
  expected.set_etag(fiche.etag());
  *expected.mutable_update_time() = fiche.update_time();
  EXPECT_EQ(fiche.DebugString(), expected.DebugString());

  // What stood in the margin is a comment now; colleagues answer it, and one settles it.
  std::vector<v1::Comment> comments = Comments(luz, name);
  ASSERT_EQ(comments.size(), 1u);
  EXPECT_EQ(comments[0].text(), "¿Así?");
  EXPECT_EQ(comments[0].author_text(), "Eva");
  EXPECT_EQ(comments[0].path(), "initiatives[" + entry + "].title");
  Say(luz, name, {}, "El otro es mejor.", comments[0].name());
  Say(ana, name, {}, "De acuerdo.", comments[0].name());
  EXPECT_EQ(Inbox(luz, v1::NOTICE_KIND_COMMENTED).size(), 1u);
  Must(ana.ResolveComment(Named<v1::ResolveCommentRequest>(comments[0].name())));
  Say(eva, name, "institutional_weaknesses", "Falta decir los recursos.");

  // Two edit the same version, in different places; a third what the first changed.
  Must(Edit(ana, fiche, [](v1::Fiche* mine) { mine->set_institutional_weaknesses("Pocos recursos"); }));
  const v1::Fiche both =
      Must(Edit(luz, fiche, [](v1::Fiche* mine) { mine->mutable_initiatives(0)->mutable_content()->set_objectives("Agua limpia"); }));
  EXPECT_EQ(both.institutional_weaknesses(), "Pocos recursos");
  EXPECT_EQ(both.initiatives(0).content().objectives(), "Agua limpia");
  const absl::Status late = Edit(eva, fiche, [](v1::Fiche* mine) {
                              mine->set_institutional_weaknesses("Ninguna");
                              mine->set_institutional_strengths("Muchas");
                            }).status();
  EXPECT_EQ(DetailsOf(late).reason, "FICHE_EDIT_CONFLICT");
  ASSERT_EQ(DetailsOf(late).field_violations.size(), 1u);
  EXPECT_EQ(DetailsOf(late).field_violations[0].path, "institutional_weaknesses");
  EXPECT_THAT(DetailsOf(late).field_violations[0].description, HasSubstr("Pocos recursos"));

  // Validation by another person, who is told by mail and in the inbox.
  auto ask = Named<v1::RequestFicheReviewRequest>(name);
  ask.set_comment("Lista para leer");
  Must(luz.RequestFicheReview(ask));
  EXPECT_EQ(DetailsOf(luz.ValidateFiche(Named<v1::ValidateFicheRequest>(name)).status()).reason, "FOUR_EYES_NEEDED");
  Must(luz.RecallFiche(Named<v1::RecallFicheRequest>(name)));
  Must(ana.RequestFicheReview(ask));
  EXPECT_THAT(std::string(Mail("luz@example.org", "validação")["body"]), HasSubstr("https://minga.example.org/" + name));
  const std::vector<v1::Notice> tasks = Inbox(luz, v1::NOTICE_KIND_TASK_WAITING);
  ASSERT_EQ(tasks.size(), 1u);
  EXPECT_EQ(tasks[0].author_display_name(), "Ana Núñez");
  EXPECT_EQ(tasks[0].comment(), "Lista para leer");
  EXPECT_TRUE(Must(luz.ReadNotice(Named<v1::ReadNoticeRequest>(tasks[0].name()))).has_read_time());
  EXPECT_EQ(DetailsOf(ana.ReadNotice(Named<v1::ReadNoticeRequest>(tasks[0].name())).status()).reason, "NOT_FOUND");
  Must(luz.ValidateFiche(Named<v1::ValidateFicheRequest>(name)));

  // Submission, with a receipt to those who write; recall, and again by a signed document.
  Must(ana.SubmitFiche(Named<v1::SubmitFicheRequest>(name)));
  Mail("eva@example.org", "Receipt");
  Mail("luz@example.org", "Confirmação de recebimento");
  Must(eva.RecallFiche(Named<v1::RecallFicheRequest>(name)));
  Validate(v1::VALIDATION_MODE_SIGNED_DOCUMENT);
  v1::AddFicheAttachmentRequest attach;
  attach.set_parent(name);
  attach.set_file_name("firmado.pdf");
  attach.set_document("%PDF-1.7 firmado por la dirección");
  const v1::Attachment signed_document = Must(eva.AddFicheAttachment(attach));
  Must(eva.RequestFicheReview(Named<v1::RequestFicheReviewRequest>(name)));
  auto validate = Named<v1::ValidateFicheRequest>(name);
  EXPECT_EQ(DetailsOf(luz.ValidateFiche(validate).status()).reason, "SIGNED_DOCUMENT_NEEDED");
  validate.set_signed_document(signed_document.name());
  Must(luz.ValidateFiche(validate));
  Must(eva.SubmitFiche(Named<v1::SubmitFicheRequest>(name)));
  Mail("ana@example.org", "Acuse de recibo");

  // The secretariat comments on a place and returns it; nobody there is named, and nothing that was said inside is seen.
  EXPECT_THAT(Comments(sofia, name), IsEmpty());
  const v1::Comment question = Say(sofia, name, "initiatives[" + entry + "].partner_country_codes", "¿Con qué país?");
  Mail("eva@example.org", "comment");
  Say(ana, name, {}, "Con Chile.", question.name());
  EXPECT_EQ(Comments(sofia, name).size(), 2u);
  EXPECT_EQ(Comments(sofia, name)[1].author().display_name(), "");
  EXPECT_EQ(Inbox(sofia, v1::NOTICE_KIND_COMMENTED).size(), 1u);
  auto back = Named<v1::ReturnFicheRequest>(name);
  back.set_comment("Falta el país socio");
  Must(sofia.ReturnFiche(back));
  EXPECT_THAT(std::string(Mail("ana@example.org", "Se devolvió una ficha")["body"]), HasSubstr("Falta el país socio"));
  Must(
      Edit(ana, Get(ana, name), [](v1::Fiche* mine) { mine->mutable_initiatives(0)->mutable_content()->add_partner_country_codes("CL"); }));

  // The director validates by a link, and the other country hears of it once it is submitted.
  Validate(v1::VALIDATION_MODE_LINK);
  Must(ana.RequestFicheReview(Named<v1::RequestFicheReviewRequest>(name)));
  auto link = Named<v1::CreateValidationLinkRequest>(name);
  link.mutable_recipient()->set_display_name("Rosa Quispe");
  link.mutable_recipient()->set_email("direccion@example.org");
  Must(ana.CreateValidationLink(link));
  v1::AnswerValidationLinkRequest valid;
  valid.set_token(TokenIn(Mail("direccion@example.org", ""), "validation"));
  valid.set_valid(true);
  Must(registry_.As("").AnswerValidationLink(valid));
  EXPECT_EQ(DetailsOf(registry_.As("").AnswerValidationLink(valid).status()).reason, "TOKEN_INVALID");
  const std::string confirmation = "initiatives/" + entry + "/confirmations/CL";
  EXPECT_EQ(DetailsOf(carla.GetConfirmation(Named<v1::GetConfirmationRequest>(confirmation)).status()).reason, "NOT_FOUND");
  Must(ana.SubmitFiche(Named<v1::SubmitFicheRequest>(name)));
  EXPECT_THAT(std::string(Mail("carla@example.cl", "")["body"]), HasSubstr("https://minga.example.org/" + confirmation));

  // The other agency validates nothing, and has nothing to report; its country objects, is heard, and confirms.
  v1::CreateFicheRequest nothing;
  nothing.set_parent(kOther);
  nothing.mutable_fiche()->set_round("rounds/r2022");
  nothing.mutable_fiche()->set_institution("AGCID");
  nothing.mutable_fiche()->set_nothing_to_report(true);
  const v1::Fiche theirs = Must(diego.SubmitFiche(Named<v1::SubmitFicheRequest>(Must(diego.CreateFiche(nothing)).name())));
  EXPECT_EQ(theirs.state(), v1::FICHE_STATE_REVIEWED);
  auto object = Named<v1::AnswerConfirmationRequest>(confirmation);
  object.set_state(v1::CONFIRMATION_STATE_OBJECTED);
  object.set_comment("Participamos desde 2021");
  EXPECT_EQ(DetailsOf(diego.AnswerConfirmation(object).status()).reason, "PERMISSION_DENIED");
  Must(carla.AnswerConfirmation(object));
  EXPECT_THAT(std::string(Mail("sofia@example.int", "objetó")["body"]), HasSubstr("Participamos desde 2021"));
  Mail("eva@example.org", "objected");
  auto confirm = Named<v1::AnswerConfirmationRequest>(confirmation);
  confirm.set_state(v1::CONFIRMATION_STATE_CONFIRMED);
  Must(carla.AnswerConfirmation(confirm));
  Mail("ana@example.org", "confirmó");

  // Decisions one by one; the agency does not agree with the first, and is heard.
  fiche = Get(ana, name);
  for (int at = 0; at < fiche.initiatives_size(); ++at) {
    Decide(sofia, fiche, at, at == 0 ? v1::DECISION_EXCLUDED : v1::DECISION_ADMITTED);
  }
  Mail("ana@example.org", "revisó");
  Answer(ana, "initiatives/" + entry, false, "Participan dos universidades");
  EXPECT_THAT(std::string(Mail("sofia@example.int", "respondió")["body"]), HasSubstr("Participan dos universidades"));
  EXPECT_EQ(Decide(sofia, fiche, 0, v1::DECISION_ADMITTED).confirmation(), v1::CONFIRMATION_STATE_CONFIRMED);
  Answer(luz, "initiatives/" + entry, true, "");

  // Nothing is lost.
  const v1::Fiche whole = Get(ana, name);
  EXPECT_EQ(whole.state(), v1::FICHE_STATE_REVIEWED);
  expected.set_institutional_weaknesses("Pocos recursos");
  expected.mutable_initiatives(0)->mutable_content()->set_objectives("Agua limpia");
  expected.mutable_initiatives(0)->mutable_content()->add_partner_country_codes("CL");
  for (int at = 0; at < expected.initiatives_size(); ++at) expected.mutable_initiatives(at)->set_decision(v1::DECISION_ADMITTED);
  expected.set_state(whole.state());
  expected.set_etag(whole.etag());
  *expected.mutable_update_time() = whole.update_time();
  *expected.mutable_submit_time() = whole.submit_time();
  EXPECT_EQ(whole.DebugString(), expected.DebugString());
  EXPECT_EQ(Comments(ana, name).size(), 6u);

  // Who did what.
  std::vector<std::string> story{"IMPORT by Ana Núñez",
                                 "IMPORT by Ana Núñez",
                                 "EDIT by Ana Núñez",
                                 "EDIT by Luz Conceição",
                                 "REQUEST_REVIEW by Luz Conceição",
                                 "RECALL by Luz Conceição",
                                 "REQUEST_REVIEW by Ana Núñez",
                                 "VALIDATE by Luz Conceição",
                                 "SUBMIT by Ana Núñez",
                                 "RECALL by Eva Smith",
                                 "REQUEST_REVIEW by Eva Smith",
                                 "VALIDATE by Luz Conceição",
                                 "SUBMIT by Eva Smith",
                                 "RETURN by secretariat",
                                 "EDIT by Ana Núñez",
                                 "REQUEST_REVIEW by Ana Núñez",
                                 "VALIDATE by Rosa Quispe",
                                 "SUBMIT by Ana Núñez"};
  for (int at = 0; at < fiche.initiatives_size(); ++at) story.emplace_back("DECIDE by secretariat");
  story.insert(story.end(), {"ANSWER by Ana Núñez", "DECIDE by secretariat", "ANSWER by Luz Conceição"});
  EXPECT_THAT(Told(ana, name), ElementsAreArray(story));
  for (const std::string& step : Told(sofia, name)) {
    EXPECT_THAT(step, AnyOf("SUBMIT by agencies/pe-apci", "ANSWER by agencies/pe-apci", "RETURN by Sofía Vidal", "DECIDE by Sofía Vidal"));
  }
  const v1::DiffFicheRevisionsResponse diff = Must(ana.DiffFicheRevisions(Named<v1::DiffFicheRevisionsRequest>(name + "/revisions/15")));
  ASSERT_EQ(diff.changes_size(), 1);
  EXPECT_EQ(diff.changes(0).path(), "initiatives[" + entry + "].partner_country_codes");

  // Nobody reads of people of another tenant, and what was said inside the agency never left it.
  const std::map<std::string, std::vector<std::string>> names{{"example.org", {"Ana Núñez", "Luz Conceição", "Eva Smith", "Rosa Quispe"}},
                                                              {"example.cl", {"Diego Soto", "Carla Rojas"}},
                                                              {"example.int", {"Sofía Vidal"}}};
  for (const nlohmann::json& mail : mails_) {
    const std::string to = mail["recipients"][0], body = mail["body"];
    for (const auto& [domain, people] : names) {
      if (to.ends_with("@" + domain)) continue;
      for (const std::string& person : people) EXPECT_THAT(body, Not(HasSubstr(person))) << to;
      EXPECT_THAT(body, Not(HasSubstr("@" + domain))) << to;
    }
    if (to.ends_with("@example.org")) continue;
    for (const char* inside : {"¿Así?", "El otro es mejor", "Falta decir", "Lista para leer"})
      EXPECT_THAT(body, Not(HasSubstr(inside))) << to;
  }
}

TEST_F(Story, AnExportThatIsImportedAgainIsTheSameFiche) {
  const Client ana = Join("ana@example.org", "Ana Núñez", "es", {v1::ROLE_EDITOR}, "Invitación");
  v1::ImportFicheRequest import;
  import.set_parent(kAgency);
  import.set_round("rounds/r2022");
  import.set_document(documents::Read("tests/data/forms/filled/v01-pe-apci.docx"));
  const v1::Fiche fiche = Must(ana.ImportFiche(import)).fiche();
  import.clear_round();
  import.set_fiche(fiche.name());
  import.set_document(Must(ana.ExportFiche(Named<v1::ExportFicheRequest>(fiche.name()))).document());
  v1::Fiche again = Must(ana.ImportFiche(import)).fiche();
  again.set_etag(fiche.etag());
  *again.mutable_update_time() = fiche.update_time();
  EXPECT_EQ(again.DebugString(), fiche.DebugString());
}

TEST_F(Story, WhatCopiesAddIsAddedOnceHoweverOftenItComes) {
  const Client ana = Join("ana@example.org", "Ana Núñez", "es", {v1::ROLE_EDITOR}, "Invitación");
  v1::CreateFicheRequest create;
  create.set_parent(kAgency);
  *create.mutable_fiche() = SmallFiche("r2022");
  const v1::Fiche draft = Must(ana.CreateFiche(create));
  v1::Fiche copy = draft;
  copy.mutable_initiatives(0)->mutable_content()->add_actors()->set_display_name("Sindicato del queso");
  v1::InitiativeContent& second = *copy.add_initiatives()->mutable_content();
  second.set_type(v1::INITIATIVE_TYPE_ACTION);
  second.set_title("Segunda");
  second.add_actors()->set_display_name("Universidad");
  const std::string document = Must(forms::WriteFiche(copy, {}));

  // Two colleagues bring the same, and one of them again.
  v1::MergeFicheCopiesRequest merge;
  merge.set_name(draft.name());
  merge.add_copies()->set_document(document);
  merge.add_copies()->set_document(document);
  const v1::MergeFicheCopiesResponse both = Must(ana.MergeFicheCopies(merge));
  EXPECT_EQ(both.conflicts_size(), 0) << both.DebugString();
  ASSERT_EQ(both.fiche().initiatives_size(), 2);
  EXPECT_EQ(both.fiche().initiatives(0).content().actors_size(), draft.initiatives(0).content().actors_size() + 1);
  merge.mutable_copies()->RemoveLast();
  const v1::MergeFicheCopiesResponse again = Must(ana.MergeFicheCopies(merge));
  EXPECT_EQ(again.conflicts_size(), 0);
  ASSERT_EQ(again.fiche().initiatives_size(), 2);
  for (int at = 0; at < 2; ++at) EXPECT_EQ(again.fiche().initiatives(at).DebugString(), both.fiche().initiatives(at).DebugString());
}

TEST_F(Story, ALinkReachesTheDirectorByMailAndAnotherDocumentIsNoCopy) {
  const Client ana = Join("ana@example.org", "Ana Núñez", "es", {v1::ROLE_EDITOR}, "Invitación");
  Validate(v1::VALIDATION_MODE_LINK);
  v1::CreateFicheRequest create;
  create.set_parent(kAgency);
  *create.mutable_fiche() = SmallFiche("r2022");
  const v1::Fiche draft = Must(ana.CreateFiche(create));
  v1::MergeFicheCopiesRequest merge;
  merge.set_name(draft.name());
  merge.add_copies()->set_document(documents::Read("tests/data/forms/filled/v01-pe-apci.docx"));
  EXPECT_EQ(DetailsOf(ana.MergeFicheCopies(merge).status()).reason, "INVALID_FIELDS");

  Must(ana.RequestFicheReview(Named<v1::RequestFicheReviewRequest>(draft.name())));
  auto link = Named<v1::CreateValidationLinkRequest>(draft.name());
  link.mutable_recipient()->set_display_name("Diretora Souza");
  link.mutable_recipient()->set_email("direcao@example.org");
  link.set_language("pt");
  EXPECT_EQ(Must(ana.CreateValidationLink(link)).token(), "");
  const nlohmann::json mail = Mail("direcao@example.org", "");
  EXPECT_EQ(mail["to"][0][0], "Diretora Souza");
  v1::AnswerValidationLinkRequest answer;
  answer.set_token(TokenIn(mail, "validation"));
  answer.set_valid(true);
  EXPECT_EQ(Must(registry_.As("").AnswerValidationLink(answer)).state(), v1::FICHE_STATE_VALIDATED);

  // And a forgotten password is recovered by mail, once.
  v1::RequestRecoveryRequest forgot;
  forgot.set_email("nobody@example.org");
  Must(registry_.As("").RequestRecovery(forgot));
  forgot.set_email("ana@example.org");
  Must(registry_.As("").RequestRecovery(forgot));
  v1::RecoverPasswordRequest recover;
  recover.set_token(TokenIn(Mail("ana@example.org", "Nuevo acceso"), "recovery"));
  recover.set_password("una clave nueva");
  Must(registry_.As("").RecoverPassword(recover));
  EXPECT_EQ(DetailsOf(registry_.As("").RecoverPassword(recover).status()).reason, "TOKEN_INVALID");
  EXPECT_EQ(DetailsOf(ana.GetIdentity({}).status()).reason, "UNAUTHENTICATED");
}

TEST_F(Story, ARemindedEditorGetsAMailInTheirLanguageThatTellsNothingElse) {
  const Client luz = Join("luz@example.org", "Luz Mamani", "pt", {v1::ROLE_EDITOR}, "Convite");
  Join("ana@example.org", "Ana Quispe", "es", {v1::ROLE_VALIDATOR}, "Invitación");
  v1::CreateFicheRequest create;
  create.set_parent(kAgency);
  *create.mutable_fiche() = SmallFiche("r2022", "Un título reservado");
  Must(luz.CreateFiche(create));
  v1::RemindRoundRequest remind;
  remind.set_name("rounds/r2022");
  remind.add_agencies(kAgency);
  remind.set_message("Quedan tres días.");
  const v1::RemindRoundResponse reminded = Must(registry_.Secretariat().RemindRound(remind));
  ASSERT_EQ(reminded.reminders_size(), 1);
  EXPECT_EQ(reminded.reminders(0).recipient_count(), 1);
  const nlohmann::json mail = Mail("luz@example.org", "Lembrete: falta enviar a ficha: Round r2022");
  const std::string body = mail["body"];
  EXPECT_THAT(body, HasSubstr("A Unidade Técnica ainda espera a ficha do seu órgão."));
  EXPECT_THAT(body, HasSubstr("> Quedan tres días."));
  EXPECT_THAT(body, HasSubstr("https://minga.example.org/agencies/pe-apci/fiches/"));
  for (const char* unsaid : {"reservado", "Ana Quispe", "ana@", "cretari"}) EXPECT_THAT(body, Not(HasSubstr(unsaid)));
}

TEST_F(Story, MailsThatWaitedForAServerAreSentToThoseWhomTheyStillConcern) {
  const Client ana = Join("ana@example.org", "Ana Núñez", "es", {v1::ROLE_EDITOR}, "Invitación");
  const Client luz = Join("luz@example.org", "Luz Mamani", "pt", {v1::ROLE_EDITOR}, "Convite");
  Join("sofia@example.int", "Sofía Vidal", "es", {v1::ROLE_ANALYST}, "Invitación", "secretariat");
  // Ana is elsewhere too.
  v1::CreateMemberRequest elsewhere;
  elsewhere.set_parent(kOther);
  elsewhere.mutable_member()->set_email("ana@example.org");
  elsewhere.mutable_member()->set_display_name("Ana Núñez");
  elsewhere.mutable_member()->add_roles(v1::ROLE_EDITOR);
  Must(registry_.Secretariat().CreateMember(elsewhere));
  v1::AcceptInvitationRequest accept;
  accept.set_token(TokenIn(Mail("ana@example.org", "Invitación"), "invitation"));
  accept.set_password(kPassword);
  Must(registry_.As("").AcceptInvitation(accept));
  Validate(v1::VALIDATION_MODE_LINK);
  v1::CreateFicheRequest create;
  create.set_parent(kAgency);
  *create.mutable_fiche() = SmallFiche("r2022");
  const v1::Fiche draft = Must(ana.CreateFiche(create));
  Must(ana.RequestFicheReview(Named<v1::RequestFicheReviewRequest>(draft.name())));

  smtp_.Kill();
  Say(luz, draft.name(), {}, "Lo que no debe salir");
  v1::DeleteMemberRequest remove;
  remove.set_name(Must(ana.GetIdentity({})).member());
  Must(registry_.Secretariat().DeleteMember(remove));
  for (const char* director : {"a@example.org", "b@example.org"}) {
    auto link = Named<v1::CreateValidationLinkRequest>(draft.name());
    link.mutable_recipient()->set_display_name("Directora");
    link.mutable_recipient()->set_email(director);
    Must(luz.CreateValidationLink(link));
  }
  smtp_.Restart();
  registry_.Restart();
  const nlohmann::json first = Mail("b@example.org", "");
  v1::AnswerValidationLinkRequest answer;
  answer.set_token(TokenIn(first, "validation"));
  answer.set_valid(true);
  EXPECT_EQ(Must(registry_.As("").AnswerValidationLink(answer)).state(), v1::FICHE_STATE_VALIDATED);
  // Mails go in the order in which they came: others would be here before this one.
  v1::RequestRecoveryRequest forgot;
  forgot.set_email("luz@example.org");
  Must(registry_.As("").RequestRecovery(forgot));
  Mail("luz@example.org", "acesso");
  for (const nlohmann::json& each : mails_) EXPECT_THAT(std::string(each["body"]), Not(HasSubstr("Lo que no debe salir")));
  EXPECT_EQ(std::count_if(mails_.begin(), mails_.end(), [](const auto& each) { return each["recipients"][0] == "b@example.org"; }), 1);
}

TEST_F(Story, AMailThatItsReaderDeclinedIsNotSent) {
  const Client ana = Join("ana@example.org", "Ana Núñez", "es", {v1::ROLE_EDITOR}, "Invitación");
  const Client luz = Join("luz@example.org", "Luz Mamani", "pt", {v1::ROLE_EDITOR}, "Convite");
  const auto want = [&](bool mail) {
    v1::UpdateNoticePreferencesRequest update;
    update.add_preferences()->set_kind(v1::NOTICE_KIND_DEADLINE_NEAR);
    update.mutable_preferences(0)->set_mail(mail);
    Must(ana.UpdateNoticePreferences(update));
  };
  v1::RemindRoundRequest remind;
  remind.set_name("rounds/r2022");
  remind.add_agencies(kAgency);
  want(false);
  remind.set_message("La primera vez.");
  Must(registry_.Secretariat().RemindRound(remind));
  Mail("luz@example.org", "Lembrete");
  want(true);
  remind.set_message("La segunda vez.");
  Must(registry_.Secretariat().RemindRound(remind));
  // Mails go in the order in which they came: the first one would have been here.
  EXPECT_THAT(std::string(Mail("ana@example.org", "Recordatorio")["body"]), HasSubstr("La segunda vez."));
  EXPECT_EQ(Inbox(ana, v1::NOTICE_KIND_DEADLINE_NEAR).size(), 2u);
}

}  // namespace
}  // namespace minga
