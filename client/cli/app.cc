#include "client/cli/app.h"

#include <google/rpc/error_details.pb.h>
#include <signal.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <optional>
#include <thread>
#include <utility>

#include "absl/strings/cord.h"
#include "client/cli/environment.h"
#include "client/cli/json.h"
#include "client/cli/places.h"
#include "client/cli/session_file.h"
#include "client/cli/table.h"

namespace minga::cli {
namespace {

texts::Language LocaleLanguage() {
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    if (const std::string value = Environment(name); !value.empty()) return texts::Negotiate(value);
  }
  return texts::Language::kSpanish;
}

std::string Trimmed(const std::string& text) {
  const size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string::npos) return "";
  return text.substr(first, text.find_last_not_of(" \t\r\n") + 1 - first);
}

// Blocks the signals before gRPC makes threads, so that only the watcher sees them. It stays until the process ends.
void WatchForInterrupts(const std::stop_source& stop) {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::thread([signals, stop]() mutable {
    int signal = 0;
    sigwait(&signals, &signal);
    stop.request_stop();
    // Whoever asks twice does not want to wait.
    sigwait(&signals, &signal);
    _exit(kInterrupted);
  }).detach();
}

}  // namespace

App::App() : language(LocaleLanguage()), server(Environment("MINGA_SERVER")), ca_file(Environment("MINGA_CA_FILE")) {
  if (server.empty()) server = "127.0.0.1:7420";
}

std::string App::T(std::string_view key, const texts::Args& args) const { return texts::Render("cli." + std::string(key), language, args); }

CLI::App* App::Noun(CLI::App& root, const std::string& name) {
  CLI::App* noun = root.add_subcommand(name, T("help." + name));
  noun->group(T("usage.commands"));
  noun->require_subcommand(1);
  // Its commands add an example each.
  noun->footer(T("usage.examples") + ":");
  return noun;
}

CLI::App* App::Command(CLI::App& parent, const std::string& name, const std::vector<std::string>& examples, std::function<int()> run) {
  const std::string path = parent.get_parent() == nullptr ? name : parent.get_name() + "." + name;
  CLI::App* command = parent.add_subcommand(name, T("help." + path));
  command->group(T("usage.commands"));
  std::string footer = T("usage.examples") + ":";
  for (const std::string& example : examples) footer += "\n  minga " + example;
  command->footer(footer);
  if (parent.get_parent() != nullptr) parent.footer(parent.get_footer() + "\n  minga " + examples.front());
  command->callback([this, run = std::move(run)] { action = run; });
  return command;
}

// Each command has them itself: with CLI11's fallthrough a value that is also the name of a command would be taken for it.
void App::AddGlobals(CLI::App& to) {
  const std::string group = T("usage.global_options");
  to.get_help_ptr()->group(T("usage.options"));
  const auto in_group = [&](CLI::Option* option) { option->group(group); };
  in_group(Add(&to, "--server", "server", &server));
  in_group(Add(&to, "--key-file", "key_file", &key_file));
  in_group(Add(&to, "--output", "output", [this](const std::string& text) {
    if (text != "table" && text != "json") return T("usage.unknown_code", {{"value", text}, {"known", "table, json"}});
    output = text == "json" ? Output::kJson : Output::kTable;
    return std::string();
  }));
  in_group(Add(&to, "--language", "language", [this](const std::string& text) {
    for (texts::Language each : texts::kLanguages) {
      if (texts::Code(each) == text) {
        language = each;
        return std::string();
      }
    }
    return T("usage.unknown_code", {{"value", text}, {"known", "es, pt, en"}});
  }));
  in_group(Add(&to, "--timeout", "timeout", [this](const std::string& text) {
    char* end = nullptr;
    timeout_seconds = std::strtod(text.c_str(), &end);
    const bool good = !text.empty() && *end == '\0' && timeout_seconds > 0 && timeout_seconds < 1e6;
    return good ? std::string() : T("usage.bad_seconds", {{"value", text}});
  }));
  in_group(Add(&to, "--ca-file", "ca_file", &ca_file));
  in_group(AddFlag(&to, "--insecure", "insecure", &insecure));
  for (CLI::App* command : to.get_subcommands([](const CLI::App*) { return true; })) AddGlobals(*command);
}

CLI::Option* App::Add(CLI::App* to, const std::string& name, std::string_view key, Parse parse, bool many) {
  const auto read = [name, parse = std::move(parse)](const std::vector<std::string>& values) {
    for (const std::string& value : values) {
      if (const std::string wrong = parse(value); !wrong.empty()) throw CLI::ValidationError(name, wrong);
    }
  };
  CLI::Option* option = to->add_option_function<std::vector<std::string>>(name, read, T("option." + std::string(key)));
  option->group(T("usage.options"))->type_name(name.starts_with("-") ? "VALUE" : "");
  if (!many) option->expected(1)->allow_extra_args(false);
  return option;
}

CLI::Option* App::Add(CLI::App* to, const std::string& name, std::string_view key, std::string* value) {
  return to->add_option(name, *value, T("option." + std::string(key)))
      ->group(T("usage.options"))
      ->type_name(name.starts_with("-") ? "VALUE" : "");
}

CLI::Option* App::AddFlag(CLI::App* to, const std::string& name, std::string_view key, bool* value) {
  return to->add_flag(name, *value, T("option." + std::string(key)))->group(T("usage.options"));
}

