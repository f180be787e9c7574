// Where the lines of the log go: a thread of its own writes them, so that no call ever waits for the log's disk or for whoever
// reads standard error.
#pragma once

#include <spdlog/sinks/sink.h>

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

namespace minga {

// Thread-safe. A line is in the file a tenth of a second later at most; at once after an error. When lines come faster than
// they can be written, up to kLogBytesWaiting wait; further ones are left out, and their number is told in their place.
class LogFile final : public spdlog::sinks::sink {
 public:
  // Writes to `descriptor`, which it closes at the end unless it is standard error.
  explicit LogFile(int descriptor);
  // Writes what waits.
  ~LogFile() override;

  void log(const spdlog::details::log_msg& message) override;
  // Waits until what was logged before is written.
  void flush() override;
  void set_pattern(const std::string& pattern) override;
  void set_formatter(std::unique_ptr<spdlog::formatter> formatter) override;

 private:
  // The caller holds mutex_.
  void Append(const spdlog::details::log_msg& message);
  void Run();
  // All of `lines`, or nothing more after a failure, which is told once on standard error.
  void Write(const std::string& lines);

  const int descriptor_;
  std::mutex mutex_;
  std::condition_variable changed_;
  // Guarded by mutex_.
  std::unique_ptr<spdlog::formatter> formatter_;
  std::string waiting_;
  size_t left_out_ = 0;
  bool urgent_ = false;
  bool writing_ = false;
  bool ending_ = false;
  // The thread's own.
  bool failed_ = false;
  std::thread thread_;
};

}  // namespace minga
