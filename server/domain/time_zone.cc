#include "server/domain/time_zone.h"

#include <unicode/unistr.h>

namespace minga::domain {

// ICU makes a zone of its own of any name that it does not know.
ToldZone::ToldZone(const std::string& name)
    : zone_(icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(name))),
      is_known_(!name.empty() && *zone_ != icu::TimeZone::getUnknown()) {
  if (!is_known_) zone_.reset(icu::TimeZone::getGMT()->clone());
}

}  // namespace minga::domain
