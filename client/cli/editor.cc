#include "client/cli/editor.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <sstream>

#include "client/cli/environment.h"
#include "client/cli/files.h"

namespace minga::cli {
namespace {

namespace fs = std::filesystem;

absl::Status Unwritable(const App& app, const std::string& path, int error) {
  return app.Error("FILE_UNWRITABLE", "error.file_unwritable", {{"file", path}, {"cause", app.FileCause(error)}});
}

bool IsInPath(const std::string& program) {
  std::istringstream folders(Environment("PATH"));
  for (std::string folder; std::getline(folders, folder, ':');) {
    if (!folder.empty() && access(fmt::format("{}/{}", folder, program).c_str(), X_OK) == 0) return true;
  }
  return false;
}

std::string Editor() {
  for (const char* name : {"VISUAL", "EDITOR"}) {
    if (std::string set = Environment(name); set.find_first_not_of(' ') != std::string::npos) return set;
  }
  for (const char* program : {"nano", "vi"}) {
    if (IsInPath(program)) return program;
  }
  return "";
}

// Waits for the shell that runs `command` with `path` behind it; answers its status, or -1 with errno.
int RunInShell(const std::string& command, const std::string& path) {
  std::string script = command + " \"$@\"";
  std::string shell = "sh", option = "-c", name = command, file = path;
  char* const argv[] = {shell.data(), option.data(), script.data(), name.data(), file.data(), nullptr};
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  // Signals that this process keeps for its watcher are the editor's own.
  sigset_t none;
  sigemptyset(&none);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
  pid_t child = 0;
  const int error = posix_spawn(&child, "/bin/sh", nullptr, &attributes, argv, environ);
  posix_spawnattr_destroy(&attributes);
  if (error != 0) {
    errno = error;
    return -1;
  }
  int status = 0;
  while (waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) return -1;
  }
  return status;
}

}  // namespace

absl::StatusOr<DraftFile> DraftFile::Make(App& app, const std::string& name) {
  std::string root = Environment("TMPDIR");
  if (!root.starts_with("/")) root = "/tmp";
  std::string directory = root + "/minga-XXXXXX";
  if (mkdtemp(directory.data()) == nullptr) return Unwritable(app, root, errno);
  return DraftFile(app, std::move(directory), name);
}

absl::Status DraftFile::WriteTo(const std::string& path, std::string_view text) const {
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (file < 0) return Unwritable(app_, path, errno);
  int error = 0;
  for (size_t at = 0; at < text.size() && error == 0;) {
    const ssize_t written = write(file, text.data() + at, text.size() - at);
    if (written < 0 && errno != EINTR) error = errno;
    if (written > 0) at += static_cast<size_t>(written);
  }
  if (close(file) != 0 && error == 0) error = errno;
  return error == 0 ? absl::OkStatus() : Unwritable(app_, path, error);
}

absl::StatusOr<std::string> DraftFile::Keep(const std::string& name, std::string_view text) const {
  std::string path = directory_ + "/" + name;
  if (const absl::Status written = WriteTo(path, text); !written.ok()) return written;
  return path;
}

absl::StatusOr<std::string> DraftFile::Read() const { return Files(app_, {path_}).Read(0); }

void DraftFile::Remove() const {
  std::error_code ignored;
  fs::remove_all(directory_, ignored);
}

absl::Status RunEditor(const App& app, const std::string& path) {
  const std::string editor = Editor();
  if (editor.empty()) return app.Error("NO_EDITOR", "error.no_editor");
  errno = 0;
  const int status = RunInShell(editor, path);
  if (status == 0) return absl::OkStatus();
  return app.Error("EDITOR_FAILED", "error.editor_failed", {{"editor", editor}});
}

}  // namespace minga::cli
