#include "client/cli/progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cmath>
#include <iostream>

namespace minga::cli {
namespace {

constexpr size_t kBarWidth = 20;

}  // namespace

Progress::Progress(const App& app, size_t total)
    : app_(app), total_(total), shown_(total > 3 && !app.json() && isatty(STDERR_FILENO) != 0) {}

void Progress::Update(size_t done) {
  const absl::Time now = absl::Now();
  if (!shown_ || (done < total_ && now - last_ < absl::Milliseconds(100))) return;
  last_ = now;
  visible_ = true;
  std::cerr << "\r\x1b[K" << Line(app_, done, total_, now - start_) << std::flush;
}

void Progress::Hide() {
  if (visible_) std::cerr << "\r\x1b[K" << std::flush;
  visible_ = false;
}

std::string Progress::Line(const App& app, size_t done, size_t total, absl::Duration elapsed) {
  std::string bar;
  for (size_t i = 0; i < kBarWidth; ++i) bar += i * total < done * kBarWidth ? "█" : "░";
  const double seconds = absl::ToDoubleSeconds(elapsed);
  const double rate = seconds > 0 ? static_cast<double>(done) / seconds : 0;
  std::string left = "?";
  if (rate > 0) {
    const int64_t s = std::llround(static_cast<double>(total - done) / rate);
    left = fmt::format("{}:{:02}", s / 60, s % 60);
  }
  return bar + " " +
         app.T("progress",
               {{"done", std::to_string(done)}, {"total", std::to_string(total)}, {"rate", fmt::format("{:.1f}", rate)}, {"left", left}});
}

}  // namespace minga::cli
