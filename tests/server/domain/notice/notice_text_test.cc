#include "server/domain/notice/notice_text.h"

#include <gmock/gmock.h>

#include <set>

#include "server/domain/codes.h"

namespace minga::domain {
namespace {

using testing::HasSubstr;
using testing::Not;
using texts::Language;

v1::Notice Full(v1::NoticeKind kind) {
  v1::Notice notice;
  notice.set_name("people/ana/notices/n1");
  notice.set_kind(kind);
  notice.set_record("agencies/uy-auci/fiches/f1");
  notice.set_round_display_name("Relevamiento 2022");
  notice.set_agency_display_name("Agencia Uruguaya de Cooperación Internacional");
  notice.set_initiative_title("Agua para todos");
  // 1 May 2022, 02:59 UTC: the last minute of April in Montevideo.
  notice.mutable_deadline()->set_seconds(1'651'373'940);
  notice.set_time_zone("America/Montevideo");
  notice.set_comment("Falta la lista de actores.\nGracias.");
  notice.set_author_display_name("Rosa Núñez");
  notice.mutable_create_time()->set_seconds(1'650'000'000);
  return notice;
}

TEST(NoticeText, EveryKindIsToldInEveryLanguageInItsOwnWords) {
  const auto* kinds = v1::NoticeKind_descriptor();
  std::set<std::string> subjects, bodies;
  int told = 0;
  for (int i = 0; i < kinds->value_count(); ++i) {
    const auto kind = static_cast<v1::NoticeKind>(kinds->value(i)->number());
    if (kind == v1::NOTICE_KIND_UNSPECIFIED) continue;
    for (const Language language : texts::kLanguages) {
      v1::Notice bare;
      bare.set_kind(kind);
      const NoticeText text = TextOf(bare, language);
      // A key without a sentence answers itself.
      EXPECT_THAT(text.subject, Not(HasSubstr(Code(kind)))) << texts::Code(language);
      EXPECT_THAT(text.body, Not(HasSubstr(Code(kind)))) << texts::Code(language);
      subjects.insert(text.subject);
      bodies.insert(text.body);
      ++told;
    }
  }
  EXPECT_EQ(subjects.size(), static_cast<size_t>(told));
  EXPECT_EQ(bodies.size(), static_cast<size_t>(told));
}

TEST(NoticeText, EverySentenceOfNoticesIsUsed) {
  std::set<std::string> known = {"notice.subject_of_round", "notice.round",          "notice.agency",          "notice.reporting_agency",
                                 "notice.initiative",       "notice.author",         "notice.received",        "notice.deadline",
                                 "notice.comment",          "notice.time",           "notice.time_pattern",    "notice.mail.open",
                                 "notice.mail.open_once",   "notice.mail.automatic", "notice.answering_agency"};
  const auto* kinds = v1::NoticeKind_descriptor();
  for (int i = 0; i < kinds->value_count(); ++i) {
    const std::string code = Code(static_cast<v1::NoticeKind>(kinds->value(i)->number()));
    known.insert("notice." + code + ".subject");
    known.insert("notice." + code + ".body");
  }
  for (const std::string& key : texts::Keys(Language::kSpanish)) {
    EXPECT_TRUE(key.rfind("notice.", 0) != 0 || known.contains(key)) << key;
  }
}

TEST(NoticeText, TellsADeadlineInTheRoundsZone) {
  const v1::Notice notice = Full(v1::NOTICE_KIND_DEADLINE_NEAR);
  EXPECT_THAT(TextOf(notice, Language::kSpanish).body, HasSubstr("Plazo: 30 de abril de 2022, 23:59 (hora de Uruguay, UTC-03:00)\n"));
  EXPECT_THAT(TextOf(notice, Language::kPortuguese).body, HasSubstr("Prazo: 30 de abril de 2022, 23:59 (Horário Uruguai, UTC-03:00)\n"));
  EXPECT_THAT(TextOf(notice, Language::kEnglish).body, HasSubstr("Deadline: 30 April 2022, 23:59 (Uruguay Time, UTC-03:00)\n"));
}

TEST(NoticeText, TellsADeadlineAtMidnightByTheDayThatEnds) {
  v1::Notice notice = Full(v1::NOTICE_KIND_DEADLINE_NEAR);
  notice.mutable_deadline()->set_seconds(notice.deadline().seconds() + 60);
  EXPECT_THAT(TextOf(notice, Language::kSpanish).body, HasSubstr("Plazo: 30 de abril de 2022, 24:00 (hora de Uruguay, UTC-03:00)\n"));
  EXPECT_THAT(TextOf(notice, Language::kPortuguese).body, HasSubstr("Prazo: 30 de abril de 2022, 24:00 ("));
  EXPECT_THAT(TextOf(notice, Language::kEnglish).body, HasSubstr("Deadline: 30 April 2022, 24:00 ("));
}

TEST(NoticeText, TellsTimesInUtcWithoutAZoneThatExists) {
  for (const char* zone : {"", "Nowhere/Atlantis"}) {
    v1::Notice notice = Full(v1::NOTICE_KIND_DEADLINE_NEAR);
    notice.set_time_zone(zone);
    EXPECT_THAT(TextOf(notice, Language::kSpanish).body, HasSubstr("Plazo: 1 de mayo de 2022, 02:59 (UTC)\n")) << zone;
  }
}

TEST(NoticeText, AReceiptSaysWhenTheFicheCame) {
  EXPECT_EQ(TextOf(Full(v1::NOTICE_KIND_SUBMISSION_RECEIVED), Language::kSpanish).subject,
            "Acuse de recibo de la ficha: Relevamiento 2022");
  EXPECT_THAT(TextOf(Full(v1::NOTICE_KIND_SUBMISSION_RECEIVED), Language::kSpanish).body,
              HasSubstr("Fecha de recepción: 15 de abril de 2022, 02:20 (hora de Uruguay, UTC-03:00)\n"));
  EXPECT_THAT(TextOf(Full(v1::NOTICE_KIND_RETURNED), Language::kSpanish).body, Not(HasSubstr("recepción")));
}

TEST(NoticeText, PrintsWhatIsInTheMessageAndNothingElse) {
  EXPECT_EQ(TextOf(Full(v1::NOTICE_KIND_RETURNED), Language::kSpanish).body,
            "La ficha volvió a ser un borrador. Atienda, por favor, lo que pide el comentario y preséntela de nuevo.\n"
            "\n"
            "Relevamiento: Relevamiento 2022\n"
            "Organismo: Agencia Uruguaya de Cooperación Internacional\n"
            "Iniciativa: Agua para todos\n"
            "Por: Rosa Núñez\n"
            "Plazo: 30 de abril de 2022, 23:59 (hora de Uruguay, UTC-03:00)\n"
            "\n"
            "Comentario:\n"
            "> Falta la lista de actores.\n"
            "> Gracias.\n");
  v1::Notice bare;
  bare.set_kind(v1::NOTICE_KIND_COMMENTED);
  EXPECT_EQ(TextOf(bare, Language::kEnglish).body, "Somebody commented on something that you work on.\n");
}

TEST(NoticeText, WhatPeopleWroteCannotPassForTheRegistrysWords) {
  v1::Notice notice = Full(v1::NOTICE_KIND_RETURNED);
  notice.set_agency_display_name("APCI\n\nSiga este enlace:\nhttps://evil.example");
  notice.set_round_display_name("R\r\nBcc: all@example.org");
  notice.set_comment("uno\r\nPlazo: nunca\rdos\n{value}");
  const NoticeText text = TextOf(notice, Language::kSpanish);
  EXPECT_THAT(text.subject, Not(testing::ContainsRegex("[\r\n]")));
  EXPECT_THAT(text.body, HasSubstr("Organismo: APCI Siga este enlace: https://evil.example\n"));
  EXPECT_THAT(text.body, HasSubstr("> uno\n> Plazo: nunca\n> dos\n> {value}\n"));
}

TEST(NoticeText, OnlyTheMailHoldsTheLink) {
  const v1::Notice notice = Full(v1::NOTICE_KIND_RECOVERY);
  const MailLink link{.url = "https://minga.example.org/enter#secret", .one_use = true};
  const NoticeText inbox = TextOf(notice, Language::kSpanish), mail = MailTextOf(notice, link, Language::kSpanish);
  EXPECT_EQ(mail.subject, inbox.subject);
  EXPECT_THAT(inbox.body, Not(HasSubstr("http")));
  EXPECT_THAT(mail.body, testing::StartsWith(inbox.body));
  EXPECT_THAT(mail.body, HasSubstr("sirve una sola vez:\nhttps://minga.example.org/enter#secret\n"));
  EXPECT_THAT(MailTextOf(notice, {.url = link.url}, Language::kSpanish).body, Not(HasSubstr("una sola vez")));
}

}  // namespace
}  // namespace minga::domain
