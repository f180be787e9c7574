#include "client/cli/secrets.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <optional>

#include "client/cli/files.h"

namespace minga::cli {
namespace {

volatile sig_atomic_t caught = 0;

void Catch(int signal) { caught = signal; }

// The terminal with its echo off. Whoever ends the process meanwhile finds the terminal as it was: signals are kept until
// the echo is back. Suspending is put off, for the shell would be left without echo.
class Hidden {
 public:
  explicit Hidden(int terminal) : terminal_(terminal) {
    caught = 0;
    struct sigaction action {};
    action.sa_handler = Catch;
    for (size_t i = 0; i < kSignals.size(); ++i) sigaction(kSignals[i], &action, &before_[i]);
    if (tcgetattr(terminal_, &shown_) != 0) return;
    changed_ = true;
    termios hidden = shown_;
    hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    hidden.c_cc[VSUSP] = _POSIX_VDISABLE;
    tcsetattr(terminal_, TCSAFLUSH, &hidden);
  }
  ~Hidden() {
    if (changed_) tcsetattr(terminal_, TCSAFLUSH, &shown_);
    // The line end was not shown either.
    [[maybe_unused]] const ssize_t ignored = write(terminal_, "\n", 1);
    for (size_t i = 0; i < kSignals.size(); ++i) sigaction(kSignals[i], &before_[i], nullptr);
    if (caught != 0) raise(caught);
  }
  Hidden(const Hidden&) = delete;
  Hidden& operator=(const Hidden&) = delete;

 private:
  static constexpr std::array kSignals = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};

  const int terminal_;
  bool changed_ = false;
  termios shown_{};
  std::array<struct sigaction, kSignals.size()> before_{};
};

constexpr int kLookMilliseconds = 100;

// Ends at the line end, at the end of the file, or with a signal that was caught, by the watcher of App::Connect too.
std::string ReadLine(const App& app, int file) {
  std::string line;
  char c = 0;
  pollfd ready = {.fd = file, .events = POLLIN, .revents = 0};
  while (!app.interrupted()) {
    const int events = poll(&ready, 1, kLookMilliseconds);
    if (events == 0) continue;
    if (events < 0 || read(file, &c, 1) != 1 || c == '\n') break;
    line += c;
  }
  return line;
}

std::string FirstLine(const std::string& text) {
  std::string line = text.substr(0, text.find('\n'));
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

}  // namespace

absl::StatusOr<std::string> Ask(const App& app, std::string_view key, bool hidden) {
  // Not standard input or output: they may lead to files.
  const int terminal = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
  if (terminal < 0) return app.Error("NO_TERMINAL", "error.no_terminal");
  const std::string question = app.T("prompt." + std::string(key)) + ": ";
  std::string line;
  {
    std::optional<Hidden> guard;
    // Before the question: whoever answers fast is not shown either.
    if (hidden) guard.emplace(terminal);
    if (write(terminal, question.data(), question.size()) > 0) line = ReadLine(app, terminal);
  }
  close(terminal);
  return line;
}

absl::StatusOr<std::string> Password(App& app, const std::string& file, std::string_view key) {
  if (file.empty()) return Ask(app, key, /*hidden=*/true);
  const absl::StatusOr<std::string> text = Files(app, {file}).Read(0);
  if (!text.ok()) return text.status();
  return FirstLine(*text);
}

absl::StatusOr<std::string> NewPassword(App& app, const std::string& file, std::string_view key) {
  absl::StatusOr<std::string> password = Password(app, file, key);
  if (!password.ok() || !file.empty()) return password;
  const absl::StatusOr<std::string> again = Ask(app, "again", /*hidden=*/true);
  if (!again.ok()) return again.status();
  if (*again != *password) return app.Error("PASSWORDS_DIFFER", "error.passwords_differ");
  return password;
}

absl::StatusOr<std::string> Token(App& app, const std::string& given, std::string_view key) {
  // A mail has it at the end of a link.
  const auto token = [](const std::string& text) { return text.substr(text.find_last_of('/') + 1); };
  if (given.empty()) {
    absl::StatusOr<std::string> asked = Ask(app, key, /*hidden=*/true);
    if (!asked.ok()) return asked;
    return token(*asked);
  }
  if (given != "-") return token(given);
  const absl::StatusOr<std::string> text = Files(app, {given}).Read(0);
  if (!text.ok()) return text.status();
  return token(FirstLine(*text));
}

}  // namespace minga::cli
