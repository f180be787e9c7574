// minga-server: serves a registry, and the operator's tools on one.
#include <pthread.h>
#include <signal.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <iostream>

#include "google/protobuf/stubs/logging.h"
#include "server/base/clock.h"
#include "server/base/errors.h"
#include "server/config.h"
#include "server/secretariat_key.h"
#include "server/server.h"
#include "server/service/recovery.h"
#include "server/store/sqlite/sqlite_store.h"
#include "server/store/sqlite/tools.h"

namespace {

int Report(const absl::Status& status) {
  if (status.ok()) return 0;
  // What the engine says is for the operator too.
  const std::string cause = minga::errors::CauseOf(status);
  const bool ours = !minga::errors::DetailsOf(status).reason.empty();
  std::cerr << "minga-server: " << (ours ? minga::errors::Text(status, minga::texts::Language::kEnglish) : std::string(status.message()))
            << (cause.empty() ? "" : " (" + cause + ")") << "\n";
  return 1;
}

int Serve(const minga::Config& config) {
  // Blocked before any thread starts, so that every thread inherits it and the signals wait for sigwait below.
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGTERM);
  sigaddset(&ends, SIGINT);
  pthread_sigmask(SIG_BLOCK, &ends, nullptr);

  absl::StatusOr<std::unique_ptr<minga::Server>> server = minga::Server::Start(config);
  if (!server.ok()) return Report(server.status());
  std::cout << "listening on " << config.listen.substr(0, config.listen.rfind(':')) << ":" << (*server)->port() << std::endl;
  int signal = 0;
  sigwait(&ends, &signal);
  (*server)->Stop();
  return 0;
}

int CheckRegistry(const minga::Config& config) {
  const auto report = minga::store::sqlite::Check(config.DatabasePath());
  if (!report.ok()) return Report(report.status());
  for (const auto& [table, rows] : report->counts) std::cout << table << ": " << rows << "\n";
  for (const std::string& finding : report->findings) std::cerr << "minga-server: " << finding << "\n";
  std::cout << config.data_dir << (report->sound() ? " is sound\n" : " is damaged\n");
  return report->sound() ? 0 : 1;
}

// One that is there already.
absl::StatusOr<std::unique_ptr<minga::store::Store>> OpenStore(const minga::Config& config) {
  std::error_code unreadable;
  if (!std::filesystem::exists(config.DatabasePath(), unreadable)) {
    return absl::NotFoundError("there is no registry in " + config.data_dir);
  }
  minga::store::sqlite::Options options;
  options.path = config.DatabasePath();
  return minga::store::sqlite::Open(options);
}

int Recover(const minga::Config& config, const std::string& email) {
  auto store = OpenStore(config);
  if (!store.ok()) return Report(store.status());
  std::string token;
  const absl::Status made = (*store)->Write(minga::Scope::System(), [&](minga::store::Transaction& transaction) {
    const auto begun = minga::service::BeginRecovery(transaction.people(), email, minga::SystemClock().Now());
    if (begun.ok() && !begun->has_value()) return absl::NotFoundError("nobody with the e-mail " + email + " has a password");
    if (begun.ok()) token = (*begun)->token;
    return begun.status();
  });
  if (!made.ok()) return Report(made);
  std::cerr << "give this to the person, by a way that others do not read; it works once, for an hour, with: minga password recover\n";
  std::cout << token << "\n";
  return 0;
}

int ResetKey(const minga::Config& config) {
  auto store = OpenStore(config);
  if (!store.ok()) return Report(store.status());
  const absl::Status reset = minga::ResetSecretariatKey(**store, minga::SystemClock(), config.SecretariatKeyPath());
  if (reset.ok()) std::cout << "the new key is in " << config.SecretariatKeyPath() << "; every older one is revoked\n";
  return Report(reset);
}

}  // namespace

