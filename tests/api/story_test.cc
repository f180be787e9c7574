// How an agency works: a Word form, three copies written in apart, parallel edits, validation, submission, return, correction and
// decision, with a real mail server; and what the history tells of it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <regex>

#include "tests/server/forms/copies.h"
#include "tests/server/mail/smtp_server.h"
#include "tests/support/documents.h"
#include "tests/support/test_registry.h"

namespace minga {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::UnorderedElementsAre;

constexpr char kAgency[] = "agencies/pe-apci";

template <typename T>
T Must(absl::StatusOr<T> answer) {
  if (!answer.ok()) throw std::runtime_error(answer.status().ToString());
  return *std::move(answer);
}

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
    v1::UpdateAgencyRequest update;
    update.mutable_agency()->set_name(kAgency);
    update.mutable_agency()->set_validation_mode(v1::VALIDATION_MODE_FOUR_EYES);
    update.mutable_update_mask()->add_paths("validation_mode");
    Must(registry_.Secretariat().UpdateAgency(update));
  }

  // The next mails, by the address that each went to.
  std::map<std::string, nlohmann::json> Mails(int count) {
    std::map<std::string, nlohmann::json> mails;
    for (int i = 0; i < count; ++i) {
      nlohmann::json mail = smtp_.NextMail();
      mails.emplace(mail["recipients"][0], mail);
    }
    return mails;
  }

  // Invited, accepted with the link of the mail, signed in.
  std::string Join(const std::string& email, const std::string& name, const std::string& language, const std::vector<v1::Role>& roles,
                   std::string* subject) {
    v1::CreateMemberRequest create;
    create.set_parent(kAgency);
    create.mutable_member()->set_email(email);
    create.mutable_member()->set_display_name(name);
    create.mutable_member()->set_language(language);
    for (const v1::Role role : roles) create.mutable_member()->add_roles(role);
    EXPECT_EQ(Must(registry_.Secretariat().CreateMember(create)).invitation_token(), "");
    const nlohmann::json mail = smtp_.NextMail();
    EXPECT_EQ(mail["recipients"][0], email);
    EXPECT_EQ(mail["to"][0][0], name);
    *subject = mail["headers"]["subject"];
    std::smatch token;
    const std::string body = mail["body"];
    EXPECT_TRUE(std::regex_search(body, token, std::regex("https://minga.example.org/invitation/(ml_[a-z2-7]+)"))) << body;
    v1::AcceptInvitationRequest accept;
    accept.set_token(token[1]);
    accept.set_password(kPassword);
    Must(registry_.As("").AcceptInvitation(accept));
    v1::SignInRequest sign_in;
    sign_in.set_email(email);
    sign_in.set_password(kPassword);
    return Must(registry_.As("").SignIn(sign_in)).token();
  }

  template <typename Request>
  static Request Named(const std::string& name) {
    Request request;
    request.set_name(name);
    return request;
  }

  mail::SmtpServer smtp_;
  TestRegistry registry_;
};

