#include <gtest/gtest.h>

#include "server/domain/codes.h"
#include "server/domain/qualification/qualification.h"
#include "tests/server/domain/support.h"

namespace minga::domain {
namespace {

TEST(SampleQualifications, AreThoseThatACarefulPersonGave) {
  const auto samples = support::Samples();
  EXPECT_EQ(samples.size(), 19u);
  for (const support::Sample& sample : samples) {
    SCOPED_TRACE(sample.file + ": " + sample.initiative.content().title());
    const Verdicts verdicts =
        Judge(sample.initiative.content(), {sample.initiative.reporting_country_codes(0), support::SampleRoundPeriod()});
    EXPECT_EQ(Code(verdicts[v1::QUALIFICATION_TEST_SOUTH_SOUTH_OR_TRIANGULAR]), sample.south_south_or_triangular);
    EXPECT_EQ(Code(verdicts[v1::QUALIFICATION_TEST_NARROW]), sample.narrow);
    EXPECT_EQ(Code(verdicts[v1::QUALIFICATION_TEST_BROAD]), sample.broad);
    EXPECT_EQ(Code(verdicts[v1::QUALIFICATION_TEST_IN_PERIOD]), sample.in_period);
  }
}

}  // namespace
}  // namespace minga::domain
