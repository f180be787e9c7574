#include "server/domain/fields.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>

#include "code_lists/code_lists.h"
#include "google/protobuf/descriptor.h"
#include "server/base/limits.h"
#include "server/base/text.h"

namespace minga::domain {
namespace {

// `lines`: line feed and tab are none.
bool HasControlCharacter(std::string_view text, bool lines) {
  for (size_t at = 0; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if ((byte < 0x20 && !(lines && (byte == '\n' || byte == '\t'))) || byte == 0x7F) return true;
    // U+0080 to U+009F: the only two-byte forms that begin with C2 and go on below A0.
    if (byte == 0xC2 && at + 1 < text.size() && static_cast<unsigned char>(text[at + 1]) < 0xA0) return true;
  }
  return false;
}

bool IsBlank(std::string text) {
  Trim(&text);
  return text.empty();
}

template <typename Allowed>
bool AllOf(std::string_view text, Allowed allowed) {
  return std::all_of(text.begin(), text.end(), allowed);
}

bool IsVisibleAscii(char c) { return c > 0x20 && c < 0x7F; }

bool IsDate(const google::type::Date& value) {
  if (value.year() < limits::kFirstYear || value.year() > limits::kLastYear) return false;
  if (value.month() == 0) return value.day() == 0;
  const int days = DaysInMonth(value.year(), value.month());
  return days > 0 && value.day() >= 0 && value.day() <= days;
}

bool EndsBefore(const google::type::Date& end, const google::type::Date& start) {
  if (end.year() != start.year()) return end.year() < start.year();
  if (end.month() == 0 || start.month() == 0) return false;
  if (end.month() != start.month()) return end.month() < start.month();
  return end.day() != 0 && start.day() != 0 && end.day() < start.day();
}

void CheckCharacters(const std::string& value, int limit, bool lines, std::string path, Violations& violations) {
  if (value.empty()) return;
  if (!text::IsValidUtf8(value)) {
    violations.Add(std::move(path), "INVALID_UTF8");
    return;
  }
  if (HasControlCharacter(value, lines)) violations.Add(path, "CONTROL_CHARACTER");
  if (value.size() > static_cast<size_t>(limit) && text::Length(value) > limit) {
    violations.Add(std::move(path), "TOO_LONG", {{"limit", std::to_string(limit)}});
  }
}

}  // namespace

void CheckText(const std::string& value, int limit, std::string path, Violations& violations) {
  CheckCharacters(value, limit, /*lines=*/true, std::move(path), violations);
}

void CheckRequiredText(const std::string& value, int limit, std::string path, Violations& violations) {
  if (IsBlank(value)) {
    violations.Add(std::move(path), "REQUIRED");
  } else {
    CheckText(value, limit, std::move(path), violations);
  }
}

void CheckLine(const std::string& value, int limit, std::string path, Violations& violations) {
  CheckCharacters(value, limit, /*lines=*/false, std::move(path), violations);
}

void CheckRequiredLine(const std::string& value, int limit, std::string path, Violations& violations) {
  if (IsBlank(value)) {
    violations.Add(std::move(path), "REQUIRED");
  } else {
    CheckLine(value, limit, std::move(path), violations);
  }
}

void CheckAnswerComment(bool agrees, const std::string& value, std::string path, Violations& violations) {
  const auto check = agrees ? CheckText : CheckRequiredText;
  check(value, limits::kComment, std::move(path), violations);
}

void CheckCountry(const std::string& value, std::string path, Violations& violations) {
  if (!value.empty() && code_lists::FindCountry(value) == nullptr) {
    violations.Add(std::move(path), "UNKNOWN_COUNTRY", {{"value", Quoted(value)}});
  }
}

void CheckRequiredCountry(const std::string& value, std::string path, Violations& violations) {
  if (value.empty()) {
    violations.Add(std::move(path), "REQUIRED");
  } else {
    CheckCountry(value, std::move(path), violations);
  }
}

bool IsEmail(std::string_view text) {
  const size_t at = text.find('@');
  if (at == std::string_view::npos || at == 0 || at > 64 || text.find('@', at + 1) != std::string_view::npos) return false;
  const std::string_view domain = text.substr(at + 1);
  const auto plain = [](char c) {
    return static_cast<unsigned char>(c) >= 0x80 ||
           (IsVisibleAscii(c) && std::string_view("()<>[]\\,;:\"").find(c) == std::string_view::npos);
  };
  return AllOf(text, plain) && domain.find('.') != std::string_view::npos && domain.front() != '.' && domain.back() != '.' &&
         domain.find("..") == std::string_view::npos && text[at - 1] != '.' && text.front() != '.';
}

void CheckEmail(const std::string& value, std::string path, Violations& violations) {
  if (value.empty()) return;
  CheckText(value, limits::kEmail, path, violations);
  if (!IsEmail(value)) violations.Add(std::move(path), "INVALID_EMAIL");
}

void CheckRequiredEmail(const std::string& value, std::string path, Violations& violations) {
  if (IsBlank(value)) {
    violations.Add(std::move(path), "REQUIRED");
  } else {
    CheckEmail(value, std::move(path), violations);
  }
}

void CheckItemId(const std::string& value, std::string path, Violations& violations) {
  constexpr size_t kLongest = 26;
  const auto allowed = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  if (value.size() > kLongest || !AllOf(value, allowed)) violations.Add(std::move(path), "INVALID_ITEM_ID");
}

void CheckRequestId(const std::string& value, std::string path, Violations& violations) {
  if (value.size() > limits::kRequestId || !AllOf(value, IsVisibleAscii)) {
    violations.Add(std::move(path), "INVALID_REQUEST_ID", {{"limit", std::to_string(limits::kRequestId)}});
  }
}

void CheckPageSize(int32_t value, std::string path, Violations& violations) {
  if (value < 0 || value > limits::kLargestPage) {
    violations.Add(std::move(path), "INVALID_PAGE_SIZE", {{"limit", std::to_string(limits::kLargestPage)}});
  }
}

void CheckCount(int count, int limit, std::string path, Violations& violations) {
  if (count > limit) violations.Add(std::move(path), "TOO_MANY", {{"limit", std::to_string(limit)}});
}

void CheckDate(const google::type::Date& value, std::string path, Violations& violations) {
  if (!IsDate(value)) {
    violations.Add(std::move(path), "INVALID_DATE",
                   {{"first", std::to_string(limits::kFirstYear)}, {"last", std::to_string(limits::kLastYear)}});
  }
}

void CheckPeriod(const v1::Period& value, const std::string& path, Violations& violations) {
  if (value.has_start()) CheckDate(value.start(), path + ".start", violations);
  if (value.has_end()) CheckDate(value.end(), path + ".end", violations);
  if (value.has_start() && value.has_end() && IsDate(value.start()) && IsDate(value.end()) && EndsBefore(value.end(), value.start())) {
    violations.Add(path + ".end", "END_BEFORE_START");
  }
}

void CheckTime(const google::protobuf::Timestamp& value, std::string path, Violations& violations) {
  constexpr int64_t kFirstSecond = -62'135'596'800, kLastSecond = 253'402'300'799;
  if (value.seconds() < kFirstSecond || value.seconds() > kLastSecond || value.nanos() < 0 || value.nanos() > 999'999'999) {
    violations.Add(std::move(path), "INVALID_TIME");
  }
}

int DaysInMonth(int year, int month) {
  static constexpr int kDays[] = {0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (month < 1 || month > 12) return 0;
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return kDays[month] + (month == 2 && leap ? 1 : 0);
}

void CheckEnumNumber(const google::protobuf::EnumDescriptor* descriptor, int value, std::string path, Violations& violations) {
  if (descriptor->FindValueByNumber(value) == nullptr) violations.Add(std::move(path), "UNKNOWN_ENUM");
}

std::string Quoted(std::string_view value) {
  constexpr int kLength = 60;
  return text::IsValidUtf8(value) ? std::string(text::Prefix(value, kLength)) : std::string();
}

void Trim(std::string* text) {
  const auto* bytes = reinterpret_cast<const uint8_t*>(text->data());
  auto last = static_cast<int32_t>(text->size());
  for (int32_t at = last; at > 0; last = at) {
    UChar32 c = 0;
    U8_PREV(bytes, 0, at, c);
    if (c < 0 || !u_isUWhiteSpace(c)) break;
  }
  int32_t first = 0;
  for (int32_t at = 0; at < last; first = at) {
    UChar32 c = 0;
    U8_NEXT(bytes, at, last, c);
    if (c < 0 || !u_isUWhiteSpace(c)) break;
  }
  if (first == 0 && last == static_cast<int32_t>(text->size())) return;
  *text = text->substr(static_cast<size_t>(first), static_cast<size_t>(last - first));
}

void LowerAscii(std::string* text) {
  for (char& c : *text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
  }
}

}  // namespace minga::domain
