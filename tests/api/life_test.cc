// The life of a fiche from its first draft to the decision, and who sees what of it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>

#include "server/store/fiche_store.h"
#include "server/store/sqlite/sqlite_store.h"
#include "tests/support/calls.h"
#include "tests/support/documents.h"
#include "tests/support/test_registry.h"

namespace minga {
namespace {

std::vector<std::string> Fields(const absl::Status& status) {
  std::vector<std::string> fields;
  for (const FieldViolation& violation : DetailsOf(status).field_violations) fields.push_back(violation.path);
  return fields;
}

class Life : public testing::Test {
 protected:
  Life() {
    registry_.NewRound("r2022");
    key_ = registry_.NewAgency("pe-apci", "PE");
    other_key_ = registry_.NewAgency("cl-agcid", "CL");
  }

  Client Agency() const { return registry_.As(key_); }
  Client Other() const { return registry_.As(other_key_); }
  Client Secretariat() const { return registry_.Secretariat(); }

  absl::StatusOr<v1::Fiche> Create(const v1::Fiche& fiche) {
    v1::CreateFicheRequest request;
    request.set_parent("agencies/pe-apci");
    *request.mutable_fiche() = fiche;
    return Agency().CreateFiche(request);
  }
  absl::StatusOr<v1::Fiche> Get(const Client& client, const std::string& name) {
    v1::GetFicheRequest request;
    request.set_name(name);
    return client.GetFiche(request);
  }
  absl::StatusOr<v1::Initiative> GetInitiative(const Client& client, const std::string& entry) {
    v1::GetInitiativeRequest request;
    request.set_name("initiatives/" + entry);
    return client.GetInitiative(request);
  }
  absl::StatusOr<v1::Fiche> Update(const v1::Fiche& fiche, const std::vector<std::string>& mask = {}) {
    v1::UpdateFicheRequest request;
    *request.mutable_fiche() = fiche;
    for (const std::string& path : mask) request.mutable_update_mask()->add_paths(path);
    request.set_etag(fiche.etag());
    return Agency().UpdateFiche(request);
  }
  absl::StatusOr<v1::Fiche> Submit(const v1::Fiche& fiche) {
    v1::SubmitFicheRequest request;
    request.set_name(fiche.name());
    request.set_etag(fiche.etag());
    return Agency().SubmitFiche(request);
  }
  absl::StatusOr<v1::Fiche> Return(const v1::Fiche& fiche, const std::string& comment) {
    v1::ReturnFicheRequest request;
    request.set_name(fiche.name());
    request.set_comment(comment);
    return Secretariat().ReturnFiche(request);
  }
  absl::StatusOr<v1::DeleteFicheResponse> Delete(const v1::Fiche& fiche) {
    v1::DeleteFicheRequest request;
    request.set_name(fiche.name());
    return Agency().DeleteFiche(request);
  }
  v1::DecideInitiativeRequest Decision(const v1::Fiche& fiche, int entry, v1::Decision decision) {
    v1::DecideInitiativeRequest request;
    request.set_name(fiche.name());
    request.set_initiative_id(fiche.initiatives(entry).id());
    request.set_decision(decision);
    return request;
  }
  v1::Fiche Three() {
    v1::Fiche fiche = SmallFiche("r2022", "Uno");
    for (const char* title : {"Dos", "Tres"}) *fiche.add_initiatives() = SmallFiche("r2022", title).initiatives(0);
    return fiche;
  }
  // How many initiatives a caller counts.
  int64_t Total(const Client& client) { return Must(client.ComputeStatistics({})).total(); }
  static size_t Listed(const Client& client) {
    size_t listed = 0;
    for (const auto& initiative : client.ListInitiatives()) listed += Must(initiative).name().empty() ? 0 : 1;
    return listed;
  }