TEST_F(Story, FromAWordFormToADecisionNothingIsLostAndTheHistoryTellsWhoDidWhat) {
  std::string subject;
  const Client ana = registry_.As(Join("ana@example.org", "Ana Núñez", "es", {v1::ROLE_EDITOR}, &subject));
  EXPECT_EQ(subject, "Invitación al registro de iniciativas de cooperación");
  const Client luz = registry_.As(Join("luz@example.org", "Luz Conceição", "pt", {v1::ROLE_EDITOR, v1::ROLE_VALIDATOR}, &subject));
  EXPECT_THAT(subject, HasSubstr("Convite"));
  const Client eva = registry_.As(Join("eva@example.org", "Eva Smith", "en", {v1::ROLE_EDITOR}, &subject));
  EXPECT_THAT(subject, HasSubstr("Invitation"));
  const Client secretariat = registry_.Secretariat();

  // The Word form that the agency has.
  v1::ImportFicheRequest import;
  import.set_parent(kAgency);
  import.set_round("rounds/r2022");
  import.set_document(documents::Read("tests/data/forms/filled/v01-pe-apci.docx"));
  v1::Fiche fiche = Must(ana.ImportFiche(import)).fiche();
  const std::string entry = fiche.initiatives(0).id();
  const v1::InitiativeContent content = fiche.initiatives(0).content();

  // Three copies, written in apart; two change the title, each otherwise.
  const std::string copy = Must(ana.ExportFiche(Named<v1::ExportFicheRequest>(fiche.name()))).document();
  v1::MergeFicheCopiesRequest merge;
  merge.set_name(fiche.name());
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
  EXPECT_EQ(merged.copies(2).comments(0).text(), "¿Así?");
  EXPECT_EQ(Must(ana.GetFiche(Named<v1::GetFicheRequest>(fiche.name()))).etag(), fiche.etag()) << "nothing is changed before it is chosen";
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

  // Two edit the same version, in different places; a third what the first changed.
  const auto edit = [&](const Client& who, const std::function<void(v1::Fiche*)>& change) {
    v1::UpdateFicheRequest update;
    *update.mutable_fiche() = fiche;
    change(update.mutable_fiche());
    update.set_etag(fiche.etag());
    return who.UpdateFiche(update);
  };
  Must(edit(ana, [](v1::Fiche* mine) { mine->set_institutional_weaknesses("Pocos recursos"); }));
  const v1::Fiche both =
      Must(edit(luz, [](v1::Fiche* mine) { mine->mutable_initiatives(0)->mutable_content()->set_objectives("Agua limpia"); }));
  EXPECT_EQ(both.institutional_weaknesses(), "Pocos recursos");
  EXPECT_EQ(both.initiatives(0).content().objectives(), "Agua limpia");
  const absl::Status late = edit(eva, [](v1::Fiche* mine) {
                              mine->set_institutional_weaknesses("Ninguna");
                              mine->set_institutional_strengths("Muchas");
                            }).status();
  EXPECT_EQ(DetailsOf(late).reason, "FICHE_EDIT_CONFLICT");
  ASSERT_EQ(DetailsOf(late).field_violations.size(), 1u);
  EXPECT_EQ(DetailsOf(late).field_violations[0].path, "institutional_weaknesses");
  EXPECT_THAT(DetailsOf(late).field_violations[0].description, HasSubstr("Pocos recursos"));

  // Validation by another person, who is told by mail and in the inbox.
  auto ask = Named<v1::RequestFicheReviewRequest>(fiche.name());
  ask.set_comment("Lista para leer");
  Must(ana.RequestFicheReview(ask));
  const auto task = Mails(1);
  ASSERT_EQ(task.count("luz@example.org"), 1u);
  EXPECT_THAT(std::string(task.at("luz@example.org")["headers"]["subject"]), HasSubstr("validação"));
  EXPECT_THAT(std::string(task.at("luz@example.org")["body"]), HasSubstr("https://minga.example.org/" + fiche.name()));
  v1::ListNoticesRequest unread;
  unread.set_unread_only(true);
  std::vector<v1::Notice> inbox;
  for (const auto& notice : luz.ListNotices(unread)) inbox.push_back(Must(notice));
  ASSERT_GE(inbox.size(), 1u);
  EXPECT_EQ(inbox[0].kind(), v1::NOTICE_KIND_TASK_WAITING);
  EXPECT_EQ(inbox[0].author_display_name(), "Ana Núñez");
  EXPECT_EQ(inbox[0].comment(), "Lista para leer");
  EXPECT_TRUE(Must(luz.ReadNotice(Named<v1::ReadNoticeRequest>(inbox[0].name()))).has_read_time());
  EXPECT_EQ(DetailsOf(ana.ReadNotice(Named<v1::ReadNoticeRequest>(inbox[0].name())).status()).reason, "NOT_FOUND");
  Must(luz.ValidateFiche(Named<v1::ValidateFicheRequest>(fiche.name())));

  // Submission, with a receipt to those who write; recall, and again.
  Must(ana.SubmitFiche(Named<v1::SubmitFicheRequest>(fiche.name())));
  EXPECT_THAT(std::string(Mails(2).at("eva@example.org")["headers"]["subject"]), HasSubstr("Receipt"));
  Must(eva.RecallFiche(Named<v1::RecallFicheRequest>(fiche.name())));
  Must(eva.RequestFicheReview(Named<v1::RequestFicheReviewRequest>(fiche.name())));
  Mails(1);
  Must(luz.ValidateFiche(Named<v1::ValidateFicheRequest>(fiche.name())));
  Must(eva.SubmitFiche(Named<v1::SubmitFicheRequest>(fiche.name())));
  Mails(2);

  // The secretariat returns it; nobody there is named.
  auto back = Named<v1::ReturnFicheRequest>(fiche.name());
  back.set_comment("Falta el país socio");
  Must(secretariat.ReturnFiche(back));
  const auto returned = Mails(3);
  EXPECT_THAT(std::string(returned.at("ana@example.org")["body"]), HasSubstr("Falta el país socio"));
  EXPECT_THAT(std::string(returned.at("ana@example.org")["headers"]["subject"]), HasSubstr("Se devolvió una ficha"));
  fiche = Must(ana.GetFiche(Named<v1::GetFicheRequest>(fiche.name())));
  Must(edit(ana, [](v1::Fiche* mine) { mine->mutable_initiatives(0)->mutable_content()->add_partner_country_codes("CL"); }));
  Must(ana.RequestFicheReview(Named<v1::RequestFicheReviewRequest>(fiche.name())));
  Mails(1);
  Must(luz.ValidateFiche(Named<v1::ValidateFicheRequest>(fiche.name())));
  Must(luz.SubmitFiche(Named<v1::SubmitFicheRequest>(fiche.name())));
  Mails(2);
  for (const v1::FicheInitiative& each : fiche.initiatives()) {
    auto decide = Named<v1::DecideInitiativeRequest>(fiche.name());
    decide.set_initiative_id(each.id());
    decide.set_decision(v1::DECISION_ADMITTED);
    Must(secretariat.DecideInitiative(decide));
  }
  fiche = Must(ana.GetFiche(Named<v1::GetFicheRequest>(fiche.name())));
  EXPECT_EQ(fiche.state(), v1::FICHE_STATE_REVIEWED);
  EXPECT_EQ(fiche.institution(), "Agencia de todos");
  EXPECT_EQ(fiche.initiatives(0).content().title(), "El título de Luz");
  EXPECT_EQ(fiche.initiatives(0).content().objectives(), "Agua limpia");
  EXPECT_EQ(fiche.institutional_weaknesses(), "Pocos recursos");

  // Who did what.
  v1::ListFicheRevisionsRequest list;
  list.set_parent(fiche.name());
  std::vector<std::string> told;
  std::string last_edit;
  for (const auto& revision : ana.ListFicheRevisions(list)) {
    const std::string who =
        revision->principal().display_name().empty() ? revision->principal().tenant() : revision->principal().display_name();
    told.insert(told.begin(), v1::FicheVerb_Name(revision->verb()).substr(11) + " by " + who);
    if (last_edit.empty() && revision->verb() == v1::FICHE_VERB_EDIT) last_edit = revision->name();
  }
  EXPECT_THAT(told, ElementsAre("IMPORT by Ana Núñez", "IMPORT by Ana Núñez", "EDIT by Ana Núñez", "EDIT by Luz Conceição",
                                "REQUEST_REVIEW by Ana Núñez", "VALIDATE by Luz Conceição", "SUBMIT by Ana Núñez", "RECALL by Eva Smith",
                                "REQUEST_REVIEW by Eva Smith", "VALIDATE by Luz Conceição", "SUBMIT by Eva Smith", "RETURN by secretariat",
                                "EDIT by Ana Núñez", "REQUEST_REVIEW by Ana Núñez", "VALIDATE by Luz Conceição", "SUBMIT by Luz Conceição",
                                "DECIDE by secretariat"));
  const v1::DiffFicheRevisionsResponse diff = Must(ana.DiffFicheRevisions(Named<v1::DiffFicheRevisionsRequest>(last_edit)));
  ASSERT_EQ(diff.changes_size(), 1);
  EXPECT_EQ(diff.changes(0).path(), "initiatives[" + entry + "].partner_country_codes");
}

