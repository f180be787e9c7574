#include "server/domain/fiche/fiche_match.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "server/domain/fiche/fiche_rules.h"
#include "tests/server/domain/support.h"

namespace minga::domain {
namespace {

using support::Json;
using Strings = std::vector<std::string>;

// Three that share words of their trade, as those of one agency do.
v1::Fiche Base() {
  return Json<v1::Fiche>(R"({"initiatives": [
    {"id": "agua", "content": {"title": "Agua segura en escuelas rurales", "objectives": "Instalar sistemas de agua segura en escuelas de zonas rurales dispersas.",
      "justification": "Participan municipios, empresas sanitarias y comunidades educativas.",
      "actors": [{"id": "a1", "displayName": "Ministerio de Educación"}, {"id": "a2", "displayName": "Empresa de Aguas"}, {"id": "a3", "displayName": "Fundación Río"}]}},
    {"id": "cafe", "content": {"title": "Café de altura para jóvenes", "objectives": "Formar cooperativas juveniles que produzcan y vendan café especial.",
      "justification": "Reúne a cooperativas, universidades y gobiernos provinciales.",
      "actors": [{"id": "c1", "displayName": "Cooperativa Norte"}, {"id": "c2", "displayName": "Universidad Nacional"}]}},
    {"id": "datos", "content": {"title": "Datos abiertos municipales", "objectives": "Publicar presupuestos y compras de los gobiernos locales en formatos abiertos.",
      "justification": "Organizaciones civiles revisan lo publicado junto con periodistas.",
      "actors": [{"id": "d1", "displayName": "Red de Municipios"}]}}]})");
}

// As a program saves it that drops the tags.
v1::Fiche WithoutIds(v1::Fiche fiche) {
  for (v1::FicheInitiative& entry : *fiche.mutable_initiatives()) {
    entry.clear_id();
    for (v1::Actor& actor : *entry.mutable_content()->mutable_actors()) actor.clear_id();
  }
  return fiche;
}

Strings Ids(const v1::Fiche& fiche) {
  Strings ids;
  for (const v1::FicheInitiative& entry : fiche.initiatives()) ids.push_back(entry.id());
  return ids;
}

Strings ActorIds(const v1::FicheInitiative& entry) {
  Strings ids;
  for (const v1::Actor& actor : entry.content().actors()) ids.push_back(actor.id());
  return ids;
}

Strings Matched(v1::Fiche read, const v1::Fiche& base = Base()) {
  MatchIds(base, &read);
  return Ids(read);
}

v1::FicheInitiative Unrelated() {
  return Json<v1::FicheInitiative>(R"({"content": {"title": "Turismo comunitario andino",
    "objectives": "Abrir rutas de montaña con hospedajes familiares y guías locales.", "actors": [{"displayName": "Cámara de Turismo"}]}})");
}

void Swap(v1::Fiche& fiche, int a, int b) { fiche.mutable_initiatives()->SwapElements(a, b); }

TEST(MatchIds, AnUnchangedCopyHasAllItsIds) {
  for (const v1::Fiche& read : {Base(), WithoutIds(Base())}) {
    v1::Fiche matched = read;
    MatchIds(Base(), &matched);
    EXPECT_EQ(matched.DebugString(), Base().DebugString());
  }
}

TEST(MatchIds, DeletedEntriesDoNotShiftTheOthers) {
  for (int gone = 0; gone < 3; ++gone) {
    for (v1::Fiche read : {Base(), WithoutIds(Base())}) {
      Strings expected = {"agua", "cafe", "datos"};
      expected.erase(expected.begin() + gone);
      read.mutable_initiatives()->DeleteSubrange(gone, 1);
      EXPECT_EQ(Matched(read), expected);
    }
  }
}