absl::StatusOr<std::string> App::Credential(As as) {
  if (as == As::kNobody) return std::string();
  if (as == As::kCaller && !key_file.empty()) {
    std::ifstream file(key_file);
    std::string line;
    std::getline(file, line);
    line = Trimmed(line);
    const bool is_key = !line.empty() && std::all_of(line.begin(), line.end(), [](char c) { return c > 0x20 && c < 0x7f; });
    if (!is_key) return Error("KEY_FILE_UNREADABLE", "error.key_file", {{"file", key_file}});
    return line;
  }
  if (as == As::kCaller) {
    if (std::string key = Trimmed(Environment("MINGA_KEY")); !key.empty()) return key;
  }
  std::optional<std::string> token = SessionFile(server).Read();
  by_session_ = token.has_value();
  anonymous_ = !token.has_value();
  return token.value_or("");
}

absl::StatusOr<Client> App::Connect(As as) {
  Options options;
  options.server = server;
  options.language = std::string(texts::Code(language));
  options.deadline = absl::Seconds(timeout_seconds);
  options.stop = stop_.get_token();
  if (insecure) options.security = Security::kInsecure;
  if (!ca_file.empty()) {
    errno = 0;
    std::error_code ignored;
    if (std::filesystem::is_directory(ca_file, ignored)) return FileError(ca_file, EISDIR);
    std::ifstream file(ca_file, std::ios::binary);
    options.root_certificates.assign(std::istreambuf_iterator<char>(file), {});
    if (options.root_certificates.empty()) return FileError(ca_file, errno == 0 ? EINVAL : errno);
    // On this machine too: who says whom to trust does not want to speak in the open.
    if (!insecure) options.security = Security::kTls;
  }
  absl::StatusOr<std::string> credential = Credential(as);
  if (!credential.ok()) return credential.status();
  options.key = *std::move(credential);
  WatchForInterrupts(stop_);
  return Client::Connect(std::move(options));
}

absl::Status App::Error(std::string_view reason, std::string_view key, const texts::Args& args) const {
  absl::Status status(absl::StatusCode::kInvalidArgument, std::string(reason));
  const auto add = [&](const google::protobuf::Message& detail) {
    status.SetPayload("type.googleapis.com/" + detail.GetDescriptor()->full_name(), absl::Cord(detail.SerializeAsString()));
  };
  google::rpc::ErrorInfo info;
  info.set_reason(std::string(reason));
  info.set_domain("minga");
  add(info);
  google::rpc::LocalizedMessage message;
  message.set_locale(std::string(texts::Code(language)));
  message.set_message(T(key, args));
  add(message);
  return status;
}

bool App::HasEnded(const ErrorDetails& details) const { return by_session_ && details.reason == "UNAUTHENTICATED"; }

std::string App::FileCause(int error) const {
  return error == ENOENT   ? T("error.file_absent")
         : error == EISDIR ? T("error.file_directory")
         : error == EACCES ? T("error.file_permission")
                           : std::strerror(error);
}

absl::Status App::FileError(const std::string& path, int error) const {
  return Error("FILE_UNREADABLE", "error.file_unreadable", {{"file", path}, {"cause", FileCause(error)}});
}

std::string App::Sentence(const absl::Status& status) const {
  const ErrorDetails details = DetailsOf(status);
  if (HasEnded(details)) return T("error.session_ended");
  if (anonymous_ && details.reason == "UNAUTHENTICATED") return T("error.no_session");
  if (!details.localized_message.empty()) return details.localized_message;
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
      return T("error.unavailable", {{"server", server}, {"cause", std::string(status.message())}});
    case absl::StatusCode::kDeadlineExceeded:
      return T("error.deadline", {{"server", server}});
    case absl::StatusCode::kCancelled:
      return T("error.cancelled");
    default:
      return T("error.other", {{"code", absl::StatusCodeToString(status.code())}, {"cause", std::string(status.message())}});
  }
}

std::string App::Hint(const ErrorDetails& details) const {
  const std::string key = "hint." + details.reason;
  if (HasEnded(details) || !texts::Exists("cli." + key)) return "";
  return T(key, {details.metadata.begin(), details.metadata.end()});
}

int App::Fail(const absl::Status& status, std::string_view about) const {
  std::cout.flush();
  const ErrorDetails details = DetailsOf(status);
  if (json()) {
    std::cerr << ErrorJson(status, Sentence(status)) << std::endl;
  } else {
    if (!about.empty()) std::cerr << Printable(about) << ": ";
    std::cerr << Printable(Sentence(status)) << "\n";
    for (const FieldViolation& violation : details.field_violations) {
      std::cerr << "  " << Printable(PlaceName(*this, violation.path)) << ": " << Printable(violation.description) << "\n";
    }
    const std::string hint = Hint(details);
    if (!hint.empty()) std::cerr << Printable(hint) << "\n";
  }
  return interrupted() ? kInterrupted : kFailed;
}

int App::FailUsage(std::string_view sentence, const std::string& command) const {
  if (json()) {
    std::cerr << "{\"error\":{\"reason\":\"USAGE\",\"message\":" << JsonString(sentence) << "}}" << std::endl;
  } else {
    std::cerr << Printable(sentence) << "\n" << T("usage.see_help", {{"command", command}}) << "\n";
  }
  return kUsage;
}

texts::Language LanguageOf(const std::vector<std::string>& arguments, texts::Language otherwise) {
  for (size_t i = 0; i < arguments.size() && arguments[i] != "--"; ++i) {
    if (arguments[i].starts_with("--language=")) return texts::Negotiate(arguments[i].substr(11), otherwise);
    if (arguments[i] == "--language" && i + 1 < arguments.size()) return texts::Negotiate(arguments[i + 1], otherwise);
  }
  return otherwise;
}

}  // namespace minga::cli
