#include "minga/client.h"

#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <ranges>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "client/src/security.h"
#include "tests/client/fake_server.h"

namespace minga {
namespace {

using testing::ComeBackAfter;
using ::testing::ElementsAre;
using testing::FakeServer;
using testing::RichError;
using ::testing::SizeIs;

static_assert(std::ranges::input_range<PageRange<v1::Initiative>>);
static_assert(std::copyable<Client>);

Options Quick(const FakeServer& server) {
  Options options;
  options.server = server.address();
  options.key = "mk_test";
  options.language = "pt";
  options.deadline = absl::Seconds(20);
  options.retry.initial_backoff = absl::Milliseconds(2);
  options.retry.max_backoff = absl::Milliseconds(10);
  return options;
}

Client Connect(Options options) {
  absl::StatusOr<Client> client = Client::Connect(std::move(options));
  EXPECT_TRUE(client.ok()) << client.status();
  return *client;
}

v1::GetAgencyRequest AgencyNamed(const std::string& name) {
  v1::GetAgencyRequest request;
  request.set_name(name);
  return request;
}

// Fails `failures` times with `error`, then answers.
template <typename Request, typename Response>
void FailFirst(FakeServer& server, int failures, absl::Status error) {
  auto left = std::make_shared<std::atomic<int>>(failures);
  server.On<Request, Response>([left, error](const Request&, Response*) { return (*left)-- > 0 ? error : absl::OkStatus(); });
}

TEST(Client, SendsKeyLanguageAndDeadline) {
  FakeServer server;
  server.On<v1::GetAgencyRequest, v1::Agency>([](const v1::GetAgencyRequest& request, v1::Agency* agency) {
    agency->set_name(request.name());
    return absl::OkStatus();
  });
  const auto agency = Connect(Quick(server)).GetAgency(AgencyNamed("agencies/pe-apci"));
  ASSERT_TRUE(agency.ok()) << agency.status();
  EXPECT_EQ(agency->name(), "agencies/pe-apci");
  const auto received = server.received();
  ASSERT_THAT(received, SizeIs(1));
  EXPECT_EQ(received[0].metadata.at("authorization"), "Bearer mk_test");
  EXPECT_EQ(received[0].metadata.at("accept-language"), "pt");
  EXPECT_NEAR(received[0].seconds_left, 20, 5);
}

TEST(Client, SendsNoCredentialWithoutAKey) {
  FakeServer server;
  Options options = Quick(server);
  options.key.clear();
  Connect(options).GetAgency(AgencyNamed("agencies/a")).IgnoreError();
  EXPECT_FALSE(server.received().at(0).metadata.contains("authorization"));
}

TEST(Client, RefusesOptionsThatCannotWork) {
  Options options;
  options.key = "two\nlines";
  EXPECT_EQ(Client::Connect(options).status().code(), absl::StatusCode::kInvalidArgument);
  options = {};
  options.server.clear();
  EXPECT_EQ(Client::Connect(options).status().code(), absl::StatusCode::kInvalidArgument);
  options = {};
  options.deadline = absl::ZeroDuration();
  EXPECT_EQ(Client::Connect(options).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(Client, RepeatsAnIdempotentCallWithTheSameRequestId) {
  FakeServer server;
  FailFirst<v1::SubmitFicheRequest, v1::Fiche>(server, 2, absl::UnavailableError("draining"));
  v1::SubmitFicheRequest request;
  request.set_name("agencies/a/fiches/f");
  EXPECT_TRUE(Connect(Quick(server)).SubmitFiche(request).ok());
  std::vector<std::string> ids;
  for (const auto& call : server.received()) ids.push_back(static_cast<const v1::SubmitFicheRequest&>(*call.request).request_id());
  ASSERT_THAT(ids, SizeIs(3));
  EXPECT_EQ(ids[0].size(), 32u);
  EXPECT_EQ(ids[0], ids[1]);
  EXPECT_EQ(ids[0], ids[2]);
}

TEST(Client, GivesEachCallAnotherRequestIdAndKeepsAGivenOne) {
  FakeServer server;
  server.On<v1::SubmitFicheRequest, v1::Fiche>([](const auto&, auto*) { return absl::OkStatus(); });
  const Client client = Connect(Quick(server));
  v1::SubmitFicheRequest request;
  client.SubmitFiche(request).IgnoreError();
  client.SubmitFiche(request).IgnoreError();
  request.set_request_id("mine");
  client.SubmitFiche(request).IgnoreError();
  const auto received = server.received();
  const auto id = [&](int i) { return static_cast<const v1::SubmitFicheRequest&>(*received.at(i).request).request_id(); };
  EXPECT_NE(id(0), id(1));
  EXPECT_EQ(id(2), "mine");
}

TEST(Client, GivesUpAfterTheLastAttempt) {
  FakeServer server;
  FailFirst<v1::GetAgencyRequest, v1::Agency>(server, 100, absl::UnavailableError("down"));
  EXPECT_EQ(Connect(Quick(server)).GetAgency(AgencyNamed("agencies/a")).status().code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(server.received(), SizeIs(4));
}

TEST(Client, RepeatsNoErrorThatStays) {
  for (const absl::Status& error :
       {absl::NotFoundError(""), absl::InternalError(""), absl::AbortedError(""), absl::ResourceExhaustedError(""),
        ComeBackAfter(absl::FailedPreconditionError(""), 1), absl::DeadlineExceededError("")}) {
    FakeServer server;
    FailFirst<v1::GetAgencyRequest, v1::Agency>(server, 100, error);
    EXPECT_EQ(Connect(Quick(server)).GetAgency(AgencyNamed("agencies/a")).status().code(), error.code());
    EXPECT_THAT(server.received(), SizeIs(1)) << error;
  }
}

TEST(Client, ComesBackWhenTheServerSaysWhen) {
  for (const absl::Status& error : {absl::ResourceExhaustedError("full"), absl::AbortedError("conflict")}) {
    FakeServer server;
    FailFirst<v1::GetAgencyRequest, v1::Agency>(server, 1, ComeBackAfter(error, 150));
    const absl::Time start = absl::Now();
    EXPECT_TRUE(Connect(Quick(server)).GetAgency(AgencyNamed("agencies/a")).ok());
    EXPECT_GE(absl::Now() - start, absl::Milliseconds(150));
    EXPECT_THAT(server.received(), SizeIs(2));
  }
}

TEST(Client, DoesNotWaitBeyondItsDeadline) {
  FakeServer server;
  FailFirst<v1::GetAgencyRequest, v1::Agency>(server, 100, ComeBackAfter(absl::UnavailableError("later"), 900));
  Options options = Quick(server);
  options.deadline = absl::Milliseconds(500);
  const absl::Time start = absl::Now();
  EXPECT_EQ(Connect(options).GetAgency(AgencyNamed("agencies/a")).status().code(), absl::StatusCode::kUnavailable);
  EXPECT_LT(absl::Now() - start, absl::Milliseconds(490));
}

TEST(Client, EndsACallByItsDeadline) {
  FakeServer server;
  server.On<v1::GetAgencyRequest, v1::Agency>([](const auto&, auto*) {
    absl::SleepFor(absl::Milliseconds(600));
    return absl::OkStatus();
  });
  Options options = Quick(server);
  options.deadline = absl::Milliseconds(100);
  EXPECT_EQ(Connect(options).GetAgency(AgencyNamed("agencies/a")).status().code(), absl::StatusCode::kDeadlineExceeded);
}

TEST(Client, EndsCallsAndWaitsWhenAStopIsRequested) {
  FakeServer server;
  FailFirst<v1::GetAgencyRequest, v1::Agency>(server, 100, ComeBackAfter(absl::UnavailableError("later"), 900));
  std::stop_source stop;
  Options options = Quick(server);
  options.stop = stop.get_token();
  const Client client = Connect(options);
  std::jthread stopper([&] {
    absl::SleepFor(absl::Milliseconds(100));
    stop.request_stop();
  });
  const absl::Time start = absl::Now();
  EXPECT_EQ(client.GetAgency(AgencyNamed("agencies/a")).status().code(), absl::StatusCode::kCancelled);
  EXPECT_LT(absl::Now() - start, absl::Milliseconds(800));
  EXPECT_EQ(client.GetAgency(AgencyNamed("agencies/a")).status().code(), absl::StatusCode::kCancelled);
}

TEST(Client, LogsEachAttempt) {
  FakeServer server;
  FailFirst<v1::GetAgencyRequest, v1::Agency>(server, 1, absl::UnavailableError("down"));
  std::vector<std::string> lines;
  Options options = Quick(server);
  options.log = [&](const AttemptLog& log) {
    lines.push_back(std::string(log.method) + " " + std::to_string(log.attempt) + " " + absl::StatusCodeToString(log.status.code()) +
                    (log.retry_in ? " again" : " done"));
  };
  EXPECT_TRUE(Connect(options).GetAgency(AgencyNamed("agencies/a")).ok());
  EXPECT_THAT(lines, ElementsAre("minga.v1.AgencyService.GetAgency 1 UNAVAILABLE again", "minga.v1.AgencyService.GetAgency 2 OK done"));
}

TEST(Client, KeepsWhatTheRegistrySaysAboutAnError) {
  FakeServer server;
  FailFirst<v1::CreateAgencyRequest, v1::Agency>(server, 1,
                                                 RichError(absl::StatusCode::kInvalidArgument, "INVALID_FIELDS", "Un dato no es válido.",
                                                           {{"agency.country_code", "No es un país."}}));
  const absl::Status status = Connect(Quick(server)).CreateAgency({}).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  const ErrorDetails details = DetailsOf(status);
  EXPECT_EQ(details.reason, "INVALID_FIELDS");
  EXPECT_EQ(details.domain, "minga");
  EXPECT_EQ(details.metadata.at("name"), "agencies/pe-apci");
  EXPECT_EQ(details.localized_message, "Un dato no es válido.");
  ASSERT_THAT(details.field_violations, SizeIs(1));
  EXPECT_EQ(details.field_violations[0].path, "agency.country_code");
  EXPECT_EQ(details.field_violations[0].description, "No es un país.");
  EXPECT_EQ(DetailsOf(absl::UnavailableError("no server")).reason, "");
}

std::string Content(const std::string& path) {
  std::ifstream file(path);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(Client, TrustsOnlyTheGivenCertificateWithTls) {
  const std::string base = ::testing::TempDir() + "/minga-client-" + std::to_string(getpid());
  const std::string make =
      "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1 -keyout " + base +
      ".key -out " + base + ".pem 2>/dev/null";
  if (std::system(make.c_str()) != 0) GTEST_SKIP() << "needs openssl";
  FakeServer server(Content(base + ".pem"), Content(base + ".key"));
  server.On<v1::GetAgencyRequest, v1::Agency>([](const auto&, auto*) { return absl::OkStatus(); });
  Options options = Quick(server);
  options.security = Security::kTls;
  options.retry.attempts = 1;
  EXPECT_EQ(Connect(options).GetAgency(AgencyNamed("agencies/a")).status().code(), absl::StatusCode::kUnavailable);
  options.root_certificates = Content(base + ".pem");
  const auto agency = Connect(options).GetAgency(AgencyNamed("agencies/a"));
  EXPECT_TRUE(agency.ok()) << agency.status();
  std::remove((base + ".pem").c_str());
  std::remove((base + ".key").c_str());
}

TEST(Security, OnlyThisMachineIsTrustedWithoutTls) {
  for (const char* server : {"localhost:7420", "127.0.0.1:7420", "127.1.2.3:1", "[::1]:7420", "unix:/run/minga.sock"}) {
    EXPECT_FALSE(UsesTls({.server = server})) << server;
  }
  for (const char* server :
       {"registry.example.org:7420", "10.0.0.1:7420", "127.example.org:7420", "[::2]:7420", "localhost.example.org:1"}) {
    EXPECT_TRUE(UsesTls({.server = server})) << server;
    EXPECT_FALSE(UsesTls({.server = server, .security = Security::kInsecure}));
  }
}

TEST(Client, SendsAndReceivesADocumentOfTwentyMebibytes) {
  FakeServer server;
  server.On<v1::ReadFicheDocumentRequest, v1::ReadFicheDocumentResponse>([](const auto& request, auto* response) {
    response->mutable_fiche()->set_institution(std::string(request.document().size(), 'x'));
    return absl::OkStatus();
  });
  v1::ReadFicheDocumentRequest request;
  request.set_document(std::string(20 << 20, 'd'));
  const auto read = Connect(Quick(server)).ReadFicheDocument(request);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->fiche().institution().size(), size_t{20} << 20);
}

// Pages of two initiatives, the token says which comes next; page `broken` fails.
void ServePages(FakeServer& server, int pages, int broken = -1) {
  server.On<v1::ListInitiativesRequest, v1::ListInitiativesResponse>([=](const auto& request, auto* response) {
    const int page = request.page_token().empty() ? 0 : std::stoi(request.page_token());
    if (page == broken) return absl::PermissionDeniedError("no more");
    for (int i = 0; i < 2; ++i) response->add_initiatives()->set_name("initiatives/" + std::to_string(2 * page + i));
    if (page + 1 < pages) response->set_next_page_token(std::to_string(page + 1));
    return absl::OkStatus();
  });
}

TEST(PageRange, FetchesPagesAsTheyAreNeeded) {
  FakeServer server;
  ServePages(server, 3);
  const Client client = Connect(Quick(server));
  std::vector<std::string> names;
  v1::ListInitiativesRequest request;
  request.set_page_size(2);
  for (absl::StatusOr<v1::Initiative>& initiative : client.ListInitiatives(request)) {
    ASSERT_TRUE(initiative.ok()) << initiative.status();
    names.push_back(initiative->name());
    EXPECT_THAT(server.received(), SizeIs((names.size() + 1) / 2));
  }
  EXPECT_THAT(names, ElementsAre("initiatives/0", "initiatives/1", "initiatives/2", "initiatives/3", "initiatives/4", "initiatives/5"));
  for (const auto& call : server.received()) EXPECT_EQ(static_cast<const v1::ListInitiativesRequest&>(*call.request).page_size(), 2);
}

TEST(PageRange, EndsWithTheErrorOfAPage) {
  FakeServer server;
  ServePages(server, 3, 1);
  std::vector<bool> ok;
  for (const auto& initiative : Connect(Quick(server)).ListInitiatives()) ok.push_back(initiative.ok());
  EXPECT_THAT(ok, ElementsAre(true, true, false));
}

TEST(PageRange, PassesOverEmptyPagesAndStopsAtARepeatedToken) {
  PageRange<int> with_gap([](const std::string& token) -> absl::StatusOr<PageRange<int>::Page> {
    if (token.empty()) return PageRange<int>::Page{{}, "2"};
    return PageRange<int>::Page{{7}, ""};
  });
  std::vector<int> items;
  for (const auto& item : with_gap) items.push_back(*item);
  EXPECT_THAT(items, ElementsAre(7));

  PageRange<int> endless([](const std::string&) -> absl::StatusOr<PageRange<int>::Page> { return PageRange<int>::Page{{1}, "same"}; });
  std::vector<bool> ok;
  for (const auto& item : endless) ok.push_back(item.ok());
  EXPECT_THAT(ok, ElementsAre(true, false));
}

TEST(PageRange, OfNothingIsEmpty) {
  FakeServer server;
  server.On<v1::ListInitiativesRequest, v1::ListInitiativesResponse>([](const auto&, auto*) { return absl::OkStatus(); });
  for (const auto& initiative : Connect(Quick(server)).ListInitiatives()) ADD_FAILURE() << initiative.status();
}

// What Client relies on to find a method by its request, and to repeat it.
TEST(Protos, EachRpcHasARequestOfItsOwn) {
  const auto* pool = google::protobuf::DescriptorPool::generated_pool();
  for (const char* file : {"agency", "round", "fiche", "initiative", "statistics"}) {
    const auto* protos = pool->FindFileByName("minga/v1/" + std::string(file) + "_service.proto");
    ASSERT_NE(protos, nullptr);
    std::set<std::string> requests;
    for (int m = 0; m < protos->service(0)->method_count(); ++m) {
      const auto* method = protos->service(0)->method(m);
      EXPECT_EQ(method->input_type()->file(), protos) << method->full_name();
      EXPECT_TRUE(requests.insert(method->input_type()->full_name()).second) << method->full_name();
    }
  }
}

}  // namespace
}  // namespace minga
