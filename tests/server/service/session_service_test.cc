// What time decides and what travels by mail: tests/api does the rest through a server.
#include "server/service/session_service.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <latch>
#include <string>
#include <thread>
#include <vector>

#include "server/base/errors.h"
#include "server/base/id.h"
#include "server/base/limits.h"
#include "server/base/password.h"
#include "server/base/resource_name.h"
#include "server/store/agency_store.h"
#include "server/store/notice_store.h"
#include "tests/support/test_store.h"

namespace minga::service {
namespace {

using testing::AnyOf;
using testing::Contains;
using testing::Each;
using testing::IsEmpty;
using testing::SizeIs;

constexpr char kEmail[] = "luz@example.org";
constexpr char kPassword[] = "correcto caballo pila";
constexpr char kNewPassword[] = "otra clave larga";
const absl::Time kBegin = absl::FromUnixSeconds(1'650'000'000);

std::string Reason(const absl::Status& status) { return status.ok() ? "OK" : errors::DetailsOf(status).reason; }

class SessionServiceTest : public testing::Test {
 protected:
  SessionServiceTest() {
    const std::string kept = HashPassword(kPassword);
    const absl::Status status = store_->Write(Scope::System(), [&](store::Transaction& transaction) {
      v1::Member member;
      member.set_name(names::Member("secretariat", "m1"));
      member.set_email(kEmail);
      member.set_display_name("Luz Mamani");
      member.set_language("es");
      member.add_roles(v1::ROLE_ANALYST);
      member.set_state(v1::MEMBER_STATE_ACTIVE);
      absl::Status made = transaction.people().InsertMember(member, "p1", kBegin).status();
      if (made.ok()) made = transaction.people().SetPassword("p1", kept);
      member.set_name(names::Member("secretariat", "m2"));
      member.set_email("invited@example.org");
      member.set_state(v1::MEMBER_STATE_INVITED);
      if (made.ok()) made = transaction.people().InsertMember(member, "p2", kBegin).status();
      return made;
    });
    EXPECT_TRUE(status.ok()) << errors::CauseOf(status);
  }

  static Call CallAt(absl::Time now) {
    Call call;
    call.now = now;
    return call;
  }
  absl::StatusOr<v1::SignInResponse> SignIn(const std::string& password, absl::Time now = kBegin) {
    v1::SignInRequest request;
    request.set_email(kEmail);
    request.set_password(password);
    return service_.SignIn(CallAt(now), request);
  }
  void Forgot(const std::string& email = kEmail, absl::Time now = kBegin) {
    v1::RequestRecoveryRequest request;
    request.set_email(email);
    EXPECT_EQ(Reason(service_.RequestRecovery(CallAt(now), request).status()), "OK");
  }
  // The tokens that were mailed.
  std::vector<std::string> Mailed(absl::Time now = kBegin) {
    std::vector<std::string> tokens;
    const absl::Status status = store_->Read(Scope::System(), [&](store::Transaction& transaction) {
      const auto mails = transaction.notices().DueMails(now, 1'000);
      if (!mails.ok()) return mails.status();
      for (const store::WaitingMail& mail : *mails) {
        EXPECT_EQ(mail.person, "p1");
        EXPECT_EQ(mail.notice.kind(), v1::NOTICE_KIND_RECOVERY);
        tokens.push_back(mail.wanted.link_path.substr(std::string("recovery/").size()));
      }
      return absl::OkStatus();
    });
    EXPECT_TRUE(status.ok());
    return tokens;
  }
  // Sends those that wait; how many.
  int SendMails(absl::Time now) {
    int sent = 0;
    const absl::Status status = store_->Write(Scope::System(), [&](store::Transaction& transaction) {
      const auto mails = transaction.notices().DueMails(now, 1'000);
      if (!mails.ok()) return mails.status();
      sent = static_cast<int>(mails->size());
      absl::Status marked;
      for (const store::WaitingMail& mail : *mails) marked.Update(transaction.notices().MarkMailSent(mail.id));
      return marked;
    });
    EXPECT_TRUE(status.ok());
    return sent;
  }
  std::string Recover(const std::string& token, absl::Time now = kBegin, const std::string& password = kNewPassword) {
    v1::RecoverPasswordRequest request;
    request.set_token(token);
    request.set_password(password);
    return Reason(service_.RecoverPassword(CallAt(now), request).status());
  }
  bool IsCredential(const std::string& token, absl::Time now) {
    bool found = false;
    const absl::Status status = store_->Read(Scope::System(), [&](store::Transaction& transaction) {
      const auto credential = transaction.agencies().FindCredential(Hash(token), now);
      found = credential.ok() && credential->has_value();
      return credential.status();
    });
    EXPECT_TRUE(status.ok());
    return found;
  }

  test::TestStore store_;
  index::InitiativeIndex index_{*store_};
  SessionService service_{*store_, index_, /*sends_mail=*/true};
};

TEST_F(SessionServiceTest, ASessionIsGoodForTwelveHours) {
  const auto session = SignIn(kPassword);
  ASSERT_TRUE(session.ok());
  EXPECT_TRUE(IsCredential(session->token(), kBegin + absl::Hours(12) - absl::Seconds(1)));
  EXPECT_FALSE(IsCredential(session->token(), kBegin + absl::Hours(12)));
}

TEST_F(SessionServiceTest, ARecoverySetsANewPasswordOnceAndEndsAllSessions) {
  const auto session = SignIn(kPassword);
  ASSERT_TRUE(session.ok());
  Forgot(" LUZ@example.org ");
  const std::vector<std::string> tokens = Mailed();
  ASSERT_THAT(tokens, SizeIs(1));
  // A recovery is no credential, and no invitation.
  EXPECT_FALSE(IsCredential(tokens[0], kBegin));
  v1::AcceptInvitationRequest accept;
  accept.set_token(tokens[0]);
  accept.set_password(kNewPassword);
  EXPECT_EQ(Reason(service_.AcceptInvitation(CallAt(kBegin), accept).status()), "TOKEN_INVALID");
  EXPECT_EQ(Recover(tokens[0], kBegin, "corta"), "INVALID_FIELDS");
  EXPECT_EQ(Recover(tokens[0]), "OK");
  EXPECT_EQ(Recover(tokens[0]), "TOKEN_INVALID");
  EXPECT_FALSE(IsCredential(session->token(), kBegin));
  EXPECT_EQ(Reason(SignIn(kPassword).status()), "SIGN_IN_FAILED");
  EXPECT_TRUE(SignIn(kNewPassword).ok());
}

TEST_F(SessionServiceTest, ARecoveryIsGoodForAnHourAndVoidsTheOneBefore) {
  Forgot();
  const std::vector<std::string> first = Mailed();
  ASSERT_THAT(first, SizeIs(1));
  Forgot();
  EXPECT_EQ(Recover(first[0]), "TOKEN_INVALID");
  // The mail with the link of the first does not go any more.
  const std::vector<std::string> second = Mailed();
  ASSERT_THAT(second, SizeIs(1));
  EXPECT_NE(second[0], first[0]);
  EXPECT_EQ(Recover(second[0], kBegin + absl::Hours(1)), "TOKEN_INVALID");
  EXPECT_EQ(Recover(second[0], kBegin + absl::Hours(1) - absl::Seconds(1)), "OK");
}

TEST_F(SessionServiceTest, WhoHasRecoveredSignsInAtOnce) {
  for (int i = 0; i < limits::kFreeAttempts; ++i) EXPECT_EQ(Reason(SignIn("wrong").status()), "SIGN_IN_FAILED");
  EXPECT_EQ(Reason(SignIn(kPassword).status()), "TOO_MANY_ATTEMPTS");
  Forgot();
  ASSERT_THAT(Mailed(), SizeIs(1));
  EXPECT_EQ(Recover(Mailed()[0]), "OK");
  EXPECT_TRUE(SignIn(kNewPassword).ok());
}

TEST_F(SessionServiceTest, AFloodOfSignInsLeavesWorkersToTheOthers) {
  constexpr int kCallers = 4 * limits::kPasswordsWaiting;
  std::latch all(kCallers);
  std::vector<std::string> reasons(kCallers);
  std::vector<std::thread> callers;
  for (int i = 0; i < kCallers; ++i) {
    callers.emplace_back([&, i] {
      v1::SignInRequest request;
      request.set_email(fmt::format("nobody{}@example.org", i));
      request.set_password("wrong");
      all.arrive_and_wait();
      reasons[static_cast<size_t>(i)] = Reason(service_.SignIn(CallAt(kBegin), request).status());
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_THAT(reasons, Each(AnyOf("SIGN_IN_FAILED", "OVERLOADED")));
  EXPECT_THAT(reasons, Contains("OVERLOADED"));
  EXPECT_GE(std::count(reasons.begin(), reasons.end(), "SIGN_IN_FAILED"), limits::kPasswordsWaiting);
  EXPECT_TRUE(SignIn(kPassword).ok());
}

TEST_F(SessionServiceTest, NobodysMailboxIsFilled) {
  const auto sent = [&](absl::Time now) {
    int count = 0;
    for (int i = 0; i < 50; ++i) {
      Forgot(kEmail, now);
      count += SendMails(now);
    }
    return count;
  };
  EXPECT_EQ(sent(kBegin), limits::kFreeAttempts);
  EXPECT_EQ(sent(kBegin + absl::Minutes(1)), 1);
  // Somebody's password is not the worse guarded for it.
  EXPECT_TRUE(SignIn(kPassword).ok());
}

TEST_F(SessionServiceTest, WhoHasNoPasswordRecoversNone) {
  Forgot("invited@example.org");
  Forgot("nobody@example.org");
  EXPECT_THAT(Mailed(), IsEmpty());
}

}  // namespace
}  // namespace minga::service
