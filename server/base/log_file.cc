#include "server/base/log_file.h"

#include <fmt/format.h>
#include <spdlog/pattern_formatter.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <iostream>
#include <utility>

#include "server/base/limits.h"

namespace minga {
namespace {

constexpr std::chrono::milliseconds kDelay(100);

}  // namespace

LogFile::LogFile(int descriptor)
    : descriptor_(descriptor), formatter_(std::make_unique<spdlog::pattern_formatter>()), thread_([this] { Run(); }) {}

LogFile::~LogFile() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
    changed_.notify_all();
  }
  thread_.join();
  if (descriptor_ != STDERR_FILENO) ::close(descriptor_);
}

void LogFile::log(const spdlog::details::log_msg& message) {
  const std::lock_guard lock(mutex_);
  if (waiting_.size() > limits::kLogBytesWaiting) {
    ++left_out_;
    return;
  }
  Append(message);
  if (message.level < spdlog::level::err) return;
  urgent_ = true;
  changed_.notify_all();
}

void LogFile::Append(const spdlog::details::log_msg& message) {
  spdlog::memory_buf_t line;
  formatter_->format(message, line);
  waiting_.append(line.data(), line.size());
}

void LogFile::flush() {
  std::unique_lock lock(mutex_);
  urgent_ = true;
  changed_.notify_all();
  changed_.wait(lock, [this] { return waiting_.empty() && !writing_; });
}

void LogFile::set_pattern(const std::string& pattern) { set_formatter(std::make_unique<spdlog::pattern_formatter>(pattern)); }

void LogFile::set_formatter(std::unique_ptr<spdlog::formatter> formatter) {
  const std::lock_guard lock(mutex_);
  formatter_ = std::move(formatter);
}

void LogFile::Run() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait_for(lock, kDelay, [this] { return ending_ || urgent_; });
    urgent_ = false;
    if (left_out_ > 0) {
      const std::string told = fmt::format(R"("event":"log","detail":"{} lines were left out")", std::exchange(left_out_, 0));
      Append({spdlog::source_loc{}, "minga", spdlog::level::err, told});
    }
    std::string lines;
    lines.swap(waiting_);
    if (!lines.empty()) {
      writing_ = true;
      lock.unlock();
      Write(lines);
      lock.lock();
      writing_ = false;
    }
    changed_.notify_all();
    if (ending_ && waiting_.empty()) return;
  }
}

void LogFile::Write(const std::string& lines) {
  for (size_t at = 0; at < lines.size();) {
    const ssize_t written = ::write(descriptor_, lines.data() + at, lines.size() - at);
    if (written > 0) {
      at += static_cast<size_t>(written);
      failed_ = false;
    } else if (errno != EINTR) {
      if (!failed_) std::cerr << "minga-server: the log cannot be written: " << std::strerror(errno) << std::endl;
      failed_ = true;
      return;
    }
  }
}

}  // namespace minga
