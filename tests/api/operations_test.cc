// What an operator does with a server and its data: ending it, backing it up under load, keys, settings.
#include <gmock/gmock.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "grpc/health/v1/health.pb.h"
#include "server/store/notice_store.h"
#include "server/store/sqlite/sqlite_store.h"
#include "tests/support/calls.h"
#include "tests/support/submitters.h"
#include "tests/support/temp_dir.h"
#include "tests/support/test_registry.h"

namespace minga {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;

Ended Minga(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), MINGA_SERVER);
  return RunToEnd(arguments);
}

class Operations : public testing::Test {
 protected:
  std::string data() const { return dir_.File("data"); }
  std::string key() const { return FirstLine(data() + "/secretariat.key"); }
  static absl::Status Ask(const ServerProcess& server, const std::string& key) {
    return ClientOf(server, key).ComputeStatistics({}).status();
  }

  test::TempDir dir_;
};

// Follows the health of the whole server from its own thread until the stream ends.
class HealthWatch {
 public:
  explicit HealthWatch(const std::string& address)
      : stub_(grpc::CreateChannel(address, grpc::InsecureChannelCredentials())), thread_([this] { Follow(); }) {}
  ~HealthWatch() { Join(); }
  void Join() {
    if (thread_.joinable()) thread_.join();
  }
  void WaitForFirst() {
    while (seen_count_ == 0) std::this_thread::sleep_for(milliseconds(5));
  }
  // After Join.
  const std::vector<int>& seen() const { return seen_; }

 private:
  void Follow() {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(60));
    grpc::CompletionQueue queue;
    const auto stream = stub_.PrepareCall(&context, "/grpc.health.v1.Health/Watch", &queue);
    const auto done = [&] {
      void* tag = nullptr;
      bool ok = false;
      return queue.Next(&tag, &ok) && ok;
    };
    stream->StartCall(nullptr);
    if (!done()) return;
    const std::string request = grpc::health::v1::HealthCheckRequest().SerializeAsString();
    const grpc::Slice slice(request);
    stream->Write(grpc::ByteBuffer(&slice, 1), nullptr);
    if (!done()) return;
    for (;;) {
      grpc::ByteBuffer buffer;
      stream->Read(&buffer, nullptr);
      if (!done()) break;
      grpc::Slice flat;
      grpc::health::v1::HealthCheckResponse response;
      if (buffer.TrySingleSlice(&flat).ok()) response.ParseFromArray(flat.begin(), static_cast<int>(flat.size()));
      seen_.push_back(response.status());
      ++seen_count_;
    }
    grpc::Status status;
    stream->Finish(&status, nullptr);
    done();
    queue.Shutdown();
    done();
  }

  grpc::GenericStub stub_;
  std::vector<int> seen_;
  std::atomic<int> seen_count_ = 0;
  std::thread thread_;
};

TEST_F(Operations, TermEndsTheServerOnceEveryCallUnderWayIsAnswered) {
  Submitters submitters;
  {
    ServerProcess server(ServerCommand(data()));
    submitters.Prepare(server, key());
    HealthWatch health(server.address());
    health.WaitForFirst();
    submitters.Begin(server, 40);
    std::this_thread::sleep_for(milliseconds(500));
    const auto begin = std::chrono::steady_clock::now();
    server.Terminate();
    EXPECT_EQ(server.Wait(), 0);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(10));
    submitters.Join();
    health.Join();
    using grpc::health::v1::HealthCheckResponse;
    EXPECT_THAT(health.seen(), testing::ElementsAre(HealthCheckResponse::SERVING, HealthCheckResponse::NOT_SERVING));
  }
  // Nobody was cut off in the middle: what was done was also answered.
  ServerProcess server(ServerCommand(data()));
  const auto registered = Registered(ClientOf(server, key()));
  EXPECT_GT(registered.size(), 0u);
  EXPECT_EQ(registered.size(), submitters.Count());
  EXPECT_THAT(submitters.Surprises(), testing::IsEmpty());
}

