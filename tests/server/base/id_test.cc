#include "server/base/id.h"

#include <gtest/gtest.h>

#include <set>

namespace minga {
namespace {

TEST(Id, IsRandomAndOfFixedForm) {
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    const std::string id = NewId();
    EXPECT_EQ(id.size(), 26u);
    EXPECT_EQ(id.find_first_not_of("abcdefghijklmnopqrstuvwxyz234567"), std::string::npos);
    seen.insert(id);
  }
  EXPECT_EQ(seen.size(), 1000u);
  EXPECT_EQ(NewApiKey().size(), 55u);
  EXPECT_EQ(NewItemId().size(), 8u);
}

TEST(Id, SignatureDependsOnSecretAndBytes) {
  const std::string secret = NewSecret();
  EXPECT_EQ(Sign(secret, "a"), Sign(secret, "a"));
  EXPECT_NE(Sign(secret, "a"), Sign(secret, "b"));
  EXPECT_NE(Sign(secret, "a"), Sign(NewSecret(), "a"));
}

TEST(Id, Base64UrlGoesBothWaysAndRefusesOtherText) {
  std::string back;
  for (const std::string& bytes : {std::string(), std::string("a"), std::string("\0\xff\x10", 3), NewSecret()}) {
    ASSERT_TRUE(FromBase64Url(ToBase64Url(bytes), &back));
    EXPECT_EQ(back, bytes);
  }
  EXPECT_FALSE(FromBase64Url("a b", &back));
  EXPECT_FALSE(FromBase64Url("====", &back));
}

TEST(Id, SecretsCompareByContent) {
  EXPECT_TRUE(SameSecret("abc", "abc"));
  EXPECT_FALSE(SameSecret("abc", "abd"));
  EXPECT_FALSE(SameSecret("abc", "ab"));
}

}  // namespace
}  // namespace minga