int main(int argc, char** argv) {
  // Protobuf writes to standard error what callers send wrong; they get our errors instead.
  google::protobuf::SetLogHandler(nullptr);

  CLI::App app{"Minga's server: the registry of multi-actor South-South and triangular cooperation."};
  app.footer(
      "Examples:\n"
      "  minga-server --data-dir /var/lib/minga\n"
      "  minga-server --config /etc/minga.toml\n"
      "  minga-server --data-dir /var/lib/minga --listen 0.0.0.0:7420 --tls-certificate chain.pem --tls-key key.pem\n"
      "  minga-server backup --data-dir /var/lib/minga /backup/minga-2026-11-21.db\n"
      "The first start writes the secretariat's key to DIR/secretariat.key.");
  app.set_version_flag("--version", MINGA_VERSION);
  app.require_subcommand(0, 1);
  app.fallthrough();
  std::string config_file;
  bool insecure_listen = false, smtp_insecure = false;
  app.add_option("--config", config_file, "TOML file with settings; flags win over it");
  struct {
    const char* name;
    std::string minga::Config::*field;
    const char* help;
    std::string value;
  } options[] = {
      {"--data-dir", &minga::Config::data_dir, "Directory where everything is kept; made when absent", ""},
      {"--listen", &minga::Config::listen, "HOST:PORT to serve on (127.0.0.1:7420); port 0 takes a free one", ""},
      {"--tls-certificate", &minga::Config::tls_certificate, "PEM file of the server's certificate and those above it: speaks TLS", ""},
      {"--tls-key", &minga::Config::tls_key, "PEM file of its private key; both may be replaced while the server runs", ""},
      {"--log-file", &minga::Config::log_file, "File for the log (standard error)", ""},
      {"--log-level", &minga::Config::log_level, "debug, info, warning, error or off (info)", ""},
      {"--smtp-url", &minga::Config::smtp_url, "Mail server, smtp://HOST:PORT or smtps://HOST:PORT; without it nothing is mailed", ""},
      {"--smtp-user", &minga::Config::smtp_user, "User to log in to the mail server with", ""},
      {"--smtp-password-file", &minga::Config::smtp_password_file, "File whose first line is that user's password", ""},
      {"--mail-from", &minga::Config::mail_from, "Sender of mails: A name <minga@example.org>", ""},
      {"--reminder-days", &minga::Config::reminder_days, "Days before its deadline to remind an agency: 7,1 (the default), or off", ""},
      {"--mail-link-base", &minga::Config::mail_link_base, "What links in mails begin with: https://minga.example.org", ""},
  };
  for (auto& option : options) app.add_option(option.name, option.value, option.help);
  app.add_flag("--insecure-listen", insecure_listen, "Allow an address other than loopback without TLS");
  app.add_flag("--smtp-insecure", smtp_insecure, "Allow a mail server on another machine without verified encryption");

  std::string backup_file, restore_file;
  bool replace = false;
  auto* backup = app.add_subcommand("backup", "Copies the registry to a file, consistent also while the server writes");
  backup->add_option("file", backup_file, "The backup; must not exist")->required();
  auto* restore = app.add_subcommand("restore", "Verifies a backup and puts it in the data directory; the server must be stopped");
  restore->add_option("file", restore_file, "The backup")->required();
  restore->add_flag("--replace", replace, "Replace the registry that is there");
  auto* check = app.add_subcommand("check", "Looks for damage in the registry");
  std::string email;
  auto* recover = app.add_subcommand(
      "recover", "Makes a link for a person who has forgotten the password, where nothing is mailed; the server must be stopped");
  recover->add_option("email", email, "The person's e-mail")->required();
  auto* reset_key = app.add_subcommand("reset-key", "Revokes the secretariat's keys and writes a new one; the server must be stopped");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }

  minga::Config config;
  if (!config_file.empty()) {
    auto read = minga::ReadConfigFile(config_file);
    if (!read.ok()) return Report(read.status());
    config = *std::move(read);
  }
  for (const auto& option : options) {
    if (!option.value.empty()) config.*option.field = option.value;
  }
  config.insecure_listen |= insecure_listen;
  config.smtp_insecure |= smtp_insecure;
  if (const absl::Status checked = minga::CheckConfig(config); !checked.ok()) return Report(checked);

  namespace sqlite = minga::store::sqlite;
  if (*backup) {
    const absl::Status made = sqlite::Backup(config.DatabasePath(), backup_file);
    if (made.ok()) std::cout << backup_file << " written and verified\n";
    return Report(made);
  }
  if (*restore) {
    const absl::Status restored = sqlite::Restore(restore_file, config.DatabasePath(), replace);
    if (restored.ok())
      std::cout << config.data_dir
                << " restored and verified. Keys are those of the backup; without the secretariat's: minga-server reset-key\n";
    return Report(restored);
  }
  if (*check) return CheckRegistry(config);
  if (*recover) return Recover(config, email);
  if (*reset_key) return ResetKey(config);
  return Serve(config);
}
