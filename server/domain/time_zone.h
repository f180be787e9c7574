// Zones in which times are told.
#pragma once

#include <unicode/timezone.h>

#include <memory>
#include <string>

namespace minga::domain {

// The zone with this IANA name; UTC when the name is empty or not known.
class ToldZone {
 public:
  explicit ToldZone(const std::string& name);

  const icu::TimeZone& operator*() const { return *zone_; }
  bool is_known() const { return is_known_; }

 private:
  std::unique_ptr<icu::TimeZone> zone_;
  bool is_known_;
};

}  // namespace minga::domain