TEST(MatchIds, InsertedEntriesAreNew) {
  for (int place = 0; place < 4; ++place) {
    for (v1::Fiche read : {Base(), WithoutIds(Base())}) {
      Strings expected = {"agua", "cafe", "datos"};
      expected.insert(expected.begin() + place, "");
      *read.add_initiatives() = Unrelated();
      std::rotate(read.mutable_initiatives()->begin() + place, read.mutable_initiatives()->end() - 1, read.mutable_initiatives()->end());
      EXPECT_EQ(Matched(read), expected);
    }
  }
}

TEST(MatchIds, SwappedEntriesKeepTheirIds) {
  for (v1::Fiche read : {Base(), WithoutIds(Base())}) {
    Swap(read, 0, 2);
    EXPECT_EQ(Matched(read), (Strings{"datos", "cafe", "agua"}));
  }
}

TEST(MatchIds, WordsThatWereMovedToAnotherBlockTakeTheirIdAlong) {
  v1::Fiche read = Base();
  read.mutable_initiatives(0)->mutable_content()->Swap(read.mutable_initiatives(1)->mutable_content());
  MatchIds(Base(), &read);
  EXPECT_EQ(Ids(read), (Strings{"cafe", "agua", "datos"}));
  EXPECT_EQ(ActorIds(read.initiatives(0)), (Strings{"c1", "c2"}));
}

TEST(MatchIds, ACorrectedNameIsTheSameEntry) {
  for (v1::Fiche read : {Base(), WithoutIds(Base())}) {
    read.mutable_initiatives(0)->mutable_content()->set_title("Escuelas con agua");
    read.mutable_initiatives(1)->mutable_content()->set_title("Programa nuevo");
    read.mutable_initiatives(2)->mutable_content()->set_objectives("Otro texto por completo distinto del anterior.");
    Swap(read, 0, 1);
    EXPECT_EQ(Matched(read), (Strings{"cafe", "agua", "datos"}));
  }
}

TEST(MatchIds, AnEntryWrittenOverWithAnotherInitiativeIsNew) {
  for (v1::Fiche read : {Base(), WithoutIds(Base())}) {
    *read.mutable_initiatives(1)->mutable_content() = Unrelated().content();
    EXPECT_EQ(Matched(read), (Strings{"agua", "", "datos"}));
  }
}

TEST(MatchIds, ABlockThatWasCopiedIsTheEntryThatKeptTheName) {
  v1::Fiche read = Base();
  *read.add_initiatives() = read.initiatives(0);
  read.mutable_initiatives(3)->mutable_content()->set_title("Agua segura, segunda fase");
  Swap(read, 0, 3);
  EXPECT_EQ(Matched(read), (Strings{"", "cafe", "datos", "agua"}));
}

TEST(MatchIds, EqualCopiesOfOneEntryAreNeitherForCertain) {
  v1::Fiche read = WithoutIds(Base());
  *read.add_initiatives() = read.initiatives(0);
  EXPECT_EQ(Matched(read), (Strings{"", "cafe", "datos", ""}));
}

TEST(MatchIds, EntriesOfTheSameNameAreToldByWhatTheySayAndThenByTheirPlace) {
  v1::Fiche base = Base();
  for (v1::FicheInitiative& entry : *base.mutable_initiatives()) entry.mutable_content()->set_title("Proyecto conjunto");
  v1::Fiche read = WithoutIds(base);
  Swap(read, 0, 1);
  EXPECT_EQ(Matched(read, base), (Strings{"cafe", "agua", "datos"}));

  *base.mutable_initiatives(1)->mutable_content() = base.initiatives(0).content();
  EXPECT_EQ(Matched(WithoutIds(base), base), (Strings{"agua", "cafe", "datos"}));
  read = WithoutIds(base);
  read.mutable_initiatives()->DeleteSubrange(0, 1);
  EXPECT_EQ(Matched(read, base), (Strings{"", "datos"}));
}

