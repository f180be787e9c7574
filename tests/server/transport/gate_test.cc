#include "server/transport/gate/gate.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <memory>

#include "google/rpc/error_details.pb.h"
#include "minga/v1/fiche_service.pb.h"
#include "server/base/id.h"
#include "tests/support/records.h"
#include "tests/support/test_store.h"

namespace minga::transport {
namespace {

using google::protobuf::MethodDescriptor;

class GateTest : public testing::Test {
 protected:
  GateTest() {
    EXPECT_TRUE(test::Prepare(*store_).ok());
    EXPECT_TRUE(store_
                    ->Write(Scope::System(),
                            [](store::Transaction& transaction) {
                              const absl::Status agency = transaction.agencies().InsertKey(test::kAgency, "k1", test::NewKey(),
                                                                                           Hash("agency-key"), absl::UnixEpoch());
                              if (!agency.ok()) return agency;
                              return transaction.agencies().InsertKey("secretariat", "k2", test::NewKey({}, v1::ROLE_ADMINISTRATOR),
                                                                      Hash("secretariat-key"), absl::UnixEpoch());
                            })
                    .ok());
  }

  static const MethodDescriptor& Method(const char* name) {
    return *v1::GetFicheRequest::descriptor()->file()->service(0)->FindMethodByName(name);
  }

  // Calls and waits. Answers the reason, or "OK".
  std::string Call(
      Gate& gate, const char* method, const std::string& key, Gate::Handler handler = [](const service::Call&) { return absl::OkStatus(); },
      absl::Time deadline = absl::InfiniteFuture()) {
    std::promise<google::rpc::Status> answered;
    gate.Admit(Method(method), {key.empty() ? "" : "Bearer " + key, "en", deadline, {}}, std::move(handler),
               [&](const google::rpc::Status& status) { answered.set_value(status); });
    const google::rpc::Status status = answered.get_future().get();
    google::rpc::ErrorInfo info;
    for (const auto& detail : status.details()) detail.UnpackTo(&info);
    return status.code() == 0 ? "OK" : info.reason();
  }