TEST_F(Operations, ABackupUnderLoadHoldsWhatWasAcknowledgedBeforeItBegan) {
  const std::string backup = dir_.File("backup.db"), restored = dir_.File("restored");
  Submitters submitters;
  ServerProcess server(ServerCommand(data()));
  submitters.Prepare(server, key());
  submitters.Begin(server, 200);
  std::this_thread::sleep_for(milliseconds(1000));
  const auto before = submitters.Acknowledged();
  const Ended made = Minga({"backup", "--data-dir", data(), backup});
  const size_t after = submitters.Count();
  submitters.Stop();
  ASSERT_EQ(made.code, 0) << made.err;
  ASSERT_FALSE(before.empty());
  EXPECT_GT(after, before.size()) << "nobody wrote during the backup";
  EXPECT_NE(Minga({"backup", "--data-dir", data(), backup}).code, 0) << "an existing backup was overwritten";
  // Not into the place of a server that runs.
  EXPECT_NE(Minga({"restore", "--data-dir", data(), "--replace", backup}).code, 0);

  ASSERT_EQ(Minga({"restore", "--data-dir", restored, backup}).code, 0);
  const Ended check = Minga({"check", "--data-dir", restored});
  EXPECT_EQ(check.code, 0) << check.err;
  EXPECT_THAT(check.out, HasSubstr("is sound"));
  ServerProcess copy(ServerCommand(restored));
  const auto registered = Registered(ClientOf(copy, key()));
  size_t missing = 0;
  for (const auto& [title, fiche] : before) missing += registered.contains(title) ? 0 : 1;
  EXPECT_EQ(missing, 0u);
  for (const auto& [title, count] : registered) EXPECT_EQ(count, 1) << title;
  std::cout << before.size() << " submissions acknowledged before the backup, " << registered.size() << " in it, " << after
            << " when it was done\n";
}

TEST_F(Operations, ADamagedBackupIsNotRestored) {
  const std::string backup = dir_.File("backup.db");
  {
    ServerProcess server(ServerCommand(data()));
    ASSERT_EQ(Minga({"backup", "--data-dir", data(), backup}).code, 0);
  }
  std::filesystem::resize_file(backup, std::filesystem::file_size(backup) / 2);
  const Ended restored = Minga({"restore", "--data-dir", dir_.File("restored"), backup});
  EXPECT_EQ(restored.code, 1);
  EXPECT_NE(restored.err, "");
  EXPECT_FALSE(std::filesystem::exists(dir_.File("restored/minga.db")));
}

TEST_F(Operations, ResettingTheKeyEndsTheOldOne) {
  std::string old_key;
  {
    ServerProcess server(ServerCommand(data()));
    old_key = key();
    EXPECT_TRUE(Ask(server, old_key).ok());
    const Ended refused = Minga({"reset-key", "--data-dir", data()});
    EXPECT_EQ(refused.code, 1);
    EXPECT_EQ(key(), old_key) << "a reset that was refused changed the key";
  }
  const Ended reset = Minga({"reset-key", "--data-dir", data()});
  ASSERT_EQ(reset.code, 0) << reset.err;
  EXPECT_THAT(reset.out, testing::Not(HasSubstr(key())));
  struct stat file = {};
  ASSERT_EQ(::stat((data() + "/secretariat.key").c_str(), &file), 0);
  EXPECT_EQ(file.st_mode & 0777, 0600u);
  ServerProcess server(ServerCommand(data()));
  EXPECT_TRUE(absl::IsUnauthenticated(Ask(server, old_key)));
  EXPECT_TRUE(Ask(server, key()).ok());
}

