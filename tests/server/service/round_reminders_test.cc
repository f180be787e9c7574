// What the registry reminds of by itself, on a clock that the test moves.
#include "server/service/round_reminders.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "server/base/resource_name.h"
#include "server/domain/times.h"
#include "server/store/agency_store.h"
#include "server/store/fiche_store.h"
#include "server/store/notice_store.h"
#include "server/store/person_store.h"
#include "tests/support/test_store.h"

namespace minga::service {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr char kAgency[] = "pe-apci";
constexpr char kOther[] = "uy-auci";

// Counts how often something is written.
class WriteCounter final : public store::Store {
 public:
  explicit WriteCounter(store::Store& store) : store_(store) {}
  absl::Status Read(const Scope& scope, Body body) override { return store_.Read(scope, body); }
  absl::Status Write(const Scope& scope, Body body) override {
    ++writes;
    return store_.Write(scope, body);
  }
  std::optional<uint64_t> Epoch(store::Topics topics) const override { return store_.Epoch(topics); }
  std::unique_ptr<Watching> Watch(store::Topics topics, std::function<void()> changed) override {
    return store_.Watch(topics, std::move(changed));
  }
  const std::string& secret() const override { return store_.secret(); }

  int writes = 0;

 private:
  store::Store& store_;
};

class RoundReminders : public testing::Test {
 protected:
  RoundReminders() {
    Write([this](store::Transaction& t) {
      for (const char* id : {kAgency, kOther}) {
        v1::Agency agency;
        agency.set_name(names::Agency(id));
        agency.set_display_name(std::string("Agencia ") + id);
        if (const absl::Status status = t.agencies().Insert(agency, opened_).status(); !status.ok()) return status;
        if (const absl::Status status = Join(t, id, "luz", v1::ROLE_EDITOR); !status.ok()) return status;
        if (const absl::Status status = Join(t, id, "ana", v1::ROLE_VALIDATOR); !status.ok()) return status;
      }
      round_.set_name("rounds/r2026");
      round_.set_display_name("Relevamiento 2026");
      *round_.mutable_open_time() = domain::StampOf(opened_);
      *round_.mutable_close_time() = domain::StampOf(closes_);
      return t.rounds().Insert(round_, opened_).status();
    });
  }

  static absl::Status Join(store::Transaction& t, const std::string& agency, const std::string& who, v1::Role role) {
    v1::Member member;
    member.set_name(names::Member(agency, who));
    member.set_email(fmt::format("{}@{}.example.org", who, agency));
    member.set_display_name(who);
    member.add_roles(role);
    member.set_state(v1::MEMBER_STATE_ACTIVE);
    return t.people().InsertMember(member, agency + "-" + who, absl::UnixEpoch()).status();
  }
  template <typename Body>
  void Write(Body body) {
    const absl::Status status = store_->Write(Scope::System(), [&](store::Transaction& t) { return body(t); });
    ASSERT_TRUE(status.ok()) << status;
  }
  // Reminds at that time; answers when it is the turn of the next.
  absl::Time At(absl::Time now, const std::vector<int>& days = {7, 1}) {
    const absl::StatusOr<absl::Time> next = RemindOfDeadlines(*store_, days, now);
    EXPECT_TRUE(next.ok()) << next.status();
    return next.value_or(absl::InfinitePast());
  }
  std::vector<v1::Notice> Told(const std::string& person) {
    std::vector<v1::Notice> told;
    const absl::Status status = store_->Read(Scope::System(), [&](store::Transaction& t) {
      const auto notices = t.notices().List(person, {}, 100);
      if (notices.ok()) told = *notices;
      return notices.status();
    });
    EXPECT_TRUE(status.ok());
    return told;
  }
  void Fiche(v1::FicheState state) {
    Write([&](store::Transaction& t) {
      v1::Fiche fiche;
      fiche.set_name(names::Fiche(kAgency, "f1"));
      fiche.set_round("rounds/r2026");
      fiche.set_state(state);
      return t.fiches().Insert(fiche, {}, opened_).status();
    });
  }

