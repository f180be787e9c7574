// Filling in what is not recorded never turns a YES into a NO, nor a NO into a YES. Every way of filling in one open item
// of many small records is tried.
#include <gtest/gtest.h>

#include "server/domain/codes.h"
#include "server/domain/qualification/qualification.h"
#include "tests/server/domain/support.h"

namespace minga::domain {
namespace {

constexpr auto kUnknown = v1::QUALIFICATION_RESULT_UNKNOWN;

void ExpectNoTurn(const v1::InitiativeContent& before, const v1::InitiativeContent& after, v1::QualificationTest test,
                  const QualificationContext& context = {}) {
  const auto was = Judge(before, context)[test], is = Judge(after, context)[test];
  if (was == kUnknown) return;
  EXPECT_EQ(is, was) << Code(test) << "\n" << before.DebugString() << "->\n" << after.DebugString();
}

TEST(Monotonicity, OfCategoriesThatBecomeCertain) {
  const int categories = v1::ActorCategory_ARRAYSIZE;
  for (int a = 0; a < categories; ++a) {
    for (int b = 0; b < categories; ++b) {
      for (int c = 0; c < categories; ++c) {
        v1::InitiativeContent content;
        for (const int category : {a, b, c, 0}) content.add_actors()->set_category(static_cast<v1::ActorCategory>(category));
        for (int known = 1; known < categories; ++known) {
          v1::InitiativeContent filled = content;
          filled.mutable_actors(3)->set_category(static_cast<v1::ActorCategory>(known));
          for (const auto test : {v1::QUALIFICATION_TEST_NARROW, v1::QUALIFICATION_TEST_BROAD, v1::QUALIFICATION_TEST_SANTIAGO_2018}) {
            ExpectNoTurn(content, filled, test);
          }
        }
      }
    }
  }
}

TEST(Monotonicity, OfRolesThatBecomeKnown) {
  const char* const who[] = {"CL", "KE", "DE", "+UE"};
  for (int modality = 0; modality < v1::Modality_ARRAYSIZE; ++modality) {
    for (int first = 0; first < v1::PartyRole_ARRAYSIZE; ++first) {
      for (int second = 0; second < v1::PartyRole_ARRAYSIZE; ++second) {
        for (const char* third : who) {
          v1::InitiativeContent content;
          content.set_modality(static_cast<v1::Modality>(modality));
          support::AddParties(std::string("CO:- PE:- ") + third + ":-", &content);
          content.mutable_parties(0)->set_role(static_cast<v1::PartyRole>(first));
          content.mutable_parties(1)->set_role(static_cast<v1::PartyRole>(second));
          for (int known = 1; known < v1::PartyRole_ARRAYSIZE; ++known) {
            v1::InitiativeContent filled = content;
            filled.mutable_parties(2)->set_role(static_cast<v1::PartyRole>(known));
            ExpectNoTurn(content, filled, v1::QUALIFICATION_TEST_SOUTH_SOUTH_OR_TRIANGULAR);
          }
        }
      }
    }
  }
}

TEST(Monotonicity, OfMonthsAndDaysThatBecomeKnown) {
  v1::Period round;
  support::SetDates("2019-03-10", "2021-08-20", &round);
  const QualificationContext context{"CL", round};
  for (const char* start : {"-", "2018", "2019", "2019-03", "2021", "2021-08", "2022"}) {
    for (const char* end : {"2018", "2019", "2019-03", "2021", "2021-08", "2022"}) {
      v1::InitiativeContent content;
      support::SetDates(start, end, content.mutable_period());
      for (int month = 1; month <= 12; ++month) {
        for (const int day : {0, 1, 9, 10, 11, 20, 21, 28}) {
          v1::InitiativeContent filled = content;
          google::type::Date* const date = filled.mutable_period()->mutable_end();
          if (date->month() != 0 && date->month() != month) continue;
          date->set_month(month);
          date->set_day(day);
          // Filling in may not contradict the start.
          if (std::string(end) < std::string(start)) continue;
          const bool same_year = content.period().start().year() == date->year();
          if (same_year && content.period().start().month() > month) continue;
          ExpectNoTurn(content, filled, v1::QUALIFICATION_TEST_IN_PERIOD, context);
        }
      }
    }
  }
}

}  // namespace
}  // namespace minga::domain