TEST_F(Story, ALinkReachesTheDirectorByMailAndAnotherDocumentIsNoCopy) {
  std::string subject;
  const Client ana = registry_.As(Join("ana@example.org", "Ana Núñez", "es", {v1::ROLE_EDITOR}, &subject));
  v1::UpdateAgencyRequest by_link;
  by_link.mutable_agency()->set_name(kAgency);
  by_link.mutable_agency()->set_validation_mode(v1::VALIDATION_MODE_LINK);
  by_link.mutable_update_mask()->add_paths("validation_mode");
  Must(registry_.Secretariat().UpdateAgency(by_link));
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
  const nlohmann::json mail = smtp_.NextMail();
  EXPECT_EQ(mail["recipients"][0], "direcao@example.org");
  EXPECT_EQ(mail["to"][0][0], "Diretora Souza");
  std::smatch token;
  const std::string body = mail["body"];
  ASSERT_TRUE(std::regex_search(body, token, std::regex("https://minga.example.org/validation/(ml_[a-z2-7]+)"))) << body;
  v1::AnswerValidationLinkRequest answer;
  answer.set_token(token[1]);
  answer.set_valid(true);
  EXPECT_EQ(Must(registry_.As("").AnswerValidationLink(answer)).state(), v1::FICHE_STATE_VALIDATED);

  // And a forgotten password is recovered by mail, once.
  v1::RequestRecoveryRequest forgot;
  forgot.set_email("nobody@example.org");
  Must(registry_.As("").RequestRecovery(forgot));
  forgot.set_email("ana@example.org");
  Must(registry_.As("").RequestRecovery(forgot));
  const nlohmann::json recovery = smtp_.NextMail();
  EXPECT_EQ(recovery["recipients"][0], "ana@example.org");
  const std::string recovery_body = recovery["body"];
  ASSERT_TRUE(std::regex_search(recovery_body, token, std::regex("https://minga.example.org/recovery/(ml_[a-z2-7]+)"))) << recovery_body;
  v1::RecoverPasswordRequest recover;
  recover.set_token(token[1]);
  recover.set_password("una clave nueva");
  Must(registry_.As("").RecoverPassword(recover));
  EXPECT_EQ(DetailsOf(registry_.As("").RecoverPassword(recover).status()).reason, "TOKEN_INVALID");
  EXPECT_EQ(DetailsOf(ana.GetIdentity({}).status()).reason, "UNAUTHENTICATED");
}

