#include "server/mail/mailer.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <atomic>
#include <fstream>
#include <functional>
#include <map>
#include <sstream>

#include "server/base/errors.h"
#include "server/base/resource_name.h"
#include "server/domain/notice/notice_text.h"
#include "server/mail/notice_outbox.h"
#include "server/mail/smtp.h"
#include "server/store/sqlite/sqlite_store.h"
#include "tests/server/mail/smtp_server.h"
#include "tests/support/temp_dir.h"

namespace minga::mail {
namespace {

using store::MailState;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr char kLinkBase[] = "https://minga.example.org";

class ManualClock final : public Clock {
 public:
  absl::Time Now() const override { return absl::FromUnixMicros(micros_); }
  void Advance(absl::Duration time) { micros_ += absl::ToInt64Microseconds(time); }

 private:
  std::atomic<int64_t> micros_ = int64_t{1'650'000'000} * 1'000'000;
};

// Counts what happens, for who waits for it.
class Count {
 public:
  void Add() {
    const std::lock_guard lock(mutex_);
    ++value_;
    added_.notify_all();
  }
  // Waits until it was added to for the `value`th time.
  void WaitFor(int value) {
    std::unique_lock lock(mutex_);
    added_.wait(lock, [&] { return value_ >= value; });
  }
  int value() {
    const std::lock_guard lock(mutex_);
    return value_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable added_;
  int value_ = 0;
};

// Does with each message what the test says, or what another carrier does.
class TestCarrier final : public Carrier {
 public:
  explicit TestCarrier(std::function<Delivery(const Message&)> send) : send_(std::move(send)) {}
  explicit TestCarrier(Carrier& carrier) : send_([&](const Message& message) { return carrier.Send(message); }), inner_(&carrier) {}

  Delivery Send(const Message& message) override {
    const Delivery delivery = send_(message);
    sent.Add();
    return delivery;
  }
  void Rest() override {
    if (inner_ != nullptr) inner_->Rest();
    rested.Add();
  }
  void Interrupt() override {
    if (inner_ != nullptr) inner_->Interrupt();
  }

  Count sent, rested;

 private:
  const std::function<Delivery(const Message&)> send_;
  Carrier* const inner_ = nullptr;
};

// The outbox of the notices, whose storage can fail.
class TestOutbox final : public Outbox {
 public:
  explicit TestOutbox(NoticeOutbox& outbox) : outbox_(outbox) {}
  absl::StatusOr<std::vector<OutgoingMail>> Due(absl::Time now, int limit) override {
    if (fails_to_read) return errors::StorageUnavailable();
    return outbox_.Due(now, limit);
  }
  absl::StatusOr<std::optional<absl::Time>> Next() override { return outbox_.Next(); }
  absl::Status Record(const Attempt& attempt) override {
    if (fails_to_write) return errors::StorageFull();
    const absl::Status status = outbox_.Record(attempt);
    recorded.Add();
    return status;
  }

  std::atomic<bool> fails_to_read = false, fails_to_write = false;
  Count recorded;

 private:
  NoticeOutbox& outbox_;
};

class MailerTest : public testing::Test {
 protected:
  MailerTest() { Open(); }

  void Open() {
    auto opened = store::sqlite::Open({.path = dir_.File("minga.db"), .sync = false});
    if (!opened.ok()) std::abort();
    store_ = *std::move(opened);
    notices_ = std::make_unique<NoticeOutbox>(
        *store_,
        [this](store::Transaction&, const store::Reader& reader) -> absl::StatusOr<std::optional<Recipient>> {
          const auto found = people_.find(reader.person);
          if (found == people_.end()) return std::nullopt;
          return found->second;
        },
        Mailbox{"minga@example.org", "Unidad Técnica"}, kLinkBase);
    outbox_ = std::make_unique<TestOutbox>(*notices_);
  }

