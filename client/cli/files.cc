#include "client/cli/files.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <mutex>
#include <thread>
#include <utility>

#include "client/cli/json.h"
#include "client/cli/names.h"
#include "client/cli/progress.h"

namespace minga::cli {
namespace {

constexpr size_t kAtOnce = 4;
// One byte more than the API takes: a larger file is sent cut there, so that the server says what is wrong with it, and
// neither memory nor the line carries more.
constexpr size_t kMostBytes = (20u << 20) + 1;

std::string ReadStream(std::istream& in) {
  std::string bytes;
  char piece[1 << 16];
  while (bytes.size() < kMostBytes &&
         in.read(piece, static_cast<std::streamsize>(std::min(sizeof piece, kMostBytes - bytes.size()))).gcount() > 0) {
    bytes.append(piece, static_cast<size_t>(in.gcount()));
  }
  return bytes;
}

}  // namespace

Files::Files(App& app, std::vector<std::string> arguments) : app_(app), arguments_(std::move(arguments)) {
  // Here and not on a thread: until the connection is opened, Ctrl-C ends the process while a person types.
  if (std::find(arguments_.begin(), arguments_.end(), "-") != arguments_.end()) stdin_ = ReadStream(std::cin);
}

absl::StatusOr<std::string> Files::Read(size_t i) const {
  const std::string& path = arguments_[i];
  if (path == "-") return stdin_;
  struct stat info {};
  if (stat(path.c_str(), &info) != 0) return app_.FileError(path, errno);
  if (S_ISDIR(info.st_mode)) return app_.FileError(path, EISDIR);
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  if (!file) return app_.FileError(path, errno == 0 ? EIO : errno);
  std::string bytes = ReadStream(file);
  if (file.bad()) return app_.FileError(path, EIO);
  return bytes;
}

void Files::Run(const std::function<void(size_t)>& send, const std::function<void(size_t)>& tell) const {
  Progress progress(app_, size());
  std::mutex mutex;
  std::condition_variable changed;
  std::vector<bool> ready(size(), false);
  size_t done = 0;
  std::atomic<size_t> next = 0;

  std::vector<std::jthread> threads;
  for (size_t t = 0; t < std::min(kAtOnce, size()); ++t) {
    threads.emplace_back([&] {
      for (size_t i = next++; i < size() && !app_.interrupted(); i = next++) {
        send(i);
        const std::lock_guard lock(mutex);
        ready[i] = true;
        ++done;
        changed.notify_one();
      }
    });
  }
  for (size_t told = 0; told < size();) {
    size_t now = 0;
    {
      std::unique_lock lock(mutex);
      changed.wait_for(lock, std::chrono::milliseconds(200), [&] { return ready[told]; });
      now = done;
    }
    progress.Update(now);
    const auto is_ready = [&] {
      const std::lock_guard lock(mutex);
      return told < size() && ready[told];
    };
    if (app_.interrupted()) return;
    while (is_ready()) {
      progress.Hide();
      tell(told++);
    }
  }
}

std::string PlainName(const std::string& given, const std::string& otherwise) {
  const std::string name = IdOf(given);
  return name.empty() || name.front() == '.' ? otherwise : name;
}

absl::Status SaveFile(const App& app, const std::string& file, const std::string& bytes, bool replace) {
  if (std::error_code ignored; !replace && std::filesystem::exists(file, ignored)) {
    return app.Error("FILE_EXISTS", "error.file_exists", {{"file", file}});
  }
  const std::string part = file + ".part";
  errno = 0;
  std::ofstream out(part, std::ios::binary | std::ios::trunc);
  const bool written = out.is_open() && out.write(bytes.data(), static_cast<std::streamsize>(bytes.size())).flush().good();
  const int error = errno;
  out.close();
  if (written && std::rename(part.c_str(), file.c_str()) == 0) return absl::OkStatus();
  const int cause = written ? errno : error;
  std::remove(part.c_str());
  return app.Error("FILE_UNWRITABLE", "error.file_unwritable", {{"file", file}, {"cause", app.FileCause(cause == 0 ? EIO : cause)}});
}

std::optional<int> RefuseTerminal(App& app, const std::string& file, const std::string& command) {
  if (file != "-" || isatty(STDOUT_FILENO) == 0) return std::nullopt;
  return app.FailUsage(app.T("usage.document_to_terminal"), command);
}

int DeliverDocument(App& app, const std::string& file, const std::string& own_name, const std::string& bytes) {
  if (file == "-") {
    std::cout << bytes << std::flush;
    return std::cout ? kOk : kFailed;
  }
  const std::string& name = file.empty() ? own_name : file;
  const absl::Status saved = SaveFile(app, name, bytes, /*replace=*/!file.empty());
  if (!saved.ok()) return app.Fail(saved);
  if (app.json()) {
    std::cout << "{\"file\":" << JsonString(name) << ",\"bytes\":" << bytes.size() << "}\n";
  } else {
    std::cout << app.T("fiche.exported", {{"file", name}}) << "\n";
  }
  return kOk;
}

}  // namespace minga::cli
