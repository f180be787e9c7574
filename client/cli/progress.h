// A line on stderr that tells how far a long run has come: count, rate, time left.
#pragma once

#include <cstddef>
#include <string>

#include "absl/time/time.h"
#include "client/cli/app.h"

namespace minga::cli {

// Used from one thread.
class Progress {
 public:
  // Shows itself only for more than three items, on a terminal, for people.
  Progress(const App& app, size_t total);
  ~Progress() { Hide(); }

  void Update(size_t done);
  // Clears the line, before other output.
  void Hide();

  // The line for a state, as shown.
  static std::string Line(const App& app, size_t done, size_t total, absl::Duration elapsed);

 private:
  const App& app_;
  const size_t total_;
  const bool shown_;
  const absl::Time start_ = absl::Now();
  absl::Time last_ = absl::InfinitePast();
  bool visible_ = false;
};

}  // namespace minga::cli
