#include <unistd.h>

#include <CLI/CLI.hpp>
#include <array>
#include <cerrno>
#include <iostream>
#include <memory>

#include "client/cli/app.h"
#include "client/cli/dates.h"
#include "client/cli/environment.h"
#include "client/cli/names.h"
#include "client/cli/people.h"
#include "client/cli/print.h"
#include "client/cli/secrets.h"
#include "client/cli/session_file.h"

namespace minga::cli {
namespace {

struct SigningIn {
  v1::SignInRequest request;
  std::string password_file;
};

// How the person tells this session from others.
std::string ThisMachine(const App& app) {
  std::array<char, 256> host{};
  gethostname(host.data(), host.size() - 1);
  return app.T("session.client", {{"host", host.data()}});
}

int LogIn(App& app, SigningIn& signing_in) {
  const SessionFile file(app.server);
  if (file.path().empty()) return app.Fail(app.Error("NO_HOME", "error.no_home"));
  v1::SignInRequest& request = signing_in.request;
  if (request.email().empty()) {
    const absl::StatusOr<std::string> email = Ask(app, "email", /*hidden=*/false);
    if (!email.ok()) return app.Fail(email.status());
    request.set_email(*email);
  }
  absl::StatusOr<std::string> password = Password(app, signing_in.password_file, "password");
  if (!password.ok()) return app.Fail(password.status());
  request.set_password(*std::move(password));
  request.set_client(ThisMachine(app));
  const absl::StatusOr<Client> client = app.Connect(As::kNobody);
  if (!client.ok()) return app.Fail(client.status());
  const absl::StatusOr<v1::SignInResponse> answer = client->SignIn(std::move(request));
  if (!answer.ok()) return app.Fail(answer.status());
  if (!file.Write(answer->token())) {
    return app.Fail(app.Error("FILE_UNWRITABLE", "error.file_unwritable", {{"file", file.path()}, {"cause", app.FileCause(errno)}}));
  }
  const v1::Session& session = answer->session();
  if (app.json()) {
    std::cout << ToJson(session) << "\n";
    return kOk;
  }
  std::cout << app.T("session.started", {{"tenant", TenantName(app, session.tenant())}, {"time", FormatTime(session.expire_time())}})
            << "\n";
  if (!Environment("MINGA_KEY").empty()) std::cerr << app.T("session.key_goes_before") << "\n";
  return kOk;
}

int LogOut(App& app) {
  const SessionFile file(app.server);
  const bool signed_in = file.Read().has_value();
  if (signed_in) {
    const absl::StatusOr<Client> client = app.Connect(As::kSession);
    if (!client.ok()) return app.Fail(client.status());
    const absl::Status status = client->SignOut({}).status();
    // One that is over has nothing left to end.
    if (!status.ok() && !absl::IsUnauthenticated(status)) return app.Fail(status);
    if (!file.Remove()) {
      return app.Fail(app.Error("FILE_UNWRITABLE", "error.file_unwritable", {{"file", file.path()}, {"cause", app.FileCause(errno)}}));
    }
  }
  if (app.json()) {
    std::cout << ToJson(v1::SignOutResponse()) << "\n";
  } else {
    std::cout << app.T(signed_in ? "session.ended_here" : "session.none_here", {{"server", app.server}}) << "\n";
  }
  return kOk;
}

std::string Show(const App& app, const v1::Identity& identity) {
  Fields fields(TerminalWidth());
  fields.Field(app.T("label.name"), identity.display_name());
  fields.Field(app.T("label.email"), identity.email());
  fields.Field(app.T("label.tenant"), TenantName(app, identity.tenant()));
  fields.Field(app.T("label.roles"), RoleNames(app, identity.roles()));
  fields.Field(app.T("label.member"), identity.member());
  fields.Field(app.T("label.key"), identity.api_key());
  if (identity.has_expire_time()) fields.Field(app.T("label.expires"), FormatTime(identity.expire_time()));
  return fields.text();
}

// All of them in the one answer that there is.
PageRange<v1::Session> Sessions(const Client& client) {
  return PageRange<v1::Session>(
      [client](const std::string&) -> absl::StatusOr<PageRange<v1::Session>::Page> {
        const absl::StatusOr<v1::ListSessionsResponse> answer = client.ListSessions({});
        if (!answer.ok()) return answer.status();
        return PageRange<v1::Session>::Page{{answer->sessions().begin(), answer->sessions().end()}, ""};
      },
      "");
}

void AddLogin(CLI::App& root, App& app) {
  auto signing_in = std::make_shared<SigningIn>();
  CLI::App* login = app.Command(
      root, "login", {"login luz@apci.example", "login luz@apci.example --agency pe-apci", "login noa@pifcss.example --secretariat"},
      [&app, signing_in] { return LogIn(app, *signing_in); });
  app.Add(login, "EMAIL", "login_email", signing_in->request.mutable_email());
  AddTenant(login, app, "login_agency", signing_in->request.mutable_tenant());
  app.Add(login, "--password-file", "password_file", &signing_in->password_file);

  app.Command(root, "logout", {"logout"}, [&app] { return LogOut(app); });
  app.Command(root, "whoami", {"whoami", "whoami --key-file apci.key"}, [&app] {
    return CallAndPrint(
        app, [](const Client& client) { return client.GetIdentity({}); },
        [&](const v1::Identity& identity) { return Show(app, identity); });
  });
}

}  // namespace

void AddSession(CLI::App& root, App& app) {
  AddLogin(root, app);
  CLI::App* noun = app.Noun(root, "session");

  app.Command(*noun, "list", {"session list"}, [&app] {
    return ConnectAndPrintList<v1::Session>(
        app, Sessions, {"heading.id", "heading.where", "heading.tenant", "heading.since", "heading.last_use", "heading.expires"},
        [&](const v1::Session& session) {
          return std::vector<std::string>{IdOf(session.name()),
                                          session.client() + (session.current() ? " " + app.T("session.current") : ""),
                                          TenantName(app, session.tenant()),
                                          FormatTime(session.create_time()),
                                          FormatTime(session.last_use_time()),
                                          FormatTime(session.expire_time())};
        });
  });

  auto ended = std::make_shared<v1::EndSessionRequest>();
  CLI::App* end = app.Command(*noun, "end", {"session end k3f…"}, [&app, ended] {
    return CallAndPrint(
        app, [&](const Client& client) { return client.EndSession(*ended); },
        [&](const v1::EndSessionResponse&) {
          return app.T("session.ended", {{"name", ended->name()}}) + "\n";
        });
  });
  app.Add(end, "ID", "session",
          [ended](const std::string& text) {
            ended->set_name(SessionName(text));
            return std::string();
          })
      ->required();
}

}  // namespace minga::cli