  v1::Notice NoticeFor(const std::string& person, const std::string& id, v1::NoticeKind kind = v1::NOTICE_KIND_RETURNED) {
    v1::Notice notice;
    notice.set_name(names::Notice(person, id));
    notice.set_kind(kind);
    notice.set_record("agencies/uy-auci/fiches/f1");
    notice.set_round_display_name("Relevamiento 2022");
    notice.set_comment("Falta la lista de actores; por favor, complétela.");
    return notice;
  }

  void Queue(const v1::Notice& notice, const std::string& link_path = "", absl::Duration time = absl::Hours(24) * limits::kMailDays) {
    store::NewNotice made;
    made.notice = notice;
    made.mail = store::WantedMail{.link_path = link_path, .give_up_time = clock_.Now() + time};
    const absl::Status status = store_->Write(
        Scope::Secretariat(), [&](store::Transaction& transaction) { return transaction.notices().Insert(made, clock_.Now()); });
    ASSERT_TRUE(status.ok()) << errors::CauseOf(status);
  }

  MailState StateOf(const std::string& id) {
    MailState state = MailState::kNone;
    EXPECT_TRUE(store_
                    ->Read(Scope::System(),
                           [&](store::Transaction& transaction) {
                             const auto found = transaction.notices().StateOfMail(id);
                             if (found.ok()) state = *found;
                             return found.status();
                           })
                    .ok());
    return state;
  }