TEST_F(Operations, WithoutMailAPasswordIsRecoveredByWhoRunsTheRegistry) {
  std::string invitation;
  {
    ServerProcess server(ServerCommand(data()));
    const Client secretariat = ClientOf(server, key());
    v1::CreateMemberRequest invite;
    invite.set_parent("secretariat");
    invite.mutable_member()->set_email("noa@pifcss.example");
    invite.mutable_member()->set_display_name("Noa Ríos");
    invite.mutable_member()->add_roles(v1::ROLE_ANALYST);
    invitation = Must(secretariat.CreateMember(invite)).invitation_token();
    v1::AcceptInvitationRequest accept;
    accept.set_token(invitation);
    accept.set_password("la primera, larga");
    Must(ClientOf(server, "").AcceptInvitation(accept));
    v1::RequestRecoveryRequest forgot;
    forgot.set_email("noa@pifcss.example");
    EXPECT_EQ(Reason(ClientOf(server, "").RequestRecovery(forgot).status()), "NO_MAIL");
    EXPECT_EQ(Minga({"recover", "--data-dir", data(), "noa@pifcss.example"}).code, 1) << "the server runs";
  }
  EXPECT_EQ(Minga({"recover", "--data-dir", data(), "nadie@pifcss.example"}).code, 1);
  const Ended made = Minga({"recover", "--data-dir", data(), "Noa@pifcss.example"});
  ASSERT_EQ(made.code, 0) << made.err;
  ServerProcess server(ServerCommand(data()));
  v1::RecoverPasswordRequest recover;
  recover.set_token(made.out.substr(0, made.out.find('\n')));
  recover.set_password("la segunda, larga");
  Must(ClientOf(server, "").RecoverPassword(recover));
  v1::SignInRequest sign_in;
  sign_in.set_email("noa@pifcss.example");
  sign_in.set_password("la segunda, larga");
  EXPECT_NE(Must(ClientOf(server, "").SignIn(sign_in)).token(), "");
  EXPECT_EQ(Reason(ClientOf(server, "").RecoverPassword(recover).status()), "TOKEN_INVALID");
}

TEST_F(Operations, ASecondServerOnTheSameDataIsRefused) {
  ServerProcess server(ServerCommand(data()));
  const Ended second = RunToEnd(ServerCommand(data()));
  EXPECT_EQ(second.code, 1);
  EXPECT_THAT(second.err, HasSubstr(data()));
  EXPECT_TRUE(Ask(server, key()).ok());
}

TEST_F(Operations, ASecondServerOnTheSamePortIsRefused) {
  ServerProcess server(ServerCommand(data()));
  const Ended second = Minga({"--data-dir", dir_.File("other"), "--listen", server.address(), "--log-file", dir_.File("other.log")});
  EXPECT_EQ(second.code, 1);
  EXPECT_THAT(second.err, HasSubstr(server.address()));
  EXPECT_TRUE(Ask(server, key()).ok());
}

TEST_F(Operations, AnOpenAddressNeedsToBeSaidTwice) {
  for (const char* address : {"0.0.0.0:0", "[::]:0", "192.0.2.1:0", "example.org:0", ":0"}) {
    const Ended refused = Minga({"--data-dir", data(), "--listen", address});
    EXPECT_EQ(refused.code, 1) << address;
    EXPECT_THAT(refused.err, HasSubstr("--insecure-listen")) << address;
  }
  EXPECT_EQ(Minga({"--data-dir", data(), "--listen", "nonsense"}).code, 1);
  EXPECT_FALSE(std::filesystem::exists(data()));
}

TEST_F(Operations, SettingsComeFromAFileAndFlagsWin) {
  std::ofstream(dir_.File("minga.toml")) << "data_dir = \"" << data()
                                         << "\"\nlisten = \"192.0.2.1:1\"\nlog_level = \"off\"\nworkers = 4\nlog_file = \""
                                         << dir_.File("server.log") << "\"\n";
  ServerProcess server({MINGA_SERVER, "--config", dir_.File("minga.toml"), "--listen", "127.0.0.1:0"});
  EXPECT_TRUE(Ask(server, key()).ok());
}

TEST_F(Operations, AMailServerNeedsASenderALinkAndAPasswordWithItsUser) {
  const std::vector<std::pair<std::vector<std::string>, std::string>> cases = {
      {{"--smtp-url", "http://mail.example.org"}, "smtp_url"},
      {{"--smtp-url", "smtp://u:p@mail.example.org"}, "smtp_url"},
      {{"--smtp-url", "smtp://127.0.0.1:1"}, "mail_from"},
      {{"--smtp-url", "smtp://127.0.0.1:1", "--mail-from", "minga"}, "mail_from"},
      {{"--smtp-url", "smtp://127.0.0.1:1", "--mail-from", "m@example.org"}, "mail_link_base"},
      {{"--smtp-url", "smtp://127.0.0.1:1", "--mail-from", "m@example.org", "--mail-link-base", "x.org"}, "mail_link_base"},
      {{"--smtp-url", "smtp://127.0.0.1:1", "--mail-from", "m@example.org", "--mail-link-base", "https://x.org", "--smtp-user", "u"},
       "smtp_password_file"},
      {{"--smtp-url", "smtp://127.0.0.1:1", "--mail-from", "m@example.org", "--mail-link-base", "https://x.org", "--smtp-user", "u",
        "--smtp-password-file", dir_.File("absent")},
       "smtp_password_file"},
  };
  for (const auto& [flags, said] : cases) {
    std::vector<std::string> arguments = {"--data-dir", data(), "--listen", "127.0.0.1:0"};
    arguments.insert(arguments.end(), flags.begin(), flags.end());
    const Ended refused = Minga(arguments);
    EXPECT_EQ(refused.code, 1) << said;
    EXPECT_THAT(refused.err, HasSubstr(said));
  }
}

