// Checks that many messages share. Each appends what is wrong to `violations` under `path`, in the request's terms, and
// says nothing about what is right. Unless a name says Required, an empty value is right.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "google/protobuf/generated_enum_reflection.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/type/date.pb.h"
#include "minga/v1/period.pb.h"
#include "server/base/errors.h"

namespace minga::domain {

// At most `limit` code points of UTF-8 without control characters other than line feed and tab. INVALID_UTF8,
// CONTROL_CHARACTER, TOO_LONG.
void CheckText(const std::string& value, int limit, std::string path, Violations& violations);
// The same, and more than white space: REQUIRED.
void CheckRequiredText(const std::string& value, int limit, std::string path, Violations& violations);
// The same in one line, without line feed and tab: what is printed in a line or becomes part of a mail's head.
void CheckLine(const std::string& value, int limit, std::string path, Violations& violations);
void CheckRequiredLine(const std::string& value, int limit, std::string path, Violations& violations);

// What is said with an answer, at most limits::kComment: whoever does not agree says why.
void CheckAnswerComment(bool agrees, const std::string& value, std::string path, Violations& violations);

// An ISO 3166-1 alpha-2 code in upper case: UNKNOWN_COUNTRY, REQUIRED.
void CheckCountry(const std::string& value, std::string path, Violations& violations);
void CheckRequiredCountry(const std::string& value, std::string path, Violations& violations);

// Whether the text can be one e-mail address: humane rather than RFC 5322, what a mail server would surely refuse is refused,
// nothing else. Letters beyond ASCII are legal in both parts (RFC 6531); white space, control characters and brackets never are.
bool IsEmail(std::string_view text);
// One e-mail address; the violation does not quote it. INVALID_EMAIL, TOO_LONG, REQUIRED.
void CheckEmail(const std::string& value, std::string path, Violations& violations);
void CheckRequiredEmail(const std::string& value, std::string path, Violations& violations);

// 1 to 26 characters of a-z and 0-9: INVALID_ITEM_ID.
void CheckItemId(const std::string& value, std::string path, Violations& violations);

// 1 to 64 visible ASCII characters: INVALID_REQUEST_ID.
void CheckRequestId(const std::string& value, std::string path, Violations& violations);

// 0 to limits::kLargestPage: INVALID_PAGE_SIZE.
void CheckPageSize(int32_t value, std::string path, Violations& violations);

// A list's length: TOO_MANY.
void CheckCount(int count, int limit, std::string path, Violations& violations);

// A date whose month, or day, may be 0 for unknown; a day needs a month; years limits::kFirstYear to kLastYear of the
// Gregorian calendar: INVALID_DATE.
void CheckDate(const google::type::Date& value, std::string path, Violations& violations);
// Both ends as dates; the end not before the start as far as both are known: END_BEFORE_START at `path`.end.
void CheckPeriod(const v1::Period& value, const std::string& path, Violations& violations);
// A time that the Timestamp format can hold (years 1 to 9999): INVALID_TIME.
void CheckTime(const google::protobuf::Timestamp& value, std::string path, Violations& violations);

// 28 to 31, or 0 for a month that does not exist.
int DaysInMonth(int year, int month);

void CheckEnumNumber(const google::protobuf::EnumDescriptor* descriptor, int value, std::string path, Violations& violations);
// A number that the enum has, 0 included: UNKNOWN_ENUM.
template <typename Enum>
void CheckEnum(Enum value, std::string path, Violations& violations) {
  CheckEnumNumber(google::protobuf::GetEnumDescriptor<Enum>(), static_cast<int>(value), std::move(path), violations);
}

// A value as it may be quoted in a violation: its beginning, and nothing when it is not UTF-8.
std::string Quoted(std::string_view value);

// Removes white space (Unicode's) at both ends.
void Trim(std::string* text);
// ASCII letters to lower case.
void LowerAscii(std::string* text);

}  // namespace minga::domain
