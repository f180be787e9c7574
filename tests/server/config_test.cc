#include "server/config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace minga {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(ReminderDays, AreNumbersOfDaysInAnyOrder) {
  EXPECT_THAT(*ReminderDays("off"), IsEmpty());
  EXPECT_THAT(*ReminderDays("7"), ElementsAre(7));
  EXPECT_THAT(*ReminderDays("1,7"), ElementsAre(1, 7));
  EXPECT_THAT(*ReminderDays(" 14, 7,  1"), ElementsAre(14, 7, 1));
  EXPECT_THAT(*ReminderDays("60,5,4,3,1"), ElementsAre(60, 5, 4, 3, 1));
}

TEST(ReminderDays, AreNothingElse) {
  for (const char* text : {"",    " ",     ",",    "7,",    ",7",    "7,,1",        "7;1",
                           "7 1", "7 ,1",  "7,1 ", "0",     "-1",    "61",          "7.5",
                           "7d",  "seven", "Off",  "off,7", "7,off", "1,2,3,4,5,6", "99999999999999999999",
                           "0x7", "+7"}) {
    const auto days = ReminderDays(text);
    ASSERT_FALSE(days.ok()) << text;
    EXPECT_TRUE(absl::IsInvalidArgument(days.status())) << text;
    EXPECT_THAT(std::string(days.status().message()), HasSubstr("\"" + std::string(text) + "\"")) << text;
  }
}

TEST(ReminderDays, OfTheSettingsAreChecked) {
  Config config;
  config.data_dir = "data";
  EXPECT_TRUE(CheckConfig(config).ok());
  config.reminder_days = "weekly";
  EXPECT_THAT(std::string(CheckConfig(config).message()), HasSubstr("reminder_days"));
}

}  // namespace
}  // namespace minga