TEST(MatchIds, ClaimsThatTheBaseDoesNotKnowAreNone) {
  v1::Fiche read = Base();
  read.mutable_initiatives(0)->set_id("somebodyelses");
  *read.mutable_initiatives(1) = Unrelated();
  read.mutable_initiatives(1)->set_id("forged");
  read.mutable_initiatives(2)->mutable_content()->mutable_actors(0)->set_id("forged");
  MatchIds(Base(), &read);
  EXPECT_EQ(Ids(read), (Strings{"agua", "", "datos"}));
  EXPECT_EQ(ActorIds(read.initiatives(2)), Strings{"d1"});
}

TEST(MatchIds, AnEntryIsItselfBeforeAndAfterAnythingIsWrittenInIt) {
  v1::Fiche base = Base();
  base.mutable_initiatives(1)->clear_content();
  v1::Fiche read = Base();
  EXPECT_EQ(Matched(read, base), (Strings{"agua", "cafe", "datos"}));
  read.mutable_initiatives(1)->clear_content();
  EXPECT_EQ(Matched(read), (Strings{"agua", "cafe", "datos"}));
}

TEST(MatchIds, AnEntryOfTheFormOfLessThanAWordIsNoOther) {
  v1::Fiche read = WithoutIds(Base());
  for (v1::FicheInitiative& entry : *read.mutable_initiatives()) entry.mutable_content()->Clear();
  read.mutable_initiatives(0)->mutable_content()->set_title("de la");
  EXPECT_EQ(Matched(read), (Strings{"", "", ""}));
  EXPECT_EQ(Matched(Base(), v1::Fiche()), (Strings{"", "", ""}));
}

TEST(MatchIds, ActorsAreToldByClaimThenByNameThenByPlace) {
  v1::Fiche read = Base();
  auto* actors = read.mutable_initiatives(0)->mutable_content()->mutable_actors();
  // Renamed, with its tag.
  actors->at(1).set_display_name("Aguas del Sur S. A.");
  actors->SwapElements(0, 2);
  MatchIds(Base(), &read);
  EXPECT_EQ(ActorIds(read.initiatives(0)), (Strings{"a3", "a2", "a1"}));

  // Without tags: by name, the renamed one by its place.
  read = WithoutIds(read);
  actors = read.mutable_initiatives(0)->mutable_content()->mutable_actors();
  actors->at(0).set_display_name("FUNDACION RIO");
  MatchIds(Base(), &read);
  EXPECT_EQ(ActorIds(read.initiatives(0)), (Strings{"a3", "a2", "a1"}));

  // One more: places tell nothing.
  read = WithoutIds(read);
  read.mutable_initiatives(0)->mutable_content()->add_actors()->set_display_name("Municipalidad");
  MatchIds(Base(), &read);
  EXPECT_EQ(ActorIds(read.initiatives(0)), (Strings{"a3", "", "a1", ""}));
}

TEST(MatchIds, AnActorWhoseWordsBecameAnothersIsThatOne) {
  v1::Fiche read = Base();
  auto* actors = read.mutable_initiatives(0)->mutable_content()->mutable_actors();
  actors->at(0).set_display_name("Fundación Río");
  actors->at(2).set_display_name("Ministerio de Educación");
  MatchIds(Base(), &read);
  EXPECT_EQ(ActorIds(read.initiatives(0)), (Strings{"a3", "a2", "a1"}));
}

TEST(MatchIds, NobodysCopyHasNoIdsAndNoEntriesOfIdsAlone) {
  v1::Fiche read = Base();
  read.mutable_initiatives(1)->clear_content();
  read.add_initiatives()->mutable_content();
  ForgetIds(&read);
  EXPECT_EQ(Ids(read), (Strings{"", "", ""}));
  EXPECT_EQ(read.initiatives(1).content().title(), "Datos abiertos municipales");
  EXPECT_EQ(ActorIds(read.initiatives(0)), (Strings{"", "", ""}));
}

}  // namespace
}  // namespace minga::domain