  TestRegistry registry_;
  std::string key_, other_key_;
};

TEST_F(Life, ADraftIsChangedEntryByEntry) {
  const v1::Fiche draft = Must(Create(Three()));
  EXPECT_EQ(draft.state(), v1::FICHE_STATE_DRAFT);
  EXPECT_EQ(draft.etag(), "1");
  EXPECT_EQ(draft.country_code(), "PE");
  EXPECT_FALSE(draft.has_submit_time());
  std::set<std::string> ids;
  for (const auto& entry : draft.initiatives()) ids.insert(entry.id());
  EXPECT_EQ(ids.size(), 3u);

  // The second goes, the first is changed, a new one comes.
  v1::Fiche changed = draft;
  changed.mutable_initiatives()->DeleteSubrange(1, 1);
  changed.mutable_initiatives(0)->mutable_content()->set_title("Uno, mejor");
  *changed.add_initiatives() = SmallFiche("r2022", "Cuatro").initiatives(0);
  const v1::Fiche after = Must(Update(changed));
  EXPECT_EQ(after.etag(), "2");
  ASSERT_EQ(after.initiatives_size(), 3);
  EXPECT_EQ(after.initiatives(0).id(), draft.initiatives(0).id());
  EXPECT_EQ(after.initiatives(0).content().title(), "Uno, mejor");
  EXPECT_EQ(after.initiatives(1).id(), draft.initiatives(2).id());
  EXPECT_FALSE(ids.contains(after.initiatives(2).id()));
  // Actors keep their ids.
  EXPECT_EQ(after.initiatives(0).content().actors(0).id(), draft.initiatives(0).content().actors(0).id());

  // What was taken out is not known any more, and an old version with a fourth entry changes nothing.
  v1::Fiche unknown = after;
  unknown.mutable_initiatives(2)->set_id(draft.initiatives(1).id());
  EXPECT_THAT(Fields(Update(unknown).status()), testing::ElementsAre("fiche.initiatives[2].id"));
  EXPECT_EQ(Reason(Update(changed).status()), "FICHE_EDIT_CONFLICT");
  EXPECT_EQ(Must(Get(Agency(), draft.name())).SerializeAsString(), after.SerializeAsString());

  // A mask changes what it names, and can empty it.
  v1::Fiche masked;
  masked.set_name(draft.name());
  masked.set_institution("no se toma");
  const v1::Fiche emptied = Must(Update(masked, {"focal_point", "institutional_strengths"}));
  EXPECT_FALSE(emptied.has_focal_point());
  EXPECT_EQ(emptied.institution(), draft.institution());
  EXPECT_EQ(emptied.initiatives_size(), 3);
}

TEST_F(Life, AReturnedFicheIsMendedAndSentAgain) {
  const v1::Fiche draft = Must(Create(Three()));
  EXPECT_EQ(Reason(Get(Secretariat(), draft.name()).status()), "NOT_FOUND");
  EXPECT_EQ(Total(Secretariat()), 0);
  const v1::Fiche submitted = Must(Submit(draft));
  EXPECT_EQ(submitted.state(), v1::FICHE_STATE_SUBMITTED);
  EXPECT_TRUE(submitted.has_submit_time());
  for (const auto& entry : submitted.initiatives()) EXPECT_EQ(entry.decision(), v1::DECISION_PENDING);
  EXPECT_EQ(Total(Secretariat()), 3);
  EXPECT_EQ(Reason(Update(submitted).status()), "FICHE_STATE_CONFLICT");
  EXPECT_EQ(Reason(Delete(submitted).status()), "FICHE_STATE_CONFLICT");

  // The secretariat decides one, adds to it, and gives the fiche back.
  v1::DecideInitiativeRequest admit = Decision(submitted, 0, v1::DECISION_ADMITTED);
  admit.mutable_additions()->set_modality(v1::MODALITY_BILATERAL);
  admit.mutable_additions()->add_sdgs(6);
  Must(Secretariat().DecideInitiative(admit));
  Must(Return(submitted, "Falta el período."));
  v1::Fiche returned = Must(Get(Agency(), draft.name()));
  EXPECT_EQ(returned.state(), v1::FICHE_STATE_DRAFT);
  EXPECT_EQ(returned.return_comment(), "Falta el período.");
  EXPECT_EQ(Reason(Get(Secretariat(), draft.name()).status()), "NOT_FOUND");
  EXPECT_EQ(Reason(Delete(returned).status()), "FICHE_WAS_SUBMITTED");
  // What was registered stays until the fiche comes again.
  EXPECT_EQ(Total(Secretariat()), 3);
  EXPECT_EQ(Must(GetInitiative(Secretariat(), submitted.initiatives(0).id())).decision(), v1::DECISION_ADMITTED);

  returned.mutable_initiatives(0)->mutable_content()->set_title("Uno, con período");
  returned.mutable_initiatives()->RemoveLast();
  const v1::Fiche resubmitted = Must(Submit(Must(Update(returned))));
  EXPECT_EQ(resubmitted.return_comment(), "");
  for (const auto& entry : resubmitted.initiatives()) EXPECT_EQ(entry.decision(), v1::DECISION_PENDING);
  const v1::Initiative first = Must(GetInitiative(Secretariat(), submitted.initiatives(0).id()));
  EXPECT_EQ(first.decision(), v1::DECISION_PENDING);
  EXPECT_EQ(first.content().title(), "Uno, con período");
  EXPECT_EQ(first.content().modality(), v1::MODALITY_BILATERAL);
  EXPECT_EQ(first.content().sdgs_size(), 1);
  const v1::Initiative gone = Must(GetInitiative(Secretariat(), submitted.initiatives(2).id()));
  EXPECT_EQ(gone.decision(), v1::DECISION_WITHDRAWN);
  EXPECT_EQ(Total(Secretariat()), 2);
  // A decision on an entry that the fiche does not have any more finds nothing.
  v1::DecideInitiativeRequest late = Decision(submitted, 2, v1::DECISION_ADMITTED);
  EXPECT_EQ(Reason(Secretariat().DecideInitiative(late).status()), "NOT_FOUND");
}

TEST_F(Life, AFicheIsReviewedWhenEverythingIsDecided) {
  v1::Fiche two = Three();
  two.mutable_initiatives()->RemoveLast();
  const v1::Fiche fiche = Must(Submit(Must(Create(two))));
  v1::DecideInitiativeRequest exclude = Decision(fiche, 0, v1::DECISION_EXCLUDED);
  exclude.add_exclusion_reasons(v1::EXCLUSION_REASON_DUPLICATE);
  exclude.add_exclusion_reasons(v1::EXCLUSION_REASON_OUTSIDE_PERIOD);
  const v1::Initiative excluded = Must(Secretariat().DecideInitiative(exclude));
  EXPECT_EQ(excluded.decision(), v1::DECISION_EXCLUDED);
  EXPECT_EQ(excluded.exclusion_reasons_size(), 2);
  EXPECT_EQ(Must(Get(Agency(), fiche.name())).state(), v1::FICHE_STATE_SUBMITTED);
  Must(Secretariat().DecideInitiative(Decision(fiche, 1, v1::DECISION_ADMITTED)));
  const v1::Fiche reviewed = Must(Get(Agency(), fiche.name()));
  EXPECT_EQ(reviewed.state(), v1::FICHE_STATE_REVIEWED);
  EXPECT_EQ(reviewed.initiatives(0).decision(), v1::DECISION_EXCLUDED);
  EXPECT_EQ(reviewed.initiatives(1).decision(), v1::DECISION_ADMITTED);

  // A decision can be taken again; the reasons of the first go with it.
  v1::DecideInitiativeRequest again = Decision(fiche, 0, v1::DECISION_ADMITTED);
  again.set_etag("1");
  EXPECT_EQ(Reason(Secretariat().DecideInitiative(again).status()), "ETAG_MISMATCH");
  again.set_etag(excluded.etag());
  const v1::Initiative admitted = Must(Secretariat().DecideInitiative(again));
  EXPECT_EQ(admitted.decision(), v1::DECISION_ADMITTED);
  EXPECT_EQ(admitted.exclusion_reasons_size(), 0);
  EXPECT_EQ(Must(Get(Agency(), fiche.name())).state(), v1::FICHE_STATE_REVIEWED);
  // A reviewed fiche can still go back.
  EXPECT_EQ(Must(Return(reviewed, "Otra vez.")).state(), v1::FICHE_STATE_DRAFT);
}

TEST_F(Life, NothingToReportIsAnAnswer) {
  v1::Fiche fiche;
  fiche.set_round("rounds/r2022");
  fiche.set_institution("Agencia");
  v1::Fiche draft = Must(Create(fiche));
  EXPECT_THAT(Fields(Submit(draft).status()), testing::ElementsAre("fiche.initiatives"));
  draft.set_nothing_to_report(true);
  const v1::Fiche submitted = Must(Submit(Must(Update(draft))));
  EXPECT_TRUE(submitted.nothing_to_report());
  EXPECT_TRUE(Must(Get(Secretariat(), draft.name())).nothing_to_report());
  EXPECT_EQ(Total(Secretariat()), 0);
}

TEST_F(Life, ADeletedDraftMakesPlaceForAnother) {
  const v1::Fiche draft = Must(Create(SmallFiche("r2022")));
  EXPECT_EQ(Reason(Create(SmallFiche("r2022")).status()), "FICHE_EXISTS");
  Must(Delete(draft));
  EXPECT_EQ(Reason(Get(Agency(), draft.name()).status()), "NOT_FOUND");
  EXPECT_EQ(Reason(Delete(draft).status()), "NOT_FOUND");
  EXPECT_NE(Must(Create(SmallFiche("r2022"))).name(), draft.name());
}

TEST_F(Life, WhatWasReturnedIsSubmittedAgainAlsoAfterItsRoundClosed) {
  const v1::Fiche submitted = Must(Submit(Must(Create(SmallFiche("r2022")))));
  v1::CloseRoundRequest close;
  close.set_name("rounds/r2022");
  v1::GetRoundRequest get;
  get.set_name(close.name());
  close.set_etag(Must(Secretariat().GetRound(get)).etag());
  const v1::Round closed = Must(Secretariat().CloseRound(close));
  // Repeated after a lost answer, with the etag from before.
  EXPECT_EQ(Must(Secretariat().CloseRound(close)).etag(), closed.etag());
  const v1::Fiche returned = Must(Return(submitted, "Falta la justificación."));
  EXPECT_EQ(Must(Submit(returned)).state(), v1::FICHE_STATE_SUBMITTED);
  EXPECT_EQ(Reason(Create(SmallFiche("r2022")).status()), "ROUND_CLOSED");
}

TEST_F(Life, NobodyRevokesTheSecretariatsOwnKeys) {
  registry_.Restart();
  std::ifstream file(registry_.data_dir() / "server.log");
  std::string line;
  const std::string tenant = R"("tenant":"secretariat","key":")";
  size_t at = std::string::npos;
  while (at == std::string::npos && std::getline(file, line)) at = line.find(tenant);
  ASSERT_NE(at, std::string::npos);
  const size_t id = at + tenant.size();
  v1::RevokeApiKeyRequest revoke;
  revoke.set_name("agencies/secretariat/apiKeys/" + line.substr(id, line.find('"', id) - id));
  EXPECT_EQ(Reason(Secretariat().RevokeApiKey(revoke).status()), "NOT_FOUND");
}

TEST_F(Life, OthersSeeAdmittedInitiativesByVisibilityAndNeverPeople) {
  v1::Fiche three = Three();
  three.mutable_initiatives(0)->set_visibility(v1::VISIBILITY_NETWORK);
  three.mutable_initiatives(1)->set_visibility(v1::VISIBILITY_PUBLIC);
  three.mutable_initiatives(2)->set_visibility(v1::VISIBILITY_AGENCY_AND_SECRETARIAT);
  const v1::Fiche fiche = Must(Submit(Must(Create(three))));
  EXPECT_EQ(Listed(Other()), 0u);
  EXPECT_EQ(Total(Other()), 0);
  EXPECT_EQ(Total(Agency()), 3);
  for (int i = 0; i < 3; ++i) Must(Secretariat().DecideInitiative(Decision(fiche, i, v1::DECISION_ADMITTED)));
  EXPECT_EQ(Listed(Other()), 2u);
  EXPECT_EQ(Total(Other()), 2);
  EXPECT_EQ(Total(Agency()), 3);
  EXPECT_EQ(Total(Secretariat()), 3);
  EXPECT_EQ(Reason(GetInitiative(Other(), fiche.initiatives(2).id()).status()), "NOT_FOUND");
  EXPECT_EQ(Reason(Get(Other(), fiche.name()).status()), "NOT_FOUND");

  const v1::Initiative theirs = Must(GetInitiative(Other(), fiche.initiatives(0).id()));
  EXPECT_EQ(theirs.content().title(), "Uno");
  EXPECT_EQ(theirs.fiche(), "");
  EXPECT_FALSE(theirs.content().has_focal_point());
  EXPECT_EQ(theirs.SerializeAsString().find("example.org"), std::string::npos);
  for (const auto& initiative : Other().ListInitiatives()) {
    EXPECT_EQ(Must(initiative).SerializeAsString().find("example.org"), std::string::npos);
  }
  for (const Client& client : {Agency(), Secretariat()}) {
    EXPECT_EQ(Must(GetInitiative(client, fiche.initiatives(0).id())).content().focal_point().email(), "proyecto@agencia.example.org");
    EXPECT_EQ(Must(Get(client, fiche.name())).focal_point().email(), "focal@agencia.example.org");
  }

  // What is decided otherwise disappears from where it was seen.
  v1::DecideInitiativeRequest exclude = Decision(fiche, 0, v1::DECISION_EXCLUDED);
  exclude.add_exclusion_reasons(v1::EXCLUSION_REASON_NOT_MULTI_ACTOR);
  Must(Secretariat().DecideInitiative(exclude));
  EXPECT_EQ(Listed(Other()), 1u);
  EXPECT_EQ(Total(Other()), 1);
  EXPECT_EQ(Reason(GetInitiative(Other(), fiche.initiatives(0).id()).status()), "NOT_FOUND");
}

TEST_F(Life, TheLogCarriesNoPeopleAndNoKeys) {
  v1::Fiche wrong = SmallFiche("r2022");
  wrong.mutable_focal_point()->set_email("no es un correo de Ana Quispe");
  EXPECT_FALSE(Create(wrong).ok());
  const v1::Fiche fiche = Must(Submit(Must(Create(SmallFiche("r2022")))));
  Must(Secretariat().DecideInitiative(Decision(fiche, 0, v1::DECISION_ADMITTED)));
  EXPECT_FALSE(Get(registry_.As("no-such-key-at-all"), fiche.name()).ok());
  v1::ImportFicheRequest import;
  import.set_parent("agencies/pe-apci");
  import.set_fiche(fiche.name());
  import.set_file_name("Ficha de Ana Quispe.docx");
  import.set_document(documents::Read("tests/data/forms/filled/v01-pe-apci.docx"));
  EXPECT_FALSE(Agency().ImportFiche(import).ok());
  const v1::ReadFicheDocumentResponse read = [&] {
    v1::ReadFicheDocumentRequest request;
    request.set_document(import.document());
    return Must(Agency().ReadFicheDocument(request));
  }();
  registry_.Restart();

  std::ifstream file(registry_.data_dir() / "server.log");
  std::ostringstream log;
  log << file.rdbuf();
  EXPECT_THAT(log.str(), testing::HasSubstr("minga.v1.FicheService.CreateFiche"));
  for (const std::string& secret :
       {key_, other_key_, registry_.secretariat_key(), std::string("no-such-key-at-all"), std::string("Ana Quispe"), std::string("@"),
        fiche.focal_point().display_name(), fiche.initiatives(0).content().focal_point().display_name(),
        fiche.initiatives(0).content().title(), read.fiche().focal_point().display_name(), read.fiche().institution()}) {
    ASSERT_FALSE(secret.empty());
    EXPECT_EQ(log.str().find(secret), std::string::npos) << secret;
  }
}

class Import : public Life {
 protected:
  v1::ImportFicheRequest Request(const std::string& document) {
    v1::ImportFicheRequest request;
    request.set_parent("agencies/pe-apci");
    request.set_round("rounds/r2022");
    request.set_document(document);
    request.set_file_name("Ficha 2022.docx");
    return request;
  }
  static std::string Sample(const char* name = "v01-pe-apci") {
    return documents::Read(std::string("tests/data/forms/filled/") + name + ".docx");
  }
  size_t Fiches() {
    v1::ListFichesRequest request;
    request.set_parent("agencies/pe-apci");
    size_t count = 0;
    for (const auto& fiche : Agency().ListFiches(request)) count += Must(fiche).name().empty() ? 0 : 1;
    return count;
  }
};

TEST_F(Import, AnExportedFicheImportsToTheSameFiche) {
  const v1::Fiche fiche = Must(Agency().ImportFiche(Request(Sample()))).fiche();
  v1::ExportFicheRequest request;
  request.set_name(fiche.name());
  for (const v1::FormLanguage language : {v1::FORM_LANGUAGE_UNSPECIFIED, v1::FORM_LANGUAGE_PORTUGUESE}) {
    request.set_language(language);
    const v1::ExportFicheResponse exported = Must(Agency().ExportFiche(request));
    EXPECT_EQ(exported.file_name(),
              language == v1::FORM_LANGUAGE_PORTUGUESE ? "ficha-pe-apci-r2022-pt.docx" : "ficha-pe-apci-r2022-es.docx");
    EXPECT_EQ(exported.media_type(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document");
    v1::ImportFicheRequest again = Request(exported.document());
    again.clear_round();
    again.set_fiche(fiche.name());
    const v1::ImportFicheResponse imported = Must(Agency().ImportFiche(again));
    EXPECT_EQ(imported.findings_size(), 0);
    v1::Fiche expected = fiche;
    v1::Fiche actual = imported.fiche();
    for (v1::Fiche* each : {&expected, &actual}) {
      each->clear_etag();
      each->clear_update_time();
      for (v1::FicheInitiative& entry : *each->mutable_initiatives()) {
        for (v1::Actor& actor : *entry.mutable_content()->mutable_actors()) actor.clear_id();
      }
    }
    EXPECT_EQ(actual.DebugString(), expected.DebugString());
  }
}

TEST_F(Import, AFicheIsPrintedInTheLanguageOfTheCallOrOfTheRequest) {
  const v1::Fiche fiche = Must(Agency().ImportFiche(Request(Sample()))).fiche();
  v1::ExportFicheRequest request;
  request.set_name(fiche.name());
  request.set_format(v1::FICHE_FORMAT_HTML);
  const v1::ExportFicheResponse english = Must(Agency().ExportFiche(request));
  EXPECT_EQ(english.file_name(), "ficha-pe-apci-r2022-en.html");
  EXPECT_EQ(english.media_type(), "text/html; charset=utf-8");
  EXPECT_THAT(english.document(), testing::HasSubstr("Name of the initiative:"));
  EXPECT_EQ(Reason(Secretariat().ExportFiche(request).status()), "NOT_FOUND");
  request.set_language(v1::FORM_LANGUAGE_PORTUGUESE);
  request.set_blank(true);
  const v1::ExportFicheResponse portuguese = Must(Agency().ExportFiche(request));
  EXPECT_EQ(portuguese.file_name(), "ficha-pe-apci-r2022-pt-em-branco.html");
  EXPECT_THAT(portuguese.document(), testing::HasSubstr("Nome da iniciativa:"));
}

TEST_F(Import, ACopyThatCameBackSaysWhatItIsACopyOfAndImportTakesNoIdFromIt) {
  const v1::Fiche fiche = Must(Agency().ImportFiche(Request(Sample()))).fiche();
  v1::ExportFicheRequest request;
  request.set_name(fiche.name());
  v1::ReadFicheDocumentRequest read;
  read.set_document(Must(Agency().ExportFiche(request)).document());
  const v1::ReadFicheDocumentResponse copy = Must(Other().ReadFicheDocument(read));
  EXPECT_EQ(copy.origin().fiche(), fiche.name());
  EXPECT_EQ(copy.origin().etag(), fiche.etag());
  EXPECT_EQ(copy.comments_size(), 0);
  ASSERT_GT(fiche.initiatives_size(), 0);
  EXPECT_EQ(copy.fiche().initiatives(0).id(), fiche.initiatives(0).id());

  // Another draft made from it, here and as a replacement, has entries of its own.
  Must(Delete(fiche));
  const v1::Fiche made = Must(Agency().ImportFiche(Request(read.document()))).fiche();
  EXPECT_NE(made.initiatives(0).id(), fiche.initiatives(0).id());
  v1::ImportFicheRequest replace = Request(read.document());
  replace.clear_round();
  replace.set_fiche(made.name());
  EXPECT_EQ(Must(Agency().ImportFiche(replace)).fiche().initiatives(0).id(), made.initiatives(0).id());
}

TEST_F(Import, ABlankFormTellsTheAgencyAndItsContactToWhoeverFindsTheFiche) {
  const v1::Fiche fiche = Must(Agency().ImportFiche(Request(Sample()))).fiche();
  v1::ExportFicheRequest request;
  request.set_name(fiche.name());
  request.set_blank(true);
  EXPECT_EQ(Reason(Secretariat().ExportFiche(request).status()), "NOT_FOUND");
  EXPECT_EQ(Reason(Other().ExportFiche(request).status()), "NOT_FOUND");
  Must(Submit(fiche));
  const v1::ExportFicheResponse exported = Must(Secretariat().ExportFiche(request));
  EXPECT_EQ(exported.file_name(), "ficha-pe-apci-r2022-es-en-blanco.docx");
  v1::ReadFicheDocumentRequest read;
  read.set_document(exported.document());
  const v1::ReadFicheDocumentResponse blank = Must(Secretariat().ReadFicheDocument(read));
  EXPECT_EQ(blank.findings_size(), 0);
  EXPECT_EQ(blank.fiche().institution(), fiche.institution());
  EXPECT_EQ(blank.fiche().focal_point().email(), fiche.focal_point().email());
  EXPECT_EQ(blank.fiche().institutional_strengths(), "");
  EXPECT_EQ(blank.fiche().initiatives_size(), 0);
}

TEST_F(Import, KeepsTheDocumentAsItCame) {
  const v1::ImportFicheResponse imported = Must(Agency().ImportFiche(Request(Sample())));
  EXPECT_EQ(imported.fiche().state(), v1::FICHE_STATE_DRAFT);
  EXPECT_GT(imported.fiche().initiatives_size(), 0);
  const std::string name = imported.fiche().name();
  const std::string id = name.substr(name.rfind('/') + 1);
  // No RPC gives attachments back yet: the stopped server's store does.
  const std::filesystem::path copy = NewTemporaryDirectory();
  registry_.Stop();
  for (const char* file : {"minga.db", "minga.db-wal"}) {
    if (std::filesystem::exists(registry_.data_dir() / file)) std::filesystem::copy_file(registry_.data_dir() / file, copy / file);
  }
  {
    const auto store = Must(store::sqlite::Open({.path = copy / "minga.db"}));
    const auto status = store->Read(Scope::Agency("pe-apci"), [&](store::Transaction& transaction) {
      const auto attachments = Must(transaction.fiches().Attachments("pe-apci", id));
      EXPECT_EQ(attachments.size(), 1u);
      EXPECT_EQ(attachments.at(0).bytes, Sample());
      EXPECT_EQ(attachments.at(0).file_name, "Ficha 2022.docx");
      return absl::OkStatus();
    });
    EXPECT_TRUE(status.ok());
    const auto foreign = store->Read(Scope::Agency("cl-agcid"), [&](store::Transaction& transaction) {
      const auto attachments = transaction.fiches().Attachments("pe-apci", id);
      EXPECT_TRUE(!attachments.ok() || attachments->empty());
      return absl::OkStatus();
    });
    EXPECT_TRUE(foreign.ok());
  }
  std::filesystem::remove_all(copy);
}

TEST_F(Import, ReplacesTheContentOfADraft) {
  const v1::Fiche draft = Must(Create(SmallFiche("r2022")));
  EXPECT_EQ(Reason(Agency().ImportFiche(Request(Sample())).status()), "FICHE_EXISTS");
  v1::ImportFicheRequest request = Request(Sample());
  request.clear_round();
  request.set_fiche(draft.name());
  request.set_etag("7");
  EXPECT_EQ(Reason(Agency().ImportFiche(request).status()), "ETAG_MISMATCH");
  request.set_etag(draft.etag());
  const v1::Fiche replaced = Must(Agency().ImportFiche(request)).fiche();
  EXPECT_EQ(replaced.name(), draft.name());
  EXPECT_EQ(replaced.round(), draft.round());
  EXPECT_NE(replaced.institution(), draft.institution());
  for (const auto& entry : replaced.initiatives()) EXPECT_NE(entry.id(), draft.initiatives(0).id());
  EXPECT_EQ(Fiches(), 1u);
  // And the result can be sent as it is.
  EXPECT_EQ(Must(Submit(replaced)).state(), v1::FICHE_STATE_SUBMITTED);
}

TEST_F(Import, StoresNothingOfAnotherCountrysDocument) {
  const absl::Status status = Agency().ImportFiche(Request(Sample("v06-cl-agcid"))).status();
  EXPECT_EQ(Reason(status), "COUNTRY_MISMATCH");
  EXPECT_EQ(DetailsOf(status).metadata["document"], "CL");
  EXPECT_EQ(DetailsOf(status).metadata["agency"], "PE");
  EXPECT_EQ(Fiches(), 0u);
}

TEST_F(Import, StoresNothingOfADocumentThatIsDamagedHostileOrNoForm) {
  for (const std::string& document :
       {std::string(), documents::Pdf(), documents::OldDoc(), documents::Encrypted(), documents::UnknownFormat(), documents::Truncated(),
        documents::BrokenXml(), documents::WithDoctype(), documents::Bomb(), documents::Deep(), documents::NotTheForm()}) {
    const absl::Status status = Agency().ImportFiche(Request(document)).status();
    EXPECT_TRUE(Reason(status).starts_with("DOCUMENT_")) << status;
  }
  EXPECT_EQ(Fiches(), 0u);
  // The round is still free for a good one.
  Must(Agency().ImportFiche(Request(Sample())));
}

}  // namespace
}  // namespace minga
