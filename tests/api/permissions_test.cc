// Which role may call which RPC: docs/permissions.md is what the server does.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "minga/v1/permission.pb.h"
#include "tests/support/raw_call.h"
#include "tests/support/test_registry.h"

namespace minga {
namespace {

constexpr char kFile[] = MINGA_SOURCE_DIR "/docs/permissions.md";
constexpr char kIntroduction[] =
    "# Who may call what\n\n"
    "Made by the test `Permissions.TheTableIsWhatTheServerDoes`, which calls every RPC with a credential of every role; written anew by\n"
    "`./dev permissions`. What a role means is said in `proto/minga/v1/member.proto`, what a permission means in\n"
    "`permission.proto`. Which records a caller then finds is another question: those of the own agency, and what others show.\n\n"
    "A program's key is a reader's or an editor's; the secretariat's first key is an administrator's.\n\n";

struct Caller {
  std::string title;
  std::string credential;
};

std::string Table() {
  TestRegistry registry;
  registry.NewAgency("pe-apci", "PE");
  const auto key = [&](v1::Role role) {
    v1::CreateApiKeyRequest create;
    create.set_parent("agencies/pe-apci");
    create.mutable_api_key()->set_role(role);
    return registry.Secretariat().CreateApiKey(create).value().key();
  };
  const std::string agency = "agencies/pe-apci";
  const std::vector<Caller> callers = {
      {"nobody", ""},
      {"reader", registry.SignIn(agency, "r@example.org", {v1::ROLE_READER})},
      {"editor", registry.SignIn(agency, "e@example.org", {v1::ROLE_EDITOR})},
      {"validator", registry.SignIn(agency, "v@example.org", {v1::ROLE_VALIDATOR})},
      {"administrator", registry.SignIn(agency, "a@example.org", {v1::ROLE_ADMINISTRATOR})},
      {"reader's program", key(v1::ROLE_READER)},
      {"editor's program", key(v1::ROLE_EDITOR)},
      {"analyst", registry.SignIn("secretariat", "n@example.org", {v1::ROLE_ANALYST})},
      {"secretariat's administrator", registry.SignIn("secretariat", "s@example.org", {v1::ROLE_ADMINISTRATOR})},
      {"secretariat's key", registry.secretariat_key()},
  };
  std::string table = "| service | RPC | permission | repeatable |";
  for (const Caller& caller : callers) table += fmt::format(" {} |", caller.title);
  table += "\n| --- | --- | --- | --- |";
  for (size_t i = 0; i < callers.size(); ++i) table += " --- |";
  table += "\n";
  RawCaller caller(registry.address());
  for (const auto* method : AllMethods()) {
    const std::string permission = v1::Permission_Name(method->options().GetExtension(v1::permission));
    const bool repeatable = method->options().idempotency_level() != google::protobuf::MethodOptions::IDEMPOTENCY_UNKNOWN;
    const bool by_id = method->input_type()->FindFieldByName("request_id") != nullptr;
    table += fmt::format("| {} | `{}` | {} | {} |", method->service()->name(), method->name(), permission.substr(11),
                         by_id        ? "with `request_id`"
                         : repeatable ? "yes"
                                      : "no");
    for (const Caller& each : callers) {
      // Whoever is let in is told that this is no request.
      const std::string reason = caller.Call(*method, "\xff\xff no message", each.credential).info.reason();
      EXPECT_TRUE(reason == "MALFORMED_REQUEST" || reason == (each.credential.empty() ? "UNAUTHENTICATED" : "PERMISSION_DENIED"))
          << method->full_name() << " " << each.title << " " << reason;
      table += reason == "MALFORMED_REQUEST" ? " yes |" : " |";
    }
    table += "\n";
  }
  return table;
}

TEST(Permissions, TheTableIsWhatTheServerDoes) {
  const std::string text = kIntroduction + Table();
  if (std::getenv("MINGA_WRITE_DOCS") != nullptr) std::ofstream(kFile) << text;
  std::ifstream file(kFile);
  std::ostringstream kept;
  kept << file.rdbuf();
  EXPECT_EQ(kept.str(), text) << "run ./dev permissions";
}

}  // namespace
}  // namespace minga