TEST_F(Story, ARemindedEditorGetsAMailInTheirLanguageThatTellsNothingElse) {
  std::string subject;
  const std::string luz = Join("luz@example.org", "Luz Mamani", "pt", {v1::ROLE_EDITOR}, &subject);
  Join("ana@example.org", "Ana Quispe", "es", {v1::ROLE_VALIDATOR}, &subject);
  v1::CreateFicheRequest create;
  create.set_parent(kAgency);
  *create.mutable_fiche() = SmallFiche("r2022", "Un título reservado");
  Must(registry_.As(luz).CreateFiche(create));
  v1::RemindRoundRequest remind;
  remind.set_name("rounds/r2022");
  remind.set_message("Quedan tres días.");
  const v1::RemindRoundResponse reminded = Must(registry_.Secretariat().RemindRound(remind));
  ASSERT_EQ(reminded.reminders_size(), 1);
  EXPECT_EQ(reminded.reminders(0).recipient_count(), 1);
  const nlohmann::json mail = smtp_.NextMail();
  EXPECT_THAT(mail["recipients"], ElementsAre("luz@example.org"));
  EXPECT_EQ(mail["headers"]["subject"], "Lembrete: falta enviar a ficha: Round r2022");
  const std::string body = mail["body"];
  EXPECT_THAT(body, HasSubstr("A Unidade Técnica ainda espera a ficha do seu órgão."));
  EXPECT_THAT(body, HasSubstr("> Quedan tres días."));
  EXPECT_THAT(body, HasSubstr("https://minga.example.org/agencies/pe-apci/fiches/"));
  for (const char* unsaid : {"reservado", "Ana Quispe", "ana@", "cretari"}) EXPECT_THAT(body, testing::Not(HasSubstr(unsaid)));
}

}  // namespace
}  // namespace minga
