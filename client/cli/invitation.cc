#include <CLI/CLI.hpp>
#include <memory>

#include "client/cli/app.h"
#include "client/cli/names.h"
#include "client/cli/people.h"
#include "client/cli/print.h"
#include "client/cli/secrets.h"

namespace minga::cli {
namespace {

struct Accepting {
  std::string token;
  std::string password_file;
};

int Accept(App& app, const Accepting& accepting) {
  absl::StatusOr<std::string> token = Token(app, accepting.token, "invitation");
  if (!token.ok()) return app.Fail(token.status());
  absl::StatusOr<std::string> password = NewPassword(app, accepting.password_file, "first_password");
  if (!password.ok()) return app.Fail(password.status());
  v1::AcceptInvitationRequest request;
  request.set_token(*std::move(token));
  request.set_password(*std::move(password));
  return CallAndPrint(
      app, [&](const Client& client) { return client.AcceptInvitation(std::move(request)); },
      [&](const v1::Member& member) {
        return Printable(
                   app.T("invitation.accepted", {{"name", member.display_name()}, {"tenant", TenantName(app, ParentOf(member.name()))}})) +
               "\n" + Printable(app.T("next.login", {{"email", member.email()}})) + "\n";
      },
      As::kNobody);
}

}  // namespace

void AddInvitation(CLI::App& root, App& app) {
  CLI::App* noun = app.Noun(root, "invitation");
  auto accepting = std::make_shared<Accepting>();
  CLI::App* accept = app.Command(*noun, "accept", {"invitation accept", "invitation accept - --password-file clave.txt < invitacion.txt"},
                                 [&app, accepting] { return Accept(app, *accepting); });
  app.Add(accept, "TOKEN", "token", &accepting->token);
  app.Add(accept, "--password-file", "first_password_file", &accepting->password_file);
}

}  // namespace minga::cli
