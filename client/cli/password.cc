#include <CLI/CLI.hpp>
#include <memory>

#include "client/cli/app.h"
#include "client/cli/print.h"
#include "client/cli/secrets.h"

namespace minga::cli {
namespace {

struct Changing {
  std::string password_file;
  std::string new_password_file;
};

int Change(App& app, const Changing& changing) {
  absl::StatusOr<std::string> now = Password(app, changing.password_file, "current_password");
  if (!now.ok()) return app.Fail(now.status());
  absl::StatusOr<std::string> next = NewPassword(app, changing.new_password_file, "new_password");
  if (!next.ok()) return app.Fail(next.status());
  v1::ChangePasswordRequest request;
  request.set_current_password(*std::move(now));
  request.set_new_password(*std::move(next));
  return CallAndPrint(
      app, [&](const Client& client) { return client.ChangePassword(std::move(request)); },
      [&](const v1::ChangePasswordResponse&) { return app.T("password.changed") + "\n"; });
}

int Forgot(App& app, v1::RequestRecoveryRequest& request) {
  if (request.email().empty()) {
    const absl::StatusOr<std::string> email = Ask(app, "email", /*hidden=*/false);
    if (!email.ok()) return app.Fail(email.status());
    request.set_email(*email);
  }
  return CallAndPrint(
      app, [&](const Client& client) { return client.RequestRecovery(request); },
      [&](const v1::RequestRecoveryResponse&) { return app.T("password.recovery_sent") + "\n"; }, As::kNobody);
}

struct Recovering {
  std::string token;
  std::string password_file;
};

int Recover(App& app, const Recovering& recovering) {
  absl::StatusOr<std::string> token = Token(app, recovering.token, "message");
  if (!token.ok()) return app.Fail(token.status());
  absl::StatusOr<std::string> password = NewPassword(app, recovering.password_file, "new_password");
  if (!password.ok()) return app.Fail(password.status());
  v1::RecoverPasswordRequest request;
  request.set_token(*std::move(token));
  request.set_password(*std::move(password));
  return CallAndPrint(
      app, [&](const Client& client) { return client.RecoverPassword(std::move(request)); },
      [&](const v1::RecoverPasswordResponse&) { return app.T("password.recovered") + "\n"; }, As::kNobody);
}

}  // namespace

void AddPassword(CLI::App& root, App& app) {
  CLI::App* noun = app.Noun(root, "password");

  auto changing = std::make_shared<Changing>();
  CLI::App* change = app.Command(*noun, "change", {"password change"}, [&app, changing] { return Change(app, *changing); });
  app.Add(change, "--password-file", "password_file", &changing->password_file);
  app.Add(change, "--new-password-file", "new_password_file", &changing->new_password_file);

  auto forgotten = std::make_shared<v1::RequestRecoveryRequest>();
  CLI::App* forgot =
      app.Command(*noun, "forgot", {"password forgot luz@apci.example"}, [&app, forgotten] { return Forgot(app, *forgotten); });
  app.Add(forgot, "EMAIL", "login_email", forgotten->mutable_email());

  auto recovering = std::make_shared<Recovering>();
  CLI::App* recover = app.Command(*noun, "recover", {"password recover", "password recover - --password-file clave.txt < enlace.txt"},
                                  [&app, recovering] { return Recover(app, *recovering); });
  app.Add(recover, "TOKEN", "token", &recovering->token);
  app.Add(recover, "--password-file", "new_password_file", &recovering->password_file);
}

}  // namespace minga::cli
