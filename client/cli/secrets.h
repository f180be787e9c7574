// What nobody else should read: typed at the terminal or taken from a file, never from the command line.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "client/cli/app.h"

namespace minga::cli {

// A line that is typed at the terminal, asked for with the sentence `cli.prompt.KEY`; with `hidden` it is not shown. Ctrl-C
// ends the process as it does elsewhere; after App::Connect it ends the question, and App::interrupted tells.
// Errors: NO_TERMINAL, with a sentence that names the way out.
absl::StatusOr<std::string> Ask(const App& app, std::string_view key, bool hidden);

// The password that is in use: the first line of `file` (`-`: of standard input), asked for when `file` is empty.
// Errors: FILE_UNREADABLE, NO_TERMINAL.
absl::StatusOr<std::string> Password(App& app, const std::string& file, std::string_view key);

// A password to be: as Password, but one that is typed is typed twice.
// Errors: as Password; PASSWORDS_DIFFER.
absl::StatusOr<std::string> NewPassword(App& app, const std::string& file, std::string_view key);

// A one-use token: `given`, or asked for when that is empty, or the first line of standard input when it is `-`.
// Errors: as Ask.
absl::StatusOr<std::string> Token(App& app, const std::string& given, std::string_view key);

}  // namespace minga::cli
