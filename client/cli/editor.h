// A person's own editor, and the file that it opens.
#pragma once

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/cli/app.h"

namespace minga::cli {

// A file in a directory that was made for it and that nobody else enters, under $TMPDIR or /tmp. It stays when the object goes, for it
// may be all that is left of somebody's work: Remove() says that it is not.
class DraftFile {
 public:
  // `name` is that of the file. Errors: FILE_UNWRITABLE.
  static absl::StatusOr<DraftFile> Make(App& app, const std::string& name);

  const std::string& path() const { return path_; }
  // Replaces what stands in it; nobody but its owner reads it. Errors: FILE_UNWRITABLE.
  absl::Status Write(std::string_view text) const { return WriteTo(path_, text); }
  // Keeps a text in another file beside it; answers its path. Errors: FILE_UNWRITABLE.
  absl::StatusOr<std::string> Keep(const std::string& name, std::string_view text) const;
  // Errors: FILE_UNREADABLE.
  absl::StatusOr<std::string> Read() const;
  // With the directory and what the editor left in it.
  void Remove() const;

 private:
  DraftFile(App& app, std::string directory, const std::string& name)
      : app_(app), directory_(std::move(directory)), path_(directory_ + "/" + name) {}
  absl::Status WriteTo(const std::string& path, std::string_view text) const;

  App& app_;
  std::string directory_;
  std::string path_;
};

// Runs $VISUAL, $EDITOR, or the first of nano and vi that is there, on the file, and waits for it. What is set may have arguments
// (`code --wait`) and is run by the shell. Errors: NO_EDITOR, EDITOR_FAILED (it ended with a failure).
absl::Status RunEditor(const App& app, const std::string& path);

}  // namespace minga::cli
