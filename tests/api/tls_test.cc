// The server with a certificate of its own: who is let in, what a wrong file says, and a certificate that changes while it runs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <thread>

#include "tests/support/child_process.h"
#include "tests/support/server_process.h"
#include "tests/support/temp_dir.h"

namespace minga {
namespace {

using testing::HasSubstr;

class Tls : public testing::Test {
 protected:
  // A certificate for 127.0.0.1 that vouches for itself, as NAME.crt and NAME.key.
  void MakeCertificate(const std::string& name) {
    const Ended made = RunToEnd({"/usr/bin/openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                                 "-days", "2", "-subj", "/CN=" + name, "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost", "-keyout",
                                 dir_.File(name + ".key"), "-out", dir_.File(name + ".crt")});
    ASSERT_EQ(made.code, 0) << made.err;
  }
  // What the server reads, now those of `name`. The directory changes in one step: the two belong together.
  void Use(const std::string& name) {
    const std::string next = dir_.File("next");
    std::filesystem::create_directory(dir_.File("of-" + name));
    std::filesystem::copy_file(dir_.File(name + ".crt"), dir_.File("of-" + name + "/chain.pem"));
    std::filesystem::copy_file(dir_.File(name + ".key"), dir_.File("of-" + name + "/key.pem"));
    std::filesystem::create_directory_symlink("of-" + name, next);
    std::filesystem::rename(next, dir_.File("tls"));
  }
  std::vector<std::string> Command() {
    std::vector<std::string> command = ServerCommand(dir_.File("data"));
    command.insert(command.end(), {"--tls-certificate", dir_.File("tls/chain.pem"), "--tls-key", dir_.File("tls/key.pem")});
    return command;
  }
  std::string Certificate(const std::string& name) {
    std::ifstream file(dir_.File(name + ".crt"));
    return {std::istreambuf_iterator<char>(file), {}};
  }
  // A call of the secretariat over a connection of its own; without `trusted` in the open.
  absl::Status Ask(const ServerProcess& server, const std::string& trusted) {
    Options options;
    options.server = server.address();
    options.key = FirstLine(dir_.File("data/secretariat.key"));
    options.retry.attempts = 1;
    options.security = trusted.empty() ? Security::kInsecure : Security::kTls;
    if (!trusted.empty()) options.root_certificates = Certificate(trusted);
    return Client::Connect(options)->GetIdentity({}).status();
  }

  test::TempDir dir_;
};

TEST_F(Tls, WhoTrustsTheCertificateIsServedAndNobodyElse) {
  MakeCertificate("one");
  MakeCertificate("other");
  Use("one");
  ServerProcess server(Command());
  EXPECT_TRUE(Ask(server, "one").ok()) << Ask(server, "one");
  EXPECT_TRUE(absl::IsUnavailable(Ask(server, "other")));
  EXPECT_TRUE(absl::IsUnavailable(Ask(server, ""))) << "in the open";
  const Ended by_command = RunToEnd({MINGA_CLI, "whoami", "--server", server.address(), "--ca-file", dir_.File("one.crt"), "--key-file",
                                     dir_.File("data/secretariat.key"), "--language", "en"});
  EXPECT_EQ(by_command.code, 0) << by_command.err;
}

TEST_F(Tls, ACertificateThatIsReplacedServesTheNextConnectionWithoutARestart) {
  MakeCertificate("one");
  MakeCertificate("two");
  Use("one");
  ServerProcess server(Command());
  Options options;
  options.server = server.address();
  options.key = FirstLine(dir_.File("data/secretariat.key"));
  options.retry.attempts = 1;
  options.security = Security::kTls;
  options.root_certificates = Certificate("one");
  const Client connected = *Client::Connect(options);
  ASSERT_TRUE(connected.GetIdentity({}).ok());
  Use("two");
  const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (!Ask(server, "two").ok() && std::chrono::steady_clock::now() < patience)
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  EXPECT_TRUE(Ask(server, "two").ok());
  EXPECT_TRUE(absl::IsUnavailable(Ask(server, "one")));
  EXPECT_TRUE(connected.GetIdentity({}).ok()) << "who was connected stays so";
}

TEST_F(Tls, WrongFilesAreSaidAtTheStart) {
  MakeCertificate("one");
  MakeCertificate("two");
  const std::string certificate = dir_.File("one.crt"), key = dir_.File("one.key");
  const auto start = [&](const std::vector<std::string>& more) {
    std::vector<std::string> command = ServerCommand(dir_.File("data"));
    command.insert(command.end(), more.begin(), more.end());
    return RunToEnd(command);
  };
  const std::vector<std::pair<std::vector<std::string>, std::string>> cases = {
      {{"--tls-certificate", certificate}, "go together"},
      {{"--tls-key", key}, "go together"},
      {{"--tls-certificate", dir_.File("none.crt"), "--tls-key", key}, "tls_certificate: " + dir_.File("none.crt")},
      {{"--tls-certificate", key, "--tls-key", key}, "tls_certificate: " + key},
      {{"--tls-certificate", certificate, "--tls-key", certificate}, "tls_key: " + certificate},
      {{"--tls-certificate", certificate, "--tls-key", dir_.File("two.key")}, "tls_key: " + dir_.File("two.key")},
  };
  for (const auto& [more, what] : cases) {
    const Ended refused = start(more);
    EXPECT_EQ(refused.code, 1) << what;
    EXPECT_THAT(refused.err, HasSubstr(what));
  }
}

TEST_F(Tls, AnOpenAddressIsServedWithACertificate) {
  MakeCertificate("one");
  Use("one");
  std::vector<std::string> command = Command();
  command.insert(command.end(), {"--listen", "0.0.0.0:0"});
  command.erase(command.begin() + 3, command.begin() + 5);
  ServerProcess server(command);
  EXPECT_THAT(server.address(), testing::StartsWith("0.0.0.0:"));
}

}  // namespace
}  // namespace minga
