#include "server/base/text.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>

namespace minga::text {
namespace {

bool IsAscii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool IsSpace(UChar32 c) { return u_isUWhiteSpace(c) || c == 0x200B || c == 0xFEFF || c == 0x2060; }

void Append(std::string& out, UChar32 c) {
  char bytes[U8_MAX_LENGTH];
  int32_t length = 0;
  U8_APPEND_UNSAFE(bytes, length, c);
  out.append(bytes, static_cast<size_t>(length));
}

template <typename Keep>
std::string Separated(std::string_view text, Keep keep) {
  std::string out;
  out.reserve(text.size());
  const auto* bytes = reinterpret_cast<const uint8_t*>(text.data());
  const auto length = static_cast<int32_t>(text.size());
  bool gap = false;
  for (int32_t at = 0; at < length;) {
    UChar32 c = 0;
    U8_NEXT_OR_FFFD(bytes, at, length, c);
    if (!keep(c)) {
      gap = !out.empty();
      continue;
    }
    if (gap) out.push_back(' ');
    gap = false;
    Append(out, c);
  }
  return out;
}

}  // namespace

bool IsValidUtf8(std::string_view bytes) {
  const auto* data = reinterpret_cast<const uint8_t*>(bytes.data());
  const auto length = static_cast<int32_t>(bytes.size());
  for (int32_t at = 0; at < length;) {
    UChar32 c = 0;
    U8_NEXT(data, at, length, c);
    if (c < 0) return false;
  }
  return true;
}

int Length(std::string_view text) {
  return static_cast<int>(std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string_view Prefix(std::string_view text, int length) {
  size_t at = 0;
  for (int count = 0; at < text.size(); ++at) {
    if ((static_cast<unsigned char>(text[at]) & 0xC0) != 0x80 && count++ == length) break;
  }
  return text.substr(0, at);
}

std::string Collapse(std::string_view text) {
  return Separated(text, [](UChar32 c) { return !IsSpace(c); });
}

std::string Fold(std::string_view text) {
  if (IsAscii(text)) {
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
    return Collapse(lower);
  }
  UErrorCode code = U_ZERO_ERROR;
  static const icu::Normalizer2* const decompose = icu::Normalizer2::getInstance(nullptr, "nfkc_cf", UNORM2_DECOMPOSE, code);
  if (U_FAILURE(code) || decompose == nullptr) return Collapse(text);
  icu::UnicodeString decomposed =
      decompose->normalize(icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<int32_t>(text.size()))), code);
  icu::UnicodeString bare;
  for (int32_t at = 0; at < decomposed.length();) {
    const UChar32 c = decomposed.char32At(at);
    at += U16_LENGTH(c);
    if (u_charType(c) != U_NON_SPACING_MARK) bare.append(c);
  }
  std::string folded;
  bare.toUTF8String(folded);
  return Collapse(folded);
}

std::string FoldWords(std::string_view text) {
  return Separated(Fold(text), [](UChar32 c) { return u_isalnum(c) != 0; });
}

}  // namespace minga::text
