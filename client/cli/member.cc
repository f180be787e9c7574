#include <CLI/CLI.hpp>
#include <algorithm>
#include <cctype>
#include <memory>

#include "client/cli/app.h"
#include "client/cli/codes.h"
#include "client/cli/dates.h"
#include "client/cli/names.h"
#include "client/cli/people.h"
#include "client/cli/print.h"

namespace minga::cli {
namespace {

// A member as people say it: the registry's name, or an e-mail with, where it is not the caller's own, the agency.
struct Whom {
  std::string given;
  std::string tenant;
};

// The registry keeps e-mails in lower case.
std::string Folded(std::string email) {
  std::transform(email.begin(), email.end(), email.begin(), [](unsigned char c) { return std::tolower(c); });
  return email;
}

absl::StatusOr<std::string> NameOf(const App& app, const Client& client, const Whom& whom) {
  if (whom.given.find('@') == std::string::npos) return MemberName(whom.given);
  const absl::StatusOr<std::string> tenant = TenantOf(client, whom.tenant);
  if (!tenant.ok()) return tenant.status();
  v1::ListMembersRequest request;
  request.set_parent(*tenant);
  request.set_page_size(1000);
  for (const absl::StatusOr<v1::Member>& member : client.ListMembers(std::move(request))) {
    if (!member.ok()) return member.status();
    if (member->email() == Folded(whom.given)) return member->name();
  }
  return app.Error("NO_SUCH_MEMBER", "error.no_such_member", {{"email", whom.given}, {"tenant", TenantName(app, *tenant)}});
}

// A command about one member.
CLI::App* AddNamed(CLI::App& noun, App& app, const std::string& name, const std::vector<std::string>& examples,
                   const std::shared_ptr<Whom>& whom, std::function<int()> run) {
  CLI::App* command = app.Command(noun, name, examples, std::move(run));
  app.Add(command, "MEMBER", "member", &whom->given)->required();
  AddTenant(command, app, "tenant", &whom->tenant);
  return command;
}

// Finds the member, then makes the call.
template <typename Call, typename Show>
int FindCallAndPrint(App& app, const Whom& whom, Call call, Show show) {
  using Answer = decltype(call(std::declval<const Client&>(), std::string()));
  return CallAndPrint(
      app,
      [&](const Client& client) -> Answer {
        absl::StatusOr<std::string> name = NameOf(app, client, whom);
        if (!name.ok()) return name.status();
        return call(client, *std::move(name));
      },
      show);
}

std::string Show(const App& app, const v1::Member& member) {
  Fields fields(TerminalWidth());
  fields.Field(app.T("label.member"), member.name());
  fields.Field(app.T("label.name"), member.display_name());
  fields.Field(app.T("label.email"), member.email());
  fields.Field(app.T("label.roles"), RoleNames(app, member.roles()));
  fields.Field(app.T("label.state"), Label(member.state(), app.language));
  fields.Field(app.T("label.mail_language"), member.language());
  fields.Field(app.T("label.invited"), FormatTime(member.create_time()));
  return fields.text();
}

int List(App& app, const std::string& given) {
  const absl::StatusOr<Client> client = app.Connect();
  if (!client.ok()) return app.Fail(client.status());
  const absl::StatusOr<std::string> tenant = TenantOf(*client, given);
  if (!tenant.ok()) return app.Fail(tenant.status());
  v1::ListMembersRequest request;
  request.set_parent(*tenant);
  return PrintList<v1::Member>(app, client->ListMembers(std::move(request)),
                               {"heading.person", "heading.email", "heading.roles", "heading.state", "heading.name"},
                               [&](const v1::Member& member) {
                                 return std::vector<std::string>{member.display_name(), member.email(), RoleNames(app, member.roles()),
                                                                 Label(member.state(), app.language), member.name()};
                               });
}

// The token alone goes to stdout, like a key.
std::string Hand(const App& app, const std::string& email, const std::string& token) {
  std::cerr << Printable(app.T(token.empty() ? "member.invited" : "member.invited_by_hand", {{"email", email}})) << "\n";
  return token.empty() ? std::string() : token + "\n";
}

int Invite(App& app, v1::CreateMemberRequest& request) {
  return CallAndPrint(
      app,
      [&](const Client& client) -> absl::StatusOr<v1::CreateMemberResponse> {
        const absl::StatusOr<std::string> tenant = TenantOf(client, request.parent());
        if (!tenant.ok()) return tenant.status();
        request.set_parent(*tenant);
        return client.CreateMember(request);
      },
      [&](const v1::CreateMemberResponse& answer) { return Hand(app, answer.member().email(), answer.invitation_token()); });
}

int Update(App& app, const Whom& whom, v1::UpdateMemberRequest& request) {
  const v1::Member& member = request.member();
  const auto change = [&](bool given, const char* field) {
    if (given) request.mutable_update_mask()->add_paths(field);
  };
  change(!member.display_name().empty(), "display_name");
  change(!member.roles().empty(), "roles");
  change(!member.language().empty(), "language");
  if (request.update_mask().paths().empty()) return app.FailUsage(app.T("usage.nothing_to_change"), "minga user update");
  return FindCallAndPrint(
      app, whom,
      [&](const Client& client, std::string name) {
        request.mutable_member()->set_name(std::move(name));
        return client.UpdateMember(request);
      },
      [&](const v1::Member& changed) { return Show(app, changed); });
}

void AddAbout(CLI::App* to, App& app, v1::Member* member, bool required) {
  app.Add(to, "--name", "person_name", member->mutable_display_name())->required(required);
  AddRoles(to, app, member->mutable_roles())->required(required);
  app.Add(to, "--mail-language", "mail_language", member->mutable_language());
}

}  // namespace

void AddMember(CLI::App& root, App& app) {
  CLI::App* noun = app.Noun(root, "user");

  auto listed = std::make_shared<std::string>();
  CLI::App* list = app.Command(*noun, "list", {"user list", "user list --agency pe-apci"}, [&app, listed] { return List(app, *listed); });
  AddTenant(list, app, "tenant", listed.get());

  auto shown = std::make_shared<Whom>();
  AddNamed(*noun, app, "show", {"user show luz@apci.example", "user show pe-apci/k3f…"}, shown, [&app, shown] {
    return FindCallAndPrint(
        app, *shown,
        [](const Client& client, std::string name) {
          v1::GetMemberRequest request;
          request.set_name(std::move(name));
          return client.GetMember(std::move(request));
        },
        [&](const v1::Member& member) { return Show(app, member); });
  });

  auto invited = std::make_shared<v1::CreateMemberRequest>();
  CLI::App* invite = app.Command(*noun, "invite",
                                 {"user invite luz@apci.example --name \"Luz Mamani\" --role editor --role validator",
                                  "user invite ana@apci.example --name \"Ana Quispe\" --role administrator --agency pe-apci",
                                  "user invite noa@pifcss.example --name \"Noa Ríos\" --role analyst --secretariat"},
                                 [&app, invited] { return Invite(app, *invited); });
  app.Add(invite, "EMAIL", "member_email", invited->mutable_member()->mutable_email())->required();
  AddAbout(invite, app, invited->mutable_member(), /*required=*/true);
  AddTenant(invite, app, "tenant", invited->mutable_parent());

  auto changing = std::make_shared<Whom>();
  auto changed = std::make_shared<v1::UpdateMemberRequest>();
  CLI::App* update = AddNamed(*noun, app, "update", {"user update luz@apci.example --role validator --role administrator"}, changing,
                              [&app, changing, changed] { return Update(app, *changing, *changed); });
  AddAbout(update, app, changed->mutable_member(), /*required=*/false);

  auto removed = std::make_shared<Whom>();
  AddNamed(*noun, app, "remove", {"user remove luz@apci.example"}, removed, [&app, removed] {
    return FindCallAndPrint(
        app, *removed,
        [](const Client& client, std::string name) {
          v1::DeleteMemberRequest request;
          request.set_name(std::move(name));
          return client.DeleteMember(std::move(request));
        },
        [&](const v1::DeleteMemberResponse&) {
          return Printable(app.T("member.removed", {{"member", removed->given}})) + "\n";
        });
  });

  auto again = std::make_shared<Whom>();
  AddNamed(*noun, app, "reinvite", {"user reinvite luz@apci.example"}, again, [&app, again] {
    return FindCallAndPrint(
        app, *again,
        [](const Client& client, std::string name) {
          v1::InviteMemberRequest request;
          request.set_name(std::move(name));
          return client.InviteMember(std::move(request));
        },
        [&](const v1::InviteMemberResponse& answer) { return Hand(app, again->given, answer.invitation_token()); });
  });
}

}  // namespace minga::cli