// Nobody is known yet whom the mail could go to.
TEST_F(Operations, AMailThatWaitedIsTakenUpWhenTheServerStarts) {
  ServerProcess(ServerCommand(data())).Kill();
  {
    const auto store = *store::sqlite::Open({.path = data() + "/minga.db"});
    ASSERT_TRUE(store
                    ->Write(Scope::System(),
                            [](store::Transaction& transaction) {
                              store::NewNotice notice;
                              notice.notice.set_name("people/ana/notices/n1");
                              notice.notice.set_kind(v1::NOTICE_KIND_RECOVERY);
                              notice.mail = store::WantedMail{"enter#secret", absl::Now() + absl::Hours(1)};
                              return transaction.notices().Insert(notice, absl::Now());
                            })
                    .ok());
  }
  std::vector<std::string> command = ServerCommand(data());
  command.insert(command.end(), {"--smtp-url", "smtp://127.0.0.1:1", "--mail-from", "Minga <minga@example.org>", "--mail-link-base",
                                 "https://minga.example.org/"});
  ServerProcess server(command);
  const auto state = [&] {
    std::ifstream log(data() + ".log");
    return std::string(std::istreambuf_iterator<char>(log), {});
  };
  while (state().find("mail_given_up") == std::string::npos) std::this_thread::sleep_for(milliseconds(5));
  server.Terminate();
  EXPECT_EQ(server.Wait(), 0);
}

TEST_F(Operations, AWrongSettingIsNamedWithItsLine) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"data_dir = \"x\"\nlistne = \"y\"", "listne"},   {"data_dir = \"x\"\nworkers = 0", "workers"},
      {"data_dir = \"x\"\nworkers = \"4\"", "workers"}, {"data_dir = \"x\"\ninsecure_listen = 1", "insecure_listen"},
      {"data_dir = \"x\"\nlisten = 7420", "listen"},    {"data_dir = \"x\"\nlisten = ", ":2:"},
  };
  for (const auto& [text, said] : cases) {
    std::ofstream(dir_.File("minga.toml"), std::ios::trunc) << text << "\n";
    const Ended refused = Minga({"--config", dir_.File("minga.toml")});
    EXPECT_EQ(refused.code, 1) << text;
    EXPECT_THAT(refused.err, HasSubstr(dir_.File("minga.toml") + ":2: ")) << text;
    EXPECT_THAT(refused.err, HasSubstr(said)) << text;
  }
  std::ofstream(dir_.File("minga.toml"), std::ios::trunc) << "smtp_url = \"x\"\nsmtp_insecure = 1\n";
  EXPECT_THAT(Minga({"--config", dir_.File("minga.toml")}).err, HasSubstr("minga.toml:2: smtp_insecure"));
  EXPECT_THAT(Minga({"--config", dir_.File("absent.toml")}).err, HasSubstr("absent.toml"));
  EXPECT_EQ(Minga({"--data-dir", data(), "--log-level", "loud"}).code, 1);
  EXPECT_EQ(Minga({}).code, 1);
  EXPECT_EQ(Minga({"check", "--data-dir", dir_.File("nowhere")}).code, 1);
  EXPECT_EQ(Minga({"backup", "--data-dir", dir_.File("nowhere"), dir_.File("b.db")}).code, 1);
  EXPECT_EQ(Minga({"reset-key", "--data-dir", dir_.File("nowhere")}).code, 1);
}

}  // namespace
}  // namespace minga