  test::TempDir dir_;
  ManualClock clock_;
  std::unique_ptr<Log> log_ = Log::Silent();
  std::map<std::string, Recipient> people_ = {
      {"ana", {{"ana@example.org", "Ana Ñáñez"}, texts::Language::kSpanish}},
      {"joao", {{"joao@example.org", "João Conceição"}, texts::Language::kPortuguese}},
      {"eve", {{"eve@example.org", ""}, texts::Language::kEnglish}},
      {"nobody", {{"nobody@example.org", "No Body"}, texts::Language::kSpanish}},
      {"silent", {{"silent@example.org", "Si Lent"}, texts::Language::kSpanish}},
      {"hostile", {{"ana@example.org>\r\nRCPT TO:<all@example.org", "x"}, texts::Language::kSpanish}},
  };
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<NoticeOutbox> notices_;
  std::unique_ptr<TestOutbox> outbox_;
};

TEST_F(MailerTest, ANoticeArrivesInItsReadersLanguage) {
  SmtpServer server;
  Smtp smtp({.url = server.Url(), .verified = false});
  Mailer mailer(*outbox_, smtp, clock_, *log_, {});
  const auto watching = store_->Watch(store::kMails, [&] { mailer.Wake(); });
  for (const auto& [person, language] :
       {std::pair{"ana", texts::Language::kSpanish}, {"joao", texts::Language::kPortuguese}, {"eve", texts::Language::kEnglish}}) {
    v1::Notice notice = NoticeFor(person, fmt::format("n-{}", person));
    Queue(notice);
    const nlohmann::json mail = server.NextMail();
    notice.mutable_create_time()->set_seconds(absl::ToUnixSeconds(clock_.Now()));
    const domain::NoticeText text = domain::MailTextOf(notice, {.url = "https://minga.example.org/agencies/uy-auci/fiches/f1"}, language);
    EXPECT_EQ(mail["headers"]["subject"], text.subject);
    EXPECT_EQ(mail["body"], text.body);
    EXPECT_EQ(mail["headers"]["content-language"], std::string(texts::Code(language)));
    EXPECT_EQ(mail["headers"]["message-id"], fmt::format("<n-{}@example.org>", person));
    EXPECT_EQ(mail["recipients"], nlohmann::json({fmt::format("{}@example.org", person)}));
  }
  outbox_->recorded.WaitFor(3);
  EXPECT_EQ(StateOf("n-ana"), MailState::kSent);
}

TEST_F(MailerTest, AOneUseLinkTravelsInTheMailAndIsGoneFromTheStoreAfterwards) {
  Message sent;
  TestCarrier carrier([&](const Message& message) {
    sent = message;
    return Delivery{};
  });
  Queue(NoticeFor("ana", "n1", v1::NOTICE_KIND_RECOVERY), "enter#secret-token");
  {
    Mailer mailer(*outbox_, carrier, clock_, *log_, {});
    outbox_->recorded.WaitFor(1);
  }
  EXPECT_THAT(sent.body, HasSubstr("\nhttps://minga.example.org/enter#secret-token\n"));
  outbox_.reset();
  notices_.reset();
  store_.reset();
  std::ifstream file(dir_.File("minga.db"), std::ios::binary);
  std::stringstream bytes;
  bytes << file.rdbuf();
  EXPECT_THAT(bytes.str(), HasSubstr("Relevamiento 2022"));
  EXPECT_THAT(bytes.str(), Not(HasSubstr("secret-token")));
}

TEST_F(MailerTest, ADeadServerHoldsNobodyUpAndLosesNothing) {
  SmtpServer server;
  server.Kill();
  Smtp smtp({.url = server.Url(), .verified = false});
  TestCarrier carrier(smtp);
  Mailer mailer(*outbox_, carrier, clock_, *log_, {.pause = {absl::Seconds(5), absl::Seconds(20)}});
  const auto watching = store_->Watch(store::kMails, [&] { mailer.Wake(); });
  carrier.rested.WaitFor(1);
  Queue(NoticeFor("ana", "n1"));
  carrier.rested.WaitFor(2);
  // It is not asked again for each mail that comes, and the mails are not to blame.
  for (int i = 2; i <= 20; ++i) Queue(NoticeFor("ana", fmt::format("n{}", i)));
  EXPECT_EQ(carrier.sent.value(), 1);
  for (const int seconds : {5, 10, 20, 20}) {
    const int sent = carrier.sent.value(), rested = carrier.rested.value();
    clock_.Advance(absl::Seconds(seconds) - absl::Milliseconds(1));
    mailer.Wake();
    EXPECT_EQ(carrier.sent.value(), sent);
    clock_.Advance(absl::Milliseconds(1));
    mailer.Wake();
    carrier.rested.WaitFor(rested + 1);
    EXPECT_EQ(carrier.sent.value(), sent + 1);
  }
  EXPECT_EQ(outbox_->recorded.value(), 0);
  server.Restart();
  clock_.Advance(absl::Seconds(20));
  mailer.Wake();
  outbox_->recorded.WaitFor(20);
  std::set<std::string> arrived;
  for (int i = 0; i < 20; ++i) arrived.insert(server.NextMail()["headers"]["message-id"]);
  EXPECT_EQ(arrived.size(), 20u);
  EXPECT_EQ(StateOf("n1"), MailState::kSent);
  EXPECT_EQ(StateOf("n20"), MailState::kSent);
}

TEST_F(MailerTest, ADeferredMailIsTriedAgainAfterTwiceAsLongEachTimeUntilItIsTooLate) {
  TestCarrier carrier([](const Message&) { return Delivery{Outcome::kDeferred, "recipient: 451"}; });
  Queue(NoticeFor("ana", "n1"), "", absl::Hours(1));
  Mailer mailer(*outbox_, carrier, clock_, *log_, {.retry = {absl::Minutes(1), absl::Minutes(16)}});
  std::vector<int> minutes;
  for (int tries = 1;; ++tries) {
    outbox_->recorded.WaitFor(tries);
    EXPECT_EQ(carrier.sent.value(), tries);
    carrier.rested.WaitFor(tries);
    const auto next = outbox_->Next();
    ASSERT_TRUE(next.ok());
    if (!next->has_value()) break;
    EXPECT_EQ(StateOf("n1"), MailState::kWaiting);
    const absl::Duration wait = **next - clock_.Now();
    minutes.push_back(static_cast<int>(absl::ToInt64Minutes(wait)));
    clock_.Advance(wait);
    mailer.Wake();
  }
  EXPECT_THAT(minutes, ElementsAre(1, 2, 4, 8, 16, 16));
  EXPECT_EQ(StateOf("n1"), MailState::kGivenUp);
}

TEST_F(MailerTest, ADeferredMailHoldsUpNoOther) {
  TestCarrier carrier([](const Message& message) {
    return message.id == "n1" ? Delivery{Outcome::kDeferred, "recipient: 451"} : Delivery{};
  });
  Queue(NoticeFor("ana", "n1"));
  Queue(NoticeFor("joao", "n2"));
  Mailer mailer(*outbox_, carrier, clock_, *log_, {});
  outbox_->recorded.WaitFor(2);
  EXPECT_EQ(StateOf("n1"), MailState::kWaiting);
  EXPECT_EQ(StateOf("n2"), MailState::kSent);
}

TEST_F(MailerTest, WhomTheServerDoesNotKnowIsGivenUpAtOnceAndTheNextMailGoes) {
  SmtpServer server;
  Smtp smtp({.url = server.Url(), .verified = false});
  Queue(NoticeFor("nobody", "n1"));
  Queue(NoticeFor("ana", "n2"));
  Mailer mailer(*outbox_, smtp, clock_, *log_, {});
  EXPECT_EQ(server.NextMail()["headers"]["message-id"], "<n2@example.org>");
  outbox_->recorded.WaitFor(2);
  EXPECT_EQ(StateOf("n1"), MailState::kGivenUp);
  EXPECT_EQ(StateOf("n2"), MailState::kSent);
}

TEST_F(MailerTest, WhoIsGoneOrHasNoAddressIsNotWrittenTo) {
  TestCarrier carrier([](const Message&) { return Delivery{}; });
  Queue(NoticeFor("erased", "n1"));
  Queue(NoticeFor("hostile", "n2"));
  Mailer mailer(*outbox_, carrier, clock_, *log_, {});
  outbox_->recorded.WaitFor(2);
  EXPECT_EQ(carrier.sent.value(), 0);
  EXPECT_EQ(StateOf("n1"), MailState::kGivenUp);
  EXPECT_EQ(StateOf("n2"), MailState::kGivenUp);
}

TEST_F(MailerTest, AMailIsNotSentWhenItsTimeIsOver) {
  Queue(NoticeFor("ana", "n1", v1::NOTICE_KIND_RECOVERY), "enter#secret", absl::Hours(1));
  clock_.Advance(absl::Hours(2));
  TestCarrier carrier([](const Message&) { return Delivery{}; });
  Mailer mailer(*outbox_, carrier, clock_, *log_, {});
  outbox_->recorded.WaitFor(1);
  EXPECT_EQ(carrier.sent.value(), 0);
  EXPECT_EQ(StateOf("n1"), MailState::kGivenUp);
}

TEST_F(MailerTest, WhatWasSentAndNotRecordedWhenTheProcessDiedIsSentAgainAsTheSameMail) {
  std::vector<std::string> sent;
  TestCarrier carrier([&](const Message& message) {
    sent.push_back(ToBytes(message));
    return Delivery{};
  });
  Queue(NoticeFor("ana", "n1"));
  {
    // As far as the store knows, the process ends between the two.
    outbox_->fails_to_write = true;
    Mailer mailer(*outbox_, carrier, clock_, *log_, {});
    carrier.rested.WaitFor(1);
  }
  outbox_.reset();
  notices_.reset();
  store_.reset();
  Open();
  EXPECT_EQ(StateOf("n1"), MailState::kWaiting);
  clock_.Advance(absl::Hours(3));
  Mailer mailer(*outbox_, carrier, clock_, *log_, {});
  outbox_->recorded.WaitFor(1);
  EXPECT_EQ(StateOf("n1"), MailState::kSent);
  ASSERT_EQ(sent.size(), 2u);
  EXPECT_EQ(sent[0], sent[1]);
  EXPECT_THAT(sent[0], HasSubstr("Message-ID: <n1@example.org>"));
}

TEST_F(MailerTest, NothingIsSentTwiceBecauseTheStorageIsFull) {
  TestCarrier carrier([](const Message&) { return Delivery{}; });
  Queue(NoticeFor("ana", "n1"));
  Queue(NoticeFor("ana", "n2"));
  outbox_->fails_to_write = true;
  Mailer mailer(*outbox_, carrier, clock_, *log_, {});
  for (int tries = 1; tries <= 3; ++tries) {
    carrier.rested.WaitFor(tries);
    EXPECT_EQ(carrier.sent.value(), 1);
    clock_.Advance(absl::Hours(1));
    mailer.Wake();
  }
  carrier.rested.WaitFor(4);
  outbox_->fails_to_write = false;
  clock_.Advance(absl::Hours(1));
  mailer.Wake();
  outbox_->recorded.WaitFor(2);
  EXPECT_EQ(carrier.sent.value(), 2);
  EXPECT_EQ(StateOf("n1"), MailState::kSent);
  EXPECT_EQ(StateOf("n2"), MailState::kSent);
}

TEST_F(MailerTest, GoesOnWhenTheStorageIsReadableAgain) {
  TestCarrier carrier([](const Message&) { return Delivery{}; });
  outbox_->fails_to_read = true;
  Queue(NoticeFor("ana", "n1"));
  Mailer mailer(*outbox_, carrier, clock_, *log_, {});
  carrier.rested.WaitFor(1);
  outbox_->fails_to_read = false;
  clock_.Advance(absl::Hours(1));
  mailer.Wake();
  outbox_->recorded.WaitFor(1);
  EXPECT_EQ(StateOf("n1"), MailState::kSent);
}

TEST_F(MailerTest, EndsAtOnceAlsoWhenTheServerIsSilentAndLosesNothing) {
  SmtpServer server;
  absl::Time begin;
  {
    Smtp smtp({.url = server.Url(), .verified = false});
    Queue(NoticeFor("silent", "n1"));
    Mailer mailer(*outbox_, smtp, clock_, *log_, {});
    EXPECT_EQ(server.NextMail()["silent"], "silent@example.org");
    begin = absl::Now();
  }
  EXPECT_LT(absl::Now() - begin, absl::Seconds(10));
  EXPECT_EQ(StateOf("n1"), MailState::kWaiting);
}

TEST_F(MailerTest, TheLogNamesMailsAndNeverPeople) {
  const std::string file = dir_.File("log");
  log_ = *Log::Open({.file = file, .level = "debug"});
  SmtpServer server;
  Smtp smtp({.url = server.Url(), .verified = false});
  TestCarrier carrier(smtp);
  people_["busy"] = {{"busy@example.org", "Busy Body"}, texts::Language::kSpanish};
  Queue(NoticeFor("nobody", "n1"));
  Queue(NoticeFor("busy", "n2"));
  Queue(NoticeFor("hostile", "n3"));
  {
    Mailer mailer(*outbox_, carrier, clock_, *log_, {});
    outbox_->recorded.WaitFor(3);
    carrier.rested.WaitFor(1);
    server.Kill();
    Queue(NoticeFor("ana", "n4"));
    mailer.Wake();
    carrier.rested.WaitFor(2);
  }
  log_.reset();
  std::stringstream logged;
  logged << std::ifstream(file).rdbuf();
  EXPECT_THAT(logged.str(), HasSubstr("n1: recipient: 550"));
  EXPECT_THAT(logged.str(), HasSubstr("n2: recipient: 451"));
  EXPECT_THAT(logged.str(), HasSubstr("n3: no address"));
  EXPECT_THAT(logged.str(), HasSubstr("mail_server_unavailable"));
  for (const char* personal : {"@", "Ana", "Body", "nobody", "busy", "actores", "Relevamiento"}) {
    EXPECT_THAT(logged.str(), Not(HasSubstr(personal))) << personal;
  }
}

TEST(Backoff, DoublesUpToItsLongest) {
  const Backoff backoff{absl::Seconds(5), absl::Seconds(60)};
  std::vector<int64_t> seconds;
  for (const int failures : {1, 2, 3, 4, 5, 6, 1'000'000}) seconds.push_back(absl::ToInt64Seconds(backoff.After(failures)));
  EXPECT_THAT(seconds, ElementsAre(5, 10, 20, 40, 60, 60, 60));
}

}  // namespace
}  // namespace minga::mail