  test::TestStore store_;
  SystemClock clock_;
  std::unique_ptr<Log> log_ = Log::Silent();
};

TEST_F(GateTest, LetsInWhoMay) {
  Gate gate(*store_, clock_, *log_, 2, 10);
  service::Call seen;
  EXPECT_EQ(Call(gate, "GetFiche", "agency-key",
                 [&](const service::Call& call) {
                   seen = call;
                   return absl::OkStatus();
                 }),
            "OK");
  EXPECT_TRUE(seen.scope.IsAgency(test::kAgency));
  EXPECT_EQ(seen.identity.credential, "k1");
  EXPECT_EQ(seen.language, texts::Language::kEnglish);
  EXPECT_EQ(Call(gate, "DecideInitiative", "secretariat-key"), "OK");
}

TEST_F(GateTest, KeepsOutWhoMayNotBeforeTheRulesRun) {
  Gate gate(*store_, clock_, *log_, 2, 10);
  std::atomic<int> ran = 0;
  const auto count = [&](const service::Call&) {
    ++ran;
    return absl::OkStatus();
  };
  EXPECT_EQ(Call(gate, "GetFiche", "", count), "UNAUTHENTICATED");
  EXPECT_EQ(Call(gate, "GetFiche", "wrong", count), "UNAUTHENTICATED");
  EXPECT_EQ(Call(gate, "DecideInitiative", "agency-key", count), "PERMISSION_DENIED");
  EXPECT_EQ(Call(gate, "CreateFiche", "secretariat-key", count), "PERMISSION_DENIED");
  EXPECT_EQ(Call(gate, "GetFiche", "agency-key", count, absl::UnixEpoch()), "DEADLINE_EXCEEDED");
  EXPECT_EQ(ran, 0);
}

TEST_F(GateTest, AnswersFromMemoryOnlyACallerWhoIsKnownAndMay) {
  Gate gate(*store_, clock_, *log_, 2, 10);
  service::Call seen;
  int asked = 0;
  bool can = true;
  const auto now = [&](const char* method, const std::string& authorization) {
    return gate.AnswerNow(Method(method), authorization, "pt", [&](const service::Call& call) {
      seen = call;
      ++asked;
      return can;
    });
  };
  EXPECT_FALSE(now("GetFiche", "Bearer agency-key"));
  EXPECT_EQ(Call(gate, "GetFiche", "agency-key"), "OK");
  EXPECT_TRUE(now("GetFiche", "Bearer agency-key"));
  EXPECT_TRUE(seen.scope.IsAgency(test::kAgency));
  EXPECT_EQ(seen.identity.credential, "k1");
  EXPECT_EQ(seen.language, texts::Language::kPortuguese);
  EXPECT_EQ(asked, 1);
  EXPECT_FALSE(now("DecideInitiative", "Bearer agency-key"));
  EXPECT_FALSE(now("GetFiche", "Bearer wrong"));
  EXPECT_FALSE(now("GetFiche", ""));
  EXPECT_EQ(asked, 1);
  can = false;
  EXPECT_FALSE(now("GetFiche", "Bearer agency-key"));
  EXPECT_EQ(asked, 2);
  can = true;
  EXPECT_TRUE(gate.Drain(absl::Seconds(60)));
  EXPECT_FALSE(now("GetFiche", "Bearer agency-key"));
  EXPECT_EQ(asked, 2);
}

TEST_F(GateTest, ARevokedKeyIsNotKnownForAMomentLonger) {
  Gate gate(*store_, clock_, *log_, 2, 10);
  EXPECT_EQ(Call(gate, "GetFiche", "agency-key"), "OK");
  EXPECT_EQ(Call(gate, "GetFiche", "agency-key"), "OK");
  ASSERT_TRUE(
      store_
          ->Write(Scope::Secretariat(),
                  [](store::Transaction& transaction) { return transaction.agencies().RevokeKey(test::kAgency, "k1", absl::UnixEpoch()); })
          .ok());
  EXPECT_FALSE(gate.AnswerNow(Method("GetFiche"), "Bearer agency-key", "", [](const service::Call&) { return true; }));
  EXPECT_EQ(Call(gate, "GetFiche", "agency-key"), "UNAUTHENTICATED");
}

TEST_F(GateTest, RefusesAMethodWithoutAPermission) {
  Gate gate(*store_, clock_, *log_, 1, 10);
  google::protobuf::DescriptorPool descriptors;
  google::protobuf::FileDescriptorProto file;
  file.set_name("bare.proto");
  file.add_message_type()->set_name("M");
  auto* method = file.add_service()->add_method();
  file.mutable_service(0)->set_name("Bare");
  method->set_name("Do");
  method->set_input_type(".M");
  method->set_output_type(".M");
  const MethodDescriptor& bare = *descriptors.BuildFile(file)->service(0)->method(0);
  std::promise<int> code;
  gate.Admit(
      bare, {"Bearer secretariat-key", "en", absl::InfiniteFuture(), {}}, [](const service::Call&) { return absl::OkStatus(); },
      [&](const google::rpc::Status& status) { code.set_value(status.code()); });
  EXPECT_EQ(code.get_future().get(), static_cast<int>(absl::StatusCode::kPermissionDenied));
}

TEST_F(GateTest, AFullQueueIsSaidAtOnce) {
  Gate gate(*store_, clock_, *log_, 1, 1);
  std::promise<void> started, release;
  std::shared_future<void> released = release.get_future().share();
  std::promise<void> first_done, second_done;
  const auto admit = [&](Gate::Handler handler, std::promise<void>& done) {
    gate.Admit(Method("GetFiche"), {"Bearer agency-key", "en", absl::InfiniteFuture(), {}}, std::move(handler),
               [&done](const google::rpc::Status&) { done.set_value(); });
  };
  admit(
      [&](const service::Call&) {
        started.set_value();
        released.wait();
        return absl::OkStatus();
      },
      first_done);
  started.get_future().wait();
  admit([](const service::Call&) { return absl::OkStatus(); }, second_done);
  EXPECT_EQ(Call(gate, "GetFiche", "agency-key"), "OVERLOADED");
  release.set_value();
  first_done.get_future().wait();
  second_done.get_future().wait();
}

TEST_F(GateTest, DrainingWaitsForCallsAndRefusesNewOnes) {
  Gate gate(*store_, clock_, *log_, 2, 10);
  std::promise<void> started, release;
  std::atomic<bool> ended = false;
  gate.Admit(
      Method("GetFiche"), {"Bearer agency-key", "en", absl::InfiniteFuture(), {}},
      [&](const service::Call&) {
        started.set_value();
        release.get_future().wait();
        return absl::OkStatus();
      },
      [&](const google::rpc::Status&) { ended = true; });
  started.get_future().wait();
  EXPECT_FALSE(gate.Drain(absl::Milliseconds(1)));
  EXPECT_EQ(Call(gate, "GetFiche", "agency-key"), "SHUTTING_DOWN");
  release.set_value();
  EXPECT_TRUE(gate.Drain(absl::Seconds(60)));
  EXPECT_TRUE(ended);
}

TEST_F(GateTest, ManyCallersAtOnceEachGetOneAnswer) {
  Gate gate(*store_, clock_, *log_, 4, 10'000);
  std::atomic<int> answers = 0;
  std::vector<std::thread> callers;
  for (int caller = 0; caller < 4; ++caller) {
    callers.emplace_back([&] {
      for (int i = 0; i < 100; ++i) {
        gate.Admit(
            Method("GetFiche"), {"Bearer agency-key", "en", absl::InfiniteFuture(), {}},
            [&](const service::Call& call) {
              return store_->Read(call.scope, [](store::Transaction& transaction) {
                return transaction.fiches().Get(test::kAgency, test::kFiche).status();
              });
            },
            [&](const google::rpc::Status& status) { answers += status.code() == 0; });
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_TRUE(gate.Drain(absl::Seconds(60)));
  EXPECT_EQ(answers, 400);
}

}  // namespace
}  // namespace minga::transport
