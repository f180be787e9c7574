// Files given on the command line, sent a few at a time and told in their order.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/cli/app.h"

namespace minga::cli {

// The arguments of a command that sends files; `-` is stdin.
class Files {
 public:
  Files(App& app, std::vector<std::string> arguments);

  size_t size() const { return arguments_.size(); }
  const std::string& argument(size_t i) const { return arguments_[i]; }

  // The bytes of a file, or an error with its sentence. Safe from several threads.
  absl::StatusOr<std::string> Read(size_t i) const;

  // Calls `send` for each file, up to four at once on threads of its own, and `tell` for each on this thread in the order
  // of the arguments, as early as that order allows. After an interrupt nothing more is told.
  void Run(const std::function<void(size_t)>& send, const std::function<void(size_t)>& tell) const;

 private:
  App& app_;
  std::vector<std::string> arguments_;
  std::string stdin_;
};

// A name that cannot lead to another directory, whoever answered it; `otherwise` when nothing is left of it.
std::string PlainName(const std::string& given, const std::string& otherwise);

// Whole or not at all: what is there already may be somebody's work. Errors: FILE_EXISTS unless `replace`, FILE_UNWRITABLE.
absl::Status SaveFile(const App& app, const std::string& file, const std::string& bytes, bool replace);

// Where a document that is fetched goes: `-` is stdout; empty its own name, in the working directory, where nothing is overwritten.
// Whether it may go there; otherwise the exit code of the command, which was told.
std::optional<int> RefuseTerminal(App& app, const std::string& file, const std::string& command);
// Saves or prints it and tells where; answers the exit code.
int DeliverDocument(App& app, const std::string& file, const std::string& own_name, const std::string& bytes);

}  // namespace minga::cli
