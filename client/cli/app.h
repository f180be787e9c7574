// What the commands share: the global options, the language, the connection, and how a failure is told.
#pragma once

#include <functional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "minga/client.h"
#include "texts/texts.h"

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace minga::cli {

inline constexpr int kOk = 0;
inline constexpr int kFailed = 1;
inline constexpr int kUsage = 2;
inline constexpr int kInterrupted = 130;

enum class Output { kTable, kJson };

// Whose credential a call carries.
enum class As {
  // The key that was given, in a file or in MINGA_KEY; otherwise the session of `minga login`; otherwise none.
  kCaller,
  // The session, whatever key there is.
  kSession,
  // Nobody's: for what carries a secret of its own.
  kNobody,
};

// Global options and services of one run of the command. Lives as long as the CLI::App whose options point into it.
class App {
 public:
  // Server, key and language from the environment.
  App();

  texts::Language language;
  Output output = Output::kTable;
  std::string server;
  std::string key_file;
  std::string ca_file;
  bool insecure = false;
  double timeout_seconds = 60;
  // Set by the command that was given; answers the exit code.
  std::function<int()> action;

  bool json() const { return output == Output::kJson; }
  // The sentence `cli.KEY`.
  std::string T(std::string_view key, const texts::Args& args = {}) const;

  // A noun (`fiche`) or, below one, a command (`fiche show`). The description is the sentence
  // `cli.help.PATH`; the examples stand under the help.
  CLI::App* Noun(CLI::App& root, const std::string& name);
  CLI::App* Command(CLI::App& parent, const std::string& name, const std::vector<std::string>& examples, std::function<int()> run);
  // Adds the global options to `root` and, for they may stand anywhere, to everything below.
  void AddGlobals(CLI::App& root);

  // An option or a positional that `parse` reads: it answers the sentence of what is wrong, or "". The description is the
  // sentence `cli.option.KEY`. With `many`, it may have several values.
  using Parse = std::function<std::string(const std::string&)>;
  CLI::Option* Add(CLI::App* to, const std::string& name, std::string_view key, Parse parse, bool many = false);
  CLI::Option* Add(CLI::App* to, const std::string& name, std::string_view key, std::string* value);
  CLI::Option* AddFlag(CLI::App* to, const std::string& name, std::string_view key, bool* value);

  // From here on Ctrl-C ends calls instead of the process.
  absl::StatusOr<Client> Connect(As as = As::kCaller);
  bool interrupted() const { return stop_.stop_requested(); }

  // An error made here, with its sentence.
  absl::Status Error(std::string_view reason, std::string_view key, const texts::Args& args = {}) const;
  // An errno of a file, in words.
  std::string FileCause(int error) const;
  // A file that could not be read, with its errno.
  absl::Status FileError(const std::string& path, int error) const;
  // The sentence of an error, the registry's own where there is one; of a session that the registry does not know any more, to
  // sign in again.
  std::string Sentence(const absl::Status& status) const;
  // Tells the error on stderr and, where there is a sentence `cli.hint.REASON`, the command that helps; answers the exit code.
  // `about` (a file) is put before it.
  int Fail(const absl::Status& status, std::string_view about = {}) const;
  int FailUsage(std::string_view sentence, const std::string& command) const;

 private:
  // The credential to send.
  absl::StatusOr<std::string> Credential(As as);
  // Whether the error is that of a session which is over.
  bool HasEnded(const ErrorDetails& details) const;
  // The command that helps after an error, or "".
  std::string Hint(const ErrorDetails& details) const;

  std::stop_source stop_;
  bool by_session_ = false;
  // Whether calls go without any credential.
  bool anonymous_ = false;
};

// The language that argv asks for, before anything else is read, so that help and usage errors are in it.
texts::Language LanguageOf(const std::vector<std::string>& arguments, texts::Language otherwise);

// One per noun: adds its commands. AddSession also adds those that stand alone: login, logout, whoami.
void AddSession(CLI::App& root, App& app);
void AddPassword(CLI::App& root, App& app);
void AddInvitation(CLI::App& root, App& app);
void AddInbox(CLI::App& root, App& app);
void AddMember(CLI::App& root, App& app);
void AddAgency(CLI::App& root, App& app);
void AddKey(CLI::App& root, App& app);
void AddRound(CLI::App& root, App& app);
void AddFiche(CLI::App& root, App& app);
void AddInitiative(CLI::App& root, App& app);
void AddConfirmation(CLI::App& root, App& app);
void AddStats(CLI::App& root, App& app);

// Runs the command line; answers the exit code.
int Run(std::vector<std::string> arguments);

}  // namespace minga::cli
