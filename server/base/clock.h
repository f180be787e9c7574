// The time, as an argument: rules get it passed in, only the gate and the store's housekeeping ask for it.
#pragma once

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace minga {

class Clock {
 public:
  virtual ~Clock() = default;
  virtual absl::Time Now() const = 0;
};

class SystemClock final : public Clock {
 public:
  absl::Time Now() const override { return absl::Now(); }
};

}  // namespace minga
