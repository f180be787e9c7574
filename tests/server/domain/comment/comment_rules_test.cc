#include "server/domain/comment/comment_rules.h"

#include <gtest/gtest.h>

#include "minga/v1/member.pb.h"
#include "server/base/limits.h"
#include "server/base/text.h"
#include "server/domain/comment/document_places.h"

namespace minga::domain {
namespace {

using Kind = Principal::Kind;

Identity Caller(const std::string& tenant, const std::string& id, Roles roles, Kind kind = Kind::kPerson) {
  Identity caller;
  caller.principal = {kind, tenant, id};
  caller.roles = roles;
  return caller;
}

const Principal kLuz{Kind::kPerson, "pe-apci", "luz"}, kRosa{Kind::kPerson, "secretariat", "rosa"}, kDocument{Kind::kNone, "pe-apci", ""};
const Identity kReader = Caller("pe-apci", "eva", RoleBit(v1::ROLE_READER)), kEditor = Caller("pe-apci", "ana", RoleBit(v1::ROLE_EDITOR)),
               kAdministrator = Caller("pe-apci", "sol", RoleBit(v1::ROLE_ADMINISTRATOR)),
               kAnalyst = Caller("secretariat", "luz", RoleBit(v1::ROLE_ANALYST)),
               kOverseer = Caller("secretariat", "sol", RoleBit(v1::ROLE_ADMINISTRATOR));

TEST(CommentRules, OnlyItsAuthorEditsAComment) {
  EXPECT_TRUE(MayEditComment(kLuz, Caller("pe-apci", "luz", RoleBit(v1::ROLE_READER))));
  // Ids are those of a tenant and of a kind.
  EXPECT_FALSE(MayEditComment(kLuz, kAnalyst));
  EXPECT_FALSE(MayEditComment(kLuz, Caller("pe-apci", "luz", RoleBit(v1::ROLE_EDITOR), Kind::kProgram)));
  for (const Identity& other : {kReader, kEditor, kAdministrator}) EXPECT_FALSE(MayEditComment(kLuz, other));
  EXPECT_FALSE(MayEditComment(kDocument, Caller("pe-apci", "", RoleBit(v1::ROLE_EDITOR), Kind::kNone)));
}

TEST(CommentRules, EditorsSettleThreadsAndTheSecretariatThoseItShares) {
  for (const auto audience : {v1::COMMENT_AUDIENCE_AGENCY, v1::COMMENT_AUDIENCE_SECRETARIAT}) {
    EXPECT_TRUE(MaySettleThread(kLuz, audience, kEditor));
    EXPECT_TRUE(MaySettleThread(kLuz, audience, Caller("pe-apci", "luz", RoleBit(v1::ROLE_READER))));
    EXPECT_FALSE(MaySettleThread(kLuz, audience, kReader));
    EXPECT_FALSE(MaySettleThread(kLuz, audience, kAdministrator));
  }
  EXPECT_TRUE(MaySettleThread(kRosa, v1::COMMENT_AUDIENCE_SECRETARIAT, kAnalyst));
  EXPECT_FALSE(MaySettleThread(kLuz, v1::COMMENT_AUDIENCE_AGENCY, kAnalyst));
}

TEST(CommentRules, AdministratorsDeleteWhatTheirTenantWroteAndEditorsWhatNobodyDid) {
  EXPECT_TRUE(MayDeleteComment(kLuz, Caller("pe-apci", "luz", RoleBit(v1::ROLE_READER))));
  EXPECT_TRUE(MayDeleteComment(kLuz, kAdministrator));
  EXPECT_FALSE(MayDeleteComment(kLuz, kEditor));
  EXPECT_FALSE(MayDeleteComment(kLuz, kOverseer));
  EXPECT_FALSE(MayDeleteComment(kRosa, kAdministrator));
  EXPECT_TRUE(MayDeleteComment(kRosa, kOverseer));
  EXPECT_FALSE(MayDeleteComment(kRosa, kAnalyst));
  EXPECT_TRUE(MayDeleteComment(kDocument, kEditor));
  EXPECT_TRUE(MayDeleteComment(kDocument, kAdministrator));
  EXPECT_FALSE(MayDeleteComment(kDocument, kReader));
}

v1::Fiche Two() {
  v1::Fiche fiche;
  fiche.set_institution("Agencia\n  de   Cooperación");
  fiche.mutable_focal_point()->set_email("ana@example.org");
  for (const char* id : {"a", "b"}) {
    v1::FicheInitiative& entry = *fiche.add_initiatives();
    entry.set_id(id);
    entry.mutable_content()->set_title(std::string("Agua ") + id);
    entry.mutable_content()->add_strengths("Redes");
    entry.mutable_content()->mutable_focal_point()->set_display_name("Luz Mamani");
    entry.mutable_content()->add_actors()->set_id(std::string("x") + id);
  }
  return fiche;
}

std::string Quoted(const std::string& path, const v1::Fiche& fiche) { return QuotedAt(*ParseFichePath(path), fiche); }

TEST(CommentRules, QuoteTheBeginningOfWhatStandsThereAndNoContacts) {
  v1::Fiche fiche = Two();
  EXPECT_EQ(Quoted("institution", fiche), "Agencia de Cooperación");
  EXPECT_EQ(Quoted("initiatives[b]", fiche), "Agua b");
  EXPECT_EQ(Quoted("initiatives[c].title", fiche), "");
  for (const char* path : {"focal_point", "focal_point.email", "initiatives[a].focal_point", "initiatives[a].focal_point.display_name"}) {
    EXPECT_EQ(Quoted(path, fiche), "") << path;
  }
  std::string words;
  for (int i = 0; i < limits::kQuoted; ++i) words += "ñ";
  fiche.set_institution(words);
  EXPECT_EQ(Quoted("institution", fiche), words);
  fiche.set_institution(words + "ñ");
  EXPECT_EQ(text::Length(Quoted("institution", fiche)), limits::kQuoted);
  EXPECT_TRUE(Quoted("institution", fiche).ends_with("ñ…"));
}

TEST(CommentRules, NameTheInitiativeThatAPlaceIsIn) {
  EXPECT_EQ(EntryTitleAt("initiatives[b].actors[xb].category", Two()), "Agua b");
  for (const char* path : {"", "institution", "initiatives", "initiatives[c].title", "no path"}) {
    EXPECT_EQ(EntryTitleAt(path, Two()), "") << path;
  }
}

std::string Landed(const std::string& path, const std::vector<int>& places = {}) {
  const v1::Fiche fiche = Two();
  const std::optional<FichePath> place = DocumentPlace(path, {fiche, places});
  return place.has_value() ? FormatFichePath(*place) : "";
}

TEST(DocumentPlaces, TakeNumbersForIdsAndWhatIsGoneForWhatItStoodIn) {
  EXPECT_EQ(Landed("institution"), "institution");
  EXPECT_EQ(Landed("initiatives[1].title"), "initiatives[b].title");
  EXPECT_EQ(Landed("initiatives[1].actors[0].category"), "initiatives[b].actors[xb].category");
  EXPECT_EQ(Landed("initiatives[1].actors[4].category"), "initiatives[b].actors");
  EXPECT_EQ(Landed("initiatives[0].strengths[0]"), "initiatives[a].strengths[0]");
  EXPECT_EQ(Landed("initiatives[0].strengths[7]"), "initiatives[a].strengths");
  EXPECT_EQ(Landed("initiatives[7].title"), "initiatives");
  EXPECT_EQ(Landed("initiatives"), "initiatives");
  EXPECT_EQ(Landed(""), "");
  EXPECT_EQ(Landed("no path"), "");
}

TEST(DocumentPlaces, EntriesThatWereNotTakenOverShiftTheOthers) {
  EXPECT_EQ(Landed("initiatives[2].title", {0, -1, 1}), "initiatives[b].title");
  EXPECT_EQ(Landed("initiatives[1].title", {0, -1, 1}), "initiatives");
  EXPECT_EQ(Landed("initiatives[3].title", {0, -1, 1}), "initiatives");
}

TEST(DocumentPlaces, WhatAMergeTookOutIsNotPointedAt) {
  v1::Fiche merged = Two();
  merged.mutable_initiatives()->DeleteSubrange(1, 1);
  EXPECT_EQ(FormatFichePath(*NearestPlace(*ParseFichePath("initiatives[b].title"), merged)), "initiatives");
  EXPECT_EQ(FormatFichePath(*NearestPlace(*ParseFichePath("initiatives[a].title"), merged)), "initiatives[a].title");
}

}  // namespace
}  // namespace minga::domain