  const absl::Time opened_ = absl::FromUnixSeconds(1'800'000'000);
  const absl::Time closes_ = opened_ + absl::Hours(30 * 24);
  const absl::Time week_ = closes_ - absl::Hours(7 * 24);
  const absl::Time day_ = closes_ - absl::Hours(24);
  v1::Round round_;
  test::TestStore store_;
};

TEST_F(RoundReminders, EachDeadlineIsRemindedOfOnceAtEachOfItsTimes) {
  EXPECT_EQ(At(opened_), week_);
  EXPECT_EQ(At(week_ - absl::Microseconds(1)), week_);
  EXPECT_THAT(Told("pe-apci-luz"), IsEmpty());
  EXPECT_EQ(At(week_), day_);
  EXPECT_EQ(At(week_ + absl::Hours(5)), day_);
  ASSERT_EQ(Told("pe-apci-luz").size(), 1u);
  const v1::Notice notice = Told("pe-apci-luz").at(0);
  EXPECT_EQ(notice.kind(), v1::NOTICE_KIND_DEADLINE_NEAR);
  EXPECT_EQ(notice.round_display_name(), "Relevamiento 2026");
  EXPECT_EQ(notice.agency_display_name(), "Agencia pe-apci");
  EXPECT_EQ(notice.deadline().seconds(), absl::ToUnixSeconds(closes_));
  EXPECT_EQ(notice.author_display_name(), "");
  EXPECT_EQ(Told("uy-auci-luz").size(), 1u);
  // The validator has nothing to do before there is a fiche.
  EXPECT_THAT(Told("pe-apci-ana"), IsEmpty());
  EXPECT_EQ(At(day_), absl::InfiniteFuture());
  EXPECT_EQ(Told("pe-apci-luz").size(), 2u);
  EXPECT_EQ(At(closes_), absl::InfiniteFuture());
  EXPECT_EQ(At(closes_ + absl::Hours(48)), absl::InfiniteFuture());
  EXPECT_EQ(Told("pe-apci-luz").size(), 2u);
}

TEST_F(RoundReminders, OfWhatBecameDueMeanwhileTheLastIsSent) {
  EXPECT_EQ(At(day_ + absl::Hours(1)), absl::InfiniteFuture());
  EXPECT_EQ(Told("pe-apci-luz").size(), 1u);
  EXPECT_EQ(At(day_ + absl::Hours(2)), absl::InfiniteFuture());
  EXPECT_EQ(Told("pe-apci-luz").size(), 1u);
}

TEST_F(RoundReminders, NothingIsSentWhenTheDeadlineHasPassed) {
  At(closes_);
  EXPECT_THAT(Told("pe-apci-luz"), IsEmpty());
}

TEST_F(RoundReminders, WhoHasSentItsFicheIsLeftAlone) {
  Fiche(v1::FICHE_STATE_SUBMITTED);
  At(week_);
  EXPECT_THAT(Told("pe-apci-luz"), IsEmpty());
  EXPECT_EQ(Told("uy-auci-luz").size(), 1u);
}

TEST_F(RoundReminders, ValidatorsAreRemindedOfWhatWaitsForThem) {
  Fiche(v1::FICHE_STATE_IN_REVIEW);
  At(week_);
  EXPECT_EQ(Told("pe-apci-luz").size(), 1u);
  ASSERT_EQ(Told("pe-apci-ana").size(), 1u);
  EXPECT_EQ(Told("pe-apci-ana").at(0).record(), "agencies/pe-apci/fiches/f1");
  EXPECT_THAT(Told("uy-auci-ana"), IsEmpty());
}

TEST_F(RoundReminders, WhoIsNotAskedIsNotReminded) {
  Write([&](store::Transaction& t) {
    round_.add_agencies("agencies/uy-auci");
    return t.rounds().Update(round_);
  });
  At(week_);
  EXPECT_THAT(Told("pe-apci-luz"), IsEmpty());
  EXPECT_EQ(Told("uy-auci-luz").size(), 1u);
}

TEST_F(RoundReminders, AnExtensionIsRemindedOfByItself) {
  At(week_);
  At(day_);
  const absl::Time extended = closes_ + absl::Hours(20 * 24);
  Write([&](store::Transaction& t) {
    v1::RoundExtension extension;
    *extension.mutable_close_time() = domain::StampOf(extended);
    return t.rounds().SetExtension("r2026", kAgency, extension, closes_ - absl::Hours(1));
  });
  EXPECT_EQ(At(closes_ - absl::Hours(1)), extended - absl::Hours(7 * 24));
  EXPECT_EQ(Told("pe-apci-luz").size(), 2u);
  At(extended - absl::Hours(7 * 24));
  ASSERT_EQ(Told("pe-apci-luz").size(), 3u);
  EXPECT_EQ(Told("pe-apci-luz").at(0).deadline().seconds(), absl::ToUnixSeconds(extended));
  EXPECT_EQ(Told("uy-auci-luz").size(), 2u);
}

TEST_F(RoundReminders, WhoJustGotAFewMoreDaysIsNotToldAtOnceThatTheyAreFew) {
  At(week_);
  At(day_);
  Write([&](store::Transaction& t) {
    v1::RoundExtension extension;
    *extension.mutable_close_time() = domain::StampOf(closes_ + absl::Hours(3 * 24));
    return t.rounds().SetExtension("r2026", kAgency, extension, closes_);
  });
  EXPECT_EQ(At(closes_), closes_ + absl::Hours(2 * 24));
  EXPECT_EQ(Told("pe-apci-luz").size(), 2u);
  At(closes_ + absl::Hours(2 * 24));
  EXPECT_EQ(Told("pe-apci-luz").size(), 3u);
}

TEST_F(RoundReminders, AMovedDeadlineIsRemindedOfAnew) {
  At(week_);
  Write([&](store::Transaction& t) {
    *round_.mutable_close_time() = domain::StampOf(closes_ + absl::Hours(30 * 24));
    return t.rounds().Update(round_);
  });
  EXPECT_EQ(At(week_ + absl::Hours(1)), week_ + absl::Hours(30 * 24));
  At(week_ + absl::Hours(30 * 24));
  EXPECT_EQ(Told("pe-apci-luz").size(), 2u);
}

TEST_F(RoundReminders, ARoundThatOpensShortlyBeforeItsEndIsNotRemindedOfAtOnce) {
  Write([&](store::Transaction& t) {
    *round_.mutable_open_time() = domain::StampOf(closes_ - absl::Hours(3 * 24));
    return t.rounds().Update(round_);
  });
  EXPECT_EQ(At(closes_ - absl::Hours(3 * 24)), day_);
  EXPECT_THAT(Told("pe-apci-luz"), IsEmpty());
}

TEST_F(RoundReminders, WhereNobodyWouldBeToldNothingIsWritten) {
  WriteCounter counter(*store_);
  Write([](store::Transaction& t) {
    const absl::Status status = t.people().EndMember(kAgency, "luz");
    return status.ok() ? t.people().EndMember(kOther, "luz") : status;
  });
  const auto writes = [&](absl::Time now) {
    const int before = counter.writes;
    EXPECT_TRUE(RemindOfDeadlines(counter, {7, 1}, now).ok());
    return counter.writes - before;
  };
  EXPECT_EQ(writes(week_), 0);
  EXPECT_EQ(writes(week_ + absl::Hours(1)), 0);
  // Who joins hears of it, whoever comes before it in the round has still nobody.
  Write([](store::Transaction& t) { return Join(t, kOther, "eva", v1::ROLE_EDITOR); });
  EXPECT_EQ(writes(week_ + absl::Hours(2)), 1);
  EXPECT_EQ(Told("uy-auci-eva").size(), 1u);
  EXPECT_EQ(writes(week_ + absl::Hours(3)), 0);
}

TEST_F(RoundReminders, ARoundWithoutAnEndIsNeverRemindedOf) {
  Write([&](store::Transaction& t) {
    round_.clear_close_time();
    return t.rounds().Update(round_);
  });
  EXPECT_EQ(At(closes_), absl::InfiniteFuture());
}

}  // namespace
}  // namespace minga::service
