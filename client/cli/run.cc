// Reads the command line: help, version and usage errors, in the user's language as far as CLI11 lets us.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <memory>

#include "client/cli/app.h"
#include "client/cli/table.h"

namespace minga::cli {
namespace {

std::string After(std::string_view text, std::string_view mark) {
  const size_t at = text.find(mark);
  return std::string(at == std::string_view::npos ? text : text.substr(at + mark.size()));
}

std::string Before(std::string_view text, std::string_view mark) { return std::string(text.substr(0, text.find(mark))); }

// The command that was being read when parsing ended.
const CLI::App* Innermost(const CLI::App* app) {
  while (!app->get_subcommands().empty()) app = app->get_subcommands().back();
  return app;
}

std::string FullName(const CLI::App* app) {
  return app->get_parent() == nullptr ? "minga" : FullName(app->get_parent()) + " " + app->get_name();
}

std::string CommandsOf(const CLI::App* app) {
  std::string names;
  for (const CLI::App* sub : app->get_subcommands([](const CLI::App*) { return true; })) {
    names += (names.empty() ? "" : ", ") + sub->get_name();
  }
  return names;
}

template <typename Kind>
bool Is(const CLI::ParseError& error) {
  return dynamic_cast<const Kind*>(&error) != nullptr;
}

// CLI11 words its errors in English; their shapes are few, and what they are about stands in a fixed place.
std::string Explain(const App& app, const CLI::ParseError& error, const CLI::App& innermost) {
  std::string what = error.what();
  const std::string commands = CommandsOf(&innermost);
  if (Is<CLI::ValidationError>(error)) {
    return app.T("usage.wrong_value", {{"option", Before(what, ": ")}, {"why", After(what, ": ")}});
  }
  if (Is<CLI::RequiredError>(error) && commands.empty()) return app.T("usage.missing", {{"option", Before(what, " is required")}});
  if (Is<CLI::RequiredError>(error)) {
    const std::vector<std::string> extra = innermost.remaining();
    return extra.empty() ? app.T("usage.missing_command", {{"known", commands}})
                         : app.T("usage.unknown_command", {{"value", extra.front()}, {"known", commands}});
  }
  if (Is<CLI::ExtrasError>(error)) return app.T("usage.unexpected", {{"value", After(what, "expected: ")}});
  if (Is<CLI::ArgumentMismatch>(error)) {
    if (what.find("missing") != std::string::npos) return app.T("usage.value_missing", {{"option", Before(what, ":")}});
    return app.T("usage.given_twice", {{"option", Before(what, ":")}});
  }
  if (Is<CLI::ExcludesError>(error)) {
    return app.T("usage.excludes", {{"option", Before(what, " excludes ")}, {"other", After(what, " excludes ")}});
  }
  if (Is<CLI::RequiresError>(error)) {
    return app.T("usage.requires", {{"option", Before(what, " requires ")}, {"other", After(what, " requires ")}});
  }
  return what;
}

// CLI11 lets long descriptions run over the edge of the screen, and counts bytes where columns are meant.
class Formatter : public CLI::Formatter {
 public:
  std::string make_option(const CLI::Option* option, bool is_positional) const override {
    return TwoColumns(make_option_name(option, is_positional) + make_option_opts(option), make_option_desc(option));
  }
  std::string make_subcommand(const CLI::App* command) const override {
    return TwoColumns(command->get_display_name(true), command->get_description());
  }

 private:
  std::string TwoColumns(const std::string& left, const std::string& right) const {
    const int edge = static_cast<int>(get_column_width());
    const int width = TerminalWidth() == 0 ? 120 : std::max(TerminalWidth(), edge + 30);
    std::string text = "  " + left;
    int used = 2 + DisplayWidth(left);
    for (const std::string& line : Wrap(right, width - edge)) {
      if (used >= edge) {
        text += "\n";
        used = 0;
      }
      text += std::string(edge - used, ' ') + line;
      used = edge;
    }
    return text + "\n";
  }
};

std::shared_ptr<CLI::Formatter> LocalFormatter(const App& app) {
  auto formatter = std::make_shared<Formatter>();
  formatter->label("Usage", app.T("usage.usage"));
  formatter->label("OPTIONS", app.T("usage.options_mark"));
  formatter->label("SUBCOMMAND", app.T("usage.command_mark"));
  formatter->label("SUBCOMMANDS", app.T("usage.command_mark"));
  formatter->label("Positionals", app.T("usage.arguments"));
  formatter->label("REQUIRED", app.T("usage.required_mark"));
  formatter->label("Excludes", app.T("usage.excludes_mark"));
  formatter->label("Needs", app.T("usage.needs_mark"));
  formatter->label("VALUE", app.T("usage.value_mark"));
  formatter->column_width(34);
  return formatter;
}

}  // namespace

int Run(std::vector<std::string> arguments) {
  // What gRPC would say on stderr stands in the status too, in words for people.
  setenv("GRPC_VERBOSITY", "NONE", 0);
  App app;
  app.language = LanguageOf(arguments, app.language);

  CLI::App root(app.T("help.minga"), "minga");
  root.formatter(LocalFormatter(app));
  root.set_help_flag("-h,--help", app.T("option.help"));
  root.set_version_flag("--version", "minga " MINGA_VERSION, app.T("option.version"))->group(app.T("usage.options"));
  root.require_subcommand(1);
  root.footer(app.T("usage.examples") +
              ":\n  minga fiche read ficha.docx\n  minga fiche list --round r2022 --key-file agency.key\n"
              "  minga stats --by country,actor_category");
  AddSession(root, app);
  AddPassword(root, app);
  AddInvitation(root, app);
  AddInbox(root, app);
  AddMember(root, app);
  AddAgency(root, app);
  AddKey(root, app);
  AddRound(root, app);
  AddFiche(root, app);
  AddInitiative(root, app);
  AddConfirmation(root, app);
  AddStats(root, app);
  app.AddGlobals(root);

  try {
    std::reverse(arguments.begin(), arguments.end());
    root.parse(std::move(arguments));
  } catch (const CLI::Success& success) {
    const int code = root.exit(success);
    return std::cout.flush() ? code : kFailed;
  } catch (const CLI::ParseError& error) {
    const CLI::App* innermost = Innermost(&root);
    return app.FailUsage(Explain(app, error, *innermost), FullName(innermost));
  }
  const int code = app.action();
  // A full disk or a closed pipe must not look like success.
  if (!std::cout.flush() && code == kOk) {
    std::cerr << app.T("error.output") << "\n";
    return kFailed;
  }
  return app.interrupted() ? kInterrupted : code;
}

}  // namespace minga::cli
